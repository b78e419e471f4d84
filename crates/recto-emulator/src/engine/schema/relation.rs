//! Relations and their mirrors.

use rusqlite::{Transaction, params};
use serde_json::{Value, json};

use crate::engine::{Context, relations};
use crate::ids;
use crate::problem::Problem;
use crate::store::sources::{self, Column, Source};

/// What a relation's stored configuration says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link<'a> {
    /// The data source whose pages are related.
    pub(crate) target: &'a str,
    /// The property over there that mirrors this one.
    pub(crate) synced: Option<&'a str>,
}

/// Reads a relation's configuration.
pub(crate) fn link(column: &Column) -> Link<'_> {
    let text = |name: &str| column.config.get(name).and_then(Value::as_str);
    Link {
        target: text("data_source_id").unwrap_or_default(),
        synced: text("synced_property_id"),
    }
}

/// Sets the configuration a request sends for the relation `column_id` of `source`; makes, renames
/// or removes the mirror.
pub(super) fn set(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column_id: &str,
    sent: &Value,
) -> Result<(), Problem> {
    let asked = sent
        .get("data_source_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let target = ids::normalized(asked).unwrap_or_default();
    if target != source.id && sources::get(tx, ctx.sources, &target)?.is_none() {
        return Err(ctx.not_found("data_source", &target));
    }
    let Some(column) = source.column(column_id).cloned() else {
        return Ok(());
    };
    let old = link(&column);
    if !old.target.is_empty() && old.target != target {
        clear(tx, ctx, source, &column)?;
    }
    let dual = sent.get("dual_property");
    let synced = match (dual, old.synced.filter(|_| old.target == target)) {
        (Some(dual), Some(synced)) => {
            let name = dual.get("synced_property_name").and_then(Value::as_str);
            rename(tx, ctx, source, &target, synced, name)?;
            Some(synced.to_owned())
        }
        (Some(dual), None) => Some(mirror(tx, ctx, source, &column, &target, dual)?),
        (None, Some(_)) => {
            remove_mirror(tx, ctx, source, &column)?;
            None
        }
        (None, None) => None,
    };
    if let Some(column) = source
        .schema
        .iter_mut()
        .find(|column| column.id == column_id)
    {
        column.config = match synced {
            Some(synced) => json!({"data_source_id": target, "synced_property_id": synced}),
            None => json!({"data_source_id": target}),
        };
    }
    Ok(())
}

/// Removes what a relation leaves elsewhere: its values and its mirror.
pub(super) fn clear(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column: &Column,
) -> Result<(), Problem> {
    remove_mirror(tx, ctx, source, column)?;
    relations::forget(tx, &source.id, &column.id)
}

/// Makes the mirror of a relation, with the values there already are.
fn mirror(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column: &Column,
    target: &str,
    dual: &Value,
) -> Result<String, Problem> {
    let title = match source.title.as_str() {
        "" => "Untitled",
        title => title,
    };
    let name = match dual.get("synced_property_name").and_then(Value::as_str) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => format!("Related to {title} ({})", column.name),
    };
    let config = json!({"data_source_id": source.id, "synced_property_id": column.id});
    let id = with_target(tx, ctx, source, target, |target| {
        let id = ctx
            .ids
            .property(|id| target.column(id).is_some() || id == column.id);
        target.schema.push(Column {
            id: id.clone(),
            name: unused(target, name),
            description: None,
            kind: "relation".to_owned(),
            config,
        });
        id
    })?
    .ok_or_else(|| ctx.not_found("data_source", target))?;
    tx.execute(
        "INSERT OR REPLACE INTO edge (page_id, property_id, position, target_id) \
         SELECT edge.target_id, ?3, node.seq, edge.page_id FROM node \
         JOIN edge ON edge.page_id = node.id AND edge.property_id = ?2 \
         WHERE node.parent_id = ?1",
        params![source.id, column.id, id],
    )?;
    Ok(id)
}

fn rename(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    target: &str,
    synced: &str,
    name: Option<&str>,
) -> Result<(), Problem> {
    let Some(name) = name else { return Ok(()) };
    with_target(tx, ctx, source, target, |target| {
        if target.schema.iter().any(|column| column.name == name) {
            return;
        }
        if let Some(mirror) = target.schema.iter_mut().find(|column| column.id == synced) {
            name.clone_into(&mut mirror.name);
        }
    })?;
    Ok(())
}

fn remove_mirror(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    column: &Column,
) -> Result<(), Problem> {
    let link = link(column);
    let Some(synced) = link.synced else {
        return Ok(());
    };
    with_target(tx, ctx, source, link.target, |target| {
        target.schema.retain(|column| column.id != synced);
    })?;
    relations::forget(tx, link.target, synced)
}

/// Changes the related data source, which may be the very one that is being changed.
fn with_target<T>(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &mut Source,
    target: &str,
    change: impl FnOnce(&mut Source) -> T,
) -> Result<Option<T>, Problem> {
    if target == source.id {
        return Ok(Some(change(source)));
    }
    let Some(found) = sources::get(tx, ctx.sources, target)? else {
        return Ok(None);
    };
    let mut found = (*found).clone();
    let out = change(&mut found);
    sources::put(tx, ctx.sources, found)?;
    Ok(Some(out))
}

/// The name, with a number if another property has it (recorded: `Hiring Date 1`).
pub(super) fn unused(source: &Source, name: String) -> String {
    let taken = |name: &str| source.schema.iter().any(|column| column.name == name);
    if !taken(&name) {
        return name;
    }
    (1..)
        .map(|number| format!("{name} {number}"))
        .find(|name| !taken(name))
        .unwrap_or(name)
}
