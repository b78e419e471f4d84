//! Every wire type with a sample of it: what the generated tests of additions run over.
//!
//! A type has as many shapes as it needs for every kind, every member and every text value it
//! knows to be in some sample. Names of members that hold names of the user's, as `properties`
//! does, are written as they come; the generators know those maps.

mod blocks;
mod lists;
mod objects;
mod values;
pub(crate) mod views;

use recto_api::list::List;
use recto_api::wire::{self, Census, Decode as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A list that was read and written, and whether each element could be read.
pub(crate) type Listed = (Value, Vec<Result<(), String>>);

/// A type and an example of it in JSON.
pub(crate) struct Shape {
    /// The full name of the type.
    pub(crate) name: &'static str,
    /// What the service sends or accepts.
    pub(crate) sample: Value,
    /// Reads the type from bytes and from a `Value`, and writes it again. Fails where it cannot be
    /// read, or the ways differ.
    pub(crate) read_write: fn(&Value) -> Result<Value, String>,
    /// The same for a list of it.
    pub(crate) list: fn(&Value) -> Result<Listed, String>,
    /// Reads it and counts what has no name in the model.
    pub(crate) census: fn(&Value) -> Result<Census, String>,
}

impl Shape {
    /// The shape of a type, by an example.
    pub(crate) fn of<T: DeserializeOwned + Serialize>(sample: Value) -> Self {
        Self {
            name: std::any::type_name::<T>(),
            sample,
            read_write: read_write::<T>,
            list: list::<T>,
            census: census::<T>,
        }
    }

    /// The name of the type without its modules.
    pub(crate) fn short(&self) -> &'static str {
        let end = self.name.find('<').unwrap_or(self.name.len());
        let start = self.name[..end].rfind("::").map_or(0, |at| at + 2);
        &self.name[start..]
    }

    /// Whether this is the type of that name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.short() == name
    }
}

/// Every shape there is.
pub(crate) fn all() -> Vec<Shape> {
    let mut all = blocks::shapes();
    all.extend(lists::shapes());
    all.extend(objects::shapes());
    all.extend(values::shapes());
    all.extend(views::shapes());
    all
}

fn read_write<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    let text = value.to_string();
    let read: T = wire::from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&read).map_err(|error| error.to_string())?;
    // From a `Value` nothing can be borrowed, and members come by other visitors.
    let read: T = wire::from_value(value).map_err(|error| format!("from a Value: {error}"))?;
    let other = serde_json::to_value(&read).map_err(|error| error.to_string())?;
    if other != written {
        return Err(format!("from a Value: {other}\nfrom text: {written}"));
    }
    // Where serde itself can read it, it reads the same.
    if let Ok(read) = serde_json::from_value::<T>(value.clone()) {
        let strict = serde_json::to_value(&read).map_err(|error| error.to_string())?;
        if strict != written {
            return Err(format!("by serde: {strict}\nfrom text: {written}"));
        }
    }
    // Written text is text of the same type.
    let text = serde_json::to_string(&read).map_err(|error| error.to_string())?;
    let again: T = wire::from_slice(text.as_bytes()).map_err(|error| format!("again: {error}"))?;
    let again = serde_json::to_value(&again).map_err(|error| error.to_string())?;
    if again != written {
        return Err(format!("again: {again}\nfrom text: {written}"));
    }
    Ok(written)
}

fn list<T: DeserializeOwned + Serialize>(
    value: &Value,
) -> Result<(Value, Vec<Result<(), String>>), String> {
    use recto_api::list::Element;
    let text = value.to_string();
    let read: List<T> = List::decode(text.as_bytes()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&read).map_err(|error| error.to_string())?;
    let elements = read
        .results
        .iter()
        .map(|element| match element {
            Element::Valid(_) => Ok(()),
            Element::Invalid(invalid) => Err(invalid.raw.to_string()),
        })
        .collect();
    Ok((written, elements))
}

fn census<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Census, String> {
    let read: T = wire::from_value(value).map_err(|error| error.to_string())?;
    Ok(Census::of(&read))
}
