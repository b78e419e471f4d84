//! Requests per second over TCP, as ratios against a bare axum handler in the same run.
//!
//! `cargo bench -p recto-emulator --bench serve`. Every subject is driven by the same client over
//! the same number of connections; rounds of all subjects take turns, and the median of a subject's
//! rounds counts. Files are made below the directory for temporary files.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{self, Body};
use http::{Method, Request, Response, header};
use recto_emulator::Emulator;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(800);

/// One thing to measure: where it listens, and the bytes of its request.
struct Subject {
    name: &'static str,
    address: SocketAddr,
    request: Arc<Vec<u8>>,
    rates: Vec<f64>,
}

fn main() {
    // `cargo test --benches` runs this too: then once and shortly, to see that it still works.
    let quick = !std::env::args().any(|argument| argument == "--bench");
    let (rounds, round) = match quick {
        true => (1, Duration::from_millis(20)),
        false => (ROUNDS, ROUND),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut subjects = runtime.block_on(subjects(dir.path()));
    for _ in 0..rounds {
        for subject in &mut subjects {
            let rate = runtime.block_on(drive(subject, round));
            subject.rates.push(rate);
        }
    }
    println!("| subject | requests per second | against the bare handler |");
    println!("|---|---|---|");
    let rates: Vec<f64> = subjects
        .iter_mut()
        .map(|subject| median(&mut subject.rates))
        .collect();
    for (index, subject) in subjects.iter().enumerate() {
        let bare = rates[usize::from(subject.name.starts_with("POST"))];
        let ratio = rates[index] / bare;
        println!("| {} | {:.0} | {ratio:.2} |", subject.name, rates[index]);
    }
    println!(
        "\nstart in memory: {:?}",
        starts(if quick { 1 } else { 51 })
    );
    println!("one fsync of 4 KiB appended: {:?}", syncs(dir.path()));
}

async fn subjects(dir: &std::path::Path) -> Vec<Subject> {
    let memory = World::new(Emulator::start().unwrap());
    let file = Emulator::builder().file(dir.join("w.recto")).start();
    let file = World::new(file.unwrap());
    let page = memory.page.clone();
    let bare = serve_bare(page.clone()).await;
    let memory_address = serve(&memory.emulator).await;
    let file_address = serve(&file.emulator).await;
    let path = |world: &World| format!("/v1/pages/{}", world.page["id"].as_str().unwrap());
    let get = |world: &World| raw(world, "GET", &path(world), None);
    let post = |world: &World| raw(world, "POST", "/v1/pages", Some(world.row("another")));
    let subject = |name, address, request| Subject {
        name,
        address,
        request: Arc::new(request),
        rates: Vec::new(),
    };
    vec![
        subject("GET, bare axum, the same JSON", bare, get(&memory)),
        subject(
            "POST, bare axum, JSON read and written",
            bare,
            post(&memory),
        ),
        subject("GET page, in memory", memory_address, get(&memory)),
        subject("GET page, in a file", file_address, get(&file)),
        subject("POST page, in memory", memory_address, post(&memory)),
        subject(
            "POST page, in a file, on the disk",
            file_address,
            post(&file),
        ),
    ]
}

/// A workspace with a table and a row.
struct World {
    emulator: Emulator,
    source: String,
    page: Value,
}

impl World {
    fn new(emulator: Emulator) -> Self {
        let mut world = Self {
            emulator,
            source: String::new(),
            page: Value::Null,
        };
        let made = world.call(
            "/v1/databases",
            &json!({
                "parent": {"page_id": world.emulator.root_page_id().to_string()},
                "title": [{"text": {"content": "Tasks"}}],
                "initial_data_source": {"properties": {
                    "Name": {"title": {}}, "Note": {"rich_text": {}}, "Count": {"number": {}},
                    "Done": {"checkbox": {}}, "Due": {"date": {}},
                    "State": {"select": {"options": [{"name": "Open"}, {"name": "Closed"}]}},
                }},
            }),
        );
        world.source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
        world.page = world.call("/v1/pages", &world.row("first"));
        world
    }

    fn row(&self, name: &str) -> Value {
        json!({
            "parent": {"data_source_id": self.source},
            "properties": {
                "Name": {"title": [{"text": {"content": name}}]},
                "Note": {"rich_text": [{"text": {"content": "a note of some words"}}]},
                "Count": {"number": 42}, "Done": {"checkbox": true},
                "Due": {"date": {"start": "2026-05-01"}}, "State": {"select": {"name": "Open"}},
            },
        })
    }

    fn call(&self, path: &str, body: &Value) -> Value {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.emulator.token()))
            .header("notion-version", "2026-03-11")
            .body(body.to_string().into())
            .unwrap();
        let response = self.emulator.handle(request);
        assert_eq!(response.status(), 200, "{:?}", response.body());
        serde_json::from_slice(response.body()).unwrap()
    }
}

async fn serve(emulator: &Emulator) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let emulator = emulator.clone();
    tokio::spawn(async move { emulator.serve(listener, std::future::pending()).await });
    address
}

/// What an axum handler costs that knows its answer: JSON is read if there is any, a page written.
async fn serve_bare(page: Value) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let page = Arc::new(page);
    let answer = move |request: Request<Body>| {
        let page = Arc::clone(&page);
        async move {
            let bytes = body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
            if !bytes.is_empty() {
                serde_json::from_slice::<Value>(&bytes).unwrap();
            }
            let mut response = Response::new(Body::from(serde_json::to_vec(&*page).unwrap()));
            let json = header::HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
            response
        }
    };
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn raw(world: &World, method: &str, path: &str, body: Option<Value>) -> Vec<u8> {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
         Notion-Version: 2026-03-11\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        world.emulator.token(),
        body.len()
    )
    .into_bytes()
}

/// Requests per second over all connections.
async fn drive(subject: &Subject, round: Duration) -> f64 {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            tokio::spawn(exchange(
                subject.address,
                Arc::clone(&subject.request),
                round,
            ))
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        count += task.await.unwrap();
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// Sends the request again and again over one connection; answers how often.
async fn exchange(address: SocketAddr, request: Arc<Vec<u8>>, round: Duration) -> u32 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let begun = Instant::now();
    let mut buffer = vec![0; 64 * 1024];
    let mut count = 0;
    while begun.elapsed() < round {
        stream.write_all(&request).await.unwrap();
        let mut have = 0;
        let whole = loop {
            let read = stream.read(&mut buffer[have..]).await.unwrap();
            assert!(read > 0, "the connection ended");
            have += read;
            if let Some(whole) = whole(&buffer[..have]) {
                break whole;
            }
        };
        while have < whole {
            have += stream.read(&mut buffer[have..]).await.unwrap();
        }
        count += 1;
    }
    count
}

/// How long the answer that begins here is, once its head has come.
fn whole(bytes: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, _) = text.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{text}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    Some(head.len() + 4 + length.parse::<usize>().unwrap())
}

fn starts(times: usize) -> Duration {
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            let emulator = Emulator::start().unwrap();
            let taken = begun.elapsed().as_secs_f64();
            drop(emulator);
            taken
        })
        .collect();
    Duration::from_secs_f64(median(&mut all))
}

/// What the machine's disk takes to have something.
fn syncs(dir: &std::path::Path) -> Duration {
    use std::io::Write;
    let mut file = std::fs::File::create(dir.join("sync")).unwrap();
    let mut all: Vec<f64> = (0..51)
        .map(|_| {
            file.write_all(&[7; 4096]).unwrap();
            let begun = Instant::now();
            file.sync_data().unwrap();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    Duration::from_secs_f64(median(&mut all))
}

fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
