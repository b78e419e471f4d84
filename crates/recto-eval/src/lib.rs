//! Evaluates the filters and sorts of a data source query over property values, and formulas.
//!
//! A [`Filter`](recto_api::query::Filter) is compiled once against a [`Schema`] into a
//! [`Predicate`], a list of [`Sort`](recto_api::query::Sort)s into an [`Order`]; both then run over
//! any number of [`Row`]s. What the service would refuse is refused when compiling, in the
//! service's own sentences.
//!
//! There is no clock here and no token: [`Context`] brings the time and the user that `me` stands
//! for.
//!
//! ```
//! use recto_api::page::Page;
//! use recto_api::query::{Filter, RelativeDate, Sort};
//! use recto_api::schema;
//! use recto_api::wire::Decode;
//! use recto_eval::{Context, Order, Predicate, Schema};
//!
//! let config: schema::Schema = serde_json::from_str(r#"{
//!     "Name": {"id": "title", "type": "title", "title": {}},
//!     "Due": {"id": "%3AaBc", "type": "date", "date": {}}
//! }"#)?;
//! let schema = Schema::new(&config);
//! let context = Context::new("2026-03-02T09:30:00Z".parse()?);
//!
//! let late = Filter::property(":aBc").date().before(RelativeDate::Today);
//! let late = Predicate::compile(&late, &schema, &context)?;
//! let by_name = Order::compile(&[Sort::ascending("Name")], &schema)?;
//!
//! let page = Page::decode(br#"{
//!     "object": "page", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
//!     "properties": {"Due": {"id": "%3AaBc", "type": "date", "date": {"start": "2026-03-01"}}}
//! }"#)?;
//! assert!(late.matches(&page));
//!
//! let mut pages = vec![page];
//! by_name.sort(&mut pages);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod context;
mod error;
pub mod formula;
mod order;
mod predicate;
mod row;
mod schema;
mod shape;
mod table;

pub use context::Context;
pub use error::{FilterError, Problem, QueryError, SortError};
pub use order::{Empties, Order};
pub use predicate::Predicate;
pub use row::Row;
pub use schema::{FormulaType, PropertyKey, Schema};
pub use table::{Bound, Column, Columns, Subject};
