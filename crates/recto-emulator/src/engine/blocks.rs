//! Blocks: read, list, append, update, delete.

use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input};
use crate::problem::Problem;
use crate::store::nodes::Parent;

/// `GET /v1/blocks/{block_id}`
pub(crate) fn get(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

/// `PATCH /v1/blocks/{block_id}`
pub(crate) fn update(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

/// `DELETE /v1/blocks/{block_id}`
pub(crate) fn delete(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

/// `GET /v1/blocks/{block_id}/children`
pub(crate) fn list_children(
    _: &Transaction<'_>,
    _: &Context<'_>,
    _: &Input,
) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

/// `PATCH /v1/blocks/{block_id}/children`
pub(crate) fn append_children(
    _: &Transaction<'_>,
    _: &Context<'_>,
    _: &Input,
) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

/// Adds the blocks of a request's `children` (already found valid by [`check_children`]) at the
/// end of a parent; answers with the ids of the first level.
pub(crate) fn insert_children(
    _: &Transaction<'_>,
    _: &Context<'_>,
    _: &Parent,
    _: &[Value],
) -> Result<Vec<String>, Problem> {
    Ok(Vec::new())
}

/// Checks the shape of a `children` array at `path`, such as `body.children`.
pub(crate) fn check_children(_: &Value, _: &str) -> Result<(), Problem> {
    Ok(())
}
