//! Trees put into the storage.

use recto_api::block::{BlockContent, NewBlock};
use recto_markdown::Node as Tree;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::super::{Context, blocks, rich_text};
use crate::problem::Problem;
use crate::store::nodes::{self, Node, Parent, Place};
use crate::store::set;

/// Adds blocks below a parent, in order, and what is inside them. Pages and databases that are named
/// by their links are moved there (documented).
pub(super) fn insert(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    trees: &[Tree],
    place: Place<'_>,
) -> Result<(), Problem> {
    let mut last: Option<String> = None;
    for tree in trees {
        let place = last.as_deref().map_or(place, Place::After);
        last = Some(one(tx, ctx, parent, tree, place)?);
    }
    Ok(())
}

/// Adds one block with what is inside it; answers with its id.
pub(super) fn one(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    tree: &Tree,
    place: Place<'_>,
) -> Result<String, Problem> {
    if let Some(id) = existing(tree) {
        return place_existing(tx, ctx, id, parent, place);
    }
    match &tree.content {
        BlockContent::Unsupported(_) => {
            return Err(refused("<unknown> without the url of a block"));
        }
        BlockContent::ChildPage(_) => return Err(refused("<page> without the url of a page")),
        BlockContent::ChildDatabase(_) => {
            return Err(refused("<database> without the url of a database"));
        }
        _ => {}
    }
    let id = blocks::insert_block(tx, ctx, parent, &sent(&tree.content)?, place)?;
    if let BlockContent::MeetingNotes(_) = tree.content {
        title_notes(tx, ctx, &id, &tree.content)?;
    }
    insert(
        tx,
        ctx,
        &Parent::Block(id.clone()),
        &tree.children,
        Place::End,
    )?;
    Ok(id)
}

/// The block of a request.
pub(super) fn sent(content: &BlockContent) -> Result<Value, Problem> {
    // A title is not what the service takes of them.
    let plain = match content {
        BlockContent::MeetingNotes(_) => return Ok(json!({"meeting_notes": {}})),
        content => NewBlock::from(content.clone()),
    };
    serde_json::to_value(plain).map_err(|error| Problem::internal(&error))
}

/// The id of what a tree only names, and which exists elsewhere.
pub(super) fn existing(tree: &Tree) -> Option<&str> {
    let named = matches!(
        tree.content,
        BlockContent::ChildPage(_) | BlockContent::ChildDatabase(_) | BlockContent::Unsupported(_)
    );
    tree.id.as_ref().filter(|_| named).map(AsRef::as_ref)
}

/// Brings what exists to a place.
pub(super) fn place_existing(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    id: &str,
    parent: &Parent,
    place: Place<'_>,
) -> Result<String, Problem> {
    let mut node = match nodes::get(tx, id)? {
        Some(node) if node.parent != Parent::Workspace && seen(tx, ctx, id)? => node,
        // Measured, for addresses that lead nowhere.
        _ => {
            let url = ctx.url("", id);
            return Err(Problem::validation(format!(
                "Invalid Notion page or block URL: {url}"
            )));
        }
    };
    if let Parent::DataSource(_) = node.parent {
        return Err(refused("the page is a row of a data source"));
    }
    if node.in_trash {
        return Err(Problem::archived());
    }
    nodes::check_move(tx, id, parent)?;
    let position = nodes::position(tx, parent.id(), place)?
        .ok_or_else(|| Problem::internal(&"a sibling is gone"))?;
    node.parent = parent.clone();
    node.position = position;
    nodes::update(tx, &node)?;
    Ok(node.id)
}

/// Whether the caller sees what is named.
fn seen(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<bool, Problem> {
    match ctx.sight() {
        Some(mut sight) => sight.node(tx, id),
        None => Ok(true),
    }
}

fn title_notes(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    id: &str,
    content: &BlockContent,
) -> Result<(), Problem> {
    let title =
        serde_json::to_value(content.rich_text()).map_err(|error| Problem::internal(&error))?;
    let Some(mut node) = nodes::get(tx, id)? else {
        return Ok(());
    };
    let title = rich_text::normalize(tx, ctx, &title)?;
    set(&mut node.body, "title", title);
    nodes::update(tx, &node)
}

/// 400 for what no block can be made of (measured; what is behind the colon is assumed).
fn refused(why: &str) -> Problem {
    Problem::validation(format!("Failed to create block: {why}."))
}

/// Whether a node is a page or database that must not go with the text around it.
pub(super) fn is_protected(content: &BlockContent) -> bool {
    matches!(
        content,
        BlockContent::ChildPage(_) | BlockContent::ChildDatabase(_)
    )
}

/// Moves a block to the trash.
pub(super) fn trash(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<(), Problem> {
    let Some(mut node): Option<Node> = nodes::get(tx, id)? else {
        return Ok(());
    };
    node.in_trash = true;
    node.last_edited_time = ctx.minute;
    ctx.user().clone_into(&mut node.last_edited_by);
    nodes::update(tx, &node)
}
