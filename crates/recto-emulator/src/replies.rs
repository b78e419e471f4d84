//! Scripted replies: what the emulator says in the place of an operation it cannot do by itself,
//! such as those of agents.

mod parse;

use std::sync::Mutex;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use recto_api::endpoint::Operation;
use serde_json::Value;

use crate::engine::lock;

pub(crate) use parse::{parse, present};

/// What is said in the place of an operation, once unless it is told to be said more often.
///
/// A request is checked up to its credential, version and path before it is answered so; its body
/// is not looked at. Of several replies for one operation the one given first counts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "it is said only once it is given to an emulator"]
pub struct Reply {
    operation: Operation,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Said,
    /// How often it is still said.
    left: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// An object, answered with a `request_id` unless it has one.
    Json(Value),
    /// Frames of an event stream.
    Events(Vec<Value>),
}

impl Reply {
    /// An answer of JSON, with status 200.
    pub fn json(operation: Operation, body: Value) -> Self {
        Self {
            operation,
            status: StatusCode::OK,
            headers: Vec::new(),
            body: Said::Json(body),
            left: 1,
        }
    }

    /// An event stream of these frames, for a request that accepts one. A frame is what stands
    /// behind `data:`; its `type` stands behind `event:` as well.
    pub fn events(operation: Operation, frames: impl IntoIterator<Item = Value>) -> Self {
        Self {
            body: Said::Events(frames.into_iter().collect()),
            ..Self::json(operation, Value::Null)
        }
    }

    /// The same with another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same, said so many times.
    pub fn times(mut self, times: u64) -> Self {
        self.left = times;
        self
    }

    /// The same, said whenever it is asked for.
    pub fn always(self) -> Self {
        self.times(u64::MAX)
    }

    fn is_for(&self, operation: Operation, streams: bool) -> bool {
        self.operation == operation && matches!(self.body, Said::Events(_)) == streams
    }

    fn response(&self, request_id: &str) -> Response<Bytes> {
        let mut response = match &self.body {
            Said::Json(body) => crate::reply::scripted(self.status, body.clone(), request_id),
            Said::Events(frames) => {
                let mut response = Response::new(Bytes::from(stream(frames)));
                *response.status_mut() = self.status;
                let kind = HeaderValue::from_static("text/event-stream; charset=utf-8");
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
                response
            }
        };
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}

/// Frames as they go over the wire.
fn stream(frames: &[Value]) -> String {
    let mut out = String::new();
    for frame in frames {
        if let Some(kind) = frame.get("type").and_then(Value::as_str) {
            let kind: String = kind.chars().filter(|letter| !letter.is_control()).collect();
            out.push_str(&format!("event: {kind}\n"));
        }
        out.push_str(&format!("data: {frame}\n\n"));
    }
    out
}

/// The replies that are to be said.
#[derive(Debug, Default)]
pub(crate) struct Replies(Mutex<Vec<Reply>>);

impl Replies {
    /// Adds a reply behind the others.
    pub(crate) fn add(&self, reply: Reply) {
        lock(&self.0).push(reply);
    }

    /// Forgets all replies.
    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The replies that may still be said.
    pub(crate) fn list(&self) -> Vec<Reply> {
        lock(&self.0).clone()
    }

    /// What is to be said to a request.
    pub(crate) fn take(
        &self,
        operation: Operation,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Option<Response<Bytes>> {
        let accept = request.headers().get(header::ACCEPT);
        let streams = accept
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/event-stream"));
        let mut all = lock(&self.0);
        let reply = all
            .iter_mut()
            .find(|reply| reply.left > 0 && reply.is_for(operation, streams))?;
        let response = reply.response(request_id);
        if reply.left < u64::MAX {
            reply.left -= 1;
        }
        all.retain(|reply| reply.left > 0);
        Some(response)
    }
}
