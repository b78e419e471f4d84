//! The client that waits: on plain threads, on many at once, and never in a runtime.

use std::time::Duration;

use http::Method;
use recto_api::database::NewDatabase;
use recto_api::endpoint::{CreateDatabase, CreatePage, GetSelf, QueryDataSource};
use recto_api::ids::DataSourceId;
use recto_api::page::NewPage;
use recto_api::schema::{PropertySchema, Schema};
use recto_client::{Cache, Client, Error, Lane, Pace, Retry, Token, Transport, Version, blocking};
use recto_emulator::{Emulator, Fault};
use serde_json::Value;

use crate::scripted::{Script, TOKEN, user};

fn client(emulator: &Emulator) -> blocking::Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .cache(Cache::default())
        .build_blocking()
        .unwrap()
}

fn table(emulator: &Emulator, client: &blocking::Client) -> DataSourceId {
    let schema = Schema::new().with("Name", PropertySchema::title());
    let database = NewDatabase::new(emulator.root_page_id(), "Birds", schema);
    let database = client.send(&CreateDatabase::new(database)).unwrap();
    database.data_sources.value().unwrap()[0].id.clone()
}

#[test]
fn requests_lists_and_futures_are_waited_for() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let birds = table(&emulator, &client);
    for number in 0..130 {
        let page = NewPage::new(birds.clone()).title(&format!("Bird {number}"));
        client.send(&CreatePage::new(page)).unwrap();
    }
    let query = QueryDataSource::new(birds);
    let rows: Result<Vec<_>, _> = client.items(query.clone()).collect();
    assert_eq!(rows.unwrap().len(), 130);
    assert_eq!(client.pages(query.clone()).count(), 2);
    let rows = client.run(client.as_async().send(&query)).unwrap();
    assert_eq!(rows.results.len(), 100);
    let me = client.raw(Method::GET, "/v1/users/me", Version::NEWEST, None);
    assert_eq!(me.unwrap()["object"], "user");

    client.send(&GetSelf).unwrap();
    assert_eq!(client.cache().unwrap().stats().hits, 1);
    client.fresh().with_lane(Lane::Bulk).send(&GetSelf).unwrap();
    assert_eq!(client.usage().writes, 131);
}

#[test]
fn clocks_run_while_it_waits() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    emulator.fault(Fault::delayed(Duration::from_millis(50)));
    client.send(&GetSelf).unwrap();

    let script = Script::new().reset().json(200, &user("A"));
    let retry = Retry {
        base_delay: Duration::from_millis(20),
        ..Retry::default()
    };
    let client = blocking::Client::new(script.client_with(Pace::unlimited(), retry)).unwrap();
    client.send(&GetSelf).unwrap();
    assert_eq!(script.count(), 2);
}

#[test]
fn threads_share_one() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let birds = table(&emulator, &client);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let (client, birds) = (client.clone(), birds.clone());
            scope.spawn(move || {
                for _ in 0..10 {
                    let page = NewPage::new(birds.clone()).title("Bird");
                    client.send(&CreatePage::new(page)).unwrap();
                }
            });
        }
    });
    assert_eq!(client.items(QueryDataSource::new(birds)).count(), 80);
}

#[test]
fn an_error_ends_a_list() {
    let script = Script::new().refuse(400, "validation_error", Value::Null);
    let client = blocking::Client::new(script.client()).unwrap();
    let list = client.items(recto_api::endpoint::ListUsers::default());
    let elements: Vec<_> = list.collect();
    assert_eq!(elements.len(), 1);
    assert!(elements[0].as_ref().is_err_and(Error::is_validation));
}

/// A refusal that says what to use instead, and nothing is sent.
fn refused(client: &blocking::Client) {
    let error = client.send(&GetSelf).unwrap_err();
    assert!(matches!(error, Error::Setting(_)), "{error:?}");
    assert!(
        error.to_string().contains("recto_client::Client"),
        "{error}"
    );
    let list = client.items(recto_api::endpoint::ListUsers::default());
    let elements: Vec<_> = list.collect();
    assert_eq!(elements.len(), 1);
    assert!(elements[0].is_err());
}

#[test]
fn inside_a_runtime_it_refuses_and_never_panics() {
    let script = Script::new().json(200, &user("A"));
    let built = || {
        Client::builder(Token::parse(TOKEN).unwrap())
            .transport(script.transport())
            .build_blocking()
            .unwrap()
    };
    let outside = built();
    for mut runtime in [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ] {
        runtime.enable_all().build().unwrap().block_on(async {
            // Made and dropped here, it does not panic either.
            let inside = built();
            refused(&inside);
            refused(&outside);
            let inside = inside.clone();
            tokio::spawn(async move { refused(&inside) }).await.unwrap();
        });
    }
    assert_eq!(script.count(), 0);
    outside.send(&GetSelf).unwrap();
}
