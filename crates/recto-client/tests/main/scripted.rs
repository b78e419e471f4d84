//! A transport that answers from a script: a queue of answers, errors and closures.
//!
//! It fails the test when more requests come than the script has answers, and keeps every request
//! for the test to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use recto_client::{BoxError, Client, Pace, Retry, Token, Transport, TransportError};
use serde_json::{Value, json};
use tokio::time::Instant;

pub(crate) const TOKEN: &str = "ntn_topsecret0123456789";

type Seen = (Instant, Request<Bytes>);
type Answer = Box<dyn FnOnce(&Request<Bytes>) -> Step + Send>;

/// What happens to one request.
pub(crate) enum Step {
    Answer(Response<Bytes>),
    Fail(BoxError),
    /// No answer, ever.
    Hang,
}

/// A script in the making, and its record afterwards.
#[derive(Clone, Default)]
pub(crate) struct Script {
    steps: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Answers the next request by a closure.
    pub(crate) fn run(self, step: impl FnOnce(&Request<Bytes>) -> Step + Send + 'static) -> Self {
        self.steps.lock().unwrap().push_back(Box::new(step));
        self
    }

    pub(crate) fn text(self, status: u16, kind: &str, text: &str) -> Self {
        self.answer(status, &[("content-type", kind)], text)
    }

    pub(crate) fn answer(self, status: u16, headers: &[(&str, &str)], text: &str) -> Self {
        let mut builder = Response::builder().status(status);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let answer = builder.body(Bytes::from(text.to_owned())).unwrap();
        self.run(move |_| Step::Answer(answer))
    }

    pub(crate) fn json(self, status: u16, body: &Value) -> Self {
        self.text(status, "application/json; charset=utf-8", &body.to_string())
    }

    /// A refusal in the service's words.
    pub(crate) fn refuse(self, status: u16, code: &str, data: Value) -> Self {
        let body = refusal(status, code, data);
        self.json(status, &body)
    }

    pub(crate) fn reset(self) -> Self {
        self.run(|_| Step::Fail("connection reset by peer".into()))
    }

    pub(crate) fn unreachable(self) -> Self {
        self.run(|_| Step::Fail(TransportError::Unreachable("connection refused".into()).into()))
    }

    pub(crate) fn hang(self) -> Self {
        self.run(|_| Step::Hang)
    }

    pub(crate) fn transport(&self) -> Transport {
        let script = self.clone();
        Transport::new(tower::service_fn(move |request: Request<Bytes>| {
            let script = script.clone();
            async move {
                let step = script.steps.lock().unwrap().pop_front();
                let step = match step {
                    Some(step) => step(&request),
                    None => panic!("the script has no answer for {request:?}"),
                };
                script.seen.lock().unwrap().push((Instant::now(), request));
                match step {
                    Step::Answer(answer) => Ok(answer),
                    Step::Fail(error) => Err(error),
                    Step::Hang => std::future::pending().await,
                }
            }
        }))
    }

    /// A client of this script, with no pace and a short timeout.
    pub(crate) fn client(&self) -> Client {
        self.client_with(Pace::unlimited(), Retry::default())
    }

    pub(crate) fn client_with(&self, pace: Pace, retry: Retry) -> Client {
        Client::builder(Token::parse(TOKEN).unwrap())
            .transport(self.transport())
            .pace(pace)
            .retry(retry)
            .timeout(Duration::from_secs(5))
            .build()
            .unwrap()
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// Answers that were not asked for.
    pub(crate) fn left(&self) -> usize {
        self.steps.lock().unwrap().len()
    }

    pub(crate) fn request(&self, index: usize) -> Request<Bytes> {
        self.seen.lock().unwrap()[index].1.clone()
    }

    /// Milliseconds between a request and the one before it.
    pub(crate) fn gap(&self, index: usize) -> u128 {
        let seen = self.seen.lock().unwrap();
        (seen[index].0 - seen[index - 1].0).as_millis()
    }
}

pub(crate) fn refusal(status: u16, code: &str, data: Value) -> Value {
    let mut body = json!({
        "object": "error", "status": status, "code": code, "message": "The script says so."
    });
    if !data.is_null() {
        body["additional_data"] = data;
    }
    body["request_id"] = "5d1e2c34-0000-4000-8000-00000000feed".into();
    body
}

pub(crate) fn user(name: &str) -> Value {
    json!({
        "object": "user", "id": "0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111", "name": name,
        "avatar_url": null, "type": "person", "person": {}
    })
}

pub(crate) fn page(id: &str) -> Value {
    json!({"object": "page", "id": id, "properties": {}})
}
