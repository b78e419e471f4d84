//! `formatNumber`.

use crate::formula::value::shortest;

/// How a currency is written before the number; others show their code.
const CURRENCIES: &[(&str, &str)] = &[
    ("usd", "$"),
    ("aud", "A$"),
    ("cad", "CA$"),
    ("sgd", "SGD "),
    ("eur", "€"),
    ("gbp", "£"),
    ("jpy", "¥"),
    ("inr", "₹"),
    ("krw", "₩"),
    ("cny", "CN¥"),
    ("brl", "R$"),
    ("nzd", "NZ$"),
    ("hkd", "HK$"),
    ("mxn", "MX$"),
    ("twd", "NT$"),
    ("ils", "₪"),
    ("php", "₱"),
];

/// A number in a form: `commas`, `percent`, `humanize`, `bytes_binary`, `bytes_decimal` or the code
/// of a currency. The forms are reported, their exact texts assumed.
pub(crate) fn format_number(number: f64, form: &str, places: Option<usize>) -> String {
    let places = places.map(|places| places.min(12));
    match form {
        "" | "commas" | "number_with_commas" | "number" => grouped(number, places),
        "percent" => format!("{}%", grouped(number * 100.0, places)),
        "humanize" => scaled(number, 1000.0, &["", "K", "M", "B", "T"], places),
        "bytes_binary" => scaled(
            number,
            1024.0,
            &[" B", " KiB", " MiB", " GiB", " TiB", " PiB"],
            places,
        ),
        "bytes_decimal" => scaled(
            number,
            1000.0,
            &[" B", " kB", " MB", " GB", " TB", " PB"],
            places,
        ),
        code => {
            let sign = CURRENCIES.iter().find(|(own, _)| *own == code);
            let before = sign.map_or_else(
                || format!("{} ", code.to_uppercase()),
                |(_, sign)| (*sign).to_owned(),
            );
            let usual = if matches!(code, "jpy" | "krw" | "clp" | "huf" | "idr") {
                0
            } else {
                2
            };
            let minus = if number < 0.0 { "-" } else { "" };
            let size = grouped(number.abs(), Some(places.unwrap_or(usual)));
            format!("{minus}{before}{size}")
        }
    }
}

fn scaled(number: f64, step: f64, units: &[&str], places: Option<usize>) -> String {
    let mut size = number.abs();
    let mut unit = 0;
    while size >= step && unit + 1 < units.len() {
        size /= step;
        unit += 1;
    }
    let size = if number < 0.0 { -size } else { size };
    let name = units.get(unit).copied().unwrap_or_default();
    let places = places.unwrap_or(usize::from(unit > 0 && size.abs() < 100.0));
    let text = format!("{size:.places$}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    format!("{text}{name}")
}

/// With a comma at each thousand.
fn grouped(number: f64, places: Option<usize>) -> String {
    let text = match places {
        Some(places) => format!("{number:.places$}"),
        None => shortest(number),
    };
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut out = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 && digit.is_ascii_digit() {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_forms() {
        for (number, form, places, text) in [
            (1_234_567.5, "commas", None, "1,234,567.5"),
            (-1234.0, "commas", Some(2), "-1,234.00"),
            (0.256, "percent", Some(1), "25.6%"),
            (1_530.0, "humanize", None, "1.5K"),
            (2_048.0, "bytes_binary", None, "2 KiB"),
            (1_234.5, "usd", None, "$1,234.50"),
            (-3.0, "jpy", None, "-¥3"),
            (3.0, "sek", None, "SEK 3.00"),
        ] {
            assert_eq!(format_number(number, form, places), text, "{form}");
        }
    }
}
