//! Blocks: made, read, placed, changed, trashed.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

fn text(content: &str) -> Value {
    json!([{"text": {"content": content}}])
}

fn paragraph(content: &str) -> Value {
    json!({"type": "paragraph", "paragraph": {"rich_text": text(content)}})
}

fn children(id: &str) -> String {
    format!("/v1/blocks/{id}/children")
}

fn append(world: &World, id: &str, blocks: Value) -> Value {
    world.patch(&children(id), &json!({"children": blocks}))
}

fn first(list: &Value) -> String {
    ids(list).swap_remove(0)
}

/// The text of every listed block.
fn texts(list: &Value) -> Vec<&str> {
    let results = list["results"].as_array().unwrap();
    results
        .iter()
        .map(|block| {
            let payload = &block[block["type"].as_str().unwrap()];
            payload["rich_text"][0]["plain_text"]
                .as_str()
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn a_block_has_every_member_in_order() {
    let world = World::new();
    let made = append(&world, &world.home(), json!([paragraph("one")]));
    assert_eq!(
        keys(&made),
        [
            "object",
            "results",
            "next_cursor",
            "has_more",
            "type",
            "block",
            "request_id"
        ]
    );
    let block = world.get(&format!("/v1/blocks/{}", first(&made)));
    assert_eq!(
        keys(&block),
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
            "paragraph",
            "request_id"
        ]
    );
    assert_eq!(block["created_time"], "2026-05-01T10:00:00.000Z");
    assert_eq!(
        block["parent"],
        json!({"type": "page_id", "page_id": world.home()})
    );
    assert_eq!(
        block["paragraph"].to_string(),
        json!({
            "rich_text": [{
                "type": "text",
                "text": {"content": "one", "link": null},
                "annotations": {"bold": false, "italic": false, "strikethrough": false,
                    "underline": false, "code": false, "color": "default"},
                "plain_text": "one",
                "href": null,
            }],
            "icon": null,
            "color": "default",
        })
        .to_string()
    );
}

#[test]
fn every_type_gets_its_defaults() {
    let world = World::new();
    let sent = json!([
        {"heading_1": {"rich_text": text("h")}},
        {"to_do": {"rich_text": text("t")}},
        {"callout": {"rich_text": text("c")}},
        {"code": {"rich_text": text("x"), "language": "rust"}},
        {"bookmark": {"url": "https://example.com"}},
        {"image": {"external": {"url": "https://example.com/a.png"}}},
        {"file": {"external": {"url": "https://example.com/b.txt"}}},
        {"table_of_contents": {}},
        {"divider": {}},
        {"equation": {"expression": "e=mc^2"}},
        {"link_to_page": {"page_id": world.home().replace('-', "")}},
        {"synced_block": {"synced_from": null, "children": [paragraph("s")]}},
        {"table": {"table_width": 1, "children": [{"table_row": {"cells": [text("a")]}}]}},
    ]);
    let made = append(&world, &world.home(), sent);
    let payloads: Vec<&Value> = made["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| &block[block["type"].as_str().unwrap()])
        .collect();
    assert_eq!(keys(payloads[0]), ["rich_text", "is_toggleable", "color"]);
    assert_eq!(keys(payloads[1]), ["rich_text", "checked", "color"]);
    assert_eq!(payloads[2]["icon"], json!({"type": "emoji", "emoji": "💡"}));
    assert_eq!(keys(payloads[3]), ["caption", "rich_text", "language"]);
    assert_eq!(keys(payloads[4]), ["caption", "url"]);
    assert_eq!(keys(payloads[5]), ["caption", "type", "external"]);
    assert_eq!(payloads[6]["name"], "b.txt");
    assert_eq!(payloads[7], &json!({"color": "default"}));
    assert_eq!(payloads[8], &json!({}));
    assert_eq!(payloads[9], &json!({"expression": "e=mc^2"}));
    assert_eq!(
        payloads[10],
        &json!({"type": "page_id", "page_id": world.home()})
    );
    assert_eq!(made["results"][11]["has_children"], true);
    assert_eq!(
        payloads[12],
        &json!({"table_width": 1, "has_column_header": false, "has_row_header": false})
    );
}

#[test]
fn nested_blocks_are_listed_level_by_level() {
    let world = World::new();
    let inner = json!({"toggle": {"rich_text": text("b"), "children": [paragraph("c")]}});
    let outer = json!({"toggle": {"rich_text": text("a"), "children": [inner, paragraph("d")]}});
    let made = append(&world, &world.home(), json!([outer]));
    assert_eq!(made["results"].as_array().unwrap().len(), 1);
    assert_eq!(made["results"][0]["has_children"], true);
    let second = world.get(&children(&first(&made)));
    assert_eq!(texts(&second), ["b", "d"]);
    let third = world.get(&children(&first(&second)));
    assert_eq!(texts(&third), ["c"]);
    assert_eq!(third["results"][0]["parent"]["type"], "block_id");
    assert_eq!(third["results"][0]["has_children"], false);
}

#[test]
fn blocks_go_where_they_are_placed() {
    let world = World::new();
    let home = world.home();
    let made = append(&world, &home, json!([paragraph("a"), paragraph("d")]));
    let anchor = first(&made);
    let answer = world.patch(
        &children(&home),
        &json!({
            "children": [paragraph("b"), paragraph("c")],
            "position": {"type": "after_block", "after_block": {"id": anchor}},
        }),
    );
    // Recorded: the siblings behind the new blocks follow in the answer.
    assert_eq!(texts(&answer), ["b", "c", "d"]);
    world.patch(
        &children(&home),
        &json!({"children": [paragraph("0")], "position": {"type": "start"}}),
    );
    assert_eq!(
        texts(&world.get(&children(&home))),
        ["0", "a", "b", "c", "d"]
    );

    let stranger = json!({"children": [paragraph("x")],
        "position": {"type": "after_block", "after_block": {"id": home}}});
    let (status, _) = world.refused(Method::PATCH, &children(&home), &stranger);
    assert_eq!(status, 404);
    let unknown = json!({"children": [], "after": anchor});
    let (status, message) = world.refused(Method::PATCH, &children(&home), &unknown);
    assert_eq!(status, 400);
    assert!(
        message.contains("body.after should be not present"),
        "{message}"
    );
}

#[test]
fn many_blocks_between_two_keep_their_order() {
    let world = World::new();
    let home = world.home();
    let anchor = first(&append(
        &world,
        &home,
        json!([paragraph("a"), paragraph("z")]),
    ));
    for index in 0..60 {
        let body = json!({
            "children": [paragraph(&index.to_string())],
            "position": {"type": "after_block", "after_block": {"id": anchor}},
        });
        world.patch(&children(&home), &body);
    }
    let list = world.get(&children(&home));
    let texts = texts(&list);
    let wanted: Vec<String> = ["a".to_owned()]
        .into_iter()
        .chain((0..60).rev().map(|index| index.to_string()))
        .chain(["z".to_owned()])
        .collect();
    assert_eq!(texts, wanted);
}

#[test]
fn children_come_page_by_page() {
    let world = World::new();
    let home = world.home();
    let blocks: Vec<Value> = (0..7).map(|index| paragraph(&index.to_string())).collect();
    append(&world, &home, json!(blocks));
    let mut seen = Vec::new();
    let mut path = format!("{}?page_size=3", children(&home));
    loop {
        let list = world.get(&path);
        seen.extend(texts(&list).iter().map(|text| (*text).to_owned()));
        let Some(cursor) = list["next_cursor"].as_str() else {
            assert_eq!(list["has_more"], false);
            break;
        };
        assert_eq!(list["has_more"], true);
        path = format!("{}?page_size=3&start_cursor={cursor}", children(&home));
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4", "5", "6"]);

    let path = format!("{}?start_cursor={}", children(&home), home);
    let (status, message) = world.refused(Method::GET, &path, &Value::Null);
    assert_eq!(
        (status, message.as_str()),
        (
            400,
            format!("The start_cursor provided is invalid: {home}").as_str()
        )
    );
}

#[test]
fn an_update_merges_and_moves_times() {
    let world = World::new();
    let home = world.home();
    let made = append(
        &world,
        &home,
        json!([{"to_do": {"rich_text": text("a"), "children": [paragraph("b")]}}]),
    );
    let id = first(&made);
    let inner = first(&world.get(&children(&id)));
    world.clock.advance(Duration::from_secs(180));
    let path = format!("/v1/blocks/{inner}");
    let updated = world.patch(&path, &json!({"paragraph": {"color": "red"}}));
    assert_eq!(updated["paragraph"]["color"], "red");
    assert_eq!(updated["paragraph"]["rich_text"][0]["plain_text"], "b");
    assert_eq!(updated["last_edited_time"], "2026-05-01T10:03:00.000Z");
    assert_eq!(updated["created_time"], "2026-05-01T10:00:00.000Z");
    // The page is bumped, the block between is not.
    let between = world.get(&format!("/v1/blocks/{id}"));
    assert_eq!(between["last_edited_time"], "2026-05-01T10:00:00.000Z");
    let page = world.get(&format!("/v1/blocks/{home}"));
    assert_eq!(page["last_edited_time"], "2026-05-01T10:03:00.000Z");

    let path = format!("/v1/blocks/{id}");
    let updated = world.patch(
        &path,
        &json!({"type": "to_do", "to_do": {"rich_text": [], "checked": true}}),
    );
    assert_eq!(updated["to_do"]["rich_text"], json!([]));
    assert_eq!(updated["to_do"]["checked"], true);
    assert_eq!(updated["has_children"], true);
}

#[test]
fn a_wrong_type_is_named() {
    let world = World::new();
    let id = first(&append(
        &world,
        &world.home(),
        json!([{"heading_1": {"rich_text": []}}]),
    ));
    let body = json!({"paragraph": {"rich_text": []}});
    assert_eq!(
        world.refused(Method::PATCH, &format!("/v1/blocks/{id}"), &body),
        (
            400,
            "Expected block type heading_1 in request body".to_owned()
        )
    );
    let body = json!({"heading_1": {"rich_text": [], "children": []}});
    let (_, message) = world.refused(Method::PATCH, &format!("/v1/blocks/{id}"), &body);
    assert_eq!(
        message,
        "body failed validation: body.heading_1.children should be not present, instead was `[]`."
    );
}

#[test]
fn trash_and_back() {
    let world = World::new();
    let home = world.home();
    let made = append(
        &world,
        &home,
        json!([paragraph("a"), paragraph("b"), paragraph("c")]),
    );
    let id = first(&made);
    let path = format!("/v1/blocks/{id}");
    let gone = world.ok(Method::DELETE, &path, &Value::Null);
    assert_eq!(gone["in_trash"], true);
    assert_eq!(texts(&world.get(&children(&home))), ["b", "c"]);
    assert_eq!(world.get(&path)["in_trash"], true);

    let archived =
        "Can't edit block that is archived. You must unarchive the block before editing.";
    for (method, body) in [
        (Method::DELETE, Value::Null),
        (Method::PATCH, json!({"in_trash": true})),
        (Method::PATCH, json!({"paragraph": {"color": "red"}})),
    ] {
        let refused = world.refused(method, &path, &body);
        assert_eq!(refused, (400, archived.to_owned()));
    }
    let body = json!({"children": [paragraph("x")]});
    assert_eq!(
        world.refused(Method::PATCH, &children(&id), &body).1,
        archived
    );

    let back = world.patch(&path, &json!({"in_trash": false}));
    assert_eq!(back["in_trash"], false);
    // Measured: what comes back stands behind its siblings.
    assert_eq!(texts(&world.get(&children(&home))), ["b", "c", "a"]);
}

#[test]
fn below_the_trash_nothing_is_edited() {
    let world = World::new();
    let made = append(
        &world,
        &world.home(),
        json!([{"toggle": {"rich_text": [], "children": [paragraph("b")]}}]),
    );
    let id = first(&made);
    let inner = first(&world.get(&children(&id)));
    world.ok(Method::DELETE, &format!("/v1/blocks/{id}"), &Value::Null);
    let path = format!("/v1/blocks/{inner}");
    assert_eq!(world.get(&path)["in_trash"], true);
    assert_eq!(world.get(&children(&id))["results"][0]["in_trash"], true);
    let (status, message) = world.refused(Method::DELETE, &path, &Value::Null);
    assert_eq!(status, 400);
    assert!(message.contains("archived ancestor"), "{message}");
}

#[test]
fn tables_keep_their_width() {
    let world = World::new();
    let row = |cells: Value| json!({"table_row": {"cells": cells}});
    let table = |rows: Value| json!([{"table": {"table_width": 2, "children": rows}}]);
    let wrong = "Content creation Failed. Fix the following: \nNumber of cells in table row must \
                 match the table width of the parent table";
    let body = json!({"children": table(json!([row(json!([[]]))]))});
    let refused = world.refused(Method::PATCH, &children(&world.home()), &body);
    assert_eq!(refused, (400, wrong.to_owned()));

    let made = append(
        &world,
        &world.home(),
        table(json!([row(json!([text("a"), []]))])),
    );
    let id = first(&made);
    append(&world, &id, json!([row(json!([text("b"), text("c")]))]));
    let rows = world.get(&children(&id));
    assert_eq!(rows["results"].as_array().unwrap().len(), 2);
    assert_eq!(
        rows["results"][1]["table_row"]["cells"][1][0]["plain_text"],
        "c"
    );
    let body = json!({"children": [row(json!([[]]))]});
    assert_eq!(world.refused(Method::PATCH, &children(&id), &body).1, wrong);
    let path = format!("/v1/blocks/{}", first(&rows));
    let body = json!({"table_row": {"cells": [[], [], []]}});
    assert_eq!(world.refused(Method::PATCH, &path, &body).1, wrong);
    let body = json!({"children": [paragraph("x")]});
    assert_eq!(world.refused(Method::PATCH, &children(&id), &body).0, 400);
}

#[test]
fn a_synced_copy_shows_its_original() {
    let world = World::new();
    let original = json!([{"synced_block": {"synced_from": null, "children": [paragraph("s")]}}]);
    let id = first(&append(&world, &world.home(), original));
    let copy = json!([{"synced_block": {"synced_from": {"block_id": id}}}]);
    let made = append(&world, &world.home(), copy);
    assert_eq!(
        made["results"][0]["synced_block"]["synced_from"],
        json!({"type": "block_id", "block_id": id})
    );
    assert_eq!(made["results"][0]["has_children"], true);
    assert_eq!(texts(&world.get(&children(&first(&made)))), ["s"]);
    let nowhere =
        json!({"children": [{"synced_block": {"synced_from": {"block_id": world.home()}}}]});
    assert_eq!(
        world
            .refused(Method::PATCH, &children(&world.home()), &nowhere)
            .0,
        404
    );
}

#[test]
fn a_copy_of_what_is_in_the_trash_takes_nothing() {
    let world = World::new();
    let original = json!([{"synced_block": {"synced_from": null, "children": [paragraph("s")]}}]);
    let id = first(&append(&world, &world.home(), original));
    let copy = json!([{"synced_block": {"synced_from": {"block_id": id}}}]);
    let copy = first(&append(&world, &world.home(), copy));
    append(&world, &copy, json!([paragraph("t")]));
    world.ok(Method::DELETE, &format!("/v1/blocks/{id}"), &Value::Null);
    let body = json!({"children": [paragraph("u")]});
    let (status, message) = world.refused(Method::PATCH, &children(&copy), &body);
    assert_eq!(status, 400);
    assert!(message.contains("archived ancestor"), "{message}");
}

#[test]
fn a_page_is_a_block() {
    let world = World::new();
    let block = world.get(&format!("/v1/blocks/{}", world.home().replace('-', "")));
    assert_eq!(block["type"], "child_page");
    assert_eq!(block["child_page"], json!({"title": "Home"}));
    assert_eq!(block["has_children"], false);
    append(&world, &world.home(), json!([paragraph("a")]));
    assert_eq!(
        world.get(&format!("/v1/blocks/{}", world.home()))["has_children"],
        true
    );
}

#[test]
fn mentions_are_resolved() {
    let world = World::new();
    let ada = world
        .emulator
        .add_person("Ada", "ada@example.com")
        .unwrap()
        .to_string();
    let items = json!([
        {"mention": {"user": {"id": ada}}},
        {"mention": {"page": {"id": world.home()}}},
        {"mention": {"date": {"start": "2026-05-01"}}},
        {"equation": {"expression": "x"}},
        {"text": {"content": "l", "link": {"url": "https://example.com"}},
            "annotations": {"bold": true}},
    ]);
    let made = append(
        &world,
        &world.home(),
        json!([{"paragraph": {"rich_text": items}}]),
    );
    let items = &made["results"][0]["paragraph"]["rich_text"];
    assert_eq!(items[0]["plain_text"], "@Ada");
    assert_eq!(
        items[0]["mention"]["user"]["person"]["email"],
        "ada@example.com"
    );
    assert_eq!(items[1]["plain_text"], "Home");
    let bare = world.home().replace('-', "");
    assert_eq!(items[1]["href"], format!("https://app.notion.com/p/{bare}"));
    assert_eq!(
        items[2]["mention"]["date"],
        json!({"start": "2026-05-01", "end": null, "time_zone": null})
    );
    assert_eq!(items[3]["plain_text"], "x");
    assert_eq!(items[4]["text"]["link"]["url"], "https://example.com/");
    assert_eq!(items[4]["href"], "https://example.com/");
    assert_eq!(items[4]["annotations"]["bold"], true);

    let bad = json!({"children": [{"paragraph": {"rich_text":
        [{"text": {"content": "l", "link": {"url": "nowhere"}}}]}}]});
    assert_eq!(
        world
            .refused(Method::PATCH, &children(&world.home()), &bad)
            .1,
        "Content creation Failed. Fix the following: \nInvalid URL for link."
    );
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = World::new();
    let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    let (status, message) = world.refused(Method::GET, &children(id), &Value::Null);
    assert_eq!(status, 404);
    assert!(
        message.starts_with(&format!("Could not find block with ID: {id}.")),
        "{message}"
    );
    let (status, message) = world.refused(Method::GET, "/v1/blocks/abc", &Value::Null);
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "path failed validation: path.block_id should be a valid uuid, instead was `\"abc\"`."
    );
}

#[test]
fn a_refused_append_leaves_nothing_behind() {
    let world = World::new();
    let body = json!({"children": [paragraph("a"), {"bookmark": {"url": "nowhere"}}]});
    let (status, message) = world.refused(Method::PATCH, &children(&world.home()), &body);
    assert_eq!(status, 400);
    assert!(message.contains("Invalid bookmark url."), "{message}");
    assert_eq!(world.get(&children(&world.home()))["results"], json!([]));
}

#[test]
fn a_database_is_a_block_without_children() {
    let world = World::new();
    let made = world.post(
        "/v1/databases",
        &json!({
            "parent": {"type": "page_id", "page_id": world.home()},
            "title": text("Tasks"),
            "initial_data_source": {"properties": {"Name": {"title": {}}}},
        }),
    );
    let id = made["id"].as_str().unwrap();
    let source = made["data_sources"][0]["id"].as_str().unwrap();
    let block = world.get(&format!("/v1/blocks/{id}"));
    assert_eq!(block["type"], "child_database");
    assert_eq!(block["child_database"], json!({"title": "Tasks"}));
    assert_eq!(block["created_time"], "2026-05-01T10:00:00.000Z");
    assert_eq!(block["has_children"], false);
    assert_eq!(world.get(&children(id))["results"], json!([]));
    assert_eq!(ids(&world.get(&children(&world.home()))), [id]);
    // A data source is no block.
    let path = format!("/v1/blocks/{source}");
    assert_eq!(world.refused(Method::GET, &path, &Value::Null).0, 404);
    let body = json!({"children": [paragraph("x")]});
    assert_eq!(world.refused(Method::PATCH, &children(id), &body).0, 400);

    let gone = world.ok(Method::DELETE, &format!("/v1/blocks/{id}"), &Value::Null);
    assert_eq!(gone["in_trash"], true);
    assert_eq!(world.get(&format!("/v1/databases/{id}"))["in_trash"], true);
    assert_eq!(world.get(&children(&world.home()))["results"], json!([]));
}

#[test]
fn pages_bring_blocks_and_stand_among_them() {
    let world = World::new();
    let page = world.post(
        "/v1/pages",
        &json!({
            "parent": {"page_id": world.home()},
            "properties": {"title": {"title": text("Child")}},
            "children": [{"toggle": {"rich_text": text("a"), "children": [paragraph("b")]}}],
        }),
    );
    let id = page["id"].as_str().unwrap();
    let list = world.get(&children(id));
    assert_eq!(texts(&list), ["a"]);
    assert_eq!(texts(&world.get(&children(&first(&list)))), ["b"]);
    let listed = world.get(&children(&world.home()));
    assert_eq!(listed["results"][0]["type"], "child_page");
    assert_eq!(listed["results"][0]["has_children"], true);

    let path = format!("/v1/blocks/{id}");
    assert_eq!(
        world.patch(&path, &json!({"in_trash": true}))["in_trash"],
        true
    );
    assert_eq!(world.get(&format!("/v1/pages/{id}"))["in_trash"], true);
    let bad = json!({
        "parent": {"page_id": world.home()},
        "properties": {},
        "children": [{"paragraph": {"rich_text": 5}}],
    });
    let (_, message) = world.refused(Method::POST, "/v1/pages", &bad);
    assert_eq!(
        message,
        "body failed validation: body.children[0].paragraph.rich_text should be an array, \
         instead was `5`."
    );
}
