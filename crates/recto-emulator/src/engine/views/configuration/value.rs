//! Settings as they are stored and answered: what they say of properties is checked and named.

use serde_json::{Map, Value, json};

use super::kind::{Holds, Setting};
use crate::engine::Context;
use crate::engine::schema::encoded_id;
use crate::engine::views::filters::unknown;
use crate::problem::Problem;
use crate::store::set;
use crate::store::sources::{Column, Source};

/// Property types that a calendar or timeline can be laid out by (assumed).
const DATES: [&str; 5] = [
    "date",
    "created_time",
    "last_edited_time",
    "formula",
    "rollup",
];

/// The stored form of a setting that was found sound.
pub(super) fn stored(
    ctx: &Context<'_>,
    source: &Source,
    setting: &Setting,
    sent: &Value,
) -> Result<Value, Problem> {
    let mut out = sent.clone();
    match setting.holds {
        Holds::Property => return Ok(id(column(source, sent)?)),
        Holds::Date(_) => {
            let column = column(source, sent)?;
            check_type(setting.name, column, &DATES)?;
            return Ok(id(column));
        }
        Holds::Place(_) => {
            let column = column(source, sent)?;
            check_type(setting.name, column, &["place", "location"])?;
            return Ok(id(column));
        }
        Holds::Properties => {
            for entry in out.as_array_mut().into_iter().flatten() {
                name_by_id(source, entry, "property_id")?;
            }
        }
        Holds::Group => {
            let column = column(source, sent.get("property_id").unwrap_or(&Value::Null))?;
            let kind = sent.get("type").and_then(Value::as_str).unwrap_or_default();
            let wanted = match kind {
                "person" => "people",
                "text" => "rich_text",
                kind => kind,
            };
            check_type(setting.name, column, &[wanted])?;
            name_by_id(source, &mut out, "property_id")?;
        }
        Holds::Cover => {
            let by_property = sent.get("type").is_some_and(|kind| kind == "property");
            needs_property(setting, sent, by_property)?;
            name_by_id(source, &mut out, "property_id")?;
        }
        Holds::Aggregation => {
            let counts = sent.get("aggregator").is_some_and(|name| name == "count");
            needs_property(setting, sent, !counts)?;
            name_by_id(source, &mut out, "property_id")?;
        }
        Holds::Subtasks => {
            name_by_id(source, &mut out, "property_id")?;
            name_by_id(source, &mut out, "toggle_column_id")?;
        }
        Holds::Arrows => name_by_id(source, &mut out, "property_id")?,
        Holds::Lines => {
            for line in out.as_array_mut().into_iter().flatten() {
                if line.get("id").is_none() {
                    set(line, "id", json!(ctx.ids.random()));
                }
            }
        }
        Holds::Flag | Holds::Number | Holds::Text | Holds::Word(_) | Holds::Preference => {}
    }
    Ok(out)
}

/// Puts a stored setting into an answer. What refers to a property that is gone is left out.
pub(super) fn present(
    source: &Source,
    setting: &Setting,
    stored: &Value,
    out: &mut Map<String, Value>,
) {
    let value = match setting.holds {
        Holds::Properties => stored
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| property(source, entry))
            .collect(),
        Holds::Group => {
            let Ok(column) = column(source, stored.get("property_id").unwrap_or(&Value::Null))
            else {
                return;
            };
            let mut group = stored.clone();
            set(&mut group, "property_name", json!(column.name));
            group
        }
        Holds::Property | Holds::Date(_) | Holds::Place(_) if column(source, stored).is_err() => {
            return;
        }
        _ => stored.clone(),
    };
    out.insert(setting.name.to_owned(), value);
    if let Holds::Date(name) | Holds::Place(name) = setting.holds
        && let Ok(column) = column(source, stored)
    {
        out.insert(name.to_owned(), json!(column.name));
    }
}

/// An entry of a list of properties, with its name behind its id.
fn property(source: &Source, entry: &Value) -> Option<Value> {
    let id = entry.get("property_id")?;
    let column = column(source, id).ok()?;
    let mut out = json!({"property_id": id, "property_name": column.name});
    for (name, value) in entry.as_object()? {
        if !matches!(name.as_str(), "property_id" | "property_name") {
            set(&mut out, name, value.clone());
        }
    }
    Some(out)
}

/// The property of an id, encoded or not.
fn column<'s>(source: &'s Source, sent: &Value) -> Result<&'s Column, Problem> {
    let key = sent.as_str().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(key).decode_utf8_lossy();
    source
        .column(key)
        .or_else(|| source.column(&decoded))
        .ok_or_else(|| unknown(key))
}

fn id(column: &Column) -> Value {
    Value::from(encoded_id(&column.id))
}

/// Checks and encodes the property id under a member, if there is one.
fn name_by_id(source: &Source, value: &mut Value, member: &str) -> Result<(), Problem> {
    if let Some(sent) = value.get(member).filter(|sent| !sent.is_null()) {
        let found = id(column(source, sent)?);
        set(value, member, found);
    }
    Ok(())
}

/// Refuses a setting that needs a property and names none (documented; the words are assumed).
fn needs_property(setting: &Setting, sent: &Value, needed: bool) -> Result<(), Problem> {
    if needed && sent.get("property_id").is_none() {
        return Err(Problem::validation(format!(
            "body failed validation: body.configuration.{}.property_id should be defined, instead \
             was `undefined`.",
            setting.name
        )));
    }
    Ok(())
}

/// Refuses a property of another type than a setting works with (assumed).
fn check_type(setting: &str, column: &Column, wanted: &[&str]) -> Result<(), Problem> {
    if wanted.contains(&column.kind.as_str()) {
        return Ok(());
    }
    Err(Problem::validation(format!(
        "body.configuration.{setting} expects a property of type {}, but {} is of type {}.",
        wanted.join(" or "),
        column.name,
        column.kind
    )))
}
