//! Holding a row against a schema.

use std::fmt;
use std::marker::PhantomData;

use super::{Column, Mismatch, MismatchKind, Mismatches, Reader, Row, RowError, Writer};
use crate::data_source::DataSource;
use crate::ids::{DataSourceId, PropertyId};
use crate::page::{NewPage, Page, PagePatch};
use crate::property::Property;
use crate::property::nearest::{listed, no_such_property};
use crate::property::options::OptionList;
use crate::schema::{PropertyConfig, PropertySchema, Schema};
use crate::wire::Members;

/// The property of a column, as it was found in a schema.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) name: String,
    pub(super) id: Option<PropertyId>,
    pub(super) kind: String,
}

impl Bound {
    /// The id where there is one: it survives renames.
    pub(super) fn key(&self) -> &str {
        self.id.as_ref().map_or(&self.name, PropertyId::as_str)
    }
}

/// A row that fits a data source. It knows the ids of the properties, so that renames do not
/// disturb it.
pub struct Checked<R> {
    source: DataSourceId,
    bound: Vec<Bound>,
    row: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Checked<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("source", &self.source)
            .field("bound", &self.bound)
            .finish()
    }
}

impl<R> Clone for Checked<R> {
    fn clone(&self) -> Self {
        Self {
            source: self.source.clone(),
            bound: self.bound.clone(),
            row: PhantomData,
        }
    }
}

impl<R: Row> Checked<R> {
    pub(super) fn new(source: &DataSource) -> Result<Self, Mismatches> {
        let mut check = Check {
            schema: &source.properties,
            bound: Vec::new(),
            all: Vec::new(),
        };
        for column in R::COLUMNS {
            check.column(column);
        }
        if !check.all.is_empty() {
            return Err(Mismatches {
                source: source.id.clone(),
                all: check.all,
            });
        }
        Ok(Self {
            source: source.id.clone(),
            bound: check.bound,
            row: PhantomData,
        })
    }

    /// The data source it was checked against.
    pub fn data_source(&self) -> &DataSourceId {
        &self.source
    }

    /// The ids of the properties the row maps: what to ask for in `filter_properties`, where
    /// nothing else is needed.
    pub fn filter_properties(&self) -> Vec<String> {
        self.bound.iter().map(|own| own.key().to_owned()).collect()
    }

    /// Reads a page, finding properties by id.
    ///
    /// # Errors
    ///
    /// Names the page and every property that is missing, empty, of another type, or cut.
    pub fn from_page(&self, page: &Page) -> Result<R, RowError> {
        Reader::new(page, R::COLUMNS, Some(&self.bound)).read()
    }

    /// The values to create a page with, or to set, by the ids of their properties.
    ///
    /// # Errors
    ///
    /// Names every property whose value cannot be sent, such as NaN.
    pub fn to_properties(&self, row: &R) -> Result<Members<Property>, RowError> {
        Writer::new(R::COLUMNS, Some(&self.bound)).write(row)
    }

    /// The page to create in the data source.
    ///
    /// # Errors
    ///
    /// Names every property whose value cannot be sent, such as NaN.
    pub fn new_page(&self, row: &R) -> Result<NewPage, RowError> {
        let values = self.to_properties(row)?;
        Ok(NewPage::new(self.source.clone()).properties(values))
    }

    /// The change that sets every property of the row.
    ///
    /// # Errors
    ///
    /// Names every property whose value cannot be sent, such as NaN.
    pub fn patch(&self, row: &R) -> Result<PagePatch, RowError> {
        Ok(PagePatch::default().properties(self.to_properties(row)?))
    }

    /// The change that makes one row of the other: only properties that differ. Without
    /// properties there is nothing to send.
    ///
    /// # Errors
    ///
    /// Names every property whose value cannot be sent, such as NaN.
    pub fn changes(&self, before: &R, after: &R) -> Result<PagePatch, RowError> {
        let before = self.to_properties(before)?;
        let after = self.to_properties(after)?;
        let changed: Members<Property> = after
            .into_iter()
            .filter(|(key, value)| before.get(key) != Some(value))
            .collect();
        if changed.is_empty() {
            return Ok(PagePatch::default());
        }
        Ok(PagePatch::default().properties(changed))
    }
}

struct Check<'s> {
    schema: &'s Schema,
    bound: Vec<Bound>,
    all: Vec<Mismatch>,
}

impl<'s> Check<'s> {
    fn report(&mut self, column: &Column, kind: MismatchKind, message: String) {
        self.all.push(Mismatch {
            field: column.field,
            property: column.property().to_owned(),
            kind,
            message,
        });
    }

    fn column(&mut self, column: &Column) {
        let found = self.find(column).and_then(|(name, config)| {
            let schema = config.config.as_ref()?;
            Some((name, config, schema))
        });
        let Some((name, config, schema)) = found else {
            let message = no_such_property(column.property(), self.schema);
            self.report(column, MismatchKind::Missing, message);
            return;
        };
        if self.bound.iter().any(|own| own.name == name) {
            let message = format!("is `{name}`, which another field maps too");
            self.report(column, MismatchKind::Twice, message);
        }
        self.bound.push(Bound {
            name: name.to_owned(),
            id: config.id.value().cloned(),
            kind: schema.kind().to_owned(),
        });
        if let Some(message) = wrong_type(column, schema) {
            self.report(column, MismatchKind::Type, message);
        } else {
            self.options(column, schema);
        }
    }

    fn find(&self, column: &Column) -> Option<(&'s str, &'s PropertyConfig)> {
        if let Some(id) = column.id {
            let id = PropertyId::from(id);
            let mut all = self.schema.iter();
            return all.find(|(_, config)| config.id.value() == Some(&id));
        }
        if column.title {
            let name = self.schema.title()?;
            return self.schema.get(name).map(|config| (name, config));
        }
        let mut all = self.schema.iter();
        all.find(|(name, _)| *name == column.name)
    }

    fn options(&mut self, column: &Column, schema: &PropertySchema) {
        if column.types.options.is_empty() {
            return;
        }
        let has = OptionList::of(schema).names();
        let known = column.types.options;
        let lacks: Vec<&str> = known
            .iter()
            .copied()
            .filter(|name| !has.contains(name))
            .collect();
        if !lacks.is_empty() && !column.read_only {
            let message = format!(
                "has no option {}; its options are {}",
                listed(&lacks),
                listed(&has)
            );
            self.report(column, MismatchKind::MissingOption, message);
        }
        let new: Vec<&str> = has
            .iter()
            .copied()
            .filter(|name| !known.contains(name))
            .collect();
        if !new.is_empty() && !column.types.open {
            let message = format!(
                "has the option {} that the field does not know; add a variant, or one marked \
                 `#[row(other)]`",
                listed(&new)
            );
            self.report(column, MismatchKind::UnknownOption, message);
        }
    }
}

fn wrong_type(column: &Column, schema: &PropertySchema) -> Option<String> {
    let kind = schema.kind();
    let wanted = column.kinds();
    if wanted.contains(&kind) {
        return None;
    }
    let any = column.types.writes.is_empty() && column.types.reads.is_empty();
    if any && column.kind.is_none() {
        let computed = schema.is_computed() && !column.read_only;
        return computed.then(|| format!("is of type `{kind}`, which cannot be set{}", ONLY_READ));
    }
    let remedy = if column.kind.is_none() && column.types.writes.contains(&kind) {
        format!("; mark the field `#[row(kind = \"{kind}\")]`")
    } else if !column.read_only && column.types.reads.contains(&kind) {
        ONLY_READ.to_owned()
    } else {
        String::new()
    };
    Some(format!(
        "is of type `{kind}`, the field takes {}{remedy}",
        listed(&wanted)
    ))
}

const ONLY_READ: &str = "; mark the field `#[row(read_only)]`";
