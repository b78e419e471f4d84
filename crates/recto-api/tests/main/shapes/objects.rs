//! Comments, file uploads, emojis, templates, tasks, tokens, agents, sessions and errors.

mod agents;
mod oauth;
mod sessions;

use recto_api::actor::{Actor, ActorKind};
use recto_api::async_task::{AsyncOperation, AsyncTask, AsyncTaskError, AsyncTaskStatus};
use recto_api::comment::{
    Attachment, AttachmentCategory, Comment, CommentPatch, CustomName, DisplayName,
    DisplayNameKind, NewAttachment, NewComment,
};
use recto_api::error::ErrorBody;
use recto_api::file::CustomEmoji;
use recto_api::file_upload::{
    FileImportError, FileImportResult, FileUpload, FileUploadMode, FileUploadStatus, NewFileUpload,
    PartCount,
};
use recto_api::template::{DataSourceTemplate, TemplateList};
use serde_json::{Value, json};

use super::Shape;

pub(super) const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const OTHER_ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
pub(super) const MINUTE: &str = "2026-03-01T09:30:00.000Z";

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all = vec![
        Shape::of::<ErrorBody>(
            json!({"object": "error", "status": 404, "code": "object_not_found", "message": "m"}),
        ),
        Shape::of::<CustomEmoji>(
            json!({"id": ID, "name": "bufo", "url": "https://example.com/bufo.png"}),
        ),
        Shape::of::<DataSourceTemplate>(json!({"id": ID, "name": "Minutes", "is_default": true})),
        Shape::of::<TemplateList>(json!({
            "templates": [{"id": ID, "name": "Minutes", "is_default": false}],
            "has_more": true, "next_cursor": ID,
        })),
    ];
    all.extend(actors());
    all.extend(comments());
    all.extend(uploads());
    all.extend(tasks());
    all.extend(agents::shapes());
    all.extend(oauth::shapes());
    all.extend(sessions::shapes());
    all
}

/// A shape for each text of an enum of strings.
pub(super) fn texts<T>(texts: &[&str]) -> Vec<Shape>
where
    T: serde::de::DeserializeOwned + serde::Serialize,
{
    texts
        .iter()
        .map(|text| Shape::of::<T>(json!(text)))
        .collect()
}

fn actors() -> Vec<Shape> {
    let mut all = texts::<ActorKind>(&["person", "user", "bot", "agent"]);
    all.push(Shape::of::<Actor>(json!({"id": ID, "type": "bot"})));
    all
}

fn comments() -> Vec<Shape> {
    let text = json!([{
        "type": "text",
        "text": {"content": "Hello", "link": null},
        "annotations": {
            "bold": false, "italic": false, "strikethrough": false, "underline": false,
            "code": false, "color": "default",
        },
        "plain_text": "Hello",
        "href": null,
    }]);
    let file = json!({"url": "https://files.example.com/a.png?sign=1", "expiry_time": MINUTE});
    let comment = |parent: Value| {
        json!({
            "object": "comment",
            "id": ID,
            "parent": parent,
            "discussion_id": OTHER_ID,
            "created_time": MINUTE,
            "last_edited_time": MINUTE,
            "created_by": {"object": "user", "id": ID},
            "rich_text": text,
            "display_name": {"type": "integration", "resolved_name": "Index"},
            "attachments": [{"category": "image", "file": file}],
            "request_id": OTHER_ID,
        })
    };
    let mut all = texts::<DisplayNameKind>(&["integration", "user", "custom"]);
    all.extend(texts::<AttachmentCategory>(&[
        "audio",
        "image",
        "pdf",
        "productivity",
        "video",
    ]));
    all.extend([
        Shape::of::<Comment>(comment(json!({"type": "page_id", "page_id": ID}))),
        Shape::of::<Comment>(comment(json!({"type": "block_id", "block_id": ID}))),
        Shape::of::<Comment>(json!({"object": "comment", "id": ID})),
        Shape::of::<DisplayName>(json!({"type": "user", "resolved_name": null})),
        Shape::of::<DisplayName>(json!({"type": "custom", "custom": {"name": "Night watch"}})),
        Shape::of::<CustomName>(json!({"name": "Night watch"})),
        Shape::of::<Attachment>(json!({"category": "pdf", "file": file})),
        Shape::of::<NewAttachment>(json!({"file_upload_id": ID, "type": "file_upload"})),
        Shape::of::<NewComment>(json!({
            "parent": {"page_id": ID},
            "rich_text": [{"text": {"content": "Hello"}}],
            "attachments": [{"file_upload_id": ID}],
            "display_name": {"type": "integration"},
        })),
        Shape::of::<NewComment>(json!({"discussion_id": ID, "markdown": "**Hello**"})),
        Shape::of::<CommentPatch>(json!({"rich_text": [{"text": {"content": "Hello"}}]})),
        Shape::of::<CommentPatch>(json!({"markdown": "**Hello**"})),
    ]);
    all
}

fn uploads() -> Vec<Shape> {
    let upload = |rest: Value| {
        let mut upload = json!({
            "object": "file_upload",
            "id": ID,
            "created_time": MINUTE,
            "created_by": {"id": ID, "type": "bot"},
            "last_edited_time": MINUTE,
            "in_trash": false,
            "expiry_time": MINUTE,
            "filename": "a.pdf",
            "content_type": "application/pdf",
            "content_length": 40_666,
        });
        for (name, value) in rest.as_object().unwrap() {
            upload[name] = value.clone();
        }
        upload
    };
    let success = json!({"imported_time": MINUTE, "type": "success", "success": {}});
    let error = json!({
        "type": "download_error", "code": "unreachable", "message": "Cannot download.",
        "parameter": null, "status_code": 404,
    });
    let failure = json!({"imported_time": MINUTE, "type": "error", "error": error});
    let mut all = texts::<FileUploadStatus>(&["pending", "uploaded", "expired", "failed"]);
    all.extend(texts::<FileUploadMode>(&[
        "single_part",
        "multi_part",
        "external_url",
    ]));
    all.extend([
        Shape::of::<FileUpload>(upload(json!({
            "status": "pending",
            "filename": null,
            "content_type": null,
            "content_length": null,
            "upload_url": "https://api.notion.com/v1/file_uploads/x/send",
            "complete_url": "https://api.notion.com/v1/file_uploads/x/complete",
            "number_of_parts": {"total": 3, "sent": 0},
        }))),
        Shape::of::<FileUpload>(upload(json!({
            "status": "uploaded", "expiry_time": null, "file_import_result": success,
        }))),
        Shape::of::<FileUpload>(upload(json!({
            "status": "failed", "file_import_result": failure,
        }))),
        Shape::of::<PartCount>(json!({"total": 3, "sent": 0})),
        Shape::of::<FileImportResult>(success),
        Shape::of::<FileImportResult>(failure),
        Shape::of::<FileImportError>(error),
        Shape::of::<NewFileUpload>(json!({
            "mode": "multi_part", "filename": "a.pdf", "content_type": "application/pdf",
            "number_of_parts": 3,
        })),
        Shape::of::<NewFileUpload>(json!({
            "mode": "external_url", "filename": "a.pdf",
            "external_url": "https://example.com/a.pdf",
        })),
        Shape::of::<NewFileUpload>(json!({})),
    ]);
    all
}

fn tasks() -> Vec<Shape> {
    let task = |status: &str, name: &str, rest: Value| {
        json!({
            "object": "async_task",
            "id": "task_0f5b4a3c2d1e41aa9d54d3a3c2a0e111",
            "status": status,
            "status_url": "https://api.notion.com/v1/async_tasks/task_0f5b",
            "created_time": "2026-03-01T09:30:01.786Z",
            "operation": {"surface": "rest", "name": "PATCH /v1/pages/:page_id/markdown"},
            name: rest,
        })
    };
    let error = json!({
        "object": "error", "status": 409, "code": "conflict_error", "message": "Conflict.",
        "additional_data": {"page_id": ID, "all": ["a"]},
    });
    let result = json!({"object": "page_markdown", "id": ID, "markdown": "# Hello"});
    let mut all =
        texts::<AsyncTaskStatus>(&["queued", "running", "retrying", "succeeded", "failed"]);
    all.extend([
        Shape::of::<AsyncTask>(task("queued", "poll_after_seconds", json!(2))),
        Shape::of::<AsyncTask>(task("running", "poll_after_seconds", json!(0.5))),
        Shape::of::<AsyncTask>(task("succeeded", "result", result)),
        Shape::of::<AsyncTask>(task("failed", "error", error.clone())),
        Shape::of::<AsyncTaskError>(error),
        Shape::of::<AsyncOperation>(json!({"surface": "mcp", "name": "x"})),
    ]);
    all
}
