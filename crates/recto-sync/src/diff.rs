//! What differs between a row and its page. Pure.

use serde::{Deserialize, Serialize};

use crate::value::{Snapshot, Value};

/// One property that is to change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The Notion property's name.
    pub property: String,
    /// What the page holds.
    pub from: Value,
    /// What the row wants it to hold.
    pub to: Value,
}

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Properties to write, by name.
    pub changes: Vec<Change>,
    /// Properties that could not be read whole and are therefore left alone, with the reason.
    pub unknown: Vec<(String, String)>,
}

/// Compares what a row wants with what its page holds.
///
/// Only properties in `wanted` count: whatever else the page has belongs to its readers. The
/// source is canonical, so a property differs whenever the two values do, no matter which side
/// changed. A value that is unknown on either side is never written.
pub fn compare(wanted: &Snapshot, held: &Snapshot) -> Difference {
    let mut difference = Difference::default();
    for (property, to) in wanted {
        let from = held.get(property).unwrap_or(&Value::Empty);
        if let Value::Unknown(reason) = from {
            difference.unknown.push((property.clone(), reason.clone()));
        } else if !to.is_unknown() && !same(to, from) {
            let change = Change {
                property: property.clone(),
                from: from.clone(),
                to: to.clone(),
            };
            difference.changes.push(change);
        }
    }
    difference
}

/// Whether two snapshots hold the same values for the properties of `wanted`.
pub fn is_same(wanted: &Snapshot, held: &Snapshot) -> bool {
    let difference = compare(wanted, held);
    difference.changes.is_empty() && difference.unknown.is_empty()
}

/// Canonical equality, save that a checkbox has no empty state: nothing and "no" are one.
fn same(a: &Value, b: &Value) -> bool {
    a == b
        || matches!((a, b), (Value::Bool(false), other) | (other, Value::Bool(false))
            if other.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(values: &[(&str, Value)]) -> Snapshot {
        values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }

    #[test]
    fn only_wanted_properties_count() {
        let wanted = snapshot(&[("Name", Value::text("a")), ("Done", Value::Empty)]);
        let held = snapshot(&[
            ("Name", Value::text("b")),
            ("Done", Value::Bool(false)),
            ("Comment of a reader", Value::text("mine")),
        ]);
        let difference = compare(&wanted, &held);
        assert_eq!(
            difference.changes,
            [Change {
                property: "Name".to_owned(),
                from: Value::text("b"),
                to: Value::text("a")
            }]
        );
        assert!(!is_same(&wanted, &held));
        assert!(is_same(&snapshot(&[("Done", Value::Empty)]), &held));
    }

    #[test]
    fn clearing_is_a_change() {
        let wanted = snapshot(&[("Due", Value::Empty)]);
        let held = snapshot(&[("Due", Value::text("x"))]);
        assert_eq!(compare(&wanted, &held).changes[0].to, Value::Empty);
        assert!(is_same(&wanted, &Snapshot::new()));
    }

    #[test]
    fn what_was_not_read_whole_is_left_alone() {
        let wanted = snapshot(&[("People", Value::people(["a@example.org"]))]);
        let held = snapshot(&[("People", Value::Unknown("cut at 25".to_owned()))]);
        let difference = compare(&wanted, &held);
        assert!(difference.changes.is_empty());
        assert_eq!(
            difference.unknown,
            [("People".to_owned(), "cut at 25".to_owned())]
        );
        assert!(!is_same(&wanted, &held));
        let unreadable = snapshot(&[("Name", Value::Unknown("not UTF-8".to_owned()))]);
        let difference = compare(&unreadable, &snapshot(&[("Name", Value::text("x"))]));
        assert!(difference.changes.is_empty());
    }
}
