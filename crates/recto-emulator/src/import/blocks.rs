//! Blocks.

use serde_json::{Value, json};

use super::given::{Given, id_of, text};
use super::{Work, pages};
use crate::problem::Problem;
use crate::store::imports;
use crate::store::nodes::{self, Kind, Node};

/// Members of a block that have a place.
const KNOWN: &[&str] = &[
    "object",
    "id",
    "parent",
    "created_time",
    "last_edited_time",
    "created_by",
    "last_edited_by",
    "has_children",
    "archived",
    "in_trash",
    "type",
    "request_id",
    "developer_survey",
];

/// Stores the blocks given, children behind one another in the order given.
pub(super) fn store(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    // All first, so that no stand-in is made for a parent that comes later.
    for block in &given.blocks {
        prepare(work, block)?;
    }
    for block in &given.blocks {
        place(work, block)?;
    }
    for block in &given.blocks {
        let id = id_of(block);
        let promised = block.get("has_children") == Some(&Value::Bool(true));
        if promised && !has_child(work, &id)? {
            imports::promise_children(work.tx, &id)?;
        }
    }
    Ok(())
}

fn has_child(work: &Work<'_>, id: &str) -> Result<bool, Problem> {
    Ok(work
        .tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM node WHERE parent_id = ?1)")?
        .query_row([id], |row| row.get(0))?)
}

/// Stores a block without its place.
fn prepare(work: &mut Work<'_>, block: &Value) -> Result<(), Problem> {
    let id = id_of(block);
    let kind = text(block, "type").unwrap_or_default();
    let payload = block.get(kind).cloned().unwrap_or_else(|| json!({}));
    let node = match kind {
        "" => return work.block_stand_in(&id, None),
        "child_page" => pages::of_block(work, block, text(&payload, "title").unwrap_or_default())?,
        "child_database" => database(work, block, text(&payload, "title").unwrap_or_default())?,
        _ => {
            let mut payload = payload;
            if let Some(payload) = payload.as_object_mut() {
                payload.shift_remove("children");
            }
            let mut node = work.bare(&id, Kind::Block, kind, payload);
            work.authored(&mut node, block);
            if block.get("stand_in").is_some() {
                work.done.stand_ins += 1;
                imports::hide(work.tx, &id)?;
            } else {
                work.done.blocks += 1;
                work.keep(&id, block, KNOWN)?;
            }
            node
        }
    };
    work.put(&node)
}

/// A database of which only its block is known.
fn database(work: &mut Work<'_>, block: &Value, title: &str) -> Result<Node, Problem> {
    let id = id_of(block);
    if let Some(known) = nodes::get(work.tx, &id)? {
        return Ok(known);
    }
    let title = title.trim();
    let mut node = work.bare(&id, Kind::Database, "child_database", json!({}));
    title.clone_into(&mut node.title);
    if !title.is_empty() {
        node.body = json!({"title": crate::engine::plain_rich_text(title)});
    }
    work.authored(&mut node, block);
    work.done.databases += 1;
    imports::hide(work.tx, &id)?;
    Ok(node)
}

/// Puts a block where it belongs, behind those placed before.
fn place(work: &mut Work<'_>, block: &Value) -> Result<(), Problem> {
    let Some(mut node) = nodes::get(work.tx, &id_of(block))? else {
        return Ok(());
    };
    if block.get("parent").is_some() {
        let parent = work.parent(block, Some(block))?;
        if !matches!(node.parent, nodes::Parent::DataSource(_)) {
            node.position = work.behind(parent.id())?;
            node.parent = parent;
        }
    }
    nodes::update(work.tx, &node)
}
