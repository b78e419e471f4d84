//! File uploads and their bytes.

use rusqlite::{Connection, OptionalExtension, Row, params};

use serde_json::Value;

use crate::problem::Problem;

/// One upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: String,
    /// Milliseconds since the Unix epoch, cut to the minute.
    pub(crate) created_time: i64,
    pub(crate) created_by: String,
    /// When it is lost unless it is attached to something before; `None` once it is.
    pub(crate) expiry_time: Option<i64>,
    /// `single_part` or `multi_part`.
    pub(crate) mode: String,
    /// `pending` or `uploaded`.
    pub(crate) status: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content_length: Option<i64>,
    /// How many parts were announced.
    pub(crate) parts: Option<i64>,
}

const COLUMNS: &str = "id, created_time, created_by, expiry_time, mode, status, filename, \
                       content_type, content_length, parts";

fn read(row: &Row<'_>) -> rusqlite::Result<Upload> {
    Ok(Upload {
        id: row.get(0)?,
        created_time: row.get(1)?,
        created_by: row.get(2)?,
        expiry_time: row.get(3)?,
        mode: row.get(4)?,
        status: row.get(5)?,
        filename: row.get(6)?,
        content_type: row.get(7)?,
        content_length: row.get(8)?,
        parts: row.get(9)?,
    })
}

/// Whether there is any upload at all.
pub(crate) fn any(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM upload)")?
        .query_row([], |row| row.get(0))
}

/// One upload, if there is one.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<Upload>, Problem> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM upload WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// Uploads from one of them on, newest first, at most so many. `None` if there is no `from`.
pub(crate) fn list(
    connection: &Connection,
    from: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Upload>>, Problem> {
    let start: i64 = match from {
        None => i64::MAX,
        Some(id) => {
            let place = connection
                .prepare_cached("SELECT seq FROM upload WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            let Some(place) = place else { return Ok(None) };
            place
        }
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM upload WHERE seq <= ?1 ORDER BY seq DESC LIMIT ?2"
        ))?
        .query_map([start, limit], read)?
        .collect::<Result<_, _>>()?;
    Ok(Some(found))
}

/// Stores a new upload.
pub(crate) fn insert(connection: &Connection, upload: &Upload) -> Result<(), Problem> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO upload ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        ))?
        .execute(params![
            upload.id,
            upload.created_time,
            upload.created_by,
            upload.expiry_time,
            upload.mode,
            upload.status,
            upload.filename,
            upload.content_type,
            upload.content_length,
            upload.parts,
        ])?;
    Ok(())
}

/// Stores what changed of an upload.
pub(crate) fn update(connection: &Connection, upload: &Upload) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "UPDATE upload SET expiry_time = ?2, status = ?3, filename = ?4, content_type = ?5, \
             content_length = ?6 WHERE id = ?1",
        )?
        .execute(params![
            upload.id,
            upload.expiry_time,
            upload.status,
            upload.filename,
            upload.content_type,
            upload.content_length,
        ])?;
    Ok(())
}

/// What is kept of an upload's import from the web.
pub(crate) fn import(connection: &Connection, id: &str) -> Result<Option<Value>, Problem> {
    let found: Option<String> = connection
        .prepare_cached("SELECT import FROM upload WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Keeps something of an upload's import from the web.
pub(crate) fn set_import(connection: &Connection, id: &str, import: &Value) -> Result<(), Problem> {
    connection
        .prepare_cached("UPDATE upload SET import = ?2 WHERE id = ?1")?
        .execute(params![id, import.to_string()])?;
    Ok(())
}

/// Stores a part; one that is sent again replaces the first.
pub(crate) fn put_part(
    connection: &Connection,
    id: &str,
    number: i64,
    content: &[u8],
) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "INSERT INTO upload_part (upload_id, number, content) VALUES (?1, ?2, ?3) \
             ON CONFLICT (upload_id, number) DO UPDATE SET content = excluded.content",
        )?
        .execute(params![id, number, content])?;
    Ok(())
}

/// Numbers and sizes of the parts that came, in order.
pub(crate) fn parts(connection: &Connection, id: &str) -> Result<Vec<(i64, i64)>, Problem> {
    Ok(connection
        .prepare_cached(
            "SELECT number, length(content) FROM upload_part WHERE upload_id = ?1 ORDER BY number",
        )?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// The whole file.
pub(crate) fn content(connection: &Connection, id: &str) -> rusqlite::Result<Vec<u8>> {
    let mut whole = Vec::new();
    let mut statement = connection
        .prepare_cached("SELECT content FROM upload_part WHERE upload_id = ?1 ORDER BY number")?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        whole.extend_from_slice(row.get_ref(0)?.as_blob()?);
    }
    Ok(whole)
}
