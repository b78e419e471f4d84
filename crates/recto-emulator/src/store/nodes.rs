//! The tree of pages, databases and blocks.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use crate::problem::Problem;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page, wherever it is.
    Page,
    /// A database container.
    Database,
    /// Any other block.
    Block,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Database => "database",
            Self::Block => "block",
        }
    }
}

/// Where a node hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parent {
    /// The top level.
    Workspace,
    /// A page.
    Page(String),
    /// A block that is no page.
    Block(String),
    /// A data source: the node is a row.
    DataSource(String),
    /// A data source whose template the node is; see [`Parent::template_of`].
    Template(String),
}

/// Begins what templates of a data source have for their parent's id, so that no row query finds
/// them.
const TEMPLATES: &str = "template:";

impl Parent {
    /// The parent of a data source's templates.
    pub(crate) fn template_of(source: &str) -> Self {
        Self::Template(format!("{TEMPLATES}{source}"))
    }

    /// The data source right above: of a row or of a template.
    pub(crate) fn data_source(&self) -> Option<&str> {
        match self {
            Self::DataSource(id) => Some(id),
            Self::Template(id) => id.strip_prefix(TEMPLATES),
            _ => None,
        }
    }

    /// The parent's id; empty for the workspace.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Workspace => "",
            Self::Page(id) | Self::Block(id) | Self::DataSource(id) | Self::Template(id) => id,
        }
    }

    /// The wire name of the parent's type.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Page(_) => "page_id",
            Self::Block(_) => "block_id",
            Self::DataSource(_) => "data_source_id",
            Self::Template(_) => "template",
        }
    }

    /// A parent from its two columns.
    pub(crate) fn read(type_name: &str, id: String) -> Self {
        match type_name {
            "page_id" => Self::Page(id),
            "block_id" => Self::Block(id),
            "data_source_id" => Self::DataSource(id),
            "template" => Self::Template(id),
            _ => Self::Workspace,
        }
    }
}

/// One row of the tree.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// Dashed lower-case id.
    pub(crate) id: String,
    /// Page, database or block.
    pub(crate) kind: Kind,
    /// Block type, such as `child_page` or `paragraph`.
    pub(crate) block_type: String,
    /// Where it hangs.
    pub(crate) parent: Parent,
    /// Order among siblings.
    pub(crate) position: i64,
    /// Milliseconds since the Unix epoch; cut to the minute but for databases.
    pub(crate) created_time: i64,
    /// User id.
    pub(crate) created_by: String,
    /// Like `created_time`.
    pub(crate) last_edited_time: i64,
    /// User id.
    pub(crate) last_edited_by: String,
    /// Whether it was itself moved to the trash; see [`is_trashed`] for its ancestors.
    pub(crate) in_trash: bool,
    /// Plain title of a page or database.
    pub(crate) title: String,
    /// The stored JSON. A block's is its payload (what stands under its type), without children.
    pub(crate) body: Value,
}

/// Columns in the order [`read`] takes them.
pub(crate) const COLUMNS: &str = "id, kind, type, parent_type, parent_id, position, created_time, \
     created_by, last_edited_time, last_edited_by, in_trash, title, body";

/// Reads a row that starts with [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Node> {
    let kind = match row.get_ref(1)?.as_str()? {
        "page" => Kind::Page,
        "database" => Kind::Database,
        _ => Kind::Block,
    };
    Ok(Node {
        id: row.get(0)?,
        kind,
        block_type: row.get(2)?,
        parent: Parent::read(row.get_ref(3)?.as_str()?, row.get(4)?),
        position: row.get(5)?,
        created_time: row.get(6)?,
        created_by: row.get(7)?,
        last_edited_time: row.get(8)?,
        last_edited_by: row.get(9)?,
        in_trash: row.get(10)?,
        title: row.get(11)?,
        body: super::json(row, 12)?,
    })
}

/// The node of an id.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<Node>, Problem> {
    let sql = "SELECT id, kind, type, parent_type, parent_id, position, created_time, created_by, \
         last_edited_time, last_edited_by, in_trash, title, body FROM node WHERE id = ?1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([id], read)
        .optional()?)
}

/// The node at a place in the storage.
pub(crate) fn at(connection: &Connection, seq: i64) -> Result<Node, Problem> {
    let sql = "SELECT id, kind, type, parent_type, parent_id, position, created_time, created_by, \
         last_edited_time, last_edited_by, in_trash, title, body FROM node WHERE seq = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([seq], read)?)
}

/// What hangs below a node and is not in the trash, in order.
pub(crate) fn children(connection: &Connection, parent: &str) -> Result<Vec<Node>, Problem> {
    let sql = "SELECT id, kind, type, parent_type, parent_id, position, created_time, created_by, \
         last_edited_time, last_edited_by, in_trash, title, body FROM node \
         WHERE parent_id = ?1 AND in_trash = 0 ORDER BY position, seq";
    Ok(connection
        .prepare_cached(sql)?
        .query_map([parent], read)?
        .collect::<Result<_, _>>()?)
}

/// The id of what a page hangs below; `None` if there is no such page.
pub(crate) fn parent_of(connection: &Connection, page: &str) -> Result<Option<String>, Problem> {
    Ok(connection
        .prepare_cached("SELECT parent_id FROM node WHERE id = ?1 AND kind = 'page'")?
        .query_row([page], |row| row.get(0))
        .optional()?)
}

/// Adds a node.
pub(crate) fn insert(connection: &Connection, node: &Node) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "INSERT INTO node (id, kind, type, parent_type, parent_id, position, created_time, \
             created_by, last_edited_time, last_edited_by, in_trash, title, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            node.id,
            node.kind.as_str(),
            node.block_type,
            node.parent.type_name(),
            node.parent.id(),
            node.position,
            node.created_time,
            node.created_by,
            node.last_edited_time,
            node.last_edited_by,
            node.in_trash,
            node.title,
            node.body.to_string(),
        ])?;
    Ok(())
}

/// Writes what may change of a node: title, body, trash flag, place, edit time and author.
pub(crate) fn update(connection: &Connection, node: &Node) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "UPDATE node SET parent_type = ?2, parent_id = ?3, position = ?4, \
             last_edited_time = ?5, last_edited_by = ?6, in_trash = ?7, title = ?8, body = ?9 \
             WHERE id = ?1",
        )?
        .execute(params![
            node.id,
            node.parent.type_name(),
            node.parent.id(),
            node.position,
            node.last_edited_time,
            node.last_edited_by,
            node.in_trash,
            node.title,
            node.body.to_string(),
        ])?;
    Ok(())
}

/// Marks a node as edited.
pub(crate) fn touch(
    connection: &Connection,
    id: &str,
    time: i64,
    user: &str,
) -> Result<(), Problem> {
    connection
        .prepare_cached("UPDATE node SET last_edited_time = ?2, last_edited_by = ?3 WHERE id = ?1")?
        .execute(params![id, time, user])?;
    Ok(())
}

/// Where among its siblings a node goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    /// Before all others.
    Start,
    /// Behind the sibling of this id, which must be a child of the same parent.
    After(&'a str),
    /// Behind all others.
    End,
}

/// Room left between neighbours.
const GAP: i64 = 1 << 20;

/// A position under `parent`, moving the siblings apart if there is no room. `None`: the sibling
/// to go behind is not a child of this parent.
pub(crate) fn position(
    connection: &Connection,
    parent: &str,
    place: Place<'_>,
) -> Result<Option<i64>, Problem> {
    let edge = |sql: &str| -> Result<Option<i64>, Problem> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row([parent], |row| row.get(0))?)
    };
    match place {
        Place::End => {
            let last = edge("SELECT max(position) FROM node WHERE parent_id = ?1")?;
            Ok(Some(last.map_or(0, |last| last + GAP)))
        }
        Place::Start => {
            let first = edge("SELECT min(position) FROM node WHERE parent_id = ?1")?;
            Ok(Some(first.map_or(0, |first| first - GAP)))
        }
        Place::After(sibling) => behind(connection, parent, sibling),
    }
}

fn behind(connection: &Connection, parent: &str, sibling: &str) -> Result<Option<i64>, Problem> {
    for _ in 0..2 {
        let Some(before) = connection
            .prepare_cached("SELECT position FROM node WHERE id = ?1 AND parent_id = ?2")?
            .query_row([sibling, parent], |row| row.get::<_, i64>(0))
            .optional()?
        else {
            return Ok(None);
        };
        let next: Option<i64> = connection
            .prepare_cached(
                "SELECT min(position) FROM node WHERE parent_id = ?1 AND position > ?2",
            )?
            .query_row(params![parent, before], |row| row.get(0))?;
        match next {
            None => return Ok(Some(before + GAP)),
            Some(next) if next - before > 1 => return Ok(Some(before + (next - before) / 2)),
            Some(_) => spread(connection, parent)?,
        }
    }
    Err(Problem::internal(&"no room between siblings"))
}

/// Moves the children of a parent apart, keeping their order.
fn spread(connection: &Connection, parent: &str) -> Result<(), Problem> {
    let ids: Vec<String> = connection
        .prepare_cached("SELECT id FROM node WHERE parent_id = ?1 ORDER BY position, seq")?
        .query_map([parent], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut update = connection.prepare_cached("UPDATE node SET position = ?2 WHERE id = ?1")?;
    for (index, id) in ids.iter().enumerate() {
        update.execute(params![id, i64::try_from(index).unwrap_or_default() * GAP])?;
    }
    Ok(())
}

/// Steps that a walk up the tree takes at most: far more than any tree is deep, so that a damaged
/// file is an error and not a walk without end.
const ANCESTORS: usize = 10_000;

fn too_deep() -> Problem {
    Problem::internal(&format!(
        "something hangs more than {ANCESTORS} levels deep"
    ))
}

/// Walks from a parent to the top until `stop` says so of an id and its own trash flag; answers
/// whether it did. Data sources are visited between a row and its database.
fn any_above(
    connection: &Connection,
    parent: &Parent,
    mut stop: impl FnMut(&str, bool) -> bool,
) -> Result<bool, Problem> {
    let mut parent = parent.clone();
    for _ in 0..ANCESTORS {
        let id = match parent {
            Parent::Workspace => return Ok(false),
            Parent::Page(id) | Parent::Block(id) => id,
            Parent::DataSource(_) | Parent::Template(_) => {
                let id = parent.data_source().unwrap_or_default().to_owned();
                let found = connection
                    .prepare_cached("SELECT in_trash, database_id FROM data_source WHERE id = ?1")?
                    .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                match found {
                    Some((in_trash, _)) if stop(&id, in_trash) => return Ok(true),
                    Some((_, database)) => database,
                    None => return Ok(false),
                }
            }
        };
        let found = connection
            .prepare_cached("SELECT in_trash, parent_type, parent_id FROM node WHERE id = ?1")?
            .query_row([&id], |row| {
                Ok((
                    row.get(0)?,
                    Parent::read(row.get_ref(1)?.as_str()?, row.get(2)?),
                ))
            })
            .optional()?;
        match found {
            Some((in_trash, _)) if stop(&id, in_trash) => return Ok(true),
            Some((_, above)) => parent = above,
            None => return Ok(false),
        }
    }
    Err(too_deep())
}

/// Whether something above the parent, or the parent itself, is in the trash.
pub(crate) fn has_trashed_ancestor(
    connection: &Connection,
    parent: &Parent,
) -> Result<bool, Problem> {
    any_above(connection, parent, |_, in_trash| in_trash)
}

/// Refuses a new parent for the database or data source `id`: in the trash, or below what moves.
/// The words for the latter are an assumption.
pub(crate) fn check_move(
    connection: &Connection,
    id: &str,
    parent: &Parent,
) -> Result<(), Problem> {
    if any_above(connection, parent, |above, _| above == id)? {
        return Err(Problem::validation(format!(
            "Can't move {id} below itself: {} is one of its descendants.",
            parent.id()
        )));
    }
    if has_trashed_ancestor(connection, parent)? {
        return Err(Problem::archived());
    }
    Ok(())
}

/// Whether the node is in the trash, by itself or with something above it.
pub(crate) fn is_trashed(connection: &Connection, node: &Node) -> Result<bool, Problem> {
    Ok(node.in_trash || has_trashed_ancestor(connection, &node.parent)?)
}

/// The page a parent belongs to: itself, or the nearest page above. `None` at the top level or
/// right below a database.
pub(crate) fn containing_page(
    connection: &Connection,
    parent: &Parent,
) -> Result<Option<String>, Problem> {
    let mut parent = parent.clone();
    for _ in 0..ANCESTORS {
        match parent {
            Parent::Workspace | Parent::DataSource(_) | Parent::Template(_) => return Ok(None),
            Parent::Page(id) => return Ok(Some(id)),
            Parent::Block(id) => match get(connection, &id)? {
                Some(node) if node.kind == Kind::Page => return Ok(Some(id)),
                Some(node) => parent = node.parent,
                None => return Ok(None),
            },
        }
    }
    Err(too_deep())
}

#[cfg(test)]
mod tests {
    use crate::store::Store;

    use super::*;

    #[test]
    fn a_tree_that_bites_its_tail_is_an_error() {
        let store = Store::in_memory().unwrap();
        let sql = "INSERT INTO node (id, kind, type, parent_type, parent_id, position, \
             created_time, created_by, last_edited_time, last_edited_by, body) VALUES \
             ('a', 'block', 'toggle', 'block_id', 'b', 0, 0, '', 0, '', '{}'), \
             ('b', 'block', 'toggle', 'block_id', 'a', 0, 0, '', 0, '', '{}')";
        store.connection.execute(sql, []).unwrap();
        let parent = Parent::Block("a".to_owned());
        let refused = has_trashed_ancestor(&store.connection, &parent).unwrap_err();
        assert_eq!(refused.status(), 500);
        let refused = containing_page(&store.connection, &parent).unwrap_err();
        assert_eq!(refused.status(), 500);
    }
}
