//! A page's stored JSON, read no further than is needed.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// `{"properties": …}` with the properties of these ids only.
pub(super) fn some(text: &str, wanted: &[String]) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let properties = Level::Body(wanted).deserialize(&mut reader)?;
    reader.end()?;
    let mut body = Map::new();
    body.insert("properties".to_owned(), Value::Object(properties));
    Ok(Value::Object(body))
}

/// Where in the body a map stands.
#[derive(Clone, Copy)]
enum Level<'a> {
    Body(&'a [String]),
    Properties(&'a [String]),
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = map.next_key_seed(Key(self))? {
            match (self, key) {
                (Self::Body(wanted), Some(_)) => {
                    out = map.next_value_seed(Level::Properties(wanted))?;
                }
                (Self::Properties(_), Some(id)) => {
                    out.insert(id.to_owned(), map.next_value()?);
                }
                (_, None) => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(out)
    }
}

/// A key, if what stands under it is wanted.
struct Key<'a>(Level<'a>);

impl<'de, 'a> DeserializeSeed<'de> for Key<'a> {
    type Value = Option<&'a str>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Key<'a> {
    type Value = Option<&'a str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(match self.0 {
            Level::Body(_) => (key == "properties").then_some("properties"),
            Level::Properties(wanted) => wanted.iter().find(|id| *id == key).map(String::as_str),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_wanted_is_read() {
        let text = r#"{"icon": {"properties": 1}, "properties": {"a": [1], "b\"": null, "c": 2}}"#;
        let wanted = ["b\"", "c", "x"].map(str::to_owned);
        assert_eq!(
            some(text, &wanted).unwrap(),
            json!({"properties": {"b\"": null, "c": 2}})
        );
        assert_eq!(some("{}", &wanted).unwrap(), json!({"properties": {}}));
        assert!(some("{} x", &wanted).is_err());
    }
}
