//! Lists that take no more room than they need.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::Field;

/// Reads a list to its exact size.
///
/// Most lists of Notion's hold one element (the run of a title, the person of an assignment), and
/// `Vec` sets aside the room of four: measured, a third of the memory of a page of rows.
pub struct Exact<T>(usize, PhantomData<T>);

/// The same for a list that may be null.
pub struct ExactField<T>(PhantomData<T>);

impl<T> Exact<T> {
    /// The seed.
    pub fn new() -> Self {
        Self::with_room(0)
    }

    /// The same where so many elements are to be expected.
    pub fn with_room(count: usize) -> Self {
        Self(count, PhantomData)
    }
}

impl<T> ExactField<T> {
    /// The seed.
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> fmt::Debug for Exact<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exact")
    }
}

impl<T> fmt::Debug for ExactField<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExactField")
    }
}

impl<T> Default for Exact<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Default for ExactField<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Exact<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Exact<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut out = Vec::with_capacity(self.0);
        if self.0 == 0 {
            let Some(first) = seq.next_element()? else {
                return Ok(out);
            };
            let Some(second) = seq.next_element()? else {
                return Ok(vec![first]);
            };
            let Some(third) = seq.next_element()? else {
                return Ok(vec![first, second]);
            };
            out.reserve(8);
            out.extend([first, second, third]);
        }
        while let Some(element) = seq.next_element()? {
            out.push(element);
        }
        out.shrink_to_fit();
        Ok(out)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for ExactField<T> {
    type Value = Field<Vec<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ExactField<T> {
    type Value = Field<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null or a list")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Null)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Exact::new().deserialize(deserializer).map(Field::Value)
    }
}
