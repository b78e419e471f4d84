//! Numbers and their text.

/// The shortest text that reads as the same number: `1234`, `0.5`, `1e+21`.
pub(crate) fn shortest(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs();
    if (1e-6..1e21).contains(&size) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, power)) if !power.starts_with('-') => format!("{digits}e+{power}"),
        _ => text,
    }
}

/// A number as answers show it: at most 12 decimals (recorded).
pub(crate) fn shown(number: f64) -> Option<serde_json::Number> {
    let number = if number.fract() == 0.0 {
        number
    } else {
        format!("{number:.12}").parse().unwrap_or(number)
    };
    // Whole numbers have no fraction, up to where every one of them can be told apart.
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
        return Some((number as i64).into());
    }
    serde_json::Number::from_f64(number)
}

/// The number that a text begins with; what follows does not matter (reported: `42 rabbits`).
pub(crate) fn of_text(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let digits = |from: usize| {
        text.bytes()
            .skip(from)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let mut end = usize::from(matches!(byte(0), Some(b'+' | b'-')));
    let whole = digits(end);
    end += whole;
    let mut fraction = 0;
    if byte(end) == Some(b'.') {
        fraction = digits(end + 1);
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(byte(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(byte(end + 1), Some(b'+' | b'-')));
        let power = digits(end + 1 + sign);
        if power > 0 {
            end += 1 + sign + power;
        }
    }
    text.get(..end)?
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_shortest_text() {
        for (number, text) in [
            (1234.0, "1234"),
            (0.5, "0.5"),
            (-1.0, "-1"),
            (-0.0, "0"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(shortest(number), text);
        }
    }

    #[test]
    fn answers_have_twelve_decimals_and_whole_numbers_none() {
        let text = |number| shown(number).map(|number| number.to_string());
        assert_eq!(text(13.0 / 3.0).as_deref(), Some("4.333333333333"));
        assert_eq!(text(84.0).as_deref(), Some("84"));
        assert_eq!(text(1e-13).as_deref(), Some("0"));
    }

    #[test]
    fn a_text_begins_with_its_number() {
        for (text, number) in [
            ("42 rabbits", Some(42.0)),
            ("11,000", Some(11.0)),
            (" -1.5e2x", Some(-150.0)),
            (".5", Some(0.5)),
            ("2.", Some(2.0)),
            ("1e", Some(1.0)),
            ("", None),
            ("I have 42", None),
            ("-", None),
        ] {
            assert_eq!(of_text(text), number, "{text}");
        }
    }
}
