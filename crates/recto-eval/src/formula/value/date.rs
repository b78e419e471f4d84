//! Days, times and ranges.

mod civil;
mod parse;
mod pattern;

pub(crate) use self::civil::Civil;

/// A day, a time or a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DateValue {
    /// The day or time, or the first of the range.
    pub start: Moment,
    /// The last of the range.
    pub end: Option<Moment>,
}

/// A day or a time.
///
/// A day counts from midnight UTC (recorded), and stays a day through calculation for as long as it
/// comes back to midnight (recorded). A time keeps the offset it was written with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00Z.
    ms: i64,
    /// Seconds east of UTC.
    offset: i32,
    /// Whether it was a day at first.
    day: bool,
}

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// Beyond this, 8,640,000,000,000,000 ms from 1970, there are no dates.
const FAR: i64 = 8_640_000_000_000_000;

/// A step of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Months(i64),
    Milliseconds(i64),
}

impl Unit {
    /// By name, plural or singular; `None` for any other word.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "years" | "year" => Self::Months(12),
            "quarters" | "quarter" => Self::Months(3),
            "months" | "month" => Self::Months(1),
            "weeks" | "week" => Self::Milliseconds(7 * DAY),
            "days" | "day" => Self::Milliseconds(DAY),
            "hours" | "hour" => Self::Milliseconds(60 * MINUTE),
            "minutes" | "minute" => Self::Milliseconds(MINUTE),
            "seconds" | "second" => Self::Milliseconds(1000),
            "milliseconds" | "millisecond" => Self::Milliseconds(1),
            _ => return None,
        })
    }
}

impl DateValue {
    /// A single day or time.
    pub fn single(start: Moment) -> Self {
        Self { start, end: None }
    }

    pub(crate) fn same(self, other: Self) -> bool {
        let end = |one: Self| one.end.map(Moment::ms);
        self.start.ms == other.start.ms && end(self) == end(other)
    }
}

impl Moment {
    /// A day, by its distance from 1970-01-01.
    pub fn day(days: i64) -> Option<Self> {
        Self {
            ms: 0,
            offset: 0,
            day: true,
        }
        .at(days.checked_mul(DAY)?)
    }

    /// A time, in milliseconds since 1970-01-01T00:00Z, and its offset in seconds.
    pub fn time(ms: i64, offset: i32) -> Option<Self> {
        Self {
            ms: 0,
            offset,
            day: false,
        }
        .at(ms)
    }

    /// Another instant of the same kind; `None` outside what dates can say.
    fn at(self, ms: i64) -> Option<Self> {
        (ms.abs() <= FAR).then_some(Self { ms, ..self })
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub fn ms(self) -> i64 {
        self.ms
    }

    /// The offset from UTC, in seconds.
    pub fn offset(self) -> i32 {
        self.offset
    }

    /// Whether it is a day without a time.
    pub fn is_day(self) -> bool {
        self.day && self.ms.rem_euclid(DAY) == 0
    }

    pub(crate) fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.ms.cmp(&other.ms)
    }

    /// The calendar and the clock, in the own offset (recorded of `formatDate`).
    pub(crate) fn civil(self) -> Civil {
        Civil::of(self.ms + i64::from(self.offset) * 1000)
    }

    /// The same without seconds.
    pub(crate) fn whole_minute(self) -> Self {
        Self {
            ms: self.ms.div_euclid(MINUTE) * MINUTE,
            ..self
        }
    }

    /// Later by `count` steps, earlier if it is negative. Months go to the last day of a shorter
    /// month and take whole numbers only, shorter steps any.
    pub(crate) fn plus(self, count: f64, unit: Unit) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates, and what is too far is refused"
        )]
        match unit {
            Unit::Months(months) => {
                let months = (count.trunc() as i64).checked_mul(months)?;
                let local = self.civil().plus_months(months)?;
                self.at(local.ms()? - i64::from(self.offset) * 1000)
            }
            Unit::Milliseconds(length) => {
                #[expect(clippy::cast_precision_loss, reason = "at most a week")]
                let step = (count * length as f64).trunc() as i64;
                self.at(self.ms.checked_add(step)?)
            }
        }
    }

    /// The whole steps from `earlier` to here, cut toward zero (recorded).
    pub(crate) fn since(self, earlier: Self, unit: Unit) -> i64 {
        match unit {
            Unit::Milliseconds(length) => (self.ms - earlier.ms) / length,
            Unit::Months(months) => self.months_since(earlier) / months,
        }
    }

    fn months_since(self, earlier: Self) -> i64 {
        if self.ms < earlier.ms {
            return -earlier.months_since(self);
        }
        // Both on the calendar of one offset.
        let earlier = Self {
            offset: self.offset,
            ..earlier
        };
        let (to, from) = (self.civil(), earlier.civil());
        let months = (to.year - from.year) * 12 + to.month - from.month;
        let reached = from.plus_months(months).and_then(Civil::ms);
        if reached.is_some_and(|reached| Some(reached) > to.ms()) {
            months - 1
        } else {
            months
        }
    }

    /// As answers show it: `2026-03-01` or `2026-03-01T09:30:00.000+01:00`; `None` outside the
    /// years 0 to 9999.
    pub(crate) fn shown(self) -> Option<String> {
        let Civil {
            year, month, day, ..
        } = self.civil();
        if !(0..=9999).contains(&year) {
            return None;
        }
        if self.is_day() {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        let civil = self.civil();
        let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
        let sign = if self.offset < 0 { '-' } else { '+' };
        let offset = self.offset.unsigned_abs() / 60;
        Some(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}{sign}{:02}:{:02}",
            civil.millisecond(),
            offset / 60,
            offset % 60
        ))
    }

    /// What a text of ISO 8601 says: a day, or a time without its seconds. A time without an offset
    /// stands at `offset`, and midnight of such a time is a day.
    pub(crate) fn parse(text: &str, offset: impl Fn(i64) -> i32) -> Option<Self> {
        parse::parse(text, offset)
    }

    /// By the letters of a pattern, such as `YYYY-MM-DD`.
    pub(crate) fn format(self, pattern: &str) -> String {
        pattern::format(self, pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Moment {
        Moment::parse(text, |_| 0).unwrap()
    }

    fn plus(text: &str, count: f64, unit: &str) -> String {
        let moment = read(text).plus(count, Unit::of(unit).unwrap()).unwrap();
        moment.shown().unwrap()
    }

    #[test]
    fn steps_keep_days_and_offsets() {
        assert_eq!(plus("2021-12-31", 30.0, "days"), "2022-01-30");
        assert_eq!(plus("2024-01-31", 1.0, "months"), "2024-02-29");
        assert_eq!(plus("2024-02-29", -1.0, "years"), "2023-02-28");
        assert_eq!(
            plus("2024-01-31T23:30+02:00", 1.0, "quarters"),
            "2024-04-30T23:30:00.000+02:00"
        );
        assert_eq!(
            plus("2024-01-31", 25.0, "hours"),
            "2024-02-01T01:00:00.000+00:00"
        );
        let day = read("2024-01-31").plus(-5.0, Unit::of("hours").unwrap());
        let back = day.unwrap().plus(5.0, Unit::of("hours").unwrap()).unwrap();
        assert_eq!(back.shown().unwrap(), "2024-01-31");
    }

    #[test]
    fn differences_are_cut_toward_zero() {
        let since =
            |to: &str, from: &str, unit: &str| read(to).since(read(from), Unit::of(unit).unwrap());
        assert_eq!(since("2024-03-01", "2024-02-28T12:00Z", "days"), 1);
        assert_eq!(since("2024-02-28T12:00Z", "2024-03-01", "days"), -1);
        assert_eq!(since("2024-03-30", "2024-01-31", "months"), 1);
        assert_eq!(since("2024-01-31", "2024-03-30", "months"), -1);
        assert_eq!(since("2023-03-29", "2019-03-30", "years"), 3);
        assert_eq!(since("2023-03-30", "2019-03-30", "years"), 4);
        assert_eq!(since("2023-03-30", "2022-03-30", "quarters"), 4);
    }

    #[test]
    fn too_far_is_nowhere() {
        let day = read("2024-01-31");
        for (count, unit) in [(1e300, "days"), (-1e18, "years"), (1e9, "months")] {
            assert_eq!(day.plus(count, Unit::of(unit).unwrap()), None);
        }
    }
}
