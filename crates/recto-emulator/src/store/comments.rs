//! Comments.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::nodes::Parent;
use crate::problem::Problem;

/// One comment.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) id: String,
    /// The thread it belongs to.
    pub(crate) discussion_id: String,
    /// The page or block it is about.
    pub(crate) parent: Parent,
    /// Milliseconds since the Unix epoch.
    pub(crate) created_time: i64,
    pub(crate) created_by: String,
    pub(crate) last_edited_time: i64,
    /// `rich_text`, `display_name`, `attachments`.
    pub(crate) body: Value,
}

const COLUMNS: &str = "id, discussion_id, parent_type, parent_id, created_time, created_by, \
                       last_edited_time, body";

fn read(row: &Row<'_>) -> rusqlite::Result<Comment> {
    Ok(Comment {
        id: row.get(0)?,
        discussion_id: row.get(1)?,
        parent: Parent::read(&row.get::<_, String>(2)?, row.get(3)?),
        created_time: row.get(4)?,
        created_by: row.get(5)?,
        last_edited_time: row.get(6)?,
        body: super::json(row, 7)?,
    })
}

/// One comment, if there is one.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<Comment>, Problem> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM comment WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// What the comments of a discussion are about, if there is such a discussion.
pub(crate) fn discussed(
    connection: &Connection,
    discussion_id: &str,
) -> Result<Option<Parent>, Problem> {
    Ok(connection
        .prepare_cached(
            "SELECT parent_type, parent_id FROM comment WHERE discussion_id = ?1 LIMIT 1",
        )?
        .query_row([discussion_id], |row| {
            Ok(Parent::read(&row.get::<_, String>(0)?, row.get(1)?))
        })
        .optional()?)
}

/// The comments on a page or block, oldest first, from one of them on; at most so many. `None` if
/// `from` is not one of them.
pub(crate) fn list(
    connection: &Connection,
    parent_id: &str,
    from: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Comment>>, Problem> {
    let start: i64 = match from {
        None => 0,
        Some(id) => {
            let place = connection
                .prepare_cached("SELECT seq FROM comment WHERE id = ?1 AND parent_id = ?2")?
                .query_row([id, parent_id], |row| row.get(0))
                .optional()?;
            let Some(place) = place else { return Ok(None) };
            place
        }
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM comment WHERE parent_id = ?1 AND seq >= ?2 \
             AND id NOT IN (SELECT id FROM imported WHERE hidden = 1) ORDER BY seq LIMIT ?3"
        ))?
        .query_map(params![parent_id, start, limit], read)?
        .collect::<Result<_, _>>()?;
    Ok(Some(found))
}

/// Stores a new comment.
pub(crate) fn insert(connection: &Connection, comment: &Comment) -> Result<(), Problem> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO comment ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        ))?
        .execute(params![
            comment.id,
            comment.discussion_id,
            comment.parent.type_name(),
            comment.parent.id(),
            comment.created_time,
            comment.created_by,
            comment.last_edited_time,
            comment.body.to_string(),
        ])?;
    Ok(())
}

/// Stores what an edit changed.
pub(crate) fn update(connection: &Connection, comment: &Comment) -> Result<(), Problem> {
    connection
        .prepare_cached("UPDATE comment SET last_edited_time = ?2, body = ?3 WHERE id = ?1")?
        .execute(params![
            comment.id,
            comment.last_edited_time,
            comment.body.to_string(),
        ])?;
    Ok(())
}

/// Removes a comment.
pub(crate) fn delete(connection: &Connection, id: &str) -> Result<(), Problem> {
    connection
        .prepare_cached("DELETE FROM comment WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}
