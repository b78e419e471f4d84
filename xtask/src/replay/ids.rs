//! Which recorded id stands for which of the judged server.

use std::collections::{HashMap, HashSet};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};

/// The ids of a conversation.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    to: HashMap<String, String>,
    from: HashMap<String, String>,
    /// Ids that both sides have, because they were seeded.
    fixed: HashSet<String>,
    /// Ids of properties, decoded.
    short: HashMap<String, String>,
}

/// A piece of a text: an id (32 digits in lower case), or what is between two.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Id { text: &'a str, bare: String },
    Other(&'a str),
}

/// Cuts a text at its ids.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let (mut out, mut at, mut begin) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let before = at
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_hexdigit());
        let length = if before { None } else { id_at(&bytes[at..]) };
        match length {
            None => at += 1,
            Some(length) => {
                if begin < at {
                    out.push(Piece::Other(&text[begin..at]));
                }
                let found = &text[at..at + length];
                let bare = found.replace('-', "").to_ascii_lowercase();
                out.push(Piece::Id { text: found, bare });
                at += length;
                begin = at;
            }
        }
    }
    if begin < text.len() {
        out.push(Piece::Other(&text[begin..]));
    }
    out
}

/// The length of the id that a text begins with: 36 with hyphens, or 32.
fn id_at(bytes: &[u8]) -> Option<usize> {
    let dashed = |at: usize, byte: &u8| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    let ends = |length: usize| !bytes.get(length).is_some_and(u8::is_ascii_hexdigit);
    if bytes.len() >= 36
        && bytes[..36]
            .iter()
            .enumerate()
            .all(|(at, byte)| dashed(at, byte))
        && ends(36)
    {
        return Some(36);
    }
    (bytes.len() >= 32 && bytes[..32].iter().all(u8::is_ascii_hexdigit) && ends(32)).then_some(32)
}

/// The 32 digits of a text that is an id and nothing else.
pub(crate) fn bare(text: &str) -> Option<String> {
    (id_at(text.as_bytes())? == text.len()).then(|| text.replace('-', "").to_ascii_lowercase())
}

fn dashed(bare: &str) -> String {
    let part = |from: usize, to: usize| bare.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

impl Ids {
    /// Ids of which `fixed` are the same on both sides.
    pub(crate) fn new(fixed: impl IntoIterator<Item = String>) -> Self {
        Self {
            fixed: fixed.into_iter().filter_map(|id| bare(&id)).collect(),
            ..Self::default()
        }
    }

    /// Whether two texts are equal but for ids that stand for each other; learns new ones.
    pub(crate) fn agree(&mut self, recorded: &str, answered: &str) -> bool {
        if recorded == answered {
            return true;
        }
        let (left, right) = (pieces(recorded), pieces(answered));
        let same_form = left.len() == right.len()
            && left.iter().zip(&right).all(|pair| match pair {
                (Piece::Other(left), Piece::Other(right)) => {
                    left == right || self.expression(left) == *right
                }
                (Piece::Id { text: left, .. }, Piece::Id { text: right, .. }) => {
                    left.len() == right.len()
                }
                _ => false,
            });
        same_form
            && left.iter().zip(&right).all(|pair| match pair {
                (Piece::Id { bare: left, .. }, Piece::Id { bare: right, .. }) => {
                    self.stand(left, right)
                }
                _ => true,
            })
    }

    fn stand(&mut self, recorded: &str, answered: &str) -> bool {
        if recorded == answered {
            return true;
        }
        match (self.to.get(recorded), self.from.get(answered)) {
            (Some(known), _) => known == answered,
            (None, Some(_)) => false,
            (None, None) if self.fixed.contains(recorded) => false,
            (None, None) => {
                self.to.insert(recorded.to_owned(), answered.to_owned());
                self.from.insert(answered.to_owned(), recorded.to_owned());
                true
            }
        }
    }

    /// Whether two ids of properties or options stand for each other; learns a new one.
    pub(crate) fn agree_short(&mut self, recorded: &str, answered: &str) -> bool {
        if bare(recorded).is_some() && bare(answered).is_some() {
            return self.agree(recorded, answered);
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (recorded, answered) = (decoded(recorded), decoded(answered));
        if recorded == answered {
            return true;
        }
        match self.short.get(&recorded) {
            Some(known) => *known == answered,
            // A property has one id; `title` and its like are never made up.
            None if recorded == "title" || answered == "title" => false,
            None => {
                self.short.insert(recorded, answered);
                true
            }
        }
    }

    /// The references of a formula with the ids of properties that stand for the recorded ones.
    fn expression(&self, text: &str) -> String {
        const MARK: &str = "block_property:";
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(MARK) {
            let end = after.find(':').unwrap_or(after.len());
            out.push_str(before);
            out.push_str(MARK);
            out.push_str(&self.encoded(&after[..end]));
            rest = &after[end..];
        }
        out.push_str(rest);
        out
    }

    /// The encoded id of a property that stands for a recorded, encoded one.
    fn encoded(&self, id: &str) -> String {
        let decoded = percent_decode_str(id).decode_utf8_lossy();
        match self.short.get(decoded.as_ref()) {
            Some(known) => encode(known),
            None => id.to_owned(),
        }
    }

    /// A text of a recorded request as it is to be sent.
    pub(crate) fn sent(&self, text: &str) -> String {
        let decoded = percent_decode_str(text).decode_utf8_lossy();
        if let Some(short) = self.short.get(decoded.as_ref()) {
            return if decoded == text {
                short.clone()
            } else {
                encode(short)
            };
        }
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Other(text) => text.to_owned(),
                Piece::Id { text, bare } => match self.to.get(&bare) {
                    None => text.to_owned(),
                    Some(known) if text.len() == 32 => known.clone(),
                    Some(known) => dashed(known),
                },
            })
            .collect()
    }

    /// A recorded body as it is to be sent.
    pub(crate) fn sent_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => Value::from(self.sent(text)),
            Value::Array(items) => items.iter().map(|item| self.sent_body(item)).collect(),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (self.sent(name), self.sent_body(value)))
                    .collect::<Map<_, _>>(),
            ),
            other => other.clone(),
        }
    }

    /// A recorded path as it is to be sent.
    pub(crate) fn sent_path(&self, path: &str) -> String {
        let segments: Vec<_> = path
            .split('/')
            .map(|segment| {
                let decoded = percent_decode_str(segment).decode_utf8_lossy();
                match self.short.get(decoded.as_ref()) {
                    Some(short) => encode(short),
                    None => self.sent(segment),
                }
            })
            .collect();
        segments.join("/")
    }

    /// A recorded query string as it is to be sent.
    pub(crate) fn sent_query(&self, query: &str) -> String {
        let pairs: Vec<_> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) => {
                    let decoded = percent_decode_str(value).decode_utf8_lossy();
                    match self.short.get(decoded.as_ref()) {
                        Some(short) => format!("{name}={}", encode(short)),
                        None => format!("{name}={}", self.sent(value)),
                    }
                }
                None => pair.to_owned(),
            })
            .collect();
        pairs.join("&")
    }

    /// Keeps that a cursor stands for another.
    pub(crate) fn cursor(&mut self, recorded: &str, answered: &str) {
        self.short.insert(recorded.to_owned(), answered.to_owned());
    }
}

fn encode(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    utf8_percent_encode(text, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    const B: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
    const C: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e333";

    #[test]
    fn ids_stand_for_each_other_once() {
        let mut ids = Ids::new([C.to_owned()]);
        assert!(ids.agree(A, B));
        assert!(ids.agree(A, B));
        assert!(!ids.agree(A, C));
        assert!(!ids.agree(C, A), "a seeded id is the same on both sides");
        let url = |id: &str| format!("https://x.test/Title-{}?v=1", id.replace('-', ""));
        assert!(ids.agree(&url(A), &url(B)));
        assert!(!ids.agree(&url(A), &url(B).replace("Title", "Other")));
        assert_eq!(ids.sent(&url(A)), url(B));
        assert_eq!(ids.sent("a text"), "a text");
    }

    #[test]
    fn properties_and_formulas() {
        let mut ids = Ids::default();
        assert!(ids.agree_short("%3Aabc", "wxyz"));
        assert!(!ids.agree_short("%3Aabc", "wxyq"));
        assert!(!ids.agree_short("title", "wxyz"));
        assert!(ids.agree(
            "{{notion:block_property:%3Aabc:x}}",
            "{{notion:block_property:wxyz:x}}"
        ));
        assert_eq!(
            ids.sent_path("/v1/pages/1/properties/%3Aabc"),
            "/v1/pages/1/properties/wxyz"
        );
        assert_eq!(
            ids.sent_query("filter_properties=%3Aabc&a"),
            "filter_properties=wxyz&a"
        );
    }
}
