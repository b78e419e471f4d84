//! The sample operations database: five tables, 422 rows, four join tables, made from a seed.

mod documents;
mod meetings;
mod people;
mod projects;
mod tasks;
mod text;

use super::random::Random;
use super::table::{Cell, Kind, Table, column};

/// The tables that become data sources, with their row counts.
pub(crate) const COUNTS: [(&str, usize); 5] = [
    ("people", 30),
    ("projects", 12),
    ("tasks", 280),
    ("meetings", 40),
    ("documents", 60),
];

/// Returns every table of the sample, targets of foreign keys first.
pub(crate) fn tables(seed: u64) -> Vec<Table> {
    let mut random = Random::new(seed);
    let people = people::table(&mut random);
    let projects = projects::table(&mut random);
    let members = links(
        &mut random,
        Join {
            name: "project_members",
            from: ("project_code", Kind::Text, "projects", "code"),
            to: ("person_id", "people"),
        },
        (1..=12).map(projects::code),
        COUNTS[0].1,
        |random| 2 + random.below(4),
    );
    let tasks = tasks::table(&mut random);
    let assignees = links(
        &mut random,
        Join {
            name: "task_assignees",
            from: ("task_id", Kind::Integer, "tasks", "id"),
            to: ("person_id", "people"),
        },
        1..=280,
        COUNTS[0].1,
        // A fifth of the tasks belongs to nobody, which is an empty relation.
        |random| {
            if random.chance(20) {
                0
            } else {
                1 + random.below(2)
            }
        },
    );
    let meetings = meetings::table(&mut random);
    let attendees = links(
        &mut random,
        Join {
            name: "meeting_attendees",
            from: ("meeting_id", Kind::Integer, "meetings", "id"),
            to: ("person_id", "people"),
        },
        1..=40,
        COUNTS[0].1,
        |random| 2 + random.below(7),
    );
    let documents = documents::table(&mut random);
    let documented = links(
        &mut random,
        Join {
            name: "document_tasks",
            from: ("document_id", Kind::Text, "documents", "id"),
            to: ("task_id", "tasks"),
        },
        (1..=60).map(documents::id),
        280,
        |random| random.below(4),
    );
    vec![
        people, projects, members, tasks, assignees, meetings, attendees, documents, documented,
    ]
}

/// A join table: its name and the two foreign keys that are its whole primary key.
struct Join {
    name: &'static str,
    from: (&'static str, Kind, &'static str, &'static str),
    to: (&'static str, &'static str),
}

/// Links each of `owners` to `count` different rows numbered 1 to `targets`.
fn links<T: Into<Cell> + Clone>(
    random: &mut Random,
    join: Join,
    owners: impl Iterator<Item = T>,
    targets: usize,
    count: impl Fn(&mut Random) -> usize,
) -> Table {
    let mut rows = Vec::new();
    for owner in owners {
        let count = count(random);
        for index in random.distinct(targets, count) {
            rows.push(vec![owner.clone().into(), Cell::Integer(index as i64 + 1)]);
        }
    }
    let (from, kind, from_table, from_key) = join.from;
    let (to, to_table) = join.to;
    // A primary key must be a `'static` slice, and there are only these four.
    let primary_key: &'static [&'static str] = match join.name {
        "project_members" => &["project_code", "person_id"],
        "task_assignees" => &["task_id", "person_id"],
        "meeting_attendees" => &["meeting_id", "person_id"],
        _ => &["document_id", "task_id"],
    };
    Table {
        name: join.name,
        columns: vec![
            column(from, kind).required().to(from_table, from_key),
            column(to, Kind::Integer).required().to(to_table, "id"),
        ],
        primary_key,
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(tables: &[Table]) -> impl Iterator<Item = &Cell> {
        tables.iter().flat_map(|table| table.rows.iter().flatten())
    }

    #[test]
    fn the_counts_are_the_promised_ones() {
        let tables = tables(42);
        for (name, count) in COUNTS {
            let table = tables.iter().find(|table| table.name == name).unwrap();
            assert_eq!(table.rows.len(), count, "{name}");
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| row.len() == table.columns.len()),
                "{name}"
            );
        }
        assert_eq!(COUNTS.iter().map(|(_, count)| count).sum::<usize>(), 422);
    }

    #[test]
    fn one_seed_is_one_database_and_another_seed_another() {
        let rows = |seed| {
            tables(seed)
                .into_iter()
                .map(|table| table.rows)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(1), rows(1));
        assert_ne!(rows(1), rows(2));
    }

    #[test]
    fn every_difficulty_is_in_every_sample() {
        for seed in 0..20 {
            let tables = tables(seed);
            let any = |check: fn(&Cell) -> bool| cells(&tables).any(check);
            assert!(any(|cell| *cell == Cell::Null), "null, seed {seed}");
            assert!(
                any(|cell| *cell == Cell::text("")),
                "empty string, seed {seed}"
            );
            assert!(any(|cell| *cell == Cell::Decimal(0)), "zero, seed {seed}");
            assert!(
                any(|cell| matches!(cell, Cell::Decimal(n) if *n < 0)),
                "negative, {seed}"
            );
            assert!(
                any(|cell| matches!(cell, Cell::Decimal(n) if n % 100 != 0)),
                "cents, {seed}"
            );
            assert!(
                any(|cell| matches!(cell, Cell::Texts(list) if list.is_empty())),
                "[], {seed}"
            );
            assert!(
                any(|cell| matches!(cell, Cell::Boolean(true))),
                "true, seed {seed}"
            );
            assert!(
                any(|cell| matches!(cell, Cell::Boolean(false))),
                "false, seed {seed}"
            );
            assert!(
                any(|cell| matches!(cell, Cell::Text(text) if text.encode_utf16().count() > 4_000)),
                "long text, seed {seed}",
            );
        }
    }

    #[test]
    fn a_task_waits_for_itself_in_the_end() {
        let tables = tables(3);
        let tasks = tables.iter().find(|table| table.name == "tasks").unwrap();
        let at = tasks
            .columns
            .iter()
            .position(|column| column.name == "blocked_by_id")
            .unwrap();
        let blocker = |id: i64| match tasks.rows[id as usize - 1][at] {
            Cell::Integer(id) => Some(id),
            _ => None,
        };
        let round = blocker(7).and_then(blocker).and_then(blocker);
        assert_eq!(round, Some(7));
    }
}
