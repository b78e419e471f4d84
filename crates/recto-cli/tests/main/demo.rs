//! `recto demo`: what it promises, counted.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{Ran, recto, run};

const ROWS: u64 = 422;
const TABLES: u64 = 5;

/// Asserts everything the demo's document promises; for either database.
pub(crate) fn assert_promises(story: &Value) {
    let pushes = story["pushes"].as_array().unwrap();
    let [first, second, third] = pushes.as_slice() else {
        panic!("{story:#}")
    };
    let number = |push: &Value, name: &str| {
        push[name]
            .as_u64()
            .unwrap_or_else(|| panic!("{name}: {push:#}"))
    };
    for push in pushes {
        let outcomes = ["created", "updated", "unchanged", "failed"].map(|name| number(push, name));
        assert_eq!(outcomes.iter().sum::<u64>(), ROWS, "{push:#}");
        assert_eq!(number(push, "failed"), 0, "{push:#}");
        assert_eq!(number(push, "field_failures"), 0, "{push:#}");
        assert!(
            number(push, "minimum_requests") <= number(push, "requests"),
            "{push:#}"
        );
        assert!(push["seconds"].as_f64().unwrap() > 0.0, "{push:#}");
    }
    assert_eq!(number(first, "created"), ROWS);
    assert!(
        number(first, "requests") * 10 <= ROWS * 11,
        "1.1 for a row: {first:#}"
    );

    let edits = story["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 4);
    assert_eq!(number(second, "updated"), edits.len() as u64, "{second:#}");
    assert_eq!(number(second, "created"), 0);
    let rows = |list: &[Value]| -> BTreeSet<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        list.iter()
            .map(|row| (text(&row["table"]), text(&row["key"])))
            .collect()
    };
    let planned = story["planned_after_edits"].as_array().unwrap();
    assert_eq!(rows(planned), rows(edits), "exactly the edited rows");
    assert!(
        planned.iter().all(|item| item["op"] == "update"),
        "{planned:#?}"
    );

    assert_eq!(number(third, "writes"), 0, "{third:#}");
    assert_eq!(number(third, "unchanged"), ROWS);
    assert!(
        number(third, "requests") <= ROWS.div_ceil(100) + 5 * TABLES,
        "{third:#}"
    );
    assert_eq!(story["dashboard_unchanged"], true);
    assert_eq!(story["hub"]["blocks_before"], story["hub"]["blocks_after"]);
}

fn demo(directory: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["demo", "--format", "json"];
    arguments.extend_from_slice(more);
    run(directory, &arguments).ends_with(0)
}

#[test]
fn keeps_its_promises_and_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let ran = demo(directory.path(), &[]);
    assert_promises(&ran.json());
    assert_eq!(ran.stderr, "", "one document, and no talk");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn keeps_them_for_another_seed() {
    let directory = tempfile::tempdir().unwrap();
    for seed in ["0", "7"] {
        assert_promises(&demo(directory.path(), &["--seed", seed]).json());
    }
}

#[test]
fn tells_its_story_in_plain_lines() {
    let directory = tempfile::tempdir().unwrap();
    let ran = run(directory.path(), &["demo"]).ends_with(0);
    for line in [
        "A sample database in SQLite",
        "First push: every row is new",
        "Somebody edits the database",
        "Second push: just the edits",
        "0 created, 4 updated, 418 unchanged, 0 failed",
        "Third push: nothing to do",
        "0 created, 0 updated, 422 unchanged, 0 failed",
        "the same structure",
        "What next",
    ] {
        assert!(ran.stdout.contains(line), "{line:?} in\n{}", ran.stdout);
    }
    for step in recto_sync::steps::Step::ALL {
        assert!(
            ran.stderr.contains(step.name()),
            "{step} in\n{}",
            ran.stderr
        );
    }
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!all.contains('\u{1b}'), "no control sequences in a pipe");
}

#[test]
fn what_is_kept_can_be_gone_on_with() {
    let directory = tempfile::tempdir().unwrap();
    demo(directory.path(), &["--keep", "kept"]);
    let kept = directory.path().join("kept");
    let emulator = crate::support::EmulatorProcess::start(&kept.join("workspace.sqlite"));
    let recto = |arguments: &[&str]| {
        crate::support::finish(
            recto(directory.path())
                .args(arguments)
                .env("NOTION_BASE_URL", &emulator.base_url),
        )
    };
    let config = "kept/recto.toml";
    recto(&["plan", "--config", config]).ends_with(0);
    let connection = rusqlite::Connection::open(kept.join("operations.sqlite")).unwrap();
    connection
        .execute("update projects set budget = 1.25 where code = 'PR-02'", [])
        .unwrap();
    let plan = recto(&["plan", "--config", config]).ends_with(2);
    assert!(plan.stdout.contains("projects PR-02"), "{}", plan.stdout);
    assert!(plan.stdout.contains("→ 1.25"), "{}", plan.stdout);
    let push = recto(&["push", "--config", config, "--report", "report.md"]).ends_with(0);
    assert!(push.stdout.contains("total"), "{}", push.stdout);
    let report = std::fs::read_to_string(directory.path().join("report.md")).unwrap();
    assert!(report.contains("| projects |"), "{report}");
    let refused = recto(&["append", "--config", config, "--page", "hub", "x"]).ends_with(4);
    assert!(refused.stderr.contains("protected"), "{}", refused.stderr);
    // A second demo does not overwrite the first.
    let again = run(directory.path(), &["demo", "--keep", "kept"]).ends_with(1);
    assert!(again.stderr.contains("not empty"), "{}", again.stderr);
}

#[test]
fn a_bad_database_url_is_explained() {
    let directory = tempfile::tempdir().unwrap();
    let url = "postgres://ada:hunter2@127.0.0.1:1/x";
    let ran = run(directory.path(), &["demo", "--database-url", url]).ends_with(1);
    assert!(ran.stderr.contains("127.0.0.1"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("hunter2"),
        "a password is never repeated: {}",
        ran.stderr
    );
}
