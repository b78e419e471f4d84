//! The last requests with their answers: a ring of fixed size, in memory.

mod entry;
mod filter;
mod secrets;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use recto_api::endpoint::Operation;

use crate::counts;
use crate::engine::lock;

pub use entry::{LogEntry, LoggedBody};
pub use filter::LogFilter;

/// How many requests are kept.
const ENTRIES: usize = 1_000;

/// How much of each body is kept, in bytes.
const BODY_BYTES: usize = 4_096;

/// What came and what was answered, the last [`ENTRIES`] of it.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    kept: VecDeque<Raw>,
    /// The number of the last one, from 1.
    last: u64,
}

/// A request as it is kept: cheap to keep, told only when somebody asks.
#[derive(Debug, Clone)]
struct Raw {
    number: u64,
    time: Timestamp,
    method: http::Method,
    /// With the query string.
    path: String,
    operation: Option<Operation>,
    version: Option<String>,
    /// None if the connection ended without an answer.
    status: Option<u16>,
    request_id: Option<String>,
    duration: Duration,
    fault: Option<String>,
    request: RawBody,
    answer: RawBody,
}

/// The beginning of a body.
#[derive(Debug, Clone)]
struct RawBody {
    bytes: Bytes,
    length: usize,
}

impl RawBody {
    fn new(body: &Bytes) -> Self {
        let bytes = match body.len() > BODY_BYTES {
            // Not a slice: that would keep all of it.
            true => Bytes::copy_from_slice(&body[..BODY_BYTES]),
            false => body.clone(),
        };
        let length = body.len();
        Self { bytes, length }
    }
}

/// What is known of an exchange besides its request and answer.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) time: Timestamp,
    pub(crate) operation: Option<Operation>,
    pub(crate) duration: Duration,
    /// The fault that happened, in one word.
    pub(crate) fault: Option<String>,
    /// The answer was never sent.
    pub(crate) dropped: bool,
}

impl Log {
    /// Keeps an exchange, and forgets the oldest if there are too many.
    pub(crate) fn add(&self, request: &Request<Bytes>, response: &Response<Bytes>, seen: Seen) {
        let text = |headers: &http::HeaderMap, name: &str| {
            headers
                .get(name)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let uri = request.uri();
        let path = uri
            .path_and_query()
            .map_or(uri.path(), |path| path.as_str());
        let mut raw = Raw {
            number: 0,
            time: seen.time,
            method: request.method().clone(),
            path: path.chars().take(BODY_BYTES).collect(),
            operation: seen.operation,
            version: text(request.headers(), "notion-version"),
            status: (!seen.dropped).then(|| response.status().as_u16()),
            request_id: text(response.headers(), "x-notion-request-id"),
            duration: seen.duration,
            fault: seen.fault,
            request: RawBody::new(request.body()),
            answer: RawBody::new(response.body()),
        };
        let mut ring = lock(&self.0);
        ring.last += 1;
        raw.number = ring.last;
        if ring.kept.len() >= ENTRIES {
            ring.kept.pop_front();
        }
        ring.kept.push_back(raw);
    }

    /// Forgets all; numbers go on.
    pub(crate) fn clear(&self) {
        lock(&self.0).kept.clear();
    }

    /// The number of the last exchange, and how many are kept.
    pub(crate) fn extent(&self) -> (u64, usize) {
        let ring = lock(&self.0);
        (ring.last, ring.kept.len())
    }

    /// What a filter lets through, oldest first; no more than its limit, the newest of them.
    pub(crate) fn read(&self, filter: &LogFilter, token: &str) -> Vec<LogEntry> {
        let mut found: Vec<Raw> = {
            let ring = lock(&self.0);
            let fitting = ring.kept.iter().rev().filter(|raw| raw.passes(filter));
            fitting.take(filter.limit).cloned().collect()
        };
        found.reverse();
        found.iter().map(|raw| entry::told(raw, token)).collect()
    }
}

impl Raw {
    fn passes(&self, filter: &LogFilter) -> bool {
        let is = |asked: &Option<String>, own: &str| {
            asked
                .as_ref()
                .is_none_or(|asked| asked.eq_ignore_ascii_case(own))
        };
        filter.after.is_none_or(|after| self.number > after)
            && filter.since.is_none_or(|since| self.time >= since)
            && is(&filter.method, self.method.as_str())
            && filter
                .path
                .as_ref()
                .is_none_or(|path| self.path.starts_with(path.as_str()))
            && filter.operation.as_ref().is_none_or(|asked| {
                self.operation
                    .is_some_and(|operation| counts::name(operation) == *asked)
            })
            && filter
                .status
                .is_none_or(|(from, to)| self.status.is_some_and(|own| (from..=to).contains(&own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(log: &Log, path: &str, body: &'static str) {
        let request = Request::builder()
            .uri(path)
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap();
        let seen = Seen {
            time: Timestamp::UNIX_EPOCH,
            operation: Some(Operation::GetPage),
            duration: Duration::ZERO,
            fault: None,
            dropped: false,
        };
        log.add(&request, &Response::new(Bytes::new()), seen);
    }

    #[test]
    fn the_oldest_are_forgotten_and_numbers_go_on() {
        let log = Log::default();
        for _ in 0..ENTRIES + 5 {
            add(&log, "/v1/x", "");
        }
        assert_eq!(log.extent(), (ENTRIES as u64 + 5, ENTRIES));
        let all = log.read(&LogFilter::default(), "");
        assert_eq!(all.first().unwrap().number, 6);
        log.clear();
        add(&log, "/v1/x", "");
        assert_eq!(log.extent(), (ENTRIES as u64 + 6, 1));
    }

    #[test]
    fn filters_narrow() {
        let log = Log::default();
        add(&log, "/v1/pages/1?a=b", "");
        add(&log, "/v1/blocks/1", "");
        let count = |filter: LogFilter| log.read(&filter, "").len();
        assert_eq!(count(LogFilter::default()), 2);
        assert_eq!(count(LogFilter::default().path("/v1/pages")), 1);
        assert_eq!(count(LogFilter::default().method("get")), 2);
        assert_eq!(count(LogFilter::default().method("POST")), 0);
        assert_eq!(count(LogFilter::default().status(400, 499)), 0);
        assert_eq!(count(LogFilter::default().status(200, 299)), 2);
        assert_eq!(count(LogFilter::default().operation(Operation::GetPage)), 2);
        assert_eq!(count(LogFilter::default().operation(Operation::Search)), 0);
        assert_eq!(count(LogFilter::default().after(1)), 1);
        let last = log.read(&LogFilter::default().limit(1), "");
        assert_eq!(last[0].path, "/v1/blocks/1");
    }

    #[test]
    fn long_bodies_are_cut() {
        let log = Log::default();
        let long: &'static str = "ü".repeat(BODY_BYTES).leak();
        add(&log, "/v1/x", long);
        let entry = log.read(&LogFilter::default(), "").remove(0);
        assert_eq!(entry.request.bytes, 2 * BODY_BYTES);
        assert!(entry.request.is_cut && entry.request.text.len() <= BODY_BYTES + 3);
    }
}
