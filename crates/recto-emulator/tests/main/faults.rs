//! Faults by rule.

use std::time::Duration;

use http::Method;
use recto_api::endpoint::Operation;
use recto_emulator::{Disconnected, Fault};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{World, ids};

fn children(world: &World) -> String {
    format!("/v1/blocks/{}/children", world.home())
}

fn divider() -> Value {
    json!({"children": [{"divider": {}}]})
}

#[test]
fn a_limited_request_has_no_effect() {
    let world = World::new();
    world.emulator.fault(
        Fault::rate_limited(7)
            .on(Operation::AppendBlockChildren)
            .nth(2),
    );
    world.patch(&children(&world), &divider());
    let response = world.send(Method::PATCH, &children(&world), &divider());
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["code"], "rate_limited");
    assert_eq!(
        body["additional_data"],
        json!({"rate_limit_reason": "public_api_request_rate_limit", "retry_after": "7"})
    );
    world.patch(&children(&world), &divider());
    assert_eq!(ids(&world.get(&children(&world))).len(), 2);
    assert_eq!(
        world.emulator.requests().by_operation["append_block_children"],
        3
    );
}

#[test]
fn a_saved_write_names_what_it_made() {
    let world = World::new();
    world.emulator.fault(Fault::saved_without_answer());
    let (status, body) = world.call(Method::PATCH, &children(&world), &divider());
    assert_eq!(
        (status, body["code"].as_str()),
        (503, Some("service_unavailable"))
    );
    let made = ids(&world.get(&children(&world)));
    assert_eq!(made.len(), 1);
    assert_eq!(
        body["additional_data"]["committed_resource_id"],
        world.home()
    );
    assert_eq!(body["additional_data"]["committed_child_ids"], json!(made));
    assert_eq!(
        body["additional_data"]["retry_guidance"][1],
        "Do not repeat the write."
    );
}

#[test]
fn a_lost_answer_after_the_effect() {
    let world = World::new();
    for fault in [
        Fault::status(502).after_effect(),
        Fault::dropped().after_effect(),
    ] {
        world.emulator.fault(fault);
        assert_eq!(
            world
                .send(Method::PATCH, &children(&world), &divider())
                .status(),
            502
        );
    }
    assert_eq!(ids(&world.get(&children(&world))).len(), 2);
    // A refused request stays refused: there is no effect to lose the answer of.
    world.emulator.fault(Fault::status(502).after_effect());
    assert_eq!(
        world
            .send(Method::PATCH, &children(&world), &json!({}))
            .status(),
        400
    );
}

#[test]
fn rules_can_be_forgotten() {
    let world = World::new();
    world.emulator.fault(Fault::overloaded(1).times(u64::MAX));
    assert_eq!(
        world
            .send(Method::GET, "/v1/users/me", &Value::Null)
            .status(),
        529
    );
    assert_eq!(
        world
            .send(Method::GET, "/v1/users/me", &Value::Null)
            .status(),
        529
    );
    world.emulator.clear_faults();
    assert_eq!(
        world
            .send(Method::GET, "/v1/users/me", &Value::Null)
            .status(),
        200
    );
}

#[test]
fn rules_come_over_http() {
    let world = World::new();
    let path = "/_emulator/faults";
    let rules = json!([{"operation": "get_self", "status": 504, "count": 2}]);
    let answer = world.ok(Method::POST, path, &rules);
    assert_eq!(answer["faults"][0]["count"], 2);
    assert_eq!(
        world
            .send(Method::GET, "/v1/users/me", &Value::Null)
            .status(),
        504
    );
    assert_eq!(world.get(path)["faults"][0]["count"], 1);
    world.ok(Method::DELETE, path, &Value::Null);
    assert_eq!(
        world
            .send(Method::GET, "/v1/users/me", &Value::Null)
            .status(),
        200
    );

    let (status, answer) = world.call(Method::POST, path, &json!({"status": 200}));
    assert_eq!(status, 400);
    assert!(
        answer["error"].as_str().unwrap().contains("rule 0"),
        "{answer}"
    );
    assert_eq!(world.send(Method::PUT, path, &Value::Null).status(), 405);
    assert_eq!(
        world
            .send(Method::GET, "/_emulator/nothing", &Value::Null)
            .status(),
        404
    );
}

#[tokio::test(start_paused = true)]
async fn a_service_waits_and_breaks() {
    let world = World::new();
    world
        .emulator
        .fault(Fault::delayed(Duration::from_secs(30)));
    world.emulator.fault(Fault::dropped().nth(2));
    let me = || world.request(Method::GET, "/v1/users/me", &Value::Null);
    let start = tokio::time::Instant::now();
    let response = world.emulator.service().oneshot(me()).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(start.elapsed() >= Duration::from_secs(30));
    assert_eq!(
        world.emulator.service().oneshot(me()).await.unwrap_err(),
        Disconnected
    );
    assert_eq!(
        world
            .emulator
            .service()
            .oneshot(me())
            .await
            .unwrap()
            .status(),
        200
    );
}

#[test]
fn an_index_lags_behind() {
    let world = World::new();
    let schema = json!({"Name": {"title": {}}});
    let table = crate::tables::table(&world, "T", &schema);
    let query = || {
        let path = format!("{}/query", crate::tables::source(&table));
        let found = world.send(Method::POST, &path, &json!({}));
        let tag = found.headers()["etag"].to_str().unwrap().to_owned();
        let found: Value = serde_json::from_slice(found.body()).unwrap();
        (ids(&found).len(), tag)
    };
    let path = "/_emulator/faults";
    let rule = json!({"operation": "create_page", "index_lag_ms": 5000, "count": 2});
    world.ok(Method::POST, path, &rule);
    let late = crate::tables::row(&world, &table, &json!({"Name": crate::tables::title("a")}));
    let (found, empty) = query();
    assert_eq!(found, 0);
    // It is there for whoever knows its id.
    world.get(&crate::tables::page(&crate::tables::id(&late)));
    world.clock.advance(Duration::from_secs(4));
    crate::tables::row(&world, &table, &json!({"Name": crate::tables::title("b")}));
    assert_eq!(query().0, 0);
    world.clock.advance(Duration::from_secs(1));
    let (found, one) = query();
    assert_eq!(found, 1);
    assert_ne!(one, empty);
    world.ok(Method::DELETE, path, &Value::Null);
    assert_eq!(query().0, 2, "without rules nothing is hidden");
}

#[tokio::test(start_paused = true)]
async fn a_body_is_slow_or_cut() {
    let world = World::new();
    let me = || world.request(Method::GET, "/v1/users/me", &Value::Null);
    let whole = world.emulator.handle(me()).body().len();
    world
        .emulator
        .fault(Fault::slow_body(Duration::from_secs(9)));
    world.emulator.fault(Fault::cut_body(20).nth(2));
    let start = tokio::time::Instant::now();
    let slow = world.emulator.service().oneshot(me()).await.unwrap();
    assert_eq!(slow.body().len(), whole);
    assert!(start.elapsed() >= Duration::from_secs(9));
    let cut = world.emulator.service().oneshot(me()).await.unwrap();
    assert_eq!((cut.status().as_u16(), cut.body().len()), (200, 20));
    let words: Vec<_> = world.get("/_emulator/log")["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["fault"].clone())
        .collect();
    assert_eq!(words, [json!(null), json!("slow"), json!("cut")]);
}

#[test]
fn one_rule_can_be_forgotten() {
    let world = World::new();
    let path = "/_emulator/faults";
    let rules = json!([{"drop": true, "nth": 9}, {"status": 500, "nth": 9}]);
    let told = world.ok(Method::POST, path, &rules);
    let number = told["faults"][0]["number"].as_u64().unwrap();
    let told = world.ok(Method::DELETE, &format!("{path}/{number}"), &Value::Null);
    assert_eq!(told["faults"][0]["status"], 500);
    let again = world.call(Method::DELETE, &format!("{path}/{number}"), &Value::Null);
    assert_eq!(again.0, 404);
}

#[test]
fn web_pages_script_no_faults() {
    let world = World::new();
    let path = "/_emulator/faults";
    let ask = |method: Method| {
        let mut request = world.request(method, path, &json!([{"kind": "drop"}]));
        let origin = "https://example.com".parse().unwrap();
        request.headers_mut().insert("origin", origin);
        world.emulator.handle(request).status().as_u16()
    };
    assert_eq!(ask(Method::POST), 403);
    assert_eq!(ask(Method::DELETE), 403);
    assert_eq!(ask(Method::GET), 200);
    let list = world.get(path);
    assert_eq!(list["faults"], json!([]));
}
