//! One cell of a row, as the database has it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::value::Number;

/// One cell of a row, exact.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// SQL null.
    Null,
    /// True or false.
    Bool(bool),
    /// Any number, exact.
    Number(Number),
    /// A text; also a UUID, an enum value, or anything without a form of its own.
    Text(String),
    /// A day.
    Date(Date),
    /// A date and time without zone, to the microsecond.
    DateTime(DateTime),
    /// An instant, to the microsecond.
    Instant(Timestamp),
    /// An array; nested for more dimensions.
    List(Vec<Self>),
    /// A JSON document.
    Json(serde_json::Value),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cell {
    /// Returns the cell as one part of a row's key: the same text for the same value everywhere.
    pub fn key_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// Writes the cell as plain text: what a text property shows of it.
///
/// Moments are in ISO 8601, a list's items are separated by `, `, bytes are in hexadecimal.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Date(date) => write!(f, "{date}"),
            Self::DateTime(moment) => write!(f, "{moment}"),
            Self::Instant(at) => write!(f, "{at}"),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                Ok(())
            }
            Self::Json(json) => write!(f, "{json}"),
            Self::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

/// Why one cell cannot be read; the other rows are not touched by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellError {
    /// The stored text is not UTF-8.
    #[error("text is not UTF-8 (byte {at}: 0x{byte:02x}); correct the stored text")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        at: usize,
        /// The first wrong byte.
        byte: u8,
    },
    /// The stored value does not fit the column's type.
    #[error("{value} is not a value of type {kind}; correct the value or the column's type")]
    Mismatch {
        /// The value, shortened.
        value: String,
        /// The column's type.
        kind: String,
    },
    /// A key column is null.
    #[error("a key column is null, so the row cannot be told from others; give it a value")]
    NullKey,
}

impl CellError {
    pub(super) fn utf8(bytes: &[u8], error: std::str::Utf8Error) -> Self {
        let at = error.valid_up_to();
        Self::NotUtf8 {
            at,
            byte: bytes.get(at).copied().unwrap_or_default(),
        }
    }

    pub(super) fn mismatch(value: impl fmt::Display, kind: impl fmt::Display) -> Self {
        let value: String = value.to_string().chars().take(60).collect();
        Self::Mismatch {
            value: format!("{value:?}"),
            kind: kind.to_string(),
        }
    }
}
