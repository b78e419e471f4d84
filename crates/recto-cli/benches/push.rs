//! A push of 10,000 rows from an SQLite file into an emulated workspace, pacing off.
//!
//! Prints rows per second, and the memory in use as the push goes on. Into a workspace in a file it
//! must not grow with the number of rows already written; one in memory grows by what it keeps.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints what it measures"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;
use recto_sync::config::Config;
use recto_sync::engine::{Engine, Options};
use recto_sync::progress::Progress;
use recto_sync::secrets::Environment;
use recto_sync::source::SqliteSource;
use recto_sync::state::SqliteState;
use tokio::runtime::{Builder, Runtime};

// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROWS: usize = 10_000;

const CONFIG: &str = r#"
    [[table]]
    name = "projects"
    [table.columns]
    name = "Name"

    [[table]]
    name = "tasks"
    [table.columns]
    name = "Name"
    status = { property = "Status", type = "select" }
    hours = "Hours"
    due = "Due"
    done = "Done"
    note = "Note"
    project = { property = "Project", type = "relation" }
"#;

/// Fills a database with 100 projects and the tasks.
fn source(file: &Path) {
    let connection = rusqlite::Connection::open(file).unwrap();
    let script = format!(
        "create table projects (id integer primary key, name text not null);
         create table tasks (id integer primary key, name text not null, status text,
             hours numeric, due date, done boolean, note text,
             project integer references projects (id));
         with recursive n (i) as (select 1 union all select i + 1 from n where i < 100)
         insert into projects select i, 'Project ' || i from n;
         with recursive n (i) as (select 1 union all select i + 1 from n where i < {tasks})
         insert into tasks select i, 'Task ' || i,
             case i % 3 when 0 then 'Open' when 1 then 'Doing' else 'Done' end, i * 0.25,
             date('2026-01-01', '+' || (i % 300) || ' days'), i % 3 = 2,
             'Some words about task ' || i || ', as long as notes usually are. ✅', i % 100 + 1
             from n;",
        tasks = ROWS - 100,
    );
    connection.execute_batch(&script).unwrap();
}

/// Notes the memory in use after each thousandth row.
#[derive(Default)]
struct Memory {
    done: AtomicUsize,
    samples: std::sync::Mutex<Vec<(usize, u64)>>,
}

impl Progress for Memory {
    fn advance(&self, _: &str, _: usize) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(1_000) {
            self.samples.lock().unwrap().push((done, status("VmRSS")));
        }
    }
}

/// A figure of this process in MiB; zero where the system does not tell.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .unwrap_or_default();
    let kib = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

/// Where the workspace is kept. In a file every write is on the disk before it is answered.
#[derive(Debug, Clone, Copy)]
enum Stored {
    Memory,
    File,
}

/// One push into a fresh workspace; answers how long the push alone took.
fn push(runtime: &Runtime, file: &Path, stored: Stored, progress: &dyn Progress) -> Duration {
    let directory = tempfile::tempdir().unwrap();
    let builder = Emulator::builder();
    let emulator = match stored {
        Stored::Memory => builder,
        Stored::File => builder.file(directory.path().join("workspace.db")),
    };
    let emulator = emulator.start().unwrap();
    let client = Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let options = Options {
        create_missing: true,
        parent: Some(emulator.root_page_id()),
        ..Options::default()
    };
    let engine = Engine::new(
        Config::parse("recto.toml", CONFIG).unwrap(),
        Environment::new([("NAME", "value")]),
        Arc::new(SqliteSource::open(file).unwrap()),
        Arc::new(SqliteState::open(&directory.path().join("state.db")).unwrap()),
        client,
        Arc::new(jiff::Timestamp::now),
        options,
    )
    .unwrap();
    let begun = Instant::now();
    let report = runtime.block_on(engine.push(progress)).unwrap();
    let took = begun.elapsed();
    assert_eq!(report.counts.created, ROWS as u64, "{}", report.to_text());
    black_box(report);
    took
}

fn benchmark(criterion: &mut Criterion) {
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("source.db");
    source(&file);

    for stored in [Stored::Memory, Stored::File] {
        let memory = Memory::default();
        let before = status("VmRSS");
        let took = push(&runtime, &file, stored, &memory);
        println!(
            "workspace in {stored:?}: {ROWS} rows in {:.2} s, {:.0} rows/s; {before} MiB before",
            took.as_secs_f64(),
            ROWS as f64 / took.as_secs_f64(),
        );
        for (rows, mebibytes) in memory.samples.lock().unwrap().iter() {
            println!("  after {rows:>6} rows: {mebibytes} MiB");
        }
    }
    println!("peak memory of this process: {} MiB", status("VmHWM"));

    let mut group = criterion.benchmark_group("push");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(ROWS as u64));
    for stored in [Stored::Memory, Stored::File] {
        let name = format!("10,000 rows, workspace in {stored:?}");
        group.bench_function(name, |bencher| {
            bencher
                .iter_custom(|times| (0..times).map(|_| push(&runtime, &file, stored, &())).sum());
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
