//! Workspaces, connections, tokens, and what is shared.

use rusqlite::{Connection, OptionalExtension, params};

/// One connection.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// Empty for the first workspace.
    pub(crate) workspace_key: String,
    /// `internal`, `public` or `personal`.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) bot_id: String,
    pub(crate) owner_id: Option<String>,
    pub(crate) app_id: Option<String>,
    /// Words with blanks between.
    pub(crate) capabilities: String,
    pub(crate) whole_workspace: bool,
}

const COLUMNS: &str = "connection.id, workspace_id, kind, name, bot_id, owner_id, app_id, \
     capabilities, whole_workspace";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        workspace_key: row.get(1)?,
        kind: row.get(2)?,
        name: row.get(3)?,
        bot_id: row.get(4)?,
        owner_id: row.get(5)?,
        app_id: row.get(6)?,
        capabilities: row.get(7)?,
        whole_workspace: row.get(8)?,
    })
}

/// The connection of a token.
pub(crate) fn by_token(connection: &Connection, token: &str) -> rusqlite::Result<Option<Row>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM access_token \
             JOIN connection ON connection.id = connection_id WHERE token = ?1"
        ))?
        .query_row([token], read)
        .optional()
}

/// The connection of an id.
pub(crate) fn get(connection: &Connection, id: &str) -> rusqlite::Result<Option<Row>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM connection WHERE id = ?1"))?
        .query_row([id], read)
        .optional()
}

/// All connections, oldest first.
pub(crate) fn list(connection: &Connection) -> rusqlite::Result<Vec<Row>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM connection ORDER BY seq"))?
        .query_map([], read)?
        .collect()
}

/// The connection that a person has made of a public one.
pub(crate) fn installed(
    connection: &Connection,
    app_id: &str,
    workspace_key: &str,
    owner_id: &str,
) -> rusqlite::Result<Option<Row>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM connection \
             WHERE app_id = ?1 AND workspace_id = ?2 AND owner_id = ?3"
        ))?
        .query_row([app_id, workspace_key, owner_id], read)
        .optional()
}

/// Adds a connection.
pub(crate) fn insert(connection: &Connection, row: &Row) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO connection (id, workspace_id, kind, name, bot_id, owner_id, app_id, \
         capabilities, whole_workspace) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            row.id,
            row.workspace_key,
            row.kind,
            row.name,
            row.bot_id,
            row.owner_id,
            row.app_id,
            row.capabilities,
            row.whole_workspace,
        ],
    )?;
    Ok(())
}

/// Gives a connection other capabilities. Whether there is such a connection.
pub(crate) fn set_capabilities(
    connection: &Connection,
    id: &str,
    capabilities: &str,
) -> rusqlite::Result<bool> {
    let changed = connection.execute(
        "UPDATE connection SET capabilities = ?2 WHERE id = ?1",
        [id, capabilities],
    )?;
    Ok(changed > 0)
}

/// Removes a connection with its tokens and shares; its bot stays as the author of what it wrote.
/// Whether there was such a connection.
pub(crate) fn delete(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection.execute("DELETE FROM access_token WHERE connection_id = ?1", [id])?;
    connection.execute("DELETE FROM share WHERE connection_id = ?1", [id])?;
    connection.execute("DELETE FROM code WHERE connection_id = ?1", [id])?;
    Ok(connection.execute("DELETE FROM connection WHERE id = ?1", [id])? > 0)
}

/// Gives a connection a token.
pub(crate) fn add_token(
    connection: &Connection,
    id: &str,
    token: &str,
    refresh_token: Option<&str>,
    now: i64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO access_token (token, connection_id, refresh_token, created_time) \
         VALUES (?1, ?2, ?3, ?4)",
        params![token, id, refresh_token, now],
    )?;
    Ok(())
}

/// Shares a page or database with a connection.
pub(crate) fn share(connection: &Connection, id: &str, node: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO share (connection_id, node_id) VALUES (?1, ?2)")?
        .execute([id, node])?;
    Ok(())
}

/// Takes a share back.
pub(crate) fn unshare(connection: &Connection, id: &str, node: &str) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM share WHERE connection_id = ?1 AND node_id = ?2",
        [id, node],
    )?;
    Ok(())
}

/// What is shared with a connection.
pub(crate) fn shares(connection: &Connection, id: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT node_id FROM share WHERE connection_id = ?1 ORDER BY node_id")?
        .query_map([id], |row| row.get(0))?
        .collect()
}

/// Whether a page or database itself is shared with a connection.
pub(crate) fn is_shared(connection: &Connection, id: &str, node: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM share WHERE connection_id = ?1 AND node_id = ?2")?
        .exists([id, node])
}

/// Whether there is more than the first workspace.
pub(crate) fn has_workspaces(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM workspace")?
        .exists([])
}

/// Name and root page of a workspace beyond the first.
pub(crate) fn workspace(
    connection: &Connection,
    id: &str,
) -> rusqlite::Result<Option<(String, String, String)>> {
    connection
        .prepare_cached("SELECT id, name, root_page_id FROM workspace WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}

/// Ids, names and root pages of the workspaces beyond the first, oldest first.
pub(crate) fn workspaces(
    connection: &Connection,
) -> rusqlite::Result<Vec<(String, String, String)>> {
    connection
        .prepare_cached("SELECT id, name, root_page_id FROM workspace ORDER BY seq")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// Adds a workspace.
pub(crate) fn add_workspace(
    connection: &Connection,
    id: &str,
    name: &str,
    root_page_id: &str,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO workspace (id, name, root_page_id) VALUES (?1, ?2, ?3)",
        [id, name, root_page_id],
    )?;
    Ok(())
}

/// Says whose a top-level page or database is.
pub(crate) fn put_at_top(
    connection: &Connection,
    node: &str,
    workspace_key: &str,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO top_level (node_id, workspace_id) VALUES (?1, ?2)",
        [node, workspace_key],
    )?;
    Ok(())
}

/// Whose a top-level page or database is; empty for the first workspace.
pub(crate) fn workspace_of(connection: &Connection, node: &str) -> rusqlite::Result<String> {
    Ok(connection
        .prepare_cached("SELECT workspace_id FROM top_level WHERE node_id = ?1")?
        .query_row([node], |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}

/// What a node of any kind hangs below: its parent's two columns.
pub(crate) fn above(
    connection: &Connection,
    node: &str,
) -> rusqlite::Result<Option<(String, String)>> {
    connection
        .prepare_cached("SELECT parent_type, parent_id FROM node WHERE id = ?1")?
        .query_row([node], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// The database of a data source.
pub(crate) fn database_of(
    connection: &Connection,
    source: &str,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT database_id FROM data_source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()
}
