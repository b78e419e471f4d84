//! Mentions of people, pages, databases and dates.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::super::{Context, emojis, users, values};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node};

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
            let node = nodes::get(tx, &id)?.ok_or_else(|| ctx.not_found(kind, &id))?;
            // Recorded: a mention is of what the id is, whatever it was sent as.
            let kind = match node.kind {
                Kind::Database => "database",
                Kind::Page | Kind::Block => "page",
            };
            let (text, href) = name_of(ctx, node);
            return Ok((json!({"type": kind, kind: {"id": id}}), text, Some(href)));
        }
    }
    if let Some(date) = sent.get("date") {
        let date = values::date(date)?;
        let member = |name: &str| date.get(name).and_then(Value::as_str);
        let start = member("start").unwrap_or_default();
        let text = match member("end") {
            Some(end) => format!("{start} → {end}"),
            None => start.to_owned(),
        };
        return Ok((json!({"type": "date", "date": date}), text, None));
    }
    if let Some(template) = sent.get("template_mention") {
        return Ok(template_mention(template));
    }
    let emoji = sent.get("custom_emoji").unwrap_or(&Value::Null);
    let emoji = emojis::normalize(tx, emoji)?;
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
    Ok(nodes::get(tx, id)?.map(|node| name_of(ctx, node)))
}

fn name_of(ctx: &Context<'_>, node: Node) -> (String, String) {
    // Links of mentions carry no title (recorded).
    let href = ctx.url("", &node.id);
    let title = if node.title.is_empty() {
        "Untitled".to_owned()
    } else {
        node.title
    };
    (title, href)
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
