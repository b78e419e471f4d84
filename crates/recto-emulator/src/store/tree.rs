//! Pages and databases as a tree, for people to look at.

use rusqlite::{Connection, Row};

/// How many are told at once.
const MOST: u32 = 500;

/// A page or database in the tree.
#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub(crate) id: String,
    /// `page` or `database`.
    pub(crate) kind: String,
    pub(crate) title: String,
    /// JSON, as the API has icons; empty if there is none.
    pub(crate) icon: String,
    /// Whether anything is below it.
    pub(crate) has_more: bool,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Branch> {
    Ok(Branch {
        id: row.get(0)?,
        kind: row.get(1)?,
        title: row.get(2)?,
        icon: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        has_more: row.get(4)?,
    })
}

/// What [`read`] reads, of a node called `n`. Rows of databases are in their table, not in the tree.
const COLUMNS: &str = "n.id, n.kind, n.title, json_extract(n.body, '$.icon'), \
     n.kind = 'page' AND EXISTS (SELECT 1 FROM node c WHERE c.parent_id = n.id)";

/// Those at the top of a workspace, whose key is empty for the first.
pub(crate) fn top(connection: &Connection, workspace: &str) -> rusqlite::Result<Vec<Branch>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM node n LEFT JOIN top_level t ON t.node_id = n.id \
         WHERE n.parent_type = 'workspace' AND n.in_trash = 0 AND n.kind != 'block' \
         AND coalesce(t.workspace_id, '') = ?1 ORDER BY n.position, n.seq LIMIT {MOST}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map([workspace], read)?.collect()
}

/// Those right below a page, blocks between them left out, as they stand on it.
pub(crate) fn below(connection: &Connection, parent: &str) -> rusqlite::Result<Vec<Branch>> {
    let sql = format!(
        "WITH RECURSIVE under (id, kind, place) AS (\
           SELECT id, kind, printf('%020d', position + 4611686018427387904) FROM node \
           WHERE parent_id = ?1 AND in_trash = 0 \
           UNION ALL \
           SELECT node.id, node.kind, \
             under.place || printf('%020d', node.position + 4611686018427387904) \
           FROM node JOIN under ON node.parent_id = under.id AND under.kind = 'block' \
           WHERE node.in_trash = 0 AND length(under.place) < 2000) \
         SELECT {COLUMNS} FROM under JOIN node n ON n.id = under.id \
         WHERE n.kind != 'block' ORDER BY under.place, n.seq LIMIT {MOST}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map([parent], read)?.collect()
}
