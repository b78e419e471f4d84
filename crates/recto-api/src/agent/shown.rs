//! Members that may be kept from the caller.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::wire::Field;

/// A value, or the word `"hidden"` in its place where the caller lacks the access to see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown<T> {
    /// The value.
    Value(T),
    /// There is one, and it is not shown.
    Hidden,
    /// Something that is neither, whole.
    Unknown(Value),
}

impl<T> Shown<T> {
    /// The value, where it is shown.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Hidden | Self::Unknown(_) => None,
        }
    }

    /// Whether there is a value that is not shown.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }
}

impl<T> From<T> for Shown<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> Field<Shown<T>> {
    /// The value, where there is one and it is shown.
    pub fn shown(&self) -> Option<&T> {
        self.value()?.value()
    }
}

const HIDDEN: &str = "hidden";

impl<'de, T: DeserializeOwned> Deserialize<'de> for Shown<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value == HIDDEN {
            return Ok(Self::Hidden);
        }
        Ok(match crate::wire::read_strictly(&value) {
            Ok(read) => Self::Value(read),
            Err(_) => Self::Unknown(value),
        })
    }
}

impl<T: Serialize> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Hidden => serializer.serialize_str(HIDDEN),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}
