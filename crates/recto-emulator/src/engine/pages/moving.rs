//! `POST /v1/pages/{page_id}/move`

use std::sync::{Arc, LazyLock};

use rusqlite::Transaction;
use serde_json::{Map, Value};

use super::{find, object, source_of};
use crate::engine::values::{option, option_named};
use crate::engine::{Context, Input};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::store::set;
use crate::store::sources::{self, Column, Source};
use crate::validate::{self, Shape, literals, object as members, optional, required, union};

pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let by = |name: &'static str, kinds: &'static [&'static str]| {
            members([
                required(name, Shape::Uuid),
                optional("type", literals(kinds)),
            ])
        };
        members([required(
            "parent",
            union([
                by("page_id", &["page_id"]),
                by("data_source_id", &["data_source_id"]),
            ]),
        )])
    });
    &SHAPE
}

/// `POST /v1/pages/{page_id}/move`: behind everything that is at its new place. A page keeps of its
/// values the title, and in another data source those of properties of the same name and type, but
/// no relations (assumed).
pub(crate) fn to(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Value, Problem> {
    let id = input.id("page_id")?;
    validate::body(&input.body, shape())?;
    let mut page = find(tx, ctx, &id)?;
    if page.in_trash {
        return Err(Problem::archived());
    }
    if nodes::has_trashed_ancestor(tx, &page.parent)? {
        return Err(Problem::archived_ancestor());
    }
    let parent = target(tx, ctx, input.member("parent").unwrap_or(&Value::Null))?;
    if let Some(above) = nodes::get(tx, parent.id())?
        && nodes::is_trashed(tx, &above)?
    {
        return Err(Problem::archived());
    }
    nodes::check_move(tx, &page.id, &parent)?;
    let before = source_of(tx, ctx, &page)?;
    if page.parent != parent {
        page.parent = parent;
        let end = nodes::position(tx, page.parent.id(), Place::End)?;
        page.position = end.unwrap_or_default();
        let after = source_of(tx, ctx, &page)?;
        if after.id != before.id {
            carry_over(tx, &mut page, &before, &after)?;
        }
    }
    page.last_edited_time = ctx.minute;
    ctx.user().clone_into(&mut page.last_edited_by);
    nodes::update(tx, &page)?;
    object(tx, ctx, &page, None)
}

/// Where the page goes. A database stands for its data source, if that is its only one
/// (documented).
fn target(tx: &Transaction<'_>, ctx: &Context<'_>, sent: &Value) -> Result<Parent, Problem> {
    let id = |name: &str| {
        sent.get(name)
            .and_then(Value::as_str)
            .and_then(ids::normalized)
    };
    if let Some(id) = id("data_source_id") {
        let found = sources::get(tx, ctx.sources, &id)?;
        return match found {
            Some(source) => Ok(Parent::DataSource(source.id.clone())),
            None => Err(ctx.not_found("data_source", &id)),
        };
    }
    let id = id("page_id").unwrap_or_default();
    match nodes::get(tx, &id)? {
        Some(node) if node.kind == Kind::Page => Ok(Parent::Page(id)),
        Some(node) if node.kind == Kind::Database => {
            let all = sources::meant_by_database(tx, ctx.sources, &id)?;
            match all.as_slice() {
                [only] => Ok(Parent::DataSource(only.id.clone())),
                several => Err(super::create::several_sources(&id, several)),
            }
        }
        Some(_) => Err(Problem::validation(
            "Pages can only be moved to a page or a data source.",
        )),
        None => Err(ctx.not_found("page", &id)),
    }
}

/// Leaves of a page's values those that its new schema has a place for.
fn carry_over(
    tx: &Transaction<'_>,
    page: &mut Node,
    before: &Arc<Source>,
    after: &Arc<Source>,
) -> Result<(), Problem> {
    let old = page.body.get("properties").and_then(Value::as_object);
    let old = old.cloned().unwrap_or_default();
    let mut kept = Map::new();
    for (id, value) in old {
        let Some(from) = before.column(&id) else {
            continue;
        };
        let found = match from.kind.as_str() {
            "title" => after.schema.iter().find(|column| column.kind == "title"),
            "unique_id" => None,
            kind => after.named(&from.name).filter(|column| column.kind == kind),
        };
        if let Some(to) = found
            && let Some(value) = moved(from, to, value)
        {
            kept.insert(to.id.clone(), value);
        }
    }
    if let Some(counted) = after
        .schema
        .iter()
        .find(|column| column.kind == "unique_id")
    {
        let number = sources::next_unique_id(tx, &after.id)?;
        kept.insert(counted.id.clone(), Value::from(number));
    }
    set(&mut page.body, "properties", Value::Object(kept));
    tx.prepare_cached("DELETE FROM edge WHERE page_id = ?1 OR target_id = ?1")?
        .execute([&page.id])?;
    Ok(())
}

/// A stored value under another property of its type: options go by name.
fn moved(from: &Column, to: &Column, value: Value) -> Option<Value> {
    let choice = |id: &Value| {
        let name = option(from, id.as_str()?)?.get("name")?.as_str()?;
        option_named(to, name)?.get("id").cloned()
    };
    match (from.kind.as_str(), &value) {
        ("select" | "status", id) => choice(id),
        ("multi_select", Value::Array(ids)) => Some(ids.iter().filter_map(choice).collect()),
        _ => Some(value),
    }
}
