//! Tables as introspection finds them.

use std::fmt;

use super::{RowQuery, SourceError};
use crate::suggest;

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, without a schema.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// The primary key's columns, in the key's order; empty when there is none.
    pub primary_key: Vec<String>,
    /// Its foreign keys, by their columns.
    pub foreign_keys: Vec<ForeignKey>,
    /// The column lists that are unique besides the primary key.
    pub unique: Vec<Vec<String>>,
    /// Whether it is a view.
    pub view: bool,
}

impl Table {
    /// Returns a column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns a column by name, or an error that suggests the nearest one.
    ///
    /// # Errors
    /// [`SourceError::MissingColumn`].
    pub fn expect_column(&self, name: &str) -> Result<&Column, SourceError> {
        self.column(name).ok_or_else(|| SourceError::MissingColumn {
            table: self.name.clone(),
            column: name.to_owned(),
            hint: suggest::hint(name, self.columns.iter().map(|column| column.name.as_str())),
        })
    }

    /// Returns the key columns and all columns that a query reads, checked.
    pub(super) fn selection(
        &self,
        query: &RowQuery,
    ) -> Result<(Vec<String>, Vec<String>), SourceError> {
        let key = if query.key.is_empty() {
            &self.primary_key
        } else {
            &query.key
        };
        if key.is_empty() {
            return Err(SourceError::NoKey {
                table: self.name.clone(),
            });
        }
        let mut columns = query.columns.clone();
        if columns.is_empty() {
            columns.extend(self.columns.iter().map(|column| column.name.clone()));
        }
        for name in key {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        for name in &columns {
            self.expect_column(name)?;
        }
        Ok((key.clone(), columns))
    }

    /// Returns the foreign key that consists of exactly these columns, in any order.
    pub fn foreign_key(&self, columns: &[&str]) -> Option<&ForeignKey> {
        self.foreign_keys.iter().find(|key| {
            key.columns.len() == columns.len()
                && key
                    .columns
                    .iter()
                    .all(|column| columns.contains(&column.as_str()))
        })
    }
}

/// Finds a table by name, or tells which name is the nearest.
///
/// # Errors
/// [`SourceError::MissingTable`].
pub fn find_table<'a>(tables: &'a [Table], name: &str) -> Result<&'a Table, SourceError> {
    tables
        .iter()
        .find(|table| table.name == name)
        .ok_or_else(|| SourceError::MissingTable {
            table: name.to_owned(),
            hint: suggest::hint(name, tables.iter().map(|table| table.name.as_str())),
        })
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may be null.
    pub nullable: bool,
}

/// What a column holds, alike for all databases.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// True or false.
    Bool,
    /// A whole number.
    Integer,
    /// A binary floating-point number.
    Real,
    /// An exact decimal number.
    Decimal,
    /// A text of any length; also an enum.
    Text,
    /// A day.
    Date,
    /// A date and time.
    DateTime {
        /// Whether it is an instant rather than what a clock on some wall shows.
        zoned: bool,
    },
    /// A JSON document.
    Json,
    /// An array of another kind.
    Array(Box<Self>),
    /// A UUID.
    Uuid,
    /// Bytes.
    Bytes,
    /// Any other type, read as its text form; with the type's name.
    Other(String),
}

impl fmt::Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("boolean"),
            Self::Integer => f.write_str("integer"),
            Self::Real => f.write_str("real"),
            Self::Decimal => f.write_str("decimal"),
            Self::Text => f.write_str("text"),
            Self::Date => f.write_str("date"),
            Self::DateTime { zoned: false } => f.write_str("timestamp"),
            Self::DateTime { zoned: true } => f.write_str("timestamp with time zone"),
            Self::Json => f.write_str("json"),
            Self::Array(kind) => write!(f, "{kind}[]"),
            Self::Uuid => f.write_str("uuid"),
            Self::Bytes => f.write_str("bytes"),
            Self::Other(name) => f.write_str(name),
        }
    }
}

/// A foreign key: columns of one table that name a row of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns that refer, in the key's order.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: String,
    /// The columns referred to, in the same order.
    pub target_columns: Vec<String>,
}
