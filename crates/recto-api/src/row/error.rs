//! What went wrong between a row and a page, or a row and a schema.

use std::fmt;

use crate::ids::{DataSourceId, PageId};

/// Why a value does not fit a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellError {
    /// The property is empty, and the field cannot be.
    #[error("is empty; make the field an `Option`")]
    Empty,
    /// The property has another type.
    #[error("is of type `{found}`, the field takes {expected}")]
    Type {
        /// What the field takes, in words.
        expected: &'static str,
        /// The type of the property.
        found: String,
    },
    /// Anything else; continues "property `x` …".
    #[error("{0}")]
    Value(String),
}

/// Why a page is no row, or a row cannot be sent: everything at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The page, when one was read.
    pub page: Option<PageId>,
    /// Each field that failed.
    pub problems: Vec<RowProblem>,
}

/// Why one field failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The field.
    pub field: &'static str,
    /// The property, by name, or by id where the field has one.
    pub property: String,
    /// Why.
    pub cause: CellError,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.page {
            Some(page) => write!(f, "page {page}: ")?,
            None => f.write_str("this row cannot be sent: ")?,
        }
        for (index, problem) in self.problems.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            let RowProblem {
                field,
                property,
                cause,
            } = problem;
            write!(f, "{gap}property `{property}` {cause} (field `{field}`)")?;
        }
        Ok(())
    }
}

impl std::error::Error for RowError {}

/// Why a row does not fit a data source: everything at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatches {
    /// The data source.
    pub source: DataSourceId,
    /// Each mismatch, in the order of the fields.
    pub all: Vec<Mismatch>,
}

/// Why one field does not fit a data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The field.
    pub field: &'static str,
    /// The property, by name, or by id where the field has one.
    pub property: String,
    /// Of what kind it is.
    pub kind: MismatchKind,
    /// What is wrong and what would be right; continues "property `x` …".
    pub message: String,
}

/// Of what kind a mismatch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MismatchKind {
    /// The data source has no such property.
    Missing,
    /// The property has another type.
    Type,
    /// The property lacks options that the field knows.
    MissingOption,
    /// The property has options that the field does not know.
    UnknownOption,
    /// Two fields map the property.
    Twice,
}

impl fmt::Display for Mismatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "data source {}: ", self.source)?;
        for (index, mismatch) in self.all.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            let Mismatch {
                field,
                property,
                message,
                ..
            } = mismatch;
            write!(f, "{gap}property `{property}` {message} (field `{field}`)")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mismatches {}
