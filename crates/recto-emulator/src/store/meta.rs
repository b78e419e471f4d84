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

/// Removes a key.
pub(crate) fn remove(connection: &Connection, key: &str) -> Result<(), Error> {
    connection.execute("DELETE FROM meta WHERE key = ?1", [key])?;
    Ok(())
}

/// How much was made in this workspace; grows with each page, block, database and user.
pub(crate) fn made(connection: &Connection) -> Result<u64, Error> {
    let made: i64 = connection.query_row(
        "SELECT coalesce((SELECT max(seq) FROM node), 0) \
         + coalesce((SELECT max(seq) FROM data_source), 0) \
         + coalesce((SELECT max(seq) FROM user), 0)",
        [],
        |row| row.get(0),
    )?;
    Ok(made.unsigned_abs())
}
