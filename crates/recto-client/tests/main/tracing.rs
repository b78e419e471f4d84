//! What a subscriber is told: one span for each call, and nothing that is nobody's business.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use http::Method;
use recto_api::endpoint::{GetPage, GetSelf, QueryDataSource, UpdatePage};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::page::PagePatch;
use recto_api::property::PropertyValue;
use recto_api::query::Filter;
use recto_client::{Cache, Client, Pace, Token, Version};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::scripted::{Script, refusal, user};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

/// Every span with its fields, and every event.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    spans: Vec<BTreeMap<String, String>>,
    events: Vec<BTreeMap<String, String>>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("recto_client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        fields.insert("name".to_owned(), span.metadata().name().to_owned());
        span.record(&mut Fields(&mut fields));
        let mut log = self.0.lock().unwrap();
        log.spans.push(fields);
        Id::from_u64(log.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut log = self.0.lock().unwrap();
        values.record(&mut Fields(&mut log.spans[id.into_u64() as usize - 1]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        self.0.lock().unwrap().events.push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Told {
    /// Listens in this thread.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let told = Self::default();
        let guard = tracing::subscriber::set_default(told.clone());
        // Tests beside this one trace to no one, and whoever traces first decides for all.
        tracing::callsite::rebuild_interest_cache();
        (told, guard)
    }

    fn span(&self, index: usize) -> BTreeMap<String, String> {
        self.0.lock().unwrap().spans[index].clone()
    }

    fn everything(&self) -> String {
        let log = self.0.lock().unwrap();
        format!("{:?} {:?}", log.spans, log.events)
    }
}

fn has(span: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(
            span.get(*name).map(String::as_str),
            Some(*value),
            "{name} of {span:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_one_span_that_ends_with_its_last_answer() {
    let (told, _guard) = Told::listen();
    let script = Script::new()
        .answer(502, &[("x-notion-request-id", "first")], "")
        .answer(
            200,
            &[("x-notion-request-id", "second")],
            &user("A").to_string(),
        )
        .refuse(404, "object_not_found", Value::Null)
        .reset();
    let client = script.client();
    client.send(&GetSelf).await.unwrap();
    let page = PageId::parse(ID).unwrap();
    client.send(&GetPage::new(page.clone())).await.unwrap_err();
    let update = UpdatePage::new(page, PagePatch::default());
    client.send(&update).await.unwrap_err();

    assert_eq!(told.0.lock().unwrap().spans.len(), 3);
    has(
        &told.span(0),
        &[
            ("name", "notion"),
            ("method", "GET"),
            ("operation", "GetSelf"),
            ("path", "/v1/users/me"),
            ("attempts", "2"),
            ("status", "200"),
            ("request_id", "second"),
        ],
    );
    has(
        &told.span(1),
        &[
            ("operation", "GetPage"),
            ("path", "/v1/pages/{page_id}"),
            ("status", "404"),
            ("code", "object_not_found"),
        ],
    );
    has(&told.span(2), &[("method", "PATCH"), ("attempts", "1")]);
    assert_eq!(told.span(2).get("status"), None);
    let log = told.0.lock().unwrap();
    let messages = log.events.iter().map(|event| event["message"].as_str());
    let messages: Vec<_> = messages.collect();
    assert_eq!(
        messages,
        ["answered", "sending again", "answered", "answered"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_from_the_cache_is_a_span_too() {
    let (told, _guard) = Told::listen();
    let script = Script::new().json(200, &user("A"));
    let client = Client::builder(Token::parse("ntn_topsecret").unwrap())
        .transport(script.transport())
        .pace(Pace::unlimited())
        .cache(Cache::default())
        .build()
        .unwrap();
    client.send(&GetSelf).await.unwrap();
    client.send(&GetSelf).await.unwrap();
    has(
        &told.span(1),
        &[("operation", "GetSelf"), ("attempts", "0")],
    );
    assert!(told.everything().contains("answered from the cache"));
}

#[tokio::test(start_paused = true)]
async fn no_token_id_query_string_or_cell_is_told() {
    let (told, _guard) = Told::listen();
    let mut echo = refusal(400, "validation_error", json!({"secretive": "Hidden"}));
    echo["message"] = format!("Hidden is not a value of {ID}.").into();
    let page = json!({"object": "page", "id": ID, "properties": {
        "Hidden": {"id": "a", "type": "number", "number": 4}
    }});
    let script = Script::new()
        .json(200, &page)
        .json(
            200,
            &json!({"object": "list", "results": [page], "has_more": false}),
        )
        .json(400, &echo)
        .text(502, "text/html", "<title>Hidden</title>")
        .json(200, &json!({"Hidden": ID}))
        .json(200, &json!({"object": "page", "Hidden": true}));
    let client = script.client();
    let id = PageId::parse(ID).unwrap();
    client.send(&GetPage::new(id.clone())).await.unwrap();
    let source = DataSourceId::parse(ID).unwrap();
    let filter = json!({"property": "Hidden", "rich_text": {"equals": "Hidden"}});
    let filter: Filter = serde_json::from_value(filter).unwrap();
    let query = QueryDataSource::new(source).only(["Hidden"]).filter(filter);
    client.send(&query).await.unwrap();
    let patch = PagePatch::default().property("Hidden", PropertyValue::title("Hidden"));
    let update = UpdatePage::new(id.clone(), patch);
    for _ in 0..2 {
        client.send(&update).await.unwrap_err();
    }
    let path = format!("/v1/things/{ID}/of/Hidden?title=Hidden&id={ID}");
    let raw = client.raw(Method::GET, &path, Version::NEWEST, None);
    raw.await.unwrap();
    client.send(&GetPage::new(id)).await.unwrap_err();

    let everything = told.everything();
    has(
        &told.span(4),
        &[("path", "/v1/things/{}/of/{}"), ("status", "200")],
    );
    for secret in ["Hidden", ID, "topsecret", "Bearer"] {
        assert!(!everything.contains(secret), "{secret} in {everything}");
    }
    assert_eq!(script.left(), 0);
}
