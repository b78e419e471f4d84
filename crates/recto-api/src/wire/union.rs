//! Tagged unions: the value of `type` names the member that holds the payload.

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::SerializeMap;
use serde_json::Value;

use super::{Extra, Key};

/// A kind this version of recto has no name for, with its payload whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// The value of `type`.
    pub kind: String,
    /// The member that `type` names; `None` where there is none.
    pub payload: Option<Box<Value>>,
}

/// An enum embedded in a struct, derived by `#[wire(union)]`.
pub trait Union: Sized {
    /// The kinds that have a variant.
    const KINDS: &'static [&'static str];

    /// Reads the payload of a kind, whose member name has just been read.
    fn read<'de, A: MapAccess<'de>>(kind: &str, map: &mut A) -> Result<Self, A::Error>;

    /// Reads the payload of a kind from a value that had to be kept aside.
    fn read_value(kind: &str, payload: Value) -> Self;

    /// The union of a kind whose payload has an unexpected form.
    fn odd(kind: &str, payload: Value) -> Self;

    /// The union of a kind whose payload is not there.
    fn bare(kind: &str) -> Self;

    /// The value of `type`.
    fn kind(&self) -> &str;

    /// Writes the payload member.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// The value of a `type` member while its object is being read.
#[derive(Debug, Default)]
pub enum Tag<'de> {
    /// Not seen yet.
    #[default]
    Absent,
    /// A kind.
    Kind(Key<'de>),
    /// Not a string: kept as it is.
    Other(Value),
}

impl Tag<'_> {
    /// The tag as JSON.
    pub fn into_value(self) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Kind(kind) => Value::String(kind.into_owned()),
            Self::Other(value) => value,
        }
    }

    /// The kind.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Kind(kind) => Some(kind),
            Self::Absent | Self::Other(_) => None,
        }
    }

    /// Whether it is known which member holds the payload.
    pub fn is_kind(&self) -> bool {
        matches!(self, Self::Kind(_))
    }

    /// Whether the tag names this member.
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Self::Kind(kind) if **kind == *name)
    }
}

impl<'de> Deserialize<'de> for Tag<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TagVisitor;

        impl<'de> serde::de::Visitor<'de> for TagVisitor {
            type Value = Tag<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a type")
            }

            fn visit_borrowed_str<E: serde::de::Error>(
                self,
                text: &'de str,
            ) -> Result<Tag<'de>, E> {
                Key::deserialize(serde::de::value::BorrowedStrDeserializer::new(text))
                    .map(Tag::Kind)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Tag<'de>, E> {
                Key::deserialize(serde::de::value::StrDeserializer::new(text)).map(Tag::Kind)
            }

            fn visit_unit<E>(self) -> Result<Tag<'de>, E> {
                Ok(Tag::Other(Value::Null))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Tag<'de>, E> {
                Ok(Tag::Other(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Tag<'de>, E> {
                Ok(Tag::Other(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Tag<'de>, E> {
                Ok(Tag::Other(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Tag<'de>, E> {
                Ok(Tag::Other(value.into()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<Tag<'de>, A::Error> {
                Value::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
                    .map(Tag::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Tag<'de>, A::Error> {
                Value::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map(Tag::Other)
            }
        }

        deserializer.deserialize_any(TagVisitor)
    }
}

/// Brings tag and payload together once all members are read.
///
/// The payload may have come before the tag, or the tag may be missing altogether, as requests are
/// allowed to leave it out; both cases find the payload among the members kept aside.
pub fn settle<U: Union>(union: Option<U>, tag: Tag<'_>, extra: &mut Extra) -> Option<U> {
    match tag {
        Tag::Kind(kind) => Some(match union {
            Some(union) => union,
            None => match extra.remove(&kind) {
                Some(payload) => U::read_value(&kind, payload),
                None => U::bare(&kind),
            },
        }),
        Tag::Absent | Tag::Other(_) => {
            if let Tag::Other(value) = tag {
                extra.insert("type", value);
            }
            let present = U::KINDS.iter().find(|kind| extra.get(kind).is_some())?;
            let payload = extra.remove(present)?;
            extra.mark_tagless();
            Some(U::read_value(present, payload))
        }
    }
}

/// [`settle`] for an object that always has a kind: where neither tag nor payload came, the union is
/// its `Unknown` with an empty kind and writes nothing.
///
/// The first answers of 2022-06-28 gave properties as `{"id": …}` alone (recordings).
pub fn settle_required<U: Union>(union: Option<U>, tag: Tag<'_>, extra: &mut Extra) -> U {
    settle(union, tag, extra).unwrap_or_else(|| {
        extra.mark_tagless();
        U::bare("")
    })
}

/// Writes the tag, unless it was left out when this was read, and the payload.
pub fn write_union<U: Union, M: SerializeMap>(
    union: &U,
    extra: &Extra,
    map: &mut M,
) -> Result<(), M::Error> {
    if extra.writes_tag() {
        map.serialize_entry("type", union.kind())?;
    }
    union.write(map)
}

/// Writes the payload of a kind without a name, and lets [`Census`](super::Census) see it.
pub fn write_unknown<M: SerializeMap>(
    of: &'static str,
    known: &[&str],
    unknown: &Unknown,
    map: &mut M,
) -> Result<(), M::Error> {
    super::census::kind(of, known, &unknown.kind);
    match &unknown.payload {
        Some(payload) => map.serialize_entry(&unknown.kind, payload),
        None => Ok(()),
    }
}
