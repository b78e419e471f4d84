//! Pages to rows.

use super::check::Bound;
use super::{Cell, CellError, Column, Row, RowError, RowProblem};
use crate::ids::PropertyId;
use crate::page::Page;
use crate::property::{Property, PropertyValue};

/// Reads the fields of a row from a page and keeps what goes wrong.
#[derive(Debug)]
pub struct Reader<'p> {
    page: &'p Page,
    columns: &'static [Column],
    bound: Option<&'p [Bound]>,
    problems: Vec<RowProblem>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(
        page: &'p Page,
        columns: &'static [Column],
        bound: Option<&'p [Bound]>,
    ) -> Self {
        Self {
            page,
            columns,
            bound,
            problems: Vec::new(),
        }
    }

    pub(super) fn read<R: Row>(mut self) -> Result<R, RowError> {
        let row = R::read(&mut self);
        match row {
            Some(row) if self.problems.is_empty() => Ok(row),
            _ => Err(RowError {
                page: Some(self.page.id.clone()),
                problems: self.problems,
            }),
        }
    }

    /// Reads the field of this index in [`Row::COLUMNS`]; what the derive calls.
    pub fn cell<T: Cell>(&mut self, index: usize) -> Option<T> {
        let column = self.columns.get(index)?;
        let cause = match self.find(index, column) {
            None => match T::missing() {
                Some(value) => return Some(value),
                None => missing(),
            },
            Some(property) if property.is_truncated() && !column.partial => cut(),
            Some(property) => match T::read(&property.value) {
                Ok(value) => return Some(value),
                Err(cause) => cause,
            },
        };
        let bound = self.bound.and_then(|bound| bound.get(index));
        self.problems.push(RowProblem {
            field: column.field,
            property: bound.map_or_else(|| column.property().to_owned(), |own| own.name.clone()),
            cause,
        });
        None
    }

    fn find(&self, index: usize, column: &Column) -> Option<&'p Property> {
        let properties = &self.page.properties;
        let by_id = |id: &PropertyId| {
            let mut all = properties.iter().map(|(_, property)| property);
            all.find(|property| property.id.value() == Some(id))
        };
        if let Some(bound) = self.bound.and_then(|bound| bound.get(index)) {
            let found = bound.id.as_ref().and_then(by_id);
            return found.or_else(|| properties.get(&bound.name));
        }
        if let Some(id) = column.id {
            return by_id(&id.into());
        }
        if column.title {
            let mut all = properties.iter().map(|(_, property)| property);
            return all.find(|property| matches!(property.value, PropertyValue::Title(_)));
        }
        properties.get(column.name)
    }
}

fn missing() -> CellError {
    CellError::Value(
        "is not on the page; was it renamed, or left out by `filter_properties`?".to_owned(),
    )
}

fn cut() -> CellError {
    CellError::Value(
        "is cut at 25 references; get the rest from the property endpoint, or mark the field \
         `#[row(partial)]`"
            .to_owned(),
    )
}
