//! Lists.

use std::collections::HashSet;
use std::ops::Range;

use super::{Failure, Out};
use crate::formula::value::Value;

/// The list a function is given; nothing is none, which ends the formula (recorded of `join`).
pub(super) fn items(value: &Value) -> Result<&[Value], Failure> {
    match value {
        Value::List(items) => Ok(items),
        _ => Err(Failure),
    }
}

/// A number as a place: cut, and within what is there.
fn place(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cut on purpose; the cast stops at the limits"
    )]
    let place = number as usize;
    place
}

/// The element at a place, counted from 0; fractions are cut, and behind the end is nothing, as
/// before the start (assumed).
pub(super) fn at(items: &[Value], index: &Value) -> Value {
    match index.as_number() {
        Some(index) if index >= 0.0 => items.get(place(index)).cloned().unwrap_or(Value::Empty),
        _ => Value::Empty,
    }
}

/// The places from `start` to `end` of something so long; negative ones count from the end.
pub(super) fn range(length: usize, start: &Value, end: Option<&Value>) -> Range<usize> {
    let within = |value: &Value| -> usize {
        let number = value.as_number().unwrap_or(0.0);
        if number < 0.0 {
            length.saturating_sub(place(-number))
        } else {
            place(number).min(length)
        }
    };
    let start = within(start);
    let end = match end {
        None | Some(Value::Empty) => length,
        Some(end) => within(end),
    };
    start..end.max(start)
}

/// `splice`: a copy without some elements, and with others in their place. The arguments are those
/// behind the list.
pub(super) fn splice(items: &[Value], args: &[Value]) -> Out {
    let [start, count, new @ ..] = args else {
        return Err(Failure);
    };
    let start = range(items.len(), start, None).start;
    let (before, rest) = items.split_at(start);
    let gone = place(count.as_number().unwrap_or(0.0));
    let kept = rest.iter().skip(gone);
    Ok(Value::list(before.iter().chain(new).chain(kept).cloned()))
}

/// One level of lists less; nothing stays (recorded).
pub(super) fn flat(items: &[Value]) -> Value {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::List(inner) => out.extend_from_slice(inner),
            other => out.push(other.clone()),
        }
    }
    Value::List(out.into())
}

/// The first of equal ones.
pub(super) fn unique(items: &[Value]) -> Value {
    let mut out: Vec<Value> = Vec::new();
    let mut seen = HashSet::new();
    for item in items {
        // Texts and pages, of which there may be many, are found by their letters.
        let new = match item {
            Value::Text(text) => seen.insert((true, text)),
            Value::Page(page) => seen.insert((false, page)),
            _ => !out.iter().any(|own| own.equals(item)),
        };
        if new {
            out.push(item.clone());
        }
    }
    Value::List(out.into())
}
