//! Queries of large tables: 100,000 and 1,000,000 rows, a filter of two levels and two sorts. Times
//! are those of the processor.
//!
//! `cargo bench -p recto-emulator --bench tables`. Rows are put into the file by SQL, as copies of
//! one that was made by a request: a million requests would take longer than what is measured.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::path::Path;
use std::time::{Duration, Instant};

use http::{Method, Request};
use recto_emulator::Emulator;
use serde_json::{Value, json};

fn main() {
    // `cargo test --benches` runs this too: then on few rows, to see that it still works.
    let sizes: &[usize] = match std::env::args().any(|argument| argument == "--bench") {
        true => &[100_000, 1_000_000],
        false => &[1_000],
    };
    println!(
        "| rows | file | open | first query | again, first page | next pages | changed row, first page | memory a row |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for rows in sizes {
        let dir = tempfile::tempdir().unwrap();
        measure(&dir.path().join("w.recto"), *rows);
    }
}

fn measure(path: &Path, rows: usize) {
    let source = fill(path, rows);
    let size = std::fs::metadata(path).unwrap().len();
    let before = resident();
    let begun = Spent::now();
    let emulator = Emulator::builder().file(path).start().unwrap();
    let opened = begun.elapsed();
    let begun = Spent::now();
    query(&emulator, &source, None);
    let cold = begun.elapsed();
    let memory = resident().saturating_sub(before) * 1024 / rows;

    let (mut first, mut next, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..7 {
        let begun = Spent::now();
        let mut answer = query(&emulator, &source, None);
        first.push(begun.elapsed().as_secs_f64());
        for _ in 0..3 {
            let Some(cursor) = answer["next_cursor"].as_str().map(str::to_owned) else {
                break;
            };
            let begun = Spent::now();
            answer = query(&emulator, &source, Some(&cursor));
            next.push(begun.elapsed().as_secs_f64());
        }
        let page = answer["results"][0]["id"].as_str().unwrap();
        let body = json!({"properties": {"Count": {"number": round}}});
        call(
            &emulator,
            Method::PATCH,
            &format!("/v1/pages/{page}"),
            &body,
        );
        let begun = Spent::now();
        query(&emulator, &source, None);
        changed.push(begun.elapsed().as_secs_f64());
    }
    println!(
        "| {rows} | {} MiB | {:.0} ms | {:.0} ms | {:.1} ms | {:.1} ms | {:.1} ms | {memory} B |",
        size >> 20,
        opened.as_secs_f64() * 1e3,
        cold.as_secs_f64() * 1e3,
        median(first),
        median(next),
        median(changed),
    );
}

/// A third of the rows, by state and then by name.
fn query(emulator: &Emulator, source: &str, cursor: Option<&str>) -> Value {
    let mut body = json!({
        "filter": {"and": [
            {"property": "State", "select": {"does_not_equal": "S3"}},
            {"or": [
                {"property": "Due", "date": {"on_or_after": "2026-03-20"}},
                {"property": "Count", "number": {"greater_than": 90_000}},
            ]},
        ]},
        "sorts": [
            {"property": "State", "direction": "descending"},
            {"property": "Name", "direction": "ascending"},
        ],
    });
    if let Some(cursor) = cursor {
        body["start_cursor"] = json!(cursor);
    }
    let path = format!("/v1/data_sources/{source}/query");
    call(emulator, Method::POST, &path, &body)
}

fn call(emulator: &Emulator, method: Method, path: &str, body: &Value) -> Value {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {}", emulator.token()))
        .header("notion-version", "2026-03-11")
        .body(body.to_string().into())
        .unwrap();
    let response = emulator.handle(request);
    assert_eq!(response.status(), 200, "{:?}", response.body());
    serde_json::from_slice(response.body()).unwrap()
}

/// Makes a file with a table of so many rows; answers the data source's id.
fn fill(path: &Path, rows: usize) -> String {
    let emulator = Emulator::builder().file(path).start().unwrap();
    let options: Vec<Value> = (0..8).map(|at| json!({"name": format!("S{at}")})).collect();
    let root = emulator.root_page_id().to_string();
    let made = call(
        &emulator,
        Method::POST,
        "/v1/databases",
        &json!({
            "parent": {"page_id": root}, "title": [{"text": {"content": "Tasks"}}],
            "initial_data_source": {"properties": {
                "Name": {"title": {}}, "Count": {"number": {}}, "Due": {"date": {}},
                "Note": {"rich_text": {}}, "State": {"select": {"options": options}},
            }},
        }),
    );
    let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
    let samples: Vec<String> = (0..8)
        .map(|at| {
            let row = call(
                &emulator,
                Method::POST,
                "/v1/pages",
                &json!({
                    "parent": {"data_source_id": source},
                    "properties": {
                        "Name": {"title": [{"text": {"content": "Task TITLE"}}]},
                        "Note": {"rich_text": [{"text": {"content": "a note of some words"}}]},
                        "Count": {"number": 77_777_777}, "Due": {"date": {"start": "2026-03-11"}},
                        "State": {"select": {"name": format!("S{at}")}},
                    },
                }),
            );
            row["id"].as_str().unwrap().to_owned()
        })
        .collect();
    drop(emulator);
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA synchronous = OFF; BEGIN")
        .unwrap();
    let mut copy = connection
        .prepare(
            "INSERT INTO node (id, kind, type, parent_type, parent_id, position, created_time, \
             created_by, last_edited_time, last_edited_by, in_trash, title, body) \
             SELECT ?1, kind, type, parent_type, parent_id, ?2, created_time, created_by, \
             last_edited_time, last_edited_by, 0, ?3, \
             replace(replace(replace(body, 'Task TITLE', ?3), '77777777', ?4), '2026-03-11', ?5) \
             FROM node WHERE id = ?6",
        )
        .unwrap();
    for index in 0..rows - samples.len() {
        let scattered = index.wrapping_mul(2_654_435_761) % 100_003;
        copy.execute((
            format!("11111111-2222-8111-8111-{index:012x}"),
            (index as i64 + 10) << 20,
            format!("Task {scattered}"),
            scattered.to_string(),
            format!("2026-03-{:02}", scattered % 28 + 1),
            &samples[scattered % 8],
        ))
        .unwrap();
    }
    drop(copy);
    connection.execute_batch("COMMIT").unwrap();
    source
}

/// Time that this thread was at work: on a machine with other work, the clock says too much.
struct Spent(Duration);

impl Spent {
    fn now() -> Self {
        static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanos = told.split(' ').next().and_then(|text| text.parse().ok());
        // Other systems do not tell.
        let clock = || BEGUN.get_or_init(Instant::now).elapsed();
        Self(nanos.map_or_else(clock, Duration::from_nanos))
    }

    fn elapsed(&self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

/// KiB of memory that the process has.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}

/// In milliseconds.
fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default() * 1e3
}
