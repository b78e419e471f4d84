//! Pages: made, read, changed, trashed.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, keys};
use crate::tables::{id, page, row, table, title};

fn under_home(world: &World, name: &str) -> Value {
    world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "properties": {"title": title(name)}}),
    )
}

#[test]
fn a_page_has_every_member_in_order() {
    let world = World::new();
    let made = under_home(&world, "Plan: 2026 & on");
    assert_eq!(
        keys(&made),
        [
            "object",
            "id",
            "created_time",
            "last_edited_time",
            "created_by",
            "last_edited_by",
            "cover",
            "icon",
            "parent",
            "in_trash",
            "is_archived",
            "is_locked",
            "properties",
            "url",
            "public_url",
            "request_id"
        ]
    );
    assert_eq!(keys(&made["properties"]["title"]), ["id", "type", "title"]);
    assert_eq!(keys(&made["created_by"]), ["object", "id"]);
    let bare = id(&made).replace('-', "");
    assert_eq!(
        made["url"],
        format!("https://app.notion.com/p/Plan-2026-on-{bare}")
    );
    assert!(made["created_time"].as_str().unwrap().ends_with(":00.000Z"));
    let mut read = world.get(&page(&id(&made)));
    read["request_id"] = made["request_id"].clone();
    assert_eq!(read, made);
}

#[test]
fn a_row_names_its_data_source_and_database() {
    let world = World::new();
    let table = table(&world, "T", &json!({"Name": {"title": {}}}));
    let made = row(&world, &table, &json!({"title": title("by id")}));
    assert_eq!(
        made["properties"]["Name"]["title"][0]["plain_text"],
        "by id"
    );
    let parent = &made["parent"];
    assert_eq!(keys(parent), ["type", "data_source_id", "database_id"]);
    let by_database = world.post(
        "/v1/pages",
        &json!({"parent": {"database_id": parent["database_id"]}, "properties": {}}),
    );
    assert_eq!(by_database["parent"], *parent);
}

#[test]
fn icon_and_cover_are_set_and_cleared() {
    let world = World::new();
    let made = world.post(
        "/v1/pages",
        &json!({
            "parent": {"page_id": world.home()},
            "icon": {"type": "emoji", "emoji": "🦀"},
            "cover": {"external": {"url": "https://example.com/c.png"}},
        }),
    );
    assert_eq!(made["icon"], json!({"type": "emoji", "emoji": "🦀"}));
    assert_eq!(
        made["cover"],
        json!({"type": "external", "external": {"url": "https://example.com/c.png"}})
    );
    let cleared = world.patch(&page(&id(&made)), &json!({"icon": null, "cover": null}));
    assert_eq!(
        (&cleared["icon"], &cleared["cover"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn children_come_with_the_page() {
    let world = World::new();
    let made = world.post(
        "/v1/pages",
        &json!({
            "parent": {"page_id": world.home()},
            "properties": {"title": title("With content")},
            "children": [{"paragraph": {"rich_text": [{"text": {"content": "hello"}}]}}],
        }),
    );
    let list = world.get(&format!("/v1/blocks/{}/children", id(&made)));
    assert_eq!(
        list["results"][0]["paragraph"]["rich_text"][0]["plain_text"],
        "hello"
    );
    let home = world.get(&format!("/v1/blocks/{}/children", world.home()));
    assert_eq!(home["results"][0]["child_page"]["title"], "With content");
}

#[test]
fn an_edit_changes_what_it_names_and_the_time() {
    let world = World::new();
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Done": {"checkbox": {}}}),
    );
    let made = row(&world, &table, &json!({"Name": title("a")}));
    world.clock.advance(Duration::from_secs(120));
    let edited = world.patch(
        &page(&id(&made)),
        &json!({"properties": {"Done": {"checkbox": true}}}),
    );
    assert_eq!(edited["properties"]["Done"]["checkbox"], true);
    assert_eq!(edited["properties"]["Name"], made["properties"]["Name"]);
    assert_eq!(edited["created_time"], made["created_time"]);
    assert_ne!(edited["last_edited_time"], made["last_edited_time"]);
    let renamed = world.patch(
        &page(&id(&made)),
        &json!({"properties": {"Name": title("b c")}}),
    );
    assert!(renamed["url"].as_str().unwrap().contains("/b-c-"));
}

#[test]
fn the_trash_hides_and_gives_back() {
    let world = World::new();
    let made = id(&under_home(&world, "a"));
    let below = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": made}, "properties": {"title": title("below")}}),
    );
    assert_eq!(
        world.patch(&page(&made), &json!({"in_trash": true}))["in_trash"],
        true
    );
    assert_eq!(world.get(&page(&id(&below)))["in_trash"], true);
    let refused = |id: &str, body: Value| world.refused(Method::PATCH, &page(id), &body);
    let archived =
        "Can't edit block that is archived. You must unarchive the block before editing.";
    assert_eq!(
        refused(&made, json!({"in_trash": true})),
        (400, archived.to_owned())
    );
    assert_eq!(
        refused(&made, json!({"properties": {"title": title("x")}})).1,
        archived
    );
    assert_eq!(
        refused(&id(&below), json!({"properties": {"title": title("x")}})).1,
        "Can't edit page on block with an archived ancestor. You must unarchive the ancestor \
         before editing page."
    );
    assert_eq!(
        world.patch(&page(&made), &json!({"in_trash": false}))["in_trash"],
        false
    );
    assert_eq!(
        refused(&world.home(), json!({"in_trash": true})).1,
        "Archiving workspace level pages via API not supported."
    );
}

#[test]
fn only_the_properties_asked_for_are_shown() {
    let world = World::new();
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Done": {"checkbox": {}}, "Cost": {"number": {}}}),
    );
    let made = row(&world, &table, &json!({}));
    let done = made["properties"]["Done"]["id"].as_str().unwrap();
    let path = format!(
        "{}?filter_properties={done}&filter_properties[]=title&filter_properties=nothing",
        page(&id(&made))
    );
    assert_eq!(keys(&world.get(&path)["properties"]), ["Done", "Name"]);
}

#[test]
fn requests_are_refused_in_the_services_words() {
    let world = World::new();
    let refused = |body: Value| world.refused(Method::POST, "/v1/pages", &body).1;
    assert_eq!(
        refused(json!({"properties": {}})),
        "body failed validation: body.parent should be defined, instead was `undefined`."
    );
    let message = refused(json!({"parent": {"database_id": "x"}, "properties": {}}));
    assert!(
        message.starts_with(
            "body failed validation. Fix one:\n\
             body.parent.page_id should be defined, instead was `undefined`.\n\
             body.parent.database_id should be a valid uuid, instead was `\"x\"`.\n\
             body.parent.data_source_id should be defined, instead was `undefined`.\n"
        ),
        "{message}"
    );
    assert_eq!(
        refused(json!({"parent": {"page_id": world.home()}, "properties":
            {"title": {"title": [{"type": "text", "plain_text": "x"}]}}})),
        "body failed validation. Fix one:\n\
         body.properties.title.title[0].text should be defined, instead was `undefined`.\n\
         body.properties.title.title[0].mention should be defined, instead was `undefined`.\n\
         body.properties.title.title[0].equation should be defined, instead was `undefined`."
    );
    assert!(
        refused(json!({"parent": {"workspace": true}, "properties": {}}))
            .starts_with("Provide a `parent.page_id` or `parent.database_id` parameter")
    );
    assert_eq!(
        refused(json!({"parent": {"page_id": world.home()}, "properties": {"Name": null}})),
        "Body Validation Failed. Fix the following:\nInvalid property value for: \"Name\"."
    );
    let (status, message) = world.refused(Method::GET, "/v1/pages/unknown", &Value::Null);
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "path failed validation: path.page_id should be a valid uuid, instead was `\"unknown\"`."
    );
}

#[test]
fn a_page_goes_where_it_is_placed() {
    let world = World::new();
    let first = under_home(&world, "a");
    under_home(&world, "c");
    let place = |name: &str, position: Value| {
        json!({"parent": {"page_id": world.home()}, "properties": {"title": title(name)},
            "position": position})
    };
    let bare = id(&first).replace('-', "");
    world.post(
        "/v1/pages",
        &place(
            "b",
            json!({"type": "after_block", "after_block": {"id": bare}}),
        ),
    );
    world.post("/v1/pages", &place("0", json!({"type": "page_start"})));
    world.post("/v1/pages", &place("d", json!({"type": "page_end"})));
    let list = world.get(&format!("/v1/blocks/{}/children", world.home()));
    let titles: Vec<&Value> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| &block["child_page"]["title"])
        .collect();
    assert_eq!(titles, ["0", "a", "b", "c", "d"]);
    for wrong in [
        json!("page_start"),
        json!({"type": "start"}),
        json!({"type": "after_block"}),
        json!({"type": "after_block", "after_block": {"id": "x"}}),
    ] {
        let (status, message) =
            world.refused(Method::POST, "/v1/pages", &place("x", wrong.clone()));
        assert_eq!(status, 400, "{wrong}");
        assert!(message.contains("body.position"), "{wrong}: {message}");
    }
}
