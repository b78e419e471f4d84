//! Moving nodes to the trash and back (notion-api 7.3).

use rusqlite::Transaction;

use super::super::Context;
use super::touch;
use crate::problem::Problem;
use crate::store::nodes::{self, Node, Parent, Place};

/// Moves a node to the trash or back; back means behind its siblings (measured).
pub(super) fn set(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &mut Node,
    in_trash: bool,
) -> Result<(), Problem> {
    if nodes::has_trashed_ancestor(tx, &node.parent)? {
        return Err(Problem::archived_ancestor());
    }
    if node.parent == Parent::Workspace {
        return Err(Problem::validation(
            "Archiving workspace level pages via API not supported.",
        ));
    }
    node.in_trash = in_trash;
    if !in_trash && let Some(position) = nodes::position(tx, node.parent.id(), Place::End)? {
        node.position = position;
    }
    node.last_edited_time = ctx.minute;
    ctx.user().clone_into(&mut node.last_edited_by);
    nodes::update(tx, node)?;
    touch(tx, ctx, node)
}

/// Refuses an edit of a node that is in the trash, by itself or with something above it.
pub(super) fn check_editable(tx: &Transaction<'_>, node: &Node) -> Result<(), Problem> {
    if node.in_trash {
        return Err(Problem::archived());
    }
    if nodes::has_trashed_ancestor(tx, &node.parent)? {
        return Err(Problem::archived_ancestor());
    }
    Ok(())
}
