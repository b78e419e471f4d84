//! Answers no correct service gives often, and pages that are not what they seem.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use recto_api::endpoint::{ListBlockChildren, Operation};
use recto_api::ids::BlockId;
use recto_api::list::Element;
use recto_api::property::PropertyValue;
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::{Emulator, Fault};
use recto_sync::source::{CellError, ColumnKind, MemorySource};
use recto_sync::state::SqliteState;
use serde_json::{Value, json};

use super::world::*;

/// A client of the emulator whose requests to paths that end so are bent on the way there and
/// whose answers are bent on the way back.
fn bent(
    emulator: &Emulator,
    path: &'static str,
    there: fn(&mut Value),
    back: fn(&mut Value),
) -> Client {
    let handler = emulator.clone();
    let answer = move |request: Request<Bytes>| -> Response<Bytes> {
        if !request.uri().path().contains(path) {
            return handler.handle(request);
        }
        let is_post = request.method() == Method::POST;
        let (mut head, body) = request.into_parts();
        let body = if is_post {
            let mut body: Value = serde_json::from_slice(&body).unwrap_or_else(|_| json!({}));
            there(&mut body);
            Bytes::from(body.to_string())
        } else {
            head.uri = head.uri.path().parse().unwrap();
            body
        };
        let (head, body) = handler.handle(Request::from_parts(head, body)).into_parts();
        let mut body: Value = serde_json::from_slice(&body).unwrap();
        back(&mut body);
        let mut response = Response::from_parts(head, Bytes::from(body.to_string()));
        response.headers_mut().remove("content-length");
        response
    };
    let service = tower::service_fn(move |request| {
        let answer = answer.clone();
        async move { Ok::<_, Infallible>(answer(request)) }
    });
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(service))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

fn nothing(_: &mut Value) {}

fn from_the_start(body: &mut Value) {
    body.as_object_mut().unwrap().remove("start_cursor");
}

fn same_cursor(list: &mut Value) {
    list["has_more"] = json!(true);
    list["next_cursor"] = json!("again");
}

fn no_cursor(list: &mut Value) {
    list["has_more"] = json!(true);
    list["next_cursor"] = Value::Null;
}

fn tagged(keys: &[&str]) -> MemorySource {
    let columns = [("id", ColumnKind::Text), ("name", ColumnKind::Text)];
    let rows = keys
        .iter()
        .map(|key| row(&[("id", t(key)), ("name", t(key))]));
    MemorySource::new().table(table("notes", &columns), rows)
}

const TAGGED: &str = r#"
    [push]
    server_life = 60
    settle = 30

    [[table]]
    name = "notes"
    [table.columns]
    name = { property = "Name", type = "title" }
"#;

#[tokio::test(start_paused = true)]
async fn a_page_found_with_another_external_id_is_not_adopted() {
    let mut world = World::new(TAGGED, tagged(&[]));
    let id = World::data_source(&world.push().await, "notes");
    let theirs = [
        ("Name", PropertyValue::title("theirs")),
        ("External ID", PropertyValue::rich_text("ab")),
    ];
    world.make(&id, &theirs).await;
    world.source = tagged(&["AB"]);
    world
        .emulator
        .fault(Fault::status(502).on(Operation::CreatePage));
    // A comparison that finds more than was asked for.
    world.client = bent(
        &world.emulator,
        "/query",
        |body| drop(body.as_object_mut().unwrap().remove("filter")),
        nothing,
    );
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (1, 0),
        "{}",
        report.to_text()
    );
    assert_eq!(text(&world.page(&id, "ab").await, "Name"), "theirs");
    assert_eq!(text(&world.page(&id, "AB").await, "Name"), "AB");
}

#[tokio::test(start_paused = true)]
async fn a_conflict_after_the_page_was_made_makes_no_second_page() {
    for count in [1, 4] {
        let world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
        let fault = Fault::status(409).on(Operation::CreatePage);
        world.emulator.fault(fault.after_effect().times(count));
        let report = world.push().await;
        assert_eq!(
            (report.counts.created, report.exit_code()),
            (2, 0),
            "{}",
            report.to_text()
        );
        let pages = world.pages(&World::data_source(&report, "notes")).await;
        assert!(pages.values().all(|pages| pages.len() == 1), "a page twice");
    }
}

#[tokio::test]
async fn a_row_that_is_a_protected_page_is_left_alone() {
    let mut world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    let id = World::data_source(&world.push().await, "notes");
    let page = world.page(&id, "1").await.id;
    world.config = format!("[pages.hub]\nid = \"{page}\"\nrole = \"dashboard\"\n{NOTES}");
    for adopt in [false, true] {
        if adopt {
            world.state = Arc::new(SqliteState::memory().unwrap());
        }
        world.rows("notes")[0] = note(1, "changed");
        world.rows("notes")[1] = note(2, if adopt { "changed twice" } else { "changed" });
        let report = world.push().await;
        assert_eq!(
            (report.counts.skipped, report.writes, report.exit_code()),
            (1, 1, 3),
            "{}",
            report.to_text()
        );
        assert_eq!(report.problems[0].reason, "protected_page");
        assert!(report.problems[0].message.contains(page.as_str()));
        assert_eq!(text(&world.page(&id, "1").await, "Name"), "a");
    }
}

#[tokio::test]
async fn relations_to_a_page_whose_row_fails_are_kept_without_a_state() {
    let config = r#"
        [[table]]
        name = "people"
        [table.columns]
        name = "Name"

        [[table]]
        name = "tasks"
        [table.columns]
        name = "Name"
        owner = { property = "Owner", type = "relation" }
    "#;
    let id = ("id", ColumnKind::Integer);
    let name = ("name", ColumnKind::Text);
    let person = row(&[("id", n(1)), ("name", t("first"))]);
    let task = row(&[("id", n(1)), ("name", t("task")), ("owner", n(1))]);
    let people = table("people", &[id.clone(), name.clone()]);
    let tasks = table("tasks", &[id.clone(), name, ("owner", id.1)]);
    let source = MemorySource::new()
        .table(people, [person])
        .table(references(tasks, "owner", "people"), [task]);
    let mut world = World::new(config, source);
    let report = world.push().await;
    let person = world
        .page(&World::data_source(&report, "people"), "1")
        .await;
    let tasks = World::data_source(&report, "tasks");
    world.state = Arc::new(SqliteState::memory().unwrap());
    let broken = CellError::NotUtf8 { at: 3, byte: 0xff };
    world.rows("people")[0].insert("name".to_owned(), unreadable(broken));
    let report = world.push().await;
    assert_eq!(report.counts.failed, 1, "{}", report.to_text());
    assert_eq!(report.tables[0].unmatched_pages, 0);
    let owners = targets(&world.page(&tasks, "1").await, "Owner");
    assert_eq!(owners, [person.id], "{}", report.to_text());
}

#[tokio::test]
async fn a_query_that_breaks_off_or_goes_in_circles_is_no_complete_scan() {
    for back in [same_cursor, no_cursor] {
        let mut world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
        world.push().await;
        world.rows("notes").push(note(3, "new"));
        world.client = bent(&world.emulator, "/query", from_the_start, back);
        let report = tokio::time::timeout(Duration::from_secs(60), world.push())
            .await
            .expect("an end");
        assert!(!report.tables[0].scan_complete, "{}", report.to_text());
        assert_eq!(
            (
                report.counts.unchanged,
                report.counts.skipped,
                report.writes
            ),
            (2, 1, 0),
            "{}",
            report.to_text()
        );
    }
}

#[tokio::test]
async fn a_protected_page_whose_blocks_cannot_be_listed_whole_stops_the_push() {
    for back in [same_cursor, no_cursor] {
        let mut world = World::new(NOTES, notes(&[(1, "a")]));
        let page = world.emulator.root_page_id();
        world.push().await;
        world.config = format!("[pages.hub]\nid = \"{page}\"\nrole = \"dashboard\"\n{NOTES}");
        world.client = bent(&world.emulator, "/children", nothing, back);
        let pushed = tokio::time::timeout(Duration::from_secs(60), world.try_push()).await;
        let error = pushed.expect("an end").unwrap_err().to_string();
        assert!(error.contains("breaks off"), "{error}");
    }
}

#[tokio::test]
async fn a_block_that_stands_nobody_knows_where_is_refused() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    world.push().await;
    let root = world.emulator.root_page_id();
    let block = recto_api::block::BlockContent::paragraph("text");
    let append = recto_api::block::AppendChildren::new([block]);
    let append = recto_api::endpoint::AppendBlockChildren::new(root.clone(), append);
    world.client.send(&append).await.unwrap();
    let blocks = world
        .client
        .send(&ListBlockChildren::new(root))
        .await
        .unwrap();
    let block: BlockId = blocks
        .results
        .into_iter()
        .filter_map(Element::valid)
        .find(|block| block.content.kind() == "paragraph")
        .unwrap()
        .id;
    let other = "0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111";
    world.config = format!("[pages.hub]\nid = \"{other}\"\nrole = \"dashboard\"\n{NOTES}");
    let engine = world.engine().unwrap();
    let guard = engine.guard();
    guard
        .refuse_within(&world.client, &block, "append to it")
        .await
        .unwrap();
    let somewhere: fn(&mut Value) = |block| block["parent"] = json!({"type": "drawer_id"});
    let own_child: fn(&mut Value) =
        |block| block["parent"] = json!({"type": "block_id", "block_id": block["id"]});
    for back in [somewhere, own_child] {
        let client = bent(&world.emulator, "/blocks/", nothing, back);
        let error = guard
            .refuse_within(&client, &block, "append to it")
            .await
            .unwrap_err();
        assert_eq!(error.exit_code(), 4, "{error}");
        assert!(error.to_string().contains(block.as_str()), "{error}");
    }
}
