//! 280 tasks, some of which wait for others: forwards, backwards and in a circle.

use super::projects::code;
use super::text::{day, long, prose, time, utc};
use crate::demo::random::Random;
use crate::demo::table::{Cell, Kind, Table, column};
use crate::demo::words::{LABELS, PRIORITIES, TASK_STATUSES, THINGS, VERBS};

pub(super) fn table(random: &mut Random) -> Table {
    Table {
        name: "tasks",
        columns: vec![
            column("id", Kind::Integer).required(),
            column("title", Kind::Text).required(),
            column("status", Kind::Text).required(),
            column("priority", Kind::Text),
            column("project_code", Kind::Text)
                .required()
                .to("projects", "code"),
            column("blocked_by_id", Kind::Integer).to("tasks", "id"),
            column("labels", Kind::Texts),
            column("estimate_hours", Kind::Decimal),
            column("position", Kind::Integer).required(),
            column("due_on", Kind::Date),
            column("remind_at", Kind::Timestamp),
            column("finished_at", Kind::Instant),
            column("is_billable", Kind::Boolean),
            column("notes", Kind::Text),
        ],
        primary_key: &["id"],
        rows: (1..=280).map(|id| row(random, id)).collect(),
    }
}

fn row(random: &mut Random, id: i64) -> Vec<Cell> {
    let blocked_by = match id {
        7 => Some(8),
        8 => Some(9),
        9 => Some(7),
        // Waiting for itself: a mistake people do make, and the shortest circle there is.
        13 => Some(13),
        _ if random.chance(15) => Some(1 + random.below(280) as i64),
        _ => None,
    };
    let labels = random.below(4);
    let labels = random.some(&LABELS, labels);
    let due = random.chance(75).then(|| day(random, 20, 360));
    let status = random.pick(&TASK_STATUSES);
    let finished = (status == "Done").then(|| {
        let day = day(random, 10, 300);
        Cell::Instant(utc(time(random, day)))
    });
    let estimate = match id % 9 {
        0 => Cell::Null,
        1 => Cell::Decimal(0),
        _ => Cell::Decimal(25 * (1 + random.below(60)) as i64),
    };
    let reminder = due.filter(|_| random.chance(40)).map(|due| {
        let time = time(random, due.saturating_sub(jiff::Span::new().days(2)));
        Cell::Timestamp(time.to_string())
    });
    let notes = match id % 7 {
        0 => None,
        1 => Some(String::new()),
        _ if id % 40 == 4 => Some(long(random)),
        _ => Some(prose(random, 1 + random.clone().below(4))),
    };
    vec![
        Cell::Integer(id),
        Cell::text(format!("{} {}", random.pick(&VERBS), random.pick(&THINGS))),
        status.into(),
        random.chance(85).then(|| random.pick(&PRIORITIES)).into(),
        Cell::text(code(1 + random.below(12) as i64)),
        blocked_by.into(),
        Cell::texts(labels),
        estimate,
        Cell::Integer(if id % 50 == 0 { -id } else { id * 10 }),
        due.map(|due| Cell::Date(due.to_string())).into(),
        reminder.into(),
        finished.into(),
        random.chance(90).then(|| random.chance(50)).into(),
        notes.into(),
    ]
}
