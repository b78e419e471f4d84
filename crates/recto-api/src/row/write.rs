//! Rows to property values.

use super::check::Bound;
use super::{Cell, CellError, Column, Row, RowError, RowProblem};
use crate::property::Property;
use crate::wire::Members;

/// Writes the fields of a row and keeps what goes wrong.
#[derive(Debug)]
pub struct Writer<'b> {
    columns: &'static [Column],
    bound: Option<&'b [Bound]>,
    values: Members<Property>,
    problems: Vec<RowProblem>,
}

impl<'b> Writer<'b> {
    pub(super) fn new(columns: &'static [Column], bound: Option<&'b [Bound]>) -> Self {
        Self {
            columns,
            bound,
            values: Members::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn write<R: Row>(mut self, row: &R) -> Result<Members<Property>, RowError> {
        row.write(&mut self);
        if self.problems.is_empty() {
            return Ok(self.values);
        }
        Err(RowError {
            page: None,
            problems: self.problems,
        })
    }

    /// Writes the field of this index in [`Row::COLUMNS`]; what the derive calls.
    pub fn cell<T: Cell>(&mut self, index: usize, value: &T) {
        let Some(column) = self.columns.get(index).filter(|column| !column.read_only) else {
            return;
        };
        let bound = self.bound.and_then(|bound| bound.get(index));
        let (kind, key) = match bound {
            Some(own) => (own.kind.as_str(), own.key()),
            None => (column.written_as(), column.property()),
        };
        match value.write(kind) {
            Ok(None) => {}
            Ok(Some(value)) => {
                self.values.insert(key, value.into());
            }
            Err(cause) => self.problem(column, bound, cause),
        }
    }

    fn problem(&mut self, column: &Column, bound: Option<&Bound>, cause: CellError) {
        self.problems.push(RowProblem {
            field: column.field,
            property: bound.map_or_else(|| column.property().to_owned(), |own| own.name.clone()),
            cause,
        });
    }
}
