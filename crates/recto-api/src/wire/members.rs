//! An ordered map of named values.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use smol_str::SmolStr;

use super::Key;

/// Named values in the order they came, such as the properties of a page.
///
/// A page has some ten to thirty properties, for which a scan beats hashing. Names up to 23 bytes
/// stand in place, without allocation.
#[derive(Debug, Clone)]
pub struct Members<V>(Vec<(SmolStr, V)>);

thread_local! {
    /// How many members the last map had. The rows of a data source all have the same number, so
    /// the next one is most often given its exact room at once.
    static LENGTH: Cell<usize> = const { Cell::new(0) };
}

impl<V> Members<V> {
    /// No members.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The member of this name, mutable.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.0
            .iter_mut()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// Sets a member, in its place where it exists, else at the end; answers the former value.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        self.put(&name.into(), value)
    }

    pub(crate) fn put(&mut self, name: &str, value: V) -> Option<V> {
        if let Some(slot) = self.get_mut(name) {
            return Some(std::mem::replace(slot, value));
        }
        if self.0.len() == self.0.capacity() {
            // Half as much again: the elements are large, and most maps small.
            self.0.reserve_exact((self.0.len() / 2).max(1));
        }
        self.0.push((SmolStr::new(name), value));
        None
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let index = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(index).1)
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All members in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> + ExactSizeIterator {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All names in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// All values in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for Members<V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal as JSON objects are: the order does not count.
impl<V: PartialEq> PartialEq for Members<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<K: Into<String>, V> FromIterator<(K, V)> for Members<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut out = Self::new();
        for (name, value) in members {
            out.insert(name, value);
        }
        out
    }
}

impl<V> IntoIterator for Members<V> {
    type Item = (String, V);
    type IntoIter =
        std::iter::Map<std::vec::IntoIter<(SmolStr, V)>, fn((SmolStr, V)) -> (String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(name, value)| (name.into(), value))
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Members<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<V> {
            type Value = Members<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<V>, A::Error> {
                let mut out = Members(Vec::with_capacity(LENGTH.get()));
                while let Some(name) = map.next_key::<Key<'de>>()? {
                    out.put(&name, map.next_value()?);
                }
                out.0.shrink_to_fit();
                LENGTH.set(out.len().min(64));
                Ok(out)
            }
        }

        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

impl<V: Serialize> Serialize for Members<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
