//! 2025-09-03: lists of rows and search results call themselves `page_or_data_source`, before
//! `page_or_database`.

use serde_json::{Value, json};

use super::{Answer, Raised, Refusal, Request, Resolver, json};

const OLD: &str = "page_or_database";
const NEW: &str = "page_or_data_source";

pub(super) fn raise(_: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    if json::kind(answer.body) == Some("list")
        && let Some(list) = answer.body.as_object_mut()
        && json::rename(list, NEW, OLD)
    {
        list.insert("type".to_owned(), json!(OLD));
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    if json::kind(body) == Some("list")
        && let Some(list) = body.as_object_mut()
        && json::rename(list, OLD, NEW)
    {
        list.insert("type".to_owned(), json!(NEW));
    }
}
