//! Thirty people, two bosses whose reports form a tree, and one pair who manage each other.

use super::text::{day, prose};
use crate::demo::random::Random;
use crate::demo::table::{Cell, Kind, Table, column};
use crate::demo::words::{GIVEN, ROLES, SKILLS, SURNAMES, TEAMS};

pub(super) fn table(random: &mut Random) -> Table {
    let mut surnames = SURNAMES;
    random.shuffle(&mut surnames);
    let rows = GIVEN
        .iter()
        .zip(surnames)
        .zip(1..)
        .map(|((given, surname), id)| row(random, id, given, surname))
        .collect();
    Table {
        name: "people",
        columns: vec![
            column("id", Kind::Integer).required(),
            column("name", Kind::Text).required(),
            column("email", Kind::Text),
            column("account", Kind::Text),
            column("phone", Kind::Text),
            column("role", Kind::Text),
            column("team", Kind::Text),
            column("manager_id", Kind::Integer).to("people", "id"),
            column("skills", Kind::Texts),
            column("is_active", Kind::Boolean).required(),
            column("joined_on", Kind::Date),
            column("daily_rate", Kind::Decimal),
            column("website", Kind::Text),
            column("about", Kind::Text),
        ],
        primary_key: &["id"],
        rows,
    }
}

fn account(surname: &str) -> String {
    format!("{}@example.com", surname.to_lowercase())
}

fn row(random: &mut Random, id: i64, given: &str, surname: &str) -> Vec<Cell> {
    let manager = match id {
        1 => None,
        // A job share: each is the other's boss, so neither row can be created with its relation.
        29 => Some(30),
        30 => Some(29),
        _ => Some(1 + random.below((id as usize - 1).min(6)) as i64),
    };
    let skills = random.below(4);
    let skills = random.some(&SKILLS, skills);
    let about = match id % 5 {
        0 => Some(String::new()),
        1 => None,
        _ => Some(prose(random, 1 + id as usize % 3)),
    };
    let rate = match id {
        1 => Some(Cell::Decimal(0)),
        _ if random.chance(10) => None,
        _ => Some(Cell::Decimal(18_000 + 25 * random.below(1_200) as i64)),
    };
    vec![
        Cell::Integer(id),
        Cell::text(format!("{given} {surname}")),
        (id != 17).then(|| account(surname)).into(),
        // The address a person has in Notion; every third has an account there.
        (id % 3 == 0).then(|| account(surname)).into(),
        random
            .chance(60)
            .then(|| format!("+47 555 01{id:02}"))
            .into(),
        random.pick(&ROLES).into(),
        random.chance(90).then(|| random.pick(&TEAMS)).into(),
        manager.into(),
        Cell::texts(skills),
        (id % 11 != 0).into(),
        random
            .chance(95)
            .then(|| Cell::Date(day(random, 0, 300).to_string()))
            .into(),
        rate.unwrap_or(Cell::Null),
        random
            .chance(40)
            .then(|| format!("https://{}.example.org/", surname.to_lowercase()))
            .into(),
        about.into(),
    ]
}
