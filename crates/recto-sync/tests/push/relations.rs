//! Relations: foreign keys, join tables, cycles, many targets.

use std::time::Duration;

use recto_api::endpoint::Operation;
use recto_emulator::Fault;
use recto_sync::source::{Cell, ColumnKind, MemoryRow, MemorySource, join_key};

use super::world::*;

const CONFIG: &str = r#"
    [[table]]
    name = "people"
    [table.columns]
    name = "Name"

    [[table]]
    name = "tasks"
    [table.columns]
    name = "Name"
    owner = { property = "Owner", type = "relation", two_way = "Tasks" }
    after = { property = "After", type = "relation" }
    [[table.links]]
    join_table = "helpers"
    local = "task"
    foreign = "person"
    property = "Helpers"
"#;

fn source(people: i64, tasks: Vec<MemoryRow>, helpers: &[(i64, i64)]) -> MemorySource {
    let id = ("id", ColumnKind::Integer);
    let name = ("name", ColumnKind::Text);
    let tasks_table = table(
        "tasks",
        &[
            id.clone(),
            name.clone(),
            ("owner", id.1.clone()),
            ("after", id.1.clone()),
        ],
    );
    let tasks_table = references(references(tasks_table, "owner", "people"), "after", "tasks");
    let mut join = table(
        "helpers",
        &[
            ("task", ColumnKind::Integer),
            ("person", ColumnKind::Integer),
        ],
    );
    join.primary_key = vec!["task".to_owned(), "person".to_owned()];
    let join = references(references(join, "task", "tasks"), "person", "people");
    MemorySource::new()
        .table(
            table("people", &[id, name]),
            (1..=people).map(|id| row(&[("id", n(id)), ("name", t(&format!("person {id}")))])),
        )
        .table(tasks_table, tasks)
        .table(
            join,
            helpers
                .iter()
                .map(|(task, person)| row(&[("task", n(*task)), ("person", n(*person))])),
        )
}

fn task(id: i64, owner: Option<i64>, after: Option<i64>) -> MemoryRow {
    let cell = |id: Option<i64>| id.map_or(Cell::Null, n);
    row(&[
        ("id", n(id)),
        ("name", t(&format!("task {id}"))),
        ("owner", cell(owner)),
        ("after", cell(after)),
    ])
}

#[tokio::test]
async fn relations_travel_inside_the_create() {
    // Tasks wait for tasks of higher and of lower numbers, without a cycle.
    let tasks = (1..=40)
        .map(|id| task(id, Some(id % 5 + 1), (id % 7 != 0).then_some((id * 3) % 41)))
        .map(|mut task| {
            if task["after"] == Ok(n(0)) || task["after"] == task["id"] {
                task.insert("after".to_owned(), Ok(Cell::Null));
            }
            task
        });
    // Keep only waits for lower numbers, half of them turned round so that order matters.
    let tasks: Vec<_> = tasks
        .map(|mut task| {
            let (Ok(Cell::Number(id)), Ok(Cell::Number(after))) = (&task["id"], &task["after"])
            else {
                return task;
            };
            if after.to_f64() < id.to_f64() {
                task.insert("after".to_owned(), Ok(Cell::Null));
            }
            task
        })
        .collect();
    let helpers: Vec<_> = (1..=40)
        .flat_map(|task| [(task, 1), (task, task % 5 + 1)])
        .collect();
    let mut helpers = helpers;
    helpers.dedup();
    let world = World::new(CONFIG, source(5, tasks, &helpers));
    let report = world.push().await;
    assert_eq!(report.counts.created, 45, "{}", report.to_text());
    assert_eq!(report.exit_code(), 0, "{}", report.to_text());
    let counts = world.emulator.requests();
    assert_eq!(counts.by_operation.get("update_page"), None, "{counts:?}");
    let again = world.push().await;
    assert_eq!(
        (again.counts.unchanged, again.writes),
        (45, 0),
        "{}",
        again.to_text()
    );
}

#[tokio::test]
async fn cycles_are_settled_in_a_second_phase() {
    let tasks = vec![
        task(1, Some(1), Some(2)),
        task(2, Some(1), Some(3)),
        task(3, None, Some(1)),
        // A task that waits for itself, and two that wait for each other.
        task(4, None, Some(4)),
        task(5, None, Some(6)),
        task(6, None, Some(5)),
    ];
    let world = World::new(CONFIG, source(1, tasks, &[]));
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (7, 0),
        "{}",
        report.to_text()
    );
    let updates = world
        .emulator
        .requests()
        .by_operation
        .get("update_page")
        .copied();
    assert_eq!(updates, Some(3), "one for each cycle");
    let id = World::data_source(&report, "tasks");
    for (from, to) in [
        ("1", "2"),
        ("2", "3"),
        ("3", "1"),
        ("4", "4"),
        ("5", "6"),
        ("6", "5"),
    ] {
        let target = world.page(&id, to).await.id;
        assert_eq!(
            targets(&world.page(&id, from).await, "After"),
            [target],
            "{from}"
        );
    }
    assert_eq!(world.push().await.writes, 0);
}

#[tokio::test]
async fn tables_that_refer_to_each_other_are_created_and_related() {
    let config = r#"
        [[table]]
        name = "teams"
        [table.columns]
        name = "Name"
        lead = { property = "Lead", type = "relation" }
        [[table]]
        name = "members"
        [table.columns]
        name = "Name"
        team = { property = "Team", type = "relation" }
    "#;
    let columns = |last| {
        [
            ("id", ColumnKind::Integer),
            ("name", ColumnKind::Text),
            (last, ColumnKind::Integer),
        ]
    };
    let teams = references(table("teams", &columns("lead")), "lead", "members");
    let members = references(table("members", &columns("team")), "team", "teams");
    let source = MemorySource::new()
        .table(
            teams,
            [row(&[("id", n(1)), ("name", t("core")), ("lead", n(2))])],
        )
        .table(
            members,
            [1, 2].map(|id| row(&[("id", n(id)), ("name", t("m")), ("team", n(1))])),
        );
    let world = World::new(config, source);
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (3, 0),
        "{}",
        report.to_text()
    );
    let teams = World::data_source(&report, "teams");
    let members = World::data_source(&report, "members");
    let team = world.page(&teams, "1").await;
    let lead = world.page(&members, "2").await;
    assert_eq!(targets(&team, "Lead"), std::slice::from_ref(&lead.id));
    assert_eq!(targets(&lead, "Team"), [team.id]);
    assert_eq!(world.push().await.writes, 0);
}

#[tokio::test]
async fn a_deleted_link_is_taken_out() {
    let mut world = World::new(
        CONFIG,
        source(3, vec![task(1, Some(1), None)], &[(1, 1), (1, 2), (1, 3)]),
    );
    let report = world.push().await;
    let id = World::data_source(&report, "tasks");
    assert_eq!(targets(&world.page(&id, "1").await, "Helpers").len(), 3);
    world.rows("helpers").remove(1);
    let report = world.push().await;
    assert_eq!(
        (report.counts.updated, report.writes),
        (1, 1),
        "{}",
        report.to_text()
    );
    assert_eq!(targets(&world.page(&id, "1").await, "Helpers").len(), 2);
    world.rows("helpers").clear();
    world.push().await;
    assert_eq!(targets(&world.page(&id, "1").await, "Helpers").len(), 0);
}

#[tokio::test]
async fn more_targets_than_a_page_shows_are_read_whole() {
    let helpers: Vec<_> = (1..=60).map(|person| (1, person)).collect();
    let world = World::new(CONFIG, source(60, vec![task(1, None, None)], &helpers));
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (61, 0),
        "{}",
        report.to_text()
    );
    let again = world.push().await;
    assert_eq!(
        (again.counts.unchanged, again.writes),
        (61, 0),
        "{}",
        again.to_text()
    );
}

#[tokio::test]
async fn more_targets_than_a_request_takes_fail_the_row_only() {
    let helpers: Vec<_> = (1..=101).map(|person| (1, person)).collect();
    let tasks = vec![task(1, None, None), task(2, None, Some(1))];
    let world = World::new(CONFIG, source(101, tasks, &helpers));
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.counts.failed),
        (102, 1),
        "{}",
        report.to_text()
    );
    let problem = &report.problems[0];
    assert_eq!(
        (problem.key.as_str(), problem.reason.as_str()),
        ("1", "too_many")
    );
    // The row that waits for it is there without the relation, and says so.
    let left_out: Vec<_> = report.problems.iter().filter(|p| p.key == "2").collect();
    assert_eq!(left_out.len(), 1, "{}", report.to_text());
    assert_eq!(left_out[0].reason, "target_without_page");
    assert_eq!(report.field_failures, 1);
}

#[tokio::test]
async fn keys_of_several_columns_are_related() {
    let config = r#"
        [[table]]
        name = "rooms"
        [table.columns]
        label = "Name"
        [[table]]
        name = "visits"
        [table.columns]
        label = "Name"
        [[table.links]]
        join_table = "visits"
        local = "id"
        foreign = ["house", "number"]
        property = "Room"
        table = "rooms"
    "#;
    let mut rooms = table(
        "rooms",
        &[
            ("house", ColumnKind::Text),
            ("number", ColumnKind::Integer),
            ("label", ColumnKind::Text),
        ],
    );
    rooms.primary_key = vec!["house".to_owned(), "number".to_owned()];
    let visits = table(
        "visits",
        &[
            ("id", ColumnKind::Integer),
            ("label", ColumnKind::Text),
            ("house", ColumnKind::Text),
            ("number", ColumnKind::Integer),
        ],
    );
    let room = |house: &str, number: i64| {
        row(&[
            ("house", t(house)),
            ("number", n(number)),
            ("label", t("r")),
        ])
    };
    let visit = row(&[
        ("id", n(1)),
        ("label", t("v")),
        ("house", t("a|b")),
        ("number", n(2)),
    ]);
    let source = MemorySource::new()
        .table(rooms, [room("a|b", 1), room("a|b", 2), room("a", 2)])
        .table(visits, [visit]);
    let world = World::new(config, source);
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (4, 0),
        "{}",
        report.to_text()
    );
    let room = world
        .page(
            &World::data_source(&report, "rooms"),
            &join_key(["a|b", "2"]),
        )
        .await;
    let visit = world
        .page(&World::data_source(&report, "visits"), "1")
        .await;
    assert_eq!(targets(&visit, "Room"), [room.id]);
}

#[tokio::test(start_paused = true)]
async fn a_late_relation_that_waits_for_its_turn_keeps_its_lease() {
    let tasks = vec![task(1, None, Some(2)), task(2, None, Some(1))];
    let mut world = World::new(CONFIG, source(0, tasks, &[]));
    world.options.holder = "first".to_owned();
    let first = world.engine().unwrap();
    world.options.holder = "second".to_owned();
    // Another process has a pace of its own.
    world.client = client(&world.emulator);
    let second = world.engine().unwrap();
    // Longer than a lease lasts.
    let wait = Fault::rate_limited(200).on(Operation::UpdatePage).nth(1);
    world.emulator.fault(wait);
    let late = async {
        tokio::time::sleep(Duration::from_secs(170)).await;
        second.push(&()).await
    };
    let (first, second) = tokio::join!(first.push(&()), late);
    assert_eq!(first.unwrap().counts.created, 2);
    let error = second.unwrap_err().to_string();
    assert!(error.contains("another recto (first)"), "{error}");
}
