//! Sixty documents as they are found in the wild: kinds, subsystems and addresses need tidying.

use super::projects::code;
use super::text::{day, long, prose};
use crate::demo::random::Random;
use crate::demo::table::{Cell, Kind, Table, column};
use crate::demo::words::{DOCUMENTS, KINDS, SUBSYSTEMS};

/// Returns the primary key of document number `number`: a UUID of the name-based shape.
pub(super) fn id(number: i64) -> String {
    format!("0d0c0000-0000-5000-8000-{number:012}")
}

pub(super) fn table(random: &mut Random) -> Table {
    Table {
        name: "documents",
        columns: vec![
            column("id", Kind::Text).required(),
            column("title", Kind::Text).required(),
            column("url", Kind::Text),
            column("kind", Kind::Text),
            column("subsystem", Kind::Text),
            column("project_code", Kind::Text).to("projects", "code"),
            column("author_id", Kind::Integer).to("people", "id"),
            column("published_on", Kind::Date),
            column("word_count", Kind::Integer).required(),
            column("rating", Kind::Decimal),
            column("is_draft", Kind::Boolean).required(),
            column("body", Kind::Text),
        ],
        primary_key: &["id"],
        rows: (1..=60).map(|number| row(random, number)).collect(),
    }
}

fn row(random: &mut Random, number: i64) -> Vec<Cell> {
    let name = DOCUMENTS[number as usize % DOCUMENTS.len()];
    // The number keeps name + subsystem unique, which the fallback key relies on.
    let title = match number % 4 {
        0 => format!("  {name}  no. {number}"),
        1 => format!("{name} no. {number} "),
        _ => format!("{name} no. {number}"),
    };
    let url = match number % 6 {
        0 => None,
        1 => Some(format!("HTTPS://Wiki.Example.com/docs/{number}")),
        2 => Some(format!(
            "https://wiki.example.com/docs/{number}?utm_source=mail&v=2"
        )),
        3 => Some(format!(
            " https://files.example.test/{number}/r%C3%A9sum%C3%A9.pdf#page=2 "
        )),
        4 => Some(format!(
            "https://wiki.example.com:443/docs/../docs/{number}"
        )),
        _ => Some(format!("https://wiki.example.com/docs/{number}")),
    };
    let body = match number % 8 {
        0 => None,
        1 => Some(String::new()),
        5 => Some(long(random)),
        _ => Some(prose(random, 4)),
    };
    let words = body
        .as_deref()
        .map_or(0, |body| body.split_whitespace().count());
    vec![
        Cell::text(id(number)),
        Cell::text(title),
        url.into(),
        random.pick(&KINDS).into(),
        random.chance(90).then(|| random.pick(&SUBSYSTEMS)).into(),
        random
            .chance(70)
            .then(|| code(1 + random.below(12) as i64))
            .into(),
        random
            .chance(85)
            .then(|| 1 + random.below(30) as i64)
            .into(),
        random
            .chance(80)
            .then(|| Cell::Date(day(random, 0, 320).to_string()))
            .into(),
        Cell::Integer(words as i64),
        random
            .chance(60)
            .then(|| Cell::Decimal(random.below(501) as i64))
            .into(),
        random.chance(30).into(),
        body.into(),
    ]
}
