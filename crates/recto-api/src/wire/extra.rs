//! Members that have no field.

use serde_json::Value;

use super::Members;

/// Members of an object that have no field of their own, in the order they came.
///
/// It also remembers two facts a struct has no place for: that `type` or `object` was left out, as
/// requests may do, so that what was read is written back as it came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extra {
    members: Option<Box<Members<Value>>>,
    tagless: bool,
    objectless: bool,
}

impl Extra {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.as_ref()?.get(name)
    }

    /// Sets a member. Do not use the name of a field: it would be written twice.
    pub fn insert(&mut self, name: impl AsRef<str>, value: Value) {
        self.members
            .get_or_insert_default()
            .put(name.as_ref(), value);
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.members.as_mut()?.remove(name)
    }

    /// All members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().flat_map(|members| members.iter())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members
            .as_ref()
            .is_none_or(|members| members.is_empty())
    }

    /// Records that `type` was left out and is not to be written.
    pub fn mark_tagless(&mut self) {
        self.tagless = true;
    }

    /// Records that `object` was left out and is not to be written.
    pub fn mark_objectless(&mut self) {
        self.objectless = true;
    }

    /// Whether a union writes its `type`.
    pub fn writes_tag(&self) -> bool {
        !self.tagless
    }

    /// Whether an object writes its constant `object` member.
    pub fn writes_object(&self) -> bool {
        !self.objectless && self.get("object").is_none()
    }
}
