//! A service of fixed answers that notes what it is asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use recto_client::{Builder, Cache, Client, Pace, Retry, Token, Transport};
use serde_json::{Value, json};

use crate::scripted::refusal;

/// Answers by method and path, the query string aside. What it does not know is not found.
#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: HashMap<(Method, String), (u16, Value)>,
    delays: HashMap<(Method, String), Duration>,
    asked: usize,
}

impl World {
    pub(super) fn put(&self, path: &str, answer: Value) {
        self.on(&Method::GET, path, 200, answer);
    }

    pub(super) fn on(&self, method: &Method, path: &str, status: u16, answer: Value) {
        let path = path.split('?').next().unwrap().to_owned();
        let answer = match status {
            200 => answer,
            404 => refusal(404, "object_not_found", Value::Null),
            _ => refusal(status, "validation_error", Value::Null),
        };
        let key = (method.clone(), path);
        self.0.lock().unwrap().answers.insert(key, (status, answer));
    }

    /// Lets an answer take its time.
    pub(super) fn slow(&self, method: &Method, path: &str, delay: Duration) {
        let key = (method.clone(), path.to_owned());
        self.0.lock().unwrap().delays.insert(key, delay);
    }

    /// How many requests came.
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().asked
    }

    fn builder(&self, token: &str) -> Builder {
        let world = self.clone();
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let world = world.clone();
            async move {
                let key = (request.method().clone(), request.uri().path().to_owned());
                let (answer, delay) = {
                    let mut state = world.0.lock().unwrap();
                    state.asked += 1;
                    let missing = || (404, json!({"code": "object_not_found"}));
                    let answer = state.answers.get(&key).cloned().unwrap_or_else(missing);
                    (answer, state.delays.get(&key).copied())
                };
                tokio::time::sleep(delay.unwrap_or_default()).await;
                let (status, body) = answer;
                Response::builder()
                    .status(status)
                    .body(Bytes::from(body.to_string()))
            }
        });
        Client::builder(Token::parse(token).unwrap())
            .transport(Transport::new(service))
            .pace(Pace::unlimited())
            .retry(Retry::never())
    }

    pub(super) fn client(&self, cache: Cache) -> Client {
        self.builder("ntn_one").cache(cache).build().unwrap()
    }

    /// A client with another token.
    pub(super) fn other_client(&self, cache: Cache) -> Client {
        self.builder("ntn_two").cache(cache).build().unwrap()
    }

    /// A client that gives its calls this much time.
    pub(super) fn hasty_client(&self, cache: Cache, total: Duration) -> Client {
        let builder = self.builder("ntn_one").cache(cache);
        builder.total_timeout(total).build().unwrap()
    }

    pub(super) fn without_cache(&self) -> Client {
        self.builder("ntn_one").build().unwrap()
    }
}
