//! Comments, file uploads, emojis, tasks, tokens and errors.

use recto_api::error::ErrorBody;
use serde_json::json;

use super::Shape;

pub(crate) fn shapes() -> Vec<Shape> {
    vec![Shape::of::<ErrorBody>(
        json!({"object": "error", "status": 404, "code": "object_not_found", "message": "m"}),
    )]
}
