//! A workspace to talk to.

use bytes::Bytes;
use http::{Method, Request, Response};
use recto_emulator::{Clock, Emulator};
use serde_json::Value;

/// An emulator with a clock that stands still, and a version to speak.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) clock: Clock,
    pub(crate) version: &'static str,
}

pub(crate) const NEWEST: &str = "2026-03-11";

impl World {
    pub(crate) fn new() -> Self {
        let clock = Clock::starting_at("2026-05-01T10:00:30Z".parse().unwrap());
        let emulator = Emulator::builder()
            .clock(clock.clone())
            .seed_ids(7)
            .start()
            .unwrap();
        Self {
            emulator,
            clock,
            version: NEWEST,
        }
    }

    /// The same workspace at another version.
    pub(crate) fn at(&self, version: &'static str) -> Self {
        Self {
            emulator: self.emulator.clone(),
            clock: self.clock.clone(),
            version,
        }
    }

    pub(crate) fn home(&self) -> String {
        self.emulator.root_page_id().to_string()
    }

    pub(crate) fn request(&self, method: Method, path: &str, body: &Value) -> Request<Bytes> {
        let bytes = if body.is_null() {
            Bytes::new()
        } else {
            body.to_string().into()
        };
        Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.emulator.token()))
            .header("notion-version", self.version)
            .body(bytes)
            .unwrap()
    }

    pub(crate) fn send(&self, method: Method, path: &str, body: &Value) -> Response<Bytes> {
        self.emulator.handle(self.request(method, path, body))
    }

    pub(crate) fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let response = self.send(method, path, body);
        let value = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), value)
    }

    /// A call that must succeed.
    #[track_caller]
    pub(crate) fn ok(&self, method: Method, path: &str, body: &Value) -> Value {
        let (status, value) = self.call(method, path, body);
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Value {
        self.ok(Method::GET, path, &Value::Null)
    }

    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.ok(Method::POST, path, body)
    }

    #[track_caller]
    pub(crate) fn patch(&self, path: &str, body: &Value) -> Value {
        self.ok(Method::PATCH, path, body)
    }

    /// The status and message of a call that must be refused.
    #[track_caller]
    pub(crate) fn refused(&self, method: Method, path: &str, body: &Value) -> (u16, String) {
        let (status, value) = self.call(method, path, body);
        assert_eq!(value["object"], "error", "{path}: {value}");
        (status, value["message"].as_str().unwrap().to_owned())
    }
}

/// Names of members, in order.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// The ids of a list's results.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    let results = list["results"].as_array().unwrap();
    results
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}
