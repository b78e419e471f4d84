//! Reading once more what did not read at once: a member of an unexpected form is set aside as it
//! is, and the rest is read.
//!
//! The first reading is strict and quick. Only where it fails, the text becomes a [`Value`] and is
//! read by [`Lenient`], whose maps remember the member that failed. Derived code asks [`rescue`] for
//! it, on its way out with the error, and keeps it: an optional member goes to `extra`, a payload to
//! `Unknown`. Where no one asks, the error goes on to the member around it.

use std::cell::RefCell;
use std::fmt::Write;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

thread_local! {
    /// The innermost member that could not be read, while its error is on the way out.
    static FAILED: RefCell<Option<Value>> = const { RefCell::new(None) };
    /// The way to it, from the inside out.
    static PATH: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// A step into a value.
enum Step {
    Name(String),
    Index(usize),
}

fn forget() {
    FAILED.take();
    PATH.take();
}

/// The member whose reading just failed, if this is a lenient reading; else the error.
#[cold]
pub fn rescue<E>(error: E) -> Result<Value, E> {
    let member = FAILED.take().ok_or(error)?;
    PATH.take();
    Ok(member)
}

/// Whether the member whose reading just failed was null: then it stands for nothing.
#[cold]
pub fn rescue_null() -> bool {
    FAILED.with_borrow_mut(|failed| {
        let null = matches!(failed, Some(Value::Null));
        if null {
            *failed = None;
            PATH.take();
        }
        null
    })
}

/// Reads a value, setting aside what has an unexpected form.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    read_with_path(value).map_err(|(_, error)| error)
}

/// The same, naming the place of what could not even be set aside, such as `results[3].id`; `.` is
/// the whole.
pub(crate) fn read_with_path<T: DeserializeOwned>(value: &Value) -> Result<T, (String, Error)> {
    forget();
    let read = T::deserialize(Lenient::new(value)).map_err(|error| (path(), error));
    forget();
    read
}

/// Reads a value as strictly as text is read. It is the reader of all values, so that types are
/// compiled for no further one.
pub(crate) fn read_strictly<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    let read = T::deserialize(Lenient {
        value,
        strict: true,
    });
    forget();
    read
}

fn path() -> String {
    let mut path = String::new();
    for step in PATH.take().iter().rev() {
        let dot = if path.is_empty() { "" } else { "." };
        // Writing to text does not fail.
        let _ = match step {
            Step::Name(name) => write!(path, "{dot}{name}"),
            Step::Index(index) => write!(path, "[{index}]"),
        };
    }
    if path.is_empty() {
        path.push('.');
    }
    path
}

/// Reads a member that had been kept aside; `None` where it has an unexpected form.
pub fn read_aside<T: DeserializeOwned>(value: &Value) -> Option<T> {
    read(value).ok()
}

/// A deserializer over a value.
#[derive(Clone, Copy)]
struct Lenient<'v> {
    value: &'v Value,
    /// Whether it remembers nothing, and so nothing can be set aside.
    strict: bool,
}

impl<'v> Lenient<'v> {
    fn new(value: &'v Value) -> Self {
        Self {
            value,
            strict: false,
        }
    }

    /// The reader of something inside.
    fn inside(self, value: &'v Value) -> Self {
        Self { value, ..self }
    }
}

impl<'de> Deserializer<'de> for Lenient<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => {
                let mut items = Items {
                    items: items.iter().enumerate(),
                    of: self,
                };
                let value = visitor.visit_seq(&mut items)?;
                match items.items.len() {
                    0 => Ok(value),
                    rest => Err(Error::invalid_length(rest, &"fewer elements")),
                }
            }
            Value::Object(members) => visitor.visit_map(Entries {
                entries: members.iter(),
                next: None,
                of: self,
            }),
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(value) => value.deserialize_any(visitor),
            Value::String(value) => visitor.visit_borrowed_str(value),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // Only serde_json itself can make a `RawValue`.
        if name.starts_with("$serde_json") {
            return self.value.deserialize_newtype_struct(name, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items<'v> {
    items: std::iter::Enumerate<std::slice::Iter<'v, Value>>,
    of: Lenient<'v>,
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((index, item)) = self.items.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(self.of.inside(item)).map(Some);
        read.inspect_err(|_| step(Step::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Entries<'v> {
    entries: serde_json::map::Iter<'v>,
    /// The member whose name was read last.
    next: Option<(&'v String, &'v Value)>,
    of: Lenient<'v>,
}

#[cold]
fn step(step: Step) {
    PATH.with_borrow_mut(|path| path.push(step));
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((name, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.next = Some((name, value));
        seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(name))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let Some((name, value)) = self.next.take() else {
            return Err(Error::custom("a value was asked for before its name"));
        };
        seed.deserialize(self.of.inside(value)).inspect_err(|_| {
            if !self.of.strict {
                FAILED.replace(Some(value.clone()));
            }
            step(Step::Name(name.clone()));
        })
    }
}

/// Reads text as a value where half a character stands in it: JavaScript may write `"\ud83d"`
/// alone, which no Rust text can hold. U+FFFD stands in its place then.
pub(crate) fn parse(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).or_else(|error| {
        let mended = mend(text);
        if mended == text {
            return Err(error);
        }
        serde_json::from_str(&mended)
    })
}

fn mend(text: &str) -> String {
    let escape = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (high, low) = (0xd800..=0xdbff, 0xdc00..=0xdfff);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        out.push_str(&text[at..start]);
        at = match escape(start) {
            Some(unit) if high.contains(&unit) || low.contains(&unit) => {
                let whole = high.contains(&unit)
                    && escape(start + 6).is_some_and(|next| low.contains(&next));
                let end = if whole { start + 12 } else { start + 6 };
                out.push_str(if whole { &text[start..end] } else { "\\ufffd" });
                end
            }
            _ => {
                // The escaped character is one byte, unless this is no JSON.
                let next = text[start + 1..].chars().next();
                let end = start + 1 + next.map_or(0, char::len_utf8);
                out.push_str(&text[start..end]);
                end
            }
        };
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::block::Block;
    use crate::page::Page;
    use crate::wire::{Census, Decode};

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    #[test]
    fn a_member_of_another_form_is_set_aside_and_the_rest_is_read() {
        let value = json!({"object": "page", "id": ID, "in_trash": "no", "is_locked": true,
            "properties": {"a": {"id": "x", "type": "number", "number": [1]},
                "b": {"id": 7, "type": "checkbox", "checkbox": true}}});
        let page = Page::decode(value.to_string().as_bytes()).unwrap();
        assert!(page.in_trash.is_absent());
        assert_eq!(page.is_locked.value(), Some(&true));
        assert_eq!(page.extra.get("in_trash"), Some(&json!("no")));
        assert_eq!(page.properties.get("a").unwrap().value.kind(), "number");
        assert_eq!(
            page.properties.get("b").unwrap().extra.get("id"),
            Some(&json!(7))
        );
        assert_eq!(serde_json::to_value(&page).unwrap(), value);
        let odd = Census::of(&page).odd;
        let odd: Vec<_> = odd.keys().map(|(of, name)| (*of, name.as_str())).collect();
        assert_eq!(
            odd,
            [
                ("Page", "in_trash"),
                ("Property", "id"),
                ("PropertyValue", "number")
            ]
        );
    }

    #[test]
    fn a_member_set_anew_takes_the_place_of_what_was_set_aside() {
        let value = json!({"object": "page", "id": ID, "in_trash": "no", "properties": null});
        let mut page = Page::decode(value.to_string().as_bytes()).unwrap();
        assert_eq!(serde_json::to_value(&page).unwrap(), value);
        page.in_trash = true.into();
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(text.matches("in_trash").count(), 1, "{text}");
    }

    #[test]
    fn what_an_object_is_cannot_be_set_aside() {
        for (body, path) in [
            (json!({"object": "page", "properties": {}}), "."),
            (json!({"object": "page", "id": 7, "properties": {}}), "id"),
        ] {
            let error = Page::decode(body.to_string().as_bytes()).unwrap_err();
            assert_eq!(error.path, path, "{error}");
        }
        assert!(Page::decode(b"[]").is_err());
        // Nothing of it is left for a strict reading.
        assert!(
            serde_json::from_value::<Page>(json!({"object": "page", "id": ID,
            "in_trash": "no", "properties": {}}))
            .is_err()
        );
    }

    #[test]
    fn the_place_is_named_from_the_outside_in() {
        type Shelves = std::collections::HashMap<String, Vec<Page>>;
        let good = json!({"object": "page", "id": ID, "properties": {}, "in_trash": "no"});
        // What was set aside on the way has no part in it.
        let bad = json!({"object": "page", "in_trash": "no", "id": 7, "properties": {}});
        let value = json!({"new books": [good, bad]});
        let (path, _) = read_with_path::<Shelves>(&value).unwrap_err();
        assert_eq!(path, "new books[1].id");
        let (path, _) =
            read_with_path::<Vec<Page>>(&json!([good, {"object": "page"}])).unwrap_err();
        assert_eq!(path, "[1]");
        assert!(read_with_path::<Vec<Page>>(&json!([good])).is_ok());
        // A strict reading sets nothing aside, and leaves nothing for the next one.
        assert!(read_strictly::<Page>(&good).is_err());
        let (path, _) = read_with_path::<Page>(&json!([])).unwrap_err();
        assert_eq!(path, ".");
    }

    #[test]
    fn half_a_character_does_not_sink_a_body() {
        let text = format!(
            r#"{{"object":"block","id":"{ID}","type":"paragraph","paragraph":{{"rich_text":[
            {{"type":"text","text":{{"content":"a\ud83d"}},"plain_text":"\ud83d\ude00\\ud83d\n"}}]}}}}"#
        );
        let block = Block::decode(text.as_bytes()).unwrap();
        let value = serde_json::to_value(&block).unwrap();
        let run = &value["paragraph"]["rich_text"][0];
        assert_eq!(run["text"]["content"], "a\u{fffd}");
        assert_eq!(run["plain_text"], "😀\\ud83d\n");
        assert_eq!(mend(r"\ude00\ud83dx\u00e9 é\"), r"\ufffd\ufffdx\u00e9 é\");
    }
}
