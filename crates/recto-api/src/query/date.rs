//! Date conditions and what they compare with.

/// A condition on a date or a time (notion-api 4.2, 4.3).
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateOperand {
    /// A keyword such as `today`.
    Relative(RelativeDate),
    /// An ISO 8601 date or date-time as it was sent; not checked here.
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

impl From<&str> for DateOperand {
    fn from(text: &str) -> Self {
        Self::parse(text)
    }
}

impl From<String> for DateOperand {
    fn from(text: String) -> Self {
        RelativeDate::parse(&text).map_or(Self::Text(text), Self::Relative)
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
