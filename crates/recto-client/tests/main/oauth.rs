//! Tokens for public connections, against scripted answers and against the emulator.

use recto_api::endpoint::{GetSelf, RevokeToken};
use recto_api::oauth::{OAuthErrorCode, TokenRequest};
use recto_client::oauth::{OAuth, State, read_callback};
use recto_client::{Client, Error, Token, Transport};
use recto_emulator::Emulator;
use serde_json::{Value, json};

use crate::scripted::Script;

const SECRET: &str = "secret_hunter2";

fn oauth(script: &Script) -> OAuth {
    let transport = script.transport();
    OAuth::new("abc-1", SECRET, |client| client.transport(transport)).unwrap()
}

fn grant() -> Value {
    json!({
        "access_token": "ntn_hunter2", "token_type": "bearer", "refresh_token": "nrt_hunter2",
        "bot_id": "b", "workspace_id": "w", "workspace_name": "Works", "workspace_icon": null,
        "owner": {"type": "user", "user": {
            "object": "user", "id": "0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111", "name": "Ada",
        }},
        "duplicated_template_id": null, "request_id": "r",
    })
}

fn body(script: &Script, index: usize) -> Value {
    serde_json::from_slice(script.request(index).body()).unwrap()
}

#[tokio::test]
async fn a_code_becomes_a_token_and_a_token_a_newer_one() {
    let script = Script::new().json(200, &grant()).json(200, &grant());
    let oauth = oauth(&script);
    let request = TokenRequest::authorization_code("code-1")
        .redirect_uri("https://example.com/back")
        .external_account("7", "Ada's");
    let grant = oauth.exchange(request).await.unwrap();
    assert_eq!(grant.user().unwrap().name.as_str(), Some("Ada"));
    let token = Token::try_from(&grant).unwrap();
    let shown = format!("{token:?} {grant:?} {oauth:?}");
    assert!(!shown.contains("hunter2"), "{shown}");

    let request = script.request(0);
    assert_eq!(request.uri(), "https://api.notion.com/v1/oauth/token");
    // `abc-1:secret_hunter2` in Base64.
    let basic = "Basic YWJjLTE6c2VjcmV0X2h1bnRlcjI=";
    assert_eq!(request.headers()["authorization"], basic);
    assert_eq!(request.headers()["notion-version"], "2026-03-11");
    assert_eq!(
        body(&script, 0),
        json!({
            "grant_type": "authorization_code", "code": "code-1",
            "redirect_uri": "https://example.com/back",
            "external_account": {"key": "7", "name": "Ada's"},
        })
    );

    let refresh = grant.refresh_token.value().unwrap();
    oauth.refresh(refresh).await.unwrap();
    let expected = json!({"grant_type": "refresh_token", "refresh_token": "nrt_hunter2"});
    assert_eq!(body(&script, 1), expected);
}

#[tokio::test(start_paused = true)]
async fn a_code_is_never_sent_twice_and_questions_and_revocations_are() {
    let script = Script::new()
        .refuse(502, "bad_gateway", Value::Null)
        .reset()
        .refuse(503, "service_unavailable", Value::Null)
        .json(
            200,
            &json!({"active": true, "scope": "read_content insert_content", "iat": 1}),
        )
        .json(200, &json!({"active": false}))
        .reset()
        .json(200, &json!({"request_id": "r"}));
    let oauth = oauth(&script);
    for _ in 0..2 {
        let request = TokenRequest::authorization_code("code-1");
        let error = oauth.exchange(request).await.unwrap_err();
        assert!(error.may_have_taken_effect(), "{error}");
    }
    assert_eq!(script.count(), 2);

    let state = oauth.introspect("ntn_x").await.unwrap();
    assert!(state.is_active());
    let scopes: Vec<_> = state.scopes().collect();
    assert_eq!(scopes, ["read_content", "insert_content"]);
    assert_eq!(body(&script, 3), json!({"token": "ntn_x"}));
    assert!(!oauth.introspect("ntn_x").await.unwrap().is_active());
    oauth.revoke("ntn_x").await.unwrap();
    assert_eq!(script.left(), 0);
}

#[tokio::test]
async fn refusals_have_a_code_a_request_id_and_advice() {
    let refuse = |status: u16, error: &str| {
        let body = json!({"error": error, "error_description": "No.", "request_id": "r-7"});
        Script::new().json(status, &body)
    };
    for (status, error, code, word) in [
        (
            401,
            "invalid_client",
            OAuthErrorCode::InvalidClient,
            Some("client secret"),
        ),
        (
            400,
            "invalid_grant",
            OAuthErrorCode::InvalidGrant,
            Some("send the person"),
        ),
        (
            400,
            "invalid_request",
            OAuthErrorCode::InvalidRequest,
            Some("redirect"),
        ),
        (400, "odd", OAuthErrorCode::Unknown("odd".to_owned()), None),
    ] {
        let script = refuse(status, error);
        let error = oauth(&script).refresh("nrt_hunter2").await.unwrap_err();
        assert_eq!(error.oauth_code(), Some(code));
        assert_eq!(error.request_id(), Some("r-7"));
        let advice = error.advice();
        assert_eq!(advice.is_some(), word.is_some(), "{advice:?}");
        assert!(
            advice
                .unwrap_or_default()
                .contains(word.unwrap_or_default())
        );
        let text = format!("{error} {error:?}");
        assert!(text.contains("No."), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
    // Without a description, and in the shape of all other refusals.
    let script = Script::new().json(401, &json!({"error": "invalid_client", "request_id": "r"}));
    let error = oauth(&script).refresh("nrt_x").await.unwrap_err();
    assert!(error.to_string().contains("401 invalid_client"), "{error}");
    let script = Script::new().refuse(400, "validation_error", Value::Null);
    let error = oauth(&script).refresh("nrt_x").await.unwrap_err();
    assert!(error.is_validation(), "{error}");
}

#[tokio::test]
async fn each_call_is_authorised_in_its_own_way_or_not_sent() {
    let script = Script::new();
    let error = script
        .client()
        .send(&RevokeToken::new("ntn_x"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Setting(_)), "{error}");
    assert!(error.to_string().contains("OAuth"), "{error}");
    assert_eq!(script.count(), 0);
    // A client with a token is the way to all the rest.
    let client = Client::builder(Token::parse("ntn_x").unwrap());
    let script = Script::new().json(200, &crate::scripted::user("A"));
    let client = client.transport(script.transport()).build().unwrap();
    client.send(&GetSelf).await.unwrap();
}

#[test]
fn the_link_names_all_it_has_to() {
    let script = Script::new();
    let state = State::from_bytes([1, 2]);
    let link = oauth(&script).authorize_url(
        &state,
        Some("https://example.com/back?a=1&b=é"),
        &[("code_challenge", "x+y"), ("code_challenge_method", "S256")],
    );
    assert_eq!(
        link,
        "https://api.notion.com/v1/oauth/authorize?client_id=abc-1&response_type=code&owner=user\
         &state=0102&redirect_uri=https%3A%2F%2Fexample.com%2Fback%3Fa%3D1%26b%3D%C3%A9\
         &code_challenge=x%2By&code_challenge_method=S256"
    );
    let link = oauth(&script).authorize_url(&state, None, &[]);
    assert!(link.ends_with("&state=0102"), "{link}");
}

#[test]
fn ids_and_secrets_that_cannot_be_are_refused() {
    for (id, secret) in [("", "x"), ("x", ""), ("a:b", "hunter2")] {
        let error = OAuth::new(id, secret, |client| client).unwrap_err();
        assert!(matches!(error, Error::Setting(_)), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

/// The whole way: a link, a person who allows it, tokens, their end.
#[tokio::test]
async fn the_emulator_gives_and_takes_tokens() {
    let emulator = Emulator::start().unwrap();
    let back = "http://localhost:3000/back";
    let app = emulator
        .register_app("Planner")
        .redirect_uri(back)
        .start()
        .unwrap();
    let transport = || Transport::new(emulator.service());
    let oauth = OAuth::new(app.client_id(), app.client_secret(), |client| {
        client.transport(transport()).base_url("http://localhost")
    })
    .unwrap();
    let state = State::from_bytes([7; 16]);

    let link = oauth.authorize_url(&state, Some(back), &[]);
    let ask = |method: &str, uri: &str, body: String| {
        let request = http::Request::builder().method(method).uri(uri);
        emulator.handle(request.body(body.into()).unwrap())
    };
    let page = ask("GET", &link, String::new());
    let page = String::from_utf8(page.body().to_vec()).unwrap();
    let (_, rest) = page.split_once("name=\"ticket\" value=\"").unwrap();
    let ticket = rest.split('"').next().unwrap();
    let home = emulator.root_page_id();
    let form = format!("ticket={ticket}&page={home}&choice=allow");
    let redirect = ask("POST", "http://localhost/v1/oauth/authorize", form);
    let code = read_callback(redirect.headers()["location"].to_str().unwrap(), &state).unwrap();

    let request = TokenRequest::authorization_code(code.clone()).redirect_uri(back);
    let grant = oauth.exchange(request.clone()).await.unwrap();
    assert_eq!(grant.user().unwrap().name.as_str(), Some("Owner"));
    let client = |grant| {
        let builder = Client::builder(Token::try_from(grant).unwrap());
        builder.transport(transport()).build().unwrap()
    };
    let me = client(&grant).send(&GetSelf).await.unwrap();
    assert_eq!(me.name.as_str(), Some("Planner"));
    let refused = oauth.exchange(request).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(OAuthErrorCode::InvalidGrant));

    let fresh = oauth
        .refresh(grant.refresh_token.value().unwrap())
        .await
        .unwrap();
    let old = client(&grant).send(&GetSelf).await.unwrap_err();
    assert_eq!(old.status().map(|status| status.as_u16()), Some(401));
    let known = oauth.introspect(&fresh.access_token).await.unwrap();
    assert!(known.is_active() && known.scopes().any(|scope| scope == "read_content"));
    oauth.revoke(&fresh.access_token).await.unwrap();
    assert!(
        !oauth
            .introspect(&fresh.access_token)
            .await
            .unwrap()
            .is_active()
    );

    let stranger = OAuth::new("other", "secret", |client| client.transport(transport())).unwrap();
    let refused = stranger.introspect(&fresh.access_token).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(OAuthErrorCode::InvalidClient));
}
