//! Members that have no field.

use serde::ser::SerializeMap;
use serde_json::Value;

use super::Members;

/// Members of an object that have no field of their own, in the order they came.
///
/// It also remembers what a struct has no place for: that `type`, `object` or a list was left out, as
/// requests may do, or that a member had another form than its field, so that what was read is written
/// back as it came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extra {
    members: Option<Box<Members<Value>>>,
    tagless: bool,
    objectless: bool,
    /// Some member has the name of a field, which could not hold it.
    odd: bool,
    /// The whole object was another value, which stands under an empty name.
    bare: bool,
    /// Which lists and maps were left out, by their place among them.
    lacking: u16,
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

    /// Keeps a member whose field cannot hold it.
    pub fn set_aside(&mut self, name: &str, value: Value) {
        self.odd = true;
        self.insert(name, value);
    }

    /// Whether some member has the name of a field.
    pub fn is_odd(&self) -> bool {
        self.odd
    }

    /// Records that a list or map was left out and is not to be written while it is empty.
    pub fn mark_lacking(&mut self, index: u16) {
        self.lacking |= 1_u16.checked_shl(index.into()).unwrap_or_default();
    }

    /// Whether a list or map was left out.
    pub fn lacks(&self, index: u16) -> bool {
        self.lacking & 1_u16.checked_shl(index.into()).unwrap_or_default() != 0
    }

    /// The members of an object that was written as another value.
    pub fn of_bare(value: Value) -> Self {
        let mut extra = Self {
            tagless: true,
            objectless: true,
            bare: true,
            ..Self::default()
        };
        extra.insert("", value);
        extra
    }

    /// The value that stood where the object should, as requests may have the value of a property
    /// without its type around it.
    pub fn bare(&self) -> Option<&Value> {
        if self.bare { self.get("") } else { None }
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

/// Writes the members that have no field, and those whose field could not hold them and still holds
/// nothing; `fields` are the names with whether the field itself was written.
pub fn write_odd<M: SerializeMap>(
    of: &'static str,
    extra: &Extra,
    fields: &[(&str, bool)],
    map: &mut M,
) -> Result<(), M::Error> {
    for (name, value) in extra.iter() {
        if let Some((_, written)) = fields.iter().find(|(field, _)| *field == name) {
            if *written {
                continue;
            }
            super::census::odd_member(of, name);
        }
        map.serialize_entry(name, value)?;
    }
    Ok(())
}
