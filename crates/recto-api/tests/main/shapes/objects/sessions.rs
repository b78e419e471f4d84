//! Sessions, their events and the frames of their streams.

use recto_api::endpoint::{SessionEventQuery, SessionQuery};
use recto_api::session::{
    ActionOption, Artifact, ContentKind, ContentPart, EventFrame, RequiredAction, Session,
    SessionAction, SessionAttachment, SessionError, SessionEvent, SessionEventKind, SessionFrame,
    SessionModels, SessionStatus, SessionUpdate, SessionUsage, SnapshotFrame, StreamEnd,
    StreamError, StreamTimeout,
};
use serde_json::{Value, json};

use super::{ID, MINUTE, texts};
use crate::shapes::Shape;

fn error() -> Value {
    json!({"code": "overloaded", "message": "Too much.", "retryable": true})
}

fn option() -> Value {
    json!({"id": "approve", "label": "Approve"})
}

fn action() -> Value {
    json!({"action_id": "a1", "title": "Delete the page?", "options": [option()]})
}

fn session() -> Value {
    json!({
        "object": "session", "id": ID, "agent_id": ID, "title": "Books",
        "status": "requires_action", "created_at": MINUTE, "updated_at": MINUTE,
        "required_actions": [action()], "error": error(),
        "created_by": {"id": ID, "type": "bot"},
        "agent_version": {"id": ID, "number": 4, "published_at": MINUTE},
        "models": {"type": "pinned", "ids": ["large-1", null]},
        "trigger_type": "chat", "type_labels": ["a"], "chat_user_emails": ["ada@example.com"],
        "tool_types": ["search"], "tool_call_count": 1, "credits_used": 0.5,
        "runs_completed": 1, "message_count": 2,
    })
}

fn event(kind: &str, rest: Value) -> Value {
    let mut event = json!({
        "object": "session_event", "id": "e1", "session_id": ID, "sequence": 3,
        "created_at": MINUTE, "type": kind,
    });
    for (name, value) in rest.as_object().unwrap() {
        event[name] = value.clone();
    }
    event
}

pub(super) fn shapes() -> Vec<Shape> {
    let mut all = texts::<SessionStatus>(&[
        "queued",
        "in_progress",
        "requires_action",
        "completed",
        "failed",
        "canceled",
        "terminated",
    ]);
    all.extend(texts::<SessionEventKind>(&[
        "user.message",
        "agent.message",
        "agent.thinking",
        "agent.tool_use",
        "agent.tool_result",
        "session.status",
    ]));
    all.extend(texts::<ContentKind>(&["text", "file"]));
    all.extend([
        Shape::of::<Session>(session()),
        Shape::of::<RequiredAction>(action()),
        Shape::of::<ActionOption>(option()),
        Shape::of::<SessionError>(error()),
        Shape::of::<SessionModels>(json!({"type": "auto", "ids": []})),
    ]);
    all.extend(events());
    all.extend(frames());
    all.extend([
        Shape::of::<SessionUpdate>(json!({
            "message": "Hello", "agent_id": "notion_ai", "session_id": ID,
            "attachments": [{"file_upload": {"id": ID}}], "metadata": {"a": "b"},
            "prompt_context": "Be brief.", "actions": [{"action_id": "a1", "option_id": "reject"}],
            "continue_from": "e1",
        })),
        Shape::of::<SessionAttachment>(
            json!({"file_upload": {"id": ID}, "type": "file_upload", "name": "a.pdf"}),
        ),
        Shape::of::<SessionAction>(json!({"action_id": "a1", "option_id": "approve"})),
        Shape::of::<SessionQuery>(json!({
            "query": "books", "filter": {"property": "id", "string": {"equals": ID}},
            "sorts": [{"property": "created_at", "direction": "ascending"}],
            "start_cursor": "a", "page_size": 5,
        })),
        Shape::of::<SessionEventQuery>(json!({
            "filter": {"property": "sequence", "number": {"greater_than": 3}},
            "sorts": [{"property": "sequence", "direction": "descending"}],
            "start_cursor": "a", "page_size": 5,
        })),
    ]);
    all
}

fn events() -> Vec<Shape> {
    let text = json!({"type": "text", "text": "Hello"});
    let file = json!({
        "type": "file", "file_id": "f1", "name": "a.pdf", "content_type": "application/pdf",
        "url": "https://example.com/a.pdf", "expiry_time": MINUTE,
    });
    let usage = json!({"total_tokens": 12, "input_tokens": 10, "output_tokens": 2});
    let artifact = json!({
        "type": "page", "url": "https://app.notion.com/p/1", "title": "Books", "page_url": null,
    });
    let message = event(
        "user.message",
        json!({
            "content": [text, file], "created_by": {"id": ID, "type": "user"},
            "metadata": {"ticket": "7"},
        }),
    );
    let status = event(
        "session.status",
        json!({
            "status": "completed", "required_actions": [action()], "error": error(),
            "usage": usage, "artifacts": [artifact],
        }),
    );
    vec![
        Shape::of::<SessionEvent>(message),
        Shape::of::<SessionEvent>(event("agent.tool_use", json!({"tool_name": "search"}))),
        Shape::of::<SessionEvent>(event(
            "agent.tool_result",
            json!({"tool_use_id": "e0", "tool_name": "search", "is_error": false}),
        )),
        Shape::of::<SessionEvent>(status),
        Shape::of::<ContentPart>(text),
        Shape::of::<ContentPart>(file),
        Shape::of::<SessionUsage>(usage),
        Shape::of::<Artifact>(artifact),
    ]
}

fn frames() -> Vec<Shape> {
    let snapshot = json!({"type": "session.snapshot", "session": session()});
    let said = |kind: &str| {
        let event = event(
            "agent.message",
            json!({"content": [{"type": "text", "text": "Hello"}]}),
        );
        json!({"type": kind, "event": event})
    };
    let timeout = json!({"type": "stream.timeout", "session_id": ID, "message": "Read on."});
    let end = json!({
        "type": "stream.end", "session_id": ID, "status": "completed", "last_sequence": 3,
    });
    let failed = json!({"type": "stream.error", "error": error(), "session_id": ID});
    vec![
        Shape::of::<SessionFrame>(snapshot.clone()),
        Shape::of::<SessionFrame>(said("event.provisional")),
        Shape::of::<SessionFrame>(said("event.committed")),
        Shape::of::<SessionFrame>(timeout.clone()),
        Shape::of::<SessionFrame>(end.clone()),
        Shape::of::<SessionFrame>(failed.clone()),
        Shape::of::<SessionFrame>(json!({"type": "kind_of_tomorrow", "session_id": ID})),
        Shape::of::<SnapshotFrame>(snapshot),
        Shape::of::<EventFrame>(said("event.committed")),
        Shape::of::<StreamTimeout>(timeout),
        Shape::of::<StreamEnd>(end),
        Shape::of::<StreamError>(failed),
    ]
}
