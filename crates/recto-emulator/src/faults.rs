//! Faults on demand: what a client must survive, told by rules.

mod fault;
mod parse;

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use recto_api::endpoint::{self, Operation};
use serde_json::{Value, json};

use crate::engine::{Engine, lock};

pub use fault::Fault;
pub(crate) use fault::{Effect, When};
pub(crate) use parse::{parse, present};

/// The faults that are to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds a rule behind the others; the first that matches a request counts.
    pub(crate) fn add(&self, fault: Fault) {
        lock(&self.0).push(fault);
    }

    /// Forgets all rules.
    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The rules that may still happen.
    pub(crate) fn list(&self) -> Vec<Fault> {
        lock(&self.0).clone()
    }

    /// The fault of a request that came now. Every rule for its operation counts it.
    fn take(&self, operation: Operation) -> Option<Fault> {
        let mut rules = lock(&self.0);
        let mut found = None;
        for rule in rules.iter_mut().filter(|rule| rule.is_for(operation)) {
            let due = rule.count();
            if due && found.is_none() {
                found = Some(rule.clone());
            }
        }
        rules.retain(|rule| !rule.is_spent());
        found
    }
}

/// What became of a request.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) response: Response<Bytes>,
    /// How long the answer is held back.
    pub(crate) delay: Duration,
    /// The connection ends without the answer.
    pub(crate) dropped: bool,
}

impl From<Response<Bytes>> for Exchange {
    fn from(response: Response<Bytes>) -> Self {
        Self {
            response,
            delay: Duration::ZERO,
            dropped: false,
        }
    }
}

/// Answers a request, with the fault that is due.
pub(crate) fn exchange(engine: &Engine, request: &Request<Bytes>) -> Exchange {
    if request.method() == Method::TRACE {
        return edge_page(StatusCode::METHOD_NOT_ALLOWED).into();
    }
    let method = if request.method() == Method::HEAD {
        &Method::GET
    } else {
        request.method()
    };
    let matched = endpoint::route(method, request.uri().path());
    let fault = matched.and_then(|matched| {
        Some((
            matched.route.operation,
            engine.faults.take(matched.route.operation)?,
        ))
    });
    match fault {
        None => engine.handle(request).into(),
        Some((operation, fault)) => faulty(engine, request, operation, &fault),
    }
}

fn faulty(
    engine: &Engine,
    request: &Request<Bytes>,
    operation: Operation,
    fault: &Fault,
) -> Exchange {
    let response = match (&fault.effect, fault.when) {
        // Only the time changes.
        (None, _) => engine.handle(request),
        (Some(effect), When::Before) => {
            lock(&engine.counts).add(operation);
            answer(engine, effect, Vec::new())
        }
        (Some(effect), When::After) => {
            let response = engine.handle(request);
            // What was refused had no effect to be unsure about.
            if !response.status().is_success() {
                return response.into();
            }
            let committed = match fault.tells_committed {
                true => committed(request, operation, response.body()),
                false => Vec::new(),
            };
            answer(engine, effect, committed)
        }
    };
    let dropped = matches!(fault.effect, Some(Effect::Drop));
    Exchange {
        response,
        delay: fault.delay,
        dropped,
    }
}

/// The answer that stands in the place of the right one.
fn answer(engine: &Engine, effect: &Effect, committed: Vec<(String, Value)>) -> Response<Bytes> {
    let Effect::Answer { problem, headers } = effect else {
        return edge_page(StatusCode::BAD_GATEWAY);
    };
    let mut problem = problem.clone();
    for (name, value) in committed {
        problem = problem.with(&name, value);
    }
    let mut response = crate::reply::refusal(&problem, &engine.ids.random());
    for (name, value) in headers {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    response
}

/// Ids that a saved write made, as the service tells them (documented).
fn committed(
    request: &Request<Bytes>,
    operation: Operation,
    answer: &[u8],
) -> Vec<(String, Value)> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    if operation != Operation::AppendBlockChildren {
        let id = answer.get("id").cloned();
        return id
            .map(|id| ("committed_resource_id".to_owned(), id))
            .into_iter()
            .collect();
    }
    let sent: Value = serde_json::from_slice(request.body()).unwrap_or_default();
    let count = sent
        .get("children")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let made: Vec<Value> = answer
        .get("results")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(count)
        .filter_map(|block| block.get("id").cloned())
        .collect();
    let parent = request.uri().path().split('/').nth(3).unwrap_or_default();
    let parent = crate::ids::normalized(parent).unwrap_or_else(|| parent.to_owned());
    vec![
        ("committed_resource_id".to_owned(), json!(parent)),
        ("committed_child_ids".to_owned(), Value::from(made)),
    ]
}

/// A page of the network in front of the service: no JSON, no request id.
pub(crate) fn edge_page(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
         <center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
    )));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}
