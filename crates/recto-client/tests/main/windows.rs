//! Rows past the reach of one query.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use http::{Request, Response};
use proptest::prelude::*;
use recto_api::database::NewDatabase;
use recto_api::endpoint::{CreateDatabase, CreatePage, QueryDataSource};
use recto_api::ids::DataSourceId;
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::NewPage;
use recto_api::property::PropertyValue;
use recto_api::query::{Filter, Sort};
use recto_api::schema::{PropertyConfig, PropertySchema, Schema};
use recto_client::{Client, Error, Pace, Token, Transport};
use recto_emulator::{Clock, Emulator};
use serde_json::{Value, json};

use crate::scripted::TOKEN;
use crate::support::client;

const SOURCE: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn query() -> QueryDataSource {
    QueryDataSource::new(DataSourceId::parse(SOURCE).unwrap())
}

/// A service that answers queries of rows created in given minutes, and reaches few of them.
fn service(minutes: Vec<u32>, reach: usize, seen: Arc<Mutex<Vec<Value>>>) -> Client {
    let rows: Vec<(String, u32)> = minutes
        .iter()
        .enumerate()
        .map(|(number, minute)| (format!("row {number}"), *minute))
        .collect();
    let service = tower::service_fn(move |request: Request<Bytes>| {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        seen.lock().unwrap().push(body.clone());
        assert_eq!(
            body["sorts"],
            json!([{"timestamp": "created_time", "direction": "ascending"}])
        );
        let from = body
            .pointer("/filter/created_time/on_or_after")
            .map_or("", |from| from.as_str().unwrap());
        let mut found: Vec<_> = rows.iter().map(|(id, m)| (time(*m), id)).collect();
        found.retain(|(time, _)| time.as_str() >= from);
        found.sort();
        let cut = found.len() > reach;
        found.truncate(reach);
        let start: usize = body
            .get("start_cursor")
            .map_or(0, |cursor| cursor.as_str().unwrap().parse().unwrap());
        let end = (start + 3).min(found.len());
        let results: Vec<Value> = found[start..end]
            .iter()
            .map(|(time, id)| {
                json!({"object": "page", "id": id, "created_time": time, "properties": {}})
            })
            .collect();
        let more = end < found.len();
        let mut list = json!({"object": "list", "results": results, "has_more": more,
            "next_cursor": more.then(|| end.to_string())});
        if cut && !more {
            list["request_status"] =
                json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
        }
        async move { Ok::<_, Infallible>(Response::new(Bytes::from(list.to_string()))) }
    });
    Client::builder(Token::parse(TOKEN).unwrap())
        .transport(Transport::new(service))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

fn time(minute: u32) -> String {
    format!("2026-03-01T{:02}:{:02}:00.000Z", minute / 60, minute % 60)
}

async fn ids(client: &Client, query: QueryDataSource) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    let mut rows = std::pin::pin!(client.rows(query));
    while let Some(row) = rows.next().await {
        match row {
            Ok(Element::Valid(Object::Page(page))) => ids.push(page.id.to_string()),
            Ok(other) => panic!("{other:?}"),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_comes_once_or_there_is_an_error(
        minutes in prop::collection::vec(0_u32..12, 0..40), reach in 1_usize..12,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let client = service(minutes.clone(), reach, Arc::default());
        let (ids, error) = runtime.block_on(ids(&client, query()));
        // More rows in one minute than are reached, and more behind them or in it.
        let stuck = (0..12).any(|minute| {
            let within = minutes.iter().filter(|other| **other == minute).count();
            let behind = minutes.iter().filter(|other| **other >= minute).count();
            within >= reach && behind > reach
        });
        prop_assert_eq!(stuck, error.is_some(), "{:?}", error);
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), ids.len(), "twice");
        if let Some(error) = error {
            prop_assert!(matches!(error, Error::Incomplete { .. }), "{}", error);
        } else {
            prop_assert_eq!(ids.len(), minutes.len());
        }
    }
}

#[tokio::test]
async fn windows_follow_one_another() {
    let seen = Arc::default();
    let client = service((0..10).collect(), 4, Arc::clone(&seen));
    let (ids, error) = ids(&client, query()).await;
    assert!(error.is_none());
    assert_eq!(ids.len(), 10);
    let bodies = seen.lock().unwrap();
    let bounds: Vec<_> = bodies
        .iter()
        .filter(|body| body.get("start_cursor").is_none())
        .map(|body| body.pointer("/filter/created_time/on_or_after"))
        .collect();
    assert_eq!(bounds, [None, Some(&json!(time(3))), Some(&json!(time(6)))]);
}

#[tokio::test]
async fn a_minute_too_full_ends_in_an_error_that_says_so() {
    let client = service(vec![1, 2, 2, 2, 2, 3], 4, Arc::default());
    let (ids, error) = ids(&client, query()).await;
    assert_eq!(ids.len(), 5, "what is there comes first");
    let error = error.unwrap().to_string();
    assert!(
        error.contains("query_result_limit_reached") && error.contains(&time(2)),
        "{error}"
    );
}

#[tokio::test]
async fn sorts_are_refused_before_anything_is_sent() {
    let client = service(vec![], 4, Arc::default());
    let (_, error) = ids(&client, query().sorts([Sort::ascending("Name")])).await;
    assert!(matches!(error, Some(Error::Request(_))));
    assert_eq!(client.usage().requests, 0);
}

#[tokio::test]
async fn more_than_ten_thousand_rows_come_whole_and_filtered() {
    const ROWS: usize = 10_150;
    let clock = Clock::starting_at("2026-03-01T10:00:00Z".parse().unwrap());
    let emulator = Emulator::builder().clock(clock.clone()).start().unwrap();
    let client = client(&emulator);
    let schema: Schema = [
        (
            "Name",
            PropertyConfig::from(PropertySchema::Title(Default::default())),
        ),
        (
            "Odd",
            PropertyConfig::from(PropertySchema::Checkbox(Default::default())),
        ),
    ]
    .into_iter()
    .collect();
    let new = NewDatabase::new(emulator.root_page_id(), "Many", schema);
    let database = client.send(&CreateDatabase::new(new)).await.unwrap();
    let source = database.data_sources.value().unwrap()[0].id.clone();
    for number in 0..ROWS {
        if number % 700 == 0 {
            clock.advance(Duration::from_secs(60));
        }
        let row =
            NewPage::new(source.clone()).property("Odd", PropertyValue::Checkbox(number % 2 == 1));
        client.send(&CreatePage::new(row)).await.unwrap();
    }

    let before = client.usage();
    let (mut ids, error) = ids(&client, QueryDataSource::new(source.clone())).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids.len(), ROWS);
    // A hundred full pages, and the rows since the minute of the last one.
    assert!(client.usage().since(&before).requests <= 100 + 8);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), ROWS);

    let cut = client.items(QueryDataSource::new(source.clone()));
    let cut: Result<Vec<_>, Error> = cut.try_collect().await;
    assert!(matches!(cut, Err(Error::Incomplete { items: 10_000, .. })));

    let odd = Filter::property("Odd").checkbox().equals(true);
    let query = QueryDataSource::new(source).filter(odd);
    let (ids, error) = self::ids(&client, query).await;
    assert!(error.is_none());
    assert_eq!(ids.len(), ROWS / 2);
}
