//! Events, and what they are made of.

use recto_api::webhook::{
    Entity, Event, EventData, EventParent, Handshake, PropertyChange, UpdatedProperty,
};
use serde_json::{Value, json};

use crate::samples::ID;
use crate::shapes::Shape;

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all: Vec<_> = events().into_iter().map(Shape::of::<Event>).collect();
    for kind in [
        "page",
        "block",
        "database",
        "data_source",
        "comment",
        "file_upload",
        "view",
        "space",
        "team",
        "agent",
    ] {
        all.push(Shape::of::<Entity>(json!({"id": ID, "type": kind})));
        all.push(Shape::of::<EventParent>(
            json!({"id": ID, "type": kind, "data_source_id": ID}),
        ));
    }
    for action in ["created", "updated", "deleted"] {
        let change = json!({"id": "%3Fab", "name": "Due", "action": action});
        all.push(Shape::of::<PropertyChange>(change.clone()));
        all.push(Shape::of::<UpdatedProperty>(change));
    }
    all.extend([
        Shape::of::<UpdatedProperty>(json!("%3Fab")),
        Shape::of::<Handshake>(json!({"verification_token": "secret_of_a_test"})),
        Shape::of::<EventData>(
            json!({"parent": parent("page"), "updated_blocks": [block("page")],
            "updated_properties": ["title"], "page_id": ID, "target": block("block"),
            "transcript_id": null, "file_import_result": import(), "view_type": "table",
            "updated_fields": ["name"]}),
        ),
    ]);
    all
}

fn parent(kind: &str) -> Value {
    json!({"id": ID, "type": kind})
}

fn block(kind: &str) -> Value {
    json!({"id": ID, "type": kind})
}

fn import() -> Value {
    json!({"type": "error", "imported_time": "2026-03-01T10:00:00.000+00:00", "error": {
        "type": "download_error", "code": "timeout", "message": "m", "parameter": null,
        "status_code": 504}})
}

/// An event with everything that all of them have.
fn envelope(event: Value) -> Value {
    let mut all = json!({
        "timestamp": "2026-03-01T10:00:00.123Z", "workspace_id": ID, "workspace_name": "Home",
        "subscription_id": ID, "integration_id": ID,
        "authors": [{"id": ID, "type": "person"}, {"id": ID, "type": "bot"}],
        "accessible_by": [{"id": ID, "type": "person"}], "attempt_number": 1,
        "api_version": "2026-03-11",
    });
    let members = event.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(members);
    all
}

/// An event of every type.
pub(crate) fn events() -> Vec<Value> {
    let mut out = Vec::new();
    let mut push = |kind: &str, entity: &str, data: Value| {
        let mut event = json!({"id": ID, "type": kind, "entity": {"id": ID, "type": entity}});
        if kind == "page.created" {
            event = envelope(event);
        }
        if !data.is_null() {
            event["data"] = data;
        }
        out.push(event);
    };
    let row = json!({"id": ID, "type": "database", "data_source_id": ID});
    for kind in [
        "created",
        "deleted",
        "undeleted",
        "moved",
        "locked",
        "unlocked",
    ] {
        push(&format!("page.{kind}"), "page", json!({"parent": row}));
    }
    push(
        "page.content_updated",
        "page",
        json!({"parent": parent("space"),
        "updated_blocks": [block("page"), block("database"), block("block")]}),
    );
    push(
        "page.properties_updated",
        "page",
        json!({"parent": row, "updated_properties": ["title", "%3Fab"]}),
    );
    push(
        "page.transcription_block.transcript_deleted",
        "page",
        json!({"target": block("block"), "transcript_id": "t"}),
    );
    let changes = json!([{"id": "%3Fab", "name": null, "action": "deleted"}]);
    for (object, at_home) in [("database", "page"), ("data_source", "database")] {
        for kind in ["created", "deleted", "undeleted", "moved"] {
            push(
                &format!("{object}.{kind}"),
                object,
                json!({"parent": parent(at_home)}),
            );
        }
        push(
            &format!("{object}.content_updated"),
            object,
            json!({"parent": parent(at_home), "updated_blocks": [block("page")]}),
        );
        push(
            &format!("{object}.schema_updated"),
            object,
            json!({"parent": parent(at_home), "updated_properties": changes}),
        );
    }
    push(
        "database.created",
        "block",
        json!({"parent": parent("team")}),
    );
    for kind in ["created", "updated", "deleted"] {
        push(
            &format!("comment.{kind}"),
            "comment",
            json!({"parent": parent("block"), "page_id": ID}),
        );
    }
    for kind in ["created", "completed", "expired"] {
        push(&format!("file_upload.{kind}"), "file_upload", Value::Null);
    }
    push(
        "file_upload.upload_failed",
        "file_upload",
        json!({"file_import_result": import()}),
    );
    push(
        "view.created",
        "view",
        json!({"parent": parent("database"), "view_type": "board"}),
    );
    push(
        "view.updated",
        "view",
        json!({"parent": parent("database"),
        "updated_fields": ["name", "filter", "sorts", "configuration"]}),
    );
    push("view.deleted", "view", json!({"parent": parent("agent")}));
    out
}
