//! Public connections, codes, and the tokens they became.

use rusqlite::{Connection, OptionalExtension, params};

/// One registered public connection.
#[derive(Clone)]
pub(crate) struct App {
    /// The client id.
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) name: String,
    /// Words with blanks between.
    pub(crate) capabilities: String,
    pub(crate) redirect_uris: Vec<String>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A code that was not exchanged yet.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) app_id: String,
    pub(crate) connection_id: String,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) expires: i64,
}

const COLUMNS: &str = "id, secret, name, capabilities, redirect_uris";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<App> {
    let uris = super::json(row, 4)?;
    let uris = uris.as_array().into_iter().flatten();
    Ok(App {
        id: row.get(0)?,
        secret: row.get(1)?,
        name: row.get(2)?,
        capabilities: row.get(3)?,
        redirect_uris: uris
            .filter_map(|uri| uri.as_str().map(str::to_owned))
            .collect(),
    })
}

/// The registration of a client id.
pub(crate) fn get(connection: &Connection, id: &str) -> rusqlite::Result<Option<App>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM app WHERE id = ?1"))?
        .query_row([id], read)
        .optional()
}

/// All registrations, oldest first.
pub(crate) fn list(connection: &Connection) -> rusqlite::Result<Vec<App>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM app ORDER BY seq"))?
        .query_map([], read)?
        .collect()
}

/// Adds a registration.
pub(crate) fn insert(connection: &Connection, app: &App) -> rusqlite::Result<()> {
    let uris = serde_json::Value::from(app.redirect_uris.clone()).to_string();
    connection.execute(
        &format!("INSERT INTO app ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5)"),
        params![app.id, app.secret, app.name, app.capabilities, uris],
    )?;
    Ok(())
}

/// Keeps a code.
pub(crate) fn add_code(
    connection: &Connection,
    code: &str,
    app_id: &str,
    connection_id: &str,
    redirect_uri: Option<&str>,
    expires: i64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO code (code, app_id, connection_id, redirect_uri, expires) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![code, app_id, connection_id, redirect_uri, expires],
    )?;
    Ok(())
}

/// Takes a code away.
pub(crate) fn take_code(connection: &Connection, code: &str) -> rusqlite::Result<Option<Code>> {
    connection
        .prepare_cached(
            "DELETE FROM code WHERE code = ?1 \
             RETURNING app_id, connection_id, redirect_uri, expires",
        )?
        .query_row([code], |row| {
            Ok(Code {
                app_id: row.get(0)?,
                connection_id: row.get(1)?,
                redirect_uri: row.get(2)?,
                expires: row.get(3)?,
            })
        })
        .optional()
}

/// Takes a refresh token away, with the token it came with: whose they were.
pub(crate) fn take_refresh_token(
    connection: &Connection,
    app_id: &str,
    refresh_token: &str,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "DELETE FROM access_token WHERE refresh_token = ?1 \
             AND connection_id IN (SELECT id FROM connection WHERE app_id = ?2) \
             RETURNING connection_id",
        )?
        .query_row([refresh_token, app_id], |row| row.get(0))
        .optional()
}

/// What a token of an app may do, and when it was made.
pub(crate) fn token(
    connection: &Connection,
    app_id: &str,
    token: &str,
) -> rusqlite::Result<Option<(String, i64)>> {
    connection
        .prepare_cached(
            "SELECT capabilities, created_time FROM access_token \
             JOIN connection ON connection.id = connection_id WHERE token = ?1 AND app_id = ?2",
        )?
        .query_row([token, app_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Makes a token of an app useless, and the refresh token that came with it.
pub(crate) fn revoke(connection: &Connection, app_id: &str, token: &str) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM access_token WHERE (token = ?1 OR refresh_token = ?1) \
         AND connection_id IN (SELECT id FROM connection WHERE app_id = ?2)",
        [token, app_id],
    )?;
    Ok(())
}

/// Ids and names of the people of a workspace.
pub(crate) fn people(
    connection: &Connection,
    workspace_key: &str,
) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached(
            "SELECT id, coalesce(name, '') FROM user \
             WHERE kind = 'person' AND workspace_id = ?1 ORDER BY seq",
        )?
        .query_map([workspace_key], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Ids and titles of what a person may choose to share: pages and databases at the top level, then
/// those right below, two hundred at most.
pub(crate) fn pages(
    connection: &Connection,
    workspace_key: &str,
) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached(
            "WITH top AS (SELECT id, title, seq FROM node WHERE parent_id = '' AND in_trash = 0 \
               AND coalesce((SELECT workspace_id FROM top_level WHERE node_id = id), '') = ?1) \
             SELECT id, title FROM ( \
               SELECT id, title, seq, 0 AS level FROM top UNION ALL \
               SELECT node.id, node.title, node.seq, 1 FROM top \
                 JOIN node ON node.parent_id = top.id \
                 WHERE node.kind <> 'block' AND node.in_trash = 0) \
             ORDER BY level, seq LIMIT 200",
        )?
        .query_map([workspace_key], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
