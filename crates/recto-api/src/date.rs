//! Dates and times that keep their text.

mod from;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use jiff::civil;
use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A date or time as it stands on the wire.
///
/// Parsed and printed again, `2026-01-01T00:00:00.000Z` becomes `…00Z` and an offset turns to UTC;
/// so the text is kept, and [`DateText::parse`] gives what to calculate with.
#[derive(Clone)]
pub struct DateText(Repr);

/// The text of a date, without allocation for every form Notion writes.
#[derive(Clone)]
enum Repr {
    /// Up to 30 bytes: `2026-03-01T09:30:00.000+01:00` has 29.
    Inline(u8, [u8; INLINE]),
    /// Longer text.
    Heap(Box<str>),
}

const INLINE: usize = 30;

/// What a [`DateText`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day without a time: `2026-03-01`.
    Date(civil::Date),
    /// A time without offset: `2026-03-01T09:30`; which instant that is depends on a time zone.
    Local(civil::DateTime),
    /// A time with an offset or `Z`.
    Instant(jiff::Timestamp, jiff::tz::Offset),
}

impl Moment {
    /// The day it falls on, in its own offset.
    pub fn date(self) -> civil::Date {
        match self {
            Self::Date(date) => date,
            Self::Local(time) => time.date(),
            Self::Instant(instant, offset) => instant.to_zoned(TimeZone::fixed(offset)).date(),
        }
    }

    /// Whether it has a time of day.
    pub fn has_time(self) -> bool {
        !matches!(self, Self::Date(_))
    }

    /// The instant; a day begins at midnight and a local time stands in `zone`.
    pub fn instant(self, zone: &TimeZone) -> Option<jiff::Timestamp> {
        match self {
            Self::Date(date) => zone.to_timestamp(date.at(0, 0, 0, 0)).ok(),
            Self::Local(time) => zone.to_timestamp(time).ok(),
            Self::Instant(instant, _) => Some(instant),
        }
    }
}

/// The text is not an ISO 8601 date or date-time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ISO 8601 date such as 2026-03-01 or 2026-03-01T09:30:00+01:00")]
pub struct DateError(pub String);

impl DateText {
    fn new(text: &str) -> Self {
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(length)) => {
                room.copy_from_slice(text.as_bytes());
                Self(Repr::Inline(length, bytes))
            }
            _ => Self(Repr::Heap(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Only whole texts get in, so the fallbacks are never taken.
            Repr::Inline(length, bytes) => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(bytes).unwrap_or_default()
            }
            Repr::Heap(text) => text,
        }
    }

    /// What the text says.
    ///
    /// # Errors
    ///
    /// When it is neither a date nor a date-time of ISO 8601.
    pub fn parse(&self) -> Result<Moment, DateError> {
        let fail = || DateError(self.to_string());
        let text = self.as_str().trim();
        // `civil::Date` would parse a full date-time and drop the time without a word.
        if text.len() <= 10 {
            return text.parse().map(Moment::Date).map_err(|_| fail());
        }
        if let Ok(pieces) = jiff::fmt::temporal::Pieces::parse(text) {
            let time = pieces.time().ok_or_else(fail)?;
            let local = pieces.date().to_datetime(time);
            return match pieces.to_numeric_offset() {
                Some(offset) => {
                    let instant = offset.to_timestamp(local).map_err(|_| fail())?;
                    Ok(Moment::Instant(instant, offset))
                }
                None => Ok(Moment::Local(local)),
            };
        }
        Err(fail())
    }
}

impl fmt::Debug for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateText({:?})", self.as_str())
    }
}

impl PartialEq for DateText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for DateText {}

impl PartialOrd for DateText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for DateText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl AsRef<str> for DateText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for DateText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for DateText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<civil::Date> for DateText {
    fn from(date: civil::Date) -> Self {
        Self::new(&date.to_string())
    }
}

impl From<jiff::Timestamp> for DateText {
    fn from(instant: jiff::Timestamp) -> Self {
        Self::new(&instant.to_string())
    }
}

impl fmt::Display for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for DateText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::Key::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

impl Serialize for DateText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_kind() {
        let date = DateText::from("2026-03-01").parse().unwrap();
        assert_eq!(date, Moment::Date(civil::date(2026, 3, 1)));
        let local = DateText::from("2026-03-01T09:30").parse().unwrap();
        assert_eq!(
            local,
            Moment::Local(civil::date(2026, 3, 1).at(9, 30, 0, 0))
        );
        let text = "2026-03-01T00:30:00.000+09:00";
        let Moment::Instant(instant, offset) = DateText::from(text).parse().unwrap() else {
            panic!("an instant")
        };
        assert_eq!(instant.to_string(), "2026-02-28T15:30:00Z");
        assert_eq!(offset.seconds(), 9 * 3600);
        assert_eq!(
            Moment::Instant(instant, offset).date(),
            civil::date(2026, 3, 1)
        );
        assert_eq!(serde_json::to_value(DateText::from(text)).unwrap(), text);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2022/01/02",
            "tomorrow",
            "2026-02-30",
            "2026-03-01T25:00:00Z",
        ] {
            assert!(DateText::from(text).parse().is_err(), "{text}");
        }
    }
}
