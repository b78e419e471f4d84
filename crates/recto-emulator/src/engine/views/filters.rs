//! Filters and sorts of views: stored with the ids of their properties, so that they outlive a
//! rename, and answered with the names (assumed; what refers to a property that is gone is left
//! out).

use std::sync::Arc;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::engine::schema::encoded_id;
use crate::engine::{Context, sources};
use crate::problem::Problem;
use crate::store::sources::{Column, Source};

/// A filter or sorts with ids for names.
pub(super) fn stored(source: &Source, sent: &Value) -> Value {
    map(sent, &|key| {
        source.find(key).map(|column| encoded_id(&column.id))
    })
}

/// A stored filter or sorts with names for ids; `null` if nothing is left of it.
pub(super) fn presented(source: Option<&Source>, stored: &Value) -> Value {
    let Some(source) = source else {
        return Value::Null;
    };
    map(stored, &|key| {
        source.find(key).map(|column| column.name.clone())
    })
}

/// Replaces what stands under `property` of every leaf; leaves without such a property go, and
/// compounds and lists that have nothing left.
fn map(value: &Value, name: &impl Fn(&str) -> Option<String>) -> Value {
    match value {
        Value::Array(items) => {
            let kept: Vec<Value> = items
                .iter()
                .map(|item| map(item, name))
                .filter(|item| !item.is_null())
                .collect();
            match kept.is_empty() {
                true => Value::Null,
                false => Value::Array(kept),
            }
        }
        Value::Object(members) => {
            let mut out = Map::new();
            for (key, value) in members {
                let value = match (key.as_str(), value) {
                    ("property", Value::String(property)) => {
                        name(property).map_or(Value::Null, Value::from)
                    }
                    ("and" | "or", value) => map(value, name),
                    (_, value) => value.clone(),
                };
                if value.is_null() {
                    return Value::Null;
                }
                out.insert(key.clone(), value);
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

/// Quick filters by the ids of their properties (documented).
pub(super) fn presented_quick(source: Option<&Source>, stored: &Value) -> Value {
    let (Some(source), Value::Object(stored)) = (source, stored) else {
        return Value::Null;
    };
    let kept: Map<String, Value> = stored
        .iter()
        .filter(|(id, _)| source.find(id).is_some())
        .map(|(id, condition)| (id.clone(), condition.clone()))
        .collect();
    match kept.is_empty() {
        true => Value::Null,
        false => Value::Object(kept),
    }
}

/// Brings the quick filters of a request into those that are there: each one is added or changed,
/// `null` removes it, `null` for all removes all (documented).
pub(super) fn merge_quick(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Arc<Source>,
    mut known: Map<String, Value>,
    sent: &Value,
) -> Result<Value, Problem> {
    let Value::Object(sent) = sent else {
        return Ok(Value::Null);
    };
    for (key, condition) in sent {
        let column = source.find(key).ok_or_else(|| unknown(key))?;
        let id = encoded_id(&column.id);
        if condition.is_null() {
            known.remove(&id);
            continue;
        }
        sources::check_query(tx, ctx, source, Some(whole(column, condition)), None)?;
        known.insert(id, condition.clone());
    }
    Ok(Value::Object(known))
}

/// A quick filter as the filter that it is.
fn whole(column: &Column, condition: &Value) -> Value {
    let mut filter = Map::new();
    filter.insert("property".to_owned(), json!(column.name));
    filter.extend(condition.as_object().cloned().unwrap_or_default());
    Value::Object(filter)
}

/// The refusal of a property that is not there.
pub(super) fn unknown(key: &str) -> Problem {
    Problem::validation(format!("Could not find property with name or id: {key}"))
}
