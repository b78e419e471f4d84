//! The pace as the service sees it, over hours of paused time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use http::{Request, Response};
use recto_api::endpoint::{CreatePage, GetSelf};
use recto_api::page::NewPage;
use recto_client::{Client, Pace, Token, Transport, Workspace};
use serde_json::json;
use tokio::time::Instant;

use crate::scripted::{Script, TOKEN, page, refusal, user};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

/// A service that takes between 0 and 900 ms for an answer and notes when requests come.
fn service(times: &Arc<Mutex<Vec<Instant>>>) -> Transport {
    let times = times.clone();
    Transport::new(tower::service_fn(move |_: Request<Bytes>| {
        let delay = {
            let mut times = times.lock().unwrap();
            times.push(Instant::now());
            Duration::from_millis(times.len() as u64 * 7_919 % 900)
        };
        async move {
            tokio::time::sleep(delay).await;
            let body = Bytes::from(page(ID).to_string());
            Ok::<_, std::convert::Infallible>(Response::new(body))
        }
    }))
}

fn client(transport: Transport, pace: Pace) -> Client {
    let builder = Client::builder(Token::parse(TOKEN).unwrap());
    builder.transport(transport).pace(pace).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_long_push_uses_the_budget_and_never_more() {
    let times = Arc::default();
    let client = client(service(&times), Pace::default());
    let start = Instant::now();
    let workers = (0..6).map(|_| {
        let client = client.clone();
        async move {
            for _ in 0..1_000 {
                client
                    .send(&CreatePage::new(NewPage::default()))
                    .await
                    .unwrap();
            }
        }
    });
    join_all(workers).await;

    let times = times.lock().unwrap();
    assert_eq!(times.len(), 6_000);
    assert_eq!(client.usage().writes, 6_000);
    for pair in times.windows(181) {
        assert!(pair[180] - pair[0] > Duration::from_secs(60));
    }
    let minutes = (times[5_999] - start).as_secs_f64() / 60.0;
    let used = 6_000.0 / (180.0 * minutes);
    assert!(used >= 0.98, "{used}");
}

#[tokio::test(start_paused = true)]
async fn a_service_with_a_fixed_window_never_refuses() {
    // The window of the service begins when it will, here at its first request and each minute
    // after; what it counts is when a request arrives.
    for offset in [0_u64, 17, 31, 59] {
        let times = Arc::default();
        let client = client(service(&times), Pace::default());
        let start = Instant::now();
        join_all((0..1_500).map(|_| client.send(&GetSelf))).await;
        let mut windows = std::collections::HashMap::new();
        for time in times.lock().unwrap().iter() {
            let window = (time.duration_since(start).as_secs() + offset) / 60;
            *windows.entry(window).or_insert(0) += 1;
        }
        assert!(windows.values().all(|count| *count <= 180), "{windows:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_back_every_caller_of_the_connection() {
    let data = json!({"rate_limit_reason": "public_api_request_rate_limit", "retry_after": "23"});
    let body = refusal(429, "rate_limited", data).to_string();
    let mut script = Script::new().answer(429, &[("retry-after", "23")], &body);
    for _ in 0..10 {
        script = script.json(200, &user("A"));
    }
    let client = script.client_with(Pace::default(), recto_client::Retry::default());
    client.clone().send(&GetSelf).await.unwrap();
    join_all((0..9).map(|_| client.send(&GetSelf))).await;
    assert_eq!(script.count(), 11);
    assert_eq!(script.gap(1), 23_000);
    // No burst on the heels of a refusal.
    assert!((2..11).all(|index| script.gap(index) > 300));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_for_the_workspace_holds_back_its_other_connections() {
    let data = json!({"rate_limit_reason": "public_api_space_request_rate_limit"});
    let body = refusal(429, "rate_limited", data).to_string();
    let workspace = Workspace::default();
    let refused = Script::new()
        .answer(429, &[("retry-after", "75")], &body)
        .json(200, &user("A"));
    let sibling = Script::new().json(200, &user("B")).json(200, &user("B"));
    let pace = || Pace::default().workspace(workspace.clone());
    let one = refused.client_with(pace(), recto_client::Retry::default());
    let two = sibling.client_with(pace(), recto_client::Retry::default());
    two.send(&GetSelf).await.unwrap();
    let (a, b) = futures::join!(one.send(&GetSelf), async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        two.send(&GetSelf).await
    });
    a.unwrap();
    b.unwrap();
    assert_eq!(refused.gap(1), 75_000);
    assert_eq!(sibling.gap(1), 75_000);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_for_one_operation_leaves_the_others_alone() {
    let data = json!({"rate_limit_reason": "public_api_endpoint_rate_limit"});
    let body = refusal(429, "rate_limited", data).to_string();
    let script = Script::new()
        .answer(429, &[("retry-after", "40")], &body)
        .json(200, &user("A"))
        .json(200, &page(ID));
    let client = script.client();
    let new_page = CreatePage::new(NewPage::default());
    let (created, me) = futures::join!(client.send(&new_page), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.send(&GetSelf).await
    });
    created.unwrap();
    me.unwrap();
    assert_eq!((script.gap(1), script.gap(2)), (1_000, 39_000));
}
