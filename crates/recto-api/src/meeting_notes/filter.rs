//! The filter of a query for meeting notes.

use serde_json::{Value, json};

use crate::date::{DateText, Moment};
use crate::ids::UserId;
use crate::wire::{Extra, Field, Wire};

/// A filter of meeting notes: a condition on one property (`property` and `filter`), or several
/// filters joined (`operator` and `filters`). At most three joints stand inside each other.
///
/// ```
/// use recto_api::meeting_notes::MeetingNotesFilter;
///
/// let filter = MeetingNotesFilter::all([
///     MeetingNotesFilter::title().contains("review"),
///     MeetingNotesFilter::any([
///         MeetingNotesFilter::created_time().is_on_or_after("2026-03-01"),
///         MeetingNotesFilter::attendees().contains(["3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111".parse()?]),
///     ]),
/// ]);
/// let json = serde_json::to_value(filter)?;
/// assert_eq!(json["filters"][0]["filter"]["operator"], "string_contains");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotesFilter {
    /// How the filters are joined.
    pub operator: Field<MeetingNotesJunction>,
    /// The filters that are joined.
    pub filters: Field<Vec<Self>>,
    /// The property a condition is about.
    pub property: Field<MeetingNotesProperty>,
    /// The condition.
    pub filter: Field<MeetingNotesCondition>,
    /// Unknown members.
    pub extra: Extra,
}

/// How filters are joined.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum MeetingNotesJunction {
    /// All of them hold.
    And,
    /// One of them holds.
    Or,
    /// A joint without a name here.
    Unknown(String),
}

/// What meeting notes can be filtered and sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum MeetingNotesProperty {
    /// The title.
    Title,
    /// Who was there.
    Attendees,
    /// When they were made.
    CreatedTime,
    /// Who made them.
    CreatedBy,
    /// When they were last edited.
    LastEditedTime,
    /// Who last edited them.
    LastEditedBy,
    /// A property without a name here.
    Unknown(String),
}

/// A condition on a property of meeting notes.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MeetingNotesCondition {
    /// How it is compared.
    pub operator: MeetingNotesOperator,
    /// What it is compared with: `{"type": "exact", "value": …}` or a list of such; absent for the
    /// two operators about emptiness.
    pub value: Field<Value>,
    /// Unknown members.
    pub extra: Extra,
}

/// How a property of meeting notes is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum MeetingNotesOperator {
    StringIs,
    StringIsNot,
    StringContains,
    StringDoesNotContain,
    StringStartsWith,
    StringEndsWith,
    DateIs,
    DateIsBefore,
    DateIsAfter,
    DateIsOnOrBefore,
    DateIsOnOrAfter,
    DateIsWithin,
    DateIsRelativeTo,
    PersonContains,
    PersonDoesNotContain,
    IsEmpty,
    IsNotEmpty,
    Unknown(String),
}

use MeetingNotesOperator as Operator;
use MeetingNotesProperty as Property;

impl MeetingNotesFilter {
    /// All of these hold.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::join(MeetingNotesJunction::And, filters)
    }

    /// One of these holds.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::join(MeetingNotesJunction::Or, filters)
    }

    /// A condition on the title.
    pub fn title() -> TextCondition {
        TextCondition(Property::Title)
    }

    /// A condition on who was there.
    pub fn attendees() -> PersonCondition {
        PersonCondition(Property::Attendees)
    }

    /// A condition on when they were made.
    pub fn created_time() -> DateCondition {
        DateCondition(Property::CreatedTime)
    }

    /// A condition on who made them.
    pub fn created_by() -> PersonCondition {
        PersonCondition(Property::CreatedBy)
    }

    /// A condition on when they were last edited.
    pub fn last_edited_time() -> DateCondition {
        DateCondition(Property::LastEditedTime)
    }

    /// A condition on who last edited them.
    pub fn last_edited_by() -> PersonCondition {
        PersonCondition(Property::LastEditedBy)
    }

    /// Whether it joins other filters. The filter of a query has to.
    pub fn is_joint(&self) -> bool {
        self.operator.is_value()
    }

    fn join(operator: MeetingNotesJunction, filters: impl IntoIterator<Item = Self>) -> Self {
        Self {
            operator: Field::Value(operator),
            filters: Field::Value(filters.into_iter().collect()),
            ..Self::default()
        }
    }

    fn on(property: Property, operator: Operator, value: Field<Value>) -> Self {
        Self {
            property: Field::Value(property),
            filter: Field::Value(MeetingNotesCondition {
                operator,
                value,
                extra: Extra::default(),
            }),
            ..Self::default()
        }
    }
}

macro_rules! conditions {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(MeetingNotesProperty);

        impl $name {
            /// It is empty.
            pub fn is_empty(self) -> MeetingNotesFilter {
                MeetingNotesFilter::on(self.0, Operator::IsEmpty, Field::Absent)
            }

            /// It is not empty.
            pub fn is_not_empty(self) -> MeetingNotesFilter {
                MeetingNotesFilter::on(self.0, Operator::IsNotEmpty, Field::Absent)
            }

            fn holds(self, operator: Operator, value: Value) -> MeetingNotesFilter {
                MeetingNotesFilter::on(self.0, operator, Field::Value(value))
            }
        }
    )*};
}

conditions! {
    /// A condition on a text, to be finished.
    TextCondition;
    /// A condition on a time, to be finished.
    DateCondition;
    /// A condition on people, to be finished.
    PersonCondition;
}

impl TextCondition {
    /// It is this text.
    pub fn is(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringIs, exact(text.into()))
    }

    /// It is another text.
    pub fn is_not(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringIsNot, exact(text.into()))
    }

    /// It contains this text.
    pub fn contains(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringContains, exact(text.into()))
    }

    /// It does not contain this text.
    pub fn does_not_contain(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringDoesNotContain, exact(text.into()))
    }

    /// It starts with this text.
    pub fn starts_with(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringStartsWith, exact(text.into()))
    }

    /// It ends with this text.
    pub fn ends_with(self, text: impl Into<String>) -> MeetingNotesFilter {
        self.holds(Operator::StringEndsWith, exact(text.into()))
    }
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// Times before or after now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelativeDates {
    /// The last so many units.
    Past(u32, TimeUnit),
    /// The next so many units.
    Next(u32, TimeUnit),
}

impl DateCondition {
    /// It is this day or time.
    pub fn is(self, date: impl Into<DateText>) -> MeetingNotesFilter {
        self.holds(Operator::DateIs, exact(point(&date.into())))
    }

    /// It is before this day or time.
    pub fn is_before(self, date: impl Into<DateText>) -> MeetingNotesFilter {
        self.holds(Operator::DateIsBefore, exact(point(&date.into())))
    }

    /// It is after this day or time.
    pub fn is_after(self, date: impl Into<DateText>) -> MeetingNotesFilter {
        self.holds(Operator::DateIsAfter, exact(point(&date.into())))
    }

    /// It is at or before this day or time.
    pub fn is_on_or_before(self, date: impl Into<DateText>) -> MeetingNotesFilter {
        self.holds(Operator::DateIsOnOrBefore, exact(point(&date.into())))
    }

    /// It is at or after this day or time.
    pub fn is_on_or_after(self, date: impl Into<DateText>) -> MeetingNotesFilter {
        self.holds(Operator::DateIsOnOrAfter, exact(point(&date.into())))
    }

    /// It is between these days, both included (assumption).
    pub fn is_within(
        self,
        first: impl Into<DateText>,
        last: impl Into<DateText>,
    ) -> MeetingNotesFilter {
        let (first, last) = (day(&first.into()), day(&last.into()));
        let range = json!({"type": "daterange", "start_date": first, "end_date": last});
        self.holds(Operator::DateIsWithin, exact(range))
    }

    /// It is in this time before or after now. That the range is called `custom` is an assumption;
    /// its other members are documented.
    pub fn is_relative(self, dates: RelativeDates) -> MeetingNotesFilter {
        let (direction, count, unit) = match dates {
            RelativeDates::Past(count, unit) => ("past", count, unit),
            RelativeDates::Next(count, unit) => ("future", count, unit),
        };
        let unit = match unit {
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Year => "year",
        };
        let value = json!({"type": "relative", "value": "custom", "direction": direction,
            "unit": unit, "count": count});
        self.holds(Operator::DateIsRelativeTo, value)
    }
}

impl PersonCondition {
    /// One of these people is among them (assumption for more than one).
    pub fn contains(self, users: impl IntoIterator<Item = UserId>) -> MeetingNotesFilter {
        self.holds(Operator::PersonContains, people(users))
    }

    /// None of these people is among them (assumption for more than one).
    pub fn does_not_contain(self, users: impl IntoIterator<Item = UserId>) -> MeetingNotesFilter {
        self.holds(Operator::PersonDoesNotContain, people(users))
    }
}

fn exact(value: impl Into<Value>) -> Value {
    json!({"type": "exact", "value": value.into()})
}

fn people(users: impl IntoIterator<Item = UserId>) -> Value {
    users
        .into_iter()
        .map(|id| exact(json!({"table": "notion_user", "id": id})))
        .collect()
}

/// A day, or a time with the zone it stands in. A time with an offset is given in UTC, since a zone
/// is a name. What is no date goes as it is, and the service says so.
fn point(date: &DateText) -> Value {
    let time = |local: jiff::civil::DateTime, zone: Option<&str>| {
        let mut value = json!({"type": "datetime", "start_date": local.date().to_string(),
            "start_time": local.strftime("%H:%M").to_string()});
        if let (Some(zone), Some(value)) = (zone, value.as_object_mut()) {
            value.insert("time_zone".to_owned(), zone.into());
        }
        value
    };
    match date.parse() {
        Ok(Moment::Date(day)) => json!({"type": "date", "start_date": day.to_string()}),
        Ok(Moment::Local(local)) => time(local, None),
        Ok(Moment::Instant(instant, _)) => {
            time(jiff::tz::Offset::UTC.to_datetime(instant), Some("UTC"))
        }
        Err(_) => date.as_str().into(),
    }
}

/// The day of a date.
fn day(date: &DateText) -> String {
    date.parse()
        .map_or_else(|_| date.to_string(), |moment| moment.date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    fn written(filter: MeetingNotesFilter) -> Value {
        serde_json::to_value(filter).unwrap()
    }

    #[test]
    fn conditions_are_what_the_service_asks_for() {
        assert_eq!(
            written(MeetingNotesFilter::title().starts_with("Weekly")),
            json!({"property": "title", "filter": {"operator": "string_starts_with",
                "value": {"type": "exact", "value": "Weekly"}}})
        );
        assert_eq!(
            written(MeetingNotesFilter::attendees().is_empty()),
            json!({"property": "attendees", "filter": {"operator": "is_empty"}})
        );
        assert_eq!(
            written(MeetingNotesFilter::created_by().contains([UserId::parse(ID).unwrap()])),
            json!({"property": "created_by", "filter": {"operator": "person_contains",
                "value": [{"type": "exact", "value": {"table": "notion_user", "id": ID}}]}})
        );
        assert_eq!(
            written(MeetingNotesFilter::any([])),
            json!({"operator": "or", "filters": []})
        );
    }

    #[test]
    fn dates_are_days_or_times_in_a_zone() {
        let value = |filter: MeetingNotesFilter| written(filter)["filter"]["value"].clone();
        let created = MeetingNotesFilter::created_time;
        assert_eq!(
            value(created().is("2026-03-01")),
            json!({"type": "exact", "value": {"type": "date", "start_date": "2026-03-01"}})
        );
        assert_eq!(
            value(created().is_before("2026-03-01T00:30:00+01:00")),
            json!({"type": "exact", "value": {"type": "datetime", "start_date": "2026-02-28",
                "start_time": "23:30", "time_zone": "UTC"}})
        );
        assert_eq!(
            value(created().is_after("2026-03-01T09:30")),
            json!({"type": "exact", "value": {"type": "datetime", "start_date": "2026-03-01",
                "start_time": "09:30"}})
        );
        assert_eq!(
            value(created().is_within("2026-03-01", "2026-03-31T10:00:00Z")),
            json!({"type": "exact", "value": {"type": "daterange", "start_date": "2026-03-01",
                "end_date": "2026-03-31"}})
        );
        assert_eq!(
            value(created().is_relative(RelativeDates::Past(2, TimeUnit::Week))),
            json!({"type": "relative", "value": "custom", "direction": "past", "unit": "week",
                "count": 2})
        );
        assert_eq!(
            value(created().is("someday")),
            json!({"type": "exact", "value": "someday"})
        );
    }
}
