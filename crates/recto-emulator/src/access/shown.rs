//! What an answer leaves out for connections that may not see it.

use recto_api::endpoint::Operation;
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::{Capability, Sight};
use crate::engine::Context;
use crate::problem::Problem;

/// Takes out of an answer what the caller may not see.
pub(super) fn restrict(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    operation: Operation,
    answer: &mut Value,
) -> Result<(), Problem> {
    let capabilities = ctx.caller.capabilities;
    if operation != Operation::GetSelf && !capabilities.has(Capability::ReadUserWithEmail) {
        users(answer, capabilities.reads_users());
    }
    if !capabilities.has(Capability::ReadContent) {
        partial(answer, &["page", "database", "data_source", "block"]);
    }
    if !capabilities.has(Capability::ReadComments) {
        partial(answer, &["comment"]);
    }
    if let Some(mut sight) = ctx.sight() {
        relations(tx, &mut sight, answer)?;
    }
    Ok(())
}

/// Takes out of a user what the caller may not know.
pub(crate) fn without_secrets(ctx: &Context<'_>, user: &mut Value) {
    let capabilities = ctx.caller.capabilities;
    if !capabilities.has(Capability::ReadUserWithEmail) {
        users(user, capabilities.reads_users());
    }
}

/// Users without their addresses, or only with their ids (documented).
fn users(value: &mut Value, names: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| users(item, names)),
        Value::Object(members) => {
            if members.get("object").is_some_and(|kind| kind == "user") {
                if !names {
                    members.retain(|name, _| matches!(name.as_str(), "object" | "id"));
                } else if let Some(person) = members.get_mut("person") {
                    *person = json!({});
                }
            }
            members.values_mut().for_each(|member| users(member, names));
        }
        _ => {}
    }
}

/// Whoever may write and not read gets no more than ids back (documented).
fn partial(answer: &mut Value, kinds: &[&str]) {
    if let Some(Value::Array(results)) = answer.get_mut("results") {
        results.iter_mut().for_each(|one| partial(one, kinds));
        return;
    }
    let kind = answer.get("object").and_then(Value::as_str);
    if kind.is_some_and(|kind| kinds.contains(&kind))
        && let Some(members) = answer.as_object_mut()
    {
        members.retain(|name, _| matches!(name.as_str(), "object" | "id"));
    }
}

/// Schemas without relations to data sources that are not shared (documented), values without pages
/// that are not (assumed).
fn relations(
    tx: &Transaction<'_>,
    sight: &mut Sight<'_>,
    value: &mut Value,
) -> Result<(), Problem> {
    match value {
        Value::Array(items) => {
            for item in items {
                relations(tx, sight, item)?;
            }
        }
        Value::Object(members) => {
            if let Some(Value::Array(targets)) = members.get_mut("relation") {
                keep_seen(tx, sight, targets)?;
            }
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                drop_unseen(tx, sight, properties)?;
            }
            for member in members.values_mut() {
                relations(tx, sight, member)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn keep_seen(
    tx: &Transaction<'_>,
    sight: &mut Sight<'_>,
    targets: &mut Vec<Value>,
) -> Result<(), Problem> {
    let mut kept = Vec::with_capacity(targets.len());
    for target in targets.drain(..) {
        let seen = match target.get("id").and_then(Value::as_str) {
            Some(id) => sight.node(tx, id)?,
            None => true,
        };
        if seen {
            kept.push(target);
        }
    }
    *targets = kept;
    Ok(())
}

fn drop_unseen(
    tx: &Transaction<'_>,
    sight: &mut Sight<'_>,
    properties: &mut Map<String, Value>,
) -> Result<(), Problem> {
    let mut unseen = Vec::new();
    for (name, property) in properties.iter() {
        let target = property.pointer("/relation/data_source_id");
        if let Some(target) = target.and_then(Value::as_str)
            && !sight.data_source(tx, target)?
        {
            unseen.push(name.clone());
        }
    }
    properties.retain(|name, _| !unseen.contains(name));
    Ok(())
}
