//! Blocks: read, list, append, update, delete (notion-api 2.3, 3.12, 7.6).

mod kind;
mod language;
mod object;
mod payload;
mod query;
pub(super) mod shape;
mod tree;

use rusqlite::Transaction;
use serde_json::Value;

use super::pages::set_trash;
use super::{Context, Input, paging};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::validate;

pub(crate) use object::{content_of, payload as payload_of};
pub(crate) use shape::check_children;

/// `GET /v1/blocks/{block_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let node = find(tx, ctx, input)?;
    object::block(tx, ctx, &node)
}

/// `PATCH /v1/blocks/{block_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("block_id")?;
    validate::body(&input.body, shape::update())?;
    let mut node = nodes::get(tx, &id)?.ok_or_else(|| ctx.not_found("block", &id))?;
    let sent = kind::KINDS
        .iter()
        .find_map(|kind| Some((kind, input.member(kind.name)?)));
    if kind::KINDS
        .iter()
        .any(|kind| kind.name != node.block_type && input.member(kind.name).is_some())
    {
        return Err(Problem::validation(format!(
            "Expected block type {} in request body",
            node.block_type
        )));
    }
    let was_in_trash = node.in_trash;
    set_trash(
        tx,
        &mut node,
        input.member("in_trash").and_then(Value::as_bool),
    )?;
    let mut changed = node.in_trash != was_in_trash;
    if let Some((kind, sent)) = sent
        && node.kind == Kind::Block
    {
        node.body = payload::update(tx, ctx, kind, &node.body, sent)?;
        check_row(tx, &node)?;
        changed = true;
    }
    if changed {
        save(tx, ctx, &mut node)?;
    }
    object::block(tx, ctx, &node)
}

/// `DELETE /v1/blocks/{block_id}`
pub(crate) fn delete(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let mut node = find(tx, ctx, input)?;
    set_trash(tx, &mut node, Some(true))?;
    save(tx, ctx, &mut node)?;
    object::block(tx, ctx, &node)
}

/// `GET /v1/blocks/{block_id}/children`
pub(crate) fn list_children(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("block_id")?;
    let size = paging::size_in_query(input)?;
    let cursor = query::start_cursor(input)?;
    let node = nodes::get(tx, &id)?.ok_or_else(|| ctx.not_found("block", &id))?;
    let parent = object::content_of(&node);
    match tree::page(tx, ctx, parent, cursor.as_deref(), size)? {
        Some(page) => Ok(page.into_list()),
        None => Err(Problem::invalid_cursor(
            input.query("start_cursor").unwrap_or_default(),
        )),
    }
}

/// `PATCH /v1/blocks/{block_id}/children`
///
/// Answers with the new blocks of the first level and the siblings behind them (recorded).
pub(crate) fn append_children(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("block_id")?;
    validate::body(&input.body, shape::append())?;
    let sent = input.member("children").unwrap_or(&Value::Null);
    shape::check_count(sent)?;
    let mut node = nodes::get(tx, &id)?.ok_or_else(|| ctx.not_found("block", &id))?;
    set_trash(tx, &mut node, None)?;
    let children = sent.as_array().map_or(&[][..], Vec::as_slice);
    tree::check_parent(&node, children)?;
    let parent = match node.kind {
        Kind::Page => Parent::Page(id),
        _ => Parent::Block(object::content_of(&node).to_owned()),
    };
    // A synced copy shows the blocks of its original, which may be in the trash without it.
    if parent.id() != node.id && nodes::has_trashed_ancestor(tx, &parent)? {
        return Err(Problem::archived_ancestor());
    }
    let sibling;
    let place = match input.body.pointer("/position/type").and_then(Value::as_str) {
        Some("start") => Place::Start,
        Some("after_block") => {
            sibling = sibling_of(tx, ctx, &parent, &input.body)?;
            Place::After(&sibling)
        }
        _ => Place::End,
    };
    let made = tree::insert(tx, ctx, &parent, children, place)?;
    let page = match made.first() {
        Some(first) => {
            touch(tx, ctx, &node)?;
            tree::page(
                tx,
                ctx,
                parent.id(),
                Some(first),
                recto_api::limits::PAGE_SIZE,
            )?
        }
        None => None,
    };
    Ok(page
        .unwrap_or_else(|| tree::Page {
            results: Vec::new(),
            next: None,
        })
        .into_list())
}

/// Adds the blocks of a request's `children`, which [`check_children`] found sound, at the end of a
/// parent; answers with the ids of the first level.
pub(crate) fn insert_children(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    children: &[Value],
) -> Result<Vec<String>, Problem> {
    tree::insert(tx, ctx, parent, children, Place::End)
}

/// The blocks of a type, newest first, those in the trash left out.
pub(crate) fn of_type(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    block_type: &str,
) -> Result<Vec<Value>, Problem> {
    let sql = format!(
        "SELECT {} FROM node WHERE kind = 'block' AND type = ?1 ORDER BY created_time DESC, seq DESC",
        nodes::COLUMNS
    );
    let found: Vec<Node> = tx
        .prepare_cached(&sql)?
        .query_map([block_type], nodes::read)?
        .collect::<Result<_, _>>()?;
    let mut sight = ctx.sight();
    let mut out = Vec::with_capacity(found.len());
    for node in found {
        let seen = match &mut sight {
            Some(sight) => sight.node(tx, &node.id)?,
            None => true,
        };
        if seen && !nodes::is_trashed(tx, &node)? {
            out.push(object::block(tx, ctx, &node)?);
        }
    }
    Ok(out)
}

/// Removes the blocks of a page and what is below them for good. Pages and databases among them go
/// to the trash instead (assumed; documented is that a request cannot undo it).
pub(crate) fn erase(tx: &Transaction<'_>, page: &str) -> Result<(), Problem> {
    let mut open = vec![page.to_owned()];
    while let Some(parent) = open.pop() {
        tx.prepare_cached("UPDATE node SET in_trash = 1 WHERE parent_id = ?1 AND kind <> 'block'")?
            .execute([&parent])?;
        let blocks: Vec<String> = tx
            .prepare_cached("SELECT id FROM node WHERE parent_id = ?1 AND kind = 'block'")?
            .query_map([&parent], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        tx.prepare_cached(
            "UPDATE node SET parent_type = 'page_id', parent_id = ?2 \
             WHERE parent_id = ?1 AND kind <> 'block'",
        )?
        .execute([parent.as_str(), page])?;
        tx.prepare_cached("DELETE FROM node WHERE parent_id = ?1 AND kind = 'block'")?
            .execute([&parent])?;
        open.extend(blocks);
    }
    Ok(())
}

/// Adds one block, given as a request has it and found sound, without what is inside it.
pub(crate) fn insert_block(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    block: &Value,
    place: Place<'_>,
) -> Result<String, Problem> {
    tree::insert_one(tx, ctx, parent, block, place)
}

/// What a block stores once a payload, found sound, has changed it.
pub(crate) fn changed(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
    payload: &Value,
) -> Result<Value, Problem> {
    let kind = kind::find(&node.block_type)
        .ok_or_else(|| Problem::internal(&"a block of no type is stored"))?;
    payload::update(tx, ctx, kind, &node.body, payload)
}

/// The node that the path names.
fn find(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Node, Problem> {
    let id = input.id("block_id")?;
    nodes::get(tx, &id)?.ok_or_else(|| ctx.not_found("block", &id))
}

/// The sibling that `position` names; it must be a child of the same parent.
fn sibling_of(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    body: &Value,
) -> Result<String, Problem> {
    let id = body
        .pointer("/position/after_block/id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
    match nodes::get(tx, &id)? {
        Some(node) if node.parent.id() == parent.id() => Ok(id),
        // Which refusal the service has for a block that is no sibling is not known.
        _ => Err(ctx.not_found("block", &id)),
    }
}

/// Refuses an updated row that no longer fits its table.
fn check_row(tx: &Transaction<'_>, node: &Node) -> Result<(), Problem> {
    if node.block_type != "table_row" {
        return Ok(());
    }
    let table = nodes::get(tx, node.parent.id())?;
    match table
        .as_ref()
        .and_then(|table| table.body.get("table_width")?.as_u64())
    {
        Some(width) => payload::check_width(&node.body, width),
        None => Ok(()),
    }
}

/// Writes what an edit changed of a node, and marks it and its page as edited.
fn save(tx: &Transaction<'_>, ctx: &Context<'_>, node: &mut Node) -> Result<(), Problem> {
    node.last_edited_time = edit_time(ctx, node);
    ctx.user().clone_into(&mut node.last_edited_by);
    nodes::update(tx, node)?;
    touch(tx, ctx, node)
}

/// Marks a node and the page it is on as edited.
fn touch(tx: &Transaction<'_>, ctx: &Context<'_>, node: &Node) -> Result<(), Problem> {
    nodes::touch(tx, &node.id, edit_time(ctx, node), ctx.user())?;
    if node.kind == Kind::Block
        && let Some(page) = nodes::containing_page(tx, &node.parent)?
    {
        nodes::touch(tx, &page, ctx.minute, ctx.user())?;
    }
    Ok(())
}

/// When an edit of a node happens: to the millisecond for a database, to the minute otherwise.
fn edit_time(ctx: &Context<'_>, node: &Node) -> i64 {
    match node.kind {
        Kind::Database => ctx.now.as_millisecond(),
        Kind::Page | Kind::Block => ctx.minute,
    }
}
