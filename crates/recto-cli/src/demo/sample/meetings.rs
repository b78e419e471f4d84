//! Forty meetings: moments with a zone, rooms that are nowhere, minutes that run long.

use super::projects::code;
use super::text::{day, long, prose, time, utc};
use crate::demo::random::Random;
use crate::demo::table::{Cell, Kind, Table, column};
use crate::demo::words::{MEETINGS, PLACES};

pub(super) fn table(random: &mut Random) -> Table {
    Table {
        name: "meetings",
        columns: vec![
            column("id", Kind::Integer).required(),
            column("title", Kind::Text).required(),
            column("project_code", Kind::Text).to("projects", "code"),
            column("organiser_id", Kind::Integer)
                .required()
                .to("people", "id"),
            column("starts_at", Kind::Instant).required(),
            column("ends_at", Kind::Instant),
            column("place", Kind::Text),
            column("is_remote", Kind::Boolean).required(),
            column("video_url", Kind::Text),
            column("minutes", Kind::Text),
        ],
        primary_key: &["id"],
        rows: (1..=40).map(|id| row(random, id)).collect(),
    }
}

fn row(random: &mut Random, id: i64) -> Vec<Cell> {
    let day = day(random, 5, 330);
    let starts = time(random, day);
    let length = jiff::Span::new().minutes(15 * (1 + random.below(8)) as i64);
    let ends = starts.saturating_add(length);
    let remote = random.chance(45);
    let minutes = match id % 6 {
        0 => None,
        1 => Some(String::new()),
        _ if id % 20 == 3 => Some(long(random)),
        _ => Some(prose(random, 2)),
    };
    vec![
        Cell::Integer(id),
        Cell::text(format!(
            "{} — {}",
            random.pick(&MEETINGS),
            day.strftime("%d.%m.")
        )),
        random
            .chance(80)
            .then(|| code(1 + random.below(12) as i64))
            .into(),
        Cell::Integer(1 + random.below(30) as i64),
        Cell::Instant(utc(starts)),
        random.chance(85).then(|| Cell::Instant(utc(ends))).into(),
        if remote {
            Cell::text("")
        } else {
            random.pick(&PLACES).into()
        },
        remote.into(),
        remote
            .then(|| format!("https://meet.example.com/room/{id}?pwd=%E2%9C%93#join"))
            .into(),
        minutes.into(),
    ]
}
