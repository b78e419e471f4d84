//! From a cell of the database to a canonical value.

use super::{FieldError, PropertyKind, Reading};
use crate::source::Cell;
use crate::value::{DateValue, Moment, Number, Value};

/// Turns a cell into the value a property of this kind would hold.
///
/// # Errors
/// When the cell cannot be a value of that kind, such as a text in a number property that is no
/// number.
pub fn from_cell(kind: PropertyKind, cell: &Cell, reading: &Reading) -> Result<Value, FieldError> {
    if matches!(cell, Cell::Null) {
        return Ok(if kind == PropertyKind::Checkbox {
            Value::Bool(false)
        } else {
            Value::Empty
        });
    }
    match kind {
        PropertyKind::Number => number(cell, reading),
        PropertyKind::Checkbox => checkbox(cell),
        PropertyKind::Date => date(cell, reading),
        PropertyKind::Select | PropertyKind::Status => Ok(Value::list([cell.to_string()])),
        PropertyKind::MultiSelect => Ok(Value::list(items(cell, reading))),
        PropertyKind::People => Ok(Value::people(items(cell, reading))),
        // Not `Value::files`: it drops the query, which belongs to an address outside Notion.
        PropertyKind::Files => Ok(Value::Files(items(cell, reading).into_iter().collect())),
        PropertyKind::Relation => Ok(Value::refs(items(cell, reading))),
        _ => Ok(Value::text(cell.to_string())),
    }
}

fn number(cell: &Cell, reading: &Reading) -> Result<Value, FieldError> {
    let number = match cell {
        Cell::Number(number) => number.clone(),
        Cell::Bool(value) => Number::from(i64::from(*value)),
        Cell::Text(text) if text.trim().is_empty() => return Ok(Value::Empty),
        Cell::Text(text) => Number::parse(text).map_err(|error| {
            FieldError::new(
                "not_a_number",
                format!("{error}; correct it or map it to a text"),
            )
        })?,
        other => {
            let message = format!("{} is not a number; map the column to a text", short(other));
            return Err(FieldError::new("not_a_number", message));
        }
    };
    if number.is_lossy() {
        let rounded = number.to_f64();
        if !reading.allow_lossy || !rounded.is_finite() {
            let message = format!(
                "{number} has more digits than Notion's numbers hold exactly (integers up to \
                 2^53, some 15 digits); map the column to a text, or allow rounding"
            );
            return Err(FieldError::new("lossy_number", message));
        }
        return Number::from_f64(rounded)
            .map(Value::Number)
            .map_err(|error| FieldError::new("not_a_number", error.to_string()));
    }
    Ok(Value::Number(number))
}

fn checkbox(cell: &Cell) -> Result<Value, FieldError> {
    let yes = match cell {
        Cell::Bool(value) => Some(*value),
        Cell::Number(number) if *number == Number::from(0) => Some(false),
        Cell::Number(number) if *number == Number::from(1) => Some(true),
        Cell::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "" | "0" | "f" | "false" | "n" | "no" | "off" => Some(false),
            "1" | "t" | "true" | "y" | "yes" | "on" => Some(true),
            _ => None,
        },
        _ => None,
    };
    yes.map(Value::Bool).ok_or_else(|| {
        let message = format!("{} is neither true nor false", short(cell));
        FieldError::new("not_a_boolean", message)
    })
}

fn date(cell: &Cell, reading: &Reading) -> Result<Value, FieldError> {
    let zone = reading.zone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
    let fail = || {
        let message = format!(
            "{} is not a date such as 2026-03-01 or a time such as 2026-03-01T09:30Z",
            short(cell)
        );
        FieldError::new("not_a_date", message)
    };
    let (moment, zoned) = match cell {
        Cell::Date(date) => (Moment::Date(*date), false),
        Cell::DateTime(local) => (Moment::local(*local, &zone).ok_or_else(fail)?, true),
        Cell::Instant(at) => (Moment::instant(*at), true),
        Cell::Text(text) if text.trim().is_empty() => return Ok(Value::Empty),
        Cell::Text(text) => {
            let text = text.trim();
            match text.parse::<jiff::civil::DateTime>() {
                // A time without an offset is a clock on some wall.
                Ok(local) if text.len() > 10 && text.parse::<jiff::Timestamp>().is_err() => {
                    (Moment::local(local, &zone).ok_or_else(fail)?, true)
                }
                _ => (Moment::parse(text).ok_or_else(fail)?, true),
            }
        }
        _ => return Err(fail()),
    };
    let mut value = DateValue::new(moment);
    value.zone = reading
        .zone_name
        .clone()
        .filter(|_| zoned && matches!(moment, Moment::Instant(_)));
    Ok(Value::Date(value))
}

/// The items of a cell that holds several: an array, a JSON array, or a text with commas.
fn items(cell: &Cell, reading: &Reading) -> Vec<String> {
    let from_json = |json: &serde_json::Value| -> Option<Vec<String>> {
        let items = json.as_array()?.iter().filter(|item| !item.is_null());
        Some(
            items
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect(),
        )
    };
    match cell {
        Cell::Null => Vec::new(),
        Cell::List(list) => list
            .iter()
            .filter(|item| **item != Cell::Null)
            .map(ToString::to_string)
            .collect(),
        Cell::Json(json) => from_json(json).unwrap_or_else(|| vec![cell.to_string()]),
        Cell::Text(text) => {
            let array = text.trim_start().starts_with('[');
            let json = array.then(|| serde_json::from_str(text).ok()).flatten();
            json.as_ref().and_then(from_json).unwrap_or_else(|| {
                let separator = reading.separator.as_deref().unwrap_or(",");
                let parts = text.split(separator).map(str::trim);
                parts
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect()
            })
        }
        other => vec![other.to_string()],
    }
}

fn short(cell: &Cell) -> String {
    let text = cell.to_string();
    let cut: String = text.chars().take(40).collect();
    if cut.len() == text.len() {
        format!("{text:?}")
    } else {
        format!("{cut:?}…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: PropertyKind, cell: Cell) -> Result<Value, String> {
        from_cell(kind, &cell, &Reading::default()).map_err(|error| error.reason)
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn null_is_empty_and_an_unchecked_box() {
        assert_eq!(read(PropertyKind::Number, Cell::Null), Ok(Value::Empty));
        assert_eq!(
            read(PropertyKind::Checkbox, Cell::Null),
            Ok(Value::Bool(false))
        );
    }

    #[test]
    fn numbers_are_exact_or_refused() {
        let number = |text: &str| Value::Number(Number::parse(text).expect("a number"));
        assert_eq!(
            read(PropertyKind::Number, text(" 1.50 ")),
            Ok(number("1.5"))
        );
        let big = Cell::Number(Number::parse("9007199254740993").expect("a number"));
        assert_eq!(
            read(PropertyKind::Number, big.clone()),
            Err("lossy_number".to_owned())
        );
        let reading = Reading {
            allow_lossy: true,
            ..Reading::default()
        };
        assert_eq!(
            from_cell(PropertyKind::Number, &big, &reading),
            Ok(number("9007199254740992"))
        );
        assert_eq!(
            read(PropertyKind::Number, text("many")),
            Err("not_a_number".to_owned())
        );
        assert_eq!(
            read(PropertyKind::Number, Cell::Bytes(vec![1])),
            Err("not_a_number".to_owned())
        );
    }

    #[test]
    fn dates_keep_their_kind_and_local_times_take_the_zone() {
        let day = read(PropertyKind::Date, text("2026-07-01")).expect("a date");
        assert!(matches!(&day, Value::Date(date) if matches!(date.start, Moment::Date(_))));
        let reading = Reading {
            zone: Some(jiff::tz::TimeZone::get("Europe/Athens").expect("known zone")),
            zone_name: Some("Europe/Athens".to_owned()),
            ..Reading::default()
        };
        let utc = Value::Date(DateValue::new(
            Moment::parse("2026-07-01T06:30:00Z").expect("one"),
        ));
        for cell in [
            text("2026-07-01 09:30:00"),
            text("2026-07-01T06:30:59Z"),
            Cell::DateTime(jiff::civil::date(2026, 7, 1).at(9, 30, 0, 0)),
        ] {
            assert_eq!(
                from_cell(PropertyKind::Date, &cell, &reading),
                Ok(utc.clone()),
                "{cell:?}"
            );
        }
        assert_eq!(
            read(PropertyKind::Date, text("soon")),
            Err("not_a_date".to_owned())
        );
    }

    #[test]
    fn several_items_come_from_arrays_json_or_commas() {
        let both = Ok(Value::list(["a", "b, c"]));
        let list = Cell::List(vec![text("a"), Cell::Null, text("b, c")]);
        assert_eq!(read(PropertyKind::MultiSelect, list), both);
        assert_eq!(
            read(PropertyKind::MultiSelect, text(r#"["a", null, "b, c"]"#)),
            both
        );
        let json = Cell::Json(serde_json::json!(["a", "b, c"]));
        assert_eq!(read(PropertyKind::MultiSelect, json), both);
        assert_eq!(
            read(PropertyKind::MultiSelect, text("a, ,b")),
            Ok(Value::list(["a", "b"]))
        );
        assert_eq!(
            read(PropertyKind::People, text("Ada@Example.org,b@example.org")),
            Ok(Value::people(["ada@example.org", "b@example.org"]))
        );
    }

    #[test]
    fn checkboxes_take_only_yes_and_no() {
        assert_eq!(
            read(PropertyKind::Checkbox, text("Yes")),
            Ok(Value::Bool(true))
        );
        assert_eq!(
            read(PropertyKind::Checkbox, Cell::Number(0.into())),
            Ok(Value::Bool(false))
        );
        assert_eq!(
            read(PropertyKind::Checkbox, text("maybe")),
            Err("not_a_boolean".to_owned())
        );
        assert_eq!(
            read(PropertyKind::Checkbox, Cell::Number(2.into())),
            Err("not_a_boolean".to_owned())
        );
    }
}
