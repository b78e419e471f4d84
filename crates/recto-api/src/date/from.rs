//! Texts of dates from jiff's types.

use jiff::fmt::temporal::DateTimePrinter;
use jiff::{Zoned, civil};

use super::DateText;

impl From<&Self> for DateText {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<&String> for DateText {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// A local time: which instant it is depends on the zone beside it.
impl From<civil::DateTime> for DateText {
    fn from(time: civil::DateTime) -> Self {
        time.to_string().into()
    }
}

/// The time with its offset; the name of the zone has no place in such a text.
impl From<&Zoned> for DateText {
    fn from(time: &Zoned) -> Self {
        DateTimePrinter::new()
            .timestamp_with_offset_to_string(&time.timestamp(), time.offset())
            .into()
    }
}

/// The time with its offset; the name of the zone has no place in such a text.
impl From<Zoned> for DateText {
    fn from(time: Zoned) -> Self {
        Self::from(&time)
    }
}
