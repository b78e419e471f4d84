//! Background work, waited for, against scripted answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use recto_api::async_task::AsyncTask;
use recto_api::wire::Decode;
use recto_client::Error;
use recto_client::task::TaskError;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::scripted::Script;

fn task(status: &str, name: &str, rest: Value) -> Value {
    json!({
        "object": "async_task", "id": "task_0f5b", "status": status,
        "operation": {"surface": "rest", "name": "PATCH /v1/pages/:page_id/markdown"},
        name: rest,
    })
}

fn pending(status: &str, seconds: Value) -> Value {
    task(status, "poll_after_seconds", seconds)
}

#[tokio::test(start_paused = true)]
async fn it_asks_as_often_as_the_service_says_until_the_work_is_done() {
    let script = Script::new()
        .json(200, &pending("queued", json!(2)))
        .json(200, &pending("running", json!(0.5)))
        .json(200, &pending("state_of_tomorrow", json!(30)))
        .json(
            200,
            &json!({"object": "async_task", "id": "task_0f5b", "status": "retrying"}),
        )
        .json(200, &pending("running", json!(0)))
        .json(
            200,
            &task("succeeded", "result", json!({"markdown": "# Hello"})),
        );
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&seen);
    let done = script
        .client()
        .wait_for("task_0f5b")
        .progress(move |task| {
            let status = task.status.value().unwrap().to_string();
            reports.lock().unwrap().push(status);
        })
        .await
        .unwrap();
    assert_eq!(done.result.value(), Some(&json!({"markdown": "# Hello"})));
    let gaps: Vec<_> = (1..6).map(|index| script.gap(index)).collect();
    // 2 s where nothing is said, and never at once.
    assert_eq!(gaps, [2_000, 500, 30_000, 2_000, 100]);
    let statuses = [
        "queued",
        "running",
        "state_of_tomorrow",
        "retrying",
        "running",
        "succeeded",
    ];
    assert_eq!(*seen.lock().unwrap(), statuses);
    assert_eq!(script.request(0).uri().path(), "/v1/async_tasks/task_0f5b");
}

#[tokio::test]
async fn work_that_is_over_is_not_asked_after() {
    let script = Script::new();
    let client = script.client();
    let text = task("succeeded", "result", json!({"a": 1})).to_string();
    let done = AsyncTask::decode(text.as_bytes()).unwrap();
    assert_eq!(client.wait_for(done.clone()).await.unwrap(), done);
    let result: Value = client.wait_for(done.clone()).result().await.unwrap();
    assert_eq!(result, json!({"a": 1}));
    // Its result is no page.
    let error = client
        .wait_for(done)
        .result::<recto_api::page::Page>()
        .await
        .unwrap_err();
    assert!(matches!(error, TaskError::Result { .. }), "{error}");
    assert_eq!(script.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn work_that_failed_says_why() {
    let failed = json!({
        "object": "error", "status": 409, "code": "row_limit_exceeded", "message": "Too many.",
    });
    let script = Script::new()
        .json(200, &task("failed", "error", failed))
        .json(
            200,
            &json!({"object": "async_task", "id": "task_1", "status": "failed"}),
        );
    let client = script.client();
    let error = client.wait_for("task_0f5b").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "background work task_0f5b (PATCH /v1/pages/:page_id/markdown) failed: 409 \
         row_limit_exceeded: Too many."
    );
    let TaskError::Failed { error, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (error.status, error.code.as_str()),
        (409, "row_limit_exceeded")
    );
    let error = client.wait_for("task_1").await.unwrap_err();
    assert!(error.to_string().contains("does not say why"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn patience_ends_without_a_question_that_comes_too_late() {
    let script = Script::new()
        .json(200, &pending("running", json!(20)))
        .json(200, &pending("running", json!(3_600)));
    let begun = Instant::now();
    let wait = script
        .client()
        .wait_for("task_0f5b")
        .patience(Duration::from_secs(30));
    let error = wait.await.unwrap_err();
    let TaskError::Patience { task, waited } = error else {
        panic!("{error:?}");
    };
    assert_eq!((waited.as_secs(), begun.elapsed().as_secs()), (30, 30));
    assert_eq!(task.status.value().unwrap().as_str(), "running");
}

#[tokio::test(start_paused = true)]
async fn a_question_that_fails_is_asked_again_and_then_told() {
    let script = Script::new()
        .refuse(502, "bad_gateway", Value::Null)
        .json(200, &task("succeeded", "result", json!({})))
        .refuse(404, "object_not_found", Value::Null);
    let client = script.client();
    client.wait_for("task_0f5b").await.unwrap();
    let error = client.wait_for("task_0f5b").await.unwrap_err();
    assert!(
        matches!(error, TaskError::Client(Error::Api(_))),
        "{error:?}"
    );
}
