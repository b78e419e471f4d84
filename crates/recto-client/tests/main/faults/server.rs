//! A server by hand: it reads requests from a socket, does what they ask and counts it, and answers
//! as the fault says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::clock::Clock;
use super::fault::{Act, Fault};
use crate::scripted::{page, refusal, user};

pub(super) const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

/// What the server did.
#[derive(Default)]
pub(super) struct Record {
    /// Requests that came, the one that opened the connection not counted.
    pub(super) requests: u32,
    /// Times that something was made, appended, set or thrown away.
    pub(super) effects: u32,
    in_trash: bool,
}

/// A server with a fault for the first requests.
pub(super) struct Server {
    pub(super) origin: String,
    pub(super) record: Arc<Mutex<Record>>,
}

/// One that a redirect leads to, and nobody should.
pub(super) struct Elsewhere {
    pub(super) origin: String,
    listener: TcpListener,
}

impl Elsewhere {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { origin, listener }
    }

    /// Whether someone has connected.
    pub(super) fn was_asked(self) -> bool {
        let listener = self.listener.into_std().unwrap();
        listener.accept().is_ok()
    }
}

impl Server {
    /// Starts a server whose first `times` requests meet the fault.
    pub(super) async fn start(fault: Fault, times: u32, elsewhere: &str, clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let record = Arc::new(Mutex::new(Record::default()));
        let connection = Connection {
            fault: Arc::new(fault),
            times,
            elsewhere: elsewhere.to_owned(),
            record: record.clone(),
            clock,
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection.clone().serve(stream));
            }
        });
        Self { origin, record }
    }
}

#[derive(Clone)]
struct Connection {
    fault: Arc<Fault>,
    times: u32,
    elsewhere: String,
    record: Arc<Mutex<Record>>,
    clock: Clock,
}

impl Connection {
    async fn serve(self, mut stream: TcpStream) {
        while let Some((method, path)) = read(&mut stream).await {
            // The request that opens the connection is answered like any other.
            if path == "/v1/users/me" {
                let answer = http(200, &[], &user("A").to_string());
                stream.write_all(answer.as_bytes()).await.unwrap();
                if matches!(self.fault.act, Act::Stale) {
                    return;
                }
                continue;
            }
            let number = {
                let mut record = self.record.lock().unwrap();
                record.requests += 1;
                record.requests
            };
            if number > self.times || matches!(self.fault.act, Act::Stale) {
                let (status, body) = self.work(&method, &path);
                let answer = http(status, &[], &body.to_string());
                stream.write_all(answer.as_bytes()).await.unwrap();
                continue;
            }
            let body = if self.fault.after {
                self.work(&method, &path).1
            } else {
                json!({"object": "error"})
            };
            if self
                .act(&mut stream, &method, &body.to_string())
                .await
                .is_none()
            {
                return;
            }
        }
    }

    /// Answers as the fault says; `None` ends the connection.
    async fn act(&self, stream: &mut TcpStream, method: &Method, body: &str) -> Option<()> {
        let flight = self.clock.flight();
        match &self.fault.act {
            Act::Answer(status, headers, text) => {
                let answer = http(*status, headers, text);
                stream.write_all(answer.as_bytes()).await.ok()
            }
            Act::Refuse(status, headers, code, data) => {
                // Only an append has children to name.
                let mut data = data.clone();
                if *method != Method::PATCH
                    && let Some(data) = data.as_object_mut()
                {
                    data.remove("committed_child_ids");
                }
                let answer = http(*status, headers, &refusal(*status, code, data).to_string());
                stream.write_all(answer.as_bytes()).await.ok()
            }
            Act::Redirect(status) => {
                let to = format!("{}/v1/elsewhere", self.elsewhere);
                let answer = http(*status, &[("location", &to)], "");
                stream.write_all(answer.as_bytes()).await.ok()
            }
            Act::Raw(text) => {
                stream.write_all(text.as_bytes()).await.ok();
                None
            }
            Act::Reset => {
                stream.set_zero_linger().unwrap();
                None
            }
            Act::Close | Act::Stale => None,
            Act::Silence => self.silence(stream, flight).await,
            Act::Drip(seconds) => {
                let answer = http(200, &[], body);
                let part = |number| answer.len() * number / seconds;
                for number in 0..*seconds {
                    self.clock.pass(Duration::from_secs(1), flight).await;
                    let piece = &answer.as_bytes()[part(number)..part(number + 1)];
                    stream.write_all(piece).await.ok()?;
                }
                Some(())
            }
            Act::Half => {
                let answer = http(200, &[], body);
                stream
                    .write_all(&answer.as_bytes()[..answer.len() - 10])
                    .await
                    .ok()?;
                self.silence(stream, flight).await
            }
            Act::Cut => {
                let answer = http(200, &[], body);
                stream
                    .write_all(&answer.as_bytes()[..answer.len() - 10])
                    .await
                    .ok();
                None
            }
            Act::CutChunk => {
                let (size, start) = (body.len(), &body[..body.len() - 10]);
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{size:x}\r\n{start}"
                );
                stream.write_all(answer.as_bytes()).await.ok();
                None
            }
            Act::Long(more) => {
                let size = body.len().checked_add_signed(*more).unwrap();
                let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.ok();
                None
            }
        }
    }

    /// Says nothing more until the client gives up.
    async fn silence(&self, stream: &mut TcpStream, flight: u64) -> Option<()> {
        self.clock.release(flight);
        let _ = stream.read(&mut [0]).await;
        None
    }

    /// Does what a request asks for, and gives the answer.
    fn work(&self, method: &Method, path: &str) -> (u16, Value) {
        let mut record = self.record.lock().unwrap();
        let list = |kind: &str| {
            json!({
                "object": "list", "results": [], "next_cursor": null, "has_more": false,
                "type": kind, kind: {}
            })
        };
        let block = |in_trash: bool| {
            json!({
                "object": "block", "id": ID, "type": "paragraph", "in_trash": in_trash,
                "paragraph": {"rich_text": [], "color": "default"}
            })
        };
        match (method.as_str(), path) {
            ("GET", path) if path == format!("/v1/blocks/{ID}") => (200, block(record.in_trash)),
            ("GET", path) if path.ends_with("/children") => (200, list("block")),
            ("GET", _) => (200, page(ID)),
            ("POST", path) if path.ends_with("/query") => (200, list("page_or_data_source")),
            ("DELETE", _) if record.in_trash => {
                let mut body = refusal(400, "validation_error", Value::Null);
                body["message"] = "Can't edit block that is archived. You must unarchive the \
                                   block before editing."
                    .into();
                (400, body)
            }
            ("DELETE", _) => {
                record.effects += 1;
                record.in_trash = true;
                (200, block(true))
            }
            ("PATCH", path) if path.ends_with("/children") => {
                record.effects += 1;
                (200, list("block"))
            }
            ("POST" | "PATCH", _) => {
                record.effects += 1;
                (200, page(ID))
            }
            other => panic!("nobody should ask for {other:?}"),
        }
    }
}

/// Reads a request; `None` when the client has closed the connection.
async fn read(stream: &mut TcpStream) -> Option<(Method, String)> {
    let mut bytes = Vec::new();
    let head = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec())
        .unwrap()
        .to_ascii_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse::<usize>().unwrap());
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let mut words = text.split(' ');
    let method = words.next()?.to_ascii_uppercase();
    let path = words.next()?.split('?').next()?.to_owned();
    Some((method.parse().unwrap(), path))
}

fn http(status: u16, headers: &[(&str, &str)], body: &str) -> String {
    let kind = if body.starts_with('<') {
        "text/html"
    } else {
        "application/json"
    };
    let mut head = format!("HTTP/1.1 {status} Status\r\ncontent-type: {kind}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    format!("{head}content-length: {}\r\n\r\n{body}", body.len())
}
