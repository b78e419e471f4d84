//! Waiting until something shows.

use std::time::Duration;

use recto_api::endpoint::{CreatePage, GetPage, QueryDataSource, Search};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::page::NewPage;
use recto_client::{Error, Visible, Wait};
use recto_emulator::Emulator;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::scripted::{Script, page};
use crate::support::client;

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn list(pages: &[Value]) -> Value {
    json!({"object": "list", "results": pages, "next_cursor": null, "has_more": false})
}

fn id() -> PageId {
    PageId::parse(ID).unwrap()
}

#[tokio::test(start_paused = true)]
async fn it_looks_ever_more_seldom_until_it_shows() {
    let script = Script::new()
        .refuse(404, "object_not_found", Value::Null)
        .refuse(404, "object_not_found", Value::Null)
        .refuse(404, "object_not_found", Value::Null)
        .json(200, &page(ID));
    let client = script.client();
    let start = Instant::now();
    let visible = Visible::Page(id());
    client
        .wait_until_visible(&visible, &Wait::default())
        .await
        .unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(500 + 1_000 + 2_000));
    assert_eq!(script.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn searches_and_queries_are_looked_through() {
    let source = DataSourceId::parse(ID).unwrap();
    let other = page("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222");
    for visible in [
        Visible::InSearch(Box::new(Search::new("x")), ID.to_owned()),
        Visible::InQuery(
            Box::new(QueryDataSource::new(source.clone())),
            ID.to_owned(),
        ),
        Visible::InDataSource(source, id()),
    ] {
        let script = Script::new()
            .json(200, &list(&[]))
            .json(200, &list(std::slice::from_ref(&other)))
            .json(200, &list(&[other.clone(), page(ID)]));
        let client = script.client();
        client
            .wait_until_visible(&visible, &Wait::default())
            .await
            .unwrap();
        assert_eq!(script.left(), 0, "{visible}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_is_bounded_and_the_last_look_at_its_end() {
    let mut script = Script::new();
    for _ in 0..20 {
        script = script.json(200, &list(&[]));
    }
    let start = Instant::now();
    let visible = Visible::InSearch(Box::new(Search::new("x")), ID.to_owned());
    let wait = Wait::at_most(Duration::from_secs(30));
    let error = script
        .client()
        .wait_until_visible(&visible, &wait)
        .await
        .unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    let Error::NotVisible {
        attempts, ref what, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(attempts as usize, script.count());
    assert!(what.contains(ID), "{what}");
    assert!(error.advice().unwrap().contains("search"));
    assert_eq!(
        script.count(),
        8,
        "0, 0.5, 1.5, 3.5, 7.5, 15.5, 23.5 and 30 s"
    );
}

#[tokio::test(start_paused = true)]
async fn other_errors_end_the_waiting() {
    let script = Script::new().refuse(400, "validation_error", Value::Null);
    let visible = Visible::Page(id());
    let error = script
        .client()
        .wait_until_visible(&visible, &Wait::default())
        .await
        .unwrap_err();
    assert!(error.is_validation());
}

#[tokio::test]
async fn any_condition_can_be_waited_for_also_in_a_task() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let new = NewPage::new(emulator.root_page_id()).title("Soon");
    let id = client.send(&CreatePage::new(new)).await.unwrap().id;
    let task = tokio::spawn(async move {
        let get = GetPage::new(id);
        let get = &get;
        let wait = Wait::default();
        let look = |client: recto_client::Client| async move {
            Ok(client
                .send(get)
                .await?
                .title()
                .filter(|title| title == "Soon"))
        };
        client.wait_until("the title", &wait, look).await
    });
    assert_eq!(task.await.unwrap().unwrap(), "Soon");
}
