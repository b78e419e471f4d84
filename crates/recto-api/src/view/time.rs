//! Calendars and timelines.

use serde_json::Number;

use super::property::ViewProperty;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// How a calendar is shown. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct CalendarView {
    /// The date that puts a row in its place; every calendar has it.
    pub date_property_id: Field<PropertyId>,
    /// Its name, in answers.
    pub date_property_name: Field<String>,
    /// What stands on a card.
    pub properties: Field<Vec<ViewProperty>>,
    /// How much time is seen at once.
    pub view_range: Field<CalendarRange>,
    /// Whether Saturdays and Sundays are shown.
    pub show_weekends: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl CalendarView {
    /// A calendar by this date.
    pub fn by(date: impl Into<PropertyId>) -> Self {
        Self {
            date_property_id: Field::Value(date.into()),
            ..Self::default()
        }
    }

    /// The same with these properties on each card.
    #[must_use]
    pub fn showing(mut self, properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.properties = Field::Value(properties.into_iter().collect());
        self
    }

    /// The same with so much time at once.
    #[must_use]
    pub fn range(mut self, range: CalendarRange) -> Self {
        self.view_range = Field::Value(range);
        self
    }
}

/// How much time a calendar shows at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum CalendarRange {
    Week,
    Month,
    Unknown(String),
}

/// How a timeline is shown. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TimelineView {
    /// Where a bar starts; every timeline has it.
    pub date_property_id: Field<PropertyId>,
    /// Its name, in answers.
    pub date_property_name: Field<String>,
    /// Where a bar ends, if not at the end of the same date.
    pub end_date_property_id: Field<PropertyId>,
    /// Its name, in answers.
    pub end_date_property_name: Field<String>,
    /// What stands on a bar.
    pub properties: Field<Vec<ViewProperty>>,
    /// Whether there is a table beside it.
    pub show_table: Field<bool>,
    /// The columns of that table.
    pub table_properties: Field<Vec<ViewProperty>>,
    /// What part of it is seen.
    pub preference: Field<TimelinePreference>,
    /// The arrows from bar to bar.
    pub arrows_by: Field<TimelineArrows>,
    /// Whether bars are coloured by a property.
    pub color_by: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl TimelineView {
    /// A timeline by this date.
    pub fn by(date: impl Into<PropertyId>) -> Self {
        Self {
            date_property_id: Field::Value(date.into()),
            ..Self::default()
        }
    }

    /// The same with bars that end at another date.
    #[must_use]
    pub fn until(mut self, date: impl Into<PropertyId>) -> Self {
        self.end_date_property_id = Field::Value(date.into());
        self
    }

    /// The same with these properties on each bar.
    #[must_use]
    pub fn showing(mut self, properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.properties = Field::Value(properties.into_iter().collect());
        self
    }

    /// The same with a table beside it, of these columns.
    #[must_use]
    pub fn table(mut self, columns: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.show_table = Field::Value(true);
        self.table_properties = Field::Value(columns.into_iter().collect());
        self
    }

    /// The same with so much time at once.
    #[must_use]
    pub fn zoom(mut self, level: ZoomLevel) -> Self {
        self.preference = Field::Value(TimelinePreference {
            zoom_level: Field::Value(level),
            ..TimelinePreference::default()
        });
        self
    }

    /// The same with arrows along a relation.
    #[must_use]
    pub fn arrows(mut self, relation: impl Into<PropertyId>) -> Self {
        self.arrows_by = Field::Value(TimelineArrows {
            property_id: Field::Value(relation.into()),
            extra: Extra::default(),
        });
        self
    }
}

/// What part of a timeline is seen.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TimelinePreference {
    /// How much time is seen at once.
    pub zoom_level: Field<ZoomLevel>,
    /// What is in the middle, in milliseconds since 1970.
    pub center_timestamp: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// How much time a timeline shows at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ZoomLevel {
    Hours,
    Day,
    Week,
    BiWeek,
    Month,
    Quarter,
    Year,
    #[wire(rename = "5_years")]
    FiveYears,
    Unknown(String),
}

/// The arrows from bar to bar.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TimelineArrows {
    /// The relation they follow; null for none.
    pub property_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}
