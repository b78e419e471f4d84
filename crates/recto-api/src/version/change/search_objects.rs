//! 2025-09-03: search finds data sources, before databases.
//!
//! [`super::database_object`] turns the results themselves; this change turns the filter and leaves
//! out what an old version cannot show.

use serde_json::{Value, json};

use super::{Answer, Refusal, Request, Resolver, json};
use crate::endpoint::Operation;

const OLD: &str = "database";
const NEW: &str = "data_source";

pub(super) fn raise(request: &mut Request, _: &dyn Resolver) -> Result<Option<Request>, Refusal> {
    if request.operation == Operation::Search
        && let Some(value) = request.body.pointer_mut("/filter/value")
    {
        // Swapped, not replaced: the other version's word has to be refused.
        match value.as_str() {
            Some(OLD) => *value = json!(NEW),
            Some(NEW) => *value = json!(OLD),
            _ => {}
        }
    }
    Ok(None)
}

pub(super) fn lower(answer: &mut Answer<'_>, resolver: &dyn Resolver) {
    if answer.asked.operation != Operation::Search {
        return;
    }
    if let Some(message) = json::message(answer.body)
        && message.contains("body.filter.value")
    {
        *message = swap(message);
    }
    if let Some(results) = answer.body.get_mut("results").and_then(Value::as_array_mut) {
        results.retain(|object| {
            // A stand-alone database object was a data source until this version's other changes.
            json::kind(object) != Some(OLD)
                || object
                    .get("id")
                    .and_then(Value::as_str)
                    .is_none_or(|id| resolver.data_sources(id).len() < 2)
        });
    }
}

/// Exchanges the two quoted words wherever they stand.
fn swap(text: &str) -> String {
    let (old, new) = (format!("\"{OLD}\""), format!("\"{NEW}\""));
    text.split(&old)
        .map(|part| part.replace(&new, &old))
        .collect::<Vec<_>>()
        .join(&new)
}
