//! Stored rows as the evaluator sees them.

use recto_api::date::{DateText, Moment};
use recto_api::ids::UserId;
use recto_api::property::{Property, PropertyValue};
use recto_api::user::User;
use recto_eval::{PropertyKey, Row};
use rusqlite::Transaction;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::engine::values::Reader;
use crate::engine::{Context, relations, users};
use crate::problem::Problem;
use crate::store::nodes::Node;
use crate::store::sources::{Column, Source};
use crate::time;
use crate::validate;

/// A row with the values a query looks at.
#[derive(Debug)]
pub(super) struct QueryRow {
    /// Its place in the storage.
    pub(super) seq: i64,
    /// By decoded property id.
    values: Vec<(String, PropertyValue)>,
    created_time: Option<Moment>,
    last_edited_time: Option<Moment>,
    created_by: Option<User>,
    last_edited_by: Option<User>,
}

impl QueryRow {
    pub(super) fn read(
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        source: &Source,
        columns: &[Column],
        node: &Node,
        seq: i64,
    ) -> Result<Self, Problem> {
        let reader = Reader {
            tx,
            ctx,
            source,
            page: node,
            depth: 0,
        };
        let mut values = Vec::with_capacity(columns.len());
        let mut row = Self {
            seq,
            values: Vec::new(),
            created_time: moment(node.created_time),
            last_edited_time: moment(node.last_edited_time),
            created_by: None,
            last_edited_by: None,
        };
        for column in columns {
            let kind = column.kind.as_str();
            let value = match kind {
                "created_by" => {
                    row.created_by = user(tx, &node.created_by)?;
                    continue;
                }
                "last_edited_by" => {
                    row.last_edited_by = user(tx, &node.last_edited_by)?;
                    continue;
                }
                "created_time" | "last_edited_time" => continue,
                "relation" => {
                    relations::value(relations::targets(tx, &node.id, &column.id, 0, usize::MAX)?.0)
                }
                _ => reader.value(column, usize::MAX)?,
            };
            let property: Property = serde_json::from_value(json!({"type": kind, kind: value}))?;
            values.push((column.id.clone(), property.value));
        }
        row.values = values;
        Ok(row)
    }
}

impl Row for QueryRow {
    fn property(&self, key: &PropertyKey) -> Option<&PropertyValue> {
        self.values
            .iter()
            .find(|(id, _)| *id == key.id)
            .map(|(_, value)| value)
    }

    fn created_time(&self) -> Option<Moment> {
        self.created_time
    }

    fn last_edited_time(&self) -> Option<Moment> {
        self.last_edited_time
    }

    fn created_by(&self) -> Option<&User> {
        self.created_by.as_ref()
    }

    fn last_edited_by(&self) -> Option<&User> {
        self.last_edited_by.as_ref()
    }
}

/// What an evaluation takes from the request: the time, and whom `me` stands for.
pub(super) fn context(ctx: &Context<'_>) -> recto_eval::Context {
    let context = recto_eval::Context::new(ctx.now);
    match UserId::parse(ctx.user()) {
        Ok(user) => context.user(user),
        Err(_) => context,
    }
}

/// Reads a filter or sorts; what has not even the right kind is refused.
pub(super) fn parse<T: DeserializeOwned>(
    path: &str,
    expectation: &str,
    sent: &Value,
) -> Result<T, Problem> {
    serde_json::from_value(sent.clone())
        .map_err(|_| validate::failed("body", path, expectation, sent))
}

fn moment(millis: i64) -> Option<Moment> {
    DateText::from(time::minute_text(millis)).parse().ok()
}

fn user(tx: &Transaction<'_>, id: &str) -> Result<Option<User>, Problem> {
    Ok(serde_json::from_value(users::full(tx, id)?).ok())
}
