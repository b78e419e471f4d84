//! 2021-05-13: the property type `text` became `rich_text`.

use serde_json::{Value, json};

use super::{Answer, Raised, Refusal, Request, Resolver, json};

const OLD: &str = "text";
const NEW: &str = "rich_text";

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    for property in json::properties(&mut request.body) {
        rename_type(property, OLD, NEW);
    }
    if let Some(filter) = request.body.get_mut("filter") {
        raise_filter(filter);
    }
    Ok(None)
}

fn raise_filter(filter: &mut Value) {
    let Some(filter) = filter.as_object_mut() else {
        return;
    };
    if filter.contains_key("property") {
        json::rename(filter, OLD, NEW);
    }
    for key in ["and", "or"] {
        let items = filter.get_mut(key).and_then(Value::as_array_mut);
        items.into_iter().flatten().for_each(raise_filter);
    }
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    for object in json::objects(answer.body) {
        if !matches!(json::kind(object), Some("page" | "database")) {
            continue;
        }
        for property in json::properties(object) {
            rename_type(property, NEW, OLD);
        }
    }
}

fn rename_type(property: &mut json::Object, from: &str, to: &str) {
    json::rename(property, from, to);
    if property.get("type").and_then(Value::as_str) == Some(from) {
        property.insert("type".to_owned(), json!(to));
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    for object in json::objects(body) {
        if !matches!(json::kind(object), Some("page" | "database")) {
            continue;
        }
        for property in json::properties(object) {
            rename_type(property, OLD, NEW);
        }
    }
}
