//! Ctrl-C while a command waits for Notion.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::{recto, signal, wait};

#[test]
fn a_push_that_is_stopped_says_how_to_go_on() {
    let directory = TempDir::new().unwrap();
    let path = directory.path();
    // Takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    rusqlite::Connection::open(path.join("source.db"))
        .unwrap()
        .execute_batch("create table tasks (id integer primary key, title text)")
        .unwrap();
    let config = "[source]\npath = \"source.db\"\n[[table]]\nname = \"tasks\"\n\
                  data_source = \"0f5b4a3c2d1e81aa9d54d3a3c2a0e111\"\ncolumns = { title = \"Name\" }\n";
    std::fs::write(path.join("recto.toml"), config).unwrap();
    let mut push = recto(path)
        .args(["push", "--quiet"])
        .env("NOTION_TOKEN", format!("ntn_{}", "a".repeat(46)))
        .env(
            "NOTION_BASE_URL",
            format!("http://{}", silent.local_addr().unwrap()),
        )
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Once it is connected it waits for an answer.
    let _connection = silent.accept().unwrap();
    signal(&push, "INT");
    assert_eq!(wait(&mut push, Duration::from_secs(10)), Some(130));
    let mut said = String::new();
    std::io::Read::read_to_string(&mut push.stderr.take().unwrap(), &mut said).unwrap();
    assert!(said.contains("run push again"), "{said}");
}
