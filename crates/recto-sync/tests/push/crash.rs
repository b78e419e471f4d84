//! A process that dies at any of the named points, and starts again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use recto_sync::failpoint::{Failpoints, POINTS};
use recto_sync::source::{Cell, ColumnKind, MemorySource};
use recto_sync::state::SqliteState;

use super::world::*;

/// Two tables that refer to each other, a cycle, and a page to adopt: every point is passed.
const CONFIG: &str = r#"
    [push]
    server_life = 0
    settle = 0
    concurrency = 2

    [[table]]
    name = "projects"
    fallback_key = ["Name"]
    [table.columns]
    name = "Name"
    head = { property = "Head", type = "relation" }

    [[table]]
    name = "tasks"
    [table.columns]
    name = "Name"
    project = { property = "Project", type = "relation" }
    after = { property = "After", type = "relation" }
"#;

fn source(edited: bool) -> MemorySource {
    let id = || ("id", ColumnKind::Integer);
    let name = || ("name", ColumnKind::Text);
    let projects = table("projects", &[id(), name(), ("head", ColumnKind::Integer)]);
    let tasks = table(
        "tasks",
        &[
            id(),
            name(),
            ("project", ColumnKind::Integer),
            ("after", ColumnKind::Integer),
        ],
    );
    let tasks = references(references(tasks, "project", "projects"), "after", "tasks");
    let suffix = if edited { " (edited)" } else { "" };
    MemorySource::new()
        .table(
            references(projects, "head", "tasks"),
            (1..=3).map(|id| {
                row(&[
                    ("id", n(id)),
                    ("name", t(&format!("project {id}"))),
                    ("head", n(id * 2)),
                ])
            }),
        )
        .table(
            tasks,
            (1..=9).map(|id| {
                let after = if id == 9 { Cell::Null } else { n(id % 3 + 1) };
                let suffix = if id % 4 == 0 { suffix } else { "" };
                row(&[
                    ("id", n(id)),
                    ("name", t(&format!("task {id}{suffix}"))),
                    ("project", n(id % 3 + 1)),
                    ("after", after),
                ])
            }),
        )
}

/// What a reader sees after a first push, edits and a second push, the process dying at `point`.
async fn life(point: Option<&str>) -> (Vec<String>, bool) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("state.db");
    let mut world = World::new(CONFIG, source(false));
    let mut died = false;
    for edited in [false, true] {
        world.source = source(edited);
        world.state = Arc::new(SqliteState::open(&file).unwrap());
        if let Some(point) = point {
            world.options.failpoints =
                Failpoints::at(point, |name| panic!("dies at {name}")).unwrap();
            let run = AssertUnwindSafe(world.try_push()).catch_unwind().await;
            died |= run.is_err();
            // What the dead process held in memory is gone; the lease in the state is not.
            world.options.failpoints = Failpoints::none();
            world.state = Arc::new(SqliteState::open(&file).unwrap());
            // Requests that were under way when it died still reach the service.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let report = world.push().await;
        assert_eq!(report.exit_code(), 0, "{point:?}: {}", report.to_text());
    }
    let last = world.push().await;
    assert_eq!(
        (last.writes, last.counts.unchanged),
        (0, 12),
        "{point:?}: {}",
        last.to_text()
    );
    let mut picture = world.picture(&World::data_source(&last, "projects")).await;
    picture.extend(world.picture(&World::data_source(&last, "tasks")).await);
    (picture, died)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_at_any_point_leads_to_the_same_state() {
    // Only the last part of a panic's story is of interest here.
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("dies at") {
            std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()).unwrap();
        }
    }));
    let (expected, _) = life(None).await;
    assert_eq!(expected.len(), 12);
    for (point, _) in POINTS {
        let (picture, died) = life(Some(point)).await;
        assert!(died, "{point} was never passed");
        assert_eq!(picture, expected, "{point}");
    }
    for point in [
        "intent-written:5",
        "create-sent:4",
        "link-stored:7",
        "update-sent:3",
    ] {
        let (picture, died) = life(Some(point)).await;
        assert!(died, "{point} was never passed");
        assert_eq!(picture, expected, "{point}");
    }
}

#[tokio::test]
async fn a_lease_of_another_process_is_respected_unless_that_is_dead() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    world.options.holder = "first".to_owned();
    world.options.failpoints =
        Failpoints::at("before-relations", |name| panic!("dies at {name}")).unwrap();
    let run = AssertUnwindSafe(world.try_push()).catch_unwind().await;
    assert!(run.is_err());
    world.options.failpoints = Failpoints::none();
    world.options.holder = "second".to_owned();
    let error = world.try_push().await.unwrap_err().to_string();
    assert!(error.contains("another recto (first)"), "{error}");
    world.options.is_dead = Arc::new(|holder| holder == "first");
    assert_eq!(world.push().await.counts.unchanged, 1);
}
