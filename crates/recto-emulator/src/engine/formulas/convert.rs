//! Stored values as formulas calculate with them.

use recto_api::property::Property;
use recto_eval::formula::Value;
use rusqlite::Transaction;
use serde_json::{Value as Json, json};

use crate::engine::values::Reader;
use crate::engine::{relations, users};
use crate::problem::Problem;
use crate::store::sources::Column;

/// Related pages that a formula looks at: all of them, not the 25 that a page shows (recorded).
const REACH: usize = 10_000;

/// The value of a property.
pub(super) fn value(reader: &Reader<'_>, column: &Column) -> Result<Value, Problem> {
    let kind = column.kind.as_str();
    Ok(match (kind, reader.stored(column)) {
        ("formula", _) => super::inner(reader, column)?,
        ("relation", _) => {
            let (ids, _) = relations::targets(reader.tx, &reader.page.id, &column.id, 0, REACH)?;
            Value::list(ids.into_iter().map(|id| Value::Page(id.into())))
        }
        ("number", Some(number)) => number.as_f64().map_or(Value::Empty, Value::Number),
        ("number" | "select" | "date" | "url" | "email" | "phone_number", None) => Value::Empty,
        ("checkbox", stored) => Value::Boolean(stored == Some(&Json::Bool(true))),
        ("title" | "rich_text", Some(Json::Array(runs))) if plain(runs) => {
            let texts = runs
                .iter()
                .filter_map(|run| run.get("plain_text")?.as_str());
            let text: String = texts.collect();
            match text.is_empty() {
                true => Value::Empty,
                false => Value::text(text),
            }
        }
        _ => read(kind, &reader.value(column, usize::MAX)?)?,
    })
}

/// Somebody, with name and address.
pub(super) fn person(tx: &Transaction<'_>, id: &str) -> Result<Value, Problem> {
    read("created_by", &users::full(tx, id)?)
}

/// Whether a text says the same whoever is renamed.
fn plain(runs: &[Json]) -> bool {
    runs.iter()
        .all(|run| run.get("type").and_then(Json::as_str) != Some("mention"))
}

/// A value as it is answered.
fn read(kind: &str, value: &Json) -> Result<Value, Problem> {
    let property: Property = serde_json::from_value(json!({"type": kind, kind: value}))?;
    Ok(Value::from(&property.value))
}
