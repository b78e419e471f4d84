//! The same workspace at older versions.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

const OLD: &str = "2022-06-28";
const MIDDLE: &str = "2025-09-03";

fn text(content: &str) -> Value {
    json!([{"text": {"content": content}}])
}

/// A database made at 2022-06-28, as that version shows it.
fn database(world: &World, title: &str, properties: Value) -> Value {
    world.at(OLD).post(
        "/v1/databases",
        &json!({
            "parent": {"type": "page_id", "page_id": world.home()},
            "title": text(title),
            "properties": properties,
        }),
    )
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn titles() -> Value {
    json!({"Name": {"title": {}}, "Count": {"number": {}}})
}

#[test]
fn a_database_is_one_object() {
    let world = World::new();
    let made = database(&world, "Old", titles());
    assert_eq!(
        keys(&made),
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
            "url",
            "public_url",
            "in_trash",
            "archived",
            "request_id"
        ]
    );
    assert_eq!(made["object"], "database");
    assert_eq!(
        made["parent"],
        json!({"type": "page_id", "page_id": world.home()})
    );
    assert_eq!(made["created_time"], "2026-05-01T10:00:00.000Z");
    assert_eq!(made["properties"]["Name"]["id"], "title");

    let mut read = world.at(OLD).get(&format!("/v1/databases/{}", id(&made)));
    read["request_id"] = made["request_id"].clone();
    assert_eq!(read, made);

    // At the newest version the same id is the container.
    let container = world.get(&format!("/v1/databases/{}", id(&made)));
    assert_eq!(container.get("properties"), None);
    assert_eq!(container["data_sources"].as_array().unwrap().len(), 1);
}

#[test]
fn a_database_is_updated_as_one_object() {
    let world = World::new();
    let made = database(&world, "Old", titles());
    let path = format!("/v1/databases/{}", id(&made));
    let old = world.at(OLD);
    let body = json!({
        "title": text("Renamed"),
        "description": text("Why"),
        "properties": {"Count": {"name": "Total"}, "Done": {"checkbox": {}}},
    });
    let changed = old.patch(&path, &body);
    assert_eq!(changed["title"][0]["plain_text"], "Renamed");
    assert_eq!(changed["description"][0]["plain_text"], "Why");
    let mut names = keys(&changed["properties"]);
    names.sort_unstable();
    assert_eq!(names, ["Done", "Name", "Total"]);
    let source = changed_source(&world, id(&made));
    assert_eq!(source["title"][0]["plain_text"], "Renamed");

    // All or nothing: a refused part undoes the other.
    let body = json!({"properties": {"Extra": {"number": {}}}, "description": 5});
    assert_eq!(old.refused(Method::PATCH, &path, &body).0, 400);
    assert_eq!(old.get(&path)["properties"].get("Extra"), None);

    assert_eq!(
        old.patch(&path, &json!({"archived": true}))["archived"],
        true
    );
    assert_eq!(old.get(&path)["archived"], true);
    assert_eq!(
        old.patch(&path, &json!({"archived": false}))["in_trash"],
        false
    );
}

fn changed_source(world: &World, database: &str) -> Value {
    let container = world.get(&format!("/v1/databases/{database}"));
    let source = container["data_sources"][0]["id"].as_str().unwrap();
    world.get(&format!("/v1/data_sources/{source}"))
}

#[test]
fn rows_hang_below_their_database() {
    let world = World::new();
    let made = database(&world, "Old", titles());
    let old = world.at(OLD);
    let body = json!({
        "parent": {"database_id": id(&made)},
        "properties": {"Name": {"title": text("row")}, "Count": {"number": 4}},
    });
    let row = old.post("/v1/pages", &body);
    assert_eq!(
        row["parent"],
        json!({"type": "database_id", "database_id": id(&made)})
    );
    assert_eq!(
        keys(&row),
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
            "archived",
            "request_id"
        ]
    );
    let newest = world.get(&format!("/v1/pages/{}", id(&row)));
    assert_eq!(
        keys(&newest["parent"]),
        ["type", "data_source_id", "database_id"]
    );
    assert_eq!(newest.get("archived"), None);

    let query = json!({"filter": {"property": "Count", "number": {"greater_than": 3}}});
    let path = format!("/v1/databases/{}/query", id(&made));
    let list = old.post(&path, &query);
    assert_eq!(ids(&list), [id(&row)]);
    assert_eq!(list["results"][0]["parent"]["type"], "database_id");
    assert_eq!(
        keys(&list),
        [
            "object",
            "results",
            "next_cursor",
            "has_more",
            "type",
            "page_or_database",
            "request_id"
        ]
    );
    assert_eq!(list["type"], "page_or_database");

    let gone = old.patch(
        &format!("/v1/pages/{}", id(&row)),
        &json!({"archived": true}),
    );
    assert_eq!(
        (&gone["archived"], &gone["in_trash"]),
        (&json!(true), &json!(true))
    );
    assert!(ids(&old.post(&path, &json!({}))).is_empty());
}

#[test]
fn relations_name_databases() {
    let world = World::new();
    let target = database(&world, "Target", titles());
    let properties = json!({
        "Name": {"title": {}},
        "Link": {"relation": {"database_id": id(&target), "type": "dual_property",
            "dual_property": {}}},
    });
    let made = database(&world, "From", properties);
    let relation = &made["properties"]["Link"]["relation"];
    assert_eq!(relation["database_id"], id(&target));
    // Recorded since late 2025: both ids, at every version.
    assert_eq!(
        relation["data_source_id"],
        changed_source(&world, id(&target))["id"]
    );
    let mirror = world.at(OLD).get(&format!("/v1/databases/{}", id(&target)));
    let names = keys(&mirror["properties"]);
    assert!(names.contains(&"Related to From (Link)"), "{names:?}");
}

#[test]
fn search_finds_databases() {
    let world = World::new();
    let made = database(&world, "Haystack", titles());
    let old = world.at(OLD);
    let body = json!({"query": "Haystack", "filter": {"property": "object", "value": "database"}});
    let list = old.post("/v1/search", &body);
    assert_eq!(ids(&list), [id(&made)]);
    assert_eq!(list["results"][0]["object"], "database");
    assert_eq!(list["results"][0]["archived"], false);
    assert_eq!(list["type"], "page_or_database");

    let middle = world.at(MIDDLE).post(
        "/v1/search",
        &json!({"query": "Haystack", "filter": {"property": "object", "value": "data_source"}}),
    );
    assert_eq!(middle["results"][0]["object"], "data_source");
    assert_eq!(middle["results"][0]["archived"], false);
    assert_eq!(middle["type"], "page_or_data_source");

    let foreign = json!({"filter": {"property": "object", "value": "data_source"}});
    assert_eq!(
        old.refused(Method::POST, "/v1/search", &foreign).1,
        "body failed validation: body.filter.value should be `\"page\"` or `\"database\"`, \
         instead was `\"data_source\"`."
    );
}

#[test]
fn several_sources_are_beyond_old_versions() {
    let world = World::new();
    let made = database(&world, "Many", titles());
    world.post(
        "/v1/data_sources",
        &json!({
            "parent": {"type": "database_id", "database_id": id(&made)},
            "title": text("Second"),
            "properties": {"Name": {"title": {}}},
        }),
    );
    let old = world.at(OLD);
    let path = format!("/v1/databases/{}", id(&made));
    let (status, body) = old.call(Method::GET, &path, &Value::Null);
    assert_eq!(
        (status, body["code"].as_str()),
        (400, Some("validation_error"))
    );
    assert_eq!(
        body["message"],
        "Databases with multiple data sources are not supported in this API version."
    );
    let data = &body["additional_data"];
    assert_eq!(data["error_type"], "multiple_data_sources_for_database");
    assert_eq!(data["child_data_source_ids"].as_array().unwrap().len(), 2);
    assert_eq!(
        old.refused(Method::POST, &format!("{path}/query"), &json!({}))
            .0,
        400
    );
    let filter = json!({"filter": {"property": "object", "value": "database"}});
    assert!(ids(&old.post("/v1/search", &filter)).is_empty());
}

#[test]
fn paths_belong_to_their_versions() {
    let world = World::new();
    let made = database(&world, "Old", titles());
    let source = changed_source(&world, id(&made));
    let refusal = (400, "Invalid request URL.".to_owned());
    let query = format!("/v1/databases/{}/query", id(&made));
    assert_eq!(world.refused(Method::POST, &query, &json!({})), refusal);
    assert_eq!(
        world.at(MIDDLE).refused(Method::POST, &query, &json!({})),
        refusal
    );
    let path = format!("/v1/data_sources/{}", id(&source));
    assert_eq!(
        world.at(OLD).refused(Method::GET, &path, &Value::Null),
        refusal
    );
    assert_eq!(world.at(MIDDLE).get(&path)["archived"], false);
}

#[test]
fn what_is_not_there_is_told_in_the_callers_words() {
    let old = World::new().at(OLD);
    let nowhere = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    for (method, path) in [
        (Method::GET, format!("/v1/databases/{nowhere}")),
        (Method::POST, format!("/v1/databases/{nowhere}/query")),
    ] {
        let (status, message) = old.refused(method, &path, &Value::Null);
        assert_eq!(status, 404);
        let start = format!("Could not find database with ID: {nowhere}.");
        assert!(message.starts_with(&start), "{message}");
    }
    let (status, message) = old.refused(Method::POST, "/v1/databases/abc/query", &json!({}));
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "path failed validation: path.database_id should be a valid uuid, instead was `\"abc\"`."
    );
}

#[test]
fn blocks_were_placed_after() {
    let world = World::new();
    let path = format!("/v1/blocks/{}/children", world.home());
    let divider = json!([{"object": "block", "type": "divider", "divider": {}, "archived": false}]);
    for version in [OLD, MIDDLE] {
        let world = world.at(version);
        let first = world.patch(&path, &json!({"children": divider}));
        let first = ids(&first).remove(0);
        let made = world.patch(&path, &json!({"children": divider, "after": first}));
        assert_eq!(made["results"][0]["archived"], false);
        assert_eq!(ids(&made).len(), 1);
        let list = ids(&world.get(&path));
        let index = list.iter().position(|id| *id == first).unwrap();
        assert_eq!(list[index + 1], ids(&made)[0]);
        let bad = json!({"children": divider, "after": "x"});
        let (_, message) = world.refused(Method::PATCH, &path, &bad);
        assert!(
            message.contains("body.after should be a valid uuid"),
            "{message}"
        );
    }
    assert_eq!(
        keys(
            &world
                .at(MIDDLE)
                .get(&format!("/v1/blocks/{}", world.home()))
        ),
        [
            "object",
            "id",
            "parent",
            "created_time",
            "last_edited_time",
            "created_by",
            "last_edited_by",
            "has_children",
            "in_trash",
            "type",
            "child_page",
            "archived",
            "request_id"
        ]
    );
    let (_, message) = world.refused(Method::PATCH, &path, &json!({"children": divider}));
    assert!(
        message.contains("body.children[0].archived should be not present"),
        "{message}"
    );
}

#[test]
fn the_first_versions_speak_of_text() {
    let world = World::new().at("2021-08-16");
    let path = format!("/v1/blocks/{}/children", world.home());
    let body = json!({"children": [{"to_do": {"text": text("a"), "checked": true}}]});
    let made = world.patch(&path, &body);
    assert_eq!(made["results"][0]["to_do"]["text"][0]["plain_text"], "a");
    assert_eq!(made["results"][0]["to_do"].get("rich_text"), None);
}

#[test]
fn every_version_answers_and_no_other() {
    let world = World::new();
    for version in [
        "2021-05-11",
        "2021-05-13",
        "2021-08-16",
        "2022-02-22",
        OLD,
        MIDDLE,
        "2026-03-11",
    ] {
        assert_eq!(world.at(version).get("/v1/users/me")["type"], "bot");
    }
    let (status, body) = world
        .at("2024-01-01")
        .call(Method::GET, "/v1/users/me", &Value::Null);
    assert_eq!(
        (status, body["code"].as_str()),
        (400, Some("missing_version"))
    );
}

#[test]
fn a_databases_icon_is_answered_as_it_was_set() {
    let world = World::new();
    let path = format!("/v1/databases/{}", id(&database(&world, "Old", titles())));
    let changed = world
        .at(OLD)
        .patch(&path, &json!({"icon": {"emoji": "🌲"}}));
    assert_eq!(changed["icon"]["emoji"], "🌲");
    assert_eq!(world.get(&path)["icon"]["emoji"], "🌲");
}

#[test]
fn a_database_comes_back_with_a_new_title() {
    let world = World::new();
    let path = format!("/v1/databases/{}", id(&database(&world, "Old", titles())));
    let old = world.at(OLD);
    old.patch(&path, &json!({"archived": true}));
    let back = old.patch(&path, &json!({"archived": false, "title": text("New")}));
    assert_eq!(back["object"], "database");
    assert_eq!(back["archived"], false);
    assert_eq!(back["title"][0]["plain_text"], "New");
    assert_eq!(world.get(&path)["title"][0]["plain_text"], "New");
}

#[test]
fn a_relation_to_an_unknown_database_is_not_found() {
    let world = World::new();
    let path = format!("/v1/databases/{}", id(&database(&world, "Old", titles())));
    let nowhere = "38c9ce7b-60a4-818f-af95-c655e0046079";
    let body = json!({"properties": {"R": {"relation": {"database_id": nowhere,
        "single_property": {}}}}});
    let (status, message) = world.at(OLD).refused(Method::PATCH, &path, &body);
    assert_eq!(status, 404, "{message}");
    assert!(
        message.starts_with(&format!("Could not find database with ID: {nowhere}.")),
        "{message}"
    );
}
