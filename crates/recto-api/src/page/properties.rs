//! A map that a request may leave out.

use crate::wire::{Field, Members};

impl<V> Field<Members<V>> {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.value()?.get(name)
    }

    /// Sets a member, and the map where there is none; answers the former value.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        if !self.is_value() {
            *self = Self::Value(Members::new());
        }
        self.value_mut()?.insert(name, value)
    }
}
