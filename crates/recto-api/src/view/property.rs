//! The properties a view shows, and how.

use serde_json::Number;

use super::lookup::{self, SchemaMismatch};
use crate::ids::PropertyId;
use crate::limits;
use crate::schema::Schema;
use crate::wire::{Extra, Field, Wire};

/// A property as a view shows it: a column of a table, a line of a card.
///
/// ```
/// use recto_api::view::{DateFormat, ViewProperty};
///
/// let due = ViewProperty::new("%3Fdue").width(120).date_format(DateFormat::Relative);
/// assert_eq!(
///     serde_json::to_value(&due)?,
///     serde_json::json!({"property_id": "%3Fdue", "visible": true, "width": 120,
///         "date_format": "relative"}),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewProperty {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// Whether it is shown.
    pub visible: Field<bool>,
    /// The width of its column in pixels; only in tables.
    pub width: Field<Number>,
    /// Whether long content is wrapped.
    pub wrap: Field<bool>,
    /// How a status is shown.
    pub status_show_as: Field<StatusDisplay>,
    /// How much room it takes on a compact card; only on boards and in galleries.
    pub card_property_width_mode: Field<CardPropertyWidth>,
    /// How a date is shown.
    pub date_format: Field<DateFormat>,
    /// How the time of a date is shown.
    pub time_format: Field<TimeFormat>,
    /// Unknown members.
    pub extra: Extra,
}

impl ViewProperty {
    /// A property that is shown, by its id.
    pub fn new(property: impl Into<PropertyId>) -> Self {
        Self {
            property_id: Field::Value(property.into()),
            visible: Field::Value(true),
            ..Self::default()
        }
    }

    /// A property of a schema that is shown, by its name.
    ///
    /// # Errors
    ///
    /// Where the schema has no such property, or was not read from the service.
    pub fn named(schema: &Schema, property: &str) -> Result<Self, SchemaMismatch> {
        lookup::property(schema, property).map(|(_, _, id)| Self::new(id))
    }

    /// The same, hidden.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.visible = Field::Value(false);
        self
    }

    /// The same with a width in pixels. Notion's tables know no column narrower than
    /// [`limits::VIEW_COLUMN_WIDTH`], so this makes none.
    #[must_use]
    pub fn width(mut self, pixels: u32) -> Self {
        let pixels = pixels.max(limits::VIEW_COLUMN_WIDTH);
        self.width = Field::Value(pixels.into());
        self
    }

    /// The same with long content wrapped, or not.
    #[must_use]
    pub fn wrap(mut self, wrap: bool) -> Self {
        self.wrap = Field::Value(wrap);
        self
    }

    /// The same with a status shown as this.
    #[must_use]
    pub fn status_as(mut self, display: StatusDisplay) -> Self {
        self.status_show_as = Field::Value(display);
        self
    }

    /// The same with dates shown as this.
    #[must_use]
    pub fn date_format(mut self, format: DateFormat) -> Self {
        self.date_format = Field::Value(format);
        self
    }

    /// The same with times shown as this.
    #[must_use]
    pub fn time_format(mut self, format: TimeFormat) -> Self {
        self.time_format = Field::Value(format);
        self
    }
}

/// How a status is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum StatusDisplay {
    /// As one of its options.
    Select,
    /// As a box to tick.
    Checkbox,
    /// A way without a name here.
    Unknown(String),
}

/// How much room a property takes on a compact card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum CardPropertyWidth {
    /// A line of its own.
    FullLine,
    /// As much as it needs.
    Inline,
    /// A way without a name here.
    Unknown(String),
}

/// How a date is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum DateFormat {
    /// In full, as the reader's language has it.
    Full,
    /// Month and day.
    Short,
    /// `MM/DD/YYYY`.
    MonthDayYear,
    /// `DD/MM/YYYY`.
    DayMonthYear,
    /// `YYYY/MM/DD`.
    YearMonthDay,
    /// `Yesterday`, `Last Friday`, and the like.
    Relative,
    /// A format without a name here.
    Unknown(String),
}

/// How the time of a date is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum TimeFormat {
    /// With AM and PM.
    #[wire(rename = "12_hour")]
    TwelveHour,
    /// From 0 to 24.
    #[wire(rename = "24_hour")]
    TwentyFourHour,
    /// Not at all.
    Hidden,
    /// A format without a name here.
    Unknown(String),
}
