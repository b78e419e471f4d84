//! Which rows of the storage have changed, for what is kept of them in memory.

use std::mem;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use crate::engine::lock;
use crate::error::Error;

/// Changes that are remembered one by one.
const REMEMBERED: usize = 100_000;

/// What has changed since it was last taken, whether or not it came true.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes(Arc<Mutex<Changed>>);

/// What changed.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    /// Places of nodes in the storage.
    pub(crate) nodes: Vec<i64>,
    /// More than that: users, whose names are parts of values, or too many nodes to remember.
    pub(crate) everything: bool,
}

impl Changes {
    /// Watches a connection. SQLite tells each changed row of a table with row ids, whoever changes
    /// it; `edge` and `meta` have none.
    pub(crate) fn watch(connection: &mut Connection) -> Result<Self, Error> {
        let changes = Self::default();
        let told = changes.clone();
        connection.update_hook(Some(move |_, _: &str, table: &str, row: i64| {
            let mut changed = lock(&told.0);
            match table {
                "node" if changed.nodes.len() < REMEMBERED => changed.nodes.push(row),
                "node" | "user" => changed.everything = true,
                _ => {}
            }
        }))?;
        Ok(changes)
    }

    /// What changed since the last call.
    pub(crate) fn take(&self) -> Changed {
        mem::take(&mut *lock(&self.0))
    }
}
