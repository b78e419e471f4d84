//! The client against the emulator: in process, and over TCP.

use std::time::Duration;

use futures::TryStreamExt;
use recto_api::block::{AppendChildren, BlockContent};
use recto_api::database::NewDatabase;
use recto_api::endpoint::{
    AppendBlockChildren, CreateDatabase, CreatePage, GetPage, GetSelf, ListBlockChildren,
    Operation, QueryDataSource,
};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::list::Element;
use recto_api::page::NewPage;
use recto_api::property::PropertyValue;
use recto_api::schema::{PropertyConfig, PropertySchema, Schema};
use recto_client::{Client, Error, Pace, Token, Transport};
use recto_emulator::{Emulator, Fault};

fn client(emulator: &Emulator) -> Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

/// A database under the home page with a title column, `Name`.
async fn data_source(emulator: &Emulator, client: &Client) -> DataSourceId {
    let name = PropertyConfig::from(PropertySchema::Title(Default::default()));
    let schema: Schema = [("Name", name)].into_iter().collect();
    let new = NewDatabase::new(emulator.root_page_id(), "Tasks", schema);
    let database = client.send(&CreateDatabase::new(new)).await.unwrap();
    database.data_sources.value().unwrap()[0].id.clone()
}

fn row(source: &DataSourceId, name: &str) -> CreatePage {
    CreatePage::new(NewPage::new(source.clone()).property("Name", PropertyValue::title(name)))
}

async fn rows(client: &Client, source: &DataSourceId) -> usize {
    let rows: Vec<_> = client
        .items(QueryDataSource::new(source.clone()))
        .try_collect()
        .await
        .unwrap();
    rows.len()
}

#[tokio::test]
async fn rows_are_made_and_found_again_over_several_pages() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    assert!(client.send(&GetSelf).await.unwrap().name.is_value());
    let source = data_source(&emulator, &client).await;
    for number in 0..230 {
        client
            .send(&row(&source, &format!("Task {number} ✓")))
            .await
            .unwrap();
    }
    assert_eq!(rows(&client, &source).await, 230);

    let counts = emulator.requests();
    let usage = client.usage();
    assert_eq!(
        (usage.requests, usage.writes),
        (counts.requests, counts.writes)
    );
    assert_eq!(
        (usage.requests, usage.writes, usage.retries),
        (1 + 1 + 230 + 3, 231, 0)
    );
}

#[tokio::test]
async fn blocks_are_appended_and_listed() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let home = emulator.root_page_id();
    let blocks = (0..3).map(|_| BlockContent::paragraph("Water the plants"));
    client
        .send(&AppendBlockChildren::new(
            home.clone(),
            AppendChildren::new(blocks),
        ))
        .await
        .unwrap();
    let mut list = ListBlockChildren::new(home);
    list.page_size = Some(2);
    let blocks: Vec<_> = client.items(list).try_collect().await.unwrap();
    assert_eq!(blocks.len(), 3);
    assert!(
        blocks
            .iter()
            .all(|block| matches!(block, Element::Valid(_)))
    );
}

#[tokio::test]
async fn refusals_are_typed() {
    let emulator = Emulator::start().unwrap();
    let stranger = PageId::parse("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111").unwrap();
    let error = client(&emulator)
        .send(&GetPage::new(stranger))
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(error.request_id().is_some());
    assert!(
        error
            .advice()
            .unwrap()
            .contains("share the page with the integration")
    );

    let wrong = Client::builder(Token::parse("ntn_notthisone").unwrap())
        .transport(Transport::new(emulator.service()))
        .build()
        .unwrap();
    let error = wrong.send(&GetSelf).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_page_whose_answer_was_lost_exists_once() {
    let faults = [
        Fault::status(502).after_effect(),
        Fault::status(504).after_effect(),
        Fault::dropped().after_effect(),
        Fault::delayed(Duration::from_secs(90)),
    ];
    for fault in faults {
        let emulator = Emulator::start().unwrap();
        let client = client(&emulator);
        let source = data_source(&emulator, &client).await;
        let name = format!("{fault:?}");
        emulator.fault(fault.on(Operation::CreatePage));
        let error = client.send(&row(&source, "Once")).await.unwrap_err();
        assert!(error.may_have_taken_effect(), "{name}: {error}");
        assert_eq!(rows(&client, &source).await, 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_survives_what_a_write_does_not() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    for fault in [
        Fault::status(502),
        Fault::dropped(),
        Fault::delayed(Duration::from_secs(90)),
    ] {
        emulator.fault(fault.on(Operation::GetSelf));
        client.send(&GetSelf).await.unwrap();
    }
    assert_eq!(client.usage().retries, 3);
}

#[tokio::test(start_paused = true)]
async fn refusals_of_an_overload_are_waited_out() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let source = data_source(&emulator, &client).await;
    emulator.fault(Fault::rate_limited(17).on(Operation::CreatePage));
    emulator.fault(Fault::overloaded(8).on(Operation::CreatePage).nth(2));
    let start = tokio::time::Instant::now();
    client.send(&row(&source, "Late")).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_secs(25));
    assert_eq!(rows(&client, &source).await, 1);

    emulator.fault(Fault::blocked().on(Operation::CreatePage));
    let error = client.send(&row(&source, "Never")).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_taken_effect());
}

#[tokio::test]
async fn tcp_carries_the_same() {
    let emulator = Emulator::start().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn({
        let emulator = emulator.clone();
        async move {
            emulator
                .serve(listener, async { stopped.await.unwrap_or(()) })
                .await
        }
    });
    let client = Client::builder(Token::parse(emulator.token()).unwrap())
        .base_url(&origin)
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    let source = data_source(&emulator, &client).await;
    client.send(&row(&source, "Über TCP 📮")).await.unwrap();
    assert_eq!(rows(&client, &source).await, 1);

    emulator.fault(Fault::dropped().after_effect().on(Operation::CreatePage));
    let error = client.send(&row(&source, "Twice?")).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error}");
    assert!(error.may_have_taken_effect());
    assert_eq!(rows(&client, &source).await, 2);

    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
