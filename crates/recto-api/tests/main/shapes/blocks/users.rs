//! Users and parents.

use recto_api::parent::Parent;
use recto_api::user::{Bot, BotOwner, Person, User, WorkspaceLimits};
use serde_json::{Value, json};

use super::{ID, OTHER_ID, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let user = |kind: &str, payload: Value| {
        json!({"object": "user", "id": ID, "name": "Ada", "avatar_url": null, "type": kind,
            kind: payload})
    };
    let person = user(
        "person",
        json!({"email": "ada@example.com", "email_verified": true}),
    );
    let workspace = json!({"type": "workspace", "workspace": true});
    let limits = json!({"max_file_upload_size_in_bytes": 5_242_880_u64});
    let bot = json!({"owner": workspace, "workspace_id": OTHER_ID, "workspace_limits": limits,
        "workspace_name": "Works"});
    vec![
        Shape::of::<User>(json!({"object": "user", "id": ID})),
        Shape::of::<User>(json!({"id": ID})),
        Shape::of::<User>(json!({"object": "group", "id": ID, "name": "Everyone"})),
        Shape::of::<User>(person.clone()),
        Shape::of::<User>(user("bot", json!({}))),
        Shape::of::<User>(user("bot", bot.clone())),
        Shape::of::<Person>(json!({"email": "ada@example.com"})),
        Shape::of::<Bot>(bot),
        Shape::of::<BotOwner>(workspace),
        Shape::of::<BotOwner>(json!({"type": "user", "user": person})),
        Shape::of::<BotOwner>(json!({"type": "user", "user": {"object": "user", "id": ID}})),
        Shape::of::<WorkspaceLimits>(limits),
        Shape::of::<Parent>(json!({"type": "workspace", "workspace": true})),
        Shape::of::<Parent>(json!({"type": "page_id", "page_id": ID})),
        Shape::of::<Parent>(json!({"type": "block_id", "block_id": ID})),
        Shape::of::<Parent>(json!({"type": "database_id", "database_id": ID})),
        Shape::of::<Parent>(json!({"database_id": ID, "type": "database_id"})),
        Shape::of::<Parent>(json!({"type": "data_source_id", "data_source_id": ID,
            "database_id": OTHER_ID})),
        Shape::of::<Parent>(json!({"type": "agent_id", "agent_id": "notion_ai"})),
        Shape::of::<Parent>(json!({"data_source_id": ID})),
        Shape::of::<Parent>(json!({"page_id": ID})),
    ]
}
