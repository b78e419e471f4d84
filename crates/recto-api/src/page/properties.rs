//! A map that may be absent reads like the map.

use crate::wire::{Field, Members};

impl<V> Field<Members<V>> {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.value()?.get(name)
    }

    /// The member of this name, mutable.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.value_mut()?.get_mut(name)
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member, and the map where there is none; answers the former value.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        if !self.is_value() {
            *self = Self::Value(Members::new());
        }
        self.value_mut()?.insert(name, value)
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        self.value_mut()?.remove(name)
    }

    /// All members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.value().into_iter().flat_map(Members::iter)
    }

    /// All names in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.value().into_iter().flat_map(Members::keys)
    }

    /// All values in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.value().into_iter().flat_map(Members::values)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.value().map_or(0, Members::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<V> IntoIterator for Field<Members<V>> {
    type Item = (String, V);
    type IntoIter = <Members<V> as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.into_value().unwrap_or_default().into_iter()
    }
}
