//! Comments: written, threaded, listed, edited, deleted.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, keys};

fn text(content: &str) -> Value {
    json!([{"text": {"content": content}}])
}

fn write(world: &World, parent: &Value, content: &str) -> Value {
    world.post(
        "/v1/comments",
        &json!({"parent": parent, "rich_text": text(content)}),
    )
}

#[test]
fn a_comment_is_answered_as_the_service_does() {
    let world = World::new();
    let comment = write(&world, &json!({"page_id": world.home()}), "Look here");
    assert_eq!(
        keys(&comment),
        [
            "object",
            "id",
            "parent",
            "discussion_id",
            "created_time",
            "last_edited_time",
            "created_by",
            "rich_text",
            "display_name",
            "request_id"
        ]
    );
    assert_eq!(&comment["id"].as_str().unwrap()[24..28], "001d");
    assert_eq!(&comment["discussion_id"].as_str().unwrap()[24..28], "001c");
    assert_eq!(comment["display_name"]["type"], "integration");
    assert_eq!(comment["rich_text"][0]["plain_text"], "Look here");
    let read = world.get(&format!("/v1/comments/{}", comment["id"].as_str().unwrap()));
    assert_eq!(read["rich_text"], comment["rich_text"]);
}

#[test]
fn answers_join_their_discussion_and_lists_are_of_one_place() {
    let world = World::new();
    let page = json!({"page_id": world.home()});
    let first = write(&world, &page, "one");
    let block = world.patch(
        &format!("/v1/blocks/{}/children", world.home()),
        &json!({"children": [{"paragraph": {"rich_text": text("a block")}}]}),
    );
    let block = block["results"][0]["id"].as_str().unwrap().to_owned();
    write(&world, &json!({"block_id": block}), "about the block");
    let answer = world.post(
        "/v1/comments",
        &json!({"discussion_id": first["discussion_id"], "rich_text": text("two")}),
    );
    assert_eq!(answer["parent"], first["parent"]);
    let said = |id: &str| {
        let list = world.get(&format!("/v1/comments?block_id={id}"));
        let said = list["results"].as_array().unwrap().iter();
        said.map(|comment| {
            comment["rich_text"][0]["plain_text"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(said(&world.home()), ["one", "two"]);
    assert_eq!(said(&block), ["about the block"]);

    let page_one = world.get(&format!(
        "/v1/comments?block_id={}&page_size=1",
        world.home()
    ));
    assert_eq!(page_one["has_more"], true);
    let cursor = page_one["next_cursor"].as_str().unwrap();
    let page_two = world.get(&format!(
        "/v1/comments?block_id={}&start_cursor={cursor}",
        world.home()
    ));
    assert_eq!(page_two["results"][0]["id"], answer["id"]);
    assert_eq!(page_two["next_cursor"], Value::Null);
}

#[test]
fn comments_are_edited_and_deleted() {
    let world = World::new();
    let comment = write(&world, &json!({"page_id": world.home()}), "draft");
    let path = format!("/v1/comments/{}", comment["id"].as_str().unwrap());
    world.clock.advance(std::time::Duration::from_secs(120));
    let edited = world.patch(&path, &json!({"rich_text": text("final")}));
    assert_eq!(edited["rich_text"][0]["plain_text"], "final");
    assert_ne!(edited["last_edited_time"], edited["created_time"]);
    let deleted = world.ok(Method::DELETE, &path, &Value::Null);
    assert_eq!(deleted["id"], comment["id"]);
    let (status, problem) = world.call(Method::GET, &path, &Value::Null);
    assert_eq!(
        (status, &problem["code"]),
        (404, &json!("object_not_found"))
    );
}

#[test]
fn wrong_requests_are_refused_by_place() {
    let world = World::new();
    for (path, expected) in [
        (
            "/v1/comments".to_owned(),
            "query failed validation: query.block_id should be defined, instead was `undefined`.",
        ),
        (
            "/v1/comments?block_id=".to_owned(),
            "query failed validation: query.block_id should be a string, instead was `0`.",
        ),
        (
            format!("/v1/comments?block_id={}&page_size=101", world.home()),
            "query failed validation: query.page_size should be ≤ `100` or `undefined`, instead \
             was `101`.",
        ),
    ] {
        let (status, problem) = world.call(Method::GET, &path, &Value::Null);
        assert_eq!(
            (status, problem["message"].as_str().unwrap()),
            (400, expected)
        );
    }
    let (status, _) = world.call(
        Method::POST,
        "/v1/comments",
        &json!({"rich_text": text("nowhere")}),
    );
    assert_eq!(status, 400);
    let (status, problem) = world.call(
        Method::POST,
        "/v1/comments",
        &json!({"parent": {"page_id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111"},
            "rich_text": text("nowhere")}),
    );
    assert_eq!(status, 404, "{problem}");
}
