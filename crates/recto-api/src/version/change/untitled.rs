//! 2025-09-03: the block of a database without a title says `New database`, before nothing
//! (recorded).

use serde_json::{Value, json};

use super::{Answer, Refusal, Request, Resolver, json};

const UNTITLED: &str = "New database";

pub(super) fn raise(_: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, resolver: &dyn Resolver) {
    for object in json::objects(answer.body) {
        let id = object.get("id").and_then(Value::as_str).map(str::to_owned);
        if json::kind(object) == Some("block")
            && let Some(title) = object.pointer_mut("/child_database/title")
            && title.as_str() == Some(UNTITLED)
            // A database may really be called so.
            && id.is_some_and(|id| has_no_title(&id, resolver))
        {
            *title = json!("");
        }
    }
}

fn has_no_title(database_id: &str, resolver: &dyn Resolver) -> bool {
    let sources = resolver.data_sources(database_id);
    let source = sources.first().and_then(|id| resolver.data_source(id));
    source.is_some_and(|source| {
        source
            .get("title")
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
    })
}
