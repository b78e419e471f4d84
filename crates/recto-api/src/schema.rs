//! Schemas: the properties of a data source and how each is configured.
//!
//! ```
//! use recto_api::property::OptionColor;
//! use recto_api::schema::{NumberFormat, OptionsSchema, PropertySchema, Schema};
//!
//! let schema = Schema::new()
//!     .with("Task", PropertySchema::title())
//!     .with("Price", PropertySchema::number(NumberFormat::Euro))
//!     .with("Stage", PropertySchema::Select(
//!         OptionsSchema::default().option("Idea", OptionColor::Gray).option("Sold", OptionColor::Green),
//!     ))
//!     .with("No", PropertySchema::unique_id("TASK"))
//!     .with("Gross", PropertySchema::formula(r#"prop("Price") * 1.19"#).described("with VAT"));
//!
//! assert_eq!(
//!     serde_json::to_value(&schema)?["Price"],
//!     serde_json::json!({"type": "number", "number": {"format": "euro"}}),
//! );
//! assert_eq!(schema.title(), Some("Task"));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod build;
mod number;
mod options;
mod relation;
mod rollup;

pub use number::{NumberFormat, NumberSchema};
pub use options::{OptionsSchema, StatusGroup, StatusSchema};
pub use relation::{DualProperty, RelationDirection, RelationSchema};
pub use rollup::{RollupFunction, RollupSchema};

use serde_json::Number;

use crate::ids::PropertyId;
use crate::property::Empty;
use crate::wire::{Extra, Field, Members, Unknown, Wire};

/// The properties of a data source by name.
///
/// A data source has exactly one [`PropertySchema::Title`]. In requests that change a schema the
/// names may be ids as well. Notion recommends at most 50 KB of it (documented).
pub type Schema = Members<PropertyConfig>;

/// A property of a data source.
///
/// In a request all but the configuration may be left out; `name` alone renames.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
#[wire(bare)]
pub struct PropertyConfig {
    /// Its id, percent-encoded; survives renames.
    pub id: Field<PropertyId>,
    /// Its name; in a request the new one.
    pub name: Field<String>,
    /// Its description: 1 to 280 characters; null where there is none, and to clear it.
    pub description: Field<String>,
    /// Its type and what belongs to it; `None` where a request only renames.
    #[wire(union)]
    pub config: Option<PropertySchema>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<PropertySchema> for PropertyConfig {
    fn from(config: PropertySchema) -> Self {
        Self {
            config: Some(config),
            ..Self::default()
        }
    }
}

impl PropertyConfig {
    /// The wire name of the property's type, such as `multi_select`.
    pub fn kind(&self) -> Option<&str> {
        self.config.as_ref().map(PropertySchema::kind)
    }
}

/// The type of a property and its configuration.
///
/// Answers give the configuration of every type; where it is [`Empty`], the type says it all.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum PropertySchema {
    /// The title of each row. Every data source has exactly one; it cannot be removed or retyped.
    Title(Empty),
    /// Text.
    RichText(Empty),
    /// A number.
    Number(NumberSchema),
    /// One of several options.
    Select(OptionsSchema),
    /// Any of several options.
    MultiSelect(OptionsSchema),
    /// One of several options in three groups.
    Status(StatusSchema),
    /// A day, a time, or a range.
    Date(Empty),
    /// People, bots and groups.
    People(Empty),
    /// Files.
    Files(Empty),
    /// Yes or no.
    Checkbox(Empty),
    /// An address.
    Url(Empty),
    /// An e-mail address.
    Email(Empty),
    /// A phone number.
    PhoneNumber(Empty),
    /// A value computed from the row.
    Formula(FormulaSchema),
    /// Rows of a data source.
    Relation(Box<RelationSchema>),
    /// A value computed over a relation.
    Rollup(Box<RollupSchema>),
    /// When the row was made.
    CreatedTime(Empty),
    /// When the row was last edited.
    LastEditedTime(Empty),
    /// Who made the row.
    CreatedBy(Empty),
    /// Who last edited the row.
    LastEditedBy(Empty),
    /// A number counted up, with a prefix.
    UniqueId(UniqueIdSchema),
    /// A button.
    Button(Empty),
    /// Whether a wiki page is verified.
    Verification(Empty),
    /// A place on the map.
    Place(Empty),
    /// A place; in requests only (documented).
    Location(Empty),
    /// When someone last looked at the row; in requests only (documented).
    LastVisitedTime(Empty),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaSchema {
    /// Its text. Answers name a property not as `prop("Name")` but as
    /// `{{notion:block_property:<property id>:<data source id>:<workspace id>}}` (recordings).
    pub expression: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A counter.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct UniqueIdSchema {
    /// What stands before the number; in a change, absent keeps it and null clears it.
    pub prefix: Field<String>,
    /// Present in some answers: the next number.
    pub next_number: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}
