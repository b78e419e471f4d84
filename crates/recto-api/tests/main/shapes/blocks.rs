//! Blocks, pages, rich text, files, parents and users.

use recto_api::block::Block;
use serde_json::json;

use super::Shape;
use crate::samples::ID;

pub(crate) fn shapes() -> Vec<Shape> {
    vec![Shape::of::<Block>(
        json!({"object": "block", "id": ID, "type": "divider", "divider": {}}),
    )]
}
