//! Property values: what may be sent, what is stored for it, what is answered.
//!
//! Stored under the property's decoded id: rich text arrays as answered, numbers, ids of options
//! and people, booleans and texts as they are. Relations are edges, times and authors belong to
//! the page, formulas and rollups are computed; none of these is stored.

mod date;
mod read;
mod shape;
mod write;

use serde_json::{Number, Value};

pub(crate) use date::normalize as date;
pub(crate) use read::Reader;
pub(crate) use shape::properties as properties_shape;
pub(crate) use write::{Draft, write};

use crate::store::sources::Column;

/// The option of an id.
pub(crate) fn option<'a>(column: &'a Column, id: &str) -> Option<&'a Value> {
    options(column)
        .iter()
        .find(|option| option.get("id").and_then(Value::as_str) == Some(id))
}

/// The option of a name.
pub(crate) fn option_named<'a>(column: &'a Column, name: &str) -> Option<&'a Value> {
    options(column)
        .iter()
        .find(|option| option.get("name").and_then(Value::as_str) == Some(name))
}

fn options(column: &Column) -> &[Value] {
    column
        .config
        .get("options")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A number as JavaScript writes it: whole ones without a fraction.
pub(crate) fn number(number: &Number) -> Value {
    /// Up to here every whole `f64` is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            Value::from(float as i64)
        }
        _ => Value::Number(number.clone()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        let of = |value: Value| match value {
            Value::Number(value) => number(&value).to_string(),
            _ => String::new(),
        };
        assert_eq!(of(json!(2.0)), "2");
        assert_eq!(of(json!(-0.5)), "-0.5");
        assert_eq!(of(json!(7)), "7");
        assert_eq!(of(json!(1e300)), "1e+300");
    }
}
