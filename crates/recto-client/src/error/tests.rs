use http::HeaderMap;
use serde_json::{Value, json};

use super::*;

fn call(method: Method) -> Call {
    let effect = Effect::of(&method, None);
    Call {
        method,
        path: "/v1/pages".to_owned(),
        effect,
        attempts: 1,
        in_doubt: false,
        elapsed: Duration::from_millis(4_200),
        request_id: None,
    }
}

fn answered(method: Method, status: u16, body: &Value) -> Error {
    let status = StatusCode::from_u16(status).unwrap();
    refusal(
        call(method),
        status,
        &HeaderMap::new(),
        body.to_string().as_bytes(),
    )
}

fn api(method: Method, status: u16, code: &str, data: Value) -> Error {
    let mut body = json!({
        "object": "error", "status": status, "code": code, "message": "Told so.",
        "request_id": "8f1c"
    });
    if !data.is_null() {
        body["additional_data"] = data;
    }
    answered(method, status, &body)
}

#[test]
fn a_refusal_shows_call_status_code_message_and_request() {
    let mut call = call(Method::POST);
    call.attempts = 3;
    let body = r#"{"object":"error","status":400,"code":"validation_error","message":"No."}"#;
    call.request_id = Some("77aa".to_owned());
    let headers = HeaderMap::new();
    let error = refusal(call, StatusCode::BAD_REQUEST, &headers, body.as_bytes());
    assert_eq!(
        error.to_string(),
        "POST /v1/pages (3 attempts in 4.2 s): 400 validation_error: No. (request 77aa)"
    );
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert_eq!(error.code(), Some(&ErrorCode::ValidationError));
    assert_eq!(error.request_id(), Some("77aa"));
    assert!(error.is_validation() && !error.is_not_found() && !error.may_have_taken_effect());
    assert_eq!(error.advice(), None);
}

#[test]
fn kinds_are_told_apart_and_advised() {
    let none = Value::Null;
    let error = api(Method::GET, 404, "object_not_found", none.clone());
    assert!(error.is_not_found());
    assert!(
        error
            .advice()
            .unwrap()
            .contains("share the page with the integration")
    );

    let error = api(Method::GET, 401, "unauthorized", none.clone());
    assert!(error.is_unauthorized());
    assert!(
        error
            .advice()
            .unwrap()
            .contains("notion.so/profile/integrations")
    );

    let error = api(Method::PATCH, 409, "conflict_error", none.clone());
    assert!(error.is_conflict() && !error.may_have_taken_effect());
    assert_eq!(error.verdict(), Verdict::Reread);
    assert!(error.advice().unwrap().contains("read the object again"));

    let error = api(Method::POST, 403, "restricted_resource", none.clone());
    assert!(error.advice().unwrap().contains("capability"));
    let full = json!({"block_limit": "block_creation"});
    let error = api(Method::POST, 403, "restricted_resource", full);
    assert!(error.advice().unwrap().contains("free blocks"));

    let error = api(Method::GET, 400, "a_code_of_next_year", none);
    assert_eq!(error.code().unwrap().as_str(), "a_code_of_next_year");
    assert_eq!(error.advice(), None);
}

#[test]
fn rate_limits_say_how_long_and_blocks_that_it_is_no_use() {
    let limited = json!({"rate_limit_reason": "public_api_request_rate_limit", "retry_after": "9"});
    let error = api(Method::POST, 429, "rate_limited", limited);
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    assert!(error.advice().unwrap().starts_with("try again in 9 s"));

    let blocked = json!({"rate_limit_reason": "public_api_request_blocked"});
    let error = api(Method::GET, 429, "rate_limited", blocked);
    assert_eq!(error.verdict(), Verdict::Stop);
    assert!(error.advice().unwrap().contains("support"));

    let error = Error::Blocked {
        method: Method::GET,
        path: "/v1/users".to_owned(),
        scope: Scope::Workspace,
        wait: Duration::from_secs(4_000),
    };
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
    assert_eq!(
        error.to_string(),
        "GET /v1/users: not sent, the workspace is rate limited for another 4000s"
    );
}

#[test]
fn only_writes_in_doubt_may_have_taken_effect() {
    let none = || Value::Null;
    for (status, code, in_doubt) in [
        (500, "internal_server_error", true),
        (502, "bad_gateway", true),
        (503, "service_unavailable", true),
        (504, "gateway_timeout", true),
        (529, "service_overload", false),
        (429, "rate_limited", false),
        (409, "conflict_error", false),
        (400, "validation_error", false),
    ] {
        for method in [Method::POST, Method::PATCH, Method::DELETE] {
            let error = api(method, status, code, none());
            assert_eq!(error.may_have_taken_effect(), in_doubt, "{status}");
            if in_doubt {
                assert!(error.advice().unwrap().contains("look for it"), "{status}");
            }
        }
        assert!(!api(Method::GET, status, code, none()).may_have_taken_effect());
    }
    let timeout = |method| Error::Timeout {
        call: Box::new(call(method)),
        limit: Duration::from_secs(65),
    };
    assert!(timeout(Method::POST).may_have_taken_effect());
    assert!(!timeout(Method::GET).may_have_taken_effect());
    assert_eq!(
        timeout(Method::GET).to_string(),
        "GET /v1/pages: no answer within 65s"
    );
    let unreachable = Error::Transport {
        call: Box::new(call(Method::POST)),
        source: TransportError::Unreachable("refused".into()),
    };
    assert!(!unreachable.may_have_taken_effect());
    assert!(unreachable.advice().unwrap().contains("base URL"));
}

#[test]
fn a_refusal_of_a_repeated_delete_leaves_in_doubt_what_the_attempts_before_it_did() {
    let mut call = call(Method::DELETE);
    call.in_doubt = true;
    let body = json!({"object": "error", "status": 400, "code": "validation_error", "message": ""});
    let body = body.to_string();
    let none = HeaderMap::new();
    let error = refusal(
        call.clone(),
        StatusCode::BAD_REQUEST,
        &none,
        body.as_bytes(),
    );
    assert!(error.may_have_taken_effect() && error.may_be_gone());
    assert!(error.advice().unwrap().contains("look for it"));
    let error = refusal(call, StatusCode::TOO_MANY_REQUESTS, &none, body.as_bytes());
    assert!(error.may_have_taken_effect() && !error.may_be_gone());
}

#[test]
fn a_saved_write_names_what_it_saved() {
    let data = json!({
        "committed_resource_id": "p1", "committed_child_ids": ["c1", "c2"],
        "retry_guidance": ["Do not repeat the write."]
    });
    let error = api(Method::PATCH, 503, "service_unavailable", data);
    let committed = error.committed().unwrap();
    assert_eq!(committed.resource_id.as_deref(), Some("p1"));
    assert_eq!(committed.child_ids, ["c1", "c2"]);
    assert_eq!(error.verdict(), Verdict::Saved);
    assert!(error.may_have_taken_effect());
    assert!(error.advice().unwrap().contains("saved"));

    // Whatever else stands in the details, it is not taken for an id, and nothing panics.
    let odd = json!({"committed_resource_id": 7, "committed_child_ids": "c1"});
    let error = api(Method::POST, 503, "service_unavailable", odd);
    assert_eq!(error.committed(), Some(Committed::default()));
    assert_eq!(
        api(Method::POST, 503, "service_unavailable", Value::Null).committed(),
        None
    );
}

#[test]
fn a_web_page_is_an_error_of_the_way_there() {
    let page = "<html><head><title>405 Not Allowed</title></head><body>edge</body></html>";
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "text/html; charset=UTF-8".parse().unwrap());
    headers.insert("cf-ray", "8f00-FRA".parse().unwrap());
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let error = refusal(call(Method::POST), status, &headers, page.as_bytes());
    assert_eq!(
        error.to_string(),
        "POST /v1/pages: 405 Method Not Allowed with text/html; charset=UTF-8 instead of Notion's \
         JSON: \"405 Not Allowed\" (ray 8f00-FRA)"
    );
    assert_eq!((error.code(), error.status()), (None, Some(status)));
    assert!(error.advice().unwrap().contains("not from Notion"));

    // The OAuth endpoints answer in another form.
    let error = answered(Method::POST, 401, &json!({"error": "invalid_client"}));
    assert!(matches!(error, Error::Http(_)));
    assert!(error.to_string().contains("invalid_client"), "{error}");
}

#[test]
fn a_result_of_a_call_is_small() {
    assert!(size_of::<Error>() <= 128, "{}", size_of::<Error>());
}
