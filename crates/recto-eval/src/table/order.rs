//! Sorts over packed values.

use std::cmp::Ordering;

use recto_api::query::Direction;

use super::column::{Text, Values};
use super::{Columns, Subject};
use crate::order::{Empties, Entry, Order, natural};

/// Keys are numbers, so that most comparisons look at nothing else. These two are of no value.
const FIRST: u64 = 0;
const LAST: u64 = u64::MAX;

/// One sort with the keys of its values.
struct Keyed<'a> {
    keys: Keys<'a>,
    descending: bool,
    /// The key of a row without a value.
    empty: u64,
}

enum Keys<'a> {
    Numbers(&'a [f64]),
    /// Equal keys do not tell that texts are equal.
    Texts(&'a [Text]),
    /// For each row a place among the ranks of distinct values.
    Ranks(&'a [u32], Vec<Option<u64>>),
    /// All rows are equal.
    None,
}

/// A row with its first two keys.
struct Item {
    keys: [u64; 2],
    place: u32,
    row: u32,
}

impl Order {
    /// Gives what the sorts look at, each once.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        let mut out: Vec<Subject> = Vec::new();
        for entry in &self.entries {
            if let Some(subject) = entry.subject.packed().filter(|own| !out.contains(own)) {
                out.push(subject);
            }
        }
        out
    }

    /// Puts rows in order, of which the first `most` are kept. Ties stay as they are given.
    ///
    /// Answers `None`, and changes nothing, if values that a sort looks at are not packed.
    #[must_use]
    pub fn sort_packed(
        &self,
        columns: &impl Columns,
        rows: &mut Vec<u32>,
        most: usize,
    ) -> Option<()> {
        let sorts: Vec<Keyed<'_>> = self
            .entries
            .iter()
            .map(|entry| keyed(entry, self.empties, columns))
            .collect::<Option<_>>()?;
        let key = |sort: usize, row: u32| sorts.get(sort).map_or(0, |sort| sort.key(row));
        let mut items: Vec<Item> = (0..)
            .zip(rows.iter())
            .map(|(place, row)| Item {
                keys: [key(0, *row), key(1, *row)],
                place,
                row: *row,
            })
            .collect();
        let compare = |left: &Item, right: &Item| {
            for (at, sort) in sorts.iter().enumerate() {
                let (a, b) = match left.keys.get(at).zip(right.keys.get(at)) {
                    Some((a, b)) => (*a, *b),
                    None => (sort.key(left.row), sort.key(right.row)),
                };
                let order = a
                    .cmp(&b)
                    .then_with(|| sort.behind_equal(a, left.row, right.row));
                if order.is_ne() {
                    return order;
                }
            }
            left.place.cmp(&right.place)
        };
        if most < items.len() {
            items.select_nth_unstable_by(most, compare);
            items.truncate(most);
        }
        items.sort_unstable_by(compare);
        rows.clear();
        rows.extend(items.iter().map(|item| item.row));
        Some(())
    }
}

fn keyed<'a>(entry: &Entry, empties: Empties, columns: &'a impl Columns) -> Option<Keyed<'a>> {
    let descending = entry.direction == Direction::Descending;
    let empty = match (empties, descending) {
        (Empties::Last, _) | (Empties::Greatest, false) | (Empties::Least, true) => LAST,
        _ => FIRST,
    };
    let keys = match entry.subject.packed() {
        None => Keys::None,
        Some(subject) => match &columns.column(&subject)?.values {
            Values::Numbers(all) => Keys::Numbers(all),
            Values::Texts(all) => Keys::Texts(all),
            Values::Distinct(all) => Keys::Ranks(&all.codes, entry.subject.ranks(&all.values)),
        },
    };
    Some(Keyed {
        keys,
        descending,
        empty,
    })
}

impl Keyed<'_> {
    fn key(&self, row: u32) -> u64 {
        let row = row as usize;
        let key = match &self.keys {
            Keys::Numbers(all) => all
                .get(row)
                .filter(|own| !own.is_nan())
                .map(|own| bits(*own)),
            Keys::Texts(all) => all
                .get(row)
                .filter(|own| !own.text.is_empty())
                .map(|own| own.rank.clamp(FIRST + 1, LAST - 1)),
            Keys::Ranks(codes, ranks) => {
                codes.get(row).and_then(|code| *ranks.get(*code as usize)?)
            }
            Keys::None => None,
        };
        match key {
            None => self.empty,
            Some(key) if self.descending => !key,
            Some(key) => key,
        }
    }

    /// Compares two rows whose keys are equal.
    fn behind_equal(&self, key: u64, left: u32, right: u32) -> Ordering {
        let Keys::Texts(all) = &self.keys else {
            return Ordering::Equal;
        };
        if key == FIRST || key == LAST {
            return Ordering::Equal;
        }
        let text = |row: u32| all.get(row as usize).map_or("", |own| &own.text);
        let order = natural::compare(text(left), text(right));
        if self.descending {
            order.reverse()
        } else {
            order
        }
    }
}

/// The order of numbers as that of their bits; neither the first nor the last key is a number's.
fn bits(number: f64) -> u64 {
    let bits = number.to_bits();
    match bits >> 63 {
        0 => bits | 1 << 63,
        _ => !bits,
    }
}
