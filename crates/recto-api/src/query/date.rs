//! Date conditions and what they compare with.

use crate::date::DateText;

/// A condition on a date or a time.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DateCondition {
    /// `equals`.
    Equals(DateOperand),
    /// `before`.
    Before(DateOperand),
    /// `after`.
    After(DateOperand),
    /// `on_or_before`.
    OnOrBefore(DateOperand),
    /// `on_or_after`.
    OnOrAfter(DateOperand),
    /// `this_week`, `past_month`, …: a window around today, written `{}`.
    Within(Window),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// What a date is compared with.
///
/// A day is compared by the calendar, a time by the minute (recordings).
///
/// ```
/// use jiff::civil::date;
/// use recto_api::query::{Filter, RelativeDate};
///
/// let due = || Filter::property("Due").date();
/// let same = [due().before(date(2026, 3, 1)), due().before("2026-03-01")];
/// assert_eq!(same[0], same[1]);
/// assert_eq!(due().on_or_after(RelativeDate::Today), due().on_or_after("today"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateOperand {
    /// A keyword such as `today`.
    Relative(RelativeDate),
    /// An ISO 8601 date or date-time; [`Filter::check_form`](super::Filter::check_form) reads it.
    Text(String),
}

impl DateOperand {
    /// Reads a keyword, or keeps the text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        RelativeDate::parse(text).map_or_else(|| Self::Text(text.to_owned()), Self::Relative)
    }

    /// Gives the text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Relative(date) => date.as_str(),
            Self::Text(text) => text,
        }
    }
}

impl From<RelativeDate> for DateOperand {
    fn from(date: RelativeDate) -> Self {
        Self::Relative(date)
    }
}

/// Days, times and zoned times of jiff, and texts of ISO 8601 or keywords.
impl<T: Into<DateText>> From<T> for DateOperand {
    fn from(date: T) -> Self {
        Self::parse(date.into().as_str())
    }
}

/// Defines an enum of wire names with `as_str`, `parse` and `ALL`.
macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`.")] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Gives the wire name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Reads the wire name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(super) use names;

names! {
    /// A day named from today.
    RelativeDate {
        Today = "today",
        Tomorrow = "tomorrow",
        Yesterday = "yesterday",
        OneWeekAgo = "one_week_ago",
        OneWeekFromNow = "one_week_from_now",
        OneMonthAgo = "one_month_ago",
        OneMonthFromNow = "one_month_from_now",
    }
}

names! {
    /// A stretch of days around today.
    Window {
        ThisWeek = "this_week",
        PastWeek = "past_week",
        PastMonth = "past_month",
        PastYear = "past_year",
        NextWeek = "next_week",
        NextMonth = "next_month",
        NextYear = "next_year",
    }
}
