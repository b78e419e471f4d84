//! The rows of a view: a snapshot, and its pages.

use futures::StreamExt;
use recto_api::ids::ViewId;
use recto_api::list::Element;
use recto_client::Error;
use serde_json::{Value, json};

use crate::scripted::Script;

const VIEW: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const QUERY: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";

fn row(n: u8) -> Value {
    json!({"object": "page", "id": format!("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e3{n:02}")})
}

fn first(rows: &[u8], next: Value, status: &str) -> Value {
    let rows: Vec<_> = rows.iter().map(|n| row(*n)).collect();
    json!({"object": "view_query", "id": QUERY, "view_id": VIEW, "total_count": 3, "results": rows,
        "has_more": !next.is_null(), "next_cursor": next, "request_status": {"type": status,
            "incomplete_reason": "query_result_limit_reached"}})
}

async fn rows(script: &Script) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    let mut failed = None;
    let rows = script.client().view_rows(ViewId::parse(VIEW).unwrap());
    let mut rows = std::pin::pin!(rows);
    while let Some(row) = rows.next().await {
        match row {
            Ok(Element::Valid(page)) => ids.push(page.id.as_str()[34..].to_owned()),
            Ok(Element::Invalid(_)) => ids.push("?".to_owned()),
            Err(error) => failed = Some(error),
        }
    }
    (ids, failed)
}

#[tokio::test]
async fn a_view_is_followed_to_its_last_row() {
    let script = Script::new()
        .json(200, &first(&[1, 2], json!("n"), "complete"))
        .json(
            200,
            &json!({"object": "list", "results": [row(3), {"object": "page"}],
                "next_cursor": null, "has_more": false}),
        );
    let (ids, failed) = rows(&script).await;
    assert!(failed.is_none(), "{failed:?}");
    assert_eq!(ids, ["01", "02", "03", "?"]);
    assert_eq!(
        script.request(0).uri().path(),
        format!("/v1/views/{VIEW}/queries")
    );
    assert_eq!(
        script.request(1).uri().to_string(),
        format!("https://api.notion.com/v1/views/{VIEW}/queries/{QUERY}?start_cursor=n")
    );
}

#[tokio::test]
async fn a_view_that_was_cut_says_so_after_its_last_row() {
    let script = Script::new()
        .json(200, &first(&[1], json!("n"), "incomplete"))
        .json(
            200,
            &json!({"object": "list", "results": [row(2)], "next_cursor": null, "has_more": false}),
        );
    let (ids, failed) = rows(&script).await;
    assert_eq!(ids, ["01", "02"]);
    assert!(
        matches!(failed, Some(Error::Incomplete { items: 2, .. })),
        "{failed:?}"
    );
}
