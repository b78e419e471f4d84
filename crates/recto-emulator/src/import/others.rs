//! Users, comments, file uploads, property items.

use rusqlite::params;
use serde_json::{Map, Value, json};

use super::given::{Given, id_of, millis, text};
use super::{Work, schema};
use crate::ids;
use crate::problem::Problem;
use crate::store::comments::{self, Comment};
use crate::store::imports;
use crate::store::nodes::{self, Kind, Parent};
use crate::store::uploads::{self, Upload};

/// Stores every user that is told whole, wherever it is; the first telling counts.
pub(super) fn users(work: &mut Work<'_>, objects: &[Value]) -> Result<(), Problem> {
    let mut seen = std::collections::HashSet::new();
    objects
        .iter()
        .try_for_each(|object| user_in(work, object, &mut seen))
}

fn user_in(
    work: &mut Work<'_>,
    value: &Value,
    seen: &mut std::collections::HashSet<String>,
) -> Result<(), Problem> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| user_in(work, item, seen)),
        Value::Object(members) => {
            if text(value, "object") == Some("user")
                && let Some(kind) = text(value, "type")
                && seen.insert(id_of(value))
            {
                user(work, value, kind)?;
            }
            members
                .values()
                .try_for_each(|member| user_in(work, member, seen))
        }
        _ => Ok(()),
    }
}

fn user(work: &mut Work<'_>, object: &Value, kind: &str) -> Result<(), Problem> {
    work.tx
        .prepare_cached(
            "INSERT INTO user (id, kind, name, avatar_url, email) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, \
             avatar_url = excluded.avatar_url, email = coalesce(excluded.email, email), \
             seq = (SELECT max(seq) + 1 FROM user)",
        )?
        .execute(params![
            id_of(object),
            kind,
            text(object, "name"),
            text(object, "avatar_url"),
            object.pointer("/person/email").and_then(Value::as_str),
        ])?;
    work.done.users += 1;
    // What a connection is told of its own bot has no other place.
    match object
        .get("bot")
        .filter(|details| details.get("owner").is_some())
    {
        Some(details) => {
            let details = Map::from_iter([("bot".to_owned(), details.clone())]);
            imports::show(work.tx, &id_of(object), &details)
        }
        None => Ok(()),
    }
}

/// Stores the comments given.
pub(super) fn comments(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    for object in &given.comments {
        let parent = match work.parent(object, None)? {
            Parent::Workspace => continue,
            parent => parent,
        };
        let made = millis(object, "created_time").unwrap_or(work.ctx.minute);
        let mut body = Map::new();
        for name in ["rich_text", "display_name", "attachments"] {
            if let Some(value) = object.get(name) {
                body.insert(name.to_owned(), value.clone());
            }
        }
        let author = object.get("created_by").and_then(|user| text(user, "id"));
        let id = id_of(object);
        work.tx
            .execute("DELETE FROM comment WHERE id = ?1", [&id])?;
        let discussion = text(object, "discussion_id").and_then(ids::normalized);
        comments::insert(
            work.tx,
            &Comment {
                discussion_id: discussion.unwrap_or_else(|| work.ctx.ids.discussion(work.ctx.now)),
                parent,
                created_time: made,
                created_by: author.unwrap_or(work.ctx.user()).to_owned(),
                last_edited_time: millis(object, "last_edited_time").unwrap_or(made),
                body: Value::Object(body),
                id: id.clone(),
            },
        )?;
        if object.get("stand_in").is_some() {
            work.done.stand_ins += 1;
            imports::hide(work.tx, &id)?;
            continue;
        }
        work.keep(&id, object, COMMENT)?;
        work.done.comments += 1;
    }
    Ok(())
}

/// Members of a comment that have a place.
const COMMENT: &[&str] = &[
    "object",
    "id",
    "parent",
    "discussion_id",
    "created_time",
    "last_edited_time",
    "created_by",
    "rich_text",
    "display_name",
    "attachments",
    "request_id",
    "type",
];

/// Members of a file upload that have a place.
const UPLOAD: &[&str] = &[
    "object",
    "id",
    "created_time",
    "created_by",
    "last_edited_time",
    "expiry_time",
    "upload_url",
    "complete_url",
    "in_trash",
    "archived",
    "status",
    "filename",
    "content_type",
    "content_length",
    "number_of_parts",
    "request_id",
    "type",
];

/// Stores the file uploads given. Their bytes are not given, so they are not served.
pub(super) fn uploads(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    for object in given.uploads.iter().rev() {
        let id = id_of(object);
        let parts = object
            .pointer("/number_of_parts/total")
            .and_then(Value::as_i64);
        let author = object.get("created_by").and_then(|user| text(user, "id"));
        work.tx.execute("DELETE FROM upload WHERE id = ?1", [&id])?;
        uploads::insert(
            work.tx,
            &Upload {
                id: id.clone(),
                created_time: millis(object, "created_time").unwrap_or(work.ctx.minute),
                created_by: author.unwrap_or(work.ctx.user()).to_owned(),
                expiry_time: millis(object, "expiry_time"),
                mode: if parts.is_some() {
                    "multi_part"
                } else {
                    "single_part"
                }
                .to_owned(),
                status: text(object, "status").unwrap_or("uploaded").to_owned(),
                filename: text(object, "filename").map(str::to_owned),
                content_type: text(object, "content_type").map(str::to_owned),
                content_length: object.get("content_length").and_then(Value::as_i64),
                parts,
            },
        )?;
        work.keep(&id, object, UPLOAD)?;
        work.done.file_uploads += 1;
    }
    Ok(())
}

/// Completes the values of pages by property items, of which pages show only the first 25.
pub(super) fn property_items(work: &mut Work<'_>, given: &Given) -> Result<(), Problem> {
    let mut whole: Vec<(String, String, String, Vec<Value>)> = Vec::new();
    for item in &given.items {
        let (Some(page), Some(kind)) = (
            text(item, "page_id").and_then(ids::normalized),
            text(item, "type"),
        ) else {
            continue;
        };
        let property = schema::decoded(text(item, "id").unwrap_or_default());
        let value = item.get(kind).cloned().unwrap_or_default();
        let same = whole
            .iter_mut()
            .find(|(of, id, ..)| *of == page && *id == property);
        match same {
            Some((.., values)) => values.push(value),
            None => whole.push((page, property, kind.to_owned(), vec![value])),
        }
    }
    for (page, property, kind, values) in whole {
        work.page_stand_in(&page)?;
        if kind == "relation" {
            for target in &values {
                work.page_stand_in(&id_of(target))?;
            }
            work.relate(&page, &property, &values, 0)?;
            continue;
        }
        set_value(work, &page, &property, &kind, values)?;
    }
    Ok(())
}

fn set_value(
    work: &Work<'_>,
    page: &str,
    property: &str,
    kind: &str,
    mut values: Vec<Value>,
) -> Result<(), Problem> {
    let Some(mut node) = nodes::get(work.tx, page)?.filter(|node| node.kind == Kind::Page) else {
        return Ok(());
    };
    let listed = matches!(kind, "title" | "rich_text" | "people");
    let value = if listed {
        Value::from(values)
    } else {
        values.pop().unwrap_or_default()
    };
    let (member, stored) = match kind {
        "formula" | "rollup" => ("computed", Some(value)),
        _ => ("properties", schema::stored(kind, &value)),
    };
    if let Some(stored) = stored {
        if node.body.get(member).is_none() {
            node.body[member] = json!({});
        }
        node.body[member][property] = stored;
    }
    nodes::update(work.tx, &node)
}
