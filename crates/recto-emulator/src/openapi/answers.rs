//! Schemas of answers: as much as holds for every one of them, and no more.

use recto_api::endpoint::Operation;
use serde_json::{Map, Value, json};

/// What an operation answers with.
enum Answer {
    /// One object, by the value of its `object`.
    One(&'static str),
    /// A list.
    List,
    /// An object of no fixed kind.
    Any,
}

/// The answers of an operation by status.
pub(super) fn of(operation: Operation) -> Value {
    let schema = match kind(operation) {
        Answer::One(name) => {
            let member = json!({"object": {"const": name}});
            json!({"type": "object", "required": ["object"], "properties": member})
        }
        Answer::List => json!({"$ref": "#/components/schemas/List"}),
        Answer::Any => json!({"type": "object"}),
    };
    let told = |about: &str, schema: Value| json!({"description": about, "content": {"application/json": {"schema": schema}}});
    let error = json!({"$ref": "#/components/schemas/Error"});
    json!({
        "200": told("Done.", schema),
        "4XX": told("Refused; nothing was changed.", error.clone()),
        "5XX": told("Not answered. 501 names what the emulator does not build.", error),
    })
}

/// Schemas that answers refer to.
pub(super) fn schemas() -> Map<String, Value> {
    let list = json!({
        "type": "object",
        "required": ["object", "results", "next_cursor", "has_more"],
        "properties": {
            "object": {"const": "list"},
            "results": {"type": "array", "items": {"type": "object"}},
            "next_cursor": {"type": ["string", "null"]},
            "has_more": {"type": "boolean"},
            "request_status": {"type": "object"},
        },
    });
    let error = json!({
        "type": "object",
        "required": ["object", "status", "code", "message"],
        "properties": {
            "object": {"const": "error"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "message": {"type": "string"},
            "request_id": {"type": "string"},
        },
    });
    Map::from_iter([("List".to_owned(), list), ("Error".to_owned(), error)])
}

fn kind(operation: Operation) -> Answer {
    match operation {
        Operation::GetSelf | Operation::GetUser => Answer::One("user"),
        Operation::CreateDatabase | Operation::GetDatabase | Operation::UpdateDatabase => {
            Answer::One("database")
        }
        Operation::CreateDataSource | Operation::GetDataSource | Operation::UpdateDataSource => {
            Answer::One("data_source")
        }
        Operation::GetPage | Operation::UpdatePage | Operation::MovePage => Answer::One("page"),
        Operation::GetBlock | Operation::UpdateBlock | Operation::DeleteBlock => {
            Answer::One("block")
        }
        Operation::CreateComment
        | Operation::GetComment
        | Operation::UpdateComment
        | Operation::DeleteComment => Answer::One("comment"),
        Operation::CreateFileUpload
        | Operation::GetFileUpload
        | Operation::SendFileUpload
        | Operation::CompleteFileUpload => Answer::One("file_upload"),
        Operation::CreateView
        | Operation::GetView
        | Operation::UpdateView
        | Operation::DeleteView => Answer::One("view"),
        Operation::GetPageMarkdown => Answer::One("page_markdown"),
        Operation::ListUsers
        | Operation::Search
        | Operation::QueryDataSource
        | Operation::ListBlockChildren
        | Operation::AppendBlockChildren
        | Operation::ListComments
        | Operation::ListFileUploads
        | Operation::ListViews
        | Operation::GetViewQuery
        | Operation::ListCustomEmojis => Answer::List,
        // A list of properties or one of them, a page or a task, and what is not an object at all.
        _ => Answer::Any,
    }
}
