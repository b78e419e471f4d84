//! Prose and dates for the sample.

use jiff::civil::{Date, DateTime, date};

use crate::demo::random::Random;
use crate::demo::words::SENTENCES;

/// Returns `count` sentences.
pub(crate) fn prose(random: &mut Random, count: usize) -> String {
    let sentences: Vec<&str> = (0..count).map(|_| random.pick(&SENTENCES)).collect();
    sentences.join(" ")
}

/// Returns more than 4,000 UTF-16 units with a five-scalar emoji lying across unit 2,000, where a
/// rich text run has to end.
pub(crate) fn long(random: &mut Random) -> String {
    let mut text = prose(random, 30);
    let mut units = text.encode_utf16().count();
    while units > 1_996 {
        units -= text.pop().map_or(units, char::len_utf16);
    }
    text.push_str(&".".repeat(1_996 - units));
    text.push_str("👩‍🚒👩🏽‍🔧");
    text.push_str("\n\n");
    while text.encode_utf16().count() <= 4_000 {
        text.push_str(&prose(random, 3));
        text.push('\n');
    }
    text
}

/// Returns a day of 2026, `from` to `to` days after New Year.
pub(crate) fn day(random: &mut Random, from: usize, to: usize) -> Date {
    let days = from + random.below(to.saturating_sub(from).max(1));
    date(2026, 1, 1).saturating_add(jiff::Span::new().days(days as i64))
}

/// Returns a time of that day between 08:00 and 17:45, on a quarter of an hour.
pub(crate) fn time(random: &mut Random, day: Date) -> DateTime {
    day.at(8 + random.below(10) as i8, 15 * random.below(4) as i8, 0, 0)
}

/// Returns a time as the text of a moment in UTC.
pub(crate) fn utc(time: DateTime) -> String {
    format!("{time}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_lies_across_the_run_boundary() {
        for seed in 0..30 {
            let text = long(&mut Random::new(seed));
            let mut units = 0;
            let across = text.chars().find(|char| {
                units += char.len_utf16();
                units >= 2_000
            });
            assert!(
                matches!(across, Some('👩' | '🚒' | '\u{200d}')),
                "{across:?}, seed {seed}"
            );
            assert!(text.encode_utf16().count() > 4_000);
        }
    }
}
