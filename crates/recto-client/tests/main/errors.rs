//! Errors by cause, with what helps to follow them up.

use std::time::Duration;

use recto_api::endpoint::{CreatePage, GetSelf};
use recto_api::page::NewPage;
use recto_client::{Client, Error, Pace, Retry, Token, Verdict};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::scripted::{Script, TOKEN, refusal, user};

/// A cause, by name.
type Is = (&'static str, fn(&Error) -> bool);

const CAUSES: [Is; 10] = [
    ("not_found", Error::is_not_found),
    ("rate_limited", Error::is_rate_limited),
    ("unauthorized", Error::is_unauthorized),
    ("restricted", Error::is_restricted),
    ("validation", Error::is_validation),
    ("conflict", Error::is_conflict),
    ("overloaded", Error::is_overloaded),
    ("server_error", Error::is_server_error),
    ("timeout", Error::is_timeout),
    ("network", Error::is_network),
];

fn causes(error: &Error) -> Vec<&'static str> {
    let of = CAUSES.iter().filter(|(_, is)| is(error));
    of.map(|(name, _)| *name).collect()
}

#[tokio::test(start_paused = true)]
async fn each_cause_has_a_name_an_id_and_a_remedy() {
    for (status, code, expected, remedy) in [
        (
            404,
            "object_not_found",
            &["not_found"][..],
            "share the page",
        ),
        (429, "rate_limited", &["rate_limited"], "lower the pace"),
        (
            401,
            "unauthorized",
            &["unauthorized"],
            "notion.so/profile/integrations",
        ),
        (403, "restricted_resource", &["restricted"], "capability"),
        (
            409,
            "conflict_error",
            &["conflict"],
            "read the object again",
        ),
        (
            500,
            "internal_server_error",
            &["server_error"],
            "notionstatus.com",
        ),
        (502, "bad_gateway", &["server_error"], "notionstatus.com"),
        (
            503,
            "service_unavailable",
            &["overloaded", "server_error"],
            "notionstatus.com",
        ),
        (
            503,
            "database_connection_unavailable",
            &["overloaded", "server_error"],
            "try again",
        ),
        (
            504,
            "gateway_timeout",
            &["server_error", "timeout"],
            "notionstatus.com",
        ),
        (
            529,
            "service_overload",
            &["overloaded", "server_error"],
            "try again",
        ),
    ] {
        let script = Script::new().refuse(status, code, Value::Null);
        let error = once(&script).await;
        assert_eq!(causes(&error), expected, "{code}");
        assert_eq!(
            error.request_id(),
            Some("5d1e2c34-0000-4000-8000-00000000feed")
        );
        let advice = error.advice().unwrap();
        assert!(advice.contains(remedy), "{code}: {advice}");
        assert!(error.to_string().contains("00000000feed"), "{error}");
    }
    let script = Script::new().refuse(400, "validation_error", Value::Null);
    assert_eq!(causes(&once(&script).await), ["validation"]);
    assert_eq!(causes(&once(&Script::new().reset()).await), ["network"]);
    assert_eq!(
        causes(&once(&Script::new().unreachable()).await),
        ["network"]
    );
    assert_eq!(causes(&once(&Script::new().hang()).await), ["timeout"]);
}

async fn once(script: &Script) -> Error {
    let client = script.client_with(Pace::unlimited(), Retry::never());
    client.send(&GetSelf).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn an_id_in_the_header_is_as_good() {
    let mut body = refusal(400, "validation_error", Value::Null);
    body.as_object_mut().unwrap().remove("request_id");
    let headers = [("x-notion-request-id", "in-the-header")];
    let script = Script::new()
        .answer(400, &headers, &body.to_string())
        // What cannot be read has one too, and so has a page of the service's own.
        .answer(200, &headers, "<html>")
        .answer(500, &headers, "<html>");
    for _ in 0..3 {
        let error = once(&script).await;
        assert_eq!(error.request_id(), Some("in-the-header"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_from_the_edge_is_understood_by_its_status() {
    let page = "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>";
    let headers = [("content-type", "text/html"), ("cf-ray", "8f00-FRA")];
    let script = Script::new()
        .answer(502, &headers, page)
        .json(200, &user("A"))
        .answer(502, &headers, page)
        .answer(403, &headers, "<title>Just a moment...</title>");
    let client = script.client();
    client.send(&GetSelf).await.unwrap();
    let error = client
        .send(&CreatePage::new(NewPage::default()))
        .await
        .unwrap_err();
    assert_eq!(causes(&error), ["server_error"]);
    assert!(error.may_have_taken_effect());
    let error = client.send(&GetSelf).await.unwrap_err();
    assert_eq!(causes(&error), [""; 0]);
    assert_eq!(
        (error.ray_id(), error.request_id()),
        (Some("8f00-FRA"), None)
    );
    assert_eq!(error.verdict(), Verdict::Stop);
    assert_eq!(
        error.to_string(),
        "GET /v1/users/me: 403 Forbidden with text/html instead of Notion's JSON: \
         \"Just a moment...\" (ray 8f00-FRA)"
    );
    assert!(error.advice().unwrap().contains("not from Notion"));
}

fn patient_for(script: &Script, pace: Pace, total: Duration) -> Client {
    Client::builder(Token::parse(TOKEN).unwrap())
        .transport(script.transport())
        .pace(pace)
        .total_timeout(total)
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_when_its_time_is_up() {
    let total = Duration::from_secs(20);
    let create = CreatePage::new(NewPage::default());

    // In flight: a write may have been done.
    let script = Script::new().hang();
    let start = Instant::now();
    let error = patient_for(&script, Pace::unlimited(), total)
        .send(&create)
        .await
        .unwrap_err();
    assert_eq!(start.elapsed(), total);
    assert!(
        error.is_timeout() && error.may_have_taken_effect(),
        "{error:?}"
    );

    // In pauses: the last refusal is told, before the pause that would be too long.
    let script = Script::new().reset().reset().reset().reset().reset();
    let start = Instant::now();
    let error = patient_for(&script, Pace::unlimited(), total)
        .send(&GetSelf)
        .await
        .unwrap_err();
    assert!(start.elapsed() < total && error.is_network(), "{error:?}");

    // Before its turn: nothing was sent.
    let script = Script::new().json(200, &user("A"));
    let client = patient_for(&script, Pace::per_window(1), total);
    client.send(&GetSelf).await.unwrap();
    let start = Instant::now();
    let error = client.send(&create).await.unwrap_err();
    assert_eq!(start.elapsed(), total);
    assert!(matches!(error, Error::NoTurn { .. }), "{error:?}");
    assert!(error.is_timeout() && !error.may_have_taken_effect());
    assert_eq!(
        error.to_string(),
        "POST /v1/pages: not sent, its turn did not come within 20s"
    );
    assert!(error.advice().is_some());

    // A block that is known to last longer is told at once.
    let body = refusal(429, "rate_limited", json!({"retry_after": "30"})).to_string();
    let script = Script::new().answer(429, &[("retry-after", "30")], &body);
    let client = patient_for(&script, Pace::unlimited(), total);
    let start = Instant::now();
    assert!(client.send(&GetSelf).await.unwrap_err().is_rate_limited());
    let error = client.send(&GetSelf).await.unwrap_err();
    assert!(matches!(error, Error::Blocked { .. }), "{error:?}");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn to_wait_no_time_at_all_is_no_advice() {
    let body = refusal(429, "rate_limited", Value::Null).to_string();
    let script = Script::new()
        .answer(429, &[("retry-after", "0")], &body)
        .answer(429, &[("retry-after", "0")], &body)
        .json(200, &user("A"));
    script.client().send(&GetSelf).await.unwrap();
    assert!((500..=1_500).contains(&script.gap(1)), "{}", script.gap(1));
    assert!(
        (1_000..=3_000).contains(&script.gap(2)),
        "{}",
        script.gap(2)
    );
}
