//! Faults on demand: what a client must survive, told by rules.

mod fault;
mod lag;
mod parse;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use recto_api::endpoint::{self, Operation};
use serde_json::{Value, json};

use crate::admin;
use crate::engine::{Engine, lock};
use crate::log::Seen;

pub use fault::Fault;
pub(crate) use fault::{Effect, When};
pub(crate) use parse::{parse, present};

/// The faults that are to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Mutex<Rules>,
    pub(crate) lag: lag::Lag,
}

#[derive(Debug, Default)]
struct Rules {
    /// With their numbers.
    list: Vec<(u64, Fault)>,
    /// The number of the last one, from 1.
    last: u64,
}

impl Faults {
    /// Adds a rule behind the others; the first that matches a request counts.
    pub(crate) fn add(&self, fault: Fault) {
        let mut rules = lock(&self.rules);
        rules.last += 1;
        let number = rules.last;
        rules.list.push((number, fault));
    }

    /// Forgets all rules, and what they still hide.
    pub(crate) fn clear(&self) {
        lock(&self.rules).list.clear();
        self.lag.clear();
    }

    /// Forgets the rule of a number; `false` if there is none.
    pub(crate) fn remove(&self, number: u64) -> bool {
        let list = &mut lock(&self.rules).list;
        let before = list.len();
        list.retain(|(own, _)| *own != number);
        list.len() < before
    }

    /// The rules that may still happen, with their numbers.
    pub(crate) fn list(&self) -> Vec<(u64, Fault)> {
        lock(&self.rules).list.clone()
    }

    /// The fault of a request that came now. Every rule for its operation counts it.
    fn take(&self, operation: Operation) -> Option<Fault> {
        let list = &mut lock(&self.rules).list;
        let mut found = None;
        for (_, rule) in list.iter_mut().filter(|(_, rule)| rule.is_for(operation)) {
            let due = rule.count();
            if due && found.is_none() {
                found = Some(rule.clone());
            }
        }
        list.retain(|(_, rule)| !rule.is_spent());
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
    /// How long the body takes once it began.
    pub(crate) slow: Duration,
    /// The connection ends after so many bytes of the body.
    pub(crate) cut: Option<usize>,
}

impl Exchange {
    /// The answer for who takes it whole: a body that was to be cut is.
    pub(crate) fn whole(self) -> Response<Bytes> {
        match self.cut {
            Some(at) => self.response.map(|body| body.slice(..at.min(body.len()))),
            None => self.response,
        }
    }
}

impl From<Response<Bytes>> for Exchange {
    fn from(response: Response<Bytes>) -> Self {
        Self {
            response,
            delay: Duration::ZERO,
            dropped: false,
            slow: Duration::ZERO,
            cut: None,
        }
    }
}

/// Answers a request, with the fault that is due, and logs both.
pub(crate) fn exchange(engine: &Engine, request: &Request<Bytes>) -> Exchange {
    if admin::is_own(request.uri().path()) {
        return engine.handle(request).into();
    }
    let time = engine.clock.now();
    let begun = Instant::now();
    let method = if request.method() == Method::HEAD {
        &Method::GET
    } else {
        request.method()
    };
    let operation = endpoint::route(method, request.uri().path());
    let operation = operation.map(|matched| matched.route.operation);
    let fault = operation.and_then(|operation| engine.faults.take(operation));
    let mut exchange = match (operation, &fault) {
        _ if request.method() == Method::TRACE => edge_page(StatusCode::METHOD_NOT_ALLOWED).into(),
        (Some(operation), Some(fault)) => faulty(engine, request, operation, fault),
        _ => engine.handle(request).into(),
    };
    if let Some(operation) = operation {
        engine
            .faults
            .lag
            .hide(operation, time, &mut exchange.response);
    }
    let seen = Seen {
        time,
        operation,
        duration: begun.elapsed(),
        fault: fault.as_ref().map(Fault::word),
        dropped: exchange.dropped,
    };
    engine.log.add(request, &exchange.response, seen);
    exchange
}

fn faulty(
    engine: &Engine,
    request: &Request<Bytes>,
    operation: Operation,
    fault: &Fault,
) -> Exchange {
    let response = match (&fault.effect, fault.when) {
        // Only how the answer comes changes, or what is found later.
        (None, _) => {
            let response = engine.handle(request);
            if !fault.lag.is_zero() && response.status().is_success() {
                let until = engine.clock.now().as_millisecond();
                let lag = i64::try_from(fault.lag.as_millis()).unwrap_or(i64::MAX);
                engine
                    .faults
                    .lag
                    .add(response.body(), until.saturating_add(lag));
            }
            response
        }
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
        slow: fault.slow,
        cut: fault.cut,
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
    let mut response = crate::reply::refusal(&problem, &engine.ids.request());
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
