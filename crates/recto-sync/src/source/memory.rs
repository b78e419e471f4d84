//! A source made of rows in memory, for tests.

use std::collections::BTreeMap;

use futures::FutureExt;
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};

use super::{Cell, CellError, Row, RowQuery, Source, SourceError, Table, find_table};
use crate::source::key::join_key;

/// One row of a [`MemorySource`]: the cells by column.
pub type MemoryRow = BTreeMap<String, Result<Cell, CellError>>;

/// A source made of rows in memory, for tests. Rows come in the order of their keys' cells.
#[derive(Debug, Clone, Default)]
pub struct MemorySource {
    tables: Vec<Table>,
    rows: BTreeMap<String, Vec<MemoryRow>>,
}

impl MemorySource {
    /// Makes a source without tables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a table and its rows; a column that a row does not name is null.
    #[must_use]
    pub fn table(mut self, table: Table, rows: impl IntoIterator<Item = MemoryRow>) -> Self {
        self.rows
            .insert(table.name.clone(), rows.into_iter().collect());
        self.tables.push(table);
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    /// Gives access to a table's rows, to change them between two runs.
    pub fn rows_mut(&mut self, table: &str) -> Option<&mut Vec<MemoryRow>> {
        self.rows.get_mut(table)
    }

    fn read(&self, query: &RowQuery) -> Result<Vec<Row>, SourceError> {
        let table = find_table(&self.tables, &query.table)?;
        let (key, columns) = table.selection(query)?;
        let mut rows: Vec<Row> = self
            .rows
            .get(&table.name)
            .into_iter()
            .flatten()
            .map(|row| {
                let mut values = BTreeMap::new();
                for column in &columns {
                    let cell = row.get(column).cloned().unwrap_or(Ok(Cell::Null));
                    values.insert(column.clone(), cell);
                }
                Row {
                    key: String::new(),
                    values,
                }
            })
            .collect();
        for row in &mut rows {
            row.key = join_key(key.iter().map(|name| match &row.values[name] {
                Ok(cell) => cell.key_text(),
                Err(error) => error.to_string(),
            }));
            row.refuse_null_keys(&key);
        }
        rows.sort_by_cached_key(|row| {
            let number = row.key.parse::<i64>().unwrap_or(i64::MAX);
            (number, row.key.clone())
        });
        Ok(rows)
    }
}

impl Source for MemorySource {
    fn describe(&self) -> String {
        "rows in memory".to_owned()
    }

    fn introspect(&self) -> BoxFuture<'_, Result<Vec<Table>, SourceError>> {
        futures::future::ready(Ok(self.tables.clone())).boxed()
    }

    fn rows(&self, query: RowQuery) -> BoxStream<'_, Result<Vec<Row>, SourceError>> {
        let batches = match self.read(&query) {
            Ok(rows) => rows
                .chunks(query.batch.max(1))
                .map(|batch| Ok(batch.to_vec()))
                .collect(),
            Err(error) => vec![Err(error)],
        };
        stream::iter(batches).boxed()
    }

    fn begin(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        futures::future::ready(Ok(())).boxed()
    }

    fn end(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        futures::future::ready(Ok(())).boxed()
    }
}
