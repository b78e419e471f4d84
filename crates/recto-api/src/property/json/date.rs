//! Dates from plain JSON.

use jiff::Zoned;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Place, ProblemKind, Read};
use crate::date::{DateText, Moment};
use crate::property::Date;
use crate::wire::Field;

const WHAT: &str =
    "a date such as \"2026-03-01\" or \"2026-03-01T09:30:00+01:00\", or {\"start\": …, \"end\": …}";

impl Place<'_> {
    pub(super) fn date(&self, json: &Value) -> Read<Date> {
        match json {
            Value::String(text) => Ok(Date::new(self.moment(text)?)),
            Value::Object(object) if object.contains_key("start") => {
                let mut date: Date = self.object(json, WHAT)?;
                date.start = self.moment(date.start.as_str())?;
                if let Field::Value(end) = &mut date.end {
                    *end = self.moment(end.as_str())?;
                }
                Ok(date)
            }
            _ => Err(self.expected(WHAT, json)),
        }
    }

    /// The date as Notion takes it: no zone in brackets, no space before the time.
    fn moment(&self, text: &str) -> Read<DateText> {
        if text.contains('[') {
            let zoned: Zoned = text.parse().map_err(|_| self.no_date(text))?;
            return Ok(zoned.into());
        }
        let date = DateText::from(text.trim());
        Ok(match date.parse().map_err(|_| self.no_date(text))? {
            Moment::Date(day) => day.into(),
            Moment::Local(time) if !text.contains('T') => time.into(),
            Moment::Instant(instant, offset) if !text.contains('T') => {
                instant.to_zoned(TimeZone::fixed(offset)).into()
            }
            Moment::Local(_) | Moment::Instant(..) => date,
        })
    }

    fn no_date(&self, text: &str) -> super::ValueProblem {
        let message = format!("takes {WHAT}; `{text}` is none");
        self.problem(ProblemKind::WrongType, message)
    }

    /// Checks a date however it was given: that it is one, that its zone exists and is not said
    /// twice, and that it does not end before it starts.
    pub(super) fn fit_date(&self, date: &Date) -> Read<()> {
        let wrong = |message: String| Err(self.problem(ProblemKind::WrongType, message));
        let read = |text: &DateText| text.parse().map_err(|_| self.no_date(text.as_str()));
        let start = read(&date.start)?;
        let end = date.end.value().map(read).transpose()?;
        let mut zone = TimeZone::UTC;
        if let Some(name) = date.time_zone.as_str() {
            let Ok(found) = TimeZone::get(name) else {
                return wrong(format!(
                    "has the time zone `{name}`, which is no IANA zone such as `Europe/Oslo`"
                ));
            };
            zone = found;
            let offset = |moment: &Moment| match moment {
                Moment::Instant(_, offset) => offset.seconds() != 0,
                _ => false,
            };
            if offset(&start) || end.as_ref().is_some_and(offset) {
                return wrong(format!(
                    "has the time zone `{name}` and an offset in its times; leave one of them out"
                ));
            }
        }
        let Some(end) = end else { return Ok(()) };
        if end.has_time() != start.has_time() {
            return wrong("has a time at one end of the range and none at the other".to_owned());
        }
        let backwards = match (end.instant(&zone), start.instant(&zone)) {
            (Some(end), Some(start)) => end < start,
            _ => false,
        };
        if backwards {
            return wrong(format!(
                "ends at {} before it starts",
                date.end.as_str().unwrap_or_default()
            ));
        }
        Ok(())
    }
}
