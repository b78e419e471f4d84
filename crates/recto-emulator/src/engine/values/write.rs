//! Sent property values as they are stored.

use std::sync::Arc;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::{date, number, option, option_named};
use crate::engine::schema::{NewOption, add_option};
use crate::engine::{Context, files, relations, rich_text};
use crate::ids;
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};
use crate::store::{imports, nodes};

/// The values of a page while a request changes them.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Stored values by decoded property id.
    pub(crate) values: Map<String, Value>,
    /// Relations to set once the page is stored: property, mirror, targets.
    relations: Vec<(String, Option<String>, Vec<String>)>,
}

impl Draft {
    /// A draft that starts with what is stored.
    pub(crate) fn of(values: Map<String, Value>) -> Self {
        Self {
            values,
            relations: Vec::new(),
        }
    }

    /// Sets the relations of the stored page.
    pub(crate) fn relate(&self, tx: &Transaction<'_>, page: &str) -> Result<(), Problem> {
        for (property, synced, targets) in &self.relations {
            relations::set(tx, page, property, synced.as_deref(), targets)?;
        }
        Ok(())
    }
}

/// Puts the `properties` of a request into a draft. Options that a select or multi-select lacks
/// are made.
///
/// Refused in one message, as recorded: properties that do not exist, values of another type.
pub(crate) fn write(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Arc<Source>,
    sent: &Map<String, Value>,
    draft: &mut Draft,
) -> Result<(), Problem> {
    let mut found = Vec::with_capacity(sent.len());
    let mut wrong = Vec::new();
    for (key, value) in sent {
        match (source.find(key), kind_of(value)) {
            (None, _) => wrong.push(format!("{key} is not a property that exists.")),
            (Some(column), (kind, _)) if kind != column.kind => {
                wrong.push(format!("{key} is expected to be {}.", column.kind));
            }
            (Some(column), (_, value)) => found.push((column, value)),
        }
    }
    if !wrong.is_empty() {
        return Err(Problem::validation(wrong.join(" ")));
    }
    let mut changed: Option<Source> = None;
    for (column, value) in found {
        if matches!(column.kind.as_str(), "select" | "multi_select" | "status") {
            let stored = options(ctx, source, &mut changed, column, value)?;
            set(draft, &column.id, stored);
        } else if column.kind == "relation" {
            draft.relations.push(relation(tx, ctx, column, value)?);
        } else {
            let stored = simple(tx, ctx, column, value)?;
            set(draft, &column.id, stored);
        }
    }
    if let Some(changed) = changed {
        sources::put(tx, ctx.sources, changed)?;
    }
    Ok(())
}

/// Empty values are not stored, so that every empty row is the same.
fn set(draft: &mut Draft, id: &str, stored: Value) {
    let empty = match &stored {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if empty {
        draft.values.remove(id);
    } else {
        draft.values.insert(id.to_owned(), stored);
    }
}

/// The type of a sent value and what stands under it. A bare array is a title.
fn kind_of(value: &Value) -> (&str, &Value) {
    const EXTRAS: [&str; 4] = ["id", "type", "name", "has_more"];
    match value {
        Value::Object(members) => members
            .iter()
            .find(|(name, _)| !EXTRAS.contains(&name.as_str()))
            .map_or(("", value), |(name, value)| (name, value)),
        _ => ("title", value),
    }
}

fn simple(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    column: &Column,
    value: &Value,
) -> Result<Value, Problem> {
    match (column.kind.as_str(), value) {
        (_, Value::Null) => Ok(Value::Null),
        ("title" | "rich_text", _) => rich_text::normalize(tx, ctx, value),
        ("number", Value::Number(value)) => Ok(number(value)),
        ("date", _) => date::normalize(value),
        ("people", Value::Array(people)) => {
            Ok(people.iter().filter_map(id_of).map(Value::from).collect())
        }
        ("files", Value::Array(list)) => {
            let files = list
                .iter()
                .map(|file| files::normalize_named(tx, ctx, file));
            files.collect()
        }
        ("verification", _) => Ok(verification(ctx, value)),
        ("place", _) => Ok(place(value)),
        _ => Ok(value.clone()),
    }
}

fn options(
    ctx: &Context<'_>,
    source: &Source,
    changed: &mut Option<Source>,
    column: &Column,
    value: &Value,
) -> Result<Value, Problem> {
    let mut pick = |sent: &Value| -> Result<Value, Problem> {
        let text = |name: &str| sent.get(name).and_then(Value::as_str);
        let known = changed
            .as_ref()
            .and_then(|source| source.column(&column.id))
            .unwrap_or(column);
        let by_id = text("id").and_then(|id| option(known, id));
        let found = by_id.or_else(|| option_named(known, text("name")?));
        if let Some(id) = found.and_then(|option| option.get("id")) {
            return Ok(id.clone());
        }
        let Some(name) = text("name") else {
            let id = text("id").unwrap_or_default();
            return Err(Problem::validation(format!(
                "Invalid {} option. Option with id \"{id}\" does not exist.",
                column.kind
            )));
        };
        if column.kind == "status" {
            // The stray quotation mark is the service's.
            return Err(Problem::validation(format!(
                "Invalid status option. Status option \"{name}\" does not exist\"."
            )));
        }
        let target = changed.get_or_insert_with(|| source.clone());
        let Some(column) = target.schema.iter_mut().find(|other| other.id == column.id) else {
            return Ok(Value::Null);
        };
        let new = NewOption {
            name,
            color: text("color"),
            description: text("description"),
        };
        add_option(ctx, column, new).map(Value::from)
    };
    match value {
        Value::Array(values) => {
            let mut ids: Vec<Value> = Vec::with_capacity(values.len());
            for value in values {
                let id = pick(value)?;
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            Ok(Value::Array(ids))
        }
        Value::Null => Ok(Value::Null),
        _ => pick(value),
    }
}

fn relation(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    column: &Column,
    value: &Value,
) -> Result<(String, Option<String>, Vec<String>), Problem> {
    let config = |name: &str| column.config.get(name).and_then(Value::as_str);
    let target = config("data_source_id").unwrap_or_default();
    let mut ids = Vec::new();
    for sent in value.as_array().into_iter().flatten() {
        let Some(id) = id_of(sent) else { continue };
        match nodes::parent_of(tx, &id)? {
            Some(parent) if parent == target => ids.push(id),
            // Of a stand-in nobody knows where it belongs.
            Some(_) if imports::is_hidden(tx, &id)? => ids.push(id),
            Some(_) => {
                return Err(Problem::validation(format!(
                    "{} expects pages of its related data source; {id} is not one.",
                    column.name
                )));
            }
            None => return Err(ctx.not_found("page", &id)),
        }
    }
    Ok((
        column.id.clone(),
        config("synced_property_id").map(str::to_owned),
        ids,
    ))
}

fn verification(ctx: &Context<'_>, value: &Value) -> Value {
    let state = value.get("state").cloned().unwrap_or_default();
    if state == "unverified" {
        return Value::Null;
    }
    let date = value.get("date").filter(|date| !date.is_null());
    json!({
        "state": state,
        "date": date.and_then(|date| date::normalize(date).ok()),
        "verified_by": ctx.user(),
    })
}

fn place(value: &Value) -> Value {
    let member = |name: &str| value.get(name).cloned().unwrap_or_default();
    json!({
        "lat": member("lat"),
        "lon": member("lon"),
        "name": member("name"),
        "address": member("address"),
        "aws_place_id": member("aws_place_id"),
        "google_place_id": member("google_place_id"),
    })
}

fn id_of(sent: &Value) -> Option<String> {
    ids::normalized(sent.get("id")?.as_str()?)
}
