//! What stands in front of every operation: capabilities, and what is shared.
//!
//! The order is the service's: the shape of a request is checked before anything is looked up. A
//! request that will be refused is therefore still tried, so that it is refused for its shape if that
//! is wrong; whatever else comes of it is undone.

use std::borrow::Cow;

use recto_api::endpoint::Operation;
use recto_api::error::ErrorCode;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{ConnectionKind, Sight, needs, shown};
use crate::engine::{self, Call, Context};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{Node, Parent};
use crate::store::{access, comments, uploads, views};

/// Runs one operation of the newest version for the caller of the context.
pub(crate) fn dispatch(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    call: &Call,
) -> Result<Value, Problem> {
    let call = &*at_the_top(ctx, call);
    let refusal = match missing(ctx, call.operation) {
        Some(refusal) => Some(refusal),
        None => match ctx.sight() {
            Some(mut sight) => hidden(tx, ctx, call, &mut sight)?,
            None => None,
        },
    };
    let Some(refusal) = refusal else {
        let mut answer = engine::dispatch(tx, ctx, call)?;
        shown::restrict(tx, ctx, call.operation, &mut answer)?;
        return Ok(answer);
    };
    match engine::dispatch(tx, ctx, call) {
        Err(problem) if is_about_shape(&problem) => Err(problem),
        _ => Err(refusal),
    }
}

/// A new page without a parent is a private one at the top level, for those who can have such
/// (documented).
fn at_the_top<'a>(ctx: &Context<'_>, call: &'a Call) -> Cow<'a, Call> {
    let private = call.operation == Operation::CreatePage
        && ctx.caller.has_top_level()
        && call.input.member("parent").is_none();
    if !private {
        return Cow::Borrowed(call);
    }
    let mut call = call.clone();
    crate::store::set(&mut call.input.body, "parent", json!({"workspace": true}));
    Cow::Owned(call)
}

/// Keeps whose a new page or database at the top level is.
pub(crate) fn own(tx: &Transaction<'_>, ctx: &Context<'_>, node: &Node) -> Result<(), Problem> {
    if node.parent != Parent::Workspace {
        return Ok(());
    }
    if !ctx.caller.workspace_key.is_empty() {
        access::put_at_top(tx, &node.id, &ctx.caller.workspace_key)?;
    }
    if !ctx.caller.whole_workspace {
        access::share(tx, ctx.caller.connection_id(), &node.id)?;
    }
    Ok(())
}

/// Whether a refusal comes before anything is looked up.
fn is_about_shape(problem: &Problem) -> bool {
    problem.body().code == ErrorCode::ValidationError
        && problem.message().contains(" failed validation")
}

/// 403, if the connection may not do this (recorded, documented).
fn missing(ctx: &Context<'_>, operation: Operation) -> Option<Problem> {
    let refusal = |message: &str| Some(Problem::new(ErrorCode::RestrictedResource, message));
    let caller = ctx.caller;
    if operation == Operation::ListUsers && caller.kind == ConnectionKind::Personal {
        return refusal("Personal access tokens cannot list users.");
    }
    let allowed = needs::needs(operation)
        .iter()
        .all(|need| caller.capabilities.has(*need))
        && (caller.capabilities.reads_users() || !needs::reads_users(operation));
    if allowed {
        None
    } else {
        refusal("Insufficient permissions for this endpoint.")
    }
}

/// 404, if the request names something that is there and not shared with the connection.
fn hidden(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    call: &Call,
    sight: &mut Sight<'_>,
) -> Result<Option<Problem>, Problem> {
    let input = &call.input;
    for (name, value) in &input.params {
        if let Some(problem) = named(tx, ctx, sight, name, value)? {
            return Ok(Some(problem));
        }
    }
    for (name, value) in &input.query {
        if call.operation == Operation::ListComments && name == "block_id" {
            let id = ids::normalized(value).unwrap_or_default();
            if !sight.node(tx, &id)? {
                return Ok(Some(Problem::block_not_found(&id)));
            }
        } else if let Some(problem) = named(tx, ctx, sight, name, value)? {
            return Ok(Some(problem));
        }
    }
    below(tx, ctx, sight, &input.body)
}

/// The same for every id below a value.
fn below(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sight: &mut Sight<'_>,
    value: &Value,
) -> Result<Option<Problem>, Problem> {
    let check = |sight: &mut Sight<'_>, name: &str, id: Option<&Value>| match id {
        Some(Value::String(id)) => named(tx, ctx, sight, name, id),
        _ => Ok(None),
    };
    let found = match value {
        Value::Array(items) => {
            for item in items {
                if let Some(problem) = below(tx, ctx, sight, item)? {
                    return Ok(Some(problem));
                }
            }
            None
        }
        Value::Object(members) => {
            for (name, member) in members {
                let found = match (name.as_str(), member) {
                    (name, Value::String(id)) => named(tx, ctx, sight, name, id)?,
                    ("relation", Value::Array(targets)) => {
                        let mut found = None;
                        for target in targets {
                            found = check(sight, "page_id", target.get("id"))?;
                            if found.is_some() {
                                break;
                            }
                        }
                        found
                    }
                    ("mention", mention) => {
                        let page = check(sight, "page_id", mention.pointer("/page/id"))?;
                        match page {
                            None => check(sight, "database_id", mention.pointer("/database/id"))?,
                            page => page,
                        }
                    }
                    (_, member) => below(tx, ctx, sight, member)?,
                };
                if found.is_some() {
                    return Ok(found);
                }
            }
            None
        }
        _ => None,
    };
    Ok(found)
}

/// The refusal of an id by the name of its member.
fn named(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sight: &mut Sight<'_>,
    name: &str,
    value: &str,
) -> Result<Option<Problem>, Problem> {
    let Some(kind) = kind(name) else {
        return Ok(None);
    };
    let Some(id) = ids::normalized(value) else {
        return Ok(None);
    };
    let seen = match kind {
        "page" | "block" | "database" => sight.node(tx, &id)?,
        "data_source" => sight.data_source(tx, &id)?,
        "comment" => match comments::get(tx, &id)? {
            Some(comment) => sight.node(tx, comment.parent.id())?,
            None => true,
        },
        "discussion" => match comments::discussed(tx, &id)? {
            Some(parent) => sight.node(tx, parent.id())?,
            None => true,
        },
        "file_upload" => match uploads::get(tx, &id)? {
            Some(upload) => sight.upload(&upload.created_by),
            None => true,
        },
        "view" => match views::get(tx, &id)? {
            Some(view) => sight.node(tx, &view.database_id)?,
            None => true,
        },
        _ => true,
    };
    Ok((!seen).then(|| ctx.not_found(kind, &id)))
}

/// What an id stands for, by the name of its member.
fn kind(name: &str) -> Option<&'static str> {
    Some(match name {
        "page_id" | "template_id" => "page",
        "block_id" => "block",
        "database_id" => "database",
        "data_source_id" => "data_source",
        "comment_id" => "comment",
        "discussion_id" => "discussion",
        "file_upload_id" => "file_upload",
        "view_id" | "dashboard_id" => "view",
        _ => return None,
    })
}
