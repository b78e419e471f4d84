//! Stored property values as they are answered.

use recto_api::limits::INLINE_REFERENCES;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::option;
use crate::engine::schema::encoded_id;
use crate::engine::{Context, formulas, relations, rich_text, rollups, users};
use crate::problem::Problem;
use crate::store::nodes::Node;
use crate::store::sources::{Column, Source};
use crate::time;

/// Reads the values of one page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) tx: &'a Transaction<'a>,
    pub(crate) ctx: &'a Context<'a>,
    pub(crate) source: &'a Source,
    pub(crate) page: &'a Node,
    /// Through how many formulas and rollups it is read.
    pub(crate) depth: u8,
}

impl Reader<'_> {
    /// A property as it stands in a page's `properties`: id, type, value, and for a relation
    /// whether there is more than the first 25.
    pub(crate) fn property(&self, column: &Column) -> Result<Value, Problem> {
        let kind = column.kind.as_str();
        let mut out = json!({"id": encoded_id(&column.id), "type": kind});
        let Some(members) = out.as_object_mut() else {
            return Ok(out);
        };
        if kind == "relation" {
            let (ids, more) =
                relations::targets(self.tx, &self.page.id, &column.id, 0, INLINE_REFERENCES)?;
            members.insert(kind.to_owned(), relations::value(ids));
            members.insert("has_more".to_owned(), Value::from(more));
        } else {
            let value = self.value(column, INLINE_REFERENCES)?;
            members.insert(kind.to_owned(), value);
        }
        Ok(out)
    }

    /// What stands under the type; people are cut at `limit`.
    pub(crate) fn value(&self, column: &Column, limit: usize) -> Result<Value, Problem> {
        let page = self.page;
        let stored = self.stored(column);
        let kind = column.kind.as_str();
        if let Some(given) = self.given(column) {
            return Ok(given.clone());
        }
        match (kind, stored) {
            ("created_time", _) => Ok(time::minute_text(page.created_time).into()),
            ("last_edited_time", _) => Ok(time::minute_text(page.last_edited_time).into()),
            ("created_by", _) => users::full(self.tx, &page.created_by),
            ("last_edited_by", _) => users::full(self.tx, &page.last_edited_by),
            ("unique_id", _) => {
                Ok(json!({"prefix": column.config.get("prefix"), "number": stored}))
            }
            ("rollup", _) => rollups::value(self, column),
            ("formula", _) => formulas::value(self, column),
            ("status", None) => Ok(default_status(column)),
            (_, None) => Ok(empty(kind)),
            ("title" | "rich_text", Some(stored)) => {
                let mut items = stored.clone();
                rich_text::refresh(self.tx, self.ctx, &mut items)?;
                Ok(items)
            }
            ("people", Some(Value::Array(ids))) => ids
                .iter()
                .take(limit)
                .filter_map(Value::as_str)
                .map(|id| users::full(self.tx, id))
                .collect(),
            ("verification", Some(stored)) => self.verification(stored),
            (_, Some(stored)) => Ok(single(column, stored)),
        }
    }

    /// What is stored for a property; nothing for an empty one.
    pub(crate) fn stored(&self, column: &Column) -> Option<&Value> {
        self.page.body.get("properties")?.get(&column.id)
    }

    /// The result that an imported page came with, until it is edited.
    fn given(&self, column: &Column) -> Option<&Value> {
        self.page.body.get("computed")?.get(&column.id)
    }

    fn verification(&self, stored: &Value) -> Result<Value, Problem> {
        let mut out = stored.clone();
        // Assumed: a verification with an end is over with it.
        let end = stored.pointer("/date/end").and_then(Value::as_str);
        if end.is_some_and(|end| is_past(end, self.ctx.now)) {
            crate::store::set(&mut out, "state", "expired".into());
        }
        if let Some(id) = stored.get("verified_by").and_then(Value::as_str) {
            crate::store::set(&mut out, "verified_by", users::full(self.tx, id)?);
        }
        Ok(out)
    }
}

/// Whether a stored date or time is over.
fn is_past(end: &str, now: jiff::Timestamp) -> bool {
    match (
        end.parse::<jiff::Timestamp>(),
        end.parse::<jiff::civil::Date>(),
    ) {
        (Ok(end), _) => end < now,
        (_, Ok(end)) => end < now.to_zoned(jiff::tz::TimeZone::UTC).date(),
        _ => false,
    }
}

/// A stored value that needs nothing but its configuration.
fn single(column: &Column, stored: &Value) -> Value {
    match column.kind.as_str() {
        "select" | "status" => {
            let option = stored.as_str().and_then(|id| option(column, id));
            option.map_or(Value::Null, short)
        }
        "multi_select" => stored
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|id| option(column, id.as_str()?))
            .map(short)
            .collect(),
        _ => stored.clone(),
    }
}

/// The value of a type in a row that has none.
fn empty(kind: &str) -> Value {
    match kind {
        "title" | "rich_text" | "multi_select" | "people" | "files" | "relation" => json!([]),
        "checkbox" => Value::Bool(false),
        "button" => json!({}),
        "verification" => json!({"state": "unverified", "date": null, "verified_by": null}),
        _ => Value::Null,
    }
}

/// Rows that never had a status show the first option of the first group.
fn default_status(column: &Column) -> Value {
    let first = column
        .config
        .pointer("/groups/0/option_ids/0")
        .and_then(Value::as_str);
    first
        .and_then(|id| option(column, id))
        .map_or(Value::Null, short)
}

/// An option as values show it, without its description.
fn short(option: &Value) -> Value {
    let member = |name: &str| option.get(name).cloned().unwrap_or_default();
    json!({"id": member("id"), "name": member("name"), "color": member("color")})
}
