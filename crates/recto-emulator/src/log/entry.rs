//! A logged request as it is told.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Raw, RawBody, secrets};
use crate::{counts, time};

/// One request and its answer. Headers are not kept, and no token is shown, wherever it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// Counted from 1 since the start; a reset does not begin anew.
    pub number: u64,
    /// When it came, by the workspace's clock.
    pub time: Timestamp,
    /// Such as `POST`.
    pub method: String,
    /// With the query string.
    pub path: String,
    /// In snake case, such as `create_page`; none if there is none of this path and method.
    pub operation: Option<String>,
    /// What the request said its version is.
    pub version: Option<String>,
    /// None if the connection ended without an answer.
    pub status: Option<u16>,
    /// The id in the answer.
    pub request_id: Option<String>,
    /// How long it took to make the answer, waits of faults left out.
    pub duration: Duration,
    /// The fault that happened, such as `429`, `drop` or `delay`.
    pub fault: Option<String>,
    /// What was sent.
    pub request: LoggedBody,
    /// What was answered, or would have been.
    pub answer: LoggedBody,
}

/// The first 4,096 bytes of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedBody {
    /// How long all of it is, in bytes.
    pub bytes: usize,
    /// Its beginning, with what is no text replaced.
    pub text: String,
    /// Whether there is more of it.
    pub is_cut: bool,
}

impl LogEntry {
    /// The entry as `GET /_emulator/log` tells it.
    pub(crate) fn to_json(&self, bodies: bool) -> Value {
        let micros = u64::try_from(self.duration.as_micros()).unwrap_or(u64::MAX);
        let mut told = json!({
            "number": self.number,
            "time": time::zulu_text(self.time.as_millisecond()),
            "method": self.method,
            "path": self.path,
            "operation": self.operation,
            "version": self.version,
            "status": self.status,
            "request_id": self.request_id,
            "duration_us": micros,
            "fault": self.fault,
        });
        if let (true, Some(members)) = (bodies, told.as_object_mut()) {
            for (name, body) in [("request", &self.request), ("answer", &self.answer)] {
                let body = json!({"bytes": body.bytes, "text": body.text, "is_cut": body.is_cut});
                members.insert(name.to_owned(), body);
            }
        }
        told
    }
}

pub(super) fn told(raw: &Raw, token: &str) -> LogEntry {
    let is_secret = secrets::is_secret(&raw.path);
    let body = |body: &RawBody| LoggedBody {
        bytes: body.length,
        text: match is_secret && body.length > 0 {
            true => "(not shown: it holds tokens)".to_owned(),
            false => secrets::hide(&String::from_utf8_lossy(&body.bytes), token),
        },
        is_cut: body.length > body.bytes.len(),
    };
    LogEntry {
        number: raw.number,
        time: raw.time,
        method: raw.method.to_string(),
        path: secrets::hide(&secrets::hide_query(&raw.path), token),
        operation: raw.operation.map(counts::name),
        version: raw.version.clone(),
        status: raw.status,
        request_id: raw.request_id.clone(),
        duration: raw.duration,
        fault: raw.fault.clone(),
        request: body(&raw.request),
        answer: body(&raw.answer),
    }
}
