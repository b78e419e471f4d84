//! `recto emulator` as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::support::{EmulatorProcess, finish, recto, run, signal, wait};

/// One HTTP request by hand: the test must not depend on the client it is about.
fn get(base_url: &str, path: &str, headers: &str) -> String {
    let address = base_url.strip_prefix("http://").expect("plain HTTP");
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn serves_and_stops_on_either_signal() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("workspace.sqlite");
    let mut tokens = Vec::new();
    for name in ["TERM", "INT"] {
        let mut emulator = EmulatorProcess::start(&data);
        let headers = format!(
            "Authorization: Bearer {}\r\nNotion-Version: 2026-03-11\r\n",
            emulator.token
        );
        let me = get(&emulator.base_url, "/v1/users/me", &headers);
        assert!(me.starts_with("HTTP/1.1 200"), "{me}");
        assert!(me.contains("\"bot\""), "{me}");
        let refused = get(
            &emulator.base_url,
            "/v1/users/me",
            "Notion-Version: 2026-03-11\r\n",
        );
        assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
        let counts = get(&emulator.base_url, "/_emulator/requests", "");
        assert!(counts.contains("\"requests\":"), "{counts}");
        signal(&emulator.child, name);
        assert_eq!(
            wait(&mut emulator.child, Duration::from_secs(5)),
            Some(0),
            "SIG{name}"
        );
        tokens.push(emulator.token.clone());
    }
    assert_eq!(tokens[0], tokens[1], "the file keeps the token");
}

#[test]
fn a_killed_emulator_keeps_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("workspace.sqlite");
    let first = EmulatorProcess::start(&data);
    let (token, page) = (first.token.clone(), first.root_page_id.clone());
    drop(first);
    let second = EmulatorProcess::start(&data);
    assert_eq!((&second.token, &second.root_page_id), (&token, &page));
}

#[test]
fn two_emulators_do_not_share_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("workspace.sqlite");
    let _first = EmulatorProcess::start(&data);
    let second = run(
        directory.path(),
        &["emulator", "--port", "0", "--data", "workspace.sqlite"],
    )
    .ends_with(1);
    assert!(
        second.stderr.contains("in use by another emulator"),
        "{}",
        second.stderr
    );
    assert!(
        second.stderr.contains("workspace.sqlite"),
        "{}",
        second.stderr
    );
}

#[test]
fn a_corrupt_file_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let garbage = "not a database, but long enough to be taken for one".repeat(100);
    std::fs::write(directory.path().join("bad.sqlite"), &garbage).unwrap();
    let ran = run(
        directory.path(),
        &["emulator", "--port", "0", "--data", "bad.sqlite"],
    )
    .ends_with(1);
    assert!(ran.stderr.contains("bad.sqlite"), "{}", ran.stderr);
    assert!(ran.stderr.contains("left as it is"), "{}", ran.stderr);
    assert_eq!(
        std::fs::read_to_string(directory.path().join("bad.sqlite")).unwrap(),
        garbage
    );
}

#[test]
fn a_taken_port_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = run(directory.path(), &["emulator", "--port", &port]).ends_with(1);
    assert!(ran.stderr.contains(&port), "{}", ran.stderr);
    assert!(ran.stderr.contains("--port 0"), "{}", ran.stderr);
}

#[test]
fn a_malformed_token_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let ran = run(
        directory.path(),
        &["emulator", "--port", "0", "--token", "hunter2"],
    )
    .ends_with(1);
    assert!(ran.stderr.contains("ntn_"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("hunter2"),
        "a token is not repeated: {}",
        ran.stderr
    );
}

#[test]
fn an_address_beyond_this_machine_is_warned_about() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = recto(directory.path());
    command.args(["emulator", "--port", "0", "--listen", "0.0.0.0"]);
    let child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    signal(&child, "TERM");
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("open to other machines"), "{stderr}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_unreadable_option_ends_with_one_not_two() {
    // Two would mean that a plan has changes.
    let directory = tempfile::tempdir().unwrap();
    let ran = finish(recto(directory.path()).args(["emulator", "--prot", "0"])).ends_with(1);
    assert!(ran.stderr.contains("--port"), "{}", ran.stderr);
}

#[test]
fn a_proxy_beside_it_names_its_certificate_and_cleans_up() {
    let directory = tempfile::tempdir().unwrap();
    let mut child = recto(directory.path())
        .args([
            "emulator", "--port", "0", "--proxy", "0", "--format", "json",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("JSON");
    let told: Value = serde_json::from_str(&line).expect("one line of JSON");
    let certificate = Path::new(told["proxy_ca"].as_str().expect("a file")).to_owned();
    let text = std::fs::read_to_string(&certificate).expect("it is there");
    assert!(text.starts_with("-----BEGIN CERTIFICATE-----"), "{text}");
    assert!(!text.contains("PRIVATE"), "{text}");

    let address = told["proxy"].as_str().expect("an address");
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "CONNECT example.com:443 HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");

    signal(&child, "TERM");
    assert_eq!(wait(&mut child, Duration::from_secs(5)), Some(0));
    assert!(
        !certificate.exists(),
        "a passing file goes with the process"
    );
}
