//! The server over TCP.

use std::net::SocketAddr;
use std::time::Duration;

use recto_emulator::{Emulator, Error, Fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Server {
    emulator: Emulator,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), Error>>,
}

impl Server {
    async fn start() -> Self {
        let emulator = Emulator::start().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = emulator.clone();
        let task = tokio::spawn(async move {
            served
                .serve(listener, async { stopped.await.unwrap_or_default() })
                .await
        });
        Self {
            emulator,
            address,
            stop,
            task,
        }
    }

    /// Sends bytes and reads until the connection ends; what came before it broke counts.
    async fn talk(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            answer.extend_from_slice(&buffer[..read]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn me(&self, method: &str) -> String {
        let token = self.emulator.token();
        self.talk(&format!(
            "{method} /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n\r\n"
        ))
        .await
    }
}

#[tokio::test]
async fn answers_and_stops() {
    let server = Server::start().await;
    let answer = server.me("GET").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(
        answer.contains("content-type: application/json; charset=utf-8\r\n"),
        "{answer}"
    );
    assert!(answer.contains("\"object\":\"user\""), "{answer}");

    server.stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), server.task).await;
    assert!(ended.unwrap().unwrap().is_ok());
    assert!(
        TcpStream::connect(server.address).await.is_err(),
        "the port is free again"
    );
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_server() {
    let server = Server::start().await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    let token = server.emulator.token();
    let request = format!(
        "GET /v1/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Notion-Version: 2026-03-11\r\n\r\n"
    );
    idle.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = [0; 4096];
    assert!(idle.read(&mut buffer).await.unwrap() > 0);
    server.stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), server.task).await;
    assert!(ended.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn half_a_request_does_not_hold_the_server_for_long() {
    let server = Server::start().await;
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(b"POST /v1/search HTTP/1.1\r\nContent-Length: 10\r\n\r\n{")
        .await
        .unwrap();
    // The server has to have seen it.
    server.me("GET").await;
    server.stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(10), server.task).await;
    assert!(ended.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn head_has_a_length_and_no_body() {
    let server = Server::start().await;
    let (get, head) = (server.me("GET").await, server.me("HEAD").await);
    let length = |answer: &str| {
        let line = answer
            .lines()
            .find(|line| line.to_lowercase().starts_with("content-length"));
        line.map(str::to_owned)
    };
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(length(&get).is_some());
    assert_eq!(length(&get), length(&head));
    assert!(head.ends_with("\r\n\r\n"), "{head}");
}

#[tokio::test]
async fn trace_ends_at_the_edge() {
    let server = Server::start().await;
    let answer = server.me("TRACE").await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    assert!(answer.contains("text/html"), "{answer}");
    assert!(!answer.contains("x-notion-request-id"), "{answer}");
}

#[tokio::test]
async fn a_dropped_connection_carries_nothing() {
    let server = Server::start().await;
    server.emulator.fault(Fault::dropped());
    assert_eq!(server.me("GET").await, "");
    assert!(server.me("GET").await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(server.emulator.requests().requests, 2);
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let server = Server::start().await;
    let send = async |size: usize| {
        let token = server.emulator.token();
        let body = format!("{{\"query\":\"{}\"}}", "a".repeat(size));
        let head = format!(
            "POST /v1/search HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\
             Authorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server may answer and close before everything is sent.
        let _ = stream.write_all(body.as_bytes()).await;
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            answer.extend_from_slice(&buffer[..read]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    };
    let answer = send(600 * 1024).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("validation_error"), "{answer}");
}
