//! Twelve projects, known by a code instead of a number.

use super::text::{day, prose};
use crate::demo::random::Random;
use crate::demo::table::{Cell, Kind, Table, column};
use crate::demo::words::{PRIORITIES, PROJECT_STATUSES, PROJECTS};

/// Returns the primary key of project number `number`.
pub(super) fn code(number: i64) -> String {
    format!("PR-{number:02}")
}

pub(super) fn table(random: &mut Random) -> Table {
    let rows = PROJECTS
        .iter()
        .zip(1..)
        .map(|((name, tags), id)| row(random, id, name, tags));
    Table {
        name: "projects",
        columns: vec![
            column("code", Kind::Text).required(),
            column("name", Kind::Text).required(),
            column("status", Kind::Text).required(),
            column("priority", Kind::Text),
            column("lead_id", Kind::Integer).to("people", "id"),
            column("budget", Kind::Decimal),
            column("starts_on", Kind::Date),
            column("ends_on", Kind::Date),
            column("is_internal", Kind::Boolean),
            column("website", Kind::Text),
            column("tags", Kind::Texts),
            column("summary", Kind::Text),
        ],
        primary_key: &["code"],
        rows: rows.collect(),
    }
}

fn row(random: &mut Random, id: i64, name: &str, tags: &[&str]) -> Vec<Cell> {
    let starts = day(random, 0, 150);
    let ends = day(random, 160, 364);
    let budget = match id {
        // Overspent, free of charge, and not known yet.
        3 => Cell::Decimal(-125_050),
        6 => Cell::Decimal(0),
        9 => Cell::Null,
        _ => Cell::Decimal(50_000 * (1 + random.below(60)) as i64 + 99),
    };
    let website = match id % 3 {
        0 => None,
        _ => Some(format!(
            "https://projects.example.com/{}?tab=overview",
            code(id).to_lowercase()
        )),
    };
    vec![
        Cell::text(code(id)),
        Cell::text(name),
        random.pick(&PROJECT_STATUSES).into(),
        random.chance(80).then(|| random.pick(&PRIORITIES)).into(),
        (id != 6).then(|| 1 + random.below(30) as i64).into(),
        budget,
        Cell::Date(starts.to_string()),
        (id % 4 != 0).then(|| Cell::Date(ends.to_string())).into(),
        (id % 5 == 0).into(),
        website.into(),
        Cell::texts(tags.to_vec()),
        if id == 6 {
            Cell::text("")
        } else {
            Cell::text(prose(random, 2))
        },
    ]
}
