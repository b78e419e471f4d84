//! Values of a property whose type changes.

use rusqlite::{Transaction, params};
use serde_json::{Map, Value, json};

use super::options::{self, NewOption};
use crate::engine::{Context, plain_rich_text, rich_text, values};
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// Converts the stored values of every row; `to` may gain options. What cannot be converted
/// becomes empty (probed: text to number keeps numeric strings).
pub(super) fn rows(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    from: &Column,
    to: &mut Column,
) -> Result<(), Problem> {
    each_row(tx, source, |properties| {
        let Some(old) = properties.remove(&from.id) else {
            return Ok(false);
        };
        if let Some(new) = convert(ctx, from, &old, to)? {
            properties.insert(from.id.clone(), new);
        }
        Ok(true)
    })
}

/// Numbers all rows that have no unique id yet, oldest first.
pub(super) fn number_rows(tx: &Transaction<'_>, source: &Source, id: &str) -> Result<(), Problem> {
    each_row(tx, source, |properties| {
        let number = sources::next_unique_id(tx, &source.id)?;
        properties.insert(id.to_owned(), Value::from(number));
        Ok(true)
    })
}

/// Runs `change` on the stored values of every row, oldest first; it says whether it changed any.
pub(super) fn each_row(
    tx: &Transaction<'_>,
    source: &Source,
    mut change: impl FnMut(&mut Map<String, Value>) -> Result<bool, Problem>,
) -> Result<(), Problem> {
    let rows: Vec<i64> = tx
        .prepare("SELECT seq FROM node WHERE parent_id = ?1 ORDER BY seq")?
        .query_map([&source.id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = tx.prepare("SELECT body FROM node WHERE seq = ?1")?;
    let mut write = tx.prepare("UPDATE node SET body = ?2 WHERE seq = ?1")?;
    for seq in rows {
        let mut body = read.query_row([seq], |row| crate::store::json(row, 0))?;
        let properties = body.get_mut("properties").and_then(Value::as_object_mut);
        if let Some(properties) = properties
            && change(properties)?
        {
            write.execute(params![seq, body.to_string()])?;
        }
    }
    Ok(())
}

fn convert(
    ctx: &Context<'_>,
    from: &Column,
    old: &Value,
    to: &mut Column,
) -> Result<Option<Value>, Problem> {
    let words = words(from, old);
    let text = words.join(", ");
    if text.is_empty() {
        return Ok(None);
    }
    Ok(match to.kind.as_str() {
        "rich_text" => Some(plain_rich_text(&text)),
        "number" => text
            .trim()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map(|number| values::number(&number)),
        "url" | "email" | "phone_number" => Some(Value::from(text)),
        "checkbox" => Some(Value::from(matches!(text.as_str(), "true" | "Yes" | "yes"))),
        "date" => values::date(&json!({"start": text})).ok(),
        "select" | "status" => {
            let name = words.first().map_or("", String::as_str);
            option(ctx, to, name)?.map(Value::from)
        }
        "multi_select" => {
            let names: Vec<&str> = match from.kind.as_str() {
                // Names of options, of which a status's may have a comma.
                "select" | "status" => words.iter().map(String::as_str).collect(),
                _ => text.split(',').map(str::trim).collect(),
            };
            let mut ids = Vec::new();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                ids.extend(option(ctx, to, name)?);
            }
            Some(Value::from(ids))
        }
        _ => None,
    })
}

/// The option of a name, made if the type makes options.
fn option(ctx: &Context<'_>, to: &mut Column, name: &str) -> Result<Option<String>, Problem> {
    if let Some(option) = values::option_named(to, name) {
        return Ok(option.get("id").and_then(Value::as_str).map(str::to_owned));
    }
    if to.kind == "status" {
        return Ok(None);
    }
    let name: String = name.replace(',', " ").chars().take(100).collect();
    options::add(
        ctx,
        to,
        NewOption {
            name: &name,
            color: None,
            description: None,
        },
    )
    .map(Some)
}

/// A stored value as words: the names of its options, or one text.
fn words(from: &Column, old: &Value) -> Vec<String> {
    let name = |id: &Value| {
        values::option(from, id.as_str().unwrap_or_default())
            .and_then(|option| Some(option.get("name")?.as_str()?.to_owned()))
    };
    match from.kind.as_str() {
        "rich_text" => vec![rich_text::plain_text(old)],
        "number" => vec![old.to_string()],
        "checkbox" => vec![old.to_string()],
        "url" | "email" | "phone_number" => old.as_str().map(str::to_owned).into_iter().collect(),
        "select" | "status" => name(old).into_iter().collect(),
        "multi_select" => old
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(name)
            .collect(),
        "date" => old
            .get("start")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
