//! Custom emojis, which only the app can make.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, Input, paging};
use crate::ids;
use crate::problem::Problem;
use crate::store::emojis::{self, Emoji};

/// `GET /v1/custom_emojis`: of exactly one name if asked for. Members in the recorded order, which
/// is not that of other lists.
pub(crate) fn list(tx: &Transaction<'_>, _: &Context<'_>, input: &Input) -> Result<Value, Problem> {
    let size = paging::size_in_query(input)?;
    let mut found = emojis::list(tx, input.query("name"))?;
    if let Some(cursor) = input.query("start_cursor") {
        let from = ids::normalized(cursor)
            .and_then(|id| found.iter().position(|emoji| emoji.id == id))
            .ok_or_else(|| Problem::invalid_cursor(cursor))?;
        found.drain(..from);
    }
    let next = paging::cut(&mut found, size, |emoji| emoji.id.clone());
    Ok(json!({
        "object": "list",
        "type": "custom_emoji",
        "results": found.iter().map(object).collect::<Vec<_>>(),
        "has_more": next.is_some(),
        "next_cursor": next,
    }))
}

/// An emoji of a request as it is stored: with the name and address of the workspace's, if it is
/// one of them.
pub(crate) fn normalize(tx: &Transaction<'_>, sent: &Value) -> Result<Value, Problem> {
    let id = sent.get("id").and_then(Value::as_str).unwrap_or_default();
    let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
    Ok(match emojis::get(tx, &id)? {
        Some(emoji) => object(&emoji),
        None => sent.clone(),
    })
}

fn object(emoji: &Emoji) -> Value {
    json!({"id": emoji.id, "name": emoji.name, "url": emoji.url})
}
