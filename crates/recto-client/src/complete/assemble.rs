//! Property items put together to a value.

use recto_api::property::{Property, PropertyValue};
use serde_json::{Map, Value, json};

/// What the property endpoint answered so far.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    items: Vec<Value>,
    /// `property_item` of the last list, which for a rollup has the result.
    summary: Value,
}

impl Pieces {
    /// Takes one answer; gives the cursor of the next.
    pub(super) fn add(&mut self, mut list: Value) -> Option<String> {
        if let Some(Value::Array(items)) = list.get_mut("results").map(Value::take) {
            self.items.extend(items);
        }
        if let Some(summary) = list.get_mut("property_item") {
            self.summary = summary.take();
        }
        let more = list.get("has_more").and_then(Value::as_bool);
        let cursor = list.get("next_cursor")?.as_str()?;
        (more != Some(false) && !cursor.is_empty()).then(|| cursor.to_owned())
    }

    pub(super) fn len(&self) -> u64 {
        self.items.len() as u64
    }

    /// The value of a property of this kind.
    pub(super) fn assemble(self, kind: &str) -> Option<PropertyValue> {
        let value = match kind {
            "rollup" => self.rollup()?,
            _ => {
                let items = self.items.into_iter();
                let items: Option<Vec<Value>> = items.map(|item| payload(item, kind)).collect();
                Value::Array(items?)
            }
        };
        let property = json!({"type": kind, kind: value});
        let property: Property = serde_json::from_value(property).ok()?;
        Some(property.value)
    }

    /// The result of a rollup: the values listed, or what the last answer says of all of them.
    fn rollup(mut self) -> Option<Value> {
        let mut rollup = self.summary.get_mut("rollup")?.take();
        if rollup.get("type")? == "array" {
            let values = self.items.into_iter().map(element).collect();
            rollup
                .as_object_mut()?
                .insert("array".to_owned(), Value::Array(values));
        }
        Some(rollup)
    }
}

/// What an item holds under its kind.
fn payload(mut item: Value, kind: &str) -> Option<Value> {
    Some(item.get_mut(kind)?.take())
}

/// An item as an element of a rollup's array: without id, and with a list where a page has one.
///
/// Recorded are items that hold the whole value of the related page, such as all options of a
/// multi-select; of texts, people and relations the endpoint may list single ones (assumption).
fn element(mut item: Value) -> Value {
    let Some(kind) = item.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return item;
    };
    let mut payload = item.get_mut(&kind).map_or(Value::Null, Value::take);
    let has_list = matches!(
        kind.as_str(),
        "title" | "rich_text" | "people" | "relation" | "multi_select" | "files"
    );
    if has_list && payload.is_object() {
        payload = Value::Array(vec![payload]);
    }
    let mut out = Map::new();
    out.insert("type".to_owned(), Value::from(kind.as_str()));
    out.insert(kind, payload);
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recto_api::property::RollupResult;

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    fn assembled(kind: &str, lists: Vec<Value>) -> Option<PropertyValue> {
        let mut pieces = Pieces::default();
        for list in lists {
            pieces.add(list);
        }
        pieces.assemble(kind)
    }

    #[test]
    fn only_more_leads_on() {
        let mut pieces = Pieces::default();
        let list = |more: Value, cursor: Value| json!({"object": "list", "results": [1], "has_more": more, "next_cursor": cursor});
        assert_eq!(
            pieces.add(list(json!(true), json!("x"))).as_deref(),
            Some("x")
        );
        assert_eq!(pieces.add(list(json!(false), json!("x"))), None);
        assert_eq!(pieces.add(list(json!(true), Value::Null)), None);
        assert_eq!(pieces.len(), 3);
    }

    #[test]
    fn runs_and_references_become_lists() {
        let item = |text: &str| {
            json!({"object": "property_item", "type": "title", "id": "title",
                "title": {"type": "text", "text": {"content": text}}})
        };
        let list = |items: Vec<Value>| json!({"results": items});
        let value = assembled("title", vec![list(vec![item("a")]), list(vec![item("b")])]).unwrap();
        let PropertyValue::Title(runs) = value else {
            panic!("a title")
        };
        assert_eq!(recto_api::rich_text::plain(&runs), "ab");

        let pages = vec![json!({"type": "relation", "relation": {"id": ID}}); 3];
        let value = assembled("relation", vec![list(pages)]).unwrap();
        assert!(matches!(value, PropertyValue::Relation(pages) if pages.len() == 3));
        assert_eq!(assembled("people", vec![list(vec![json!({})])]), None);
    }

    #[test]
    fn a_rollup_is_its_list_or_its_last_word() {
        let list = |items: Vec<Value>, rollup: Value| json!({"results": items, "property_item": {"type": "rollup", "rollup": rollup}});
        let sum = |number: u32| json!({"type": "number", "number": number, "function": "sum"});
        let open = json!({"type": "incomplete", "incomplete": {}, "function": "sum"});
        let value = assembled("rollup", vec![list(vec![], open), list(vec![], sum(7))]);
        let Some(PropertyValue::Rollup(rollup)) = value else {
            panic!("a rollup")
        };
        assert_eq!(rollup.result, RollupResult::Number(Some(7.into())));

        let array = || json!({"type": "array", "array": [], "function": "show_original"});
        let tags = json!({"object": "property_item", "type": "multi_select", "id": "x",
            "multi_select": [{"name": "a"}]});
        let run = json!({"object": "property_item", "type": "title", "id": "title",
            "title": {"type": "text", "text": {"content": "b"}}});
        let value = assembled(
            "rollup",
            vec![list(vec![tags], array()), list(vec![run], array())],
        );
        let Some(PropertyValue::Rollup(rollup)) = value else {
            panic!("a rollup")
        };
        let RollupResult::Array(values) = rollup.result else {
            panic!("an array")
        };
        assert!(matches!(&values[0].value, PropertyValue::MultiSelect(tags) if tags.len() == 1));
        assert!(matches!(&values[1].value, PropertyValue::Title(runs) if runs.len() == 1));
    }
}
