//! What is stored under a block's type: made whole from a request, changed by an update.

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::super::rich_text::{self, content_refused};
use super::super::{Context, icon, uploads};
use super::kind::{Children, Holds, Kind, Member};
use crate::ids;
use crate::problem::Problem;
use crate::store::nodes;

type Object = Map<String, Value>;

/// The payload of a new block, with every member that an answer shows.
pub(super) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    kind: &Kind,
    sent: &Value,
) -> Result<Value, Problem> {
    let mut out = Object::new();
    for member in kind.members {
        write(tx, ctx, kind, member, sent, &mut out)?;
    }
    // Recorded: a heading that is made with children can be opened.
    if sent
        .get("children")
        .and_then(Value::as_array)
        .is_some_and(|below| !below.is_empty())
        && let Some(flag) = out.get_mut("is_toggleable")
    {
        *flag = json!(true);
    }
    Ok(Value::Object(out))
}

/// Brings the members of an update into a stored payload.
pub(super) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    kind: &Kind,
    stored: &Value,
    sent: &Value,
) -> Result<Value, Problem> {
    let mut out = Object::new();
    for member in kind.members {
        let names: &[&str] = match member.holds {
            Holds::Source => &["type", "external", "file"],
            Holds::Target => &["type", "page_id", "database_id", "comment_id"],
            _ => &[member.name],
        };
        if is_sent(member, sent) {
            write(tx, ctx, kind, member, sent, &mut out)?;
        } else {
            for name in names {
                if let Some(value) = stored.get(*name) {
                    out.insert((*name).to_owned(), value.clone());
                }
            }
        }
    }
    Ok(Value::Object(out))
}

fn is_sent(member: &Member, sent: &Value) -> bool {
    match member.holds {
        Holds::Source => ["external", "file_upload"]
            .iter()
            .any(|name| sent.get(name).is_some()),
        Holds::Target => ["page_id", "database_id", "comment_id"]
            .iter()
            .any(|name| sent.get(name).is_some()),
        _ => sent.get(member.name).is_some(),
    }
}

/// Refuses rows of a new table that are not as wide as the table.
pub(super) fn check_rows(kind: &Kind, sent: &Value) -> Result<(), Problem> {
    if kind.children != Children::Only("table_row", 1) {
        return Ok(());
    }
    let width = sent
        .get("table_width")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    sent.get("children")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|row| row.get("table_row"))
        .try_for_each(|row| check_width(row, width))
}

/// Refuses a row that is not as wide as its table.
pub(super) fn check_width(row: &Value, width: u64) -> Result<(), Problem> {
    let cells = row
        .get("cells")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if u64::try_from(cells) == Ok(width) {
        return Ok(());
    }
    Err(content_refused(
        "Number of cells in table row must match the table width of the parent table",
    ))
}

fn write(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    kind: &Kind,
    member: &Member,
    sent: &Value,
    out: &mut Object,
) -> Result<(), Problem> {
    let value = sent.get(member.name);
    let stored = match member.holds {
        Holds::RichText => rich_text::normalize(tx, ctx, value.unwrap_or(&Value::Null))?,
        Holds::Color => value.cloned().unwrap_or_else(|| json!("default")),
        Holds::Flag => value.cloned().unwrap_or_else(|| json!(false)),
        Holds::Icon => match value {
            Some(icon) => icon::normalize(tx, ctx, icon)?,
            // Recorded: what a callout gets that brings none.
            None => json!({"type": "emoji", "emoji": "💡"}),
        },
        Holds::Label => match value {
            Some(icon) => icon::normalize(tx, ctx, icon)?,
            None => Value::Null,
        },
        Holds::Cells => {
            let cells = value
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            let cells = cells.iter().map(|cell| rich_text::normalize(tx, ctx, cell));
            Value::from(cells.collect::<Result<Vec<_>, _>>()?)
        }
        Holds::Url => check_url(kind, value)?,
        Holds::Source => return write_source(tx, ctx, kind, sent, out),
        Holds::Name => value
            .or_else(|| out.get(member.name))
            .cloned()
            .unwrap_or_else(|| file_name(out)),
        Holds::Target => {
            write_target(sent, out);
            return Ok(());
        }
        Holds::Ratio => match value {
            Some(ratio) => ratio.clone(),
            None => return Ok(()),
        },
        Holds::SyncedFrom => synced_from(tx, ctx, value)?,
        Holds::Language | Holds::Expression | Holds::Width | Holds::Title => {
            value.cloned().unwrap_or_default()
        }
    };
    out.insert(member.name.to_owned(), stored);
    Ok(())
}

fn check_url(kind: &Kind, url: Option<&Value>) -> Result<Value, Problem> {
    let url = url.cloned().unwrap_or_default();
    match url.as_str() {
        Some(text) if is_web_address(text) => Ok(url),
        _ => Err(content_refused(&format!("Invalid {} url.", kind.name))),
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

fn write_source(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    kind: &Kind,
    sent: &Value,
    out: &mut Object,
) -> Result<(), Problem> {
    let Some(external) = sent.get("external") else {
        let id = sent
            .pointer("/file_upload/id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let upload = uploads::attach(tx, ctx, id)?;
        if let Value::Object(file) = uploads::file(&upload) {
            out.extend(file);
        }
        if kind.name == "file" {
            out.insert("name".to_owned(), json!(upload.filename));
        }
        return Ok(());
    };
    let url = check_url(kind, external.get("url"))?;
    out.insert("type".to_owned(), json!("external"));
    out.insert("external".to_owned(), json!({"url": url}));
    Ok(())
}

/// The last part of the file's address.
fn file_name(out: &Object) -> Value {
    let url = out
        .get("external")
        .and_then(|file| file.get("url"))
        .and_then(Value::as_str);
    let path = url
        .and_then(|url| url.split(['?', '#']).next())
        .unwrap_or_default();
    Value::from(path.rsplit('/').next().unwrap_or_default())
}

fn write_target(sent: &Value, out: &mut Object) {
    for name in ["page_id", "database_id", "comment_id"] {
        if let Some(id) = sent.get(name).and_then(Value::as_str) {
            let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
            out.insert("type".to_owned(), json!(name));
            out.insert(name.to_owned(), json!(id));
            return;
        }
    }
}

fn synced_from(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: Option<&Value>,
) -> Result<Value, Problem> {
    let Some(id) = sent
        .and_then(|sent| sent.get("block_id"))
        .and_then(Value::as_str)
    else {
        return Ok(Value::Null);
    };
    let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
    let original = nodes::get(tx, &id)?;
    if original.is_none_or(|node| node.block_type != "synced_block") {
        return Err(ctx.not_found("block", &id));
    }
    Ok(json!({"type": "block_id", "block_id": id}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_their_table() {
        let row = json!({"cells": [[], []]});
        assert!(check_width(&row, 2).is_ok());
        let problem = check_width(&row, 3).unwrap_err();
        assert!(
            problem
                .message()
                .ends_with("must match the table width of the parent table")
        );
    }

    #[test]
    fn a_file_is_named_after_its_address() {
        let mut out = Object::new();
        out.insert(
            "external".to_owned(),
            json!({"url": "https://example.com/a/b.txt?x=1"}),
        );
        assert_eq!(file_name(&out), "b.txt");
    }

    #[test]
    fn web_addresses() {
        assert!(is_web_address("https://example.com"));
        for bad in [
            "",
            "example.com",
            "ftp://example.com",
            "https://",
            "http:///a",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
