//! The relational side: what tables there are, and their rows.
//!
//! [`sqlite`] and [`postgres`] read a real database, [`memory`] is for tests. The same data gives
//! the same [`Row`]s from each of them.

mod cell;
mod convert;
mod error;
mod key;
pub mod memory;
pub mod postgres;
mod schema;
pub mod sqlite;

use std::collections::BTreeMap;
use std::fmt;

use futures::TryStreamExt;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

pub use cell::{Cell, CellError};
pub use error::SourceError;
pub use key::join_key;
pub use memory::{MemoryRow, MemorySource};
pub use postgres::PostgresSource;
pub use schema::{Column, ColumnKind, ForeignKey, Table, find_table};
pub use sqlite::SqliteSource;

/// One row: its key as text and the columns asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The key columns' values as text, joined by [`join_key`]: `17`, or `4|9` for two columns.
    ///
    /// When a key column is null or unreadable the key still tells rows apart where it can, and
    /// the column's entry in [`Row::values`] is the error.
    pub key: String,
    /// The columns asked for and the key columns, by column name.
    pub values: BTreeMap<String, Result<Cell, CellError>>,
}

impl Row {
    /// Returns a column's cell, or why it cannot be read. `None` when it was not asked for.
    pub fn get(&self, column: &str) -> Option<Result<&Cell, &CellError>> {
        self.values.get(column).map(Result::as_ref)
    }

    /// Returns the key over other columns of this row, for instance those of a foreign key.
    ///
    /// `None` when one of them is null, unreadable or was not asked for.
    pub fn key_of<S: AsRef<str>>(&self, columns: &[S]) -> Option<String> {
        let mut parts = Vec::with_capacity(columns.len());
        for column in columns {
            let cell = self.values.get(column.as_ref())?.as_ref().ok()?;
            if matches!(cell, Cell::Null) {
                return None;
            }
            parts.push(cell.key_text());
        }
        Some(join_key(parts))
    }
}

impl Row {
    /// Turns null key columns into errors: such a row cannot be told from others.
    fn refuse_null_keys(&mut self, key: &[String]) {
        for name in key {
            if let Some(cell @ Ok(Cell::Null)) = self.values.get_mut(name) {
                *cell = Err(CellError::NullKey);
            }
        }
    }
}

/// What to read of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuery {
    /// The table's name, as [`Table::name`] has it.
    pub table: String,
    /// The columns that make the key and the order. Empty: the primary key.
    pub key: Vec<String>,
    /// The columns to read. Empty: all of them.
    pub columns: Vec<String>,
    /// Most rows in one batch.
    pub batch: usize,
}

impl RowQuery {
    /// Most rows in one batch, unless told otherwise.
    pub const BATCH: usize = 1_000;

    /// Asks for all columns of a table, keyed by its primary key.
    pub fn new(table: impl Into<String>) -> Self {
        Self {
            table: table.into(),
            key: Vec::new(),
            columns: Vec::new(),
            batch: Self::BATCH,
        }
    }

    /// Asks for these columns only.
    #[must_use]
    pub fn columns<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.columns = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Takes these columns as the key.
    #[must_use]
    pub fn key<S: Into<String>>(mut self, key: impl IntoIterator<Item = S>) -> Self {
        self.key = key.into_iter().map(Into::into).collect();
        self
    }
}

/// A relational database that is read, never written.
pub trait Source: Send + Sync + fmt::Debug {
    /// Says which database it is, without any secret: `SQLite file ops.db`.
    fn describe(&self) -> String;

    /// Returns the tables and views, in the order of their names.
    ///
    /// # Errors
    /// When the database cannot be reached or read.
    fn introspect(&self) -> BoxFuture<'_, Result<Vec<Table>, SourceError>>;

    /// Reads a table in batches, in the order of its key.
    ///
    /// The order is by value for numbers and by bytes for texts, whatever the database's collation.
    /// A cell that cannot be read is an error within its row. Other reads may go on meanwhile.
    ///
    /// # Errors
    /// When the table or a column is missing, there is no key, or the database fails.
    fn rows(&self, query: RowQuery) -> BoxStream<'_, Result<Vec<Row>, SourceError>>;

    /// Starts a consistent read: until [`Source::end`], all reads see the database as it is now.
    ///
    /// # Errors
    /// When the database fails, or a consistent read is already under way.
    fn begin(&self) -> BoxFuture<'_, Result<(), SourceError>>;

    /// Ends what [`Source::begin`] started; without it, does nothing.
    ///
    /// # Errors
    /// When the database fails.
    fn end(&self) -> BoxFuture<'_, Result<(), SourceError>>;
}

/// Reads all rows of a query into memory.
///
/// # Errors
/// As [`Source::rows`].
pub async fn read_all(source: &dyn Source, query: RowQuery) -> Result<Vec<Row>, SourceError> {
    source
        .rows(query)
        .try_fold(Vec::new(), |mut all, mut batch| async move {
            all.append(&mut batch);
            Ok(all)
        })
        .await
}
