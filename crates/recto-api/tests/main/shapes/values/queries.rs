//! Filters and sorts.

use recto_api::query::{Filter, QuickFilter, Sort};
use serde_json::{Value, json};

use super::{ID, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut all: Vec<_> = leaves().into_iter().map(Shape::of::<Filter>).collect();
    all.push(Shape::of::<Filter>(json!({"and": [
        {"or": [{"property": "A", "checkbox": {"equals": true}}, {"and": []}]},
        {"timestamp": "created_time", "created_time": {"past_week": {}}},
    ]})));
    all.push(Shape::of::<Filter>(json!({"or": []})));
    all.push(Shape::of::<Filter>(json!({})));
    all.push(Shape::of::<Sort>(
        json!({"property": "A", "direction": "ascending"}),
    ));
    all.push(Shape::of::<Sort>(
        json!({"timestamp": "last_edited_time", "direction": "descending"}),
    ));
    all.push(Shape::of::<QuickFilter>(
        json!({"select": {"equals": "High"}}),
    ));
    all
}

/// A filter for every condition there is.
fn leaves() -> Vec<Value> {
    let mut all = Vec::new();
    let mut leaf = |key: &str, condition: Value| {
        all.push(json!({"property": "A", key: condition}));
    };
    for key in ["title", "rich_text", "url", "email", "phone_number"] {
        for condition in [
            "equals",
            "does_not_equal",
            "contains",
            "does_not_contain",
            "starts_with",
            "ends_with",
        ] {
            leaf(key, json!({condition: "a"}));
        }
    }
    for key in ["number", "unique_id"] {
        for condition in [
            "equals",
            "does_not_equal",
            "greater_than",
            "less_than",
            "greater_than_or_equal_to",
            "less_than_or_equal_to",
        ] {
            leaf(key, json!({condition: 2.5}));
        }
    }
    for condition in ["equals", "does_not_equal"] {
        leaf("checkbox", json!({condition: true}));
        for key in ["select", "status"] {
            leaf(key, json!({condition: "a"}));
            leaf(key, json!({condition: ["a", "b"]}));
        }
    }
    for condition in ["contains", "does_not_contain"] {
        leaf("multi_select", json!({condition: "a"}));
        leaf("multi_select", json!({condition: ["a", "b"]}));
        for key in ["people", "created_by", "last_edited_by"] {
            leaf(key, json!({condition: "me"}));
        }
        leaf("relation", json!({condition: ID}));
    }
    for key in ["date", "created_time", "last_edited_time"] {
        for condition in ["equals", "before", "after", "on_or_before", "on_or_after"] {
            leaf(key, json!({condition: "2026-03-01"}));
            leaf(key, json!({condition: "one_week_ago"}));
        }
        for window in [
            "this_week",
            "past_week",
            "past_month",
            "past_year",
            "next_week",
            "next_month",
            "next_year",
        ] {
            leaf(key, json!({window: {}}));
        }
    }
    for key in [
        "rich_text",
        "number",
        "select",
        "multi_select",
        "date",
        "people",
        "relation",
        "files",
    ] {
        leaf(key, json!({"is_empty": true}));
        leaf(key, json!({"is_not_empty": true}));
    }
    leaf("verification", json!({"status": "verified"}));
    leaf("verification", json!({"does_not_equal": "none"}));
    leaf("formula", json!({"string": {"contains": "a"}}));
    leaf("formula", json!({"number": {"less_than": 1}}));
    leaf("formula", json!({"checkbox": {"equals": true}}));
    leaf("formula", json!({"date": {"past_week": {}}}));
    for quantifier in ["any", "every", "none"] {
        leaf(
            "rollup",
            json!({quantifier: {"rich_text": {"contains": "a"}}}),
        );
    }
    leaf("rollup", json!({"number": {"less_than": 1}}));
    leaf("rollup", json!({"date": {"before": "today"}}));
    all.push(json!({"property": "A", "type": "select", "select": {"equals": "a"}}));
    all.push(
        json!({"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "today"}}),
    );
    all
}
