//! Rows of a data source as structs of your own.
//!
//! `#[derive(Row)]` maps fields to properties. The schema is checked once, and everything that does
//! not fit is named at once; then pages become structs, and structs property values.
//!
//! ```
//! use jiff::civil::{self, date};
//! use recto_api::data_source::DataSource;
//! use recto_api::ids::PageId;
//! use recto_api::page::Page;
//! use recto_api::row::{Row, RowOption};
//! use recto_api::wire::Decode;
//!
//! #[derive(Debug, Clone, PartialEq, Row)]
//! struct Task {
//!     #[row(title)]
//!     name: String,
//!     #[row(kind = "status")]
//!     status: Stage,
//!     // The property `Due date`; `Option` is a property that may be empty.
//!     due_date: Option<civil::Date>,
//!     #[row(name = "Estimate (h)")]
//!     estimate: Option<f64>,
//!     tags: Vec<String>,
//!     blocked_by: Vec<PageId>,
//!     #[row(read_only)]
//!     overdue: bool,
//! }
//!
//! #[derive(Debug, Clone, PartialEq, RowOption)]
//! enum Stage {
//!     #[row(name = "Not started")]
//!     NotStarted,
//!     Done,
//! }
//!
//! # let schema = br#"{"object": "data_source", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
//! #     "properties": {
//! #         "Task": {"id": "title", "type": "title", "title": {}},
//! #         "Status": {"id": "a", "type": "status", "status": {"options": [
//! #             {"id": "x", "name": "Not started"}, {"id": "y", "name": "Done"}]}},
//! #         "Due date": {"id": "b", "type": "date", "date": {}},
//! #         "Estimate (h)": {"id": "c", "type": "number", "number": {}},
//! #         "Tags": {"id": "d", "type": "multi_select", "multi_select": {"options": []}},
//! #         "Blocked by": {"id": "e", "type": "relation", "relation": {}},
//! #         "Overdue": {"id": "f", "type": "formula", "formula": {"expression": "x"}}
//! #     }}"#;
//! # let answer = br#"{"object": "page", "id": "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222",
//! #     "properties": {
//! #         "Task": {"id": "title", "type": "title", "title": [
//! #             {"type": "text", "text": {"content": "Paint"}, "plain_text": "Paint"}]},
//! #         "Status": {"id": "a", "type": "status", "status": {"id": "x", "name": "Not started"}},
//! #         "Due date": {"id": "b", "type": "date", "date": null},
//! #         "Estimate (h)": {"id": "c", "type": "number", "number": 2.5},
//! #         "Tags": {"id": "d", "type": "multi_select", "multi_select": [{"name": "red"}]},
//! #         "Blocked by": {"id": "e", "type": "relation", "relation": [], "has_more": false},
//! #         "Overdue": {"id": "f", "type": "formula", "formula": {"type": "boolean", "boolean": false}}
//! #     }}"#;
//! let source = DataSource::decode(schema)?;
//! let page = Page::decode(answer)?;
//!
//! let tasks = Task::schema_check(&source)?;
//! let before = tasks.from_page(&page)?;
//! assert_eq!(before.status, Stage::NotStarted);
//! assert_eq!(before.estimate, Some(2.5));
//!
//! let after = Task { status: Stage::Done, due_date: Some(date(2026, 3, 1)), ..before.clone() };
//! let patch = tasks.changes(&before, &after)?;
//! assert_eq!(serde_json::to_value(&patch)?, serde_json::json!({"properties": {
//!     "a": {"type": "status", "status": {"name": "Done"}},
//!     "b": {"type": "date", "date": {"start": "2026-03-01"}},
//! }}));
//! let page = tasks.new_page(&after)?;
//! # assert_eq!(page.properties.value().map(recto_api::wire::Members::len), Some(6));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Fields
//!
//! Without an attribute a field maps the property of its own name, as a sentence: `due_date` is
//! `Due date`. It is written to a property of the first type named here; `kind` chooses another.
//!
//! | field | property | read only also |
//! |---|---|---|
//! | `String` | rich_text, title, url, email, phone_number, select, status | formula, rollup, unique_id, times and users |
//! | `f64`, `f32`, whole numbers, `serde_json::Number` | number | formula, rollup, unique_id |
//! | `bool` | checkbox | formula |
//! | `civil::Date` | date, a day | formula, rollup, times |
//! | `Timestamp`, `Zoned` | date, with a time | formula, rollup, times |
//! | [`Span`] of these | date, single or range | formula, rollup |
//! | [`Date`](crate::property::Date) | date of any kind | formula, rollup |
//! | `derive(RowOption)` | select, status | |
//! | `Vec` of these | multi_select | |
//! | `Vec<String>` | multi_select | rollup |
//! | `SelectOption`, `Vec` of it | select, status; multi_select | |
//! | `PageId`, `Vec<PageId>` | relation | |
//! | `UserId`, `User`, `Vec` of these | people | created_by, last_edited_by |
//! | `Vec<File>` | files | |
//! | `Vec<RichText>` | rich_text, title | |
//! | `Place`, `Verification` | place, verification | |
//! | `UniqueId` | | unique_id |
//! | `PropertyValue` | any, as it is | any |
//! | `Option` of these | may be empty; `None` clears | |
//! | [`Field`](crate::wire::Field) of these | `Absent` is left out, `Null` clears | |
//!
//! Times lose seconds at Notion: it keeps minutes (recordings).
//!
//! # Attributes
//!
//! | | |
//! |---|---|
//! | `#[row(name = "Due date")]` | the property's name |
//! | `#[row(id = "%3AaBc")]` | the property's id, which survives renames |
//! | `#[row(title)]` | the title, whatever its name |
//! | `#[row(kind = "status")]` | the property's type, where it is not the first in the table |
//! | `#[row(read_only)]` | never written, so it may be a formula or any other type of the table |
//! | `#[row(partial)]` | takes a list that Notion cut at 25; without it that is an error |
//! | `#[row(skip)]` | no property; `Default` when read |
//! | `#[row(crate = path)]` on the struct | where `recto_api` is |
//!
//! On variants of `derive(RowOption)`: `#[row(name = "Not started")]`, and `#[row(other)]` on a
//! variant with a `String` for options that have no variant of their own; on the enum,
//! `#[row(kind = "status")]` if that is what it is written to.
//!
//! # Refused while compiling
//!
//! A field of a type that cannot hold a property:
//!
//! ```compile_fail,E0277
//! # use recto_api::row::Row;
//! #[derive(Row)]
//! struct Task {
//!     status: std::collections::HashMap<String, String>,
//! }
//! ```
//!
//! A property of a type that the field cannot hold, and one that can only be read:
//!
//! ```compile_fail,E0080
//! # use recto_api::row::Row;
//! #[derive(Row)]
//! struct Task {
//!     #[row(kind = "date")]
//!     done: bool,
//! }
//! ```
//!
//! ```compile_fail,E0080
//! # use recto_api::row::Row;
//! #[derive(Row)]
//! struct Task {
//!     #[row(kind = "formula")]
//!     total: f64,
//! }
//! ```

mod cell;
mod check;
mod column;
mod error;
mod list;
mod option;
mod read;
mod time;
mod write;

pub use recto_derive::{Row, RowOption};

pub use self::cell::Cell;
pub use self::check::Checked;
pub use self::column::{Column, Types};
pub use self::error::{CellError, Mismatch, MismatchKind, Mismatches, RowError, RowProblem};
pub use self::list::ListItem;
pub use self::option::{RowOption, read_option, read_options, write_option, write_options};
pub use self::read::Reader;
pub use self::time::Span;
pub use self::write::Writer;

use crate::data_source::DataSource;
use crate::page::Page;
use crate::property::Property;
use crate::wire::Members;

/// For programs that know this crate as `recto::api`: the same, with derives that say so.
pub mod facade {
    pub use super::*;
    pub use recto_derive::{FacadeRow as Row, FacadeRowOption as RowOption};
}

/// A row of a data source. Made by `#[derive(Row)]`; see [the module](self).
pub trait Row: Sized {
    /// The fields that map properties, in their order.
    const COLUMNS: &'static [Column];

    /// Reads every field; answers nothing when one failed, of which the reader keeps why.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;

    /// Writes every field that is written.
    fn write(&self, writer: &mut Writer<'_>);

    /// Reads a page, finding properties by name. [`Checked::from_page`] finds them by id.
    ///
    /// # Errors
    ///
    /// Names the page and every property that is missing, empty, of another type, or cut.
    fn from_page(page: &Page) -> Result<Self, RowError> {
        Reader::new(page, Self::COLUMNS, None).read()
    }

    /// The values to create a page with, or to set, by name. [`Checked::to_properties`] names them
    /// by id.
    ///
    /// # Errors
    ///
    /// Names every property whose value cannot be sent, such as NaN.
    fn to_properties(&self) -> Result<Members<Property>, RowError> {
        Writer::new(Self::COLUMNS, None).write(self)
    }

    /// Checks that a data source has every property, of the right type and with the right options.
    ///
    /// # Errors
    ///
    /// Names every mismatch.
    fn schema_check(source: &DataSource) -> Result<Checked<Self>, Mismatches> {
        Checked::new(source)
    }
}
