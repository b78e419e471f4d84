//! A page as its formulas see it.

use std::cell::RefCell;
use std::fmt;

use recto_eval::formula::{DateValue, FormulaRow, Moment, PropertyRef, Value};
use smol_str::SmolStr;

use super::convert;
use crate::engine::values::Reader;
use crate::problem::Problem;
use crate::store::nodes::{self, Node};
use crate::store::sources;

/// A page. The evaluator knows no errors of storage: the first one is kept, and what is asked
/// behind it is nothing.
pub(super) struct PageRow<'a> {
    reader: Reader<'a>,
    problem: RefCell<Option<Problem>>,
}

impl fmt::Debug for PageRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageRow")
            .field("page", &self.reader.page.id)
            .finish_non_exhaustive()
    }
}

impl<'a> PageRow<'a> {
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self {
            reader,
            problem: RefCell::new(None),
        }
    }

    /// Says what went wrong while reading.
    pub(super) fn finish(self) -> Result<(), Problem> {
        match self.problem.into_inner() {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    fn kept<T: Default>(&self, read: impl FnOnce() -> Result<T, Problem>) -> T {
        if self.problem.borrow().is_some() {
            return T::default();
        }
        read().unwrap_or_else(|problem| {
            *self.problem.borrow_mut() = Some(problem);
            T::default()
        })
    }

    fn of_page(&self, id: &str, property: &PropertyRef) -> Result<Option<Value>, Problem> {
        let reader = &self.reader;
        let Some(page) = nodes::get(reader.tx, id)? else {
            return Ok(None);
        };
        let Some(source) = &property.source else {
            return member(reader, &page, &property.id).map(Some);
        };
        let Some(source) = sources::get(reader.tx, reader.ctx.sources, source)? else {
            return Ok(None);
        };
        let Some(column) = source.column(&property.id) else {
            return Ok(None);
        };
        let related = Reader {
            source: &source,
            page: &page,
            depth: reader.depth.saturating_add(1),
            ..*reader
        };
        convert::value(&related, column).map(Some)
    }
}

impl FormulaRow for PageRow<'_> {
    fn own(&self, _: usize, property: &PropertyRef) -> Value {
        let reader = &self.reader;
        let read = || match reader.source.column(&property.id) {
            Some(column) => {
                let inner = Reader {
                    depth: reader.depth.saturating_add(1),
                    ..*reader
                };
                convert::value(&inner, column).map(Some)
            }
            None => member(reader, reader.page, &property.id).map(Some),
        };
        self.kept(read).unwrap_or(Value::Empty)
    }

    fn related(&self, page: &str, property: &PropertyRef) -> Value {
        self.kept(|| self.of_page(page, property))
            .unwrap_or(Value::Empty)
    }

    fn title(&self, page: &str) -> SmolStr {
        self.kept(|| {
            let page = nodes::get(self.reader.tx, page)?;
            Ok(page
                .map(|page| SmolStr::new(page.title))
                .unwrap_or_default())
        })
    }

    fn id(&self) -> Option<SmolStr> {
        Some(SmolStr::new(&self.reader.page.id))
    }
}

/// What every page has, whatever its data source.
fn member(reader: &Reader<'_>, page: &Node, name: &str) -> Result<Value, Problem> {
    Ok(match name {
        "created_time" => time(page.created_time),
        "last_edited_time" => time(page.last_edited_time),
        "created_by" => convert::person(reader.tx, &page.created_by)?,
        "last_edited_by" => convert::person(reader.tx, &page.last_edited_by)?,
        _ => Value::Empty,
    })
}

/// A stored time.
fn time(millis: i64) -> Value {
    Moment::time(millis, 0).map_or(Value::Empty, |moment| {
        Value::Date(DateValue::single(moment))
    })
}
