//! A process that serves a file is killed, again and again: what it answered is there.
//!
//! `RECTO_KILLS` says how often; `cargo x kills --rounds 200` sets it.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use fastrand::Rng;
use recto_emulator::Emulator;
use serde_json::{Value, json};

/// Kills in a run of all tests.
const ROUNDS: usize = 6;

const CLIENTS: usize = 4;

/// Names the file for [`serve_until_killed`].
const FILE: &str = "RECTO_KILLS_FILE";

const TOKEN: &str = "ntn_kills";

/// What a client was told of a row: its name, and how many blocks it has.
#[derive(Debug, Clone)]
struct Told {
    id: String,
    name: String,
    blocks: usize,
}

/// Not a test: the process that is killed. It serves a file and says where.
#[tokio::test]
async fn serve_until_killed() {
    let Ok(file) = env::var(FILE) else { return };
    let emulator = Emulator::builder().file(file).token(TOKEN).start().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "\nlistens {}", listener.local_addr().unwrap()).unwrap();
    out.flush().unwrap();
    emulator
        .serve(listener, std::future::pending())
        .await
        .unwrap();
}

#[test]
fn what_was_answered_survives_kills() {
    let rounds = env::var("RECTO_KILLS").map_or(ROUNDS, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("w.recto");
    let source = table(&file);
    let mut random = Rng::with_seed(env::var("RECTO_SEED").map_or(5, |text| text.parse().unwrap()));
    let mut all: Vec<Told> = Vec::new();
    for round in 0..rounds {
        let (mut child, address) = start(&file);
        let (tell, told) = mpsc::channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (tell, source) = (tell.clone(), source.clone());
                let name = format!("{round}.{client}");
                thread::spawn(move || work(address, &source, &name, &tell))
            })
            .collect();
        drop(tell);
        thread::sleep(Duration::from_millis(random.u64(20..400)));
        child.kill().unwrap();
        child.wait().unwrap();
        clients
            .into_iter()
            .for_each(|client| client.join().unwrap());
        let new: Vec<Told> = told.iter().collect();
        check(&file, &new, round);
        all.extend(new);
    }
    assert!(all.len() >= rounds, "writes were answered: {}", all.len());
    check(&file, &all, rounds);
}

/// Makes the file with a table; answers the data source's id.
fn table(file: &Path) -> String {
    let emulator = Emulator::builder().file(file).token(TOKEN).start().unwrap();
    let root = emulator.root_page_id().to_string();
    let (_, made) = call(
        &emulator,
        "POST",
        "/v1/databases",
        &json!({
            "parent": {"page_id": root},
            "initial_data_source": {"properties": {"Name": {"title": {}}, "No": {"number": {}}}},
        }),
    );
    made["data_sources"][0]["id"].as_str().unwrap().to_owned()
}

fn start(file: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "kills::serve_until_killed", "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("listens ")?.parse().ok());
    (child, address.unwrap())
}

/// Makes rows with blocks and changes them, until the server is gone.
fn work(address: SocketAddr, source: &str, prefix: &str, tell: &mpsc::Sender<Told>) {
    for number in 0.. {
        let name = format!("{prefix}.{number}");
        let paragraph = json!({"paragraph": {"rich_text": [{"text": {"content": name}}]}});
        let row = json!({
            "parent": {"data_source_id": source},
            "properties": {"Name": {"title": [{"text": {"content": name}}]}, "No": {"number": number}},
            "children": [paragraph, paragraph, paragraph],
        });
        let Some(made) = send(address, "POST", "/v1/pages", &row) else {
            return;
        };
        let id = made["id"].as_str().unwrap().to_owned();
        let mut told = Told {
            id,
            name,
            blocks: 3,
        };
        tell.send(told.clone()).unwrap();
        let path = format!("/v1/blocks/{}/children", told.id);
        if send(
            address,
            "PATCH",
            &path,
            &json!({"children": [paragraph, paragraph]}),
        )
        .is_none()
        {
            return;
        }
        told.blocks = 5;
        tell.send(told).unwrap();
    }
}

/// One request over a connection of its own; `None` if no whole answer came.
fn send(address: SocketAddr, method: &str, path: &str, body: &Value) -> Option<Value> {
    let body = body.to_string();
    let mut stream = TcpStream::connect(address).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\
         Notion-Version: 2026-03-11\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    serde_json::from_str(body).ok()
}

/// What was told is there, and nothing is there by halves. Opening checks the file's pages.
fn check(file: &Path, told: &[Told], round: usize) {
    let emulator = Emulator::builder().file(file).token(TOKEN).start().unwrap();
    for one in told {
        let (status, page) = call(
            &emulator,
            "GET",
            &format!("/v1/pages/{}", one.id),
            &Value::Null,
        );
        assert_eq!(status, 200, "round {round}: {one:?} is lost");
        let name = &page["properties"]["Name"]["title"][0]["plain_text"];
        assert_eq!(name, &json!(one.name), "round {round}");
        let path = format!("/v1/blocks/{}/children", one.id);
        let (_, list) = call(&emulator, "GET", &path, &Value::Null);
        let blocks = list["results"].as_array().unwrap();
        // A page is made with its blocks or not at all, and so are the next ones, told or not.
        assert!([3, 5].contains(&blocks.len()), "round {round}: {one:?}");
        assert!(
            blocks.len() >= one.blocks,
            "round {round}: {one:?} lost blocks"
        );
        for block in blocks {
            assert_eq!(
                block["paragraph"]["rich_text"][0]["plain_text"], *name,
                "round {round}"
            );
        }
    }
}

fn call(emulator: &Emulator, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let bytes = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("notion-version", "2026-03-11")
        .body(bytes.into())
        .unwrap();
    let response = emulator.handle(request);
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_slice(response.body()).unwrap_or_default(),
    )
}
