//! Random histories: edits on both sides, faults, crashes. Whatever happened, two quiet pushes
//! later every row has exactly one page, the page holds what the row says, and nothing is written.

use std::panic::AssertUnwindSafe;

use fastrand::Rng;
use futures::FutureExt;
use recto_api::endpoint::Operation;
use recto_api::property::PropertyValue;
use recto_emulator::Fault;
use recto_sync::failpoint::{Failpoints, POINTS};
use recto_sync::source::{Cell, ColumnKind, MemoryRow, MemorySource};

use super::world::*;

const CONFIG: &str = r#"
    [push]
    concurrency = 3
    [[table]]
    name = "people"
    [table.columns]
    name = "Name"
    [[table]]
    name = "tasks"
    [table.columns]
    name = "Name"
    note = "Note"
    owner = { property = "Owner", type = "relation" }
    after = { property = "After", type = "relation" }
    [[table.links]]
    join_table = "helpers"
    local = "task"
    foreign = "person"
    property = "Helpers"
"#;

fn source() -> MemorySource {
    let number = |name: &'static str| (name, ColumnKind::Integer);
    let text = |name: &'static str| (name, ColumnKind::Text);
    let tasks = table(
        "tasks",
        &[
            number("id"),
            text("name"),
            text("note"),
            number("owner"),
            number("after"),
        ],
    );
    let tasks = references(references(tasks, "owner", "people"), "after", "tasks");
    let mut join = table("helpers", &[number("task"), number("person")]);
    join.primary_key = vec!["task".to_owned(), "person".to_owned()];
    let join = references(references(join, "task", "tasks"), "person", "people");
    MemorySource::new()
        .table(table("people", &[number("id"), text("name")]), [])
        .table(tasks, [])
        .table(join, [])
}

fn ids(rows: &[MemoryRow]) -> Vec<i64> {
    let id = |row: &MemoryRow| match &row["id"] {
        Ok(Cell::Number(number)) => number.to_f64() as i64,
        other => panic!("{other:?}"),
    };
    rows.iter().map(id).collect()
}

/// One change of the source, keeping its foreign keys true.
fn edit_source(world: &mut World, rng: &mut Rng, next: &mut i64) {
    let people = ids(world.rows("people"));
    let tasks = ids(world.rows("tasks"));
    let pick = |rng: &mut Rng, from: &[i64]| match rng.usize(..=from.len()) {
        0 => Cell::Null,
        at => n(from[at - 1]),
    };
    *next += 1;
    match rng.u8(..7) {
        0 => {
            let name = format!("person {next}");
            world
                .rows("people")
                .push(row(&[("id", n(*next)), ("name", t(&name))]));
        }
        1 | 2 => {
            let (owner, after) = (pick(rng, &people), pick(rng, &tasks));
            let after = if rng.u8(..4) == 0 { n(*next) } else { after };
            let name = format!("task {next}");
            world.rows("tasks").push(row(&[
                ("id", n(*next)),
                ("name", t(&name)),
                ("owner", owner),
                ("after", after),
            ]));
        }
        3 if !tasks.is_empty() => {
            let at = rng.usize(..tasks.len());
            let name = format!("renamed {next} 🚀");
            world.rows("tasks")[at].insert("name".to_owned(), Ok(t(&name)));
        }
        4 if !tasks.is_empty() => {
            let (at, owner, after) = (
                rng.usize(..tasks.len()),
                pick(rng, &people),
                pick(rng, &tasks),
            );
            let task = &mut world.rows("tasks")[at];
            task.insert("owner".to_owned(), Ok(owner));
            task.insert("after".to_owned(), Ok(after));
        }
        5 if !tasks.is_empty() && !people.is_empty() => {
            let pair = row(&[
                ("task", n(tasks[rng.usize(..tasks.len())])),
                ("person", n(people[rng.usize(..people.len())])),
            ]);
            let helpers = world.rows("helpers");
            match helpers.iter().position(|known| *known == pair) {
                Some(at) => drop(helpers.remove(at)),
                None => helpers.push(pair),
            }
        }
        _ => {}
    }
}

/// One change of a page by a person.
async fn edit_notion(world: &World, rng: &mut Rng) {
    let Ok(made) = world.engine().unwrap().create_data_sources().await else {
        return;
    };
    let id = recto_api::ids::DataSourceId::parse(&made[1].1).unwrap();
    let pages: Vec<_> = world.pages(&id).await.into_values().flatten().collect();
    if pages.is_empty() {
        return;
    }
    let page = &pages[rng.usize(..pages.len())].id;
    let (property, value) = match rng.u8(..4) {
        0 => ("Name", PropertyValue::title("a person's title")),
        1 => ("Note", PropertyValue::rich_text("a person's note")),
        2 => ("Owner", PropertyValue::relation([])),
        _ => ("External ID", PropertyValue::rich_text("")),
    };
    world.edit(page, property, value).await;
}

fn trouble(world: &mut World, rng: &mut Rng) -> bool {
    let operation = match rng.u8(..3) {
        0 => Operation::UpdatePage,
        1 => Operation::QueryDataSource,
        _ => Operation::CreatePage,
    };
    let fault = match rng.u8(..10) {
        0 => Fault::status(502),
        1 => Fault::status(503).after_effect(),
        2 => Fault::dropped().after_effect(),
        3 => Fault::rate_limited(5),
        4 => Fault::status(409),
        5 => Fault::saved_without_answer(),
        _ => {
            let (point, _) = POINTS[rng.usize(..POINTS.len())];
            let spec = format!("{point}:{}", rng.usize(1..4));
            world.options.failpoints =
                Failpoints::at(&spec, |name| panic!("dies at {name}")).unwrap();
            return true;
        }
    };
    world.emulator.fault(fault.on(operation).nth(rng.u64(1..4)));
    false
}

/// Every row has one page that holds what the row says.
async fn holds(world: &mut World, report: &recto_sync::report::Report, seed: u64) {
    let tasks = world.rows("tasks").clone();
    let id = World::data_source(report, "tasks");
    let people = world.pages(&World::data_source(report, "people")).await;
    let pages = world.pages(&id).await;
    for task in &tasks {
        let key = task["id"].as_ref().unwrap().to_string();
        let found = pages.get(&key).map(Vec::as_slice).unwrap_or_default();
        let [page] = found else {
            panic!("seed {seed}: {} pages of {key}", found.len())
        };
        let cell = |name: &str| match task.get(name) {
            Some(Ok(cell)) => cell.to_string(),
            _ => String::new(),
        };
        assert_eq!(text(page, "Name"), cell("name"), "seed {seed}");
        assert_eq!(text(page, "Note"), cell("note"), "seed {seed}");
        for (property, column, pages) in [("Owner", "owner", &people), ("After", "after", &pages)] {
            let wanted: Vec<_> = pages
                .get(&cell(column))
                .into_iter()
                .flatten()
                .map(|page| page.id.clone())
                .collect();
            assert_eq!(
                targets(page, property),
                wanted,
                "seed {seed}: {property} of {key}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_history_ends_in_step() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("dies at") {
            std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()).unwrap();
        }
    }));
    let (mut died, mut stopped, mut adopted) = (0, 0, 0);
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        let mut world = World::new(CONFIG, source());
        let mut next = 0;
        for _ in 0..4 {
            for _ in 0..rng.usize(1..12) {
                edit_source(&mut world, &mut rng, &mut next);
            }
            if rng.bool() {
                edit_notion(&world, &mut rng).await;
            }
            trouble(&mut world, &mut rng);
            let run = AssertUnwindSafe(world.try_push()).catch_unwind().await;
            match run {
                Ok(Ok(report)) => {
                    assert!(report.adds_up(), "seed {seed}");
                    adopted += report.counts.adopted;
                }
                Ok(Err(_)) => stopped += 1,
                Err(_) => died += 1,
            }
            world.options.failpoints = Failpoints::none();
            world.emulator.clear_faults();
            world.clock_forward(jiff::SignedDuration::from_mins(5));
            world.later(5);
        }
        let report = world.push().await;
        assert_eq!(report.exit_code(), 0, "seed {seed}: {}", report.to_text());
        holds(&mut world, &report, seed).await;
        let quiet = world.push().await;
        assert_eq!(quiet.writes, 0, "seed {seed}: {}", quiet.to_text());
        assert!(!world.plan().await.has_changes(), "seed {seed}");
    }
    // Histories without trouble would prove nothing.
    assert!(
        died >= 10 && adopted >= 5,
        "{died} died, {stopped} stopped, {adopted} adopted"
    );
}
