//! Objects as the API gives them, brought into a workspace.

use http::Method;
use serde_json::{Value, json};

use crate::support::World;

const PAGE: &str = "3c0a5f4e-0f5b-81aa-9d54-000000000001";
const ABOVE: &str = "3c0a5f4e-0f5b-81aa-9d54-000000000002";
const DATABASE: &str = "3c0a5f4e-0f5b-81aa-9d54-000000000003";
const ROW: &str = "3c0a5f4e-0f5b-81aa-9d54-000000000004";
const USER: &str = "3c0a5f4e-0f5b-4a11-9d54-000000000005";

fn text(content: &str) -> Value {
    json!([{"type": "text", "text": {"content": content, "link": null}, "plain_text": content}])
}

fn page() -> Value {
    json!({
        "object": "page", "id": PAGE, "created_time": "2024-03-05T06:07:00.000Z",
        "last_edited_time": "2024-03-06T06:07:00.000Z",
        "created_by": {"object": "user", "id": USER},
        "parent": {"type": "page_id", "page_id": ABOVE}, "future": {"kept": true},
        "properties": {"title": {"id": "title", "type": "title", "title": text("Old")}},
    })
}

#[test]
fn a_page_comes_with_its_id_times_and_unknown_members() {
    let world = World::new();
    let done = world.emulator.import(&[page()]).unwrap();
    assert_eq!((done.pages, done.stand_ins), (1, 1));
    let read = world.get(&format!("/v1/pages/{PAGE}"));
    assert_eq!(read["created_time"], "2024-03-05T06:07:00.000Z");
    assert_eq!(read["created_by"]["id"], USER);
    assert_eq!(read["future"]["kept"], true);
    // Its parent was not given: it can be reached, and no search shows it.
    assert_eq!(world.get(&format!("/v1/pages/{ABOVE}"))["id"], ABOVE);
    let found = world.post(
        "/v1/search",
        &json!({"filter": {"property": "object", "value": "page"}}),
    );
    let ids: Vec<_> = found["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| &page["id"])
        .collect();
    assert!(ids.contains(&&json!(PAGE)) && !ids.contains(&&json!(ABOVE)));
}

#[test]
fn a_database_of_before_data_sources_has_one() {
    let world = World::new();
    let option = json!({"id": "abcd", "name": "High", "color": "red"});
    let objects = [
        json!({"object": "database", "id": DATABASE, "title": text("Tasks"),
            "parent": {"type": "workspace", "workspace": true},
            "properties": {"Name": {"id": "title", "type": "title", "title": {}},
                "Go": {"id": "go%3Ao", "type": "button", "button": {}},
                "Level": {"id": "lvl~", "type": "select", "select": {"options": [option]}},
                "Sum": {"id": "sum~", "type": "formula", "formula": {"expression": "1"}}}}),
        json!({"object": "page", "id": ROW, "parent": {"type": "database_id", "database_id": DATABASE},
            "properties": {"Name": {"id": "title", "type": "title", "title": text("Row")},
                "Level": {"id": "lvl~", "type": "select", "select": option},
                "Sum": {"id": "sum~", "type": "formula", "formula": {"type": "number", "number": 7}}}}),
    ];
    world.emulator.import(&objects).unwrap();
    let database = world.get(&format!("/v1/databases/{DATABASE}"));
    let source = database["data_sources"][0]["id"].as_str().unwrap();
    let found = world.post(
        &format!("/v1/data_sources/{source}/query"),
        &json!({"filter": {"property": "Level", "select": {"equals": "High"}}}),
    );
    let row = &found["results"][0];
    assert_eq!(row["id"], ROW);
    assert_eq!(row["properties"]["Sum"]["formula"]["number"], 7);
    assert_eq!(row["properties"]["Go"]["id"], "go%3Ao");
}

#[test]
fn blocks_keep_their_order_and_what_nobody_knows() {
    let world = World::new();
    let block = |number: u32, kind: &str| {
        json!({"object": "block", "id": format!("3c0a5f4e-0f5b-81aa-9d54-0000000001{number:02}"),
            "type": kind, kind: {"number": number}, "has_children": number == 2})
    };
    let list = json!({"object": "list", "parent": {"type": "page_id", "page_id": PAGE},
        "results": [block(3, "unsupported"), block(1, "hologram"), block(2, "toggle")]});
    world.emulator.import(&[page(), list]).unwrap();
    let children = world.get(&format!("/v1/blocks/{PAGE}/children"));
    let kinds: Vec<_> = children["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["unsupported", "hologram", "toggle"]);
    assert_eq!(children["results"][1]["hologram"]["number"], 1);
    assert_eq!(children["results"][2]["has_children"], true);
}

#[test]
fn what_is_no_object_is_refused_whole() {
    let world = World::new();
    let body = json!([page(), {"object": "page", "id": "x"}]);
    let (status, answer) = world.call(Method::POST, "/_emulator/import", &body);
    assert_eq!(status, 400);
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .contains("[1]: its `id` is no id"),
        "{answer}"
    );
    let (status, _) = world.call(Method::GET, &format!("/v1/pages/{PAGE}"), &Value::Null);
    assert_eq!(status, 404);
    let (status, answer) = world.call(Method::POST, "/_emulator/import", &page());
    assert_eq!((status, &answer["imported"]["pages"]), (200, &json!(1)));
}
