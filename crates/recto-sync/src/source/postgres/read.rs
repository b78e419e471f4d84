//! The rows of a PostgreSQL table, batch by batch.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::sync::atomic::Ordering;

use tokio_postgres::types::{FromSql, Type};

use super::{PostgresSource, Session};
use crate::pg::quote;
use crate::source::convert::cell_from_bytes;
use crate::source::key::{KeyGuard, join_key};
use crate::source::{Cell, ColumnKind, Row, RowQuery, SourceError, Table};

/// Reads a table through a cursor, so that reads of several tables may take turns on one session.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    source: &'a PostgresSource,
    session: Session,
    cursor: String,
    table: String,
    key: Vec<String>,
    columns: Vec<(String, ColumnKind)>,
    batch: usize,
    guard: KeyGuard,
    more: bool,
}

impl<'a> Reader<'a> {
    pub(super) async fn open(
        source: &'a PostgresSource,
        session: Session,
        cursor: String,
        table: &Table,
        query: &RowQuery,
    ) -> Result<Self, SourceError> {
        let (key, names) = table.selection(query)?;
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let kind = table.expect_column(&name)?.kind.clone();
            columns.push((name, kind));
        }
        let selected: Vec<String> = columns
            .iter()
            .map(|(name, kind)| expression(name, kind, session.unchecked))
            .collect();
        let mut order = Vec::with_capacity(key.len());
        for name in &key {
            order.push(ordering(name, &table.expect_column(name)?.kind));
        }
        // Outside a transaction a cursor lives on only with its result kept by the server.
        let hold = if source.consistent.load(Ordering::Relaxed) {
            ""
        } else {
            " with hold"
        };
        let sql = format!(
            "declare {cursor} no scroll cursor{hold} for select {} from {}.{} t order by {}",
            selected.join(", "),
            quote(&source.schema),
            quote(&table.name),
            order.join(", ")
        );
        let reader = Self {
            source,
            session,
            cursor,
            table: table.name.clone(),
            guard: KeyGuard::new(&table.name, &key),
            key,
            columns,
            batch: query.batch.max(1),
            more: true,
        };
        let opened = reader.session.client.batch_execute(&sql).await;
        opened.map_err(|error| reader.failed(error))?;
        Ok(reader)
    }

    /// Tells whether there may be another batch.
    pub(super) const fn more(&self) -> bool {
        self.more
    }

    /// Reads the next batch; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Row>>, SourceError> {
        let sql = format!("fetch forward {} from {}", self.batch, self.cursor);
        let client = &self.session.client;
        let found = client
            .query(&sql, &[])
            .await
            .map_err(|error| self.failed(error))?;
        self.more = found.len() == self.batch;
        if !self.more {
            let sql = format!("close {}", self.cursor);
            client
                .batch_execute(&sql)
                .await
                .map_err(|error| self.failed(error))?;
        }
        let mut rows = Vec::with_capacity(found.len());
        for record in &found {
            rows.push(self.row(record).map_err(|error| self.failed(error))?);
        }
        self.guard.check(&mut rows)?;
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn row(&self, record: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
        let mut values = BTreeMap::new();
        let mut lossy: BTreeMap<&str, String> = BTreeMap::new();
        for (index, (name, kind)) in self.columns.iter().enumerate() {
            let cell = match record.try_get::<_, Option<Raw<'_>>>(index)? {
                None => Ok(Cell::Null),
                Some(Raw(bytes)) => {
                    let cell = cell_from_bytes(kind, bytes);
                    if cell.is_err() {
                        lossy.insert(name, String::from_utf8_lossy(bytes).into_owned());
                    }
                    cell
                }
            };
            values.insert(name.clone(), cell);
        }
        let parts = self.key.iter().map(|name| match &values[name] {
            Ok(cell) => cell.key_text(),
            Err(_) => lossy.remove(name.as_str()).unwrap_or_default(),
        });
        Ok(Row {
            key: join_key(parts),
            values,
        })
    }

    fn failed(&self, error: tokio_postgres::Error) -> SourceError {
        let doing = format!("reading table \"{}\"", self.table);
        self.source.failed(&doing, Some(&self.table), error)
    }
}

/// Writes a column as the text that [`cell_from_bytes`] reads.
fn expression(name: &str, kind: &ColumnKind, unchecked: bool) -> String {
    let name = format!("t.{}", quote(name));
    let text = match kind {
        // By way of text, so that numerics keep their digits within the JSON.
        ColumnKind::Array(_) => format!("array_to_json({name}::text[])::text"),
        _ => format!("{name}::text"),
    };
    if unchecked {
        // The server would refuse the whole answer for one text that is no UTF-8.
        format!("convert_to({text}, 'SQL_ASCII')")
    } else {
        text
    }
}

/// Orders texts by their bytes and everything else by its value, as SQLite does.
///
/// The name is qualified: alone it would mean the text that is selected under the same name.
fn ordering(name: &str, kind: &ColumnKind) -> String {
    let name = format!("t.{}", quote(name));
    match kind {
        ColumnKind::Text | ColumnKind::Other(_) | ColumnKind::Array(_) | ColumnKind::Json => {
            format!("{name}::text collate \"C\" nulls first")
        }
        _ => format!("{name} nulls first"),
    }
}

/// A value's bytes as they came.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
