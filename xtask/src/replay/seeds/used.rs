//! What requests name and no answer shows: stand-ins of which only the id counts.

use serde_json::{Value, json};

use super::{Work, text};
use crate::replay::conversation::Exchange;
use crate::replay::ids::bare;

/// Adds what a request that succeeded needs.
pub(super) fn used(work: &mut Work, exchange: &Exchange) {
    let answer = exchange
        .objects()
        .first()
        .map_or(Value::Null, |one| (*one).clone());
    let body = exchange.request.as_ref().unwrap_or(&Value::Null);
    match exchange.segments().as_slice() {
        ["pages", id, ..] => stand_in(work, "page", id),
        ["databases", id, ..] => stand_in(work, "database", id),
        ["data_sources", id, ..] => stand_in(work, "data_source", id),
        ["blocks", id, "children"] => {
            let is_block = answer
                .pointer("/parent/block_id")
                .and_then(Value::as_str)
                .and_then(bare)
                == bare(id)
                && exchange.response.get("results").is_some();
            stand_in(work, if is_block { "block" } else { "page" }, id);
            sibling(work, body, id);
        }
        ["blocks", id, ..] => stand_in(work, "block", id),
        ["comments", ..] => comments(work, exchange, &answer),
        ["file_uploads", id, ..] => stand_in(work, "file_upload", id),
        _ => {}
    }
    let parent = body.get("parent").unwrap_or(&Value::Null);
    if let Some(id) = text(parent, "page_id") {
        stand_in(work, "page", id);
    }
    if let Some(id) = text(parent, "block_id") {
        stand_in(work, "block", id);
    }
    rows_of(work, parent, &answer);
    named(work, body);
}

fn stand_in(work: &mut Work, kind: &str, id: &str) {
    let Some(known) = bare(id).filter(|known| work.is_new(known)) else {
        return;
    };
    let object = match kind {
        "file_upload" => {
            json!({"object": kind, "id": id, "status": "uploaded", "filename": "file"})
        }
        _ => json!({"object": kind, "id": id, "stand_in": true}),
    };
    work.put(&known, object);
}

/// A database of which only rows are shown: they tell its schema.
fn rows_of(work: &mut Work, parent: &Value, answer: &Value) {
    let asked = text(parent, "data_source_id").or_else(|| text(parent, "database_id"));
    let Some(asked) = asked else { return };
    let shown = answer.get("parent").unwrap_or(&Value::Null);
    let database = text(shown, "database_id")
        .or_else(|| text(parent, "database_id"))
        .unwrap_or(asked);
    let source = text(shown, "data_source_id").or_else(|| text(parent, "data_source_id"));
    let is_new = |work: &Work, id: &str| bare(id).is_some_and(|id| work.is_new(&id));
    if !is_new(work, database) || source.is_some_and(|source| !is_new(work, source)) {
        return;
    }
    let object = match source {
        Some(source) => json!({
            "object": "data_source", "id": source, "stand_in": true, "title": [],
            "parent": {"type": "database_id", "database_id": database},
            "properties": Work::schema(answer),
        }),
        None => json!({
            "object": "database", "id": database, "stand_in": true, "title": [],
            "properties": Work::schema(answer),
        }),
    };
    let id = source.unwrap_or(database);
    if let Some(id) = bare(id) {
        work.put(&id, object);
    }
}

/// The block behind which new ones go.
fn sibling(work: &mut Work, body: &Value, parent: &str) {
    let position = body
        .pointer("/position/after_block/id")
        .and_then(Value::as_str);
    let Some(id) = text(body, "after").or(position) else {
        return;
    };
    if let Some(known) = bare(id).filter(|known| work.is_new(known)) {
        let paragraph = json!({"rich_text": [], "icon": null, "color": "default"});
        work.put(
            &known,
            json!({"object": "block", "id": id, "stand_in": true, "type": "paragraph", "paragraph": paragraph,
                "parent": {"type": "block_id", "block_id": parent}}),
        );
    }
}

/// The discussion that a comment answers, and what comments are about.
fn comments(work: &mut Work, exchange: &Exchange, answer: &Value) {
    let body = exchange.request.as_ref().unwrap_or(&Value::Null);
    let asked = exchange
        .query
        .split('&')
        .find_map(|pair| pair.strip_prefix("block_id="));
    if let Some(id) = asked {
        let is_block = answer.pointer("/parent/block_id").is_some();
        stand_in(work, if is_block { "block" } else { "page" }, id);
    }
    if let Some(id) = text(body, "discussion_id")
        && let Some(known) = bare(id).filter(|known| work.is_new(known))
        && !work
            .objects
            .values()
            .any(|object| text(object, "discussion_id") == Some(id))
    {
        // The first comment of the discussion, of which nothing else is known.
        work.put(
            &known,
            json!({"object": "comment", "id": id, "discussion_id": id, "parent": answer.get("parent"),
                "rich_text": [], "stand_in": true}),
        );
    }
}

/// Everything that a body names: mentioned and related pages, targets of relations, files.
fn named(work: &mut Work, value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| named(work, item)),
        Value::Object(members) => {
            for (name, kind) in [
                ("page", "page"),
                ("database", "database"),
                ("file_upload", "file_upload"),
            ] {
                if let Some(id) = members.get(name).and_then(|named| text(named, "id")) {
                    stand_in(work, kind, id);
                }
            }
            for related in members
                .get("relation")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                if let Some(id) = text(related, "id") {
                    stand_in(work, "page", id);
                }
            }
            if let Some(relation) = members
                .get("relation")
                .filter(|relation| relation.is_object())
            {
                if let Some(id) = text(relation, "data_source_id") {
                    stand_in(work, "data_source", id);
                } else if let Some(id) = text(relation, "database_id") {
                    stand_in(work, "database", id);
                }
            }
            if let Some(id) = members
                .get("synced_from")
                .and_then(|from| text(from, "block_id"))
                && let Some(known) = bare(id).filter(|known| work.is_new(known))
            {
                work.put(
                    &known,
                    json!({"object": "block", "id": id, "stand_in": true, "type": "synced_block",
                        "synced_block": {"synced_from": null}}),
                );
            }
            members.values().for_each(|member| named(work, member));
        }
        _ => {}
    }
}
