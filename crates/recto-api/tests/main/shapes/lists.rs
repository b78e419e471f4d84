//! Lists, searches, and the objects they mix.

use recto_api::endpoint::SearchBody;
use recto_api::list::{List, RequestStatus};
use recto_api::object::Object;
use serde_json::{Value, json};

use super::Shape;
use crate::samples::{self, ID};

pub(crate) fn shapes() -> Vec<Shape> {
    vec![
        Shape::of::<Object>(without_properties(samples::page())),
        Shape::of::<Object>(without_properties(samples::data_source())),
        Shape::of::<Object>(samples::database()),
        Shape::of::<List<Object>>(json!({"object": "list", "results": [samples::database()],
            "next_cursor": ID, "has_more": true, "type": "page_or_data_source",
            "page_or_data_source": {}, "request_id": ID,
            "request_status": {"type": "complete"}})),
        Shape::of::<RequestStatus>(json!({"type": "incomplete",
            "incomplete_reason": "query_result_limit_reached"})),
        Shape::of::<SearchBody>(json!({"query": "x", "start_cursor": ID, "page_size": 10,
            "filter": {"property": "object", "value": "data_source"},
            "sort": {"timestamp": "last_edited_time", "direction": "ascending"}})),
    ]
}

/// Every property is in the samples of its own type.
fn without_properties(mut object: Value) -> Value {
    object["properties"] = json!({});
    object
}
