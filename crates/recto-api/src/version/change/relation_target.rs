//! 2025-09-03: a relation of a schema names its target by data source, before by database.
//!
//! Answers carry both ids at every version since late 2025 (recordings), so only refusals
//! are lowered.

use serde_json::{Value, json};

use super::database_object::single_source;
use super::{Answer, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

pub(super) fn raise(
    request: &mut Request,
    resolver: &dyn Resolver,
) -> Result<Option<Request>, Refusal> {
    if !matches!(
        request.operation,
        Operation::CreateDatabase | Operation::UpdateDataSource
    ) {
        return Ok(None);
    }
    for property in json::properties(&mut request.body) {
        if let Some(relation) = property.get_mut("relation").and_then(Value::as_object_mut)
            && !relation.contains_key("data_source_id")
            && let Some(Value::String(id)) = relation.get("database_id")
        {
            // An id that names no database names no data source either: it is refused as it was
            // sent.
            let source = single_source(id, resolver)?.unwrap_or_else(|| id.clone());
            json::rename(relation, "database_id", "data_source_id");
            relation.insert("data_source_id".to_owned(), json!(source));
        }
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    if matches!(
        answer.asked.operation,
        Operation::CreateDatabase | Operation::UpdateDatabase | Operation::UpdateDataSource
    ) {
        json::reword(
            answer.body,
            ".relation.data_source_id ",
            ".relation.database_id ",
        );
        json::reword(
            answer.body,
            "Could not find data_source with ID",
            "Could not find database with ID",
        );
    }
}
