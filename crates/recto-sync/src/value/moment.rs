//! Dates and moments as a Notion date property holds them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One end of a date: a calendar day, or an instant to the minute.
///
/// The two never equal each other: a day is not its midnight. Instants are cut to the minute, as
/// Notion does with the times of a date property (notion-api section 3, "Dates").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A day without a time.
    Date(Date),
    /// An instant, cut to the minute.
    Instant(Timestamp),
}

impl Moment {
    /// Returns an instant cut to the minute.
    pub fn instant(at: Timestamp) -> Self {
        let seconds = at.as_second() - at.as_second().rem_euclid(60);
        // Cutting moves at most a minute back, so only the first minute of year -9999 can fail.
        Self::Instant(Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN))
    }

    /// Returns the instant at which clocks in `zone` show `local`, cut to the minute.
    ///
    /// A time that a change of clocks repeats is the earlier one; a skipped time moves forward.
    /// `None` when the instant lies outside the years -9999 to 9999.
    pub fn local(local: DateTime, zone: &TimeZone) -> Option<Self> {
        zone.to_ambiguous_zoned(local)
            .compatible()
            .ok()
            .map(|zoned| Self::instant(zoned.timestamp()))
    }

    /// Reads `2026-05-01`, `2026-05-01T10:00:00.000+02:00`, or a time without offset, taken as
    /// UTC, which is how Notion reads one. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(at) = Timestamp::from_str(text) {
            return Some(Self::instant(at));
        }
        if text.len() == 10 {
            return Date::from_str(text).ok().map(Self::Date);
        }
        // Without a time of day the parser would answer midnight.
        let local = text
            .contains(':')
            .then(|| DateTime::from_str(text).ok())??;
        Self::local(local, &TimeZone::UTC)
    }

    /// Writes the moment the way a request to Notion takes it, with the offset of `zone`.
    pub fn to_text(self, zone: Option<&TimeZone>) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Instant(at) => {
                let zone = zone.cloned().unwrap_or(TimeZone::UTC);
                let zoned = at.to_zoned(zone);
                let local = zoned
                    .datetime()
                    .round(Unit::Second)
                    .unwrap_or(zoned.datetime());
                let offset = zoned.offset().seconds();
                let (sign, offset) = if offset < 0 {
                    ('-', -offset)
                } else {
                    ('+', offset)
                };
                let (hours, minutes) = (offset / 3600, offset / 60 % 60);
                format!(
                    "{}{sign}{hours:02}:{minutes:02}",
                    local.strftime("%Y-%m-%dT%H:%M:%S.000")
                )
            }
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Instant(at) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%MZ")),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Date(date) => serializer.collect_str(date),
            Self::Instant(at) => serializer.collect_str(at),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("not a date or an instant: {text:?}")))
    }
}

/// A date, or a range when it has an end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DateValue {
    /// The day or instant, or the first one of a range.
    pub start: Moment,
    /// The last day or instant of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Moment>,
    /// The IANA zone whose offset an instant is written with.
    ///
    /// It does not take part in equality: Notion answers with an offset and `time_zone: null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl DateValue {
    /// Returns a single date.
    pub const fn new(start: Moment) -> Self {
        Self {
            start,
            end: None,
            zone: None,
        }
    }

    /// Returns the range's ends as a request to Notion takes them, with the zone's offset.
    ///
    /// A zone whose name is not known here counts as UTC: the instant stays the same.
    pub fn to_texts(&self) -> (String, Option<String>) {
        let zone = self
            .zone
            .as_deref()
            .and_then(|name| TimeZone::get(name).ok());
        let text = |moment: Moment| moment.to_text(zone.as_ref());
        (text(self.start), self.end.map(text))
    }

    pub(super) fn without_zone(&self) -> String {
        match self.end {
            Some(end) => format!("{}/{end}", self.start),
            None => self.start.to_string(),
        }
    }
}

impl From<Moment> for DateValue {
    fn from(start: Moment) -> Self {
        Self::new(start)
    }
}

impl PartialEq for DateValue {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.end == other.end
    }
}

impl Eq for DateValue {}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        if let Some(end) = self.end {
            write!(f, " → {end}")?;
        }
        match &self.zone {
            Some(zone) if matches!(self.start, Moment::Instant(_)) => write!(f, " ({zone})"),
            _ => Ok(()),
        }
    }
}
