//! Property values, filters, sorts and queries.

use recto_api::property::Property;
use serde_json::json;

use super::Shape;

pub(crate) fn shapes() -> Vec<Shape> {
    vec![Shape::of::<Property>(
        json!({"id": "a", "type": "number", "number": 1}),
    )]
}
