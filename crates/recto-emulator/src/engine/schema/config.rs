//! A sent configuration as it is stored.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{options, read, relation};
use crate::engine::Context;
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// The stored configuration of `kind` after a request; `known` is the stored one so far, `{}` for
/// a new property. Relations are set by [`relation::set`].
pub(super) fn store(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    kind: &str,
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
                Some(text) => Ok(json!({"expression": formula(ctx, source, text)?})),
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

/// A formula with its property names as references (recorded). The expression is not parsed: its
/// layout stays as it was sent.
fn formula(ctx: &Context<'_>, source: &Source, text: &str) -> Result<String, Problem> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("prop(\"") {
        let (before, call) = rest.split_at(at);
        out.push_str(before);
        let call = &call["prop(\"".len()..];
        let Some((name, after)) = call.split_once("\")") else {
            return Err(Problem::validation("Parse error with formula"));
        };
        let column = source
            .find(&name.replace("\\\"", "\""))
            .ok_or_else(|| Problem::validation("Type error with formula"))?;
        out.push_str(&format!(
            "{{{{notion:block_property:{}:{}:{}}}}}",
            read::encoded_id(&column.id),
            source.id,
            ctx.workspace.id
        ));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
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
