//! Public connections: the page, the codes, the tokens.

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Value, json};

use crate::support::{World, ids, keys};

const BACK: &str = "http://localhost:3000/back?x=1";

fn send(
    world: &World,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<Bytes> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Bytes::from(body.to_owned());
    world.emulator.handle(request.body(body).unwrap())
}

fn text(response: &Response<Bytes>) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// `id-1:hunter2`
const BASIC: &str = "Basic aWQtMTpodW50ZXIy";

/// One of the three operations, with the credentials of the app.
fn token(world: &World, path: &str, body: &Value) -> (u16, Value) {
    let headers = [
        ("authorization", BASIC),
        ("content-type", "application/json"),
    ];
    let response = send(world, Method::POST, path, &headers, &body.to_string());
    let value = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), value)
}

fn app(world: &World) -> recto_emulator::App {
    let app = world
        .emulator
        .register_app("Plan & <Co>")
        .redirect_uri(BACK);
    app.credentials("id-1", "hunter2").start().unwrap()
}

fn link(more: &str) -> String {
    let back = "http%3A%2F%2Flocalhost%3A3000%2Fback%3Fx%3D1";
    format!(
        "/v1/oauth/authorize?client_id=id-1&response_type=code&owner=user&redirect_uri={back}{more}"
    )
}

/// The ticket of a page.
fn ticket(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"ticket\" value=\"").unwrap();
    rest.split('"').next().unwrap()
}

fn member(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| value.to_owned())
}

#[test]
fn a_person_chooses_pages_and_comes_back_with_a_code() {
    let world = World::new();
    app(&world);
    let home = world.home();
    let shown = send(&world, Method::GET, &link("&state=a%20b"), &[], "");
    let page = text(&shown);
    assert_eq!(shown.status(), 200, "{page}");
    assert_eq!(shown.headers()["content-type"], "text/html; charset=utf-8");
    assert!(
        page.contains("Plan &amp; &lt;Co&gt; would like to connect"),
        "{page}"
    );
    assert!(page.contains(&format!("value=\"{home}\"> Home")), "{page}");
    assert!(
        page.contains("insert content") && !page.contains("read comments"),
        "{page}"
    );

    let form = format!("ticket={}&page={home}&choice=allow", ticket(&page));
    let back = send(
        &world,
        Method::POST,
        "/v1/oauth/authorize",
        &[("origin", "null")],
        &form,
    );
    assert_eq!(back.status(), 302, "{}", text(&back));
    let address = back.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        address.starts_with("http://localhost:3000/back?x=1&code="),
        "{address}"
    );
    assert_eq!(member(&address, "state").unwrap(), "a%20b");
    let again = send(&world, Method::POST, "/v1/oauth/authorize", &[], &form);
    assert_eq!(again.status(), 400, "a page is decided once");

    let code = member(&address, "code").unwrap();
    let exchange = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": BACK});
    let (status, grant) = token(&world, "/v1/oauth/token", &exchange);
    assert_eq!(status, 200, "{grant}");
    assert_eq!(
        keys(&grant),
        [
            "access_token",
            "token_type",
            "refresh_token",
            "bot_id",
            "workspace_name",
            "workspace_icon",
            "workspace_id",
            "owner",
            "duplicated_template_id",
            "request_id",
        ]
    );
    assert_eq!(
        grant["owner"]["user"]["person"]["email"],
        "owner@example.com"
    );
    let (status, refused) = token(&world, "/v1/oauth/token", &exchange);
    assert_eq!(
        (status, &refused["error"]),
        (400, &json!("invalid_grant")),
        "once"
    );

    let mut request = world.request(Method::POST, "/v1/search", &json!({}));
    let bearer = format!("Bearer {}", grant["access_token"].as_str().unwrap());
    request
        .headers_mut()
        .insert("authorization", bearer.parse().unwrap());
    let found = world.emulator.handle(request);
    let found = serde_json::from_slice(found.body()).unwrap();
    assert_eq!(ids(&found), [home]);
}

#[test]
fn who_cancels_comes_back_without_a_code() {
    let world = World::new();
    app(&world);
    let page = text(&send(&world, Method::GET, &link("&state=s"), &[], ""));
    let form = format!("ticket={}&choice=cancel", ticket(&page));
    let back = send(&world, Method::POST, "/v1/oauth/authorize", &[], &form);
    assert_eq!(
        back.headers()["location"],
        "http://localhost:3000/back?x=1&error=access_denied&state=s"
    );
}

#[test]
fn links_that_lead_nowhere_are_told_to_the_person() {
    let world = World::new();
    app(&world);
    for (link, told) in [
        (
            "/v1/oauth/authorize?client_id=other&response_type=code".to_owned(),
            "client id `other`",
        ),
        (
            "/v1/oauth/authorize?client_id=id-1".to_owned(),
            "response_type=code",
        ),
        (
            "/v1/oauth/authorize?client_id=id-1&response_type=code&redirect_uri=http://evil/%3Ca%3E"
                .to_owned(),
            "`http://evil/&lt;a&gt;` is not among",
        ),
        (link("&workspace=nowhere"), "there is no workspace nowhere"),
    ] {
        let response = send(&world, Method::GET, &link, &[], "");
        assert_eq!(response.status(), 400);
        assert!(text(&response).contains(told), "{}", text(&response));
    }
}

#[test]
fn refusals_have_their_own_form() {
    let world = World::new();
    let app = app(&world);
    let body = json!({"grant_type": "refresh_token", "refresh_token": "bogus"}).to_string();
    let wrong = "Basic aWQtMTpodW50ZXIz";
    for headers in [
        &[][..],
        &[("authorization", "Bearer x")],
        &[("authorization", wrong)],
    ] {
        let response = send(&world, Method::POST, "/v1/oauth/token", headers, &body);
        assert_eq!(response.status(), 401);
        assert_eq!(
            response.headers()["www-authenticate"],
            "Basic realm=\"OAuth\""
        );
        let value: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(keys(&value), ["error", "request_id"]);
        assert_eq!(value["error"], "invalid_client");
    }
    let code = app.allow([world.home()], Some(BACK)).unwrap();
    for (body, word) in [
        (
            json!({"grant_type": "refresh_token", "refresh_token": "bogus"}),
            "invalid_grant",
        ),
        (
            json!({"grant_type": "authorization_code", "code": "bogus"}),
            "invalid_grant",
        ),
        (
            json!({"grant_type": "authorization_code", "code": code}),
            "invalid_grant",
        ),
        (
            json!({"grant_type": "authorization_code"}),
            "invalid_request",
        ),
        (json!({"grant_type": "password"}), "unsupported_grant_type"),
        (json!({}), "invalid_request"),
    ] {
        let (status, refused) = token(&world, "/v1/oauth/token", &body);
        assert_eq!(
            (status, refused["error"].as_str().unwrap()),
            (400, word),
            "{body}"
        );
    }
    let late = app.allow([world.home()], None).unwrap();
    world.clock.advance(std::time::Duration::from_secs(601));
    let (_, refused) = token(
        &world,
        "/v1/oauth/token",
        &json!({"grant_type": "authorization_code", "code": late}),
    );
    assert_eq!(refused["error"], "invalid_grant");
}

#[test]
fn tokens_are_made_new_looked_up_and_revoked() {
    let world = World::new();
    let app = app(&world);
    let code = app.allow([world.home()], None).unwrap();
    let form = format!("grant_type=authorization_code&code={code}");
    let headers = [
        ("authorization", BASIC),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let first = send(&world, Method::POST, "/v1/oauth/token", &headers, &form);
    let first: Value = serde_json::from_slice(first.body()).unwrap();
    let works = |grant: &Value| {
        let mut request = world.request(Method::GET, "/v1/users/me", &Value::Null);
        let bearer = format!("Bearer {}", grant["access_token"].as_str().unwrap());
        request
            .headers_mut()
            .insert("authorization", bearer.parse().unwrap());
        world.emulator.handle(request).status() == 200
    };
    assert!(works(&first));
    let refresh = json!({"grant_type": "refresh_token", "refresh_token": first["refresh_token"]});
    let (_, second) = token(&world, "/v1/oauth/token", &refresh);
    assert!(works(&second) && !works(&first), "both are new");
    assert_eq!(second["bot_id"], first["bot_id"]);
    let (_, refused) = token(&world, "/v1/oauth/token", &refresh);
    assert_eq!(refused["error"], "invalid_grant");

    let ask = json!({"token": second["access_token"]});
    let (_, state) = token(&world, "/v1/oauth/introspect", &ask);
    assert_eq!(keys(&state), ["active", "scope", "iat", "request_id"]);
    assert_eq!(
        state["scope"],
        "read_content insert_content update_content read_user_with_email read_user_without_email"
    );
    assert_eq!(state["iat"], 1_777_629_630_000_i64);
    let (status, revoked) = token(&world, "/v1/oauth/revoke", &ask);
    assert_eq!((status, keys(&revoked)), (200, vec!["request_id"]));
    assert!(!works(&second));
    let (_, state) = token(&world, "/v1/oauth/introspect", &ask);
    assert_eq!(state["active"], false);

    // Allowed again by the same person: the same connection, which keeps what it saw.
    let code = app.allow(Vec::<String>::new(), None).unwrap();
    let exchange = json!({"grant_type": "authorization_code", "code": code});
    let (_, third) = token(&world, "/v1/oauth/token", &exchange);
    assert_eq!(third["bot_id"], first["bot_id"]);
}

#[test]
fn public_connections_are_registered_over_http() {
    let world = World::new();
    let own = |path: &str, body: &Value| {
        let response = send(&world, Method::POST, path, &[], &body.to_string());
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    let made = own(
        "/_emulator/apps",
        &json!({"name": "P", "redirect_uris": [BACK]}),
    );
    assert!(
        made["client_secret"]
            .as_str()
            .unwrap()
            .starts_with("secret_"),
        "{made}"
    );
    let path = format!(
        "/_emulator/apps/{}/allow",
        made["client_id"].as_str().unwrap()
    );
    assert!(own(&path, &json!({"shared": [world.home()]}))["code"].is_string());
    let listed = text(&send(&world, Method::GET, "/_emulator/apps", &[], ""));
    assert!(
        listed.contains("\"name\":\"P\"") && !listed.contains("secret"),
        "{listed}"
    );
    let refused = own(
        "/_emulator/apps",
        &json!({"name": "P", "redirect_uris": []}),
    );
    assert!(
        refused["error"].as_str().unwrap().contains("sent back to"),
        "{refused}"
    );
}
