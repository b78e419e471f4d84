//! Lists that end, lists that do not, and lists that were cut.

use futures::{StreamExt, TryStreamExt};
use recto_api::endpoint::{ListUsers, Search};
use recto_api::list::Element;
use recto_client::Error;
use serde_json::{Value, json};

use crate::scripted::{Script, user};

fn list(names: &[&str], next: Value, more: bool) -> Value {
    let results: Vec<Value> = names.iter().map(|name| user(name)).collect();
    json!({"object": "list", "results": results, "next_cursor": next, "has_more": more})
}

async fn names(script: &Script) -> (Vec<String>, Option<Error>) {
    let mut names = Vec::new();
    let mut failed = None;
    let mut items = std::pin::pin!(script.client().items(ListUsers::default()));
    while let Some(item) = items.next().await {
        match item {
            Ok(Element::Valid(user)) => names.push(user.name.into_value().unwrap()),
            Ok(Element::Invalid(_)) => names.push("?".to_owned()),
            Err(error) => failed = Some(error),
        }
    }
    (names, failed)
}

#[tokio::test]
async fn a_list_is_followed_to_its_end() {
    let script = Script::new()
        .json(200, &list(&["A", "B"], json!("one"), true))
        // A page may be short, even empty, and not be the last.
        .json(200, &list(&[], json!("two & more"), true))
        .json(200, &list(&["C"], Value::Null, false));
    let (names, failed) = names(&script).await;
    assert!(failed.is_none());
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(script.request(0).uri().query(), None);
    assert_eq!(script.request(1).uri().query(), Some("start_cursor=one"));
    assert_eq!(
        script.request(2).uri().query(),
        Some("start_cursor=two%20%26%20more")
    );
}

#[tokio::test]
async fn a_cursor_in_a_body_is_sent_in_the_body() {
    let script = Script::new()
        .json(
            200,
            &json!({"results": [], "next_cursor": "x", "has_more": true}),
        )
        .json(
            200,
            &json!({"results": [], "next_cursor": null, "has_more": false}),
        );
    let pages: Vec<_> = script
        .client()
        .pages(Search::new("plan"))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 2);
    let body: Value = serde_json::from_slice(script.request(1).body()).unwrap();
    assert_eq!(body, json!({"query": "plan", "start_cursor": "x"}));
}

#[tokio::test]
async fn only_has_more_decides() {
    let script = Script::new().json(200, &list(&["A"], json!("left over"), false));
    assert_eq!(names(&script).await.0, ["A"]);
    // Without it a cursor is a promise.
    let script = Script::new()
        .json(200, &json!({"results": [user("A")], "next_cursor": "b"}))
        .json(200, &json!({"results": [user("B")]}));
    assert_eq!(names(&script).await.0, ["A", "B"]);
}

#[tokio::test]
async fn a_cursor_that_leads_back_ends_in_an_error() {
    let script = Script::new()
        .json(200, &list(&["A"], json!("one"), true))
        .json(200, &list(&["B"], json!("two"), true))
        .json(200, &list(&["A"], json!("one"), true));
    let (names, failed) = names(&script).await;
    assert_eq!(names, ["A", "B", "A"]);
    assert!(
        matches!(failed, Some(Error::Cursor { items: 3, .. })),
        "{failed:?}"
    );
}

#[tokio::test]
async fn more_without_a_cursor_ends_in_an_error() {
    for cursor in [Value::Null, json!("")] {
        let script = Script::new().json(200, &list(&["A"], cursor, true));
        let (names, failed) = names(&script).await;
        assert_eq!(names, ["A"]);
        assert!(failed.unwrap().to_string().contains("no cursor"));
    }
}

#[tokio::test]
async fn a_list_that_was_cut_does_not_pass_for_whole() {
    let mut cut = list(&["A", "B"], Value::Null, false);
    cut["request_status"] =
        json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
    let script = Script::new().json(200, &cut).json(200, &cut);
    let (names, failed) = names(&script).await;
    assert_eq!(names, ["A", "B"]);
    let Some(Error::Incomplete { items, reason, .. }) = failed else {
        panic!("{failed:?}")
    };
    assert_eq!((items, reason.as_str()), (2, "query_result_limit_reached"));
    let pages: Vec<_> = script
        .client()
        .pages(ListUsers::default())
        .try_collect()
        .await
        .unwrap();
    assert!(pages[0].is_incomplete());

    let mut whole = list(&["A"], Value::Null, false);
    whole["request_status"] = json!({"type": "complete"});
    assert!(
        self::names(&Script::new().json(200, &whole))
            .await
            .1
            .is_none()
    );
}

#[tokio::test]
async fn one_bad_element_does_not_sink_the_list() {
    let mut page = list(&["A", "B", "C"], Value::Null, false);
    page["results"][1]["id"] = json!(["no id"]);
    let (names, failed) = names(&Script::new().json(200, &page)).await;
    assert!(failed.is_none());
    assert_eq!(names, ["A", "?", "C"]);
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let script = Script::new()
        .json(200, &list(&["A"], json!("one"), true))
        .refuse(400, "validation_error", Value::Null);
    let (names, failed) = names(&script).await;
    assert_eq!(names, ["A"]);
    assert!(failed.unwrap().is_validation());
}

#[tokio::test]
async fn pages_are_asked_for_only_when_wanted() {
    let script = Script::new()
        .json(200, &list(&["A", "B"], json!("one"), true))
        .json(200, &list(&["C"], Value::Null, false));
    let client = script.client();
    let mut items = std::pin::pin!(client.items(ListUsers::default()));
    assert_eq!(script.count(), 0);
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    assert_eq!(script.count(), 1);
}
