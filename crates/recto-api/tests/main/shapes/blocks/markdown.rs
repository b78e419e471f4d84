//! Pages as Markdown.

use recto_api::markdown::{
    ContentUpdate, InsertContent, MarkdownAnswer, MarkdownPatch, MarkdownPosition, PageMarkdown,
    ReplaceContent, ReplaceContentRange, UpdateContent,
};
use serde_json::json;

use super::{ID, OTHER_ID, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let markdown = json!({"object": "page_markdown", "id": ID, "markdown": "# A",
        "truncated": true, "unknown_block_ids": [OTHER_ID]});
    let update = json!({"old_str": "a", "new_str": "b", "replace_all_matches": true});
    let updates = json!({"content_updates": [update], "allow_deleting_content": false});
    let insert = json!({"content": "a", "position": {"type": "end"}});
    let replace = json!({"new_str": "a", "allow_deleting_content": true});
    let range = json!({"content": "a", "content_range": "b…c", "allow_deleting_content": true});
    vec![
        Shape::of::<PageMarkdown>(markdown.clone()),
        Shape::of::<MarkdownPatch>(json!({"type": "update_content", "update_content": updates,
            "allow_async": true})),
        Shape::of::<MarkdownPatch>(json!({"type": "replace_content", "replace_content": replace})),
        Shape::of::<MarkdownPatch>(json!({"type": "insert_content", "insert_content": insert})),
        Shape::of::<MarkdownPatch>(json!({"type": "replace_content_range",
            "replace_content_range": range})),
        Shape::of::<UpdateContent>(updates),
        Shape::of::<ContentUpdate>(update),
        Shape::of::<ReplaceContent>(replace),
        Shape::of::<InsertContent>(insert),
        Shape::of::<InsertContent>(json!({"content": "a", "after": "b…c"})),
        Shape::of::<ReplaceContentRange>(range),
        Shape::of::<MarkdownPosition>(json!({"type": "start"})),
        Shape::of::<MarkdownPosition>(json!({"type": "end"})),
        Shape::of::<MarkdownAnswer>(markdown),
        Shape::of::<MarkdownAnswer>(json!({"object": "async_task", "id": "task_1"})),
    ]
}
