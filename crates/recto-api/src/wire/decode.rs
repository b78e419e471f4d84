//! Reading a whole body.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, MapAccess, Visitor};

/// An object that reads itself from the members of a map.
pub trait FromMap<'de>: Sized {
    /// Reads the members; `object_seen` says that a leading `object` member is already consumed.
    fn from_map<A: MapAccess<'de>>(map: A, object_seen: bool) -> Result<Self, A::Error>;
}

impl<'de, T: FromMap<'de>> FromMap<'de> for Box<T> {
    fn from_map<A: MapAccess<'de>>(map: A, object_seen: bool) -> Result<Self, A::Error> {
        T::from_map(map, object_seen).map(Self::new)
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
    /// Names the member that could not be read. Lists never fail for one bad element.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(bytes)
    }
}

impl Decode for serde_json::Value {}

/// Reads quickly, and once more slowly to name the place when that fails.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    // Checking the whole text for UTF-8 once is cheaper than each string by itself.
    if let Ok(Ok(value)) = std::str::from_utf8(bytes).map(serde_json::from_str) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        DecodeError {
            what: std::any::type_name::<T>(),
            path,
            source: error.into_inner(),
        }
    })?;
    deserializer.end().map_err(|source| DecodeError {
        what: std::any::type_name::<T>(),
        path: ".".to_owned(),
        source,
    })?;
    Ok(value)
}
