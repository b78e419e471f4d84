//! What goes wrong between a client and a server, over TCP, method by method: what the caller gets,
//! how often and how long it was tried, and how often it took effect.
//!
//! The expectations are the tables in `table.rs`. `docs/faults.md` shows the same tables to users:
//! `RECTO_WRITE_DOCS=1 cargo nextest run -p recto-client faults` writes it.

mod cell;
mod clock;
mod fault;
mod server;
mod table;

use recto_api::block::{AppendChildren, BlockContent};
use recto_api::endpoint::{
    AppendBlockChildren, CreatePage, DeleteBlock, GetPage, GetSelf, QueryDataSource, UpdatePage,
};
use recto_api::ids::{BlockId, DataSourceId, PageId};
use recto_api::page::{NewPage, PagePatch};
use recto_client::{Client, Error, Pace, Token, Transport};
use tokio::time::Instant;
use tower::ServiceExt;

use self::cell::{Cell, Seen};
use self::clock::Clock;
use self::server::{Elsewhere, ID, Server};
use crate::scripted::TOKEN;

/// One request of each sort, in the order of the tables' columns.
const METHODS: [&str; 6] = [
    "GET a page",
    "POST a query",
    "POST a page",
    "PATCH children onto a page",
    "PATCH a page",
    "DELETE a block",
];

async fn ask(client: &Client, method: &str) -> Result<(), Error> {
    let page = PageId::parse(ID).unwrap();
    match method {
        "GET a page" => client.send(&GetPage::new(page)).await.map(drop),
        "POST a query" => {
            let source = DataSourceId::parse(ID).unwrap();
            client.send(&QueryDataSource::new(source)).await.map(drop)
        }
        "POST a page" => {
            let create = CreatePage::new(NewPage::default());
            client.send(&create).await.map(drop)
        }
        "PATCH children onto a page" => {
            let children = AppendChildren::new([BlockContent::paragraph("One more line")]);
            let append = AppendBlockChildren::new(page, children);
            client.send(&append).await.map(drop)
        }
        "PATCH a page" => {
            let patch = PagePatch::default().in_trash(true);
            client.send(&UpdatePage::new(page, patch)).await.map(drop)
        }
        "DELETE a block" => {
            let block = BlockId::parse(ID).unwrap();
            client.send(&DeleteBlock::new(block)).await.map(drop)
        }
        other => panic!("{other} is in no column"),
    }
}

/// Meets a fault with the client's own settings but for the pace, on a connection that is already
/// open: the commonest case, and the one in which an HTTP library is tempted to send again by
/// itself.
async fn meet(network: &Transport, fault: &str, times: u32, method: &str) -> Seen {
    let clock = Clock::default();
    let elsewhere = Elsewhere::start().await;
    let server = Server::start(fault::fault(fault), times, &elsewhere.origin, clock.clone()).await;
    let (network, holder) = (network.clone(), clock.clone());
    let transport = Transport::new(tower::service_fn(move |request| {
        let (network, flight) = (network.clone(), holder.take_off());
        async move {
            let answer = network.oneshot(request).await;
            drop(flight);
            answer
        }
    }));
    let client = Client::builder(Token::parse(TOKEN).unwrap())
        .base_url(&server.origin)
        .transport(transport)
        .pace(Pace::unlimited())
        .build()
        .unwrap();
    client.send(&GetSelf).await.unwrap();
    // Time for the client to notice a connection that is closed.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;

    let before = client.usage();
    let start = Instant::now();
    let result = ask(&client, method).await;
    let took = start.elapsed();
    assert!(!elsewhere.was_asked(), "{fault}: {method}: followed");
    let record = server.record.lock().unwrap();
    let sent = client.usage().since(&before).requests;
    assert_eq!(
        u64::from(record.requests),
        sent,
        "{fault}: {method}: something below the client sends again, or does not send"
    );
    Seen::new(method, &result, record.requests, took, record.effects)
}

/// Compares every cell of a table with what happens, and lists those that differ.
async fn compare(rows: &str, times: u32) {
    let network = Transport::network(None).unwrap();
    let mut wrong = String::new();
    for (fault, cells) in table::rows(rows) {
        assert_eq!(cells.len(), METHODS.len(), "{fault}");
        for (method, cell) in METHODS.iter().zip(cells) {
            let seen = meet(&network, fault, times, method).await;
            if let Some(broken) = seen.broken() {
                wrong.push_str(&format!("{fault} | {method}: {seen}: {broken}\n"));
            } else if !Cell::parse(cell).fits(&seen) {
                wrong.push_str(&format!("{fault} | {method}: {seen} instead of {cell}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[tokio::test(start_paused = true)]
async fn a_fault_that_happens_once() {
    compare(table::ONCE, 1).await;
}

#[tokio::test(start_paused = true)]
async fn a_fault_without_end() {
    compare(table::ALWAYS, u32::MAX).await;
}

#[test]
fn the_page_for_users_shows_these_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/faults.md");
    let page = table::page();
    if std::env::var_os("RECTO_WRITE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/faults.md is old: write it again by RECTO_WRITE_DOCS=1 cargo nextest run -p \
         recto-client faults"
    );
}
