//! The bot, the people, and how they are answered.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use super::{Context, Input, context::partial_user, paging};
use crate::problem::Problem;

/// Bytes an upload may have on a free plan; what `users/me` says of the workspace.
const MAX_UPLOAD_BYTES: u64 = 5 * 1024 * 1024;

/// `GET /v1/users/me`
pub(crate) fn me(tx: &Transaction<'_>, ctx: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    find(tx, ctx, &ctx.workspace.bot_id)
}

/// `GET /v1/users/{user_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    find(tx, ctx, &input.id("user_id")?)
}

/// `GET /v1/users`
pub(crate) fn list(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let size = paging::size_in_query(input)?;
    let from = match input.query("start_cursor") {
        None => 0,
        Some(cursor) => tx
            .query_row(
                "SELECT seq FROM user WHERE id = ?1 AND workspace_id = ?2",
                [cursor, &ctx.caller.workspace_key],
                |row| row.get::<_, i64>(0),
            )
            .optional()?
            .ok_or_else(|| Problem::invalid_cursor(cursor))?,
    };
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let mut users: Vec<Value> = tx
        .prepare_cached(
            "SELECT id, kind, name, avatar_url, email FROM user WHERE seq >= ?1 \
             AND workspace_id = ?3 ORDER BY seq LIMIT ?2",
        )?
        .query_map(params![from, limit, ctx.caller.workspace_key], |row| {
            object(row, Some(ctx))
        })?
        .collect::<Result<_, _>>()?;
    for user in &mut users {
        set_owner(tx, ctx, user)?;
    }
    let next = paging::cut(&mut users, size, |user| id_of(user).to_owned());
    Ok(paging::list(users, next, "user"))
}

/// A user as property values and mentions show it: whole, but another's bot without details.
/// `{"object":"user","id":…}` if the workspace does not know it.
pub(crate) fn full(tx: &Transaction<'_>, id: &str) -> Result<Value, Problem> {
    Ok(tx
        .prepare_cached("SELECT id, kind, name, avatar_url, email FROM user WHERE id = ?1")?
        .query_row([id], |row| object(row, None))
        .optional()?
        .unwrap_or_else(|| partial_user(id)))
}

fn find(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Value, Problem> {
    let mut found = tx
        .prepare_cached(
            "SELECT id, kind, name, avatar_url, email FROM user \
             WHERE id = ?1 AND workspace_id = ?2",
        )?
        .query_row([id, &ctx.caller.workspace_key], |row| {
            object(row, Some(ctx))
        })
        .optional()?
        .ok_or_else(|| Problem::user_not_found(id, &ctx.workspace.integration))?;
    set_owner(tx, ctx, &mut found)?;
    Ok(found)
}

/// Whose the caller's bot is, where it is a person's.
fn set_owner(tx: &Transaction<'_>, ctx: &Context<'_>, user: &mut Value) -> Result<(), Problem> {
    if let Some(owner) = &ctx.caller.owner
        && let Some(told) = user.pointer_mut("/bot/owner")
    {
        *told = json!({"type": "user", "user": full(tx, owner)?});
    }
    Ok(())
}

/// The user of a row; with a context, the token's own bot is told with all details.
fn object(row: &Row<'_>, ctx: Option<&Context<'_>>) -> rusqlite::Result<Value> {
    let id: String = row.get(0)?;
    let kind: String = row.get(1)?;
    let email: Option<String> = row.get(4)?;
    let details = match (kind.as_str(), email, ctx) {
        ("bot", _, Some(ctx)) if id == ctx.workspace.bot_id => json!({
            "owner": {"type": "workspace", "workspace": true},
            "workspace_name": ctx.workspace.name,
            "workspace_id": ctx.workspace.id,
            "workspace_limits": {"max_file_upload_size_in_bytes": MAX_UPLOAD_BYTES},
        }),
        ("person", Some(email), _) => json!({"email": email}),
        _ => json!({}),
    };
    Ok(json!({
        "object": "user",
        "id": id,
        "name": row.get::<_, Option<String>>(2)?,
        "avatar_url": row.get::<_, Option<String>>(3)?,
        "type": kind,
        kind: details,
    }))
}

fn id_of(user: &Value) -> &str {
    user.get("id").and_then(Value::as_str).unwrap_or_default()
}
