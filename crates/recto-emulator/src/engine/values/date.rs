//! Dates as the service keeps them: cut to the minute, with an offset, without a zone (recorded).

use jiff::civil::DateTime;
use jiff::fmt::temporal::{DateTimeParser, Pieces};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde_json::{Value, json};

use crate::problem::Problem;

/// The stored form of a sent date: `{start, end, time_zone: null}`.
pub(crate) fn normalize(sent: &Value) -> Result<Value, Problem> {
    let zone = match sent.get("time_zone").and_then(Value::as_str) {
        None => None,
        Some(name) => Some(
            TimeZone::get(name)
                .map_err(|_| Problem::validation(format!("Invalid time zone: {name}")))?,
        ),
    };
    let member = |name: &str| -> Result<Value, Problem> {
        match sent.get(name).and_then(Value::as_str) {
            None => Ok(Value::Null),
            Some(text) => moment(text, zone.as_ref())
                .map(Value::from)
                .ok_or_else(|| Problem::validation(format!("Invalid date: {text}"))),
        }
    };
    Ok(json!({"start": member("start")?, "end": member("end")?, "time_zone": null}))
}

/// A day stays as it is. A time gets the offset it came with, else that of the zone, else `+00:00`;
/// a time in UTC moves to the zone's offset (assumption: recorded only for the zone `UTC`).
fn moment(text: &str, zone: Option<&TimeZone>) -> Option<String> {
    let pieces = Pieces::parse(text).ok()?;
    let Some(time) = pieces.time() else {
        return Some(pieces.date().to_string());
    };
    let civil = DateTime::from_parts(pieces.date(), time);
    let zoned: Zoned = match (pieces.to_numeric_offset(), zone) {
        (Some(offset), None) => civil.to_zoned(TimeZone::fixed(offset)).ok()?,
        (Some(_), Some(zone)) => instant(text)?.to_zoned(zone.clone()),
        (None, zone) => civil
            .to_zoned(zone.cloned().unwrap_or(TimeZone::UTC))
            .ok()?,
    };
    Some(format!(
        "{}{}",
        zoned.strftime("%Y-%m-%dT%H:%M:00.000"),
        offset_text(zoned.offset())
    ))
}

fn instant(text: &str) -> Option<Timestamp> {
    const PARSER: DateTimeParser = DateTimeParser::new();
    PARSER.parse_timestamp(text).ok()
}

fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(text: &str, zone: Option<&str>) -> String {
        let sent = json!({"start": text, "time_zone": zone});
        normalize(&sent).unwrap()["start"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn times_are_cut_to_the_minute_and_keep_their_offset() {
        assert_eq!(start("2022-03-14", None), "2022-03-14");
        assert_eq!(
            start("2024-01-08T12:00:00", None),
            "2024-01-08T12:00:00.000+00:00"
        );
        assert_eq!(
            start("2023-12-31T14:10:22.854248", None),
            "2023-12-31T14:10:00.000+00:00"
        );
        assert_eq!(
            start("2024-01-28T17:01:07.973151+01:00", None),
            "2024-01-28T17:01:00.000+01:00"
        );
        assert_eq!(
            start("2023-12-23T20:10:00Z", None),
            "2023-12-23T20:10:00.000+00:00"
        );
        assert_eq!(
            start("2023-12-23T20:10:00-05:30", None),
            "2023-12-23T20:10:00.000-05:30"
        );
    }

    #[test]
    fn a_zone_becomes_its_offset_of_that_day() {
        let zone = Some("Europe/Berlin");
        assert_eq!(
            start("2024-09-18T19:20:41.157410", zone),
            "2024-09-18T19:20:00.000+02:00"
        );
        assert_eq!(
            start("2024-01-18T19:20", zone),
            "2024-01-18T19:20:00.000+01:00"
        );
        assert_eq!(
            start("2024-01-08T11:00:00Z", Some("UTC")),
            "2024-01-08T11:00:00.000+00:00"
        );
        assert_eq!(
            start("2024-01-08T11:00:00Z", zone),
            "2024-01-08T12:00:00.000+01:00"
        );
    }

    #[test]
    fn the_end_and_the_zone_are_there_even_when_empty() {
        let date = normalize(&json!({"start": "2024-01-08", "end": "2024-01-09"})).unwrap();
        assert_eq!(
            date,
            json!({"start": "2024-01-08", "end": "2024-01-09", "time_zone": null})
        );
        assert!(normalize(&json!({"start": "2024-01-08", "time_zone": "Mars/Base"})).is_err());
    }
}
