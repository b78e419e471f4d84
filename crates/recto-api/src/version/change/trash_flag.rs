//! 2026-03-11: `archived` became `in_trash`.
//!
//! Older answers carry both, `archived` behind everything else (recordings). Older requests may say
//! either, or both as clients do that send back what they read; then `in_trash` counts.

use serde_json::Value;

use super::{Answer, Raised, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

const OLD: &str = "archived";
const NEW: &str = "in_trash";

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    let has_flag = matches!(
        request.operation,
        Operation::UpdatePage
            | Operation::UpdateBlock
            | Operation::UpdateDatabase
            | Operation::UpdateDataSource
            | Operation::QueryDataSource
    );
    if has_flag
        && let Some(body) = request.body.as_object_mut()
        && !json::rename(body, OLD, NEW)
    {
        body.shift_remove(OLD);
    }
    // New blocks are never in the trash, whatever a copied block says.
    json::request_blocks(&mut request.body, &mut |block| {
        block.shift_remove(OLD);
    });
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    if answer.asked.body.get(OLD).is_some() {
        json::reword(answer.body, "body.in_trash ", "body.archived ");
    }
    for object in json::objects(answer.body) {
        lower_object(object);
    }
}

fn lower_object(object: &mut Value) {
    if !has_flag(object) {
        return;
    }
    if let Some(object) = object.as_object_mut()
        && let Some(flag) = object.get(NEW).cloned()
    {
        json::append(object, OLD, flag);
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    for object in json::objects(body) {
        if has_flag(object)
            && let Some(object) = object.as_object_mut()
            && !json::rename(object, OLD, NEW)
            && object.get(OLD) == object.get(NEW)
        {
            object.shift_remove(OLD);
        }
    }
}

fn has_flag(object: &Value) -> bool {
    matches!(
        json::kind(object),
        Some("page" | "block" | "database" | "data_source" | "file_upload")
    )
}
