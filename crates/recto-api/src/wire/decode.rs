//! Reading a whole body.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use super::lenient;

/// An object that reads itself from the members of a map.
pub trait FromMap<'de>: Sized {
    /// Reads the members; `object_seen` says that a leading `object` member is already consumed.
    fn from_map<A: MapAccess<'de>>(map: A, object_seen: bool) -> Result<Self, A::Error>;

    /// The object that stands for a value which is no map, where there is such a thing.
    fn from_other(_value: Value) -> Option<Self> {
        None
    }
}

impl<'de, T: FromMap<'de>> FromMap<'de> for Box<T> {
    fn from_map<A: MapAccess<'de>>(map: A, object_seen: bool) -> Result<Self, A::Error> {
        T::from_map(map, object_seen).map(Self::new)
    }

    fn from_other(value: Value) -> Option<Self> {
        T::from_other(value).map(Self::new)
    }
}

/// The visitor of every derived object.
#[derive(Debug)]
pub struct ObjectVisitor<T>(&'static str, PhantomData<T>);

impl<T> ObjectVisitor<T> {
    /// A visitor that says what it expected when something else came.
    pub fn new(expecting: &'static str) -> Self {
        Self(expecting, PhantomData)
    }
}

impl<'de, T: FromMap<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_map(map, false)
    }

    // Only types that may stand as another value ask for any kind of one.

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        other(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        other(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        other(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        other(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        other(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        other(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        Value::deserialize(serde::de::value::SeqAccessDeserializer::new(seq)).and_then(other)
    }
}

fn other<'de, T: FromMap<'de>, E: Error>(value: Value) -> Result<T, E> {
    let shown = match &value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(_) => Unexpected::Other("number"),
        Value::String(_) => Unexpected::Other("string"),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    let error = E::invalid_type(shown, &"a JSON object");
    T::from_other(value).ok_or(error)
}

/// A body that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {what} at `{path}`: {source}")]
pub struct DecodeError {
    /// The type that was being read.
    pub what: &'static str,
    /// Where in the body, such as `results[3].properties.Name`.
    pub path: String,
    /// What was wrong.
    pub source: serde_json::Error,
}

/// Something a response body is read into.
pub trait Decode: DeserializeOwned {
    /// Reads a whole body.
    ///
    /// # Errors
    ///
    /// Names the member that could not be read. A member of an unexpected form is no error: it is
    /// kept in `extra`, or as `Unknown`, and written as it came. Lists never fail for one element.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        from_slice(bytes)
    }

    /// Reads a whole body that has been parsed.
    ///
    /// # Errors
    ///
    /// As [`decode`](Decode::decode).
    fn decode_value(value: &Value) -> Result<Self, DecodeError> {
        from_value(value)
    }
}

impl Decode for serde_json::Value {}

/// Reads quickly and strictly; where that fails, once more leniently: a member of an unexpected form
/// is set aside, kept in `extra` or as `Unknown`.
///
/// What [`Decode::decode`] does, for any type.
///
/// # Errors
///
/// Names the place where not even that helps.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    // Checking the whole text for UTF-8 once is cheaper than each string by itself.
    let text = String::from_utf8_lossy(bytes);
    match serde_json::from_str(&text) {
        Ok(value) => Ok(value),
        Err(_) => read_again(&text),
    }
}

#[cold]
fn read_again<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    let value = lenient::parse(text).map_err(|source| DecodeError {
        what: std::any::type_name::<T>(),
        path: ".".to_owned(),
        source,
    })?;
    from_value(&value)
}

/// Reads a body that has been parsed, leniently as [`from_slice`] does.
///
/// # Errors
///
/// Names the place that could not be read.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeError> {
    lenient::read_with_path(value).map_err(|(path, source)| DecodeError {
        what: std::any::type_name::<T>(),
        path,
        source,
    })
}
