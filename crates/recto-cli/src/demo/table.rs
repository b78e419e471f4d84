//! A table of the sample, as plain data that either database can be made from.

/// What a column holds, in the words both databases understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whole number.
    Integer,
    /// Exact decimal with two digits after the point.
    Decimal,
    /// Text of any length.
    Text,
    /// Several short texts: an array in PostgreSQL, a JSON array in SQLite.
    Texts,
    /// True or false.
    Boolean,
    /// Calendar date.
    Date,
    /// Date and time on the wall, without a zone.
    Timestamp,
    /// A point in time.
    Instant,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Table and column this one points at.
    pub(crate) target: Option<(&'static str, &'static str)>,
}

/// Returns a column that may be null.
pub(crate) const fn column(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        required: false,
        target: None,
    }
}

impl Column {
    /// Makes the column `not null`.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the column a foreign key.
    pub(crate) const fn to(mut self, table: &'static str, column: &'static str) -> Self {
        self.target = Some((table, column));
        self
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    /// Hundredths, so that no binary fraction ever enters the sample.
    Decimal(i64),
    Text(String),
    Texts(Vec<String>),
    Boolean(bool),
    /// `2026-03-04`.
    Date(String),
    /// `2026-03-04T09:30:00`.
    Timestamp(String),
    /// `2026-03-04T09:30:00Z`.
    Instant(String),
}

impl Cell {
    /// Returns a text cell.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a list cell.
    pub(crate) fn texts(items: Vec<&str>) -> Self {
        Self::Texts(items.into_iter().map(str::to_owned).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// One table with its rows.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: &'static [&'static str],
    pub(crate) rows: Vec<Vec<Cell>>,
}
