//! Which type reads which body.

mod captured;
mod operations;

use std::any::type_name;

use recto_api::wire::{Census, Decode};
use serde::Serialize;
use serde_json::Value;

pub(crate) use captured::by_object;
pub(crate) use operations::{answer, body, has_no_body};

/// A type of the model, and what it makes of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Model {
    /// Its name without modules.
    pub(crate) name: fn() -> String,
    /// Reads a body, writes it again, and counts what has no name in the model.
    pub(crate) walk: fn(&str) -> Result<(Value, Census), String>,
}

impl Model {
    /// The model of a type.
    pub(crate) fn of<T: Decode + Serialize>() -> Self {
        Self {
            name: || short(type_name::<T>()),
            walk: walk::<T>,
        }
    }
}

fn walk<T: Decode + Serialize>(text: &str) -> Result<(Value, Census), String> {
    let read = T::decode(text.as_bytes()).map_err(|error| error.to_string())?;
    let written = serde_json::to_string(&read).map_err(|error| format!("to write: {error}"))?;
    let written = serde_json::from_str(&written).map_err(|error| format!("written: {error}"))?;
    Ok((written, Census::of(&read)))
}

/// A type's name without the paths of its modules: `List<Page>`.
fn short(name: &str) -> String {
    let mut out = String::new();
    for part in name.split_inclusive(['<', '>', ',', ' ']) {
        out.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    out
}

#[cfg(test)]
mod tests {
    use recto_api::{list::List, page::Page};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_walk_writes_and_counts() {
        let model = Model::of::<List<Page>>();
        assert_eq!((model.name)(), "List<Page>");
        let list = json!({"object": "list", "results": [7, {"object": "page",
            "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
            "properties": {"x": {"id": "a", "type": "weather", "weather": 1}}}]});
        let (written, census) = (model.walk)(&list.to_string()).unwrap();
        assert_eq!(written, list);
        assert_eq!((census.invalid, census.unknown.len()), (1, 1));
        assert!((model.walk)("{}").is_err());
    }
}
