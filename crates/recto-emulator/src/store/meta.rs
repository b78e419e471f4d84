//! Facts of the workspace itself.

use rusqlite::{Connection, OptionalExtension};

use crate::error::Error;

/// The value of a key.
pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<String>, Error> {
    Ok(connection
        .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
        .optional()?)
}

/// Sets the value of a key.
pub(crate) fn set(connection: &Connection, key: &str, value: &str) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}
