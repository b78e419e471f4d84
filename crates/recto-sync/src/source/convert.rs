//! From a stored text to a cell of a column's kind.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use super::{Cell, CellError, ColumnKind};
use crate::value::Number;

/// Reads bytes that should be UTF-8 as a cell.
pub(super) fn cell_from_bytes(kind: &ColumnKind, bytes: &[u8]) -> Result<Cell, CellError> {
    let text = std::str::from_utf8(bytes).map_err(|error| CellError::utf8(bytes, error))?;
    cell_from_text(kind, text)
}

/// Reads a text as a cell.
///
/// A moment is read by what it says: a day in a timestamp column stays a day, since SQLite keeps
/// whatever it is given. A time without offset in a column of instants is taken as UTC.
pub(super) fn cell_from_text(kind: &ColumnKind, text: &str) -> Result<Cell, CellError> {
    let mismatch = || CellError::mismatch(text, kind);
    match kind {
        ColumnKind::Text | ColumnKind::Other(_) => Ok(Cell::Text(text.to_owned())),
        ColumnKind::Bool => match text.to_ascii_lowercase().as_str() {
            "1" | "t" | "true" | "y" | "yes" | "on" => Ok(Cell::Bool(true)),
            "0" | "f" | "false" | "n" | "no" | "off" => Ok(Cell::Bool(false)),
            _ => Err(mismatch()),
        },
        ColumnKind::Integer | ColumnKind::Real | ColumnKind::Decimal => Number::parse(text)
            .map(Cell::Number)
            .map_err(|_| mismatch()),
        ColumnKind::Date | ColumnKind::DateTime { .. } => {
            moment(kind, text.trim()).ok_or_else(mismatch)
        }
        ColumnKind::Json => {
            let mut json: serde_json::Value = serde_json::from_str(text).map_err(|_| mismatch())?;
            // PostgreSQL's jsonb forgets the order of members; so does everyone else then.
            json.sort_all_objects();
            Ok(Cell::Json(json))
        }
        ColumnKind::Array(kind) => {
            let json = serde_json::from_str(text).map_err(|_| mismatch())?;
            let serde_json::Value::Array(items) = json else {
                return Err(mismatch());
            };
            list(kind, items)
        }
        ColumnKind::Uuid => Uuid::parse_str(text.trim())
            .map(|uuid| Cell::Text(uuid.to_string()))
            .map_err(|_| mismatch()),
        ColumnKind::Bytes => {
            let digits = text.strip_prefix("\\x").unwrap_or(text);
            bytes(digits).map(Cell::Bytes).ok_or_else(mismatch)
        }
    }
}

fn moment(kind: &ColumnKind, text: &str) -> Option<Cell> {
    if !text.contains(':') {
        return Date::from_str(text).ok().map(Cell::Date);
    }
    if let Ok(at) = Timestamp::from_str(text) {
        return Some(Cell::Instant(at));
    }
    let local = DateTime::from_str(text).ok()?;
    match kind {
        ColumnKind::DateTime { zoned: true } => {
            let zone = jiff::tz::TimeZone::UTC;
            zone.to_timestamp(local).ok().map(Cell::Instant)
        }
        _ => Some(Cell::DateTime(local)),
    }
}

fn list(kind: &ColumnKind, items: Vec<serde_json::Value>) -> Result<Cell, CellError> {
    let item = |item: serde_json::Value| match item {
        serde_json::Value::Null => Ok(Cell::Null),
        serde_json::Value::Array(inner) => list(kind, inner),
        serde_json::Value::String(text) => cell_from_text(kind, &text),
        other => cell_from_text(kind, &other.to_string()),
    };
    items
        .into_iter()
        .map(item)
        .collect::<Result<_, _>>()
        .map(Cell::List)
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let pair = std::str::from_utf8(pair)
                .ok()
                .filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(kind: &ColumnKind, text: &str) -> String {
        match cell_from_text(kind, text) {
            Ok(cell) => format!("{cell:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn moments_keep_their_kind() {
        let zoned = ColumnKind::DateTime { zoned: true };
        let local = ColumnKind::DateTime { zoned: false };
        assert_eq!(show(&ColumnKind::Date, "2026-05-01"), "Date(2026-05-01)");
        assert_eq!(
            show(&local, "2026-05-01 10:00:00.5"),
            "DateTime(2026-05-01T10:00:00.5)"
        );
        assert_eq!(show(&local, "2026-05-01"), "Date(2026-05-01)");
        for text in [
            "2026-05-01 10:00:00+00",
            "2026-05-01T12:00:00+02:00",
            "2026-05-01 10:00",
        ] {
            assert_eq!(
                show(&zoned, text),
                "Instant(2026-05-01T10:00:00Z)",
                "{text}"
            );
        }
        for text in [
            "infinity",
            "2026-02-30",
            "0044-03-15 BC",
            "2026-05-01 25:00:00",
        ] {
            assert!(
                show(&zoned, text).contains("is not a value of type"),
                "{text}"
            );
        }
    }

    #[test]
    fn arrays_may_be_nested_and_hold_nulls() {
        let kind = ColumnKind::Array(Box::new(ColumnKind::Integer));
        let number = |n: i64| Cell::Number(n.into());
        assert_eq!(
            cell_from_text(&kind, r#"[["1", 2], [null]]"#),
            Ok(Cell::List(vec![
                Cell::List(vec![number(1), number(2)]),
                Cell::List(vec![Cell::Null])
            ]))
        );
        assert!(cell_from_text(&kind, "{1,2}").is_err());
        assert!(cell_from_text(&kind, r#"["x"]"#).is_err());
    }

    #[test]
    fn json_has_one_order() {
        let read = |text| cell_from_text(&ColumnKind::Json, text).unwrap().to_string();
        assert_eq!(read(r#"{"b": 1, "a": [2]}"#), read(r#"{"a":[2],"b":1}"#));
        assert!(cell_from_text(&ColumnKind::Json, "{").is_err());
    }

    #[test]
    fn bytes_and_uuids() {
        assert_eq!(
            cell_from_text(&ColumnKind::Bytes, r"\x00ff"),
            Ok(Cell::Bytes(vec![0, 255]))
        );
        assert!(cell_from_text(&ColumnKind::Bytes, "0").is_err());
        let uuid = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
        assert_eq!(
            cell_from_text(&ColumnKind::Uuid, uuid),
            Ok(Cell::Text(uuid.to_lowercase()))
        );
    }

    #[test]
    fn wrong_utf8_names_the_byte() {
        let error = cell_from_bytes(&ColumnKind::Text, b"ab\xffc").unwrap_err();
        assert_eq!(error, CellError::NotUtf8 { at: 2, byte: 0xff });
    }
}
