//! 2025-09-03: rows are queried at `data_sources/{id}/query`, before at `databases/{id}/query`.

use serde_json::Value;

use super::database_object::single_source;
use super::{Answer, Raised, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

pub(super) fn raise(
    request: &mut Request,
    resolver: &dyn Resolver,
) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::QueryDatabase {
        request.operation = Operation::QueryDataSource;
        // An id that names no database stays, and is not found under its own value.
        if let Some(id) = request.params.first_mut()
            && let Some(source) = single_source(id, resolver)?
        {
            *id = source;
        }
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    if answer.asked.operation == Operation::QueryDatabase {
        json::reword(answer.body, "path.data_source_id", "path.database_id");
        json::reword(
            answer.body,
            "Could not find data_source ",
            "Could not find database ",
        );
    }
}

pub(super) fn lift(raised: &mut Raised, _: &mut Value) {
    if raised.operation == Operation::QueryDatabase {
        raised.operation = Operation::QueryDataSource;
    }
}
