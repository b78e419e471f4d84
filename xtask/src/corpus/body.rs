//! A recorded body.

use serde_json::{Value, value::RawValue};

/// A recorded body.
#[derive(Debug, PartialEq)]
pub(crate) enum Body {
    /// None was recorded.
    Absent,
    /// JSON: its text, and the same read.
    Json(String, Value),
    /// Anything else, such as HTML.
    Other(String),
}

impl Body {
    /// Reads a member of a line. A text that holds a JSON object is taken as that object.
    pub(crate) fn new(raw: Option<Box<RawValue>>) -> Self {
        let Some(raw) = raw else {
            return Self::Absent;
        };
        let raw = mended(raw.get());
        match serde_json::from_str::<Value>(&raw) {
            Ok(Value::Null) => Self::Absent,
            Ok(Value::String(text)) => match serde_json::from_str::<Value>(&mended(&text)) {
                Ok(value) if value.is_object() => Self::Json(text, value),
                _ if text.trim().is_empty() => Self::Absent,
                _ => Self::Other(text),
            },
            Ok(value) => match packed(&value) {
                Some(packed) => match serde_json::from_str::<Value>(&packed) {
                    Ok(value) => Self::Json(packed, value),
                    Err(_) => Self::Other(packed),
                },
                None => Self::Json(raw, value),
            },
            Err(error) => Self::Other(format!("{error}: {raw}")),
        }
    }

    /// The body, where it is JSON.
    pub(crate) fn value(&self) -> Option<&Value> {
        match self {
            Self::Json(_, value) => Some(value),
            Self::Absent | Self::Other(_) => None,
        }
    }
}

/// The text of a body that a recorder kept as bytes: `{"_raw": base64}`. Some are cut short.
fn packed(value: &Value) -> Option<String> {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let packed = members.get("_raw")?.as_str()?;
    let whole = packed.trim_end_matches('=').len() / 4 * 4;
    let bytes = BASE64_STANDARD
        .decode(packed)
        .or_else(|_| BASE64_STANDARD.decode(packed.get(..whole).unwrap_or_default()));
    // What is no base64 was kept as text: the parts of an upload.
    let Ok(bytes) = bytes else {
        return Some(packed.to_owned());
    };
    Some(mended(&String::from_utf8_lossy(&bytes)))
}

/// Replaces halves of characters, which JavaScript may write and no other language can hold, by
/// U+FFFD: `"\ud83d"` alone.
fn mended(text: &str) -> String {
    const HIGH: std::ops::RangeInclusive<u16> = 0xd800..=0xdbff;
    const LOW: std::ops::RangeInclusive<u16> = 0xdc00..=0xdfff;
    let unit = |at: usize| {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    while let Some(found) = text[rest..].find('\\') {
        let at = rest + found;
        out.push_str(&text[rest..at]);
        let length = match unit(at) {
            Some(high) if HIGH.contains(&high) => {
                if unit(at + 6).is_some_and(|low| LOW.contains(&low)) {
                    out.push_str(&text[at..at + 12]);
                    12
                } else {
                    out.push_str("\\ufffd");
                    6
                }
            }
            Some(low) if LOW.contains(&low) => {
                out.push_str("\\ufffd");
                6
            }
            _ => {
                // The escaped character is one byte, unless this is no JSON.
                let end = text[at + 1..].chars().next().map_or(0, char::len_utf8) + 1;
                out.push_str(&text[at..at + end]);
                end
            }
        };
        rest = at + length;
    }
    out.push_str(&text[rest..]);
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(text: &str) -> Body {
        Body::new(Some(RawValue::from_string(text.to_owned()).unwrap()))
    }

    #[test]
    fn json_is_told_from_the_rest() {
        assert_eq!(body("null"), Body::Absent);
        assert_eq!(body("\"\""), Body::Absent);
        assert_eq!(body("{\"a\":1}").value(), Some(&json!({"a": 1})));
        assert_eq!(body(r#""{\"a\":1}""#).value(), Some(&json!({"a": 1})));
        assert_eq!(
            body("\"<html>\""),
            Body::Other("<html>".to_owned()),
            "a page of a proxy"
        );
        assert_eq!(
            body(r#"{"_raw":"eyJhIjoxfQ=="}"#).value(),
            Some(&json!({"a": 1}))
        );
        assert_eq!(
            body(r#"{"_raw":"eyJhIjoxfQ"}"#),
            Body::Other("{\"a\":1".to_owned()),
            "cut short"
        );
    }

    #[test]
    fn halves_of_characters_are_replaced_and_whole_ones_kept() {
        assert_eq!(
            mended(r"\ud83d\ude00 \\ud83d \n"),
            r"\ud83d\ude00 \\ud83d \n"
        );
        assert_eq!(mended(r"a\ud83d"), r"a\ufffd");
        assert_eq!(mended(r"\ude00\ud83dx\u00e9"), r"\ufffd\ufffdx\u00e9");
        assert_eq!(mended("é\\"), "é\\");
        assert_eq!(
            body(r#"{"a":"x\ud83d"}"#).value(),
            Some(&json!({"a": "x\u{fffd}"}))
        );
    }
}
