//! Plain JSON to property values by a schema, and back.
//!
//! Notion wants `{"Status": {"status": {"name": "Done"}}}` and, for a property of another type,
//! something else. With the schema at hand, `{"Status": "Done"}` says as much. [`DataSource::values`]
//! makes the one from the other, and where a value does not fit, says of every property at once what
//! it takes:
//!
//! ```
//! use recto_api::data_source::DataSource;
//! use recto_api::page::NewPage;
//! use recto_api::wire::Decode;
//! use serde_json::json;
//!
//! let source = DataSource::decode(br#"{
//!     "object": "data_source", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
//!     "properties": {
//!         "Name": {"id": "title", "type": "title", "title": {}},
//!         "Due": {"id": "a", "type": "date", "date": {}},
//!         "Status": {"id": "b", "type": "status", "status": {"options": [
//!             {"id": "c", "name": "To do"}, {"id": "d", "name": "Done"}]}}
//!     }
//! }"#)?;
//!
//! let values = source.values(&json!({"Name": "Paint", "Due": "2026-03-01", "Status": "Done"}))?;
//! let page = NewPage::new(source.id.clone()).properties(values);
//! assert_eq!(serde_json::to_value(&page)?["properties"]["Status"],
//!     json!({"type": "status", "status": {"name": "Done"}}));
//!
//! let wrong = source.values(&json!({"Nmae": "Paint", "Due": 5, "Status": "Dnoe"})).unwrap_err();
//! assert_eq!(wrong.to_string(), "\
//! property `Nmae` does not exist (did you mean `Name`?); the data source has `Name`, `Due`, `Status`; \
//! property `Due` takes a date such as \"2026-03-01\" or \"2026-03-01T09:30:00+01:00\", or \
//! {\"start\": …, \"end\": …}, not a number; \
//! property `Status` has no option `Dnoe` (did you mean `Done`?); its options are `To do`, `Done`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | type | plain JSON |
//! |---|---|
//! | title, rich_text | `"text"`, or an array of rich text objects |
//! | number | `12.5` |
//! | select, status | `"Name of an option"` |
//! | multi_select | `["one", "two"]`, or one name alone |
//! | date | `"2026-03-01"`, `"2026-03-01T09:30:00+01:00"`, `"2026-03-01T09:30[Europe/Oslo]"`, `{"start": …, "end": …, "time_zone": …}` |
//! | people | ids of users, one or an array; with a [`Lookup`] also addresses and names |
//! | relation | ids or links of pages, one or an array; with a [`Lookup`] also titles |
//! | files | `"https://…"`, `{"name": …, "url": …}`, Notion's own forms; one or an array |
//! | checkbox | `true`, `false` |
//! | url, email, phone_number | `"text"` |
//! | place | `{"lat": 59.9, "lon": 10.7, "name": …, "address": …}` |
//! | verification | `"verified"`, `"unverified"`, `{"state": "verified", "date": …}` |
//! | any | Notion's form, such as `{"number": 12.5}`, with or without `type` and `id` |
//!
//! `null` clears (a box becomes unticked); what is left out stays as it is. Properties are named by
//! name or id.

mod date;
mod error;
mod fit;
mod lookup;
mod people;
mod plain;
mod read;

use std::fmt;

use serde_json::Value;

pub use self::error::{ProblemKind, ValueProblem, ValueProblems};
pub use self::lookup::Lookup;
use super::{Property, PropertyValue};
use crate::data_source::DataSource;
use crate::page::{NewPage, PagePatch};
use crate::property::nearest::no_such_property;
use crate::schema::{PropertySchema, Schema};
use crate::wire::{Field, Members};

impl DataSource {
    /// Property values from plain JSON; see [the module](self) for what is taken.
    ///
    /// # Errors
    ///
    /// Everything that does not fit, of all properties at once.
    pub fn values(&self, json: &Value) -> Result<Members<Property>, ValueProblems> {
        self.value_reader().read(json)
    }

    /// A reader of plain JSON with choices to make.
    pub fn value_reader(&self) -> ValueReader<'_> {
        ValueReader::new(&self.properties)
    }
}

impl NewPage {
    /// Sets properties, such as [`DataSource::values`] or a [`Row`](crate::row::Row) make them.
    #[must_use]
    pub fn properties(mut self, values: Members<Property>) -> Self {
        add(&mut self.properties, values);
        self
    }
}

impl PagePatch {
    /// Sets properties, such as [`DataSource::values`] or a [`Row`](crate::row::Row) make them.
    #[must_use]
    pub fn properties(mut self, values: Members<Property>) -> Self {
        add(&mut self.properties, values);
        self
    }
}

fn add(properties: &mut Field<Members<Property>>, values: Members<Property>) {
    match properties {
        Field::Value(properties) => {
            for (name, value) in values {
                properties.insert(name, value);
            }
        }
        Field::Absent | Field::Null => *properties = Field::Value(values),
    }
}

/// Reads plain JSON by a schema.
#[derive(Clone, Copy)]
pub struct ValueReader<'a> {
    schema: &'a Schema,
    lookup: Option<&'a dyn Lookup>,
    new_options: bool,
    skip_read_only: bool,
}

impl fmt::Debug for ValueReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueReader")
            .field("properties", &self.schema.len())
            .field("lookup", &self.lookup.is_some())
            .field("new_options", &self.new_options)
            .field("skip_read_only", &self.skip_read_only)
            .finish()
    }
}

impl<'a> ValueReader<'a> {
    /// A reader by this schema. It looks no one up, takes only options that exist, and refuses
    /// properties that cannot be set.
    pub fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            lookup: None,
            new_options: false,
            skip_read_only: false,
        }
    }

    /// Finds people by address or name, and pages by title.
    #[must_use]
    pub fn lookup(mut self, lookup: &'a dyn Lookup) -> Self {
        self.lookup = Some(lookup);
        self
    }

    /// Takes names that are no option yet, for select and multi-select: Notion then adds them to
    /// the schema (documented). A status never gets new options this way.
    #[must_use]
    pub fn new_options(mut self, allowed: bool) -> Self {
        self.new_options = allowed;
        self
    }

    /// Passes over properties that cannot be set, so that what a page gave can be read as it is.
    #[must_use]
    pub fn skip_read_only(mut self, skip: bool) -> Self {
        self.skip_read_only = skip;
        self
    }

    /// Reads an object of values by the names or ids of their properties.
    ///
    /// # Errors
    ///
    /// Everything that does not fit, of all properties at once.
    pub fn read(&self, json: &Value) -> Result<Members<Property>, ValueProblems> {
        let Value::Object(object) = json else {
            let message = "values are a JSON object such as {\"Name\": \"Paint\"}".to_owned();
            return Err(ValueProblems(vec![ValueProblem {
                property: String::new(),
                kind: ProblemKind::WrongType,
                message,
                allowed: Vec::new(),
            }]));
        };
        let mut values = Members::new();
        let mut problems = Vec::new();
        for (key, json) in object {
            match self.read_one(key, json) {
                Ok(None) => {}
                Ok(Some((name, value))) => {
                    if values.insert(name, value).is_some() {
                        problems.push(ValueProblem::twice(key, name));
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(values)
        } else {
            Err(ValueProblems(problems))
        }
    }

    /// Reads one value; answers it with the name of its property, or nothing where the property is
    /// passed over.
    fn read_one(
        &self,
        key: &str,
        json: &Value,
    ) -> Result<Option<(&'a str, Property)>, ValueProblem> {
        let (name, config) = self.schema.find(key).ok_or_else(|| ValueProblem {
            property: key.to_owned(),
            kind: ProblemKind::NoSuchProperty,
            message: no_such_property(key, self.schema),
            allowed: self.schema.keys().map(ToOwned::to_owned).collect(),
        })?;
        let Some(schema) = &config.config else {
            let message = "has no type in the schema";
            return Err(ValueProblem::new(key, ProblemKind::WrongType, message));
        };
        if schema.is_computed() {
            if self.skip_read_only {
                return Ok(None);
            }
            let message = format!("is a {} and cannot be set: Notion makes it", schema.kind());
            return Err(ValueProblem::new(key, ProblemKind::ReadOnly, message));
        }
        let place = Place {
            reader: self,
            schema,
            key,
        };
        let property = place.property(json)?;
        place.fit(&property.value)?;
        Ok(Some((name, property)))
    }
}

/// A value's property, while the value is read.
#[derive(Clone, Copy)]
struct Place<'a> {
    reader: &'a ValueReader<'a>,
    schema: &'a PropertySchema,
    /// The property as the JSON names it.
    key: &'a str,
}

type Read<T> = Result<T, ValueProblem>;

impl Place<'_> {
    fn problem(&self, kind: ProblemKind, message: impl Into<String>) -> ValueProblem {
        ValueProblem::new(self.key, kind, message)
    }

    /// The value in Notion's form or the plain one.
    fn property(&self, json: &Value) -> Read<Property> {
        match self.whole(json) {
            Some(whole) => whole,
            None if json.is_null() => {
                let cleared = PropertyValue::cleared(self.schema.kind());
                let cleared = cleared.ok_or_else(|| self.unnamed())?;
                Ok(cleared.into())
            }
            None => self.plain(json).map(Property::from),
        }
    }

    /// Refuses plain JSON for a type that has no name here.
    fn unnamed(&self) -> ValueProblem {
        let kind = self.schema.kind();
        let message = format!(
            "is of type `{kind}`, which recto has no plain form for; give Notion's form \
             {{\"{kind}\": …}}"
        );
        self.problem(ProblemKind::WrongType, message)
    }
}
