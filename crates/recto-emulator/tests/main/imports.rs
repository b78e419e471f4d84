//! Files that come from the web, and verifications that end.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use recto_emulator::{Clock, Emulator, WebFile};
use serde_json::{Value, json};

use crate::support::{NEWEST, World, keys};
use crate::tables::database;

/// A workspace that has one file of the web.
fn world() -> World {
    let clock = Clock::starting_at("2026-05-01T10:00:30.250Z".parse().unwrap());
    let builder = Emulator::builder().clock(clock.clone()).seed_ids(7);
    let builder = builder.background_delay(Duration::from_secs(5));
    let emulator = builder
        .import_from_web(|url| match url {
            "https://example.com/a.txt" => Ok(WebFile {
                content: Bytes::from_static(b"from the web"),
                content_type: Some("text/plain".to_owned()),
            }),
            _ => Err("404 Not Found".to_owned()),
        })
        .start()
        .unwrap();
    World {
        emulator,
        clock,
        version: NEWEST,
    }
}

fn import(world: &World, url: &str) -> Value {
    world.post(
        "/v1/file_uploads",
        &json!({"mode": "external_url", "filename": "a.txt", "external_url": url}),
    )
}

fn read(world: &World, upload: &Value) -> Value {
    world.get(&format!(
        "/v1/file_uploads/{}",
        upload["id"].as_str().unwrap()
    ))
}

#[test]
fn a_file_of_the_web_is_there_shortly_after() {
    let world = world();
    let upload = import(&world, "https://example.com/a.txt");
    assert_eq!(upload["status"], "pending");
    assert_eq!(read(&world, &upload)["status"], "pending");
    world.clock.advance(Duration::from_secs(5));
    let done = read(&world, &upload);
    assert_eq!(done["status"], "uploaded");
    assert_eq!(done["content_length"], 12);
    assert_eq!(
        *keys(&done).iter().rev().nth(1).unwrap(),
        "file_import_result"
    );
    assert_eq!(
        done["file_import_result"].to_string(),
        r#"{"type":"success","success":{},"imported_time":"2026-05-01T10:00:35.000+00:00"}"#
    );
    let block = json!({"children": [{"file": {"file_upload": {"id": upload["id"]}}}]});
    let path = format!("/v1/blocks/{}/children", world.home());
    let made = world.patch(&path, &block);
    let url = made["results"][0]["file"]["file"]["url"].as_str().unwrap();
    let request = Request::get(url).body(Bytes::new()).unwrap();
    assert_eq!(world.emulator.handle(request).body(), "from the web");
}

#[test]
fn an_import_that_fails_says_why() {
    let world = world();
    let upload = import(&world, "https://example.com/b.txt");
    world.emulator.settle().unwrap();
    let failed = read(&world, &upload);
    assert_eq!(failed["status"], "failed");
    let result = &failed["file_import_result"];
    assert_eq!(keys(result), ["type", "error", "imported_time"]);
    assert_eq!(result["error"]["type"], "download_error");
    assert_eq!(result["error"]["message"], "404 Not Found");
    let (status, text) = world.refused(
        Method::POST,
        "/v1/pages",
        &json!({"parent": {"page_id": world.home()},
            "icon": {"file_upload": {"id": upload["id"]}}}),
    );
    assert_eq!(status, 400, "{text}");
    let bad = json!({"mode": "external_url", "filename": "a", "external_url": "http://a.example"});
    let (status, text) = world.refused(Method::POST, "/v1/file_uploads", &bad);
    assert_eq!(status, 400);
    assert!(
        text.contains("body.external_url should be an https URL"),
        "{text}"
    );
}

#[test]
fn nothing_is_fetched_unless_it_is_allowed() {
    let world = World::new();
    let upload = import(&world, "https://example.com/a.txt");
    let failed = read(&world, &upload);
    assert_eq!(failed["status"], "failed");
    let told = failed["file_import_result"]["error"]["message"]
        .as_str()
        .unwrap();
    assert!(told.contains("import_from_web"), "{told}");
}

#[test]
fn a_verification_ends() {
    let world = World::new();
    let (_, source) = database(
        &world,
        &json!({"Name": {"title": {}}, "Checked": {"verification": {}}}),
    );
    let page = world.post(
        "/v1/pages",
        &json!({"parent": {"data_source_id": source}, "properties": {"Checked": {"verification":
            {"state": "verified", "date": {"start": "2026-05-01", "end": "2026-05-02"}}}}}),
    );
    let value = &page["properties"]["Checked"]["verification"];
    assert_eq!(value["state"], "verified");
    assert_eq!(value["verified_by"]["object"], "user");
    world.clock.advance(Duration::from_secs(2 * 24 * 3600));
    let page = world.get(&format!("/v1/pages/{}", page["id"].as_str().unwrap()));
    assert_eq!(
        page["properties"]["Checked"]["verification"]["state"],
        "expired"
    );
}
