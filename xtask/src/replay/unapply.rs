//! An object as it was before the request whose answer shows it first.

use serde_json::{Value, json};

use super::conversation::Exchange;

/// Takes back what the request did, as far as it could not be done again: the move to the trash, and
/// properties of a schema that were removed or renamed.
pub(crate) fn unapply(exchange: &Exchange, object: &mut Value) {
    let body = exchange.request.as_ref().unwrap_or(&Value::Null);
    let writes = exchange.method == "PATCH" || exchange.method == "DELETE";
    let is_target = exchange.segments().len() == 2;
    if !writes || !is_target {
        return;
    }
    let flags = ["archived", "in_trash"];
    let trashes = exchange.method == "DELETE"
        || flags
            .iter()
            .any(|flag| body.get(*flag) == Some(&Value::Bool(true)));
    if trashes {
        for flag in flags {
            if let Some(flag) = object.get_mut(flag) {
                *flag = json!(false);
            }
        }
    }
    if object
        .get("object")
        .is_some_and(|kind| kind == "page" || kind == "block")
    {
        return;
    }
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    let sent = body.get("properties").and_then(Value::as_object);
    for (index, (key, change)) in sent.into_iter().flatten().enumerate() {
        let known = properties.contains_key(key)
            || properties
                .values()
                .any(|property| property.get("id") == Some(&json!(key)));
        if known {
            continue;
        }
        if change.is_null() {
            let id = format!("~~{index:02}");
            properties.insert(
                key.clone(),
                json!({"id": id, "name": key, "type": "rich_text", "rich_text": {}}),
            );
        } else if let Some(name) = change.get("name").and_then(Value::as_str)
            && let Some(mut renamed) = properties.shift_remove(name)
        {
            renamed["name"] = json!(key);
            properties.insert(key.clone(), renamed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::conversation::Conversation;
    use super::*;

    #[test]
    fn what_was_removed_is_there_again() {
        let answer = json!({"object": "database", "in_trash": true,
            "properties": {"New": {"id": "abcd", "name": "New"}}});
        let line = json!({"exchanges": [{"method": "PATCH", "path": "/v1/databases/x",
            "request_body": {"in_trash": true, "properties": {"Old": {"name": "New"}, "Gone": null}},
            "status": 200, "response_body": answer}]});
        let conversation = Conversation::read(&line.to_string(), "").unwrap();
        let mut object = answer;
        unapply(&conversation.exchanges[0], &mut object);
        assert_eq!(object["in_trash"], false);
        assert_eq!(object["properties"]["Old"]["id"], "abcd");
        assert_eq!(object["properties"]["Gone"]["type"], "rich_text");
    }
}
