//! What queries and searches do not find yet.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;
use recto_api::endpoint::Operation;
use serde_json::Value;

use crate::engine::lock;

/// Objects that an index has not seen yet.
#[derive(Debug, Default)]
pub(crate) struct Lag {
    /// Ids, and when they are found, in milliseconds since the Unix epoch.
    hidden: Mutex<Vec<(String, i64)>>,
    /// Spares the lock while nothing is hidden.
    any: AtomicBool,
}

impl Lag {
    /// Hides what an answer says was made, until a time.
    pub(super) fn add(&self, answer: &[u8], until: i64) {
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let mut hidden = lock(&self.hidden);
        for object in std::iter::once(&answer).chain(
            answer
                .get("data_sources")
                .and_then(Value::as_array)
                .into_iter()
                .flatten(),
        ) {
            if let Some(id) = object.get("id").and_then(Value::as_str) {
                hidden.push((id.to_owned(), until));
                self.any.store(true, Ordering::Release);
            }
        }
    }

    /// Finds all again.
    pub(super) fn clear(&self) {
        lock(&self.hidden).clear();
        self.any.store(false, Ordering::Release);
    }

    /// Takes what is hidden at `now` out of the answer to a query or search. The page of results
    /// gets shorter by it; its cursor stays.
    pub(super) fn hide(
        &self,
        operation: Operation,
        now: Timestamp,
        response: &mut Response<Bytes>,
    ) {
        use Operation::{QueryDataSource, QueryDatabase, Search};
        if !self.any.load(Ordering::Acquire)
            || !matches!(operation, QueryDataSource | QueryDatabase | Search)
        {
            return;
        }
        let now = now.as_millisecond();
        let mut hidden = lock(&self.hidden);
        hidden.retain(|(_, until)| *until > now);
        self.any.store(!hidden.is_empty(), Ordering::Release);
        let Ok(mut answer) = serde_json::from_slice::<Value>(response.body()) else {
            return;
        };
        let Some(results) = answer.get_mut("results").and_then(Value::as_array_mut) else {
            return;
        };
        let before = results.len();
        results.retain(|one| {
            let id = one.get("id").and_then(Value::as_str).unwrap_or_default();
            !hidden.iter().any(|(own, _)| own == id)
        });
        if results.len() < before {
            *response.body_mut() = Bytes::from(answer.to_string());
            crate::reply::retag(response);
        }
    }
}
