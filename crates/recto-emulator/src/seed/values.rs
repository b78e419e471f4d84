//! Values of a seed's rows.

use serde_json::{Map, Value, json};

use super::schema::Property;
use super::{Sown, file, rich};

impl Sown<'_> {
    /// A value as the API has it, from what a seed writes.
    pub(super) fn value(
        &self,
        property: &Property,
        written: &Value,
        place: &str,
    ) -> Result<Value, String> {
        let kind = property.kind.as_str();
        let wrong = |wanted: &str| Err(format!("{place}: {written} is no {wanted}"));
        let items = match written {
            Value::Array(items) => items.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let found = |items: &[Value]| -> Result<Vec<String>, String> {
            items
                .iter()
                .map(|item| self.find(item.as_str().unwrap_or_default(), place))
                .collect()
        };
        let value = match (kind, written) {
            ("title" | "rich_text", written) => rich(written),
            (_, Value::Null)
                if !matches!(kind, "multi_select" | "people" | "files" | "relation") =>
            {
                Value::Null
            }
            ("select" | "status", Value::String(name)) => property.option(name),
            ("multi_select", _) => items
                .iter()
                .map(|item| match item.as_str() {
                    Some(name) => property.option(name),
                    None => item.clone(),
                })
                .collect(),
            ("number", Value::Number(_)) | ("checkbox", Value::Bool(_)) => written.clone(),
            ("number", _) => return wrong("number"),
            ("checkbox", _) => return wrong("true or false"),
            ("date", Value::String(date)) => {
                let (start, end) = match date.split_once(" to ") {
                    Some((start, end)) => (start, Some(end)),
                    None => (date.as_str(), None),
                };
                json!({"start": start, "end": end, "time_zone": null})
            }
            ("people", _) => found(&items)?
                .into_iter()
                .map(|id| json!({"object": "user", "id": id}))
                .collect(),
            ("relation", _) => found(&items)?
                .into_iter()
                .map(|id| json!({"id": id}))
                .collect(),
            ("files", _) => items.iter().map(attached).collect(),
            ("unique_id", Value::Number(number)) => {
                json!({"prefix": property.config.get("prefix"), "number": number})
            }
            ("verification", Value::String(state)) => {
                json!({"state": state, "verified_by": null, "date": null})
            }
            _ => written.clone(),
        };
        let mut told = Map::new();
        told.insert("id".to_owned(), json!(property.id));
        told.insert("type".to_owned(), json!(kind));
        told.insert(kind.to_owned(), value);
        Ok(Value::Object(told))
    }
}

/// A file of a value, named by the last part of its address.
fn attached(given: &Value) -> Value {
    match given.as_str() {
        Some(url) => {
            let name = url.rsplit('/').next().unwrap_or(url);
            let mut file = file(given);
            file["name"] = json!(name);
            file
        }
        None => given.clone(),
    }
}
