//! Days and times of fields.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};

use super::cell::other;
use super::{Cell, CellError, Types};
use crate::date::{DateText, Moment};
use crate::property::{Date, PropertyValue};

/// A day or time, or a range of two; both ends belong to it.
///
/// `T` is `civil::Date`, `Timestamp` or `Zoned`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span<T> {
    /// The day or time, or the first of the range.
    pub start: T,
    /// The last of the range.
    pub end: Option<T>,
}

impl<T> Span<T> {
    /// From one to the other.
    pub fn new(start: T, end: T) -> Self {
        Self {
            start,
            end: Some(end),
        }
    }
}

impl<T> From<T> for Span<T> {
    fn from(start: T) -> Self {
        Self { start, end: None }
    }
}

/// One end of a date.
trait Point: Sized + Clone + Into<DateText> {
    fn from_text(text: &DateText, zone: &TimeZone) -> Result<Self, CellError>;
}

fn moment(text: &DateText) -> Result<Moment, CellError> {
    text.parse()
        .map_err(|error| CellError::Value(format!("is no date: {error}")))
}

impl Point for civil::Date {
    fn from_text(text: &DateText, _: &TimeZone) -> Result<Self, CellError> {
        match moment(text)? {
            Moment::Date(day) => Ok(day),
            _ => Err(CellError::Value(
                "has a time, the field takes days; make it a `Timestamp`, `Zoned` or `Date`"
                    .to_owned(),
            )),
        }
    }
}

fn without_time() -> CellError {
    CellError::Value(
        "is a day without a time, the field takes times; make it a `civil::Date` or `Date`"
            .to_owned(),
    )
}

fn out_of_range(text: &DateText) -> CellError {
    CellError::Value(format!(
        "is `{text}`, which is beyond the times that can be counted"
    ))
}

impl Point for Timestamp {
    fn from_text(text: &DateText, zone: &TimeZone) -> Result<Self, CellError> {
        match moment(text)? {
            Moment::Date(_) => Err(without_time()),
            time => time.instant(zone).ok_or_else(|| out_of_range(text)),
        }
    }
}

impl Point for Zoned {
    fn from_text(text: &DateText, zone: &TimeZone) -> Result<Self, CellError> {
        match moment(text)? {
            Moment::Date(_) => Err(without_time()),
            // A zone that is named tells more than an offset.
            Moment::Instant(instant, offset) if *zone == TimeZone::UTC => {
                Ok(instant.to_zoned(TimeZone::fixed(offset)))
            }
            time => {
                let instant = time.instant(zone).ok_or_else(|| out_of_range(text))?;
                Ok(instant.to_zoned(zone.clone()))
            }
        }
    }
}

fn zone(date: &Date) -> Result<TimeZone, CellError> {
    let Some(name) = date.time_zone.as_str() else {
        return Ok(TimeZone::UTC);
    };
    TimeZone::get(name)
        .map_err(|_| CellError::Value(format!("has the time zone `{name}`, which is not known")))
}

fn read_span<T: Point>(value: &PropertyValue) -> Result<Span<T>, CellError> {
    let date = value.as_date().ok_or_else(|| other(value, "a date"))?;
    let zone = zone(date)?;
    let end = date.end.value().map(|end| T::from_text(end, &zone));
    Ok(Span {
        start: T::from_text(&date.start, &zone)?,
        end: end.transpose()?,
    })
}

fn read_point<T: Point>(value: &PropertyValue) -> Result<T, CellError> {
    let span = read_span(value)?;
    match span.end {
        None => Ok(span.start),
        Some(_) => Err(CellError::Value(
            "is a range, the field takes one date; make it a `Span` or `Date`".to_owned(),
        )),
    }
}

const TIMES: Types = Types::new(
    &["date"],
    &["formula", "rollup", "created_time", "last_edited_time"],
);

macro_rules! points {
    ($($point:ty)+) => {$(
        impl Cell for $point {
            const TYPES: Types = TIMES;

            fn read(value: &PropertyValue) -> Result<Self, CellError> {
                match value {
                    PropertyValue::CreatedTime(time) | PropertyValue::LastEditedTime(time) => {
                        from_time(time)
                    }
                    value => read_point(value),
                }
            }

            fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
                Ok(Some(PropertyValue::date(self.clone())))
            }
        }

        impl Cell for Span<$point> {
            const TYPES: Types = Types::new(&["date"], &["formula", "rollup"]);

            fn read(value: &PropertyValue) -> Result<Self, CellError> {
                read_span(value)
            }

            fn write(&self, _: &str) -> Result<Option<PropertyValue>, CellError> {
                let date = Date::new(self.start.clone());
                Ok(Some(PropertyValue::date(match &self.end {
                    Some(end) => date.until(end.clone()),
                    None => date,
                })))
            }
        }
    )+};
}

points! { civil::Date Timestamp Zoned }

/// A time of the page itself; for a field of days, its day.
fn from_time<T: Point>(time: &DateText) -> Result<T, CellError> {
    T::from_text(time, &TimeZone::UTC).or_else(|error| {
        let day = moment(time)?.date();
        T::from_text(&day.into(), &TimeZone::UTC).map_err(|_| error)
    })
}
