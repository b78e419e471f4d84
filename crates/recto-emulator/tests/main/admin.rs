//! The emulator's own paths.

use http::Method;
use serde_json::Value;

use crate::support::World;

/// The status of a request with headers of a browser.
fn from_page(world: &World, method: Method, path: &str, origin: &str, host: &str) -> u16 {
    let mut request = world.request(method, path, &Value::Null);
    let headers = request.headers_mut();
    headers.insert("origin", origin.parse().unwrap());
    headers.insert("host", host.parse().unwrap());
    world.emulator.handle(request).status().as_u16()
}

#[test]
fn the_root_tells_all_paths() {
    let world = World::new();
    let told = world.get("/_emulator");
    let paths: Vec<&str> = told["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|subject| subject["routes"].as_array().unwrap())
        .map(|route| route["path"].as_str().unwrap())
        .collect();
    for path in [
        "/_emulator/health",
        "/_emulator/requests",
        "/_emulator/faults",
    ] {
        assert!(paths.contains(&path), "{paths:?}");
    }
    assert_eq!(world.get("/_emulator/"), told);
}

#[test]
fn what_is_not_there_is_told() {
    let world = World::new();
    let (status, told) = world.call(Method::GET, "/_emulator/nothing", &Value::Null);
    assert_eq!(status, 404);
    assert!(
        told["error"].as_str().unwrap().contains("GET /_emulator"),
        "{told}"
    );
    let (status, told) = world.call(Method::PUT, "/_emulator/faults", &Value::Null);
    assert_eq!(status, 405);
    assert!(
        told["error"]
            .as_str()
            .unwrap()
            .contains("GET, POST, DELETE"),
        "{told}"
    );
    // Only the whole word is the emulator's own.
    let (_, told) = world.call(Method::GET, "/_emulators", &Value::Null);
    assert_eq!(told["code"], "invalid_request_url");
}

#[test]
fn only_its_own_page_may_change_it() {
    let world = World::new();
    let ask = |origin: &str, host: &str| {
        from_page(&world, Method::DELETE, "/_emulator/faults", origin, host)
    };
    assert_eq!(ask("http://127.0.0.1:8787", "127.0.0.1:8787"), 200);
    assert_eq!(ask("http://127.0.0.1:8788", "127.0.0.1:8787"), 403);
    assert_eq!(ask("null", "127.0.0.1:8787"), 403);
    // A name that was made to mean this machine is nobody's own.
    assert_eq!(
        ask("http://rebind.example:8787", "rebind.example:8787"),
        403
    );
}
