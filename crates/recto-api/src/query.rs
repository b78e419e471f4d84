//! Filters and sorts of a data source query.
//!
//! A filter is a small tree: [`Filter::And`] and [`Filter::Or`] hold leaves, a leaf names a
//! property or a timestamp and one condition. What recto has no name for is kept whole as JSON, so
//! that reading a filter and writing it again gives an equal value; a server decides what to say
//! about it.
//!
//! ```
//! use recto_api::query::{Filter, RelativeDate, Sort};
//!
//! let open_and_late = Filter::and([
//!     Filter::property("Status").status().does_not_equal("Done"),
//!     Filter::property("Due").date().before(RelativeDate::Today),
//! ]);
//! assert_eq!(
//!     serde_json::to_value(&open_and_late).unwrap(),
//!     serde_json::json!({"and": [
//!         {"property": "Status", "status": {"does_not_equal": "Done"}},
//!         {"property": "Due", "date": {"before": "today"}},
//!     ]})
//! );
//! let order = [Sort::ascending("Due"), Sort::descending("Name")];
//! # let _ = order;
//! ```

mod build;
mod check;
mod codec;
mod condition;
mod date;
mod quick;
mod sort;

pub use build::{ElementSubject, Finish, NumberOperand, Subject};
pub use check::{QueryProblem, QueryProblems};
pub use condition::{
    CheckboxCondition, Condition, FormulaCondition, ListCondition, Names, NumberCondition,
    OptionCondition, PresenceCondition, ReferenceCondition, RollupCondition, TextCondition,
    VerificationCondition, VerificationState,
};
pub use date::{DateCondition, DateOperand, RelativeDate, Window};
pub use quick::QuickFilter;
pub use sort::{Direction, Sort};

use serde_json::Value;

/// The `filter` of a query.
///
/// Decoding accepts any JSON: what is not one of the typed forms becomes [`Filter::Unknown`] with
/// the value whole.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// `{"and": […]}`: every member matches. At most 100 members, at most two levels (documented);
    /// [`Filter::check_form`] sees to it.
    And(Vec<Self>),
    /// `{"or": […]}`: any member matches. The limits of [`Filter::And`] hold.
    Or(Vec<Self>),
    /// `{"property": …, "<type>": {…}}`.
    Property(PropertyFilter),
    /// `{"timestamp": "created_time", "created_time": {…}}`.
    Timestamp(TimestampFilter),
    /// Anything else, `{}` included (which the service answers as if there were no filter; seen in
    /// the recordings).
    Unknown(Value),
}

/// A condition on one property.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyFilter {
    /// Name or id of the property, an id as it is or percent-encoded.
    pub property: String,
    /// What to hold against the value.
    pub condition: Condition,
    /// The optional member `type`, which repeats the condition's key.
    pub kind: Option<String>,
}

/// A condition on a time of the page itself.
#[derive(Debug, Clone, PartialEq)]
pub struct TimestampFilter {
    /// Which time.
    pub timestamp: Timestamp,
    /// What to hold against it.
    pub condition: DateCondition,
    /// The optional member `type`, which repeats `timestamp`.
    pub kind: Option<String>,
}

/// A time every page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timestamp {
    /// `created_time`.
    CreatedTime,
    /// `last_edited_time`.
    LastEditedTime,
}

impl Timestamp {
    /// Gives the wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreatedTime => "created_time",
            Self::LastEditedTime => "last_edited_time",
        }
    }

    /// Reads the wire name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "created_time" => Some(Self::CreatedTime),
            "last_edited_time" => Some(Self::LastEditedTime),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
