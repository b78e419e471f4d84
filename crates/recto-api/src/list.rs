//! Lists: one page of results behind a cursor, and what one bad element leaves behind.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::limits::PAGE_SIZE;
use crate::wire::{Decode, DecodeError, Exact, Extra, Field, Key, Tag, Wire, rescue, write_odd};

/// One page of a list.
///
/// Only `has_more: false` ends an iteration; a page may hold fewer elements than asked for
/// (documented).
#[derive(Debug, Clone, PartialEq)]
pub struct List<T> {
    /// The elements; one that could not be read is `Invalid` and keeps its text.
    pub results: Vec<Element<T>>,
    /// Where the next page starts; null on the last one.
    pub next_cursor: Field<String>,
    /// Whether there is a next page.
    pub has_more: Field<bool>,
    /// Whether the results are complete; says so when 10,000 rows were reached.
    pub request_status: Field<RequestStatus>,
    /// Other members: `type`, its empty object, `request_id`.
    pub extra: Extra,
}

impl<T> List<T> {
    /// The cursor of the next page, if there is one.
    pub fn next(&self) -> Option<&str> {
        if self.has_more.value() == Some(&true) {
            self.next_cursor.as_str()
        } else {
            None
        }
    }

    /// Whether the service cut the results short (`query_result_limit_reached`).
    pub fn is_incomplete(&self) -> bool {
        self.request_status
            .value()
            .is_some_and(|status| status.kind.as_str() == Some("incomplete"))
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            results: Vec::new(),
            next_cursor: Field::Null,
            has_more: Field::Value(false),
            request_status: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// Whether a list is complete.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct RequestStatus {
    /// `complete` or `incomplete`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Why not, such as `query_result_limit_reached`.
    pub incomplete_reason: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<T> {
    /// Read as expected.
    Valid(T),
    /// Could not be read; the others could.
    Invalid(Invalid),
}

impl<T> Element<T> {
    /// The element if it could be read.
    pub fn valid(self) -> Option<T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Invalid(_) => None,
        }
    }

    /// The element if it could be read, else why not.
    ///
    /// # Errors
    ///
    /// The element with its text and the reason.
    pub fn into_result(self) -> Result<T, Invalid> {
        match self {
            Self::Valid(value) => Ok(value),
            Self::Invalid(invalid) => Err(invalid),
        }
    }
}

/// An element that could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("element {} cannot be read: {error}", id.as_deref().unwrap_or("without id"))]
pub struct Invalid {
    /// Its `id`, where it has one.
    pub id: Option<String>,
    /// What was wrong.
    pub error: String,
    /// Its JSON text.
    pub raw: String,
}

impl<T: Serialize> Serialize for Element<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Valid(value) => value.serialize(serializer),
            Self::Invalid(invalid) => {
                crate::wire::count_invalid();
                RawValue::from_string(invalid.raw.clone())
                    .map_err(serde::ser::Error::custom)?
                    .serialize(serializer)
            }
        }
    }
}

/// Reads an element straight, failing with it.
struct Straight<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Straight<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(match serde_json::from_str(raw.get()) {
            Ok(value) => Self::Valid(value),
            Err(error) => Self::read_again(raw.get(), &error),
        })
    }
}

impl<T: DeserializeOwned> Element<T> {
    /// Reads leniently what could not be read strictly.
    #[cold]
    fn read_again(raw: &str, error: &serde_json::Error) -> Self {
        let value = crate::wire::parse(raw).ok();
        let read = value.as_ref().map(crate::wire::read_leniently);
        if let Some(Ok(read)) = read {
            return Self::Valid(read);
        }
        let id = value.and_then(|value| Some(value.get("id")?.as_str()?.to_owned()));
        let error = match read {
            Some(Err(error)) => error.to_string(),
            _ => error.to_string(),
        };
        Self::Invalid(Invalid {
            id,
            error,
            raw: raw.to_owned(),
        })
    }
}

impl<T> From<Straight<T>> for Element<T> {
    fn from(straight: Straight<T>) -> Self {
        Self::Valid(straight.0)
    }
}

/// Reads a list whose elements are read as `E`.
struct ListOf<T, E>(List<T>, PhantomData<E>);

impl<'de, T, E> Deserialize<'de> for ListOf<T, E>
where
    E: Deserialize<'de> + Into<Element<T>>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ListVisitor::<T, E>(PhantomData))
    }
}

struct ListVisitor<T, E>(PhantomData<(T, E)>);

impl<'de, T, E: Deserialize<'de> + Into<Element<T>>> Visitor<'de> for ListVisitor<T, E> {
    type Value = ListOf<T, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut results: Option<Vec<E>> = None;
        let mut list = List {
            next_cursor: Field::Absent,
            has_more: Field::Absent,
            ..List::default()
        };
        let mut object_seen = false;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            match &*key {
                "results" => results = Some(map.next_value_seed(Exact::with_room(PAGE_SIZE))?),
                "next_cursor" => match map.next_value() {
                    Ok(value) => list.next_cursor = value,
                    Err(error) => list.extra.set_aside("next_cursor", rescue(error)?),
                },
                "has_more" => match map.next_value() {
                    Ok(value) => list.has_more = value,
                    Err(error) => list.extra.set_aside("has_more", rescue(error)?),
                },
                "request_status" => match map.next_value() {
                    Ok(value) => list.request_status = value,
                    Err(error) => list.extra.set_aside("request_status", rescue(error)?),
                },
                "object" => {
                    let object: Tag<'de> = map.next_value()?;
                    object_seen = object.is("list");
                    if !object_seen {
                        list.extra.insert("object", object.into_value());
                    }
                }
                _ => list.extra.insert(&*key, map.next_value()?),
            }
        }
        if !object_seen && list.extra.get("object").is_none() {
            list.extra.mark_objectless();
        }
        let results = results.ok_or_else(|| serde::de::Error::missing_field("results"))?;
        list.results = results.into_iter().map(Into::into).collect();
        Ok(ListOf(list, PhantomData))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ListOf::<T, Element<T>>::deserialize(deserializer).map(|list| list.0)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.extra.writes_object() {
            map.serialize_entry("object", "list")?;
        }
        map.serialize_entry("results", &self.results)?;
        if !self.next_cursor.is_absent() {
            map.serialize_entry("next_cursor", &self.next_cursor)?;
        }
        if !self.has_more.is_absent() {
            map.serialize_entry("has_more", &self.has_more)?;
        }
        if !self.request_status.is_absent() {
            map.serialize_entry("request_status", &self.request_status)?;
        }
        if self.extra.is_odd() {
            let fields = [
                ("next_cursor", !self.next_cursor.is_absent()),
                ("has_more", !self.has_more.is_absent()),
                ("request_status", !self.request_status.is_absent()),
            ];
            write_odd("List", &self.extra, &fields, &mut map)?;
        } else {
            for (name, value) in self.extra.iter() {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

impl<T: DeserializeOwned> Decode for List<T> {
    /// Reads in one pass; only when an element fails, reads again element by element.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match std::str::from_utf8(bytes).map(serde_json::from_str::<ListOf<T, Straight<T>>>) {
            Ok(Ok(list)) => Ok(list.0),
            _ => crate::wire::from_slice::<ListOf<T, Element<T>>>(bytes).map(|list| list.0),
        }
    }
}
