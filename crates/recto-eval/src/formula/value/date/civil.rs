//! The calendar.

/// A day of the calendar and a time of day, in no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
    /// Milliseconds since midnight.
    pub(crate) clock: i64,
}

const DAY: i64 = 86_400_000;

impl Civil {
    /// By milliseconds since 1970-01-01T00:00 in the same zone.
    pub(super) fn of(ms: i64) -> Self {
        // Years run from March, in eras of 400 years, so that leap days come last.
        let shifted = ms.div_euclid(DAY) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day,
            clock: ms.rem_euclid(DAY),
        }
    }

    /// Days since 1970-01-01; the year must be within some millions.
    pub(super) fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (self.month + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// Milliseconds since 1970-01-01T00:00 in the same zone; `None` where dates end.
    pub(super) fn ms(self) -> Option<i64> {
        (self.year.abs() < 1_000_000).then(|| self.days() * DAY + self.clock)
    }

    /// The same day of another month, or the last one of a shorter month.
    pub(super) fn plus_months(self, months: i64) -> Option<Self> {
        let all = (self.year * 12 + self.month - 1).checked_add(months)?;
        let (year, month) = (all.div_euclid(12), all.rem_euclid(12) + 1);
        Some(Self {
            year,
            month,
            day: self.day.min(length(year, month)),
            ..self
        })
    }

    /// 1 for Monday to 7 for Sunday.
    pub(crate) fn weekday(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// 1 to 366.
    pub(super) fn day_of_year(self) -> i64 {
        let first = Self {
            month: 1,
            day: 1,
            ..self
        };
        self.days() - first.days() + 1
    }

    /// The year and the week of ISO 8601.
    pub(crate) fn iso_week(self) -> (i64, i64) {
        // The week belongs to the year of its Thursday.
        let thursday = Self::of((self.days() - self.weekday() + 4) * DAY);
        (thursday.year, (thursday.day_of_year() - 1) / 7 + 1)
    }

    /// The year and the week as counted in English: weeks begin on Sunday, and the first holds
    /// January 1st.
    pub(super) fn english_week(self) -> (i64, i64) {
        let saturday = Self::of((self.days() - self.weekday() % 7 + 6) * DAY);
        (saturday.year, (saturday.day_of_year() - 1) / 7 + 1)
    }

    pub(crate) fn hour(self) -> i64 {
        self.clock / 3_600_000
    }

    pub(crate) fn minute(self) -> i64 {
        self.clock / 60_000 % 60
    }

    pub(super) fn second(self) -> i64 {
        self.clock / 1000 % 60
    }

    pub(super) fn millisecond(self) -> i64 {
        self.clock % 1000
    }
}

/// How many days a month has.
pub(super) fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for day in (-900_000..900_000).step_by(17) {
            let civil = Civil::of(day * DAY);
            assert_eq!(civil.days(), day);
            let date = jiff::civil::date(1970, 1, 1)
                .checked_add(jiff::Span::new().days(day))
                .ok();
            if let Some(date) = date {
                assert_eq!(civil.year, i64::from(date.year()));
                assert_eq!(civil.day_of_year(), i64::from(date.day_of_year()));
                let weekday = i64::from(date.weekday().to_monday_one_offset());
                assert_eq!(civil.weekday(), weekday);
                let iso = date.iso_week_date();
                let week = (i64::from(iso.year()), i64::from(iso.week()));
                assert_eq!(civil.iso_week(), week);
            }
        }
    }

    #[test]
    fn weeks_are_counted_in_two_ways() {
        let day = Civil {
            year: 2023,
            month: 1,
            day: 1,
            clock: 0,
        };
        assert_eq!(day.iso_week(), (2022, 52));
        assert_eq!(day.english_week(), (2023, 1));
    }
}
