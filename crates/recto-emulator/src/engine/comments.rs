//! Comments: written, listed, read, edited, deleted.

pub(super) mod shape;

use recto_api::error::ErrorCode;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::context::partial_user;
use super::{Context, Input, markdown, paging, rich_text, uploads};
use crate::ids;
use crate::problem::Problem;
use crate::store::comments::{self, Comment};
use crate::store::nodes::{self, Kind, Parent};
use crate::store::set;
use crate::{time, validate};

/// `POST /v1/comments`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, shape::create())?;
    let (parent, discussion_id) = match input.member("discussion_id").and_then(Value::as_str) {
        Some(id) => {
            let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
            let parent =
                comments::discussed(tx, &id)?.ok_or_else(|| ctx.not_found("discussion", &id))?;
            (parent, id)
        }
        None => (about(tx, ctx, input)?, ctx.ids.discussion(ctx.now)),
    };
    let comment = Comment {
        id: ctx.ids.comment(ctx.now),
        discussion_id,
        parent,
        created_time: ctx.minute,
        created_by: ctx.user().to_owned(),
        last_edited_time: ctx.minute,
        body: json!({
            "rich_text": text(tx, ctx, input)?,
            "display_name": display_name(ctx, input),
            "attachments": attachments(tx, ctx, input)?,
        }),
    };
    comments::insert(tx, &comment)?;
    Ok(object(&comment))
}

/// `GET /v1/comments`: the open comments on one page or block, oldest first.
pub(crate) fn list(tx: &Transaction<'_>, _: &Context<'_>, input: &Input) -> Result<Value, Problem> {
    let refuse = |member: &str, expectation: &str, instead: &Value| {
        validate::failed("query", &format!("query.{member}"), expectation, instead)
    };
    let Some(asked) = input.query("block_id") else {
        return Err(Problem::validation(format!(
            "query failed validation: {}",
            validate::sentence("query.block_id", "defined", None)
        )));
    };
    if asked.is_empty() {
        // Measured: an empty text counts as the number 0.
        return Err(refuse("block_id", "a string", &json!(0)));
    }
    let id = ids::normalized(asked)
        .ok_or_else(|| refuse("block_id", "a valid uuid", &Value::from(asked)))?;
    let cursor = match input.query("start_cursor") {
        None => None,
        Some(cursor) => Some(ids::normalized(cursor).ok_or_else(|| {
            refuse(
                "start_cursor",
                "a valid uuid or `undefined`",
                &Value::from(cursor),
            )
        })?),
    };
    if input.query("page_size") == Some("0") {
        return Err(refuse("page_size", "≥ `1` or `undefined`", &json!(0)));
    }
    let size = paging::size_in_query(input)?;
    match nodes::get(tx, &id)? {
        None => return Err(Problem::block_not_found(&id)),
        // Measured: comments on databases cannot be read.
        Some(node) if node.kind == Kind::Database => {
            return Err(Problem::new(
                ErrorCode::RestrictedResource,
                "Insufficient permissions for this endpoint.",
            ));
        }
        Some(_) => {}
    }
    let mut found = comments::list(tx, &id, cursor.as_deref(), size + 1)?
        .ok_or_else(|| Problem::invalid_cursor(input.query("start_cursor").unwrap_or_default()))?;
    let next = paging::cut(&mut found, size, |comment| comment.id.clone());
    Ok(paging::list(
        found.iter().map(object).collect(),
        next,
        "comment",
    ))
}

/// `GET /v1/comments/{comment_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    find(tx, ctx, input).map(|comment| object(&comment))
}

/// `PATCH /v1/comments/{comment_id}`
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, shape::update())?;
    let mut comment = find(tx, ctx, input)?;
    let text = text(tx, ctx, input)?;
    set(&mut comment.body, "rich_text", text);
    comment.last_edited_time = ctx.minute;
    comments::update(tx, &comment)?;
    Ok(object(&comment))
}

/// `DELETE /v1/comments/{comment_id}`: answers with what was deleted (recorded).
pub(crate) fn delete(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let comment = find(tx, ctx, input)?;
    comments::delete(tx, &comment.id)?;
    Ok(object(&comment))
}

fn find(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Comment, Problem> {
    let id = input.id("comment_id")?;
    comments::get(tx, &id)?.ok_or_else(|| ctx.not_found("comment", &id))
}

/// The page or block that a new discussion is about.
fn about(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Parent, Problem> {
    let parent = input.member("parent").unwrap_or(&Value::Null);
    let id_of = |name: &str| {
        let id = parent.get(name)?.as_str()?;
        ids::normalized(id)
    };
    if let Some(id) = id_of("page_id") {
        return match nodes::get(tx, &id)? {
            Some(node) if node.kind == Kind::Page => Ok(Parent::Page(id)),
            _ => Err(ctx.not_found("page", &id)),
        };
    }
    let id = id_of("block_id").unwrap_or_default();
    match nodes::get(tx, &id)? {
        // A page is a block: the comment is about the page.
        Some(node) if node.kind == Kind::Page => Ok(Parent::Page(id)),
        Some(_) => Ok(Parent::Block(id)),
        None => Err(Problem::block_not_found(&id)),
    }
}

fn text(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Value, Problem> {
    match input.member("rich_text") {
        Some(sent) => rich_text::normalize(tx, ctx, sent),
        None => {
            let text = input.member("markdown").and_then(Value::as_str);
            let runs = markdown::rich_text(&input.body, text.unwrap_or_default())?;
            rich_text::normalize(tx, ctx, &runs)
        }
    }
}

/// Who a comment seems to be from: the integration, unless the request says otherwise.
fn display_name(ctx: &Context<'_>, input: &Input) -> Value {
    let sent = input.member("display_name");
    let custom = sent
        .and_then(|sent| sent.pointer("/custom/name"))
        .and_then(Value::as_str);
    let kind = sent
        .and_then(|sent| sent.get("type"))
        .and_then(Value::as_str)
        .unwrap_or("integration");
    let name = custom.unwrap_or(&ctx.workspace.integration.name);
    json!({"type": kind, "resolved_name": name})
}

/// The files of a new comment, by what they are.
fn attachments(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Value, Problem> {
    let sent = input.member("attachments").and_then(Value::as_array);
    let attach = |file: &Value| {
        let id = file.get("file_upload_id").and_then(Value::as_str);
        let upload = uploads::attach(tx, ctx, id.unwrap_or_default())?;
        let content_type = upload.content_type.as_deref().unwrap_or_default();
        let category = match content_type.split('/').next() {
            Some(kind @ ("audio" | "image" | "video")) => kind,
            _ if content_type == "application/pdf" => "pdf",
            _ => "productivity",
        };
        let file = uploads::file(&upload);
        Ok(json!({"category": category, "file": file.get("file")}))
    };
    sent.into_iter().flatten().map(attach).collect()
}

/// A comment as it is answered; members in the recorded order.
fn object(comment: &Comment) -> Value {
    let kind = comment.parent.type_name();
    let mut out = json!({
        "object": "comment",
        "id": comment.id,
        "parent": {"type": kind, kind: comment.parent.id()},
        "discussion_id": comment.discussion_id,
        "created_time": time::minute_text(comment.created_time),
        "last_edited_time": time::minute_text(comment.last_edited_time),
        "created_by": partial_user(&comment.created_by),
        "rich_text": comment.body.get("rich_text"),
        "display_name": comment.body.get("display_name"),
    });
    let files = comment.body.get("attachments");
    if let Some(files) = files.filter(|files| files.as_array().is_some_and(|list| !list.is_empty()))
    {
        set(&mut out, "attachments", files.clone());
    }
    out
}
