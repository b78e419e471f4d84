//! Pages that move, custom emojis, and what is said by script.

use http::{HeaderValue, Method, header};
use recto_api::endpoint::Operation;
use recto_emulator::Reply;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};
use crate::tables::database;

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn page(world: &World, parent: Value, text: &str) -> Value {
    world.post(
        "/v1/pages",
        &json!({"parent": parent, "properties":
            {"title": {"title": [{"text": {"content": text}}]}}}),
    )
}

fn move_to(world: &World, page: &Value, parent: Value) -> Value {
    let path = format!("/v1/pages/{}/move", id(page));
    world.post(&path, &json!({"parent": parent}))
}

#[test]
fn a_page_moves_below_another() {
    let world = World::new();
    let home = json!({"page_id": world.home()});
    let (left, right) = (
        page(&world, home.clone(), "Left"),
        page(&world, home, "Right"),
    );
    world.clock.advance(std::time::Duration::from_secs(120));
    let moved = move_to(&world, &left, json!({"page_id": right["id"]}));
    assert_eq!(
        moved["parent"],
        json!({"type": "page_id", "page_id": right["id"]})
    );
    assert_eq!(moved["last_edited_time"], "2026-05-01T10:02:00.000Z");
    let list = world.get(&format!("/v1/blocks/{}/children", id(&right)));
    assert_eq!(ids(&list), [id(&left)]);
    let path = format!("/v1/pages/{}/move", id(&right));
    let below = json!({"parent": {"page_id": left["id"]}});
    let (status, text) = world.refused(Method::POST, &path, &below);
    assert_eq!(status, 400, "below itself");
    assert!(text.contains("below itself"), "{text}");
}

#[test]
fn a_page_becomes_a_row_and_takes_along_what_fits() {
    let world = World::new();
    let (_, first) = database(
        &world,
        &json!({"Name": {"title": {}}, "Points": {"number": {}}, "Area": {"select": {}}}),
    );
    let (database, second) = database(
        &world,
        &json!({
            "Title": {"title": {}},
            "Points": {"number": {}},
            "Area": {"select": {"options": [{"name": "North"}]}},
            "State": {"status": {}},
            "No": {"unique_id": {"prefix": "T"}},
        }),
    );
    let row = world.post(
        "/v1/pages",
        &json!({"parent": {"data_source_id": first}, "properties": {
            "Name": {"title": [{"text": {"content": "Row"}}]},
            "Points": {"number": 7},
            "Area": {"select": {"name": "North"}},
        }}),
    );
    let moved = move_to(&world, &row, json!({"data_source_id": second}));
    assert_eq!(moved["parent"]["data_source_id"], second.as_str());
    assert_eq!(moved["parent"]["database_id"], database.as_str());
    let values = &moved["properties"];
    assert_eq!(values["Title"]["title"][0]["plain_text"], "Row");
    assert_eq!(values["Points"]["number"], 7);
    assert_eq!(values["Area"]["select"]["name"], "North");
    assert_eq!(values["State"]["status"]["name"], "Not started");
    assert_eq!(values["No"]["unique_id"]["number"], 1);
    let rows = world.post(&format!("/v1/data_sources/{second}/query"), &json!({}));
    assert_eq!(ids(&rows), [id(&row)]);
    let rows = world.post(&format!("/v1/data_sources/{first}/query"), &json!({}));
    assert_eq!(ids(&rows), Vec::<String>::new());
    // The only data source of a database may be named by the database.
    let other = page(&world, json!({"page_id": world.home()}), "Page");
    let moved = move_to(&world, &other, json!({"page_id": database}));
    assert_eq!(moved["parent"]["data_source_id"], second.as_str());
    let back = move_to(&world, &other, json!({"page_id": world.home()}));
    assert_eq!(keys(&back["properties"]), ["title"]);
}

#[test]
fn what_cannot_move_is_told() {
    let world = World::new();
    let moving = page(&world, json!({"page_id": world.home()}), "Page");
    let path = format!("/v1/pages/{}/move", id(&moving));
    let refused = |parent: Value| world.refused(Method::POST, &path, &json!({"parent": parent}));
    let unknown = "38c9ce7b-60a4-818f-af95-c655e0046079";
    assert_eq!(refused(json!({"page_id": unknown})).0, 404);
    assert_eq!(refused(json!({"data_source_id": unknown})).0, 404);
    assert_eq!(refused(json!({"workspace": true})).0, 400);
    let list = world.get(&format!("/v1/blocks/{}/children", world.home()));
    assert_eq!(ids(&list).len(), 1);
    world.patch(
        &format!("/v1/pages/{}", id(&moving)),
        &json!({"in_trash": true}),
    );
    let (status, text) = refused(json!({"page_id": world.home()}));
    assert_eq!(status, 400);
    assert!(
        text.starts_with("Can't edit block that is archived."),
        "{text}"
    );
}

#[test]
fn custom_emojis_are_listed_and_shown_whole() {
    let world = World::new();
    let empty = world.get("/v1/custom_emojis");
    assert_eq!(
        keys(&empty),
        [
            "object",
            "type",
            "results",
            "has_more",
            "next_cursor",
            "request_id"
        ]
    );
    let url = "https://example.com/party.png";
    let first = world.emulator.add_custom_emoji("party", url).unwrap();
    let second = world.post(
        "/_emulator/custom_emojis",
        &json!({"name": "boat", "url": "https://example.com/boat.png"}),
    );
    let list = world.get("/v1/custom_emojis?page_size=1");
    assert_eq!(
        list["results"],
        json!([{"id": first, "name": "party", "url": url}])
    );
    assert_eq!(list["next_cursor"], second["id"]);
    let named = world.get("/v1/custom_emojis?name=boat");
    assert_eq!(named["results"], json!([second]));
    let page = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "icon": {"custom_emoji": {"id": first}}}),
    );
    assert_eq!(
        page["icon"],
        json!({"type": "custom_emoji", "custom_emoji": {"id": first, "name": "party", "url": url}})
    );
}

#[test]
fn a_plan_without_agents_refuses_them() {
    let world = World::new();
    for (method, path) in [
        (Method::GET, "/v1/agents/notion_ai"),
        (Method::POST, "/v1/agents/query"),
        (Method::POST, "/v1/sessions"),
        (Method::POST, "/v1/blocks/meeting_notes"),
    ] {
        let (status, answer) = world.call(method, path, &json!({}));
        assert_eq!(status, 403, "{answer}");
        assert_eq!(answer["code"], "restricted_resource");
    }
    let none = world.post("/v1/blocks/meeting_notes/query", &json!({}));
    assert_eq!(
        keys(&none),
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
}

#[test]
fn a_reply_is_said_once_or_always() {
    let world = World::new();
    let agent = json!({"object": "agent", "id": "a"});
    world
        .emulator
        .reply(Reply::json(Operation::GetAgent, agent.clone()));
    let mut said = world.get("/v1/agents/a");
    assert!(said["request_id"].is_string());
    said.as_object_mut().unwrap().remove("request_id");
    assert_eq!(said, agent);
    assert_eq!(world.call(Method::GET, "/v1/agents/a", &Value::Null).0, 403);
    world
        .emulator
        .reply(Reply::json(Operation::GetAgent, agent).always());
    for _ in 0..3 {
        world.get("/v1/agents/a");
    }
    let unknown = world.request(Method::GET, "/v1/agents/a", &Value::Null);
    let (mut head, body) = unknown.into_parts();
    head.headers.remove(header::AUTHORIZATION);
    let refused = world.emulator.handle(http::Request::from_parts(head, body));
    assert_eq!(refused.status(), 401, "the credential is still checked");
    world.emulator.clear_replies();
    assert_eq!(world.call(Method::GET, "/v1/agents/a", &Value::Null).0, 403);
}

#[test]
fn an_event_stream_is_for_those_who_accept_one() {
    let world = World::new();
    let frames = json!([{"type": "session.snapshot", "n": 1}, {"type": "stream.end"}]);
    let rule = json!({"operation": "update_session", "events": frames});
    let all = world.post("/_emulator/replies", &rule);
    assert_eq!(all["replies"][0]["count"], 1);
    assert_eq!(world.call(Method::POST, "/v1/sessions", &json!({})).0, 403);
    let mut request = world.request(Method::POST, "/v1/sessions", &json!({}));
    let accept = HeaderValue::from_static("text/event-stream");
    request.headers_mut().insert(header::ACCEPT, accept);
    let response = world.emulator.handle(request);
    assert_eq!(response.status(), 200);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/event-stream")
    );
    assert_eq!(
        response.body(),
        "event: session.snapshot\ndata: {\"type\":\"session.snapshot\",\"n\":1}\n\n\
         event: stream.end\ndata: {\"type\":\"stream.end\"}\n\n"
    );
    let (status, answer) = world.call(
        Method::POST,
        "/_emulator/replies",
        &json!({"operation": "fly"}),
    );
    assert_eq!(status, 400, "{answer}");
}
