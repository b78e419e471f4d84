//! Property configurations as they are answered.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::engine::{Context, formulas};
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// The id as it stands in answers: encoded as JavaScript's `encodeURIComponent` does (recorded).
pub(crate) fn encoded_id(id: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    utf8_percent_encode(id, KEPT).to_string()
}

/// All properties of a data source, by name.
pub(crate) fn properties(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
) -> Result<Value, Problem> {
    let mut out = Map::new();
    for column in &source.schema {
        out.insert(column.name.clone(), property(tx, ctx, source, column)?);
    }
    Ok(Value::Object(out))
}

/// One property's configuration.
fn property(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    column: &Column,
) -> Result<Value, Problem> {
    let config = match column.kind.as_str() {
        "relation" => relation(tx, ctx, source, column)?,
        "rollup" => rollup(tx, ctx, source, column)?,
        "formula" => formulas::config(&column.config),
        _ => column.config.clone(),
    };
    Ok(json!({
        "id": encoded_id(&column.id),
        "name": column.name,
        "description": column.description,
        "type": column.kind,
        column.kind.as_str(): config,
    }))
}

fn relation(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    column: &Column,
) -> Result<Value, Problem> {
    let link = super::relation::link(column);
    let found = match link.target == source.id {
        true => None,
        false => sources::get(tx, ctx.sources, link.target)?,
    };
    let target = found
        .as_deref()
        .or((link.target == source.id).then_some(source));
    let database = target.map(|target| target.database_id.as_str());
    let mut out = json!({"database_id": database, "data_source_id": link.target});
    let (kind, details) = match link.synced {
        None => ("single_property", json!({})),
        Some(synced) => {
            let name = target
                .and_then(|target| target.column(synced))
                .map(|mirror| Value::from(mirror.name.as_str()))
                .or_else(|| column.config.get("synced_property_name").cloned());
            let id = encoded_id(synced);
            (
                "dual_property",
                json!({"synced_property_name": name, "synced_property_id": id}),
            )
        }
    };
    if let Some(out) = out.as_object_mut() {
        out.insert("type".to_owned(), Value::from(kind));
        out.insert(kind.to_owned(), details);
    }
    Ok(out)
}

fn rollup(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Source,
    column: &Column,
) -> Result<Value, Problem> {
    let id = |name: &str| {
        column
            .config
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let (relation_id, target_id) = (id("relation_property_id"), id("rollup_property_id"));
    let relation = source
        .column(relation_id)
        .filter(|relation| relation.kind == "relation");
    let target_name = match relation.map(|relation| super::relation::link(relation).target) {
        None => None,
        Some(target) if target == source.id => {
            source.column(target_id).map(|column| column.name.clone())
        }
        Some(target) => sources::get(tx, ctx.sources, target)?
            .and_then(|target| target.column(target_id).map(|column| column.name.clone())),
    };
    // Where what it looks at was not imported, the names it came with are left.
    let given = |name: &str| column.config.get(name).cloned();
    // Recorded: names before ids, ids not encoded here.
    Ok(json!({
        "rollup_property_name": target_name.map(Value::from).or_else(|| given("rollup_property_name")),
        "relation_property_name": relation
            .map(|relation| Value::from(relation.name.as_str()))
            .or_else(|| given("relation_property_name")),
        "rollup_property_id": target_id,
        "relation_property_id": relation_id,
        "function": column.config.get("function"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_encoded_as_javascript_does() {
        assert_eq!(encoded_id(":{fH"), "%3A%7BfH");
        assert_eq!(encoded_id("a~d_"), "a~d_");
        assert_eq!(encoded_id("title"), "title");
    }
}
