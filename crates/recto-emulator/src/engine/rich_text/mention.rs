//! Mentions of people, pages, databases and dates.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::super::{Context, users};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes;

/// The stored mention with its plain text and link.
pub(super) fn normalize(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<(Value, String, Option<String>), Problem> {
    if let Some(user) = sent.get("user") {
        let id = id_of(user);
        let (user, text) = user_of(tx, &id)?;
        return Ok((json!({"type": "user", "user": user}), text, None));
    }
    for kind in ["page", "database"] {
        if let Some(sent) = sent.get(kind) {
            let id = id_of(sent);
            let mention = json!({"type": kind, kind: {"id": id}});
            let (text, href) =
                target(tx, ctx, &mention)?.ok_or_else(|| ctx.not_found(kind, &id))?;
            return Ok((mention, text, Some(href)));
        }
    }
    if let Some(date) = sent.get("date") {
        let member = |name: &str| date.get(name).cloned().unwrap_or_default();
        let (start, end) = (member("start"), member("end"));
        let text = match (start.as_str(), end.as_str()) {
            (Some(start), Some(end)) => format!("{start} → {end}"),
            (start, _) => start.unwrap_or_default().to_owned(),
        };
        let date = json!({"start": start, "end": end, "time_zone": member("time_zone")});
        return Ok((json!({"type": "date", "date": date}), text, None));
    }
    if let Some(template) = sent.get("template_mention") {
        return Ok(template_mention(template));
    }
    let emoji = sent.get("custom_emoji").cloned().unwrap_or_default();
    let name = emoji
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let text = format!(":{name}:");
    Ok((
        json!({"type": "custom_emoji", "custom_emoji": emoji}),
        text,
        None,
    ))
}

/// The title and link of a mentioned page or database; `None` when it is neither, or is gone.
pub(super) fn target(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    mention: &Value,
) -> Result<Option<(String, String)>, Problem> {
    let sent = mention.get("page").or_else(|| mention.get("database"));
    let Some(id) = sent.and_then(|sent| sent.get("id")).and_then(Value::as_str) else {
        return Ok(None);
    };
    Ok(nodes::get(tx, id)?.map(|node| {
        let title = if node.title.is_empty() {
            "Untitled".to_owned()
        } else {
            node.title
        };
        // Links of mentions carry no title (recorded).
        (title, ctx.url("", id))
    }))
}

fn id_of(sent: &Value) -> String {
    let id = sent.get("id").and_then(Value::as_str).unwrap_or_default();
    ids::normalized(id).unwrap_or_else(|| id.to_owned())
}

/// The mentioned user, whole if the workspace knows it, and `@Name`.
fn user_of(tx: &Transaction<'_>, id: &str) -> Result<(Value, String), Problem> {
    let user = users::full(tx, id)?;
    let name = user
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or("Anonymous");
    let text = format!("@{name}");
    Ok((user, text))
}

fn template_mention(sent: &Value) -> (Value, String, Option<String>) {
    let (kind, value) = ["template_mention_date", "template_mention_user"]
        .into_iter()
        .find_map(|kind| Some((kind, sent.get(kind)?.as_str()?)))
        .unwrap_or(("template_mention_date", "today"));
    let text = match value {
        "now" => "@Now",
        "me" => "@Me",
        _ => "@Today",
    };
    let mention = json!({
        "type": "template_mention",
        "template_mention": {"type": kind, kind: value},
    });
    (mention, text.to_owned(), None)
}
