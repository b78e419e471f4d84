//! What goes out with a request, and what never shows.

use std::io::Write;
use std::sync::{Arc, Mutex};

use http::Method;
use recto_api::endpoint::{CreatePage, GetPageProperty, GetSelf};
use recto_api::ids::{PageId, PropertyId};
use recto_api::page::NewPage;
use recto_api::property::PropertyValue;
use recto_client::{Client, Error, Token, Version};
use serde_json::{Value, json};

use crate::scripted::{Script, TOKEN, user};

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

#[tokio::test]
async fn a_request_has_its_headers() {
    let script = Script::new().json(200, &user("A")).json(200, &Value::Null);
    let client = script.client();
    client.send(&GetSelf).await.unwrap();
    let request = script.request(0);
    assert_eq!(request.uri(), "https://api.notion.com/v1/users/me");
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    assert_eq!(
        header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(header("notion-version"), Some("2026-03-11"));
    assert!(header("user-agent").unwrap().starts_with("recto/"));
    assert_eq!(header("content-type"), None);
    assert!(request.body().is_empty());

    let body = json!({"a": 1});
    client
        .raw(Method::PATCH, "/v1/x?y=1", Version::V2022_06_28, Some(body))
        .await
        .unwrap();
    let request = script.request(1);
    assert_eq!(request.uri().path_and_query().unwrap(), "/v1/x?y=1");
    assert_eq!(request.headers()["notion-version"], "2022-06-28");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"a":1}"#);
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_never_sent() {
    let script = Script::new();
    let client = script.client();
    let page_id = PageId::parse(ID).unwrap();
    let sneaky = GetPageProperty::new(page_id, PropertyId::from(".."));
    let error = client.send(&sneaky).await.unwrap_err();
    assert!(matches!(error, Error::Path(_)), "{error}");
    for path in ["/v1/../admin", "v1/users", "/v1/%2e%2E/x", "/v1/a b"] {
        let error = client
            .raw(Method::GET, path, Version::NEWEST, None)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Path(_)), "{path}: {error}");
    }
    assert_eq!(script.count(), 0);
}

/// Collects what a subscriber writes.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The plainest of subscribers: writes every field of every span and event.
struct Tell(Sink);

struct Fields<'a>(&'a mut Sink);

impl tracing::field::Visit for Fields<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Tell {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("recto_client")
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut Fields(&mut self.0.clone()));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Fields(&mut self.0.clone()));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut Fields(&mut self.0.clone()));
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn neither_token_nor_content_shows_in_traces_and_errors() {
    let sink = Sink::default();
    let _guard = tracing::subscriber::set_default(Tell(sink.clone()));
    // Tests beside this one trace to no one, and whoever traces first decides for all. So every
    // place that traces is passed once, and then asked anew.
    let first = Script::new()
        .refuse(502, "bad_gateway", Value::Null)
        .json(200, &user("A"));
    first.client().send(&GetSelf).await.unwrap();
    tracing::callsite::rebuild_interest_cache();
    let script = Script::new()
        .refuse(502, "bad_gateway", Value::Null)
        .json(200, &user("Cellar value"))
        .refuse(400, "validation_error", Value::Null)
        .reset()
        .hang();
    let client = script.client();
    client.send(&GetSelf).await.unwrap();
    let new_page = NewPage::default().property("Name", PropertyValue::title("Cellar value"));
    let create = CreatePage::new(new_page);
    let mut told = format!("{client:?}");
    for _ in 0..3 {
        let error = client.send(&create).await.unwrap_err();
        told += &format!("{error} {error:?} {:?}", error.advice());
    }
    told += &String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(
        told.contains("/v1/users/me") && told.contains("sending again"),
        "{told}"
    );
    assert!(
        !told.contains("topsecret") && !told.contains("Cellar"),
        "{told}"
    );
    assert!(String::from_utf8_lossy(script.request(3).body()).contains("Cellar"));
}

#[test]
fn a_bad_token_is_refused_before_there_is_a_client() {
    let error = Error::from(Token::parse("hunter2").unwrap_err());
    assert!(error.is_unauthorized());
    assert!(
        error
            .to_string()
            .contains("https://www.notion.so/profile/integrations")
    );
    let built = Client::builder(Token::parse(TOKEN).unwrap())
        .base_url("nowhere")
        .build();
    assert!(matches!(built.unwrap_err(), Error::Setting(_)));
}
