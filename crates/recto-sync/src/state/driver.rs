//! What the state needs of a database.

use std::borrow::Cow;
use std::fmt;

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::StateError;

/// A database that runs statements.
pub trait Driver: Send + Sync + fmt::Debug {
    /// Says which database it is, without any secret.
    fn describe(&self) -> String;

    /// Runs one statement that changes nothing.
    fn read(&self, step: Step) -> BoxFuture<'_, Result<Vec<Record>, StateError>>;

    /// Runs statements in one transaction that is durable when this returns, and returns the rows
    /// of each. A step that must return a row and does not undoes all.
    fn write(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Vec<Record>>, StateError>>;
}

/// One statement with its parameters.
#[derive(Debug)]
pub struct Step {
    pub(super) sql: Cow<'static, str>,
    pub(super) params: Vec<Param>,
    /// The error when it returns no row.
    pub(super) or: Option<StateError>,
}

impl Step {
    pub(super) fn new<const N: usize>(sql: &'static str, params: [Param; N]) -> Self {
        Self {
            sql: Cow::Borrowed(sql),
            params: params.into(),
            or: None,
        }
    }

    /// Makes a step without a row undo the transaction, with this error.
    pub(super) fn or(mut self, error: StateError) -> Self {
        self.or = Some(error);
        self
    }
}

/// A parameter or a column: the state needs no other types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param {
    /// Null.
    Null,
    /// A number, or an instant in milliseconds.
    Int(i64),
    /// A text.
    Text(String),
}

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Timestamp> for Param {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_millisecond())
    }
}

impl<T: Into<Self>> From<Option<T>> for Param {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row that a statement returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(pub(super) Vec<Param>);

impl Record {
    pub(super) fn int(&self, column: usize) -> Option<i64> {
        match self.0.get(column) {
            Some(Param::Int(number)) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn text(&self, column: usize) -> Option<String> {
        match self.0.get(column) {
            Some(Param::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    pub(super) fn time(&self, column: usize) -> Option<Timestamp> {
        self.int(column)
            .and_then(|at| Timestamp::from_millisecond(at).ok())
    }
}

/// Writes the first columns, which name the row.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, column) in self.0.iter().take(3).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match column {
                Param::Null => f.write_str("null")?,
                Param::Int(number) => write!(f, "{number}")?,
                Param::Text(text) => write!(f, "{text:?}")?,
            }
        }
        f.write_str(", …")
    }
}
