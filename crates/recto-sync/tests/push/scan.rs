//! Data sources larger than one query reaches.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;
use serde_json::{Value, json};

use super::world::*;

/// Rows one query reaches, instead of the service's 10,000.
const REACH: usize = 4;

/// The emulator, with queries that reach four rows, two at a time.
fn short_sighted(emulator: &Emulator) -> Client {
    let emulator = emulator.clone();
    let token = Token::parse(emulator.token()).unwrap();
    let seen = Arc::new(Mutex::new(0));
    let service = tower::service_fn(move |request: Request<Bytes>| {
        let (emulator, seen) = (emulator.clone(), seen.clone());
        async move { Ok::<_, Infallible>(answer(&emulator, request, &mut seen.lock().unwrap())) }
    });
    Client::builder(token)
        .transport(Transport::new(service))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

fn answer(emulator: &Emulator, request: Request<Bytes>, seen: &mut usize) -> Response<Bytes> {
    if !request.uri().path().ends_with("/query") {
        return emulator.handle(request);
    }
    let mut body: Value = serde_json::from_slice(request.body()).unwrap_or_else(|_| json!({}));
    if body.get("start_cursor").is_none() {
        *seen = 0;
    }
    body["page_size"] = json!(2);
    let response = emulator.handle(request.map(|_| Bytes::from(body.to_string())));
    let (head, body) = response.into_parts();
    let mut list: Value = serde_json::from_slice(&body).unwrap();
    *seen += list["results"].as_array().map_or(0, Vec::len);
    if *seen >= REACH && list["has_more"] == true {
        list["has_more"] = json!(false);
        list["next_cursor"] = Value::Null;
        list["request_status"] = json!({
            "type": "incomplete",
            "incomplete_reason": "query_result_limit_reached",
        });
    }
    let mut response = Response::from_parts(head, Bytes::from(list.to_string()));
    response.headers_mut().remove("content-length");
    response
}

/// Notes made three a minute, so that a window ends within a minute.
async fn grown(rows: i64) -> World {
    let mut world = World::new(NOTES, notes(&[]));
    for id in 1..=rows {
        world.rows("notes").push(note(id, &format!("note {id}")));
        if id % 3 == 0 {
            world.push().await;
            world.later(1);
        }
    }
    world.push().await;
    world
}

#[tokio::test]
async fn is_read_window_by_window() {
    let mut world = grown(14).await;
    world.client = short_sighted(&world.emulator);
    let report = world.push().await;
    assert_eq!(
        (report.counts.unchanged, report.writes),
        (14, 0),
        "{}",
        report.to_text()
    );
    assert!(report.tables[0].scan_complete, "{:?}", report.warnings);
    assert_eq!(
        report.tables[0].unmatched_pages, 0,
        "no page is counted twice"
    );
}

#[tokio::test]
async fn that_cannot_be_read_to_its_end_gets_no_new_pages() {
    let names: Vec<_> = (1..=9).map(|id| (id, "made in one minute")).collect();
    let mut world = World::new(NOTES, notes(&names));
    world.push().await;
    world.rows("notes").push(note(10, "new"));
    world.client = short_sighted(&world.emulator);
    let report = world.push().await;
    assert!(!report.tables[0].scan_complete);
    assert!(
        report
            .warnings
            .iter()
            .any(|line| line.contains("one minute")),
        "{report:?}"
    );
    // Linked pages out of sight are asked for one by one; the new row is not created.
    assert_eq!(
        (report.counts.unchanged, report.counts.skipped),
        (9, 1),
        "{}",
        report.to_text()
    );
    assert_eq!((report.writes, report.exit_code()), (0, 3));
}
