//! ISO 8601 into moments.

use super::civil::{Civil, length};
use super::{DAY, MINUTE, Moment};

/// A reader of digits and signs.
struct Reader<'t>(&'t [u8]);

impl Reader<'_> {
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i64::from(byte - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = self.0.get(1..).unwrap_or_default();
        }
        found
    }
}

pub(super) fn parse(text: &str, offset: impl Fn(i64) -> i32) -> Option<Moment> {
    let mut reader = Reader(text.trim().as_bytes());
    let year = reader.digits(4)?;
    let (mut month, mut day) = (1, 1);
    let dashes = reader.take(b'-');
    if dashes || reader.0.len() >= 4 {
        month = reader.digits(2)?;
        if reader.take(b'-') || (!dashes && !reader.0.is_empty()) {
            day = reader.digits(2)?;
        }
    }
    if !(1..=12).contains(&month) || !(1..=length(year, month)).contains(&day) {
        return None;
    }
    let date = Civil {
        year,
        month,
        day,
        clock: 0,
    };
    if reader.0.is_empty() {
        return Moment::day(date.days());
    }
    if !(reader.take(b'T') || reader.take(b't') || reader.take(b' ')) {
        return None;
    }
    let minutes = clock(&mut reader)?;
    let local = date.days() * DAY + minutes * MINUTE;
    let east = match zone(&mut reader) {
        Zone::Given(offset) => offset,
        Zone::None if minutes == 0 => return Moment::day(date.days()),
        Zone::None => offset(local),
        Zone::Wrong => return None,
    };
    let moment = Moment::time(local - i64::from(east) * 1000, east)?;
    reader.0.is_empty().then_some(moment)
}

/// Minutes since midnight; seconds and their fraction are read and dropped.
fn clock(reader: &mut Reader<'_>) -> Option<i64> {
    let hour = reader.digits(2)?;
    let colon = reader.take(b':');
    let more = |reader: &Reader<'_>| reader.0.first().is_some_and(u8::is_ascii_digit);
    let minute = if colon || more(reader) {
        reader.digits(2)?
    } else {
        0
    };
    if reader.take(b':') || (!colon && more(reader)) {
        let second = reader.digits(2)?;
        if second > 60 {
            return None;
        }
        if reader.take(b'.') || reader.take(b',') {
            reader.digits(1)?;
            while reader.digits(1).is_some() {}
        }
    }
    let whole = hour * 60 + minute;
    (minute < 60 && whole <= 24 * 60).then_some(whole)
}

enum Zone {
    None,
    Given(i32),
    Wrong,
}

fn zone(reader: &mut Reader<'_>) -> Zone {
    if reader.take(b'Z') || reader.take(b'z') {
        return Zone::Given(0);
    }
    let sign = if reader.take(b'+') {
        1
    } else if reader.take(b'-') {
        -1
    } else if reader.0.is_empty() {
        return Zone::None;
    } else {
        return Zone::Wrong;
    };
    let Some(hours) = reader.digits(2) else {
        return Zone::Wrong;
    };
    let minutes = if reader.take(b':') || !reader.0.is_empty() {
        reader.digits(2)
    } else {
        Some(0)
    };
    match minutes.map(|minutes| hours * 60 + minutes) {
        Some(minutes) if minutes < 24 * 60 => {
            i32::try_from(sign * minutes * 60).map_or(Zone::Wrong, Zone::Given)
        }
        _ => Zone::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text, |_| 3600)?.shown()
    }

    #[test]
    fn forms_of_iso_8601_are_read() {
        for (text, wanted) in [
            ("2026-09-28", "2026-09-28"),
            ("20260928", "2026-09-28"),
            ("2026-09", "2026-09-01"),
            ("2026", "2026-01-01"),
            ("2023-07-10T17:35Z", "2023-07-10T17:35:00.000+00:00"),
            (
                "2023-07-10T17:35:59.123+02:00",
                "2023-07-10T17:35:00.000+02:00",
            ),
            ("20230710T1735-0330", "2023-07-10T17:35:00.000-03:30"),
            ("2023-07-10 17:35", "2023-07-10T17:35:00.000+01:00"),
            ("2023-07-10T00:00", "2023-07-10"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in [
            "not-a-date",
            "",
            "12",
            "2026-13",
            "2026-02-30",
            "2026-09-28T",
            "2026-09-28T25:00",
            "2026-09-28x",
            "2026-09-28T10:00 Europe",
            "2026-9-8",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
