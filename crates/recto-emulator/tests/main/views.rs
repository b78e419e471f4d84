//! Views: tabs, settings by type, dashboards, and the rows they show.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

/// A database with a data source whose properties have known types.
struct Table {
    world: World,
    database: String,
    source: String,
    properties: Value,
}

impl Table {
    fn new() -> Self {
        let world = World::new();
        let made = world.post(
            "/v1/databases",
            &json!({"parent": {"page_id": world.home()}, "initial_data_source": {"properties": {
                "Name": {"title": {}},
                "Due": {"date": {}},
                "Points": {"number": {}},
                "Done": {"checkbox": {}},
                "Area": {"select": {"options": [{"name": "North"}, {"name": "South"}]}},
            }}}),
        );
        let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
        let properties = world.get(&format!("/v1/data_sources/{source}"))["properties"].clone();
        Self {
            database: made["id"].as_str().unwrap().to_owned(),
            source,
            properties,
            world,
        }
    }

    fn id(&self, property: &str) -> &str {
        self.properties[property]["id"].as_str().unwrap()
    }

    fn row(&self, name: &str, points: i64) -> String {
        let page = self.world.post(
            "/v1/pages",
            &json!({"parent": {"data_source_id": self.source}, "properties": {
                "Name": {"title": [{"text": {"content": name}}]},
                "Points": {"number": points},
            }}),
        );
        page["id"].as_str().unwrap().to_owned()
    }

    fn body(&self, kind: &str, more: Value) -> Value {
        let mut body = json!({
            "data_source_id": self.source,
            "name": "Test",
            "type": kind,
            "database_id": self.database,
        });
        for (name, value) in more.as_object().unwrap() {
            match value {
                Value::Null => body.as_object_mut().unwrap().remove(name),
                value => body
                    .as_object_mut()
                    .unwrap()
                    .insert(name.clone(), value.clone()),
            };
        }
        body
    }

    #[track_caller]
    fn view(&self, kind: &str, more: Value) -> Value {
        self.world.post("/v1/views", &self.body(kind, more))
    }

    #[track_caller]
    fn refused(&self, kind: &str, more: Value) -> String {
        let (status, text) = self
            .world
            .refused(Method::POST, "/v1/views", &self.body(kind, more));
        assert_eq!(status, 400, "{text}");
        text
    }

    fn tabs(&self) -> Vec<String> {
        ids(&self
            .world
            .get(&format!("/v1/views?database_id={}", self.database)))
    }
}

#[test]
fn a_view_has_its_members_in_order() {
    let table = Table::new();
    let view = table.view("table", json!({}));
    assert_eq!(
        keys(&view),
        [
            "object",
            "id",
            "parent",
            "data_source_id",
            "name",
            "type",
            "created_time",
            "created_by",
            "last_edited_time",
            "last_edited_by",
            "url",
            "filter",
            "sorts",
            "quick_filters",
            "configuration",
            "request_id"
        ]
    );
    let id = view["id"].as_str().unwrap();
    assert_eq!(&id[24..28], "000c");
    assert_eq!(view["created_time"], "2026-05-01T10:00:30.000+00:00");
    assert_eq!(view["configuration"], json!({"type": "table"}));
    assert_eq!(
        view["url"],
        format!(
            "https://app.notion.com/p/{}?v={}",
            table.database.replace('-', ""),
            id.replace('-', "")
        )
    );
    let mut read = table.world.get(&format!("/v1/views/{id}"));
    read["request_id"] = view["request_id"].clone();
    assert_eq!(read, view);
}

#[test]
fn a_database_begins_with_a_table() {
    let table = Table::new();
    let list = table
        .world
        .get(&format!("/v1/views?database_id={}", table.database));
    assert_eq!(list["type"], "view");
    assert_eq!(ids(&list).len(), 1);
    assert_eq!(keys(&list["results"][0]), ["object", "id"]);
    assert_eq!(table.tabs(), ids(&list), "made once");
    let first = table.world.get(&format!("/v1/views/{}", table.tabs()[0]));
    assert_eq!(first["type"], "table");
    assert_eq!(first["data_source_id"], table.source.as_str());
    let (status, _) = table.world.refused(
        Method::DELETE,
        &format!("/v1/views/{}", table.tabs()[0]),
        &Value::Null,
    );
    assert_eq!(status, 400, "the last one stays");
}

#[test]
fn tabs_have_an_order_and_pages() {
    let table = Table::new();
    let first = table.tabs()[0].clone();
    let make = |position: Value| {
        let view = table.view("list", json!({"position": position}));
        view["id"].as_str().unwrap().to_owned()
    };
    let start = make(json!({"type": "start"}));
    let end = make(json!({"type": "end"}));
    let after = make(json!({"type": "after_view", "view_id": first}));
    let order = [start, first, after, end];
    assert_eq!(table.tabs(), order);
    let path = format!("/v1/views?database_id={}&page_size=3", table.database);
    let page = table.world.get(&path);
    assert_eq!(page["has_more"], true);
    assert_eq!(page["next_cursor"], order[3].as_str());
    let next = table
        .world
        .get(&format!("{path}&start_cursor={}", order[3]));
    assert_eq!(ids(&next), order[3..]);
    let by_source = table
        .world
        .get(&format!("/v1/views?data_source_id={}", table.source));
    assert_eq!(ids(&by_source).len(), 4);
}

#[test]
fn lists_need_to_know_of_what() {
    let table = Table::new();
    let refused = |path: &str| table.world.refused(Method::GET, path, &Value::Null);
    let (status, text) = refused("/v1/views");
    assert_eq!(status, 400);
    assert!(
        text.starts_with("query failed validation: query.database_id"),
        "{text}"
    );
    let (status, _) = refused("/v1/views?database_id=x");
    assert_eq!(status, 400);
    let (status, _) = refused("/v1/views?data_source_id=38c9ce7b-60a4-818f-af95-c655e0046079");
    assert_eq!(status, 404);
}

#[test]
fn a_view_is_renamed_and_deleted() {
    let table = Table::new();
    let view = table.view("table", json!({}));
    let path = format!("/v1/views/{}", view["id"].as_str().unwrap());
    table
        .world
        .clock
        .advance(std::time::Duration::from_millis(1_500));
    let renamed = table.world.patch(&path, &json!({"name": "Other"}));
    assert_eq!(renamed["name"], "Other");
    assert_eq!(renamed["created_time"], view["created_time"]);
    assert_eq!(renamed["last_edited_time"], "2026-05-01T10:00:31.500+00:00");
    let gone = table.world.ok(Method::DELETE, &path, &Value::Null);
    assert_eq!(
        keys(&gone),
        ["object", "id", "parent", "type", "request_id"]
    );
    let (status, text) = table.world.refused(Method::GET, &path, &Value::Null);
    assert_eq!(status, 404);
    assert!(text.starts_with("Could not find view with ID: "), "{text}");
}

#[test]
fn a_view_goes_to_exactly_one_place() {
    let table = Table::new();
    let text = table.refused("table", json!({"database_id": null}));
    assert!(text.starts_with("Exactly one of "), "{text}");
    let text = table.refused("table", json!({"view_id": table.tabs()[0]}));
    assert!(text.starts_with("Exactly one of "), "{text}");
    let text = table.refused("table", json!({"placement": {"type": "new_row"}}));
    assert!(text.contains("body.placement"), "{text}");
    let text = table.refused("poster", json!({}));
    assert!(
        text.contains("body.type should be `\"table\"`, `\"board\"`"),
        "{text}"
    );
    let text = table.refused("table", json!({"name": null}));
    assert_eq!(
        text,
        "body failed validation: body.name should be defined, instead was `undefined`."
    );
}

#[test]
fn filters_and_sorts_outlive_a_rename_and_a_removal() {
    let table = Table::new();
    let filter = json!({"and": [
        {"property": "Points", "number": {"greater_than": 1}},
        {"property": "Done", "checkbox": {"equals": false}},
    ]});
    let sorts = json!([{"property": "Points", "direction": "descending"}]);
    let view = table.view("table", json!({"filter": filter, "sorts": sorts}));
    assert_eq!(view["filter"], filter);
    assert_eq!(view["sorts"], sorts);
    let path = format!("/v1/views/{}", view["id"].as_str().unwrap());
    table.world.patch(
        &format!("/v1/data_sources/{}", table.source),
        &json!({"properties": {"Points": {"name": "Score"}, "Done": null}}),
    );
    let read = table.world.get(&path);
    assert_eq!(
        read["filter"],
        json!({"and": [{"property": "Score", "number": {"greater_than": 1}}]})
    );
    assert_eq!(read["sorts"][0]["property"], "Score");
    let cleared = table
        .world
        .patch(&path, &json!({"filter": null, "sorts": null}));
    assert_eq!(cleared["filter"], Value::Null);
    assert_eq!(cleared["sorts"], Value::Null);
}

#[test]
fn filters_are_checked_when_they_are_set() {
    let table = Table::new();
    let text = table.refused(
        "table",
        json!({"filter": {"property": "Nope", "number": {"equals": 1}}}),
    );
    assert_eq!(text, "Could not find property with name or id: Nope");
    let text = table.refused(
        "table",
        json!({"sorts": [{"property": "Nope", "direction": "ascending"}]}),
    );
    assert_eq!(text, "Could not find sort property with name or id: Nope");
}

#[test]
fn quick_filters_are_merged_by_key() {
    let table = Table::new();
    let high = json!({"number": {"equals": 3}});
    let view = table.view("table", json!({"quick_filters": {"Points": high}}));
    assert_eq!(view["quick_filters"], json!({table.id("Points"): high}));
    let path = format!("/v1/views/{}", view["id"].as_str().unwrap());
    let done = json!({"checkbox": {"equals": true}});
    let both = table
        .world
        .patch(&path, &json!({"quick_filters": {"Done": done}}));
    assert_eq!(both["quick_filters"].as_object().unwrap().len(), 2);
    let one = table
        .world
        .patch(&path, &json!({"quick_filters": {"Points": null}}));
    assert_eq!(one["quick_filters"], json!({table.id("Done"): done}));
    let none = table.world.patch(&path, &json!({"quick_filters": null}));
    assert_eq!(none["quick_filters"], Value::Null);
}

#[test]
fn every_type_has_its_settings() {
    let table = Table::new();
    let sort = json!({"type": "manual"});
    let group = json!({"type": "select", "property_id": table.id("Area"), "sort": sort});
    let named = |mut group: Value| {
        group["property_name"] = json!("Area");
        group
    };
    let cases = [
        (
            json!({"type": "table", "properties": [{"property_id": "title", "width": 300}],
                "group_by": group, "wrap_cells": true, "frozen_column_index": 1}),
            json!({"type": "table", "properties":
                [{"property_id": "title", "property_name": "Name", "width": 300}],
                "group_by": named(group.clone()), "wrap_cells": true, "frozen_column_index": 1}),
        ),
        (
            json!({"type": "board", "group_by": group, "card_layout": "compact",
                "cover": {"type": "page_cover"}}),
            json!({"type": "board", "group_by": named(group.clone()),
                "cover": {"type": "page_cover"}, "card_layout": "compact"}),
        ),
        (
            json!({"type": "calendar", "date_property_id": table.id("Due"), "view_range": "week"}),
            json!({"type": "calendar", "date_property_id": table.id("Due"),
                "date_property_name": "Due", "view_range": "week"}),
        ),
        (
            json!({"type": "timeline", "date_property_id": table.id("Due"),
                "preference": {"zoom_level": "5_years"}, "arrows_by": {"property_id": null}}),
            json!({"type": "timeline", "date_property_id": table.id("Due"),
                "date_property_name": "Due", "preference": {"zoom_level": "5_years"},
                "arrows_by": {"property_id": null}}),
        ),
        (
            json!({"type": "gallery", "cover_size": "large"}),
            json!({"type": "gallery", "cover_size": "large"}),
        ),
        (json!({"type": "list"}), json!({"type": "list"})),
        (
            json!({"type": "map", "height": "medium"}),
            json!({"type": "map", "height": "medium"}),
        ),
        (
            json!({"type": "form", "is_form_closed": true, "submission_permissions": "reader"}),
            json!({"type": "form", "is_form_closed": true, "submission_permissions": "reader"}),
        ),
        (
            json!({"type": "chart", "chart_type": "column", "x_axis": group,
                "y_axis": {"aggregator": "sum", "property_id": table.id("Points")},
                "caption": "Points"}),
            json!({"type": "chart", "chart_type": "column", "x_axis": named(group),
                "y_axis": {"aggregator": "sum", "property_id": table.id("Points")},
                "caption": "Points"}),
        ),
    ];
    for (sent, answered) in cases {
        let kind = sent["type"].as_str().unwrap().to_owned();
        let view = table.view(&kind, json!({"configuration": sent}));
        assert_eq!(view["configuration"].to_string(), answered.to_string());
    }
}

#[test]
fn a_setting_stays_changes_or_is_cleared() {
    let table = Table::new();
    let view = table.view(
        "gallery",
        json!({"configuration": {"type": "gallery", "cover_size": "large", "card_layout": "list"}}),
    );
    let path = format!("/v1/views/{}", view["id"].as_str().unwrap());
    let changed = table.world.patch(
        &path,
        &json!({"configuration": {"type": "gallery", "cover_size": null, "cover_aspect": "cover"}}),
    );
    assert_eq!(
        changed["configuration"],
        json!({"type": "gallery", "cover_aspect": "cover", "card_layout": "list"})
    );
}

#[test]
fn wrong_settings_are_told() {
    let table = Table::new();
    let refused = |kind: &str, configuration: Value| {
        table.refused(kind, json!({"configuration": configuration}))
    };
    let text = refused("table", json!({"type": "list"}));
    assert!(
        text.contains("body.configuration.type should be `\"table\"`"),
        "{text}"
    );
    let text = refused("board", json!({"type": "board"}));
    assert!(
        text.contains("body.configuration.group_by should be defined"),
        "{text}"
    );
    let text = refused(
        "table",
        json!({"type": "table", "properties": [{"property_id": "????"}]}),
    );
    assert_eq!(text, "Could not find property with name or id: ????");
    let text = refused(
        "calendar",
        json!({"type": "calendar", "date_property_id": table.id("Points")}),
    );
    assert!(text.contains("Points is of type number"), "{text}");
    let text = refused(
        "chart",
        json!({"type": "chart", "chart_type": "number", "value": {"aggregator": "sum"}}),
    );
    assert!(
        text.contains("value.property_id should be defined"),
        "{text}"
    );
    let text = refused(
        "table",
        json!({"type": "table", "properties": [{"property_id": "title", "width": 31}]}),
    );
    assert!(text.contains("≥ `32`"), "{text}");
}

#[test]
fn widgets_stand_in_rows_of_a_dashboard() {
    let table = Table::new();
    let dashboard = table.view("dashboard", json!({}));
    assert_eq!(dashboard["data_source_id"], Value::Null);
    assert_eq!(
        dashboard["configuration"],
        json!({"type": "dashboard", "rows": []})
    );
    let id = dashboard["id"].as_str().unwrap();
    let widget = |placement: Value| {
        let more = json!({"database_id": null, "view_id": id, "placement": placement});
        table.view("list", more)
    };
    let first = widget(Value::Null);
    assert_eq!(first["dashboard_view_id"], id);
    assert_eq!(
        *keys(&first).iter().rev().nth(1).unwrap(),
        "dashboard_view_id"
    );
    let beside = widget(json!({"type": "existing_row", "row_index": 0}));
    let above = widget(json!({"type": "new_row", "row_index": 0}));
    let path = format!("/v1/views/{id}");
    let rows = table.world.get(&path)["configuration"]["rows"].clone();
    let shown = |row: usize, at: usize| rows[row]["widgets"][at]["view_id"].clone();
    assert_eq!(shown(0, 0), above["id"]);
    assert_eq!(
        (shown(1, 0), shown(1, 1)),
        (first["id"].clone(), beside["id"].clone())
    );
    assert_eq!(rows[0]["widgets"][0]["width"], 12);
    assert_eq!(rows[1]["widgets"][1]["width"], 6);
    assert_eq!(rows[1]["widgets"][1]["row_index"], 1);
    assert!(
        !table
            .tabs()
            .contains(&first["id"].as_str().unwrap().to_owned())
    );
    let removed = format!("/v1/views/{}", above["id"].as_str().unwrap());
    table.world.ok(Method::DELETE, &removed, &Value::Null);
    let rows = table.world.get(&path)["configuration"]["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    table.world.ok(Method::DELETE, &path, &Value::Null);
    let (status, _) = table.world.refused(
        Method::GET,
        &format!("/v1/views/{}", first["id"].as_str().unwrap()),
        &Value::Null,
    );
    assert_eq!(status, 404, "widgets go with their dashboard");
}

#[test]
fn dashboards_have_no_filter_and_no_rows_to_query() {
    let table = Table::new();
    let text = table.refused("dashboard", json!({"sorts": []}));
    assert!(text.starts_with("body.sorts"), "{text}");
    let dashboard = table.view("dashboard", json!({}));
    let path = format!("/v1/views/{}/queries", dashboard["id"].as_str().unwrap());
    let (status, _) = table.world.refused(Method::POST, &path, &json!({}));
    assert_eq!(status, 400);
    let other = table.tabs()[0].clone();
    let text = table.refused("list", json!({"database_id": null, "view_id": other}));
    assert!(text.contains("is not a dashboard"), "{text}");
}

#[test]
fn a_linked_database_shows_anothers_rows() {
    let table = Table::new();
    let view = table.view(
        "list",
        json!({"database_id": null, "create_database":
            {"parent": {"type": "page_id", "page_id": table.world.home()}}}),
    );
    let database = view["parent"]["database_id"].as_str().unwrap();
    assert_ne!(database, table.database);
    let read = table.world.get(&format!("/v1/databases/{database}"));
    assert_eq!(read["data_sources"], json!([]));
    assert_eq!(read["title"][0]["plain_text"], "Untitled");
    let block = table.world.get(&format!("/v1/blocks/{database}"));
    assert_eq!(block["child_database"]["title"], "Untitled");
    let list = table
        .world
        .get(&format!("/v1/views?database_id={database}"));
    assert_eq!(ids(&list), [view["id"].as_str().unwrap()]);
}

#[test]
fn the_rows_of_a_view_are_kept_for_a_while() {
    let table = Table::new();
    let rows: Vec<String> = (1..=5).map(|n| table.row(&format!("Row {n}"), n)).collect();
    let view = table.view(
        "table",
        json!({
            "filter": {"property": "Points", "number": {"greater_than": 1}},
            "sorts": [{"property": "Points", "direction": "ascending"}],
        }),
    );
    let path = format!("/v1/views/{}/queries", view["id"].as_str().unwrap());
    let query = table.world.post(&path, &json!({"page_size": 3}));
    assert_eq!(
        keys(&query),
        [
            "object",
            "id",
            "view_id",
            "expires_at",
            "total_count",
            "results",
            "next_cursor",
            "has_more",
            "request_id"
        ]
    );
    assert_eq!(query["expires_at"], "2026-05-01T10:15:30.000+00:00");
    assert_eq!(query["total_count"], 4);
    assert_eq!(ids(&query), rows[1..4]);
    // What comes later is not in it.
    table.row("Row 6", 6);
    let page = format!("{path}/{}", query["id"].as_str().unwrap());
    let cursor = query["next_cursor"].as_str().unwrap();
    let next = table.world.get(&format!("{page}?start_cursor={cursor}"));
    assert_eq!(next["type"], "page");
    assert_eq!(ids(&next), rows[4..]);
    assert_eq!(next["has_more"], false);
    let (status, _) =
        table
            .world
            .refused(Method::GET, &format!("{page}?start_cursor=x"), &Value::Null);
    assert_eq!(status, 400);
    table
        .world
        .clock
        .advance(std::time::Duration::from_secs(15 * 60));
    let (status, _) = table.world.refused(Method::GET, &page, &Value::Null);
    assert_eq!(status, 404, "it expired");
}

#[test]
fn the_rows_of_a_view_can_be_forgotten() {
    let table = Table::new();
    let path = format!("/v1/views/{}/queries", table.tabs()[0]);
    let query = table.world.post(&path, &Value::Null);
    let page = format!("{path}/{}", query["id"].as_str().unwrap());
    let gone = table.world.ok(Method::DELETE, &page, &Value::Null);
    assert_eq!(keys(&gone), ["object", "id", "deleted", "request_id"]);
    assert_eq!(gone["deleted"], true);
    let (status, _) = table.world.refused(Method::DELETE, &page, &Value::Null);
    assert_eq!(status, 404);
}

#[test]
fn views_came_with_data_sources() {
    let table = Table::new();
    let path = format!("/v1/views?database_id={}", table.database);
    assert_eq!(table.world.at("2025-09-03").get(&path)["object"], "list");
    let old = table.world.at("2022-06-28");
    let (status, text) = old.refused(Method::GET, &path, &Value::Null);
    assert_eq!((status, text.as_str()), (400, "Invalid request URL."));
}
