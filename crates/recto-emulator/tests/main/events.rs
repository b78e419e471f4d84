//! What is told of changes: kinds, words, gathering, signatures, retries, and the way over TCP.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use recto_api::webhook::{Event, EventKind, Incoming, Receiver, Rejection};
use recto_emulator::{Capability, Delivery, Emulator, Webhook};
use serde_json::{Value, json};

use crate::support::{World, keys};

const URL: &str = "http://127.0.0.1:9/hook?x=1";

fn webhook(world: &World) -> Webhook {
    world.emulator.subscribe(URL).verified().start().unwrap()
}

/// What a receiver with the right token makes of a delivery.
fn accepted(webhook: &Webhook, delivery: &Delivery) -> Event {
    let receiver = Receiver::new(webhook.verification_token());
    let request = delivery.request();
    match receiver.accept(request.headers(), request.body()) {
        Ok(Incoming::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

fn body(delivery: &Delivery) -> Value {
    serde_json::from_slice(delivery.request().body()).unwrap()
}

/// Everything that is told after a minute, with its outcome 200.
fn told(world: &World, webhook: &Webhook) -> Vec<Value> {
    world.clock.advance(Duration::from_secs(60));
    let due = world.emulator.due_deliveries().unwrap();
    for delivery in &due {
        let event = accepted(webhook, delivery);
        let sent = body(delivery);
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            sent,
            "nothing is lost"
        );
        assert!(!matches!(event.kind(), EventKind::Unknown(_)), "{sent}");
        world.emulator.delivered(delivery, 200).unwrap();
    }
    due.iter().map(body).collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}

fn page(world: &World, parent: &Value, properties: &Value) -> String {
    let body = json!({"parent": parent, "properties": properties});
    world.post("/v1/pages", &body)["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn home(world: &World) -> Value {
    json!({"page_id": world.home()})
}

#[test]
fn a_subscription_begins_with_a_handshake() {
    let world = World::new();
    let hook = world.emulator.subscribe(URL).start().unwrap();
    page(&world, &home(&world), &json!({}));
    let due = world.emulator.due_deliveries().unwrap();
    assert_eq!(due.len(), 1, "nothing else before the token is given back");
    assert_eq!(due[0].request().uri(), URL);
    assert_eq!(
        body(&due[0]),
        json!({"verification_token": hook.verification_token()})
    );
    let waiting = Receiver::awaiting_handshake();
    let request = due[0].request();
    let Ok(Incoming::Handshake(shake)) = waiting.accept(request.headers(), request.body()) else {
        panic!("a handshake");
    };
    world.emulator.delivered(&due[0], 200).unwrap();
    assert!(hook.verify("secret_other").is_err());
    hook.verify(shake.verification_token.expose()).unwrap();
    let made = page(&world, &home(&world), &json!({}));
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["page.created", "page.content_updated"]);
    let created = &events[0];
    assert_eq!(
        keys(created),
        [
            "id",
            "timestamp",
            "workspace_id",
            "workspace_name",
            "subscription_id",
            "integration_id",
            "authors",
            "attempt_number",
            "api_version",
            "entity",
            "type",
            "data",
        ]
    );
    assert_eq!(created["entity"], json!({"id": made, "type": "page"}));
    assert_eq!(
        created["data"],
        json!({"parent": {"id": world.home(), "type": "page"}})
    );
    assert_eq!(created["timestamp"], "2026-05-01T10:00:30.000Z");
    let me = world.get("/v1/users/me");
    assert_eq!(created["authors"], json!([{"id": me["id"], "type": "bot"}]));
    assert_eq!(
        events[1]["data"]["updated_blocks"],
        json!([{"id": made, "type": "page"}])
    );
    // Bodies are signed, byte for byte, with this token and no other.
    page(&world, &home(&world), &json!({}));
    let next = &world.emulator.due_deliveries().unwrap()[0];
    let request = next.request();
    let stranger = Receiver::new("secret_other").accept(request.headers(), request.body());
    assert!(
        matches!(stranger, Err(Rejection::Signature(_))),
        "{stranger:?}"
    );
}

#[test]
fn changes_of_one_page_are_gathered_for_a_minute() {
    let world = World::new();
    let made = page(&world, &home(&world), &json!({}));
    let hook = webhook(&world);
    let path = format!("/v1/pages/{made}");
    let children = format!("/v1/blocks/{made}/children");
    let block = |text: &str| {
        let block = json!({"paragraph": {"rich_text": [{"text": {"content": text}}]}});
        let made = world.patch(&children, &json!({"children": [block]}));
        made["results"][0]["id"].as_str().unwrap().to_owned()
    };
    let title = |text: &str| {
        let title = json!({"properties": {"title": [{"text": {"content": text}}]}});
        world.patch(&path, &title);
    };
    let one = block("one");
    title("a");
    world.clock.advance(Duration::from_secs(30));
    let two = block("two");
    title("b");
    world.patch(
        &format!("/v1/blocks/{one}"),
        &json!({"paragraph": {"rich_text": []}}),
    );
    assert!(
        world.emulator.due_deliveries().unwrap().is_empty(),
        "not yet"
    );
    world.clock.advance(Duration::from_secs(30));
    let events = told(&world, &hook);
    assert_eq!(
        kinds(&events),
        ["page.content_updated", "page.properties_updated"]
    );
    assert_eq!(
        events[0]["data"],
        json!({
            "updated_blocks": [{"id": one, "type": "block"}, {"id": two, "type": "block"}],
            "parent": {"id": world.home(), "type": "page"},
        })
    );
    assert_eq!(events[1]["data"]["updated_properties"], json!(["title"]));
    assert_eq!(
        events[0]["timestamp"], "2026-05-01T10:01:00.000Z",
        "of the last change"
    );
    title("c");
    assert_eq!(
        kinds(&told(&world, &hook)),
        ["page.properties_updated"],
        "a new one"
    );
    title("c");
    assert!(told(&world, &hook).is_empty(), "nothing changed");
}

#[test]
fn trash_and_locks_are_told_of_pages_databases_and_blocks() {
    let world = World::new();
    let made = page(&world, &home(&world), &json!({}));
    let database = world.post("/v1/databases", &json!({"parent": home(&world)}));
    let database = database["id"].as_str().unwrap();
    let hook = webhook(&world);
    let path = format!("/v1/pages/{made}");
    for (body, kind) in [
        (json!({"is_locked": true}), "page.locked"),
        (json!({"is_locked": false}), "page.unlocked"),
        (json!({"in_trash": true}), "page.deleted"),
        (json!({"in_trash": false}), "page.undeleted"),
    ] {
        world.patch(&path, &body);
        assert_eq!(kinds(&told(&world, &hook))[0], kind);
    }
    for (trash, kind) in [(true, "database.deleted"), (false, "database.undeleted")] {
        world.patch(
            &format!("/v1/databases/{database}"),
            &json!({"in_trash": trash}),
        );
        let events = told(&world, &hook);
        assert_eq!(kinds(&events)[0], kind);
        assert_eq!(
            events[0]["entity"],
            json!({"id": database, "type": "database"})
        );
    }
}

#[test]
fn schemas_rows_and_views_are_told() {
    let world = World::new();
    let hook = webhook(&world);
    let made = world.post(
        "/v1/databases",
        &json!({
            "parent": home(&world),
            "initial_data_source": {"properties": {"Name": {"title": {}}, "Old": {"number": {}}}},
        }),
    );
    let database = made["id"].as_str().unwrap();
    let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
    let events = told(&world, &hook);
    for kind in [
        "database.created",
        "data_source.created",
        "page.content_updated",
    ] {
        assert!(kinds(&events).contains(&kind), "{events:?}");
    }
    let schema = world.get(&format!("/v1/data_sources/{source}"));
    let id = |name: &str| schema["properties"][name]["id"].clone();
    world.patch(
        &format!("/v1/data_sources/{source}"),
        &json!({"properties": {
            "Old": null, "Name": {"name": "Task"}, "Due": {"date": {}},
        }}),
    );
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["data_source.schema_updated"]);
    let changed = events[0]["data"]["updated_properties"].as_array().unwrap();
    assert_eq!(changed.len(), 3, "{changed:?}");
    assert!(changed.contains(&json!({"id": "title", "name": "Task", "action": "updated"})));
    assert!(changed.contains(&json!({"id": id("Old"), "name": null, "action": "deleted"})));
    assert_eq!(
        events[0]["data"]["parent"],
        json!({"id": world.home(), "type": "page"})
    );

    let row = page(&world, &json!({"data_source_id": source}), &json!({}));
    let events = told(&world, &hook);
    assert_eq!(
        kinds(&events),
        ["page.created", "data_source.content_updated"]
    );
    let parent = json!({"id": database, "type": "database", "data_source_id": source});
    assert_eq!(events[0]["data"]["parent"], parent);
    assert_eq!(
        events[1]["data"]["updated_blocks"],
        json!([{"id": row, "type": "page"}])
    );
    let due = json!({"properties": {"Due": {"date": {"start": "2026-05-02"}}}});
    world.patch(&format!("/v1/pages/{row}"), &due);
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["page.properties_updated"]);
    let now = world.get(&format!("/v1/data_sources/{source}"));
    assert_eq!(
        events[0]["data"]["updated_properties"],
        json!([now["properties"]["Due"]["id"]])
    );

    let new = json!({
        "data_source_id": source, "database_id": database, "name": "V", "type": "table",
    });
    // With the first one, the table that every database has is stored, and told of.
    world.post("/v1/views", &new);
    assert_eq!(
        kinds(&told(&world, &hook)),
        ["view.created", "view.created"]
    );
    let view = world.post("/v1/views", &new);
    let path = format!("/v1/views/{}", view["id"].as_str().unwrap());
    world.patch(&path, &json!({"name": "W"}));
    world.send(Method::DELETE, &path, &Value::Null);
    let events = told(&world, &hook);
    assert_eq!(
        kinds(&events),
        ["view.created", "view.updated", "view.deleted"]
    );
    assert_eq!(events[1]["data"]["updated_fields"], json!(["name"]));
    assert_eq!(events[0]["data"]["view_type"], "table");
}

#[test]
fn relations_comments_and_uploads_are_told() {
    let world = World::new();
    let made = world.post("/v1/databases", &json!({"parent": home(&world)}));
    let source = made["data_sources"][0]["id"].as_str().unwrap().to_owned();
    world.patch(
        &format!("/v1/data_sources/{source}"),
        &json!({"properties": {
            "Link": {"relation": {"data_source_id": source, "dual_property": {}}},
        }}),
    );
    let parent = json!({"data_source_id": source});
    let (one, two) = (
        page(&world, &parent, &json!({})),
        page(&world, &parent, &json!({})),
    );
    let hook = webhook(&world);
    let link = json!({"properties": {"Link": {"relation": [{"id": two}]}}});
    world.patch(&format!("/v1/pages/{one}"), &link);
    let events = told(&world, &hook);
    let mut told_of: Vec<_> = events
        .iter()
        .map(|event| event["entity"]["id"].clone())
        .collect();
    told_of.sort_by_key(Value::to_string);
    let mut both = vec![json!(one), json!(two)];
    both.sort_by_key(Value::to_string);
    assert_eq!(told_of, both, "both sides change");

    let text = |text: &str| json!([{"text": {"content": text}}]);
    let comment = world.post(
        "/v1/comments",
        &json!({"parent": {"page_id": one}, "rich_text": text("a")}),
    );
    let path = format!("/v1/comments/{}", comment["id"].as_str().unwrap());
    world.patch(&path, &json!({"rich_text": text("b")}));
    world.send(Method::DELETE, &path, &Value::Null);
    let events = told(&world, &hook);
    assert_eq!(
        kinds(&events),
        ["comment.created", "comment.updated", "comment.deleted"]
    );
    let data = json!({"page_id": one, "parent": {"id": one, "type": "page"}});
    assert_eq!(events[2]["data"], data);

    world.post("/v1/file_uploads", &json!({"filename": "a.txt"}));
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["file_upload.created"]);
    assert_eq!(events[0].get("data"), None);
}

#[test]
fn older_subscriptions_speak_of_databases() {
    let world = World::new();
    let hook = world
        .emulator
        .subscribe(URL)
        .api_version("2022-06-28")
        .verified()
        .start()
        .unwrap();
    let made = world.post("/v1/databases", &json!({"parent": home(&world)}));
    let (database, source) = (&made["id"], made["data_sources"][0]["id"].clone());
    let events = told(&world, &hook);
    assert!(
        !kinds(&events).contains(&"data_source.created"),
        "{events:?}"
    );
    page(&world, &json!({"data_source_id": source}), &json!({}));
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["page.created", "database.content_updated"]);
    assert_eq!(
        events[1]["entity"],
        json!({"id": database, "type": "database"})
    );
    assert_eq!(
        events[0]["data"]["parent"],
        json!({"id": database, "type": "database"})
    );
    assert_eq!(
        keys(&events[0])[5..],
        [
            "integration_id",
            "type",
            "authors",
            "attempt_number",
            "api_version",
            "entity",
            "data"
        ]
    );
}

#[test]
fn who_does_not_see_it_is_not_told() {
    let world = World::new();
    let open = page(&world, &home(&world), &json!({}));
    let reader = world
        .emulator
        .connect("Reader")
        .capabilities([Capability::ReadContent])
        .share(&open)
        .start()
        .unwrap();
    let hook = world
        .emulator
        .subscribe(URL)
        .connection(reader.id())
        .verified()
        .start()
        .unwrap();
    page(&world, &home(&world), &json!({}));
    world.post(
        "/v1/comments",
        &json!({
            "parent": {"page_id": open}, "rich_text": [{"text": {"content": "x"}}],
        }),
    );
    assert!(
        told(&world, &hook).is_empty(),
        "neither the page nor the comment"
    );
    page(&world, &json!({"page_id": open}), &json!({}));
    let events = told(&world, &hook);
    assert_eq!(kinds(&events), ["page.created", "page.content_updated"]);
    assert_eq!(events[0]["integration_id"], reader.id());
    // What was refused did not happen.
    let wrong = json!({"parent": {"page_id": open}, "properties": {"Nope": {"number": 1}}});
    world.refused(Method::POST, "/v1/pages", &wrong);
    assert!(told(&world, &hook).is_empty());
}

#[test]
fn an_event_comes_again_eight_times_in_a_day() {
    let world = World::new();
    let hook = world
        .emulator
        .subscribe(URL)
        .event("page.created")
        .verified()
        .start()
        .unwrap();
    page(&world, &home(&world), &json!({}));
    let mut ids = Vec::new();
    let mut minutes = 0;
    while minutes < 48 * 60 {
        for delivery in world.emulator.due_deliveries().unwrap() {
            let event = accepted(&hook, &delivery);
            assert_eq!(u32::try_from(ids.len()).unwrap() + 1, delivery.attempt());
            assert_eq!(body(&delivery)["attempt_number"], delivery.attempt());
            ids.push(event.id.as_str().unwrap().to_owned());
            world.emulator.delivered(&delivery, 503).unwrap();
        }
        world.clock.advance(Duration::from_secs(60));
        minutes += 1;
    }
    assert_eq!(ids.len(), 8);
    ids.dedup();
    assert_eq!(ids.len(), 1, "one id");
    let log = hook.deliveries().unwrap();
    assert_eq!(log.len(), 8);
    assert_eq!(
        (&log[7]["status"], &log[7]["event_state"]),
        (&json!(503), &json!("given_up"))
    );
    assert!(
        log[7]["time"].as_str().unwrap().starts_with("2026-05-02T"),
        "{}",
        log[7]
    );
    // A later attempt may succeed.
    page(&world, &home(&world), &json!({}));
    world.emulator.due_deliveries().unwrap();
    world.clock.advance(Duration::from_secs(60));
    let again = &world.emulator.due_deliveries().unwrap()[0];
    assert_eq!(again.attempt(), 2, "nobody told what became of the first");
    world.emulator.delivered(again, 204).unwrap();
    world.clock.advance(Duration::from_secs(48 * 3_600));
    assert!(world.emulator.due_deliveries().unwrap().is_empty());
}

#[test]
fn a_feed_tells_without_a_subscription() {
    let world = World::new();
    page(&world, &home(&world), &json!({}));
    assert!(world.emulator.changes(0).unwrap().is_empty(), "it is off");
    world.emulator.record_changes(true).unwrap();
    let made = page(&world, &home(&world), &json!({}));
    let changes = world.emulator.changes(0).unwrap();
    assert_eq!(changes[0].event.kind(), EventKind::PageCreated);
    assert_eq!(changes[0].event.page_id().unwrap().as_str(), made);
    let later = world
        .emulator
        .changes(changes.last().unwrap().sequence)
        .unwrap();
    assert!(later.is_empty());
    world.emulator.record_changes(false).unwrap();
    page(&world, &home(&world), &json!({}));
    assert_eq!(world.emulator.changes(0).unwrap().len(), changes.len());
}

#[test]
fn subscriptions_survive_a_restart_and_bad_ones_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("events.db");
    let start = || Emulator::builder().file(&file).start().unwrap();
    let id = {
        let emulator = start();
        let hook = emulator.subscribe(URL).verified().start().unwrap();
        hook.id().to_owned()
    };
    let emulator = start();
    let token = emulator.token().to_owned();
    let parent = json!({"parent": {"page_id": emulator.root_page_id()}, "properties": {}});
    let request = Request::builder()
        .method(Method::POST)
        .uri("/v1/pages")
        .header("authorization", format!("Bearer {token}"))
        .header("notion-version", "2026-03-11")
        .body(Bytes::from(parent.to_string()))
        .unwrap();
    assert_eq!(emulator.handle(request).status(), 200);
    let due = emulator.due_deliveries().unwrap();
    assert_eq!(due[0].webhook_id(), id);
    for (url, version, told) in [
        ("https://example.com/hook", "2026-03-11", "plain HTTP only"),
        ("hook", "2026-03-11", "plain HTTP only"),
        (URL, "2020-01-01", "no version"),
    ] {
        let refused = emulator.subscribe(url).api_version(version).start();
        let error = refused.unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    let refused = emulator.subscribe(URL).connection("nobody").start();
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("no connection nobody")
    );
}

#[test]
fn snapshots_and_reset_know_who_is_told() {
    let world = World::new();
    let hook = webhook(&world);
    let bot = world.emulator.connect("Bot").share_all().start().unwrap();
    world
        .emulator
        .limit_rates(recto_emulator::RateLimits::notion().connection(1_000));
    let works = || {
        let mut request = world.request(Method::GET, "/v1/users/me", &Value::Null);
        let bearer = format!("Bearer {}", bot.token()).parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
        world.emulator.handle(request).status() == 200
    };
    world.emulator.snapshot("told").unwrap();
    world.emulator.reset().unwrap();
    page(&world, &home(&world), &json!({}));
    assert!(
        told(&world, &hook).is_empty() && !works(),
        "nobody is subscribed or connected"
    );
    world.emulator.restore("told").unwrap();
    page(&world, &home(&world), &json!({}));
    assert!(works());
    assert_eq!(kinds(&told(&world, &hook))[0], "page.created");
}

/// What a receiver got, as it came.
type Got = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A receiver that fails the first time.
async fn receiver() -> (String, Got) {
    let got = Got::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let kept = Arc::clone(&got);
    let router = axum::Router::new().fallback(move |request: Request<axum::body::Body>| {
        let kept = Arc::clone(&kept);
        async move {
            let (head, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let mut kept = kept.lock().unwrap();
            kept.push(Request::from_parts(head, body));
            match kept.len() {
                2 => http::StatusCode::INTERNAL_SERVER_ERROR,
                _ => http::StatusCode::OK,
            }
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, got)
}

#[tokio::test]
async fn a_server_delivers_and_tells_when_all_is_delivered() {
    let world = World::new();
    let (url, got) = receiver().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served = world.emulator.clone();
    let server = tokio::spawn(async move { served.serve(listener, std::future::pending()).await });

    let own = |method: Method, path: &str, body: &Value| {
        let request = Request::builder().method(method).uri(path);
        let response = world
            .emulator
            .handle(request.body(body.to_string().into()).unwrap());
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    let hook = own(Method::POST, "/_emulator/webhooks", &json!({"url": url}));
    let limit = Duration::from_secs(20);
    assert!(world.emulator.events_settled(limit).await.unwrap());
    let token = loop {
        // The handshake is on its way until the receiver has it.
        if let Some(shake) = got.lock().unwrap().first() {
            let shake: Value = serde_json::from_slice(shake.body()).unwrap();
            break shake["verification_token"].clone();
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    assert_eq!(token, hook["verification_token"]);
    let path = format!("/_emulator/webhooks/{}", hook["id"].as_str().unwrap());
    own(
        Method::POST,
        &format!("{path}/verify"),
        &json!({"verification_token": token}),
    );
    page(&world, &home(&world), &json!({}));
    // The first event is refused and comes again after a minute; the second is gathered.
    let early = world
        .emulator
        .events_settled(Duration::from_millis(300))
        .await;
    assert!(!early.unwrap());
    world.clock.advance(Duration::from_secs(60));
    assert!(world.emulator.events_settled(limit).await.unwrap());
    let receiver = Receiver::new(token.as_str().unwrap());
    let got = got.lock().unwrap();
    let kinds: Vec<String> = got[1..]
        .iter()
        .map(
            |request| match receiver.accept(request.headers(), request.body()) {
                Ok(Incoming::Event(event)) => event.kind().as_str().to_owned(),
                other => panic!("{other:?}"),
            },
        )
        .collect();
    assert_eq!(got.len(), 4, "{kinds:?}");
    let log = own(Method::GET, &format!("{path}/deliveries"), &Value::Null);
    let statuses: Vec<_> = log["deliveries"].as_array().unwrap().iter().collect();
    let failed = statuses.iter().filter(|one| one["status"] == 500).count();
    assert_eq!((statuses.len(), failed), (4, 1), "{log}");
    let waited = own(
        Method::POST,
        "/_emulator/events/wait",
        &json!({"timeout_ms": 10}),
    );
    assert_eq!(waited, json!({"settled": true, "outstanding": 0}));
    let feed = own(Method::GET, "/_emulator/events?after=1", &Value::Null);
    assert_eq!(feed["events"][0]["type"], "page.content_updated", "{feed}");
    server.abort();
}
