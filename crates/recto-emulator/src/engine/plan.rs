//! Agents, sessions and meeting notes: parts of plans that the emulator's workspace does not have.
//!
//! Without a scripted reply they are refused as a workspace without them refuses (assumed: code and
//! words). Queries of meeting notes work; only an import brings any.

use std::sync::LazyLock;

use recto_api::error::ErrorCode;
use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input, blocks, paging};
use crate::problem::Problem;
use crate::validate::{self, Shape, object, optional};

/// The refusal of what the plan of the workspace does not have.
pub(crate) fn refused(what: &str) -> Result<Value, Problem> {
    Err(Problem::new(
        ErrorCode::RestrictedResource,
        format!("This workspace's plan does not include {what}."),
    ))
}

/// The body of a query of meeting notes.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        object([
            optional("filter", Shape::Any),
            optional("sort", Shape::Any),
            optional(
                "limit",
                Shape::Number {
                    min: 1.0,
                    max: 50.0,
                },
            ),
        ])
    });
    &SHAPE
}

/// `POST /v1/blocks/meeting_notes/query`: newest first (assumed), at most `limit`. Recorded: a list
/// of blocks with the members of any other.
pub(crate) fn query_meeting_notes(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, shape())?;
    for name in ["filter", "sort"] {
        if input.member(name).is_some() {
            return Err(Problem::not_built(&format!(
                "`{name}` when querying meeting notes"
            )));
        }
    }
    let limit = input.member("limit").and_then(Value::as_u64).unwrap_or(50);
    let limit = usize::try_from(limit).unwrap_or(50);
    let mut found = blocks::of_type(tx, ctx, "meeting_notes")?;
    let more = found.len() > limit;
    found.truncate(limit);
    let mut list = paging::list(found, None, "block");
    crate::store::set(&mut list, "has_more", more.into());
    Ok(list)
}
