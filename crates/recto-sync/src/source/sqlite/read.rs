//! The rows of an SQLite table, batch by batch.

use std::collections::BTreeMap;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::failed;
use crate::source::convert::cell_from_bytes;
use crate::source::key::KeyGuard;
use crate::source::{Cell, CellError, ColumnKind, Row, RowQuery, SourceError, Table};
use crate::value::Number;

/// Reads a table by its key: each batch begins after the last key of the one before.
///
/// No statement stays open between batches, so reads of several tables may take turns.
#[derive(Debug)]
pub(super) struct Reader {
    table: String,
    key: Vec<String>,
    columns: Vec<(String, ColumnKind)>,
    batch: usize,
    position: Position,
    guard: KeyGuard,
}

#[derive(Debug)]
enum Position {
    /// Rows whose key holds a null come first: no comparison finds them.
    Nulls,
    Start,
    After {
        /// The last key, as it is stored.
        parts: Vec<Stored>,
        /// The last key as text.
        key: String,
    },
    End,
}

impl Reader {
    pub(super) fn new(table: &Table, query: &RowQuery) -> Result<Self, SourceError> {
        let (key, columns) = table.selection(query)?;
        let mut kinds = Vec::with_capacity(columns.len());
        for name in columns {
            let kind = table.expect_column(&name)?.kind.clone();
            kinds.push((name, kind));
        }
        Ok(Self {
            table: table.name.clone(),
            guard: KeyGuard::new(&table.name, &key),
            key,
            columns: kinds,
            batch: query.batch.max(1),
            position: Position::Nulls,
        })
    }

    /// Tells whether there may be another batch.
    pub(super) const fn more(&self) -> bool {
        !matches!(self.position, Position::End)
    }

    /// Reads the next batch; `None` at the end.
    pub(super) fn next(
        &mut self,
        connection: &Connection,
        database: &str,
    ) -> Result<Option<Vec<Row>>, SourceError> {
        loop {
            if !self.more() {
                return Ok(None);
            }
            let doing = format!("reading table \"{}\"", self.table);
            let mut rows = self
                .step(connection)
                .map_err(|error| failed(database, &doing, error))?;
            self.guard.check(&mut rows)?;
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
    }

    fn step(&mut self, connection: &Connection) -> rusqlite::Result<Vec<Row>> {
        // The last row of the batch before is read again: a second row with its key would
        // otherwise fall between two batches unseen.
        let (condition, limit, bound): (_, _, &[Stored]) = match &self.position {
            Position::Nulls => (self.nulls(), None, &[]),
            Position::Start => (format!("not ({})", self.nulls()), Some(self.batch), &[]),
            Position::After { parts, .. } => {
                // The first column alone is what the index is searched by: with collations in it,
                // the comparison of whole keys is not.
                let marks: Vec<String> = (1..=self.key.len())
                    .map(|part| format!("?{part}"))
                    .collect();
                let condition = format!(
                    "{} collate binary >= ?1 and ({}) >= ({})",
                    quote(&self.key[0]),
                    self.order(),
                    marks.join(", ")
                );
                (condition, Some(self.batch + 1), parts)
            }
            Position::End => return Ok(Vec::new()),
        };
        let mut statement = connection.prepare_cached(&self.sql(&condition, limit))?;
        let mut found = statement.query(params_from_iter(bound))?;
        let mut rows = Vec::new();
        let mut count = 0;
        let mut next = None;
        while let Some(record) = found.next()? {
            count += 1;
            let mut row = Row {
                key: String::new(),
                values: BTreeMap::new(),
            };
            for (index, (name, kind)) in self.columns.iter().enumerate() {
                row.values
                    .insert(name.clone(), cell(kind, record.get_ref(index)?));
            }
            row.key = raw_key(record, self.columns.len(), &self.key, &row)?;
            if limit == Some(count) {
                let parts = (0..self.key.len())
                    .map(|part| Ok(Stored(record.get_ref(self.columns.len() + part)?.into())))
                    .collect::<rusqlite::Result<_>>()?;
                next = Some(Position::After {
                    parts,
                    key: row.key.clone(),
                });
            }
            let again = count == 1
                && matches!(&self.position, Position::After { key, .. } if *key == row.key);
            if !again {
                rows.push(row);
            }
        }
        drop(found);
        drop(statement);
        self.position = match (&self.position, next) {
            (Position::Nulls, _) => Position::Start,
            (_, Some(next)) => next,
            (_, None) => Position::End,
        };
        Ok(rows)
    }

    fn nulls(&self) -> String {
        let parts: Vec<String> = self
            .key
            .iter()
            .map(|name| format!("{} is null", quote(name)))
            .collect();
        parts.join(" or ")
    }

    fn order(&self) -> String {
        let parts: Vec<String> = self
            .key
            .iter()
            .map(|name| format!("{} collate binary", quote(name)))
            .collect();
        parts.join(", ")
    }

    fn sql(&self, condition: &str, limit: Option<usize>) -> String {
        let names = self.columns.iter().map(|(name, _)| name).chain(&self.key);
        let names: Vec<String> = names.map(|name| quote(name)).collect();
        let limit = limit
            .map(|limit| format!(" limit {limit}"))
            .unwrap_or_default();
        format!(
            "select {} from {} where {condition} order by {}{limit}",
            names.join(", "),
            quote(&self.table),
            self.order()
        )
    }
}

/// Writes the row's key; a part that cannot be read appears by its bytes, so that rows differ.
fn raw_key(
    record: &rusqlite::Row<'_>,
    offset: usize,
    key: &[String],
    row: &Row,
) -> rusqlite::Result<String> {
    let mut parts = Vec::with_capacity(key.len());
    for (index, name) in key.iter().enumerate() {
        parts.push(match &row.values[name] {
            Ok(cell) => cell.key_text(),
            Err(_) => match record.get_ref(offset + index)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    String::from_utf8_lossy(bytes).into_owned()
                }
                other => format!("{other:?}"),
            },
        });
    }
    Ok(crate::source::join_key(parts))
}

/// Quotes a name.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A stored value that is bound again exactly as it was read.
#[derive(Debug)]
struct Stored(Raw);

#[derive(Debug)]
enum Raw {
    /// Text whose bytes may not be UTF-8.
    Text(Vec<u8>),
    Other(Value),
}

impl From<ValueRef<'_>> for Raw {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Other(Value::Null),
            ValueRef::Integer(number) => Self::Other(Value::Integer(number)),
            ValueRef::Real(number) => Self::Other(Value::Real(number)),
            ValueRef::Text(bytes) => Self::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Self::Other(Value::Blob(bytes.to_vec())),
        }
    }
}

impl ToSql for Stored {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Raw::Text(bytes) => ValueRef::Text(bytes),
            Raw::Other(value) => value.into(),
        }))
    }
}

/// Makes a cell of a stored value, by the column's kind.
fn cell(kind: &ColumnKind, value: ValueRef<'_>) -> Result<Cell, CellError> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Text(bytes) => cell_from_bytes(kind, bytes),
        ValueRef::Blob(bytes) => match kind {
            ColumnKind::Bytes | ColumnKind::Other(_) => Ok(Cell::Bytes(bytes.to_vec())),
            _ => cell_from_bytes(kind, bytes),
        },
        ValueRef::Integer(number) => match kind {
            ColumnKind::Bool if number == 0 => Ok(Cell::Bool(false)),
            ColumnKind::Bool if number == 1 => Ok(Cell::Bool(true)),
            _ => numeric(kind, number.into()),
        },
        ValueRef::Real(number) => {
            let exact = Number::from_f64(number).map_err(|_| CellError::mismatch(number, kind))?;
            numeric(kind, exact)
        }
    }
}

fn numeric(kind: &ColumnKind, number: Number) -> Result<Cell, CellError> {
    match kind {
        ColumnKind::Integer | ColumnKind::Real | ColumnKind::Decimal | ColumnKind::Other(_) => {
            Ok(Cell::Number(number))
        }
        ColumnKind::Text => Ok(Cell::Text(number.to_string())),
        ColumnKind::Json => number
            .to_json()
            .map(|number| Cell::Json(number.into()))
            .ok_or_else(|| CellError::mismatch(number, kind)),
        _ => Err(CellError::mismatch(number, kind)),
    }
}
