//! The workspace's storage: one SQLite database, in a file or in memory.

pub(crate) mod access;
pub(crate) mod apps;
pub(crate) mod changes;
pub(crate) mod comments;
pub(crate) mod copies;
pub(crate) mod disk;
pub(crate) mod emojis;
pub(crate) mod events;
pub(crate) mod file;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod meta;
pub(crate) mod nodes;
pub(crate) mod sources;
pub(crate) mod tree;
pub(crate) mod uploads;
pub(crate) mod views;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use crate::error::Error;

/// Marks a file as a recto workspace: `RCTO`.
const APPLICATION_ID: u32 = 0x5243_544f;

/// One script for each format, applied in order; a file says in `user_version` how many it has.
const MIGRATIONS: &[&str] = &[
    include_str!("store/schema_1.sql"),
    include_str!("store/schema_2.sql"),
    include_str!("store/schema_3.sql"),
    include_str!("store/schema_4.sql"),
    include_str!("store/schema_5.sql"),
    include_str!("store/schema_6.sql"),
    include_str!("store/schema_7.sql"),
];

/// An open workspace.
#[derive(Debug)]
pub(crate) struct Store {
    // Before the lock: the connection must be closed when the file is released.
    pub(crate) connection: Connection,
    pub(crate) shelf: copies::Shelf,
    /// When commits are on the disk.
    pub(crate) disk: Arc<disk::Disk>,
    /// Which rows have changed.
    pub(crate) changes: changes::Changes,
    _lock: Option<file::Lock>,
}

impl Store {
    /// A workspace that ends with the process.
    pub(crate) fn in_memory() -> Result<Self, Error> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&connection)?;
        tune(&connection);
        Ok(Self {
            changes: changes::Changes::watch(&mut connection)?,
            disk: Arc::default(),
            connection,
            shelf: copies::Shelf::Memory(BTreeMap::new()),
            _lock: None,
        })
    }

    /// The workspace of a file, made if there is none. An answered write is on the disk.
    pub(crate) fn in_file(path: &Path) -> Result<Self, Error> {
        let lock = file::Lock::take(path)?;
        let mut connection = file::connect(path, &lock)?;
        migrate(&connection)?;
        file::make_durable(&connection)?;
        tune(&connection);
        Ok(Self {
            changes: changes::Changes::watch(&mut connection)?,
            disk: Arc::new(disk::Disk::new(file::log(&connection))),
            connection,
            shelf: copies::Shelf::beside(path),
            _lock: Some(lock),
        })
    }
}

impl Store {
    /// From now on a commit does not wait for the disk: [`disk::Disk`] does, once for several.
    pub(crate) fn share_syncs(&self) -> Result<(), Error> {
        if self._lock.is_some() {
            file::share_syncs(&self.connection)?;
        }
        Ok(())
    }
}

/// Brings the schema up to the newest format.
fn migrate(connection: &Connection) -> Result<(), Error> {
    let have: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (index, script) in MIGRATIONS.iter().enumerate().skip(have as usize) {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {script}; PRAGMA application_id = {APPLICATION_ID}; \
             PRAGMA user_version = {}; COMMIT;",
            index + 1
        ))?;
    }
    Ok(())
}

fn tune(connection: &Connection) {
    connection.set_prepared_statement_cache_capacity(128);
}

/// Reads a column that holds JSON text.
pub(crate) fn json(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<serde_json::Value> {
    serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            index,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

/// Sets a member of a stored object.
pub(crate) fn set(body: &mut serde_json::Value, name: &str, value: serde_json::Value) {
    if let Some(members) = body.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
