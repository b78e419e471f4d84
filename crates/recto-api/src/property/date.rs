//! Dates of properties from jiff's types and back.

use std::ops::RangeInclusive;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};

use super::Date;
use crate::date::{DateError, DateText, Moment};
use crate::wire::Field;

/// What can become a [`Date`]: a day, an instant, a zoned time, a text of ISO 8601, pairs and
/// inclusive ranges of these.
///
/// ```
/// use jiff::civil::date;
/// use recto_api::property::{Date, PropertyValue};
///
/// let day = PropertyValue::date(date(2026, 3, 1));
/// let days = PropertyValue::date(date(2026, 3, 1)..=date(2026, 3, 5));
/// let instant = PropertyValue::date("2026-03-01T09:30:00Z".parse::<jiff::Timestamp>()?);
/// let zoned = date(2026, 3, 1).at(9, 30, 0, 0).in_tz("Europe/Oslo")?;
/// let meeting = PropertyValue::date(&zoned);
/// // The same, leaving the offset to Notion.
/// let local = PropertyValue::date(Date::local(date(2026, 3, 1).at(9, 30, 0, 0), "Europe/Oslo"));
/// # assert_eq!(days.as_date().and_then(Date::end_day), Some(date(2026, 3, 5)));
/// # assert_eq!(day.as_date().and_then(Date::end_day), None);
/// assert_eq!(meeting.as_date().map(|date| date.start.as_str()), Some("2026-03-01T09:30:00+01:00"));
/// assert_eq!(meeting.as_instant(), local.as_instant());
/// assert_ne!(meeting.as_instant(), instant.as_instant());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<T: Into<DateText>> From<T> for Date {
    fn from(start: T) -> Self {
        Self::new(start)
    }
}

impl<A: Into<DateText>, B: Into<DateText>> From<(A, B)> for Date {
    fn from((start, end): (A, B)) -> Self {
        Self::new(start).until(end)
    }
}

impl<T: Into<DateText> + Clone> From<RangeInclusive<T>> for Date {
    fn from(range: RangeInclusive<T>) -> Self {
        let (start, end) = range.into_inner();
        Self::new(start).until(end)
    }
}

impl Date {
    /// A local time in an IANA zone such as `Europe/Oslo`. Notion answers with the offset the zone
    /// has then, and without the zone (recordings).
    pub fn local(start: civil::DateTime, time_zone: impl Into<String>) -> Self {
        Self::new(start).time_zone(time_zone)
    }

    /// The same in an IANA zone; the times must be local then, without an offset.
    #[must_use]
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Field::Value(name.into());
        self
    }

    /// The zone that local times stand in: the one named, or UTC.
    fn zone(&self) -> Result<TimeZone, DateError> {
        match self.time_zone.as_str() {
            Some(name) => TimeZone::get(name).map_err(|_| DateError(name.to_owned())),
            None => Ok(TimeZone::UTC),
        }
    }

    /// The start, parsed.
    ///
    /// # Errors
    ///
    /// When it is not a date or date-time of ISO 8601.
    pub fn start_moment(&self) -> Result<Moment, DateError> {
        self.start.parse()
    }

    /// The end of a range, parsed.
    ///
    /// # Errors
    ///
    /// When it is not a date or date-time of ISO 8601.
    pub fn end_moment(&self) -> Result<Option<Moment>, DateError> {
        self.end.value().map(DateText::parse).transpose()
    }

    /// The day of the start, in its own offset; `None` where the text is no date.
    pub fn start_day(&self) -> Option<civil::Date> {
        self.start_moment().ok().map(Moment::date)
    }

    /// The day of the end of a range.
    pub fn end_day(&self) -> Option<civil::Date> {
        self.end_moment().ok().flatten().map(Moment::date)
    }

    /// The instant of the start: a day begins at midnight; without an offset or a zone it stands in
    /// UTC. `None` where the text is no date.
    pub fn start_instant(&self) -> Option<Timestamp> {
        self.start_moment().ok()?.instant(&self.zone().ok()?)
    }

    /// The instant of the end of a range, as in [`Date::start_instant`].
    pub fn end_instant(&self) -> Option<Timestamp> {
        self.end_moment().ok()??.instant(&self.zone().ok()?)
    }

    /// Whether it has an end.
    pub fn is_range(&self) -> bool {
        self.end.is_value()
    }

    /// The start with its zone: the one named, else its offset, else UTC. `None` for a day and
    /// where the text is no date.
    pub fn start_zoned(&self) -> Option<Zoned> {
        self.zoned(&self.start)
    }

    /// The end of a range with its zone, as in [`Date::start_zoned`].
    pub fn end_zoned(&self) -> Option<Zoned> {
        self.zoned(self.end.value()?)
    }

    fn zoned(&self, text: &DateText) -> Option<Zoned> {
        let zone = self.zone().ok()?;
        match text.parse().ok()? {
            Moment::Date(_) => None,
            Moment::Local(time) => time.to_zoned(zone).ok(),
            Moment::Instant(instant, _) if self.time_zone.is_value() => {
                Some(instant.to_zoned(zone))
            }
            Moment::Instant(instant, offset) => Some(instant.to_zoned(TimeZone::fixed(offset))),
        }
    }
}
