//! Blocks as answers.

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde_json::{Map, Value, json};

use super::super::context::partial_user;
use super::super::{Context, databases, rich_text};
use super::kind::{self, Holds};
use crate::problem::Problem;
use crate::store::imports;
use crate::store::nodes::{self, Kind, Node, Parent};
use crate::time;

/// The block object of a node: of a page its `child_page`, of a database its `child_database`.
pub(super) fn block(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
) -> Result<Value, Problem> {
    let below_trash = nodes::has_trashed_ancestor(tx, &node.parent)?;
    block_below(tx, ctx, node, below_trash)
}

/// The block object of a node, given whether something above it is in the trash: then the block
/// says that it is there too (recorded).
pub(super) fn block_below(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
    below_trash: bool,
) -> Result<Value, Problem> {
    let mut block = Map::new();
    let mut set = |name: &str, value: Value| block.insert(name.to_owned(), value);
    let minute = |millis: i64| Value::from(time::minute_text(millis.div_euclid(60_000) * 60_000));
    set("object", json!("block"));
    set("id", json!(node.id));
    set("parent", parent(tx, &node.parent)?);
    set("created_time", minute(node.created_time));
    set("last_edited_time", minute(node.last_edited_time));
    set("created_by", partial_user(&node.created_by));
    set("last_edited_by", partial_user(&node.last_edited_by));
    set("has_children", json!(has_children(tx, node)?));
    set("in_trash", json!(node.in_trash || below_trash));
    set("type", json!(node.block_type));
    set(&node.block_type, payload(tx, ctx, node)?);
    Ok(Value::Object(block))
}

/// What stands under a block's type, as answers show it.
pub(crate) fn payload(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
) -> Result<Value, Problem> {
    match node.kind {
        Kind::Page => return Ok(json!({"title": node.title})),
        Kind::Database => return Ok(json!({"title": databases::block_title(node)})),
        Kind::Block => {}
    }
    let mut payload = node.body.clone();
    let members = kind::find(&node.block_type).map_or(&[][..], |kind| kind.members);
    for member in members {
        let Some(value) = payload.get_mut(member.name) else {
            continue;
        };
        match member.holds {
            Holds::RichText => rich_text::refresh(tx, ctx, value)?,
            Holds::Cells => {
                for cell in value.as_array_mut().into_iter().flatten() {
                    rich_text::refresh(tx, ctx, cell)?;
                }
            }
            _ => {}
        }
    }
    Ok(payload)
}

/// The parent as an answer shows it.
fn parent(connection: &Connection, parent: &Parent) -> Result<Value, Problem> {
    Ok(match parent {
        Parent::Workspace => json!({"type": "workspace", "workspace": true}),
        Parent::Page(id) => json!({"type": "page_id", "page_id": id}),
        Parent::Block(id) => json!({"type": "block_id", "block_id": id}),
        Parent::DataSource(_) | Parent::Template(_) => {
            let id = parent.data_source().unwrap_or_default();
            let database: Option<String> = connection
                .prepare_cached("SELECT database_id FROM data_source WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            json!({"type": "data_source_id", "data_source_id": id, "database_id": database})
        }
    })
}

/// Whether listing the children would show any; never for databases (recorded).
fn has_children(connection: &Connection, node: &Node) -> Result<bool, Problem> {
    if node.kind == Kind::Database {
        return Ok(false);
    }
    let any: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM node WHERE parent_id = ?1 AND in_trash = 0)")?
        .query_row([content_of(node)], |row| row.get(0))?;
    Ok(any || imports::has_promised_children(connection, &node.id)?)
}

/// The id whose children a node shows: the original's for a synced copy.
pub(crate) fn content_of(node: &Node) -> &str {
    node.body
        .pointer("/synced_from/block_id")
        .and_then(Value::as_str)
        .filter(|_| node.block_type == "synced_block")
        .unwrap_or(&node.id)
}
