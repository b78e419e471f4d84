//! Dates.

use crate::formula::value::{Civil, DateValue, Moment, Unit, Value};

/// The start of a date.
pub(super) fn start(value: &Value) -> Option<Moment> {
    match value {
        Value::Date(date) => Some(date.start),
        _ => None,
    }
}

pub(super) fn single(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Empty, |start| Value::Date(DateValue::single(start)))
}

/// `dateAdd`, and `dateSubtract` with -1: of a range, both ends move (assumed). Without a date, a
/// number or a unit that is known, there is nothing.
pub(super) fn add(date: &Value, count: &Value, unit: &Value, sign: f64) -> Value {
    let (Value::Date(date), Value::Number(count), Value::Text(unit)) = (date, count, unit) else {
        return Value::Empty;
    };
    let Some(unit) = Unit::of(unit) else {
        return Value::Empty;
    };
    let moved = |moment: Moment| moment.plus(count * sign, unit);
    moved(date.start).map_or(Value::Empty, |start| {
        Value::Date(DateValue {
            start,
            end: date.end.and_then(moved),
        })
    })
}

pub(super) fn between(to: &Value, from: &Value, unit: &Value) -> Value {
    let (Some(to), Some(from), Value::Text(unit)) = (start(to), start(from), unit) else {
        return Value::Empty;
    };
    #[expect(clippy::cast_precision_loss, reason = "dates end below 2^53 ms")]
    Unit::of(unit).map_or(Value::Empty, |unit| {
        Value::Number(to.since(from, unit) as f64)
    })
}

pub(super) fn range(from: &Value, to: &Value) -> Value {
    match (start(from), start(to)) {
        (Some(start), end) => Value::Date(DateValue { start, end }),
        (None, end) => single(end),
    }
}

pub(super) fn end(value: &Value) -> Value {
    match value {
        Value::Date(date) => single(date.end.or(Some(date.start))),
        _ => Value::Empty,
    }
}

/// A part of the calendar or the clock.
pub(super) fn part(value: &Value, part: impl Fn(Civil) -> i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "parts of a date are small")]
    start(value).map_or(Value::Empty, |moment| {
        Value::Number(part(moment.civil()) as f64)
    })
}
