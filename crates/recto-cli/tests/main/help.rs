//! The help, word for word: it is the first documentation anyone reads.

use crate::support::{recto, run};

fn help(arguments: &[&str]) -> String {
    let directory = tempfile::tempdir().unwrap();
    run(directory.path(), arguments).ends_with(0).stdout
}

#[test]
fn every_help_is_reviewed() {
    insta::assert_snapshot!("recto", help(&["--help"]));
    for command in ["demo", "plan", "push", "append", "emulator", "completions"] {
        insta::assert_snapshot!(command, help(&[command, "--help"]));
    }
}

#[test]
fn completions_name_every_command() {
    let directory = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = run(directory.path(), &["completions", shell])
            .ends_with(0)
            .stdout;
        for command in ["demo", "plan", "push", "append", "emulator"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let directory = tempfile::tempdir().unwrap();
    let mut child = recto(directory.path())
        .args(["completions", "bash"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
