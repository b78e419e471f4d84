//! 2022-02-22: the text of a block is called `rich_text`, before `text`.

use serde_json::Value;

use super::{Answer, Raised, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

const OLD: &str = "text";
const NEW: &str = "rich_text";

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::UpdateBlock
        && let Some(block) = request.body.as_object_mut()
    {
        rename_in_payloads(block, OLD, NEW);
    }
    json::request_blocks(&mut request.body, &mut |block| {
        rename_in_payloads(block, OLD, NEW);
    });
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    for object in json::objects(answer.body) {
        if json::kind(object) == Some("block")
            && let Some(block) = object.as_object_mut()
        {
            rename_in_payloads(block, NEW, OLD);
        }
    }
    json::reword(answer.body, ".rich_text", ".text");
}

/// Renames the member in every object of a block; only its payload can have such an array.
fn rename_in_payloads(block: &mut json::Object, from: &str, to: &str) {
    for payload in block.values_mut().filter_map(Value::as_object_mut) {
        if payload.get(from).is_some_and(Value::is_array) {
            json::rename(payload, from, to);
        }
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    for object in json::objects(body) {
        if json::kind(object) == Some("block")
            && let Some(block) = object.as_object_mut()
        {
            rename_in_payloads(block, OLD, NEW);
        }
    }
}
