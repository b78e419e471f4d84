//! Unions whose kind stands among their members: `{"type": "table", "wrap_cells": true}`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::{Error, SerializeMap, Serializer};
use serde_json::Value;

use crate::wire::read_aside;

/// The value of `type`.
pub(super) fn kind(value: &Value) -> Option<&str> {
    value.get("type")?.as_str()
}

/// Reads the members beside `type`. A member of an unexpected form is set aside; where not even that
/// helps, the object comes back whole.
pub(super) fn members<T: DeserializeOwned>(kind: &str, value: Value) -> Result<T, Value> {
    let Value::Object(mut members) = value else {
        return Err(value);
    };
    members.shift_remove("type");
    let mut members = Value::Object(members);
    read_aside(&members).ok_or_else(|| {
        members["type"] = kind.into();
        members
    })
}

/// Writes `type` and the members beside it.
pub(super) fn write<T: Serialize, S: Serializer>(
    kind: &str,
    members: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let members = serde_json::to_value(members).map_err(S::Error::custom)?;
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("type", kind)?;
    if let Value::Object(members) = members {
        for (name, value) in members {
            map.serialize_entry(&name, &value)?;
        }
    }
    map.end()
}

/// Defines such a union: the variant, what it holds, the value of `type`.
macro_rules! tagged {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$kind_doc:meta])* $variant:ident($payload:ty) = $kind:literal,)+ }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $($(#[$kind_doc])* $variant($payload),)+
            /// A kind without a name here, or a known one of an unknown form; whole.
            Unknown(::serde_json::Value),
        }

        impl $name {
            /// The value of `type`; empty where there is none.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $kind,)+
                    Self::Unknown(value) => $crate::view::tagged::kind(value).unwrap_or_default(),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = ::serde_json::Value::deserialize(deserializer)?;
                let read = match $crate::view::tagged::kind(&value) {
                    $(Some($kind) => $crate::view::tagged::members($kind, value).map(Self::$variant),)+
                    _ => Err(value),
                };
                Ok(read.unwrap_or_else(Self::Unknown))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(members) => {
                        $crate::view::tagged::write($kind, members, serializer)
                    })+
                    Self::Unknown(value) => {
                        let kind = $crate::view::tagged::kind(value).unwrap_or("without type");
                        $crate::wire::unknown_text(stringify!($name), kind);
                        value.serialize(serializer)
                    }
                }
            }
        }
    };
}

pub(super) use tagged;
