//! Rate limits, on the emulator's clock.

use std::time::Duration;

use http::Method;
use recto_emulator::RateLimits;
use serde_json::{Value, json};

use crate::support::World;

#[test]
fn a_connection_spends_its_budget_and_waits_for_the_next_window() {
    let world = World::new();
    let other = world.emulator.connect("Other").start().unwrap();
    world.emulator.limit_rates(RateLimits::notion());
    let me = || world.send(Method::GET, "/v1/users/me", &Value::Null);
    for _ in 0..180 {
        assert_eq!(me().status(), 200);
    }
    world.clock.advance(Duration::from_millis(17_500));
    let refused = me();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "43");
    let body: Value = serde_json::from_slice(refused.body()).unwrap();
    assert_eq!(body["code"], "rate_limited");
    assert_eq!(
        body["additional_data"],
        json!({"rate_limit_reason": "public_api_request_rate_limit", "retry_after": "43"})
    );
    let mut request = world.request(Method::GET, "/v1/users/me", &Value::Null);
    let bearer = format!("Bearer {}", other.token()).parse().unwrap();
    request.headers_mut().insert("authorization", bearer);
    assert_eq!(
        world.emulator.handle(request).status(),
        200,
        "each has its own"
    );
    world.clock.advance(Duration::from_millis(42_500));
    assert_eq!(me().status(), 200, "a new window");
    world.emulator.unlimited_rates();
    for _ in 0..400 {
        assert_eq!(me().status(), 200);
    }
}

#[test]
fn a_workspace_has_a_budget_that_its_connections_share() {
    let world = World::new();
    let tokens: Vec<_> = (0..3)
        .map(|_| {
            world
                .emulator
                .connect("Bot")
                .start()
                .unwrap()
                .token()
                .to_owned()
        })
        .collect();
    let limits = world.send(
        Method::PUT,
        "/_emulator/rate_limits",
        &json!({"connection": 3, "workspace": 7}),
    );
    assert_eq!(
        serde_json::from_slice::<Value>(limits.body()).unwrap(),
        json!({"rate_limits": {"connection": 3, "workspace": 7, "window_seconds": 60}})
    );
    let me = |token: &str| {
        let mut request = world.request(Method::GET, "/v1/users/me", &Value::Null);
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
        let response = world.emulator.handle(request);
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        body["additional_data"]["rate_limit_reason"]
            .as_str()
            .map(str::to_owned)
    };
    let told: Vec<_> = (0..9).map(|at| me(&tokens[at / 3])).collect();
    let space = Some("public_api_space_request_rate_limit".to_owned());
    assert_eq!(told[..7], vec![None; 7]);
    assert_eq!(told[7..], [space.clone(), space]);
    assert_eq!(
        me(&tokens[0]).as_deref(),
        Some("public_api_request_rate_limit")
    );
    let unknown = world.send(Method::DELETE, "/_emulator/rate_limits", &Value::Null);
    assert_eq!(unknown.status(), 200);
    assert_eq!(me(&tokens[0]), None);
}
