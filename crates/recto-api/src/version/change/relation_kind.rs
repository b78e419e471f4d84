//! 2022-06-28: a relation of a schema says whether it is one-way or two-way.
//!
//! Before, every relation was two-way and its members lay flat beside `database_id` (recordings).

use serde_json::{Map, Value, json};

use super::{Answer, Raised, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    if !matches!(
        request.operation,
        Operation::CreateDatabase | Operation::UpdateDatabase
    ) {
        return Ok(None);
    }
    for property in json::properties(&mut request.body) {
        if let Some(relation) = property.get_mut("relation").and_then(Value::as_object_mut) {
            two_way(relation);
        }
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, _: &dyn Resolver) {
    for object in json::objects(answer.body) {
        if json::kind(object) != Some("database") {
            continue;
        }
        for property in json::properties(object) {
            if let Some(relation) = property.get_mut("relation").and_then(Value::as_object_mut) {
                relation.shift_remove("type");
                relation.shift_remove("single_property");
                if let Some(Value::Object(dual)) = relation.shift_remove("dual_property") {
                    relation.extend(dual);
                }
            }
        }
    }
}

pub(super) fn lift(_: &mut Raised, body: &mut Value) {
    for object in json::objects(body) {
        if json::kind(object) != Some("database") {
            continue;
        }
        for property in json::properties(object) {
            if let Some(relation) = property.get_mut("relation").and_then(Value::as_object_mut) {
                two_way(relation);
            }
        }
    }
}

/// Puts the flat members of a relation where a two-way relation has them; leaves one alone that says
/// what it is.
fn two_way(relation: &mut json::Object) {
    let says = ["type", "single_property", "dual_property"];
    if says.iter().any(|key| relation.contains_key(*key)) {
        return;
    }
    let dual: Map<_, _> = ["synced_property_name", "synced_property_id"]
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), relation.shift_remove(key)?)))
        .collect();
    relation.insert("type".to_owned(), json!("dual_property"));
    relation.insert("dual_property".to_owned(), Value::Object(dual));
}
