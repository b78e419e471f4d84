//! Schemas, databases, data sources, views and events.

mod configurations;
mod events;
mod schemas;

pub(crate) use self::configurations::{configurations, groups};
pub(crate) use self::events::events;

use recto_api::endpoint::{QueryBody, ViewQueryBody};
use recto_api::view::{
    DeletedViewQuery, NewView, PageReference, View, ViewDatabase, ViewDatabasePosition, ViewPatch,
    ViewPosition, ViewQuery, ViewReference, WidgetPlacement,
};
use serde_json::{Value, json};

use super::Shape;
use crate::samples::ID;

pub(crate) const TIME: &str = "2026-03-01T10:00:00.123+00:00";

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all = schemas::shapes();
    all.extend(queries());
    all.extend(views());
    all.extend(configurations::shapes());
    all.extend(requests());
    all.extend(events::shapes());
    all
}

fn queries() -> Vec<Shape> {
    let mut all: Vec<_> = ["page", "data_source"]
        .map(|kind| {
            Shape::of::<QueryBody>(json!({
                "filter": {"property": "Done", "checkbox": {"equals": true}},
                "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
                "start_cursor": "c", "page_size": 7, "in_trash": true, "result_type": kind,
            }))
        })
        .into();
    all.push(Shape::of::<ViewQueryBody>(json!({"page_size": 5})));
    all
}

pub(super) fn view(configuration: &Value) -> Value {
    json!({
        "object": "view", "id": ID,
        "parent": {"type": "database_id", "database_id": ID},
        "data_source_id": ID, "name": "Open", "type": configuration["type"],
        "created_time": TIME, "created_by": {"object": "user", "id": ID},
        "last_edited_time": TIME, "last_edited_by": null,
        "url": "https://app.notion.com/p/3c0a5f4e0f5b81aa9d54d3a3c2a0e111?v=1",
        "filter": {"or": [
            {"property": "sTat", "status": {"equals": "Done"}},
            {"timestamp": "last_edited_time", "last_edited_time": {"past_week": {}}}]},
        "sorts": [{"property": "sTat", "direction": "descending"}],
        "quick_filters": {"prIo": {"select": {"equals": "High"}}, "dUe_": {"date": {"this_week": {}}}},
        "configuration": configuration,
        "dashboard_view_id": ID, "request_id": ID,
    })
}

fn views() -> Vec<Shape> {
    vec![
        Shape::of::<ViewReference>(json!({"object": "view", "id": ID})),
        Shape::of::<View>(json!({"object": "view", "id": ID,
            "parent": {"type": "database_id", "database_id": ID}, "type": "list"})),
        Shape::of::<View>(
            json!({"object": "view", "id": ID, "data_source_id": null, "name": "All",
            "type": "dashboard", "filter": null, "sorts": null, "quick_filters": null,
            "configuration": null}),
        ),
        Shape::of::<ViewQuery>(json!({"object": "view_query", "id": ID, "view_id": ID,
            "expires_at": TIME, "total_count": 12, "results": [{"object": "page", "id": ID}],
            "next_cursor": ID, "has_more": true, "request_status": {"type": "complete"},
            "request_id": ID})),
        Shape::of::<PageReference>(json!({"object": "page", "id": ID})),
        Shape::of::<DeletedViewQuery>(
            json!({"object": "view_query", "id": ID, "deleted": true, "request_id": ID}),
        ),
    ]
}

fn requests() -> Vec<Shape> {
    let filters = json!({"prIo": {"multi_select": {"contains": ["a", "b"]}}});
    let mut all = vec![
        Shape::of::<NewView>(
            json!({"data_source_id": ID, "name": "Board", "type": "board",
            "database_id": ID, "filter": {"property": "A", "title": {"is_empty": true}},
            "sorts": [], "quick_filters": filters,
            "configuration": {"type": "board", "group_by": {"type": "select", "property_id": "a"}},
            "position": {"type": "start"}}),
        ),
        Shape::of::<NewView>(
            json!({"data_source_id": ID, "name": "Part", "type": "chart",
            "view_id": ID, "placement": {"type": "new_row", "row_index": 0}}),
        ),
        Shape::of::<NewView>(
            json!({"data_source_id": ID, "name": "Linked", "type": "table",
            "create_database": {"parent": {"type": "page_id", "page_id": ID},
                "position": {"type": "after_block", "block_id": ID}}}),
        ),
        Shape::of::<ViewPatch>(json!({"name": "New", "filter": null, "sorts": null,
            "quick_filters": {"prIo": {"select": {"is_empty": true}}, "dUe_": null},
            "configuration": {"type": "table", "properties": null, "group_by": null}})),
        Shape::of::<ViewPatch>(json!({"quick_filters": null})),
        Shape::of::<ViewDatabase>(json!({"parent": {"type": "page_id", "page_id": ID},
            "position": {"type": "after_block", "block_id": ID}})),
        Shape::of::<ViewDatabasePosition>(json!({"type": "after_block", "block_id": ID})),
    ];
    for kind in ["start", "end", "after_view"] {
        all.push(Shape::of::<ViewPosition>(
            json!({"type": kind, "view_id": ID}),
        ));
    }
    for kind in ["new_row", "existing_row"] {
        all.push(Shape::of::<WidgetPlacement>(
            json!({"type": kind, "row_index": 2}),
        ));
    }
    all
}
