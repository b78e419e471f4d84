//! 2026-03-11: the block type `transcription` became `meeting_notes`.

use serde_json::Value;

use super::{Answer, Raised, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

const OLD: &str = "transcription";
const NEW: &str = "meeting_notes";

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::UpdateBlock
        && let Some(block) = request.body.as_object_mut()
    {
        rename_type(block, OLD, NEW);
    }
    json::request_blocks(&mut request.body, &mut |block| rename_type(block, OLD, NEW));
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    json::reword(answer.body, NEW, OLD);
    for object in json::objects(answer.body) {
        if json::kind(object) == Some("block")
            && let Some(block) = object.as_object_mut()
        {
            rename_type(block, NEW, OLD);
        }
    }
}

fn rename_type(block: &mut json::Object, from: &str, to: &str) {
    json::rename(block, from, to);
    if let Some(Value::String(kind)) = block.get_mut("type")
        && kind == from
    {
        to.clone_into(kind);
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    for object in json::objects(body) {
        if json::kind(object) == Some("block")
            && let Some(block) = object.as_object_mut()
        {
            rename_type(block, OLD, NEW);
        }
    }
}
