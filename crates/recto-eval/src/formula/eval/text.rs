//! Texts. Lengths and places count UTF-16 units (assumed: as the app's own language does).

mod number;

pub(super) use number::format_number;

use super::lists::range;
use super::{Failure, LONGEST, Out, long};
use crate::formula::value::Value;

pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// The letters from `start` to `end`. Half of a pair becomes U+FFFD.
pub(super) fn substring(text: &str, start: &Value, end: Option<&Value>) -> Value {
    if text.is_ascii() {
        let range = range(text.len(), start, end);
        return Value::text(text.get(range).unwrap_or_default());
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let range = range(units.len(), start, end);
    let units = units.get(range).unwrap_or_default();
    Value::text(String::from_utf16_lossy(units))
}

/// As many copies as the number, rounded up, 10,000 at most; without a number it fails (recorded).
pub(super) fn repeat(text: &str, count: &Value) -> Out {
    const MOST: f64 = 10_000.0;
    let Value::Number(count) = count else {
        return Err(Failure);
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 10,000"
    )]
    let count = count.ceil().clamp(0.0, MOST) as usize;
    if text.len().saturating_mul(count) > LONGEST {
        return Err(Failure);
    }
    Ok(Value::text(text.repeat(count)))
}

/// Fills a text up to a length; the filling is cut where the length is reached.
pub(super) fn pad(text: &str, wanted: &Value, filling: &str, before: bool) -> Out {
    let own = length(text);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cut on purpose; below zero there is nothing to fill"
    )]
    let wanted = wanted.as_number().unwrap_or(0.0).max(0.0) as usize;
    if wanted <= own || filling.is_empty() {
        return Ok(Value::text(text));
    }
    if wanted > LONGEST {
        return Err(Failure);
    }
    let units: Vec<u16> = filling.encode_utf16().cycle().take(wanted - own).collect();
    let filling = String::from_utf16_lossy(&units);
    let filled = if before {
        filling + text
    } else {
        text.to_owned() + &filling
    };
    long(filled.into())
}

/// The pieces between separators; without a separator, the letters.
pub(super) fn split(text: &str, separator: &str) -> Value {
    if separator.is_empty() {
        return Value::list(text.chars().map(|letter| Value::text(letter.to_string())));
    }
    Value::list(text.split(separator).map(Value::text))
}
