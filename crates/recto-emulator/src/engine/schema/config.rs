//! A sent configuration as it is stored.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{options, relation};
use crate::engine::{Context, formulas};
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// The stored configuration of `kind` after a request; `known` is the stored one so far, `{}` for
/// a new property, which has no id yet. Relations are set by [`relation::set`].
pub(super) fn store(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    (id, kind): (Option<&str>, &str),
    known: &Value,
    sent: &Value,
) -> Result<Value, Problem> {
    match kind {
        "number" => {
            let format = sent.get("format").or_else(|| known.get("format"));
            Ok(json!({"format": format.cloned().unwrap_or_else(|| Value::from("number"))}))
        }
        "select" | "multi_select" => {
            let list = |value: &Value| {
                value
                    .get("options")
                    .and_then(Value::as_array)
                    .cloned()
                    .unwrap_or_default()
            };
            let options = match sent.get("options") {
                None => list(known),
                Some(_) => options::replace(ctx, kind, &list(known), &list(sent))?,
            };
            Ok(json!({"options": options}))
        }
        "status" => options::status(ctx, known, sent),
        "formula" => {
            let expression = sent.get("expression").and_then(Value::as_str);
            match expression {
                None => Ok(known.clone()),
                Some(text) => formulas::store(tx, ctx, source, id, text),
            }
        }
        "rollup" => rollup(tx, ctx, source, sent),
        "unique_id" => {
            let prefix = sent.get("prefix").or_else(|| known.get("prefix"));
            Ok(json!({"prefix": prefix.cloned().unwrap_or_default()}))
        }
        _ => Ok(json!({})),
    }
}

fn rollup(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    sent: &Value,
) -> Result<Value, Problem> {
    let text = |name: &str| sent.get(name).and_then(Value::as_str);
    let pick = |source: &Source, by_id: Option<&str>, by_name: Option<&str>| -> Option<Column> {
        by_id.or(by_name).and_then(|key| source.find(key)).cloned()
    };
    let unknown = |key: Option<&str>| {
        Problem::validation(format!(
            "Could not find property with name or id: {}",
            key.unwrap_or_default()
        ))
    };
    let (id, name) = (text("relation_property_id"), text("relation_property_name"));
    let relation = pick(source, id, name)
        .filter(|column| column.kind == "relation")
        .ok_or_else(|| unknown(id.or(name)))?;
    let target = relation::link(&relation).target.to_owned();
    let (id, name) = (text("rollup_property_id"), text("rollup_property_name"));
    let column = if target == source.id {
        pick(source, id, name)
    } else {
        sources::get(tx, ctx.sources, &target)?.and_then(|target| pick(&target, id, name))
    }
    .ok_or_else(|| unknown(id.or(name)))?;
    Ok(json!({
        "relation_property_id": relation.id,
        "rollup_property_id": column.id,
        "function": sent.get("function"),
    }))
}
