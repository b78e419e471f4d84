//! The proxy, by hand: CONNECT, TLS, HTTP.

use std::net::SocketAddr;
use std::sync::Arc;

use recto_emulator::{Emulator, Error, Fault};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

struct Door {
    emulator: Emulator,
    address: SocketAddr,
    config: Arc<ClientConfig>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), Error>>,
}

impl Door {
    async fn open() -> Self {
        let emulator = Emulator::start().unwrap();
        let proxy = emulator.proxy().unwrap();
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_slice(proxy.certificate_pem().as_bytes());
        roots.add(certificate.unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            proxy
                .serve(listener, async { stopped.await.unwrap_or_default() })
                .await
        });
        Self {
            emulator,
            address,
            config: Arc::new(config),
            stop,
            task,
        }
    }

    /// What the proxy says to this, and the connection.
    async fn say(&self, request: &str) -> (String, TcpStream) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut told = String::new();
        while !told.ends_with("\r\n\r\n") {
            told.push(char::from(stream.read_u8().await.unwrap()));
        }
        (told, stream)
    }

    /// The answer to a request by TLS through the proxy; what came before it broke counts.
    async fn get(&self, host: &str, path: &str) -> String {
        let (told, stream) = self
            .say(&format!(
                "CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n"
            ))
            .await;
        assert!(told.starts_with("HTTP/1.1 200"), "{told}");
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let connector = TlsConnector::from(Arc::clone(&self.config));
        let mut stream = connector.connect(name, stream).await.unwrap();
        let token = self.emulator.token();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nNotion-Version: 2026-03-11\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            answer.extend_from_slice(&buffer[..read]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[tokio::test]
async fn the_service_by_its_name_is_the_emulator() {
    let door = Door::open().await;
    let me = door.get("api.notion.com", "/v1/users/me").await;
    assert!(me.starts_with("HTTP/1.1 200 OK\r\n"), "{me}");
    assert!(me.contains("\"type\":\"bot\""), "{me}");
    assert_eq!(door.emulator.requests().requests, 1);
    // What is below the caller's own address is named by it, TLS included.
    let described = door.get("developers.notion.com", "/openapi.json").await;
    assert!(
        described.contains("\"servers\":[{\"url\":\"https://developers.notion.com\"}]"),
        "{described}"
    );
    door.stop.send(()).unwrap();
    door.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn nothing_is_forwarded() {
    let door = Door::open().await;
    for (request, status) in [
        (
            "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
            403,
        ),
        ("CONNECT api.notion.com:80 HTTP/1.1\r\n\r\n", 403),
        (
            "GET http://api.notion.com/v1/users HTTP/1.1\r\nHost: api.notion.com\r\n\r\n",
            405,
        ),
        ("hello\r\n\r\n", 400),
    ] {
        let (told, mut stream) = door.say(request).await;
        assert!(
            told.starts_with(&format!("HTTP/1.1 {status} recto emulator: ")),
            "{request}: {told}"
        );
        let mut body = String::new();
        stream.read_to_string(&mut body).await.unwrap();
        assert!(body.starts_with("recto emulator: "), "{body}");
    }
    assert_eq!(door.emulator.requests().requests, 0);
}

#[tokio::test]
async fn faults_happen_behind_the_proxy_too() {
    let door = Door::open().await;
    door.emulator.fault(Fault::dropped());
    let cut = door.get("api.notion.com", "/v1/users/me").await;
    assert_eq!(cut, "");
}

#[tokio::test]
async fn each_proxy_has_an_authority_of_its_own() {
    let (one, other) = (Door::open().await, Door::open().await);
    let (told, stream) = one.say("CONNECT api.notion.com:443 HTTP/1.1\r\n\r\n").await;
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
    let name = ServerName::try_from("api.notion.com").unwrap();
    let connector = TlsConnector::from(Arc::clone(&other.config));
    let error = connector.connect(name, stream).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
}
