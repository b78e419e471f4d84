//! Parameters of paths, query strings and headers.

use recto_api::endpoint::{Operation, Route};
use recto_api::limits::PAGE_SIZE;
use serde_json::{Value, json};

use super::is_oauth;
use crate::validate::UUID;

/// All parameters of a route: path, query, version.
pub(super) fn of(route: &Route) -> Vec<Value> {
    let mut all: Vec<_> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(in_path)
        .collect();
    all.extend(
        in_query(route.operation)
            .into_iter()
            .map(|(name, required, schema)| {
                json!({"name": name, "in": "query", "required": required, "schema": schema})
            }),
    );
    if !is_oauth(route.operation) {
        all.push(json!({"$ref": "#/components/parameters/notionVersion"}));
    }
    all
}

fn in_path(name: &str) -> Value {
    // Ids of properties, agents and their sessions are words of their own.
    let schema = match name {
        "property_id" | "agent_id" | "session_id" | "task_id" => {
            json!({"type": "string", "minLength": 1})
        }
        _ => id(),
    };
    json!({"name": name, "in": "path", "required": true, "schema": schema})
}

/// Name, whether it must be there, and schema.
fn in_query(operation: Operation) -> Vec<(&'static str, bool, Value)> {
    let text = || json!({"type": "string"});
    let properties = || {
        (
            "filter_properties",
            false,
            json!({"type": "array", "items": {"type": "string"}}),
        )
    };
    let paged = |mut first: Vec<(&'static str, bool, Value)>| {
        first.push(("start_cursor", false, text()));
        let size = json!({"type": "integer", "minimum": 1, "maximum": PAGE_SIZE});
        first.push(("page_size", false, size));
        first
    };
    match operation {
        Operation::ListUsers
        | Operation::ListBlockChildren
        | Operation::GetPageProperty
        | Operation::GetViewQuery => paged(Vec::new()),
        Operation::ListComments => paged(vec![("block_id", true, id())]),
        Operation::ListFileUploads => {
            let status = json!({"enum": ["pending", "uploaded", "expired", "failed"]});
            paged(vec![("status", false, status)])
        }
        Operation::ListTemplates | Operation::ListCustomEmojis => {
            paged(vec![("name", false, text())])
        }
        Operation::ListViews => paged(vec![
            ("database_id", false, id()),
            ("data_source_id", false, id()),
        ]),
        Operation::GetPage
        | Operation::CreatePage
        | Operation::UpdatePage
        | Operation::QueryDataSource => vec![properties()],
        Operation::GetPageMarkdown => {
            vec![("include_transcript", false, json!({"type": "boolean"}))]
        }
        _ => Vec::new(),
    }
}

fn id() -> Value {
    json!({"type": "string", "pattern": UUID})
}
