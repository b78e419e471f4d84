//! The order in which requests are checked, users, headers and counts.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

/// Sends a request with these headers and no others.
fn raw(
    world: &World,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, Value) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::from(body.to_owned())).unwrap();
    let response = world.emulator.handle(request);
    let value = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status().as_u16(), value)
}

#[test]
fn the_first_thing_wrong_is_told() {
    let world = World::new();
    let bearer = format!("Bearer {}", world.emulator.token());
    let told = |method: Method, path: &str, headers: &[(&str, &str)], body: &str| {
        let (status, value) = raw(&world, method, path, headers, body);
        (
            status,
            value["code"].as_str().unwrap().to_owned(),
            value["message"].as_str().unwrap().to_owned(),
        )
    };
    let (status, code, message) = told(Method::PUT, "/v1/users/me", &[], "");
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (400, "invalid_request_url", "Invalid request URL.")
    );
    assert_eq!(
        told(Method::GET, "/v1/nothing/here", &[], "").1,
        "invalid_request_url"
    );
    assert_eq!(
        told(Method::GET, "/v1/users/me//", &[], "").1,
        "invalid_request_url"
    );
    let (status, code, message) = told(Method::POST, "/v1/pages", &[], "{nonsense");
    assert_eq!(
        (status, code.as_str(), message.as_str()),
        (400, "invalid_json", "Error parsing JSON body.")
    );
    for value in ["", "Basic abc", "Bearer", "Bearer a b"] {
        let (status, code, message) =
            told(Method::GET, "/v1/users/me", &[("authorization", value)], "");
        assert_eq!((status, code.as_str()), (401, "unauthorized"));
        assert_eq!(
            message,
            "Authorization header must use the format \"Bearer <token>\"."
        );
    }
    let (_, _, message) = told(
        Method::GET,
        "/v1/users/me",
        &[("authorization", "bearer  x")],
        "",
    );
    assert_eq!(message, "API token is invalid.");
    let (status, code, message) = told(
        Method::GET,
        "/v1/users/me",
        &[("authorization", &bearer)],
        "",
    );
    assert_eq!((status, code.as_str()), (400, "missing_version"));
    assert_eq!(
        message,
        "Notion-Version header failed validation: Notion-Version header should be defined, \
         instead was `undefined`."
    );
    let headers = [
        ("authorization", bearer.as_str()),
        ("notion-version", "2024-01-01"),
    ];
    assert_eq!(
        told(Method::GET, "/v1/users/me", &headers, "").2,
        "Notion-Version header failed validation: Notion-Version header should be \
         `\"2021-05-11\"`, `\"2021-05-13\"`, `\"2021-08-16\"`, `\"2022-02-22\"`, \
         `\"2022-06-28\"`, `\"2025-09-03\"`, or `\"2026-03-11\"`, instead was `\"2024-01-01\"`."
    );
    let headers = [
        ("authorization", bearer.as_str()),
        ("notion-version", "2022-06-28"),
    ];
    let path = format!("/v1/data_sources/{}", world.home());
    assert_eq!(
        told(Method::GET, &path, &headers, "").1,
        "invalid_request_url"
    );
}

#[test]
fn answers_carry_their_headers() {
    let world = World::new();
    let response = world.send(Method::GET, "/v1/users/me/", &Value::Null);
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "application/json; charset=utf-8"
    );
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(keys(&body).last(), Some(&"request_id"));
    assert_eq!(
        response.headers()["x-notion-request-id"],
        body["request_id"].as_str().unwrap()
    );
    let etag = response.headers()["etag"].to_str().unwrap();
    assert!(
        etag.starts_with(&format!("W/\"{:x}-", response.body().len())),
        "{etag}"
    );
    let head = world.send(Method::HEAD, "/v1/users/me", &Value::Null);
    assert_eq!(head.status(), 200);
    assert!(head.body().is_empty());
    assert_eq!(
        head.headers()["content-length"],
        response.body().len().to_string()
    );
}

#[test]
fn users_are_listed_and_told_one_by_one() {
    let world = World::new();
    let me = world.get("/v1/users/me");
    assert_eq!(
        keys(&me),
        [
            "object",
            "id",
            "name",
            "avatar_url",
            "type",
            "bot",
            "request_id"
        ]
    );
    assert_eq!(me["name"], "recto");
    assert_eq!(
        keys(&me["bot"]),
        [
            "owner",
            "workspace_name",
            "workspace_id",
            "workspace_limits"
        ]
    );
    let ada = world.emulator.add_person("Ada", "ada@example.com").unwrap();
    let person = world.get(&format!("/v1/users/{ada}"));
    assert_eq!(person["person"], json!({"email": "ada@example.com"}));
    let first = world.get("/v1/users?page_size=2");
    assert_eq!(
        (first["type"].as_str(), ids(&first).len()),
        (Some("user"), 2)
    );
    assert_eq!(first["next_cursor"], ada.as_str());
    let second = world.get(&format!("/v1/users?start_cursor={ada}"));
    assert_eq!(ids(&second), [ada.as_str()]);
    assert_eq!(second["has_more"], false);
    let (status, message) =
        world.refused(Method::GET, "/v1/users?start_cursor=bogus", &Value::Null);
    assert_eq!(
        (status, message.as_str()),
        (400, "The start_cursor provided is invalid: bogus")
    );
    let (status, message) = world.refused(
        Method::GET,
        "/v1/users/33af0d6b-2222-4447-9d03-a6a945ecd428",
        &Value::Null,
    );
    assert_eq!(status, 404);
    assert!(message.starts_with("Could not find user with ID: 33af0d6b-2222-4447-9d03-a6a945ecd428. Make sure your integration has capabilities to read user information."));
}

#[test]
fn requests_are_counted_by_kind() {
    let world = World::new();
    world.get("/v1/users/me");
    world.post("/v1/search", &json!({}));
    world.refused(Method::POST, "/v1/pages", &json!({}));
    world.refused(Method::GET, "/v1/nothing", &Value::Null);
    let counts = world.emulator.requests();
    assert_eq!((counts.requests, counts.writes), (3, 1));
    assert_eq!(counts.by_operation["search"], 1);
}

#[test]
fn large_bodies_are_refused() {
    let world = World::new();
    let (status, body) = world.call(
        Method::POST,
        "/v1/search",
        &json!({"query": "x".repeat(600 * 1024)}),
    );
    assert_eq!(
        (status, body["code"].as_str()),
        (400, Some("validation_error"))
    );
}

#[test]
fn the_interface_is_described_to_whoever_asks() {
    let world = World::new();
    let get = |host| raw(&world, Method::GET, "/openapi.json", &[("host", host)], "");
    let (status, described) = get("127.0.0.1:4321");
    assert_eq!(status, 200);
    assert_eq!(described["openapi"], "3.1.0");
    assert_eq!(described["servers"][0]["url"], "http://127.0.0.1:4321");
    let create = &described["paths"]["/v1/pages"]["post"];
    let schema = &create["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let pointer = schema.as_str().unwrap().strip_prefix('#').unwrap();
    let body = described.pointer(pointer).unwrap();
    assert_eq!(body["required"], json!(["parent"]));
    // The first is taken for the version to ask for.
    let versions = &described["components"]["parameters"]["notionVersion"]["schema"]["enum"];
    assert_eq!(versions[0], "2026-03-11");
    // Only reading it is a request of its own.
    let (status, refused) = raw(&world, Method::POST, "/openapi.json", &[], "");
    assert_eq!(
        (status, &refused["code"]),
        (400, &json!("invalid_request_url"))
    );
    assert_eq!(world.emulator.requests().requests, 0);
}
