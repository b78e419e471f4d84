//! What a write makes wrong.

use std::collections::HashSet;

use bytes::Bytes;
use recto_api::endpoint::Operation;
use serde_json::Value;

use super::members::{Members, id, ids_of_path};
use super::{Cache, Id, options};
use crate::call::Outgoing;
use crate::error::Error;
use crate::retry::Effect;

/// A write under way. Whatever comes of it, even that nobody waits for its end, what it may have
/// changed is forgotten.
pub(crate) struct Writing {
    cache: Cache,
    ids: HashSet<Id>,
    /// Whether what is below goes too: it is deleted, trashed or rewritten.
    below: bool,
    /// Whether it is about a page: then databases it names are those the page is in, and stay.
    about_page: bool,
    /// The options of choices that it names: Notion adds those it does not know to the schema.
    options: Vec<options::Named>,
    /// Whether the service goes on after its answer: a template fills a page in the background.
    goes_on: bool,
    /// Whether it says what it is about.
    is_known: bool,
    over: bool,
}

impl Writing {
    pub(super) fn new(cache: Cache, outgoing: &Outgoing) -> Self {
        let about_page = outgoing
            .operation
            .is_some_and(|operation| operation.route().path.starts_with("/v1/pages"));
        let mut ids: HashSet<Id> = ids_of_path(outgoing.path()).into_iter().collect();
        let payload = outgoing.payload.as_ref();
        let body: Value = payload
            .filter(|payload| payload.content_type.starts_with("application/json"))
            .and_then(|payload| serde_json::from_slice(&payload.bytes).ok())
            .unwrap_or_default();
        named(&body, about_page, &mut ids);
        let turned = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
        let below = outgoing.effect == Effect::Delete
            // What is not in the table may do anything.
            || outgoing.operation.is_none()
            || outgoing.operation == Some(Operation::UpdatePageMarkdown)
            || ["in_trash", "archived", "erase_content", "template"].into_iter().any(turned);
        let options = if about_page {
            options::named(&body)
        } else {
            Vec::new()
        };
        Self {
            cache,
            below,
            about_page,
            options,
            goes_on: turned("template") || body.get("allow_async") == Some(&Value::Bool(true)),
            is_known: outgoing.operation.is_some() || !ids.is_empty(),
            ids,
            over: false,
        }
    }

    /// Forgets what the write changed, by what came of it.
    pub(crate) fn ended(mut self, outcome: Result<&Bytes, &Error>) {
        self.over = true;
        match outcome {
            Ok(bytes) => {
                self.learn(bytes);
                if self.goes_on {
                    self.doubt();
                }
            }
            Err(error) if error.may_have_taken_effect() && error.committed().is_none() => {
                self.doubt();
            }
            Err(_) => {}
        }
        self.forget();
    }

    /// Adds what the answer names.
    fn learn(&mut self, bytes: &[u8]) {
        let Some(members) = Members::of(bytes) else {
            return;
        };
        self.ids.extend(members.objects);
        self.ids.extend(members.above.map(|above| above.id));
        let table = members.table;
        if !self.about_page {
            self.ids.extend(table);
        } else if let Some(table) = table
            && options::is_news(&self.cache.0.state().store, table, &self.options)
        {
            self.ids.insert(table);
        }
    }

    /// Keeps answers out for as long as the service may still be at work.
    fn doubt(&self) {
        self.cache.0.state().reads.doubt(self.ids.iter().copied());
    }

    fn forget(&self) {
        if !self.is_known {
            return self.cache.clear();
        }
        let ids: Vec<Id> = self.ids.iter().copied().collect();
        self.cache.forget(&ids, self.below);
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.over {
            self.doubt();
            self.forget();
        }
    }
}

/// Collects the ids that a body names: parents, relations, blocks to come after.
fn named(body: &Value, about_page: bool, ids: &mut HashSet<Id>) {
    match body {
        Value::Array(elements) => {
            for element in elements {
                named(element, about_page, ids);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let passed_over = match name.as_str() {
                    "people" => true,
                    "database_id" | "data_source_id" => about_page,
                    _ => false,
                };
                match value {
                    _ if passed_over => {}
                    Value::String(text) if name == "id" || name.ends_with("_id") => {
                        ids.extend(id(text));
                    }
                    _ => named(value, about_page, ids),
                }
            }
        }
        _ => {}
    }
}
