//! The two ways the service writes a time of its own making.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Milliseconds since the Unix epoch, cut to the minute: what pages and blocks carry.
pub(crate) fn minute_of(time: Timestamp) -> i64 {
    time.as_millisecond().div_euclid(60_000) * 60_000
}

/// `2026-06-27T17:14:00.000Z` (recorded: everything but database containers and views).
pub(crate) fn minute_text(millis: i64) -> String {
    civil(millis).strftime("%Y-%m-%dT%H:%M:00.000Z").to_string()
}

/// `2026-06-27T17:15:20.122+00:00` (recorded: database containers).
pub(crate) fn millis_text(millis: i64) -> String {
    format!(
        "{}.{:03}+00:00",
        civil(millis).strftime("%Y-%m-%dT%H:%M:%S"),
        millis.rem_euclid(1_000)
    )
}

/// `2026-06-27T17:15:20.000Z` (recorded: the expiry of signed addresses, to the millisecond).
pub(crate) fn zulu_text(millis: i64) -> String {
    format!(
        "{}.{:03}Z",
        civil(millis).strftime("%Y-%m-%dT%H:%M:%S"),
        millis.rem_euclid(1_000)
    )
}

fn civil(millis: i64) -> jiff::civil::DateTime {
    let time = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_forms() {
        let time: Timestamp = "2026-06-27T17:15:20.122Z".parse().unwrap();
        assert_eq!(minute_text(minute_of(time)), "2026-06-27T17:15:00.000Z");
        assert_eq!(
            millis_text(time.as_millisecond()),
            "2026-06-27T17:15:20.122+00:00"
        );
    }

    #[test]
    fn the_minute_is_cut_downwards_before_1970_too() {
        let time: Timestamp = "1969-12-31T23:59:59.5Z".parse().unwrap();
        assert_eq!(minute_text(minute_of(time)), "1969-12-31T23:59:00.000Z");
    }
}
