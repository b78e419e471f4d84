//! 2025-09-03: the parent of a row is its data source, before its database.

use serde_json::{Value, json};

use super::database_object::single_source;
use super::{Answer, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

pub(super) fn raise(
    request: &mut Request,
    resolver: &dyn Resolver,
) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::CreatePage
        && let Some(parent) = request.body.get_mut("parent").and_then(Value::as_object_mut)
        && let Some(Value::String(id)) = parent.get("database_id")
        // Already accepted at any version; then the database is only told along.
        && !parent.contains_key("data_source_id")
        && let Some(source) = single_source(id, resolver)?
    {
        json::rename(parent, "database_id", "data_source_id");
        parent.insert("data_source_id".to_owned(), json!(source));
        if let Some(kind) = parent.get_mut("type") {
            *kind = json!("data_source_id");
        }
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    for object in json::objects(answer.body) {
        if matches!(json::kind(object), Some("page" | "block"))
            && let Some(parent) = object.get_mut("parent").and_then(Value::as_object_mut)
            && parent.contains_key("database_id")
            && parent.shift_remove("data_source_id").is_some()
        {
            parent.insert("type".to_owned(), json!("database_id"));
        }
    }
}
