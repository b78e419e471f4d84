//! Connections: what each may do, what it sees, and whose it is.

use bytes::Bytes;
use http::{Method, Request};
use recto_emulator::{Capabilities, Capability, Connection};
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

/// A call with another token.
fn call(world: &World, token: &str, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let mut request = world.request(method, path, body);
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.headers_mut().insert("authorization", bearer);
    let response = world.emulator.handle(request);
    let value = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status().as_u16(), value)
}

fn get(world: &World, who: &Connection, path: &str) -> (u16, Value) {
    call(world, who.token(), Method::GET, path, &Value::Null)
}

fn post(world: &World, who: &Connection, path: &str, body: &Value) -> (u16, Value) {
    call(world, who.token(), Method::POST, path, body)
}

/// The emulator's own paths.
fn own(world: &World, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let bytes = match body {
        Value::Null => Bytes::new(),
        body => body.to_string().into(),
    };
    let request = Request::builder().method(method).uri(path).body(bytes);
    let response = world.emulator.handle(request.unwrap());
    let value = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status().as_u16(), value)
}

fn page(world: &World, parent: &str, title: &str) -> String {
    let body = json!({
        "parent": {"page_id": parent},
        "properties": {"title": [{"text": {"content": title}}]},
    });
    let made = world.post("/v1/pages", &body);
    made["id"].as_str().unwrap().to_owned()
}

fn database(world: &World, parent: &str, properties: &Value) -> (String, String) {
    let made = world.post(
        "/v1/databases",
        &json!({"parent": {"page_id": parent}, "initial_data_source": {"properties": properties}}),
    );
    let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
    (made["id"].as_str().unwrap().to_owned(), source)
}

#[test]
fn a_connection_sees_what_is_shared_and_what_is_below() {
    let world = World::new();
    let (open, closed) = (
        page(&world, &world.home(), "open"),
        page(&world, &world.home(), "closed"),
    );
    let below = page(&world, &open, "below");
    let reader = world
        .emulator
        .connect("Reader")
        .share(&open)
        .start()
        .unwrap();

    assert_eq!(get(&world, &reader, &format!("/v1/pages/{open}")).0, 200);
    assert_eq!(get(&world, &reader, &format!("/v1/pages/{below}")).0, 200);
    let (status, refused) = get(&world, &reader, &format!("/v1/pages/{closed}"));
    assert_eq!(
        (status, refused["code"].as_str().unwrap()),
        (404, "object_not_found")
    );
    assert_eq!(
        refused["message"],
        format!(
            "Could not find page with ID: {closed}. Make sure the relevant pages and databases are \
             shared with your integration \"Reader\"."
        )
    );
    assert_eq!(
        refused["additional_data"],
        json!({"integration_id": reader.id()})
    );
    let (status, _) = get(&world, &reader, &format!("/v1/blocks/{closed}/children"));
    assert_eq!(status, 404);
    let (status, refused) = get(&world, &reader, &format!("/v1/databases/{closed}"));
    assert_eq!(status, 404, "what it is, is not told: {refused}");
    let under = json!({"parent": {"page_id": closed}, "properties": {}});
    assert_eq!(post(&world, &reader, "/v1/pages", &under).0, 404);

    let (_, found) = post(&world, &reader, "/v1/search", &json!({}));
    let mut found = ids(&found);
    found.sort();
    let mut expected = vec![open.clone(), below.clone()];
    expected.sort();
    assert_eq!(found, expected);
    let all = world.post("/v1/search", &json!({}));
    assert_eq!(ids(&all).len(), 4, "the first token sees everything");

    reader.share(&closed).unwrap();
    assert_eq!(get(&world, &reader, &format!("/v1/pages/{closed}")).0, 200);
    reader.unshare(&open).unwrap();
    assert_eq!(get(&world, &reader, &format!("/v1/pages/{below}")).0, 404);
    reader.revoke().unwrap();
    let (status, refused) = get(&world, &reader, "/v1/users/me");
    assert_eq!(
        (status, refused["message"].as_str().unwrap()),
        (401, "API token is invalid.")
    );
}

#[test]
fn a_request_that_has_a_wrong_shape_is_refused_for_that() {
    let world = World::new();
    let reader = world
        .emulator
        .connect("Reader")
        .capabilities([Capability::ReadContent])
        .start()
        .unwrap();
    let path = format!("/v1/pages/{}", world.home());
    let wrong = json!({"in_trash": 5});
    let (status, refused) = call(&world, reader.token(), Method::PATCH, &path, &wrong);
    assert_eq!(
        (status, refused["code"].as_str().unwrap()),
        (400, "validation_error")
    );
    let right = json!({"icon": {"type": "emoji", "emoji": "🦀"}});
    let (status, refused) = call(&world, reader.token(), Method::PATCH, &path, &right);
    assert_eq!(
        (status, refused["code"].as_str().unwrap()),
        (403, "restricted_resource")
    );
    assert_eq!(
        refused["message"],
        "Insufficient permissions for this endpoint."
    );
    assert_eq!(world.get(&path)["icon"], Value::Null, "nothing happened");
}

#[test]
fn rows_and_their_relations_are_seen_by_their_database() {
    let world = World::new();
    let (people, people_source) = database(&world, &world.home(), &json!({"Name": {"title": {}}}));
    let (tasks, tasks_source) = database(
        &world,
        &world.home(),
        &json!({
            "Name": {"title": {}},
            "Who": {"relation": {"data_source_id": people_source, "single_property": {}}},
        }),
    );
    let row = |source: &str, values: Value| {
        let body = json!({"parent": {"data_source_id": source}, "properties": values});
        world.post("/v1/pages", &body)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let ada = row(&people_source, json!({}));
    let task = row(&tasks_source, json!({"Who": {"relation": [{"id": ada}]}}));

    let reader = world
        .emulator
        .connect("Reader")
        .share(&tasks)
        .start()
        .unwrap();
    let query = |source: &str| {
        post(
            &world,
            &reader,
            &format!("/v1/data_sources/{source}/query"),
            &json!({}),
        )
    };
    assert_eq!(ids(&query(&tasks_source).1), std::slice::from_ref(&task));
    assert_eq!(query(&people_source).0, 404);
    let (_, schema) = get(&world, &reader, &format!("/v1/data_sources/{tasks_source}"));
    assert_eq!(keys(&schema["properties"]), ["title"].map(|_| "Name"));
    let (_, shown) = get(&world, &reader, &format!("/v1/pages/{task}"));
    assert_eq!(shown["properties"]["Who"]["relation"], json!([]));
    let write = json!({"parent": {"data_source_id": tasks_source},
        "properties": {"Who": {"relation": [{"id": ada}]}}});
    assert_eq!(post(&world, &reader, "/v1/pages", &write).0, 404);

    reader.share(&people).unwrap();
    let (_, shown) = get(&world, &reader, &format!("/v1/pages/{task}"));
    assert_eq!(shown["properties"]["Who"]["relation"], json!([{"id": ada}]));
    // Before data sources, a database that is not shared was unknown as well.
    reader.unshare(&people).unwrap();
    let old = world.at("2022-06-28");
    let path = format!("/v1/databases/{people}/query");
    let (status, refused) = call(&old, reader.token(), Method::POST, &path, &json!({}));
    assert_eq!(status, 404, "{refused}");
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("database with ID"),
        "{refused}"
    );
}

#[test]
fn each_capability_opens_what_it_is_for() {
    let world = World::new();
    let home = world.home();
    let who = world.emulator.connect("Bot").share_all().start().unwrap();
    let status =
        |method: Method, path: &str, body: Value| call(&world, who.token(), method, path, &body).0;
    let title = json!({"parent": {"page_id": home}, "properties": {}});
    let comment = json!({"parent": {"page_id": home}, "rich_text": [{"text": {"content": "hi"}}]});
    let calls = || {
        [
            status(Method::GET, &format!("/v1/pages/{home}"), Value::Null),
            status(Method::POST, "/v1/pages", title.clone()),
            status(Method::PATCH, &format!("/v1/pages/{home}"), json!({})),
            status(
                Method::GET,
                &format!("/v1/comments?block_id={home}"),
                Value::Null,
            ),
            status(Method::POST, "/v1/comments", comment.clone()),
            status(Method::GET, "/v1/users", Value::Null),
        ]
    };
    assert_eq!(
        calls(),
        [200, 200, 200, 403, 403, 200],
        "as a new connection has it"
    );
    let expected = [
        (Capability::ReadContent, [200, 403, 403, 403, 403, 403]),
        (Capability::InsertContent, [403, 200, 403, 403, 403, 403]),
        (Capability::UpdateContent, [403, 403, 200, 403, 403, 403]),
        (Capability::ReadComments, [403, 403, 403, 200, 403, 403]),
        (Capability::InsertComments, [403, 403, 403, 403, 200, 403]),
        (
            Capability::ReadUserWithEmail,
            [403, 403, 403, 403, 403, 200],
        ),
        (
            Capability::ReadUserWithoutEmail,
            [403, 403, 403, 403, 403, 200],
        ),
    ];
    for (capability, statuses) in expected {
        who.set_capabilities([capability]).unwrap();
        assert_eq!(calls(), statuses, "{capability:?}");
        assert_eq!(status(Method::GET, "/v1/users/me", Value::Null), 200);
    }
    // Who may not read gets no more back than ids.
    who.set_capabilities([Capability::InsertContent]).unwrap();
    let (_, made) = post(&world, &who, "/v1/pages", &title);
    assert_eq!(keys(&made), ["object", "id", "request_id"]);
}

#[test]
fn addresses_are_shown_to_those_who_may_see_them() {
    let world = World::new();
    let who = world.emulator.connect("Bot").share_all().start().unwrap();
    let owner = |connection: &Connection| {
        let (_, users) = get(&world, connection, "/v1/users");
        let mut all = users["results"].as_array().unwrap().clone().into_iter();
        all.find(|user| user["type"] == "person").unwrap()
    };
    assert_eq!(owner(&who)["person"], json!({"email": "owner@example.com"}));
    who.set_capabilities([Capability::ReadUserWithoutEmail])
        .unwrap();
    assert_eq!(owner(&who)["person"], json!({}));
    assert_eq!(owner(&who)["name"], "Owner");

    let id = owner(&who)["id"].as_str().unwrap().to_owned();
    let (_, source) = database(
        &world,
        &world.home(),
        &json!({
            "Name": {"title": {}}, "Who": {"people": {}},
        }),
    );
    let row = world.post(
        "/v1/pages",
        &json!({
            "parent": {"data_source_id": source},
            "properties": {"Who": {"people": [{"id": id}]}},
        }),
    );
    let path = format!("/v1/pages/{}", row["id"].as_str().unwrap());
    who.set_capabilities([Capability::ReadContent]).unwrap();
    let (_, shown) = get(&world, &who, &path);
    let person = &shown["properties"]["Who"]["people"][0];
    assert_eq!(person, &json!({"object": "user", "id": id}));
    who.set_capabilities([Capability::ReadContent, Capability::ReadUserWithEmail])
        .unwrap();
    let (_, shown) = get(&world, &who, &path);
    let person = &shown["properties"]["Who"]["people"][0];
    assert_eq!(person["person"]["email"], "owner@example.com");
}

#[test]
fn a_personal_token_acts_as_its_person() {
    let world = World::new();
    let ada = world.emulator.add_person("Ada", "ada@example.com").unwrap();
    let token = world
        .emulator
        .connect("CLI")
        .personal(Some(ada.as_str()))
        .start()
        .unwrap();
    let (status, refused) = get(&world, &token, "/v1/users");
    assert_eq!(
        (
            status,
            refused["code"].as_str().unwrap(),
            refused["message"].as_str().unwrap()
        ),
        (
            403,
            "restricted_resource",
            "Personal access tokens cannot list users."
        )
    );
    let (_, me) = get(&world, &token, "/v1/users/me");
    assert_eq!(me["bot"]["owner"]["type"], "user");
    assert_eq!(me["bot"]["owner"]["user"]["name"], "Ada");
    // No parent, or the workspace: a private page at the top level.
    for parent in [json!({"workspace": true}), Value::Null] {
        let mut body = json!({"properties": {}});
        if !parent.is_null() {
            body["parent"] = parent;
        }
        let (status, made) = post(&world, &token, "/v1/pages", &body);
        assert_eq!(status, 200, "{made}");
        assert_eq!(
            made["parent"],
            json!({"type": "workspace", "workspace": true})
        );
        assert_eq!(made["created_by"]["id"], ada.as_str());
        let internal = world.refused(Method::POST, "/v1/pages", &body);
        assert_eq!(internal.0, 400, "{internal:?}");
    }
}

#[test]
fn workspaces_of_one_file_know_nothing_of_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("two.db");
    let start = || {
        recto_emulator::Emulator::builder()
            .file(&file)
            .start()
            .unwrap()
    };
    let (token, root, first_root);
    {
        let emulator = start();
        let other = emulator.add_workspace("Other").unwrap();
        let bot = emulator
            .connect("Bot")
            .workspace(&other.id)
            .share_all()
            .start()
            .unwrap();
        token = bot.token().to_owned();
        root = other.root_page_id.to_string();
        first_root = emulator.root_page_id().to_string();
        assert_eq!(emulator.workspaces().unwrap().len(), 2);
    }
    let emulator = start();
    let world = World {
        emulator,
        clock: recto_emulator::Clock::system(),
        version: crate::support::NEWEST,
    };
    let other = |method: Method, path: &str, body: &Value| call(&world, &token, method, path, body);
    let (_, me) = other(Method::GET, "/v1/users/me", &Value::Null);
    assert_eq!(me["bot"]["workspace_name"], "Other");
    assert_eq!(
        other(Method::GET, &format!("/v1/pages/{root}"), &Value::Null).0,
        200
    );
    assert_eq!(
        other(
            Method::GET,
            &format!("/v1/pages/{first_root}"),
            &Value::Null
        )
        .0,
        404
    );
    let (status, _) = world.call(Method::GET, &format!("/v1/pages/{root}"), &Value::Null);
    assert_eq!(status, 404, "the first token neither");
    let (_, made) = other(
        Method::POST,
        "/v1/pages",
        &json!({"parent": {"page_id": root}, "properties": {}}),
    );
    let digits = |id: &Value| id.as_str().unwrap()[4..13].to_owned();
    assert_eq!(
        digits(&made["id"]),
        digits(&json!(root)),
        "ids have their workspace's digits"
    );
    assert_ne!(digits(&made["id"]), digits(&json!(first_root)));
    let (_, found) = other(Method::POST, "/v1/search", &json!({}));
    assert_eq!(ids(&found).len(), 2);
    assert_eq!(ids(&world.post("/v1/search", &json!({}))), [first_root]);
    let (_, users) = other(Method::GET, "/v1/users", &Value::Null);
    assert_eq!(ids(&users).len(), 2, "an owner and a bot: {users}");
    assert_eq!(ids(&world.get("/v1/users")).len(), 2);
}

#[test]
fn uploads_are_their_makers() {
    let world = World::new();
    let (one, two) = (
        world.emulator.connect("One").start().unwrap(),
        world.emulator.connect("Two").start().unwrap(),
    );
    let (_, made) = post(
        &world,
        &one,
        "/v1/file_uploads",
        &json!({"filename": "a.txt"}),
    );
    let path = format!("/v1/file_uploads/{}", made["id"].as_str().unwrap());
    assert_eq!(get(&world, &one, &path).0, 200);
    assert_eq!(get(&world, &two, &path).0, 404);
    assert_eq!(ids(&get(&world, &one, "/v1/file_uploads").1).len(), 1);
    assert_eq!(ids(&get(&world, &two, "/v1/file_uploads").1).len(), 0);
}

#[test]
fn connections_are_made_over_http() {
    let world = World::new();
    let home = world.home();
    let (_, spaces) = own(&world, Method::GET, "/_emulator/workspaces", &Value::Null);
    assert_eq!(spaces["workspaces"][0]["root_page_id"], home);
    let (status, made) = own(
        &world,
        Method::POST,
        "/_emulator/connections",
        &json!({
            "name": "Reader", "capabilities": ["read_content"], "shared": [home], "token": "ntn_reader",
        }),
    );
    assert_eq!(status, 200, "{made}");
    assert_eq!(made["token"], "ntn_reader");
    let id = made["id"].as_str().unwrap();
    let (_, listed) = own(&world, Method::GET, "/_emulator/connections", &Value::Null);
    let mut expected = made.clone();
    expected.as_object_mut().unwrap().remove("token");
    assert_eq!(listed, json!({"connections": [expected]}));
    let path = format!("/v1/pages/{home}");
    assert_eq!(
        call(&world, "ntn_reader", Method::GET, &path, &Value::Null).0,
        200
    );
    let one = format!("/_emulator/connections/{id}");
    own(&world, Method::PATCH, &one, &json!({"unshare": [home]}));
    assert_eq!(
        call(&world, "ntn_reader", Method::GET, &path, &Value::Null).0,
        404
    );
    own(&world, Method::PATCH, &one, &json!({"capabilities": []}));
    assert_eq!(
        call(&world, "ntn_reader", Method::GET, &path, &Value::Null).0,
        403
    );
    own(&world, Method::DELETE, &one, &Value::Null);
    assert_eq!(
        call(&world, "ntn_reader", Method::GET, &path, &Value::Null).0,
        401
    );

    for (body, told) in [
        (
            json!({"name": "x", "capabilities": ["fly"]}),
            "`fly` is no capability",
        ),
        (
            json!({"name": "x", "kind": "alien"}),
            "internal or personal",
        ),
        (json!({"name": "x", "shared": "some"}), "\"all\""),
        (
            json!({"name": "x", "shared": [Value::from("nobody")]}),
            "no page or database nobody",
        ),
        (
            json!({"name": "x", "workspace": "nowhere"}),
            "there is no workspace nowhere",
        ),
        (
            json!({"name": "x", "token": world.emulator.token()}),
            "has this token",
        ),
        (json!({}), "missing field `name`"),
    ] {
        let (status, refused) = own(&world, Method::POST, "/_emulator/connections", &body);
        let error = refused["error"].as_str().unwrap();
        assert_eq!(status, 400, "{error}");
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(Capabilities::default().to_string().split(' ').count(), 5);
}
