//! Moments by the letters of a pattern.

use std::fmt::Write as _;

use super::{Civil, Moment};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What letters in a pattern can mean, longer ones first where one begins another.
const LETTERS: &[&str] = &[
    "YYYYYY", "YYYYY", "YYYY", "YY", "Y", "Qo", "Q", "MMMM", "MMM", "MM", "Mo", "M", "DDDo",
    "DDDD", "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "e", "E", "ww", "wo", "w",
    "WW", "Wo", "W", "gggg", "gg", "GGGG", "GG", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss",
    "s", "SSS", "SS", "S", "A", "a", "zz", "z", "ZZ", "Z", "X", "x", "LTS", "LT", "LLLL", "LLL",
    "LL", "L", "llll", "lll", "ll", "l",
];

/// Names are English (recorded); the letters are those of the Moment library.
pub(super) fn format(moment: Moment, pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    append(&mut out, moment, moment.civil(), pattern);
    out
}

fn append(out: &mut String, moment: Moment, civil: Civil, pattern: &str) {
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '['
            && let Some((literal, after)) = rest.get(1..).and_then(|rest| rest.split_once(']'))
        {
            out.push_str(literal);
            rest = after;
            continue;
        }
        let found = LETTERS.iter().find(|letters| rest.starts_with(**letters));
        let length = match found {
            Some(letters) => {
                // Writing to a String cannot fail.
                let _ = one(out, moment, civil, letters);
                letters.len()
            }
            None => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
}

fn name(names: &'static [&'static str], number: i64) -> &'static str {
    usize::try_from(number - 1)
        .ok()
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or_default()
}

fn one(out: &mut String, moment: Moment, civil: Civil, letters: &str) -> std::fmt::Result {
    let Civil {
        year, month, day, ..
    } = civil;
    let weekday = civil.weekday();
    let twelve = (civil.hour() + 11) % 12 + 1;
    let twenty_four = (civil.hour() + 23) % 24 + 1;
    match letters {
        "Y" => write!(out, "{year}"),
        "YY" => write!(out, "{:02}", year.rem_euclid(100)),
        "YYYY" => write!(out, "{year:04}"),
        "YYYYY" => write!(out, "{year:05}"),
        "YYYYYY" => write!(out, "{year:+07}"),
        "Q" => write!(out, "{}", (month + 2) / 3),
        "Qo" => ordinal(out, (month + 2) / 3),
        "M" => write!(out, "{month}"),
        "Mo" => ordinal(out, month),
        "MM" => write!(out, "{month:02}"),
        "MMM" => write!(out, "{:.3}", name(&MONTHS, month)),
        "MMMM" => out.write_str(name(&MONTHS, month)),
        "D" => write!(out, "{day}"),
        "Do" => ordinal(out, day),
        "DD" => write!(out, "{day:02}"),
        "DDD" => write!(out, "{}", civil.day_of_year()),
        "DDDo" => ordinal(out, civil.day_of_year()),
        "DDDD" => write!(out, "{:03}", civil.day_of_year()),
        "d" | "e" => write!(out, "{}", weekday % 7),
        "do" => ordinal(out, weekday % 7),
        "E" => write!(out, "{weekday}"),
        "dd" => write!(out, "{:.2}", name(&WEEKDAYS, weekday)),
        "ddd" => write!(out, "{:.3}", name(&WEEKDAYS, weekday)),
        "dddd" => out.write_str(name(&WEEKDAYS, weekday)),
        "w" => write!(out, "{}", civil.english_week().1),
        "wo" => ordinal(out, civil.english_week().1),
        "ww" => write!(out, "{:02}", civil.english_week().1),
        "W" => write!(out, "{}", civil.iso_week().1),
        "Wo" => ordinal(out, civil.iso_week().1),
        "WW" => write!(out, "{:02}", civil.iso_week().1),
        "gg" => write!(out, "{:02}", civil.english_week().0.rem_euclid(100)),
        "gggg" => write!(out, "{:04}", civil.english_week().0),
        "GG" => write!(out, "{:02}", civil.iso_week().0.rem_euclid(100)),
        "GGGG" => write!(out, "{:04}", civil.iso_week().0),
        "H" => write!(out, "{}", civil.hour()),
        "HH" => write!(out, "{:02}", civil.hour()),
        "h" => write!(out, "{twelve}"),
        "hh" => write!(out, "{twelve:02}"),
        "k" => write!(out, "{twenty_four}"),
        "kk" => write!(out, "{twenty_four:02}"),
        "m" => write!(out, "{}", civil.minute()),
        "mm" => write!(out, "{:02}", civil.minute()),
        "s" => write!(out, "{}", civil.second()),
        "ss" => write!(out, "{:02}", civil.second()),
        "S" => write!(out, "{}", civil.millisecond() / 100),
        "SS" => write!(out, "{:02}", civil.millisecond() / 10),
        "SSS" => write!(out, "{:03}", civil.millisecond()),
        "A" => out.write_str(if civil.hour() < 12 { "AM" } else { "PM" }),
        "a" => out.write_str(if civil.hour() < 12 { "am" } else { "pm" }),
        "z" | "zz" => out.write_str(if moment.offset() == 0 { "UTC" } else { "" }),
        "Z" => offset(out, moment.offset(), ":"),
        "ZZ" => offset(out, moment.offset(), ""),
        "X" => write!(out, "{}", moment.ms().div_euclid(1000)),
        "x" => write!(out, "{}", moment.ms()),
        _ => {
            append(out, moment, civil, long(letters));
            Ok(())
        }
    }
}

/// What the letters of a whole form stand for, in English.
fn long(letters: &str) -> &'static str {
    match letters {
        "LT" => "h:mm A",
        "LTS" => "h:mm:ss A",
        "L" => "MM/DD/YYYY",
        "LL" => "MMMM D, YYYY",
        "LLL" => "MMMM D, YYYY h:mm A",
        "LLLL" => "dddd, MMMM D, YYYY h:mm A",
        "l" => "M/D/YYYY",
        "ll" => "MMM D, YYYY",
        "lll" => "MMM D, YYYY h:mm A",
        _ => "ddd, MMM D, YYYY h:mm A",
    }
}

fn ordinal(out: &mut String, number: i64) -> std::fmt::Result {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    write!(out, "{number}{end}")
}

fn offset(out: &mut String, seconds: i32, between: &str) -> std::fmt::Result {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    write!(out, "{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_mean_what_moment_means() {
        let moment = Moment::parse("2019-03-30T14:05+02:00", |_| 0).unwrap();
        for (pattern, wanted) in [
            ("MMMM", "March"),
            ("YWD", "20191330"),
            (
                "YYYY YY Y Q Qo M MM MMM Mo",
                "2019 19 2019 1 1st 3 03 Mar 3rd",
            ),
            ("D DD Do DDD DDDD", "30 30 30th 89 089"),
            ("d e E dd ddd dddd", "6 6 6 Sa Sat Saturday"),
            ("w W WW GG gg", "13 13 13 19 19"),
            ("H HH h hh k m mm ss A a", "14 14 2 02 14 5 05 00 PM pm"),
            ("z|Z|ZZ", "|+02:00|+0200"),
            ("LT | L | LL", "2:05 PM | 03/30/2019 | March 30, 2019"),
            ("LLLL", "Saturday, March 30, 2019 2:05 PM"),
            ("[Day] D, \"u\"", "Day 30, \"u\""),
            ("[OPN", "[OPN"),
        ] {
            assert_eq!(format(moment, pattern), wanted, "{pattern}");
        }
    }
}
