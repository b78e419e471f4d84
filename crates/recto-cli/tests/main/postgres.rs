//! The same on PostgreSQL: the demo's promises, and the same plan for the same rows.

use std::path::Path;

use recto_sync::test_support::Cluster;
use serde_json::Value;

use crate::demo::assert_promises;
use crate::support::{EmulatorProcess, finish, recto, run};

/// A server, or `None` with a line where there are no binaries and nobody insists.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn cluster() -> Option<Cluster> {
    let ci = std::env::var("CI").ok();
    let cluster = Cluster::start_or_skip(ci.as_deref()).unwrap();
    if cluster.is_none() {
        println!("skipped: install the PostgreSQL server binaries (apt install postgresql)");
    }
    cluster
}

#[test]
fn the_demo_keeps_its_promises() {
    let Some(cluster) = cluster() else { return };
    let directory = tempfile::tempdir().unwrap();
    let url = cluster.create_database("demo").unwrap();
    // Twice, for the second replaces what the first made.
    for _ in 0..2 {
        let ran = run(
            directory.path(),
            &["demo", "--format", "json", "--database-url", &url],
        );
        let story = ran.ends_with(0).json();
        assert_promises(&story);
        assert_eq!(story["database"], "PostgreSQL");
    }
}

#[test]
fn a_schema_of_someone_else_is_not_replaced() {
    let Some(cluster) = cluster() else { return };
    let directory = tempfile::tempdir().unwrap();
    let url = cluster.create_database("taken").unwrap();
    cluster
        .psql(
            "taken",
            "create schema recto_demo; create table recto_demo.thesis ()",
        )
        .unwrap();
    let ran = run(directory.path(), &["demo", "--database-url", &url]).ends_with(1);
    assert!(ran.stderr.contains("recto_demo"), "{}", ran.stderr);
    cluster
        .psql("taken", "select from recto_demo.thesis")
        .unwrap();
}

/// The plan of a first push of the kept demo into a workspace whose hub is empty.
fn plan(directory: &Path, name: &str, source: &str) -> Value {
    let home = directory.join(name);
    let config = std::fs::read_to_string(home.join("recto.toml")).unwrap();
    // Another state: as far as recto knows, nothing was ever pushed.
    let (head, rest) = config.split_once("[state]\n").unwrap();
    let (_, rest) = rest.split_once("\n\n").unwrap();
    let fresh = format!("{head}[state]\npath = \"fresh.sqlite\"\n\n{rest}");
    std::fs::write(home.join("fresh.toml"), fresh).unwrap();
    let emulator = EmulatorProcess::start(&home.join("empty.sqlite"));
    let mut command = recto(directory);
    command
        .args(["plan", "--create-missing", "--format", "json", "--config"])
        .arg(home.join("fresh.toml"))
        .env("NOTION_BASE_URL", &emulator.base_url)
        .env("RECTO_DEMO_TOKEN", &emulator.token)
        .env("RECTO_DEMO_DATABASE_URL", source);
    // Nothing of the old workspace: every database is missing and its parent is the home page.
    std::fs::write(
        home.join("notion_database_ids.json"),
        format!("{{\"hub\": \"{}\"}}", emulator.root_page_id),
    )
    .unwrap();
    let text = std::fs::read_to_string(home.join("fresh.toml")).unwrap();
    let text = text.replace("[notion]\n", "[notion]\nparent = \"hub\"\n");
    let text = text.replace("role = \"dashboard\"", "role = \"parent\"");
    std::fs::write(home.join("fresh.toml"), text).unwrap();
    finish(&mut command).ends_with(2).json()
}

#[test]
fn the_plan_is_the_same_as_on_sqlite() {
    let Some(cluster) = cluster() else { return };
    let directory = tempfile::tempdir().unwrap();
    let url = cluster.create_database("same").unwrap();
    run(
        directory.path(),
        &["demo", "--format", "json", "--keep", "lite"],
    )
    .ends_with(0);
    let more = [
        "demo",
        "--format",
        "json",
        "--keep",
        "post",
        "--database-url",
        url.as_str(),
    ];
    run(directory.path(), &more).ends_with(0);
    let lite = plan(directory.path(), "lite", "");
    let post = plan(directory.path(), "post", &url);
    let items = |plan: &Value| plan["items"].as_array().unwrap().clone();
    assert_eq!(items(&lite).len(), 422);
    for (lite, post) in items(&lite).iter().zip(&items(&post)) {
        assert_eq!(lite, post);
    }
    for member in [
        "planned",
        "created",
        "problems",
        "normalised",
        "estimated_requests",
    ] {
        assert_eq!(lite[member], post[member], "{member}");
    }
    // The empty workspace knows none of the people who have an account.
    let problems = lite["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 10);
    assert!(
        problems
            .iter()
            .all(|problem| problem["reason"] == "unknown_person"),
        "{problems:#?}"
    );
}
