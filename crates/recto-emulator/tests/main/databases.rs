//! Databases: the containers.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, keys};
use crate::tables::{id, source};

fn create(world: &World) -> Value {
    world.post(
        "/v1/databases",
        &json!({
            "parent": {"type": "page_id", "page_id": world.home()},
            "title": [{"text": {"content": "Orders"}}],
            "description": [{"text": {"content": "What was bought"}}],
            "initial_data_source": {"properties": {"Order": {"title": {}}}},
            "icon": {"emoji": "📦"},
        }),
    )
}

#[test]
fn a_database_has_every_member_in_order() {
    let world = World::new();
    let database = create(&world);
    assert_eq!(
        keys(&database),
        [
            "object",
            "id",
            "title",
            "description",
            "parent",
            "is_inline",
            "in_trash",
            "is_locked",
            "created_time",
            "last_edited_time",
            "data_sources",
            "icon",
            "cover",
            "url",
            "public_url",
            "request_id"
        ]
    );
    assert_eq!(database["title"][0]["plain_text"], "Orders");
    assert_eq!(
        database["parent"],
        json!({"type": "page_id", "page_id": world.home()})
    );
    assert_eq!(database["icon"], json!({"type": "emoji", "emoji": "📦"}));
    assert_eq!(database["data_sources"][0]["name"], "Orders");
    assert!(
        database["created_time"]
            .as_str()
            .unwrap()
            .ends_with("+00:00")
    );
    let bare = id(&database).replace('-', "");
    assert_eq!(database["url"], format!("https://app.notion.com/p/{bare}"));
}

#[test]
fn a_data_source_repeats_what_is_its_databases() {
    let world = World::new();
    let database = create(&world);
    let table = world.get(&source(database["data_sources"][0]["id"].as_str().unwrap()));
    assert_eq!(
        keys(&table),
        [
            "object",
            "id",
            "cover",
            "icon",
            "created_time",
            "created_by",
            "last_edited_by",
            "last_edited_time",
            "title",
            "description",
            "is_inline",
            "properties",
            "parent",
            "database_parent",
            "url",
            "public_url",
            "in_trash",
            "request_id"
        ]
    );
    assert_eq!(table["description"][0]["plain_text"], "What was bought");
    assert_eq!(
        table["parent"],
        json!({"type": "database_id", "database_id": id(&database)})
    );
    assert_eq!(table["database_parent"], database["parent"]);
    assert_eq!(
        table["properties"],
        json!({"Order": {"id": "title", "name": "Order", "description": null,
            "type": "title", "title": {}}})
    );
}

#[test]
fn without_a_title_it_is_a_new_database_with_a_name_column() {
    let world = World::new();
    let database = world.post(
        "/v1/databases",
        &json!({"parent": {"page_id": world.home()}}),
    );
    assert_eq!(database["title"][0]["plain_text"], "New database");
    assert_eq!(database["data_sources"][0]["name"], "New database");
    let table = world.get(&source(database["data_sources"][0]["id"].as_str().unwrap()));
    assert_eq!(table["title"], json!([]));
    assert_eq!(keys(&table["properties"]), ["Name"]);
}

#[test]
fn attributes_change_one_by_one() {
    let world = World::new();
    let path = format!("/v1/databases/{}", id(&create(&world)));
    let changed = world.patch(
        &path,
        &json!({"is_inline": true, "icon": null, "is_locked": true}),
    );
    assert_eq!(changed["is_inline"], true);
    assert_eq!(changed["is_locked"], true);
    assert_eq!(changed["icon"], Value::Null);
    assert_eq!(changed["title"][0]["plain_text"], "Orders");
    let renamed = world.patch(&path, &json!({"title": [{"text": {"content": "Bills"}}]}));
    assert_eq!(renamed["title"][0]["plain_text"], "Bills");
    assert_eq!(
        renamed["data_sources"][0]["name"], "Bills",
        "an only data source has its title"
    );
    let table = renamed["data_sources"][0]["id"].as_str().unwrap();
    world.patch(
        &source(table),
        &json!({"title": [{"text": {"content": "Sheets"}}]}),
    );
    assert_eq!(world.get(&path)["title"][0]["plain_text"], "Sheets");
}

#[test]
fn several_data_sources_have_titles_of_their_own() {
    let world = World::new();
    let database = create(&world);
    world.post(
        "/v1/data_sources",
        &json!({"parent": {"database_id": id(&database)}, "properties": {"Name": {"title": {}}}}),
    );
    let path = format!("/v1/databases/{}", id(&database));
    let renamed = world.patch(&path, &json!({"title": [{"text": {"content": "Bills"}}]}));
    assert_eq!(renamed["title"][0]["plain_text"], "Bills");
    assert_eq!(renamed["data_sources"][0]["name"], "Orders");
}

#[test]
fn the_trash_takes_everything_below_along() {
    let world = World::new();
    let database = create(&world);
    let path = format!("/v1/databases/{}", id(&database));
    let table = database["data_sources"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let row = crate::tables::row(&world, &table, &json!({"Order": crate::tables::title("1")}));
    assert_eq!(
        world.patch(&path, &json!({"in_trash": true}))["in_trash"],
        true
    );
    assert_eq!(world.get(&source(&table))["in_trash"], true);
    assert_eq!(world.get(&crate::tables::page(&id(&row)))["in_trash"], true);
    let (status, message) = world.refused(Method::PATCH, &path, &json!({"in_trash": true}));
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "Can't edit block that is archived. You must unarchive the block before editing."
    );
    let (_, message) = world.refused(
        Method::POST,
        "/v1/pages",
        &json!({"parent": {"data_source_id": table}, "properties": {}}),
    );
    assert!(message.starts_with("Can't edit block that is archived."));
    assert_eq!(
        world.patch(&path, &json!({"in_trash": false}))["in_trash"],
        false
    );
    assert_eq!(
        world.get(&crate::tables::page(&id(&row)))["in_trash"],
        false
    );
}

#[test]
fn kinds_are_not_confused() {
    let world = World::new();
    let database = create(&world);
    let home = world.home();
    let (status, message) =
        world.refused(Method::GET, &format!("/v1/databases/{home}"), &Value::Null);
    assert_eq!(status, 400);
    assert_eq!(
        message,
        format!(
            "Provided database_id {home} is a page, not a database. Use the pages API instead, or \
             pass the ID of the database itself."
        )
    );
    let (status, message) = world.refused(
        Method::GET,
        &format!("/v1/pages/{}", id(&database)),
        &Value::Null,
    );
    assert_eq!(status, 400);
    assert!(message.ends_with("is a database, not a page. Use the retrieve database API instead."));
    let (status, body) = world.call(Method::GET, &source(&id(&database)), &Value::Null);
    assert_eq!(
        (status, body["code"].as_str()),
        (404, Some("object_not_found"))
    );
    assert!(body["additional_data"]["integration_id"].is_string());
    assert_eq!(
        body["message"],
        format!(
            "Could not find data_source with ID: {}. Make sure the relevant pages and databases \
             are shared with your integration \"recto\".",
            id(&database)
        )
    );
    let table = database["data_sources"][0]["id"].as_str().unwrap();
    for path in [
        format!("/v1/databases/{table}"),
        format!("/v1/pages/{table}"),
    ] {
        assert_eq!(
            world.refused(Method::GET, &path, &Value::Null).0,
            404,
            "{path}"
        );
    }
}

#[test]
fn a_second_data_source_belongs_to_the_same_database() {
    let world = World::new();
    let database = create(&world);
    let second = world.post(
        "/v1/data_sources",
        &json!({
            "parent": {"database_id": id(&database)},
            "title": [{"text": {"content": "Returns"}}],
            "properties": {"Name": {"title": {}}},
        }),
    );
    assert_eq!(&id(&second)[24..28], "000b");
    let names: Vec<Value> = world.get(&format!("/v1/databases/{}", id(&database)))["data_sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| source["name"].clone())
        .collect();
    assert_eq!(names, ["Orders", "Returns"]);
    let (status, body) = world.call(
        Method::POST,
        "/v1/pages",
        &json!({"parent": {"database_id": id(&database)}, "properties": {}}),
    );
    assert_eq!(status, 400);
    assert_eq!(
        body["additional_data"]["error_type"],
        "multiple_data_sources_for_database"
    );
    assert_eq!(
        body["additional_data"]["child_data_source_ids"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn bodies_are_refused_in_the_services_grammar() {
    let world = World::new();
    let refused = |body: &Value| world.refused(Method::POST, "/v1/databases", body).1;
    assert_eq!(
        refused(&json!({})),
        "body failed validation: body.parent should be defined, instead was `undefined`."
    );
    assert_eq!(
        refused(&json!({"parent": {"page_id": "x"}})),
        "body failed validation. Fix one:\n\
         body.parent.page_id should be a valid uuid, instead was `\"x\"`.\n\
         body.parent.workspace should be defined, instead was `undefined`."
    );
    assert_eq!(
        refused(&json!({"parent": {"page_id": world.home()}, "archived": false})),
        "body failed validation: body.archived should be not present, instead was `false`."
    );
    assert_eq!(
        refused(
            &json!({"parent": {"page_id": world.home()}, "initial_data_source":
            {"properties": {"Task": {"title": {"placeholder": ""}}}}})
        ),
        "body failed validation: body.initial_data_source.properties.Task.title.placeholder \
         should be not present, instead was `\"\"`."
    );
    let (_, message) = world.refused(
        Method::POST,
        "/v1/data_sources",
        &json!({"parent": {"page_id": world.home()}, "properties": {"Name": {"title": {}}}}),
    );
    assert_eq!(
        message,
        "Creating new databases with data sources is not supported in this endpoint for API \
         version 2025-09-03 and later. Use the Create Database API instead"
    );
}

#[test]
fn nothing_moves_below_itself() {
    let world = World::new();
    let database = create(&world);
    let (path, table) = (
        format!("/v1/databases/{}", id(&database)),
        database["data_sources"][0]["id"].as_str().unwrap(),
    );
    let row = crate::tables::row(&world, table, &json!({"Order": crate::tables::title("1")}));
    let (status, message) = world.refused(
        Method::PATCH,
        &path,
        &json!({"parent": {"page_id": id(&row)}}),
    );
    assert_eq!(status, 400);
    assert!(message.ends_with("is one of its descendants."), "{message}");

    let below = world.post("/v1/databases", &json!({"parent": {"page_id": id(&row)}}));
    let (status, message) = world.refused(
        Method::PATCH,
        &source(table),
        &json!({"parent": {"database_id": id(&below)}}),
    );
    assert_eq!(status, 400);
    assert!(message.ends_with("is one of its descendants."), "{message}");
    assert_eq!(
        world.get(&crate::tables::page(&id(&row)))["in_trash"],
        false
    );

    let back = world.patch(&path, &json!({"parent": {"page_id": world.home()}}));
    assert_eq!(back["parent"]["page_id"], world.home());
}

#[test]
fn nothing_moves_into_the_trash() {
    let world = World::new();
    let gone = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "properties": {}}),
    );
    let trashed = world.post("/v1/databases", &json!({"parent": {"page_id": id(&gone)}}));
    world.patch(&crate::tables::page(&id(&gone)), &json!({"in_trash": true}));
    let database = create(&world);
    let table = database["data_sources"][0]["id"].as_str().unwrap();
    for (path, parent) in [
        (
            format!("/v1/databases/{}", id(&database)),
            json!({"page_id": id(&gone)}),
        ),
        (source(table), json!({"database_id": id(&trashed)})),
    ] {
        let (status, message) = world.refused(Method::PATCH, &path, &json!({"parent": parent}));
        assert_eq!(status, 400);
        assert!(
            message.starts_with("Can't edit block that is archived."),
            "{message}"
        );
    }
}

#[test]
fn deleted_as_a_block_a_database_keeps_its_milliseconds() {
    let world = World::new();
    let database = create(&world);
    world.ok(
        Method::DELETE,
        &format!("/v1/blocks/{}", id(&database)),
        &Value::Null,
    );
    let after = world.get(&format!("/v1/databases/{}", id(&database)));
    assert_eq!(after["in_trash"], true);
    assert_eq!(after["last_edited_time"], database["created_time"]);
}

#[test]
fn a_data_source_in_the_trash_is_none_of_several() {
    let world = World::new();
    let database = create(&world);
    let second = world.post(
        "/v1/data_sources",
        &json!({"parent": {"database_id": id(&database)}, "properties": {"Name": {"title": {}}}}),
    );
    world.patch(&source(&id(&second)), &json!({"in_trash": true}));
    let row = world.post(
        "/v1/pages",
        &json!({"parent": {"database_id": id(&database)}, "properties": {}}),
    );
    assert_eq!(
        row["parent"]["data_source_id"],
        database["data_sources"][0]["id"]
    );
    let old = world.at("2022-06-28");
    let shown = old.get(&format!("/v1/databases/{}", id(&database)));
    assert_eq!(keys(&shown["properties"]), ["Order"]);
}
