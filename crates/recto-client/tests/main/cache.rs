//! What the cache answers, and what makes it forget.

mod race;
mod world;

use std::time::Duration;

use futures::future::join_all;
use http::Method;
use recto_api::endpoint::{GetPage, ListUsers};
use recto_api::ids::PageId;
use recto_api::webhook::Event;
use recto_client::{Cache, CacheSettings, Client, Error, Version};
use serde_json::{Value, json};
use tokio::time::advance;

use self::world::World;

/// Ids that are told apart by their last digits.
fn id(number: u32) -> String {
    format!("0f5b3c0a-81aa-4d54-9d54-{number:012}")
}

const PAGE: u32 = 1;
const DATABASE: u32 = 2;
const SOURCE: u32 = 3;
const BLOCK: u32 = 10;
const CHILD: u32 = 11;
const GRANDCHILD: u32 = 12;
const OTHER: u32 = 90;

fn pages(number: u32) -> String {
    format!("/v1/pages/{}", id(number))
}

fn blocks(number: u32) -> String {
    format!("/v1/blocks/{}", id(number))
}

fn children(number: u32) -> String {
    format!("{}/children", blocks(number))
}

fn source(number: u32) -> String {
    format!("/v1/data_sources/{}", id(number))
}

fn in_page(number: u32) -> Value {
    json!({"type": "page_id", "page_id": id(number)})
}

fn in_block(number: u32) -> Value {
    json!({"type": "block_id", "block_id": id(number)})
}

/// A page with a block, a child below that and another below that one; a table with a row.
fn world() -> World {
    let block =
        |number, parent: Value| json!({"object": "block", "id": id(number), "parent": parent});
    let list = |of: Value| json!({"object": "list", "results": [of], "has_more": false});
    let world = World::default();
    let row = json!({"type": "data_source_id", "data_source_id": id(SOURCE), "database_id": id(DATABASE)});
    world.put(
        &pages(PAGE),
        json!({"object": "page", "id": id(PAGE), "parent": row}),
    );
    world.put(
        &format!("{}/properties/abcd", pages(PAGE)),
        json!({"object": "list", "results": [{"object": "property_item", "id": "abcd"}]}),
    );
    world.put(&blocks(BLOCK), block(BLOCK, in_page(PAGE)));
    world.put(&children(PAGE), list(block(BLOCK, in_page(PAGE))));
    world.put(&blocks(CHILD), block(CHILD, in_block(BLOCK)));
    world.put(&children(BLOCK), list(block(CHILD, in_block(BLOCK))));
    world.put(&blocks(GRANDCHILD), block(GRANDCHILD, in_block(CHILD)));
    world.put(&children(CHILD), list(block(GRANDCHILD, in_block(CHILD))));
    world.put(&pages(OTHER), json!({"object": "page", "id": id(OTHER)}));
    world.put(&children(OTHER), list(block(OTHER + 1, in_page(OTHER))));
    world.put(
        &source(SOURCE),
        json!({
            "object": "data_source", "id": id(SOURCE),
            "parent": {"type": "database_id", "database_id": id(DATABASE)},
            "properties": {"Tags": {"id": "tags", "type": "multi_select", "multi_select": {
                "options": [{"id": "1", "name": "old"}]
            }}}
        }),
    );
    world.put(
        &format!("/v1/databases/{}", id(DATABASE)),
        json!({"object": "database", "id": id(DATABASE), "data_sources": [{"id": id(SOURCE)}]}),
    );
    world.put(
        "/v1/users",
        json!({"object": "list", "results": [{"object": "user", "id": id(50)}]}),
    );
    world.put("/v1/users/me", json!({"object": "user", "id": id(51)}));
    world
}

async fn get(client: &Client, path: &str) -> Value {
    client
        .raw(Method::GET, path, Version::NEWEST, None)
        .await
        .unwrap()
}

async fn send(client: &Client, method: Method, path: &str, body: Value) -> Result<Value, Error> {
    client.raw(method, path, Version::NEWEST, Some(body)).await
}

/// Everything that is kept.
fn everything() -> Vec<String> {
    vec![
        pages(PAGE),
        format!("{}/properties/abcd", pages(PAGE)),
        blocks(BLOCK),
        children(PAGE),
        blocks(CHILD),
        children(BLOCK),
        blocks(GRANDCHILD),
        children(CHILD),
        pages(OTHER),
        children(OTHER),
        source(SOURCE),
        format!("/v1/databases/{}", id(DATABASE)),
        "/v1/users".to_owned(),
    ]
}

async fn fill(client: &Client) {
    for path in everything() {
        get(client, &path).await;
    }
}

/// What of everything has to be asked for again.
async fn forgotten(world: &World, client: &Client) -> Vec<String> {
    let mut forgotten = Vec::new();
    for path in everything() {
        let before = world.count();
        get(client, &path).await;
        if world.count() > before {
            forgotten.push(path);
        }
    }
    forgotten
}

/// Fills a cache, writes, and tells what was forgotten.
async fn after(method: Method, path: &str, body: Value, answer: Value) -> Vec<String> {
    let world = world();
    let client = world.client(Cache::default());
    fill(&client).await;
    world.on(&method, path, 200, answer);
    send(&client, method, path, body).await.unwrap();
    forgotten(&world, &client).await
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_unless_asked_for() {
    let world = world();
    let client = world.without_cache();
    for _ in 0..3 {
        get(&client, &pages(PAGE)).await;
    }
    assert_eq!(world.count(), 3);
    assert!(client.cache().is_none());
}

#[tokio::test(start_paused = true)]
async fn each_kind_is_kept_for_its_time() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for (path, time) in [
        (pages(PAGE), minutes(5)),
        (format!("{}/properties/abcd", pages(PAGE)), minutes(5)),
        (blocks(BLOCK), minutes(10)),
        (format!("{}?page_size=3", children(BLOCK)), minutes(10)),
        (source(SOURCE), minutes(30)),
        (format!("/v1/databases/{}", id(DATABASE)), minutes(30)),
        ("/v1/users".to_owned(), minutes(30)),
        ("/v1/users/me".to_owned(), minutes(30)),
    ] {
        let world = world();
        let client = world.client(Cache::default());
        let first = get(&client, &path).await;
        advance(time - Duration::from_millis(1)).await;
        assert_eq!(get(&client.clone(), &path).await, first);
        assert_eq!(world.count(), 1, "{path}");
        advance(Duration::from_millis(1)).await;
        get(&client, &path).await;
        assert_eq!(world.count(), 2, "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_reads_are_asked_every_time() {
    let world = world();
    let client = world.client(Cache::default());
    for (method, path) in [
        (Method::POST, "/v1/search".to_owned()),
        (Method::POST, format!("{}/query", source(SOURCE))),
        (Method::GET, format!("/v1/comments?block_id={}", id(PAGE))),
        (Method::GET, format!("{}/markdown", pages(PAGE))),
        (Method::GET, "/v1/things/of/tomorrow".to_owned()),
    ] {
        world.on(
            &method,
            &path,
            200,
            json!({"object": "list", "results": []}),
        );
        let before = world.count();
        for _ in 0..2 {
            let body = (method == Method::POST).then(|| json!({}));
            let answer = client.raw(method.clone(), &path, Version::NEWEST, body);
            answer.await.unwrap();
        }
        assert_eq!(world.count() - before, 2, "{path}");
    }
    assert_eq!(client.cache().unwrap().stats().misses, 0);
}

#[tokio::test(start_paused = true)]
async fn refusals_are_not_kept() {
    let world = World::default();
    let client = world.client(Cache::default());
    let path = pages(PAGE);
    let missing = client.raw(Method::GET, &path, Version::NEWEST, None);
    assert!(missing.await.unwrap_err().is_not_found());
    world.put(&pages(PAGE), json!({"object": "page", "id": id(PAGE)}));
    get(&client, &pages(PAGE)).await;
}

#[tokio::test(start_paused = true)]
async fn versions_tokens_and_query_strings_are_told_apart() {
    let world = world();
    let cache = Cache::default();
    let (one, two) = (world.client(cache.clone()), world.other_client(cache));
    get(&one, &pages(PAGE)).await;
    get(&two, &pages(PAGE)).await;
    get(&one, &format!("{}?filter_properties=a", pages(PAGE))).await;
    let path = pages(PAGE);
    let old = one.raw(Method::GET, &path, Version::V2022_06_28, None);
    old.await.unwrap();
    assert_eq!(world.count(), 4);

    // But a write through one is heard by all.
    world.on(&Method::PATCH, &pages(PAGE), 200, json!({}));
    send(&two, Method::PATCH, &pages(PAGE), json!({}))
        .await
        .unwrap();
    get(&one, &pages(PAGE)).await;
    assert_eq!(world.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn typed_requests_are_kept_too_and_what_they_cannot_read_is_not_theirs() {
    let world = world();
    let client = world.client(Cache::default());
    let page = GetPage::new(PageId::parse(&id(PAGE)).unwrap());
    client.send(&page).await.unwrap();
    client.send(&page).await.unwrap();
    client.send(&ListUsers::default()).await.unwrap();
    client.send(&ListUsers::default()).await.unwrap();
    assert_eq!(world.count(), 2);

    // JSON it is, so `raw` is content, but a page it is not.
    world.put(
        &pages(OTHER),
        json!({"object": "page", "id": 7, "nothing": true}),
    );
    let odd = GetPage::new(PageId::parse(&id(OTHER)).unwrap());
    get(&client, &pages(OTHER)).await;
    client.send(&odd).await.unwrap_err();
    world.put(
        &pages(OTHER),
        json!({"object": "page", "id": id(OTHER), "properties": {}}),
    );
    client.send(&odd).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_page_that_changes_goes_with_its_properties_and_no_more() {
    let answer =
        json!({"object": "page", "id": id(PAGE), "parent": {"data_source_id": id(SOURCE)}});
    let body = json!({"properties": {"Name": {"title": []}}});
    let forgotten = after(Method::PATCH, &pages(PAGE), body, answer).await;
    assert_eq!(
        forgotten,
        [
            pages(PAGE),
            format!("{}/properties/abcd", pages(PAGE)),
            // Its blocks have it for a parent, and its children are found by it.
            children(PAGE),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_block_that_changes_goes_with_the_lists_that_hold_it_and_what_is_above() {
    let above = [
        pages(PAGE),
        format!("{}/properties/abcd", pages(PAGE)),
        blocks(BLOCK),
        children(PAGE),
    ];
    let answer = json!({"object": "block", "id": id(CHILD), "parent": in_block(BLOCK)});
    let forgotten = after(Method::PATCH, &blocks(CHILD), json!({}), answer).await;
    let changed = [
        &above[..],
        &[blocks(CHILD), children(BLOCK), children(CHILD)],
    ]
    .concat();
    assert_eq!(forgotten, changed);

    let answer = json!({"object": "list", "results": [
        {"object": "block", "id": id(70), "parent": in_block(BLOCK)}
    ]});
    let forgotten = after(
        Method::PATCH,
        &children(BLOCK),
        json!({"children": []}),
        answer,
    )
    .await;
    assert_eq!(forgotten, [&above[..], &[children(BLOCK)]].concat());

    let forgotten = after(
        Method::DELETE,
        &blocks(BLOCK),
        json!({}),
        json!({"id": id(BLOCK)}),
    )
    .await;
    let below = [
        blocks(CHILD),
        children(BLOCK),
        blocks(GRANDCHILD),
        children(CHILD),
    ];
    assert_eq!(forgotten, [&above[..], &below].concat());
}

#[tokio::test(start_paused = true)]
async fn what_is_below_a_page_goes_when_it_is_trashed_or_rewritten() {
    for (method, path, body) in [
        (Method::PATCH, pages(PAGE), json!({"in_trash": true})),
        (Method::PATCH, pages(PAGE), json!({"erase_content": true})),
        (
            Method::PATCH,
            format!("{}/markdown", pages(PAGE)),
            json!({"type": "replace_content"}),
        ),
    ] {
        let forgotten = after(method, &path, body, json!({})).await;
        assert_eq!(forgotten, everything()[..8], "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_schema_goes_when_it_changes_and_stays_when_rows_do() {
    let schema = [source(SOURCE), format!("/v1/databases/{}", id(DATABASE))];
    let answer = json!({"id": id(SOURCE), "parent": {"database_id": id(DATABASE)}});
    let forgotten = after(
        Method::PATCH,
        &source(SOURCE),
        json!({"properties": {}}),
        answer,
    )
    .await;
    assert_eq!(forgotten, schema);
    let path = format!("/v1/databases/{}", id(DATABASE));
    assert_eq!(
        after(Method::PATCH, &path, json!({}), json!({})).await,
        schema
    );
    // A relation with a side in the other data source adds a property there.
    let body = json!({"properties": {"R": {"relation": {"data_source_id": id(SOURCE)}}}});
    let forgotten = after(Method::PATCH, &source(77), body, json!({})).await;
    assert_eq!(forgotten, schema);

    let row = |name: &str| {
        json!({
            "parent": {"type": "data_source_id", "data_source_id": id(SOURCE)},
            "properties": {
                "Tags": {"multi_select": [{"name": name}]},
                "Who": {"people": [{"id": id(50)}]}
            }
        })
    };
    let answer = json!({"id": id(60), "parent": {"data_source_id": id(SOURCE)}});
    assert!(
        after(Method::POST, "/v1/pages", row("old"), answer.clone())
            .await
            .is_empty()
    );
    // An option that is new is added to the schema by the row that names it.
    assert_eq!(
        after(Method::POST, "/v1/pages", row("new"), answer).await,
        schema
    );
}

#[tokio::test(start_paused = true)]
async fn ids_in_a_body_are_heeded() {
    let body = json!({"properties": {"R": {"relation": [{"id": id(OTHER)}]}}});
    let forgotten = after(Method::PATCH, &pages(777), body, json!({})).await;
    assert_eq!(forgotten, [pages(OTHER), children(OTHER)]);
    let body = json!({"parent": in_page(OTHER), "properties": {}});
    let forgotten = after(Method::POST, "/v1/pages", body, json!({"id": id(61)})).await;
    assert_eq!(forgotten, [pages(OTHER), children(OTHER)]);
    // What is written to nobody knows what is taken to concern all.
    let forgotten = after(Method::POST, "/v1/things/of/tomorrow", json!({}), json!({})).await;
    assert_eq!(forgotten, everything());
    let forgotten = after(Method::POST, "/v1/file_uploads", json!({}), json!({})).await;
    assert!(forgotten.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_write_that_failed_counts_and_one_in_doubt_keeps_its_object_out() {
    let world = world();
    let client = world.client(Cache::default());
    let page = pages(PAGE);
    for (status, in_doubt) in [(400, false), (404, false), (502, true)] {
        get(&client, &page).await;
        world.on(&Method::PATCH, &page, status, Value::Null);
        send(&client, Method::PATCH, &page, json!({}))
            .await
            .unwrap_err();
        let before = world.count();
        get(&client, &page).await;
        get(&client, &page).await;
        let asked = if in_doubt { 2 } else { 1 };
        assert_eq!(world.count() - before, asked, "{status}");
        advance(Duration::from_secs(60)).await;
        get(&client, &page).await;
        let before = world.count();
        get(&client, &page).await;
        assert_eq!(world.count(), before, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_nobody_waits_for_keeps_its_object_out() {
    let world = world();
    let client = world.client(Cache::default());
    get(&client, &pages(PAGE)).await;
    world.on(&Method::PATCH, &pages(PAGE), 200, json!({}));
    world.slow(&Method::PATCH, &pages(PAGE), Duration::from_secs(5));
    let path = pages(PAGE);
    let write = send(&client, Method::PATCH, &path, json!({}));
    tokio::time::timeout(Duration::from_secs(1), write)
        .await
        .unwrap_err();
    let before = world.count();
    get(&client, &pages(PAGE)).await;
    get(&client, &pages(PAGE)).await;
    assert_eq!(world.count() - before, 2);
}

#[tokio::test(start_paused = true)]
async fn a_page_from_a_template_is_not_kept_while_it_fills() {
    let world = world();
    let client = world.client(Cache::default());
    world.on(&Method::POST, "/v1/pages", 200, json!({"id": id(PAGE)}));
    let body = json!({"parent": {"data_source_id": id(SOURCE)}, "template": {"type": "default"}});
    send(&client, Method::POST, "/v1/pages", body)
        .await
        .unwrap();
    let before = world.count();
    get(&client, &children(PAGE)).await;
    get(&client, &children(PAGE)).await;
    assert_eq!(world.count() - before, 2);
}

#[tokio::test(start_paused = true)]
async fn a_cache_can_be_told_and_cleared() {
    let world = world();
    let cache = Cache::default();
    let client = world.client(cache.clone());
    fill(&client).await;
    cache.invalidate(id(OTHER).replace('-', "").to_uppercase());
    cache.invalidate("no id");
    assert_eq!(
        forgotten(&world, &client).await,
        [pages(OTHER), children(OTHER)]
    );
    let stats = cache.stats();
    assert_eq!((stats.entries, stats.invalidated), (13, 2));
    assert_eq!((stats.hits, stats.misses), (11, 15));
    assert!((stats.hit_rate() - 11.0 / 26.0).abs() < 1e-9 && stats.bytes > 13 * 100);
    cache.clear();
    let stats = cache.stats();
    assert_eq!((stats.entries, stats.bytes, stats.invalidated), (0, 0, 15));
    assert_eq!(forgotten(&world, &client).await, everything());
}

#[tokio::test(start_paused = true)]
async fn events_of_webhooks_are_heard() {
    for (event, expected) in [
        (
            json!({"type": "page.properties_updated", "entity": {"id": id(PAGE), "type": "page"},
                "data": {"parent": {"id": id(SOURCE), "type": "data_source"}}}),
            vec![
                pages(PAGE),
                format!("{}/properties/abcd", pages(PAGE)),
                children(PAGE),
            ],
        ),
        (
            json!({"type": "page.content_updated", "entity": {"id": id(PAGE), "type": "page"},
                "data": {"updated_blocks": [{"id": id(OTHER + 1), "type": "block"}]}}),
            [&everything()[..8], &[pages(OTHER), children(OTHER)]].concat(),
        ),
        (
            json!({"type": "data_source.schema_updated",
                "entity": {"id": id(SOURCE), "type": "data_source"},
                "data": {"parent": {"id": id(DATABASE), "type": "database"}}}),
            vec![source(SOURCE), format!("/v1/databases/{}", id(DATABASE))],
        ),
        (
            json!({"type": "page.created", "entity": {"id": id(800), "type": "page"},
                "data": {"parent": {"id": id(OTHER), "type": "page"}}}),
            vec![pages(OTHER), children(OTHER)],
        ),
        (json!({"type": "thing.of_tomorrow"}), vec![]),
    ] {
        let world = world();
        let client = world.client(Cache::default());
        fill(&client).await;
        let name = event.to_string();
        let event: Event = serde_json::from_value(event).unwrap();
        client.cache().unwrap().invalidate_by(&event);
        assert_eq!(forgotten(&world, &client).await, expected, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn fresh_asks_and_refreshes() {
    let world = world();
    let client = world.client(Cache::default());
    get(&client, &pages(PAGE)).await;
    world.put(
        &pages(PAGE),
        json!({"object": "page", "id": id(PAGE), "new": true}),
    );
    assert_eq!(get(&client, &pages(PAGE)).await.get("new"), None);
    assert_eq!(get(&client.fresh(), &pages(PAGE)).await["new"], true);
    assert_eq!(get(&client, &pages(PAGE)).await["new"], true);
    assert_eq!(world.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn it_holds_no_more_than_it_may_and_drops_what_is_used_least() {
    let world = World::default();
    let text = "x".repeat(10_000);
    for number in 0..20 {
        world.put(
            &pages(number),
            json!({"object": "page", "id": id(number), "text": text}),
        );
    }
    let settings = CacheSettings {
        max_bytes: 100_000,
        ..CacheSettings::default()
    };
    let client = world.client(Cache::new(settings.clone()));
    for number in 0..20 {
        get(&client, &pages(number)).await;
        get(&client, &pages(0)).await;
    }
    let stats = client.cache().unwrap().stats();
    assert!(stats.bytes <= 100_000 && stats.entries == 9, "{stats:?}");
    assert_eq!(stats.evicted, 11);
    let before = world.count();
    for number in [0, 13, 19] {
        get(&client, &pages(number)).await;
    }
    assert_eq!(world.count(), before);

    // What would not fit at all leaves the others alone; zero keeps nothing.
    world.put(
        &pages(40),
        json!({"object": "page", "id": id(40), "text": "x".repeat(100_000)}),
    );
    get(&client, &pages(40)).await;
    assert_eq!(client.cache().unwrap().stats().entries, 9);
    let none = CacheSettings {
        pages: Duration::ZERO,
        ..settings
    };
    let client = world.client(Cache::new(none));
    get(&client, &pages(1)).await;
    assert_eq!(client.cache().unwrap().stats().entries, 0);
}

#[tokio::test(start_paused = true)]
async fn equal_reads_at_once_are_one_request() {
    let world = world();
    let client = world.client(Cache::default());
    world.slow(&Method::GET, &pages(PAGE), Duration::from_secs(1));
    let path = pages(PAGE);
    let answers = join_all((0..10).map(|_| get(&client, &path))).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(world.count(), 1);
    let stats = client.cache().unwrap().stats();
    assert_eq!((stats.hits, stats.misses), (9, 1));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_an_equal_read_longer_than_for_their_own() {
    let world = world();
    let cache = Cache::default();
    let (patient, total) = (world.client(cache.clone()), Duration::from_secs(5));
    let hasty = world.hasty_client(cache, total);
    let path = pages(PAGE);
    world.slow(&Method::GET, &path, Duration::from_secs(60));
    let start = tokio::time::Instant::now();
    let (_, error) = futures::join!(get(&patient, &path), async {
        let error = hasty.raw(Method::GET, &path, Version::NEWEST, None).await;
        (error.unwrap_err(), start.elapsed())
    });
    assert!(matches!(error.0, Error::NoTurn { .. }), "{:?}", error.0);
    assert_eq!((error.1, world.count()), (total, 1));
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_read_that_is_given_up_asks_itself() {
    let world = world();
    let client = world.client(Cache::default());
    world.slow(&Method::GET, &pages(PAGE), Duration::from_secs(2));
    let path = pages(PAGE);
    let (first, second) = futures::join!(
        tokio::time::timeout(Duration::from_secs(1), get(&client, &path)),
        get(&client, &path)
    );
    assert!(first.is_err());
    assert_eq!(second["id"], id(PAGE).as_str());
    assert_eq!(world.count(), 2);
}
