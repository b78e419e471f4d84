//! `kill -9` at every named point of a push, then a restart: no page twice, nothing missing.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use recto_sync::failpoint::POINTS;

use crate::workshop::{ROWS, Workshop, twice};

/// What somebody changes after the first push.
const EDITS: &str = "
    update books set price = price + 1, notes = null where id in (3, 4, 5);
    update authors set mentor_id = null where id = 2;
    delete from book_authors where book_id = 4;
";

/// Starts a push and waits until it stands still at a point.
pub(crate) fn stop_at(mut push: Command, point: &str) -> Child {
    let mut child = push
        .env("RECTO_FAILPOINT", point)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let name = point.split(':').next().unwrap();
    let reached = stderr.lines().map_while(Result::ok).any(|line: String| {
        said.push_str(&line);
        said.push('\n');
        line == format!("failpoint {name}")
    });
    if !reached {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("{point} was never reached:\n{said}");
    }
    child
}

/// Starts a push that stops at a point, and kills it there.
fn kill_at(workshop: &Workshop, point: &str) {
    let mut child = stop_at(workshop.command(&["push"]), point);
    // SIGKILL: no destructor, no handler, no flush.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The killed process holds its lease until it runs out, unless the system tells that it is dead.
fn let_lease_go() {
    if !cfg!(target_os = "linux") {
        std::thread::sleep(std::time::Duration::from_millis(1_100));
    }
}

/// Pushes to the end and asserts that the next push has nothing to do.
fn settle(workshop: &Workshop, point: &str) {
    let_lease_go();
    let ran = workshop.run(&["push", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{point}: {ran:#?}");
    let again = workshop
        .run(&["push", "--format", "json"])
        .ends_with(0)
        .json();
    assert_eq!(again["writes"], 0, "{point}: {again:#}");
    assert_eq!(again["unchanged"], ROWS, "{point}: {again:#}");
}

fn assert_same(found: &[String], expected: &[String], point: &str) {
    assert_eq!(
        twice(found),
        Vec::<&str>::new(),
        "{point}: pages that are there twice"
    );
    assert_eq!(found.len(), ROWS, "{point}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{point}");
    }
}

/// The workspace as it is without any crash: after the first push, and after the edits.
fn reference() -> (Vec<String>, Vec<String>) {
    let workshop = Workshop::new();
    workshop.run(&["push"]).ends_with(0);
    let first = workshop.rows();
    assert_eq!(first.len(), ROWS);
    workshop.sql(EDITS);
    workshop.run(&["push"]).ends_with(0);
    let second = workshop.rows();
    assert_ne!(first, second);
    (first, second)
}

/// Points that only a push with changes to existing pages comes by.
const UPDATES: [&str; 2] = ["update-sent", "update-stored"];

/// Points of a first push, and which of their passings. Points that are passed for every row are
/// tried in the middle and at the end of the run as well.
fn first_push() -> Vec<String> {
    let names = POINTS.iter().map(|(name, _)| *name);
    let mut specs: Vec<String> = names.clone().map(str::to_owned).collect();
    for name in ["intent-written", "create-sent", "link-stored"] {
        specs.extend([format!("{name}:17"), format!("{name}:{ROWS}")]);
    }
    let databases = names.filter(|name| name.ends_with("create-data-source"));
    specs.extend(databases.map(|name| format!("{name}:2")));
    assert!(specs.len() >= 8, "too few points");
    specs
}

/// Tries every third point from `first` on: three tests share the time.
fn kill_first_push(first: usize) {
    let (expected, _) = reference();
    for (number, point) in first_push().iter().enumerate().skip(first).step_by(3) {
        let mut workshop = Workshop::new();
        kill_at(&workshop, point);
        if number % 2 == 0 {
            // The machine went down, not only recto.
            workshop.restart_emulator();
        }
        settle(&workshop, point);
        assert_same(&workshop.rows(), &expected, point);
    }
}

#[test]
fn a_killed_first_push_is_taken_up_at_every_point() {
    kill_first_push(0);
}

#[test]
fn a_killed_first_push_is_taken_up_at_every_other_point() {
    kill_first_push(1);
}

#[test]
fn a_killed_first_push_is_taken_up_at_the_remaining_points() {
    kill_first_push(2);
}

#[test]
fn a_killed_second_push_is_taken_up_at_every_point() {
    let (_, expected) = reference();
    for point in UPDATES
        .into_iter()
        .chain(["update-sent:3", "after-scan", "before-report"])
    {
        let workshop = Workshop::new();
        workshop.run(&["push"]).ends_with(0);
        workshop.sql(EDITS);
        kill_at(&workshop, point);
        settle(&workshop, point);
        assert_same(&workshop.rows(), &expected, point);
    }
}

#[test]
fn a_push_killed_again_and_again_ends_the_same() {
    let (expected, _) = reference();
    let workshop = Workshop::new();
    for point in [
        "mid-create-data-source",
        "create-sent:5",
        "link-stored:9",
        "create-sent",
        "before-relations",
    ] {
        kill_at(&workshop, point);
        let_lease_go();
    }
    settle(&workshop, "five crashes");
    assert_same(&workshop.rows(), &expected, "five crashes");
}

#[test]
fn two_pushes_do_not_run_at_once() {
    let workshop = Workshop::with("lease = 1", "lease = 60");
    let mut first = stop_at(workshop.command(&["push"]), "create-sent:3");
    let second = workshop.run(&["push"]).ends_with(1);
    assert!(second.stderr.contains("another recto"), "{}", second.stderr);
    // A plan writes nothing, so it needs no lease.
    workshop.run(&["plan"]).ends_with(2);
    first.kill().unwrap();
    first.wait().unwrap();
    if cfg!(target_os = "linux") {
        // A dead process's lease is not waited for.
        workshop.run(&["push"]).ends_with(0);
    }
}

#[test]
fn an_unknown_point_is_refused() {
    let workshop = Workshop::new();
    let mut command = workshop.command(&["push"]);
    let ran = crate::support::finish(command.env("RECTO_FAILPOINT", "nowhere")).ends_with(1);
    assert!(ran.stderr.contains("after-scan"), "{}", ran.stderr);
}
