//! Every rule of the retry policy, by what reaches the service and when.

use std::time::Duration;

use http::Method;
use recto_api::endpoint::{CreatePage, GetSelf, Search};
use recto_api::error::ErrorCode;
use recto_api::page::NewPage;
use recto_client::{Client, Error, Pace, Retry, Usage, Verdict, Version};
use serde_json::{Value, json};

use crate::scripted::{Script, Step, page, refusal, user};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

/// One request of each sort: method, path, whether it may be sent again after a doubt.
const REQUESTS: [(Method, &str, bool); 8] = [
    (Method::GET, "/v1/users/me", true),
    (Method::GET, "/v1/some/thing/new", true),
    (
        Method::DELETE,
        "/v1/blocks/3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
        true,
    ),
    (Method::POST, "/v1/search", true),
    (
        Method::POST,
        "/v1/data_sources/3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111/query",
        true,
    ),
    (Method::POST, "/v1/pages", false),
    (
        Method::PATCH,
        "/v1/pages/3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
        false,
    ),
    (Method::POST, "/v1/some/thing/new", false),
];

async fn ask(client: &Client, method: &Method, path: &str) -> Result<Value, Error> {
    let body = (*method != Method::GET).then(|| json!({}));
    client
        .raw(method.clone(), path, Version::NEWEST, body)
        .await
}

/// Scripts of one failure that leaves it open whether the work was done.
fn doubts() -> Vec<(&'static str, Script)> {
    let none = || Value::Null;
    let html = "<html><title>Bad gateway</title></html>";
    vec![
        (
            "500",
            Script::new().refuse(500, "internal_server_error", none()),
        ),
        ("502", Script::new().refuse(502, "bad_gateway", none())),
        (
            "503",
            Script::new().refuse(503, "service_unavailable", none()),
        ),
        (
            "503 database",
            Script::new().refuse(503, "database_connection_unavailable", none()),
        ),
        ("504", Script::new().refuse(504, "gateway_timeout", none())),
        ("502 html", Script::new().text(502, "text/html", html)),
        ("504 empty", Script::new().text(504, "text/plain", "")),
        ("reset", Script::new().reset()),
        ("timeout", Script::new().hang()),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_doubt_is_repeated_for_reads_and_deletes_and_never_for_writes() {
    for (method, path, again) in REQUESTS {
        for (name, script) in doubts() {
            let script = script.json(200, &json!({"fine": true}));
            let result = ask(&script.client(), &method, path).await;
            if again {
                assert_eq!(
                    result.unwrap(),
                    json!({"fine": true}),
                    "{method} {path} {name}"
                );
                assert_eq!(script.count(), 2, "{method} {path} {name}");
            } else {
                let error = result.unwrap_err();
                assert!(error.may_have_taken_effect(), "{method} {path} {name}");
                assert_eq!(error.verdict(), Verdict::Stop);
                assert_eq!(
                    (script.count(), script.left()),
                    (1, 1),
                    "{method} {path} {name}"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_of_an_overload_are_repeated_for_all_after_the_time_told() {
    for (method, path, _) in REQUESTS {
        for (status, code) in [(429, "rate_limited"), (529, "service_overload")] {
            let body = refusal(status, code, Value::Null).to_string();
            let script = Script::new()
                .answer(status, &[("retry-after", "7")], &body)
                .answer(status, &[("Retry-After", "2")], "<html>slow down</html>")
                .json(200, &Value::Null);
            ask(&script.client(), &method, path).await.unwrap();
            assert_eq!(
                (script.gap(1), script.gap(2)),
                (7_000, 2_000),
                "{method} {path} {status}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_connection_is_repeated_for_all_since_nothing_was_sent() {
    for (method, path, _) in REQUESTS {
        let script = Script::new()
            .unreachable()
            .unreachable()
            .json(200, &Value::Null);
        ask(&script.client(), &method, path).await.unwrap();
        assert_eq!(script.count(), 3);
        let waits = (script.gap(1), script.gap(2));
        assert!(
            (500..=1_500).contains(&waits.0) && (1_000..=3_000).contains(&waits.1),
            "{waits:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn other_refusals_are_final_for_all() {
    for (method, path, _) in REQUESTS {
        for (status, code) in [
            (400, "validation_error"),
            (400, "invalid_json"),
            (401, "unauthorized"),
            (403, "restricted_resource"),
            (404, "object_not_found"),
            (400, "a_code_of_next_year"),
            (501, "not_for_you"),
        ] {
            let script = Script::new().refuse(status, code, Value::Null);
            let error = ask(&script.client(), &method, path).await.unwrap_err();
            assert_eq!(error.code().map(ErrorCode::as_str), Some(code));
            assert_eq!(script.count(), 1, "{method} {path} {code}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_shut_out_connection_is_not_asked_again() {
    let data = json!({"rate_limit_reason": "public_api_request_blocked"});
    let body = refusal(429, "rate_limited", data).to_string();
    // Even where a time is told.
    let script = Script::new()
        .answer(429, &[("retry-after", "1")], &body)
        .json(200, &user("A"));
    let client = script.client();
    let error = client.send(&GetSelf).await.unwrap_err();
    assert!(error.is_rate_limited() && script.count() == 1);
    // Others are not held back by it.
    client.send(&GetSelf).await.unwrap();
    assert_eq!(script.gap(1), 0);
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_repeated_for_reads_and_handed_to_the_caller_of_a_write() {
    for (method, path, _) in REQUESTS {
        let script = Script::new()
            .refuse(409, "conflict_error", Value::Null)
            .json(200, &Value::Null);
        let result = ask(&script.client(), &method, path).await;
        if method == Method::GET || path.ends_with("query") || path.ends_with("search") {
            result.unwrap();
        } else {
            let error = result.unwrap_err();
            assert_eq!(error.verdict(), Verdict::Reread);
            assert!(error.is_conflict() && !error.may_have_taken_effect());
            assert_eq!(script.count(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_made_before_the_answer_was_lost_is_not_made_twice() {
    let made = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let pages = made.clone();
    let script = Script::new()
        .run(move |request| {
            pages.lock().unwrap().push(request.body().clone());
            let body = refusal(502, "bad_gateway", Value::Null).to_string();
            Step::Answer(
                http::Response::builder()
                    .status(502)
                    .body(body.into())
                    .unwrap(),
            )
        })
        .json(200, &page(ID));
    let error = script
        .client()
        .send(&CreatePage::new(NewPage::default()))
        .await
        .unwrap_err();
    assert!(error.may_have_taken_effect());
    assert_eq!(made.lock().unwrap().len(), 1);
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_saved_change_is_told_and_not_repeated_even_where_a_repeat_is_harmless() {
    let data = json!({
        "committed_resource_id": ID,
        "retry_guidance": ["Read the object again.", "Do not repeat the write."]
    });
    for (method, path, _) in REQUESTS {
        let script = Script::new().refuse(503, "service_unavailable", data.clone());
        let error = ask(&script.client(), &method, path).await.unwrap_err();
        assert_eq!(error.committed().unwrap().resource_id.as_deref(), Some(ID));
        assert_eq!(script.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded() {
    let mut script = Script::new();
    for _ in 0..10 {
        script = script.refuse(502, "bad_gateway", Value::Null);
    }
    let retry = Retry {
        max_attempts: 4,
        ..Retry::default()
    };
    let client = script.client_with(Pace::unlimited(), retry);
    let error = client.send(&GetSelf).await.unwrap_err();
    assert_eq!(script.count(), 4);
    assert_eq!(error.call().unwrap().attempts, 4);
    assert!(error.to_string().contains("4 attempts"), "{error}");
    assert_eq!(client.usage().retries, 3);

    let script = Script::new().refuse(502, "bad_gateway", Value::Null);
    script
        .client_with(Pace::unlimited(), Retry::never())
        .send(&GetSelf)
        .await
        .unwrap_err();
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn time_is_bounded_too() {
    let mut script = Script::new();
    for _ in 0..20 {
        script = script.hang();
    }
    let retry = Retry {
        max_attempts: 20,
        max_elapsed: Duration::from_secs(60),
        ..Retry::default()
    };
    let client = script.client_with(Pace::unlimited(), retry);
    let start = tokio::time::Instant::now();
    let error = client.send(&GetSelf).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }));
    assert!(
        start.elapsed() <= Duration::from_secs(66),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(error.call().unwrap().elapsed, start.elapsed());
    assert!((3..12).contains(&script.count()), "{}", script.count());
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_bound_fails_at_once_and_so_do_the_next() {
    let body = refusal(
        429,
        "rate_limited",
        json!({"rate_limit_reason": "public_api_space_request_rate_limit"}),
    );
    let script = Script::new()
        .answer(429, &[("retry-after", "4000")], &body.to_string())
        .json(200, &user("A"));
    let client = script.client();
    let start = tokio::time::Instant::now();
    let first = client.send(&GetSelf).await.unwrap_err();
    assert!(first.is_rate_limited() && first.advice().unwrap().contains("4000 s"));
    let next = client.send(&GetSelf).await.unwrap_err();
    assert!(matches!(next, Error::Blocked { .. }), "{next}");
    assert_eq!((script.count(), start.elapsed()), (1, Duration::ZERO));

    tokio::time::advance(Duration::from_secs(3_800)).await;
    client.send(&GetSelf).await.unwrap();
    assert_eq!(script.gap(1), 4_000_000);
}

#[tokio::test(start_paused = true)]
async fn a_date_is_measured_against_the_answers_own() {
    let headers = [
        ("retry-after", "Sat, 21 Nov 2026 00:00:15 GMT"),
        ("date", "Fri, 20 Nov 2026 23:59:45 GMT"),
    ];
    let script = Script::new()
        .answer(429, &headers, "")
        .json(200, &user("A"));
    script.client().send(&GetSelf).await.unwrap();
    assert_eq!(script.gap(1), 30_000);
}

#[tokio::test(start_paused = true)]
async fn a_read_waits_as_long_as_a_503_asks() {
    let script = Script::new()
        .answer(503, &[("retry-after", "20")], "")
        .json(200, &user("A"));
    script.client().send(&GetSelf).await.unwrap();
    assert_eq!(script.gap(1), 20_000);
}

#[tokio::test(start_paused = true)]
async fn usage_counts_what_was_sent() {
    let list = json!({"object": "list", "results": [], "next_cursor": null, "has_more": false});
    let script = Script::new()
        .json(200, &user("A"))
        .refuse(502, "bad_gateway", Value::Null)
        .json(200, &list)
        .answer(429, &[("retry-after", "3")], "")
        .json(200, &page(ID));
    let client = script.client();
    client.send(&GetSelf).await.unwrap();
    let before = client.usage();
    assert_eq!((before.requests, before.writes, before.retries), (1, 0, 0));
    client.clone().send(&Search::default()).await.unwrap();
    client
        .send(&CreatePage::new(NewPage::default()))
        .await
        .unwrap();
    let Usage {
        requests,
        writes,
        retries,
        waited,
    } = client.usage().since(&before);
    assert_eq!((requests, writes, retries), (4, 2, 2));
    assert_eq!(waited.as_millis(), script.gap(2) + 3_000);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_names_the_place_and_is_not_repeated() {
    let script = Script::new()
        .json(200, &json!({"object": "user"}))
        .text(200, "text/html", "<html>Log in to the hotel network</html>")
        .json(200, &json!({"object": "page", "id": 7}));
    let client = script.client();
    let error = client.send(&GetSelf).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(
        error.to_string().starts_with("GET /v1/users/me: "),
        "{error}"
    );
    assert!(!error.may_have_taken_effect());
    client.send(&GetSelf).await.unwrap_err();
    let error = client
        .send(&CreatePage::new(NewPage::default()))
        .await
        .unwrap_err();
    assert!(
        error.may_have_taken_effect() && error.to_string().contains("`id`"),
        "{error}"
    );
    assert_eq!(script.count(), 3);
}
