//! What is asked of blocks.

use recto_api::block::{AppendChildren, BlockPatch, BlockRef, NewBlock, Position};
use serde_json::json;

use super::{ID, Shape, new_block, run};

pub(super) fn shapes() -> Vec<Shape> {
    let after = json!({"type": "after_block", "after_block": {"id": ID}});
    let blocks = json!([new_block("divider", json!({}))]);
    vec![
        Shape::of::<NewBlock>(new_block("divider", json!({}))),
        Shape::of::<BlockPatch>(json!({"type": "to_do", "to_do": {"checked": true}})),
        Shape::of::<BlockPatch>(json!({"heading_2": {"rich_text": [run("a")]},
            "in_trash": false})),
        Shape::of::<BlockPatch>(json!({"in_trash": true})),
        Shape::of::<AppendChildren>(json!({"children": blocks, "position": after})),
        Shape::of::<AppendChildren>(json!({"children": blocks})),
        // As it was asked for before 2026-03-11.
        Shape::of::<AppendChildren>(json!({"children": blocks, "after": ID})),
        Shape::of::<Position>(after),
        Shape::of::<Position>(json!({"type": "start"})),
        Shape::of::<Position>(json!({"type": "end"})),
        Shape::of::<BlockRef>(json!({"id": ID})),
    ]
}
