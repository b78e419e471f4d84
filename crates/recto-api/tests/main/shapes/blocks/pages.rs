//! Pages, and what is asked of them.

use recto_api::page::{NewPage, Page, PageAnswer, PageMove, PagePatch, PagePosition, PageTemplate};
use serde_json::json;

use super::{ID, MINUTE, OTHER_ID, Shape, new_block, run};

pub(super) fn shapes() -> Vec<Shape> {
    let title = json!({"title": {"id": "title", "type": "title", "title": [run("a")]}});
    let page = json!({
        "object": "page",
        "id": ID,
        "created_time": MINUTE,
        "last_edited_time": MINUTE,
        "created_by": {"object": "user", "id": ID},
        "last_edited_by": {"object": "user", "id": ID},
        "cover": {"type": "external", "external": {"url": "https://example.com/a.png"}},
        "icon": {"type": "emoji", "emoji": "🧭"},
        "parent": {"type": "workspace", "workspace": true},
        "in_trash": false,
        "is_archived": false,
        "is_locked": false,
        "properties": title,
        "url": "https://app.notion.com/p/a-3c0a5f4e0f5b81aa9d54d3a3c2a0e111",
        "public_url": null,
    });
    let blocks = json!([new_block("divider", json!({}))]);
    let named = json!({"title": {"title": [run("a")]}});
    let template = json!({"type": "template_id", "template_id": ID, "timezone": "Europe/Berlin"});
    let after = json!({"type": "after_block", "after_block": {"id": ID}});
    vec![
        Shape::of::<Page>(page.clone()),
        Shape::of::<Page>(json!({"object": "page", "id": ID})),
        Shape::of::<NewPage>(json!({
            "parent": {"type": "page_id", "page_id": ID}, "properties": named,
            "children": blocks, "icon": {"type": "emoji", "emoji": "🧭"}, "cover": null,
            "position": after,
        })),
        Shape::of::<NewPage>(json!({"parent": {"page_id": ID}, "content": blocks})),
        Shape::of::<NewPage>(json!({"markdown": "# A", "allow_async": true})),
        Shape::of::<NewPage>(json!({"parent": {"data_source_id": ID}, "properties": {},
            "template": template})),
        Shape::of::<PagePatch>(json!({
            "properties": named, "icon": null, "cover": {"file_upload": {"id": ID}},
            "is_locked": true, "template": {"type": "default"}, "erase_content": true,
            "in_trash": false, "is_archived": true,
        })),
        Shape::of::<PageMove>(json!({"parent": {"type": "page_id", "page_id": OTHER_ID}})),
        Shape::of::<PageTemplate>(template),
        Shape::of::<PageTemplate>(json!({"type": "default", "timezone": "UTC"})),
        Shape::of::<PageTemplate>(json!({"type": "none"})),
        Shape::of::<PagePosition>(after),
        Shape::of::<PagePosition>(json!({"type": "page_start"})),
        Shape::of::<PagePosition>(json!({"type": "page_end"})),
        Shape::of::<PageAnswer>(page),
        Shape::of::<PageAnswer>(json!({"object": "async_task", "id": "task_1"})),
    ]
}
