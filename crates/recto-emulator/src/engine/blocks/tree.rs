//! Children of pages and blocks: adding and listing them.

use rusqlite::{Transaction, params};
use serde_json::Value;

use super::super::{Context, paging};
use super::kind::{self, Children};
use super::{object, payload};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};

/// Adds the blocks of a valid `children` array below a parent, in order, and what is below them.
/// Answers with the ids of the first level.
pub(super) fn insert(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    children: &[Value],
    place: Place<'_>,
) -> Result<Vec<String>, Problem> {
    let mut made: Vec<String> = Vec::with_capacity(children.len());
    for child in children {
        let place = made.last().map_or(place, |last| Place::After(last));
        let id = insert_one(tx, ctx, parent, child, place)?;
        made.push(id);
    }
    Ok(made)
}

pub(super) fn insert_one(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    sent: &Value,
    place: Place<'_>,
) -> Result<String, Problem> {
    let members = sent.as_object().into_iter().flat_map(|block| block.iter());
    let (kind, sent) = members
        .filter_map(|(name, payload)| Some((kind::find(name)?, payload)))
        .next()
        .ok_or_else(|| Problem::internal(&"a block without a type was found valid"))?;
    payload::check_rows(kind, sent)?;
    let body = payload::create(tx, ctx, kind, sent)?;
    let Some(position) = nodes::position(tx, parent.id(), place)? else {
        return Err(Problem::internal(&"a sibling is gone"));
    };
    let id = ctx.ids.node(ctx.now);
    nodes::insert(
        tx,
        &Node {
            id: id.clone(),
            kind: Kind::Block,
            block_type: kind.name.to_owned(),
            parent: parent.clone(),
            position,
            created_time: ctx.minute,
            created_by: ctx.user().to_owned(),
            last_edited_time: ctx.minute,
            last_edited_by: ctx.user().to_owned(),
            in_trash: false,
            title: String::new(),
            body,
        },
    )?;
    let below = sent
        .get("children")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    if !below.is_empty() {
        insert(tx, ctx, &Parent::Block(id.clone()), below, Place::End)?;
    }
    Ok(id)
}

/// Refuses children that a parent cannot have. The words are an assumption, but for table rows.
pub(super) fn check_parent(parent: &Node, children: &[Value]) -> Result<(), Problem> {
    let kind = kind::find(&parent.block_type);
    let allowed = kind.map_or(Children::Any, |kind| kind.children);
    let is_of = |child: &Value, name: &str| child.get(name).is_some();
    match allowed {
        Children::None => Err(Problem::validation(format!(
            "Block type {} does not support children.",
            parent.block_type
        ))),
        Children::Only("table_row", _) if children.iter().all(|row| is_of(row, "table_row")) => {
            let width = parent
                .body
                .get("table_width")
                .and_then(Value::as_u64)
                .unwrap_or_default();
            children
                .iter()
                .filter_map(|row| row.get("table_row"))
                .try_for_each(|row| payload::check_width(row, width))
        }
        Children::Only(name, _) if children.iter().any(|child| !is_of(child, name)) => {
            Err(Problem::validation(format!(
                "Block type {} can only have children of type {name}.",
                parent.block_type
            )))
        }
        Children::Any | Children::Required
            if children
                .iter()
                .any(|child| is_of(child, "table_row") || is_of(child, "column")) =>
        {
            Err(Problem::validation(format!(
                "Block type {} cannot have children of type table_row or column.",
                parent.block_type
            )))
        }
        _ => Ok(()),
    }
}

/// One page of a list of children: those from `first` on, and the cursor of the next page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) results: Vec<Value>,
    pub(super) next: Option<String>,
}

impl Page {
    /// The list that answers a request.
    pub(super) fn into_list(self) -> Value {
        paging::list(self.results, self.next, "block")
    }
}

/// Lists children in document order, those in the trash left out. Recorded: a cursor is the id of
/// the first block of the next page. `None`: `first` is not a child of this parent.
pub(super) fn page(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &str,
    first: Option<&str>,
    size: usize,
) -> Result<Option<Page>, Problem> {
    let start: (i64, i64) = match first {
        None => (i64::MIN, i64::MIN),
        Some(first) => {
            let mut statement = tx.prepare_cached(
                "SELECT position, seq FROM node WHERE id = ?1 AND parent_id = ?2",
            )?;
            let mut rows = statement.query([first, parent])?;
            match rows.next()? {
                Some(row) => (row.get(0)?, row.get(1)?),
                None => return Ok(None),
            }
        }
    };
    let sql = format!(
        "SELECT {} FROM node WHERE parent_id = ?1 AND in_trash = 0 \
         AND (position, seq) >= (?2, ?3) \
         AND id NOT IN (SELECT id FROM imported WHERE hidden = 1 AND node.kind = 'block') ORDER BY position, seq LIMIT ?4",
        nodes::COLUMNS
    );
    let limit = i64::try_from(size).unwrap_or(i64::MAX - 1) + 1;
    let found: Vec<Node> = tx
        .prepare_cached(&sql)?
        .query_map(params![parent, start.0, start.1, limit], nodes::read)?
        .collect::<Result<_, _>>()?;
    let next = found.get(size).map(|node| node.id.clone());
    let below_trash = match found.first() {
        Some(node) => nodes::has_trashed_ancestor(tx, &node.parent)?,
        None => false,
    };
    let results = found
        .iter()
        .take(size)
        .map(|node| object::block_below(tx, ctx, node, below_trash))
        .collect::<Result<_, _>>()?;
    Ok(Some(Page { results, next }))
}
