//! Small edits on JSON values that keep the order of members.

use serde_json::{Map, Value};

pub(super) type Object = Map<String, Value>;

/// Members of a map that come after everything else.
const LAST: &str = "request_id";

/// Every API object of an answer: the body itself, or the results of a list.
pub(super) fn objects(body: &mut Value) -> Vec<&mut Value> {
    if kind(body) == Some("list") {
        let results = body.get_mut("results").and_then(Value::as_array_mut);
        return results
            .map(|results| results.iter_mut().collect())
            .unwrap_or_default();
    }
    vec![body]
}

/// The `object` member.
pub(super) fn kind(value: &Value) -> Option<&str> {
    value.get("object").and_then(Value::as_str)
}

/// The text of an error body.
pub(super) fn message(body: &mut Value) -> Option<&mut String> {
    if kind(body) != Some("error") {
        return None;
    }
    match body.get_mut("message") {
        Some(Value::String(message)) => Some(message),
        _ => None,
    }
}

/// Replaces every occurrence of `from` in the text of an error body.
pub(super) fn reword(body: &mut Value, from: &str, to: &str) {
    if let Some(message) = message(body)
        && message.contains(from)
    {
        *message = message.replace(from, to);
    }
}

/// Renames a member in its place; does nothing when it is absent or the new name is taken.
pub(super) fn rename(map: &mut Object, from: &str, to: &str) -> bool {
    if map.contains_key(to) {
        return false;
    }
    let Some(index) = map.keys().position(|key| key == from) else {
        return false;
    };
    let Some(value) = map.shift_remove(from) else {
        return false;
    };
    map.shift_insert(index, to.to_owned(), value);
    true
}

/// Sets a member behind all others, but before the request id.
pub(super) fn append(map: &mut Object, key: &str, value: Value) {
    map.shift_remove(key);
    let index = map.keys().position(|key| key == LAST).unwrap_or(map.len());
    map.shift_insert(index, key.to_owned(), value);
}

/// Visits every block of a request body: the items of `children` or, for a new page, `content`, and
/// theirs, at any depth.
pub(super) fn request_blocks(body: &mut Value, visit: &mut dyn FnMut(&mut Object)) {
    let Some(members) = body.as_object_mut() else {
        return;
    };
    let children = members
        .iter_mut()
        .filter(|(name, _)| matches!(name.as_str(), "children" | "content"))
        .filter_map(|(_, list)| list.as_array_mut())
        .flatten();
    for child in children {
        let Some(block) = child.as_object_mut() else {
            continue;
        };
        visit(block);
        for payload in block.values_mut().filter(|payload| payload.is_object()) {
            request_blocks(payload, visit);
        }
    }
}

/// The property configurations or values of a body: those at the top, and those of the first data
/// source of a new database.
pub(super) fn properties(body: &mut Value) -> Vec<&mut Object> {
    let Some(body) = body.as_object_mut() else {
        return Vec::new();
    };
    body.iter_mut()
        .filter_map(|(key, value)| match key.as_str() {
            "properties" => Some(value),
            "initial_data_source" => value.get_mut("properties"),
            _ => None,
        })
        .filter_map(Value::as_object_mut)
        .flat_map(|properties| properties.values_mut())
        .filter_map(Value::as_object_mut)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keeps_order() {
        let mut value = json!({"a": 1, "b": 2, "request_id": "r"});
        let map = value.as_object_mut().unwrap();
        assert!(rename(map, "a", "c"));
        assert!(!rename(map, "b", "c"), "a taken name is left alone");
        append(map, "d", json!(true));
        assert_eq!(
            map.keys().collect::<Vec<_>>(),
            ["c", "b", "d", "request_id"]
        );
    }

    #[test]
    fn visits_nested_blocks() {
        let mut body = json!({"children": [
            {"toggle": {"children": [{"quote": {}}, {"toggle": {"children": [{"code": {}}]}}]}}
        ]});
        let mut seen = Vec::new();
        request_blocks(&mut body, &mut |block| seen.extend(block.keys().cloned()));
        assert_eq!(seen, ["toggle", "quote", "toggle", "code"]);
        let mut body = json!({"content": [{"toggle": {"children": [{"quote": {}}]}}]});
        seen.clear();
        request_blocks(&mut body, &mut |block| seen.extend(block.keys().cloned()));
        assert_eq!(seen, ["toggle", "quote"]);
    }
}
