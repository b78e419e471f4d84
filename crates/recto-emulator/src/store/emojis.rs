//! Custom emojis of the workspace.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::problem::Problem;

/// A custom emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Emoji {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) url: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Emoji> {
    Ok(Emoji {
        id: row.get(0)?,
        name: row.get(1)?,
        url: row.get(2)?,
    })
}

/// Adds an emoji, or gives one that is there another name and address.
pub(crate) fn put(connection: &Connection, emoji: &Emoji) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO custom_emoji (id, name, url) VALUES (?1, ?2, ?3) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url",
        params![emoji.id, emoji.name, emoji.url],
    )?;
    Ok(())
}

/// The emoji of an id.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<Emoji>, Problem> {
    Ok(connection
        .prepare_cached("SELECT id, name, url FROM custom_emoji WHERE id = ?1")?
        .query_row([id], read)
        .optional()?)
}

/// All of them, oldest first, or those of exactly this name.
pub(crate) fn list(connection: &Connection, name: Option<&str>) -> Result<Vec<Emoji>, Problem> {
    Ok(connection
        .prepare_cached(
            "SELECT id, name, url FROM custom_emoji WHERE ?1 IS NULL OR name = ?1 ORDER BY seq",
        )?
        .query_map([name], read)?
        .collect::<Result<_, _>>()?)
}
