//! One line of a recording: a conversation.

use http::Method;
use jiff::Timestamp;
use recto_api::endpoint;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::corpus::body::Body;

/// Requests and answers in their order.
#[derive(Debug)]
pub(crate) struct Conversation {
    /// Where it stands.
    pub(crate) place: String,
    /// When it was recorded.
    pub(crate) recorded: Option<Timestamp>,
    pub(crate) exchanges: Vec<Exchange>,
}

/// A request and its answer.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) method: Method,
    /// The path without host and query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) version: Option<String>,
    pub(crate) request: Option<Value>,
    pub(crate) status: u16,
    pub(crate) response: Value,
}

#[derive(Deserialize)]
struct Line {
    source: Option<String>,
    file: Option<String>,
    recorded: Option<String>,
    notion_version: Option<String>,
    exchanges: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    method: Option<String>,
    path: Option<String>,
    query: Option<String>,
    notion_version: Option<String>,
    status: Option<u16>,
    request_body: Option<Box<RawValue>>,
    response_body: Option<Box<RawValue>>,
}

impl Conversation {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// When it is no JSON object with `exchanges`.
    pub(crate) fn read(line: &str, place: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let exchanges = line
            .exchanges
            .into_iter()
            .filter_map(|one| exchange(one, line.notion_version.as_ref()))
            .collect();
        Ok(Self {
            place: format!("{place} {} {}", of(&line.source), of(&line.file)),
            recorded: line.recorded.as_deref().and_then(time),
            exchanges,
        })
    }
}

/// A time in any form recorders write; without an offset it is in UTC.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.replacen(' ', "T", 1);
    text.parse().or_else(|_| format!("{text}Z").parse()).ok()
}

fn exchange(one: One, version: Option<&String>) -> Option<Exchange> {
    let path = one.path?;
    let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| {
        rest.find('/').map_or("/", |slash| &rest[slash..])
    });
    let (path, own_query) = path.split_once('?').unwrap_or((path, ""));
    let response = Body::new(one.response_body)
        .value()
        .cloned()
        .unwrap_or_default();
    let is_error = response
        .get("object")
        .is_some_and(|object| object == "error");
    let told = response
        .get("status")
        .and_then(Value::as_u64)
        .filter(|_| is_error);
    let told = told.and_then(|status| u16::try_from(status).ok());
    Some(Exchange {
        method: one.method?.to_ascii_uppercase().parse().ok()?,
        query: one.query.unwrap_or_else(|| own_query.to_owned()),
        path: path.to_owned(),
        version: one.notion_version.or_else(|| version.cloned()),
        request: Body::new(one.request_body).value().cloned(),
        status: one.status.or(told).unwrap_or(200),
        response,
    })
}

impl Exchange {
    /// Method and path with ids taken out.
    pub(crate) fn endpoint(&self) -> String {
        match endpoint::route(&self.method, &self.path) {
            Some(found) => format!("{} {}", found.route.method, found.route.path),
            None => format!("{} (unknown path)", self.method),
        }
    }

    /// The segments of the path behind `/v1/`.
    pub(crate) fn segments(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches('/');
        path.split('/')
            .skip(1)
            .filter(|segment| !segment.is_empty())
            .collect()
    }

    /// Whether the service did what it was asked to.
    pub(crate) fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The objects of the answer: those of a list, or the one.
    pub(crate) fn objects(&self) -> Vec<&Value> {
        match self.response.get("results").and_then(Value::as_array) {
            Some(results) => results.iter().collect(),
            None => vec![&self.response],
        }
    }

    /// When it happened, as far as the answer of a write tells.
    pub(crate) fn happened(&self) -> Option<Timestamp> {
        let asks = matches!(self.segments().last(), Some(&("query" | "search")));
        if self.method == Method::GET || asks {
            return None;
        }
        let object = self.objects().first().copied()?;
        let creates = self.method == Method::POST || self.path.ends_with("/children");
        let name = if creates {
            "created_time"
        } else {
            "last_edited_time"
        };
        object.get(name)?.as_str()?.parse().ok()
    }
}
