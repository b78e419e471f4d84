//! Clock, reset, snapshots, ids and log: what tests steer a workspace with.

use std::fs;

use http::Method;
use recto_emulator::{Clock, Emulator, Error, LogFilter};
use serde_json::{Value, json};

use crate::support::World;
use crate::tables::{id, page, row, table, title};

/// Puts a page below the home page and gives its id.
fn child(world: &World, name: &str) -> String {
    let made = world.post(
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()}, "properties": {"title": title(name)}}),
    );
    id(&made)
}

fn children(world: &World) -> usize {
    let list = world.get(&format!("/v1/blocks/{}/children", world.home()));
    list["results"].as_array().unwrap().len()
}

#[test]
fn the_clock_is_steered_over_http() {
    let world = World::new();
    let path = "/_emulator/clock";
    assert_eq!(
        world.get(path),
        json!({"now": "2026-05-01T10:00:30.000Z", "mode": "still"})
    );
    let told = world.post("/_emulator/clock/advance", &json!({"by": "1 day"}));
    assert_eq!(told["now"], "2026-05-02T10:00:30.000Z");
    world.post("/_emulator/clock/advance", &json!({"ms": 1500}));
    let sent = json!({"time": "2027-01-02T03:04:05Z"});
    let told = world.ok(Method::PUT, path, &sent);
    assert_eq!(
        told,
        json!({"now": "2027-01-02T03:04:05.000Z", "mode": "still"})
    );
    let made = world.get(&page(&child(&world, "later")));
    assert_eq!(made["created_time"], "2027-01-02T03:04:00.000Z");

    let told = world.ok(Method::PUT, path, &json!({"running": true}));
    assert_eq!(told["mode"], "running");
    let told = world.ok(Method::DELETE, path, &Value::Null);
    assert_eq!(told["mode"], "machine");
    assert!(world.emulator.clock().is_machine());

    for (path, body) in [
        ("/_emulator/clock/advance", json!({"by": "soon"})),
        ("/_emulator/clock/advance", json!({"by": "1s", "ms": 1})),
        ("/_emulator/clock/advance", json!({"days": 1})),
    ] {
        assert_eq!(world.call(Method::POST, path, &body).0, 400, "{body}");
    }
    let (status, told) = world.call(Method::PUT, path, &json!({"time": "noon"}));
    assert_eq!(
        (status, told["error"].as_str()),
        (400, Some("`time` cannot be `noon`"))
    );
}

#[test]
fn a_reset_leaves_nothing_but_who_is_there() {
    let world = World::new();
    let (token, home, me) = (
        world.emulator.token().to_owned(),
        world.home(),
        world.get("/v1/users/me")["id"].clone(),
    );
    let schema = json!({"Name": {"title": {}}});
    let first = table(&world, "T", &schema);
    row(&world, &first, &json!({"Name": title("a")}));
    world.post("/_emulator/faults", &json!({"status": 500, "nth": 100}));
    world.clock.advance(std::time::Duration::from_secs(3_600));

    world.post("/_emulator/reset", &Value::Null);
    assert_eq!(world.emulator.token(), token);
    assert_eq!(world.home(), home);
    assert_eq!(world.emulator.requests().requests, 0);
    assert_eq!(world.get("/_emulator/faults")["faults"], json!([]));
    assert_eq!(world.get("/_emulator/log")["kept"], 0);
    assert_eq!(world.clock.now().to_string(), "2026-05-01T10:00:30Z");
    assert_eq!(world.get("/v1/users/me")["id"], me);
    assert_eq!(children(&world), 0);
    assert_eq!(
        world
            .send(Method::GET, &page(&first), &Value::Null)
            .status(),
        404
    );

    // Seeded ids begin anew: the same requests make the same objects.
    let again = table(&world, "T", &schema);
    assert_eq!(again, first);
    // And a second time.
    world.emulator.reset().unwrap();
    assert_eq!(table(&world, "T", &schema), first);
}

#[test]
fn a_snapshot_is_gone_back_to() {
    let world = World::new();
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Tag": {"select": {}}}),
    );
    let kept = row(&world, &table, &json!({"Name": title("kept")}));
    let path = "/_emulator/snapshots/two%20rows%2F1";
    let told = world.ok(Method::PUT, path, &Value::Null);
    assert_eq!(told["snapshots"][0]["name"], "two rows/1");

    let lost = row(
        &world,
        &table,
        &json!({"Name": title("lost"), "Tag": {"select": {"name": "x"}}}),
    );
    world.patch(
        &page(&id(&kept)),
        &json!({"properties": {"Name": title("changed")}}),
    );
    for _ in 0..2 {
        world.post(&format!("{path}/restore"), &Value::Null);
        let read = world.get(&page(&id(&kept)));
        assert_eq!(read["properties"]["Name"]["title"][0]["plain_text"], "kept");
        assert_eq!(
            world
                .send(Method::GET, &page(&id(&lost)), &Value::Null)
                .status(),
            404
        );
        // The schema that was read before is forgotten with the option it had learned.
        let source = world.get(&crate::tables::source(&table));
        assert_eq!(source["properties"]["Tag"]["select"]["options"], json!([]));
        // Seeded ids go on from the snapshot.
        let again = row(
            &world,
            &table,
            &json!({"Name": title("lost"), "Tag": {"select": {"name": "x"}}}),
        );
        assert_eq!(id(&again), id(&lost));
    }
    world.ok(Method::DELETE, path, &Value::Null);
    assert_eq!(world.emulator.snapshots().unwrap(), Vec::<String>::new());
    assert_eq!(world.call(Method::DELETE, path, &Value::Null).0, 404);
    let (status, told) = world.call(Method::POST, &format!("{path}/restore"), &Value::Null);
    assert_eq!(status, 404);
    assert_eq!(told["error"], "there is no snapshot `two rows/1`");
    let long = format!("/_emulator/snapshots/{}", "x".repeat(300));
    assert_eq!(world.call(Method::PUT, &long, &Value::Null).0, 400);
}

#[test]
fn snapshots_of_a_file_outlive_the_process() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    let open = || {
        let mut world = World::new();
        world.emulator = Emulator::builder().file(&path).start().unwrap();
        world
    };
    {
        let world = open();
        child(&world, "a");
        world.emulator.snapshot("one").unwrap();
        child(&world, "b");
        world.emulator.snapshot("../two").unwrap();
        world.emulator.snapshot("one more").unwrap();
        world.emulator.remove_snapshot("one more").unwrap();
    }
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert!(
        names
            .iter()
            .all(|name| name.to_str().unwrap().starts_with("w.recto")),
        "{names:?}"
    );
    {
        let world = open();
        assert_eq!(world.emulator.snapshots().unwrap(), ["../two", "one"]);
        child(&world, "c");
        world.emulator.restore("one").unwrap();
        assert_eq!(children(&world), 1);
        child(&world, "d");
    }
    {
        // What was restored and written after it is on the disk.
        let world = open();
        assert_eq!(children(&world), 2);
        world.emulator.restore("../two").unwrap();
        assert_eq!(children(&world), 2);
        world.emulator.reset().unwrap();
        assert_eq!(children(&world), 0);
        let snapshot = dir.path().join("w.recto.snapshots/one.recto");
        fs::write(&snapshot, "not a database ".repeat(100)).unwrap();
        let refused = world.emulator.restore("one").unwrap_err();
        assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
    }
    assert_eq!(children(&open()), 0);
}

#[test]
fn ids_are_the_same_on_request() {
    let emulator = Emulator::builder()
        .clock(Clock::starting_at("2026-05-01T10:00:30Z".parse().unwrap()))
        .start()
        .unwrap();
    let mut world = World::new();
    world.emulator = emulator;
    world.emulator.snapshot("empty").unwrap();
    let run = || {
        world.ok(Method::PUT, "/_emulator/ids", &json!({"seed": 11}));
        let made = (child(&world, "a"), child(&world, "b"));
        world.emulator.restore("empty").unwrap();
        made
    };
    let first = run();
    assert_ne!(first.0, first.1);
    assert_eq!(run(), first);
    // The same seed on other content makes no id twice.
    world.emulator.seed_ids(Some(11)).unwrap();
    child(&world, "a");
    world.emulator.seed_ids(Some(11)).unwrap();
    child(&world, "b");
    world.ok(Method::PUT, "/_emulator/ids", &json!({"seed": null}));
    assert_ne!(child(&world, "a"), first.0);
}

#[test]
fn the_log_tells_what_came() {
    let world = World::new();
    child(&world, "a");
    world.refused(Method::GET, "/v1/pages/nothing", &Value::Null);
    world.get("/v1/users/me");
    world.get("/_emulator/health");
    let log = world.get("/_emulator/log");
    assert_eq!((&log["last"], &log["kept"]), (&json!(3), &json!(3)));
    let first = &log["requests"][0];
    assert_eq!(first["operation"], "create_page");
    assert_eq!(first["method"], "POST");
    assert_eq!(first["version"], world.version);
    assert_eq!(
        (&first["status"], &first["fault"]),
        (&json!(200), &Value::Null)
    );
    assert_eq!(first["time"], "2026-05-01T10:00:30.000Z");
    let answer: Value = serde_json::from_str(first["answer"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(answer["request_id"], first["request_id"]);
    assert!(first["request"]["text"].as_str().unwrap().contains("\"a\""));

    let paths = |query: &str| {
        let log = world.get(&format!("/_emulator/log?bodies=false&{query}"));
        let requests = log["requests"].as_array().unwrap().clone();
        assert!(requests.iter().all(|one| one.get("answer").is_none()));
        requests
            .iter()
            .map(|one| one["path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths("status=4xx"), ["/v1/pages/nothing"]);
    assert_eq!(paths("status=200&method=get"), ["/v1/users/me"]);
    assert_eq!(paths("path=/v1/pages&limit=1"), ["/v1/pages/nothing"]);
    assert_eq!(paths("operation=get_self"), ["/v1/users/me"]);
    assert_eq!(paths("after=2"), ["/v1/users/me"]);
    assert_eq!(paths("since=2026-05-01T10:00:31Z"), Vec::<String>::new());
    for query in ["status=x", "after=x", "since=x", "limit=-1", "bodies=no"] {
        let (status, _) = world.call(
            Method::GET,
            &format!("/_emulator/log?{query}"),
            &Value::Null,
        );
        assert_eq!(status, 400, "{query}");
    }
    world.ok(Method::DELETE, "/_emulator/log", &Value::Null);
    assert!(world.emulator.log(&LogFilter::default()).is_empty());
}

#[test]
fn the_log_shows_no_token() {
    let world = World::new();
    let token = world.emulator.token();
    child(&world, token);
    world.refused(Method::GET, &format!("/v1/users/{token}"), &Value::Null);
    let told = world.get("/_emulator/log").to_string();
    assert!(!told.contains(token), "{told}");
    assert_eq!(world.emulator.log(&LogFilter::default()).len(), 2);
}
