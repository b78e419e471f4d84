//! When a request is sent again: one policy, by method and code.
//!
//! The rules are those that Notion gives with its status codes (documented), and stricter for writes
//! where the service could have done the work without being able to say so:
//!
//! | what came | reads and `DELETE` | `POST`, `PATCH` that write |
//! |---|---|---|
//! | 429, 529 | again after `Retry-After` | again after `Retry-After` |
//! | 429 `public_api_request_blocked` | stop | stop |
//! | 500, 502, 503, 504, an edge's 520 to 527 | again | stop: it may have been done |
//! | 503 that says the change was saved | stop: it was done | stop: it was done |
//! | 409 | again | the caller reads, then decides |
//! | no answer in time, connection lost | again | stop: it may have been done |
//! | no connection at all | again | again: nothing was sent |
//! | any other 4xx | stop | stop |
//!
//! A search and a query are `POST`s that read, and count as reads, as does a question about a token;
//! to revoke one counts as `DELETE`.

mod after;

use std::time::Duration;

use http::{Method, StatusCode};
use recto_api::endpoint::{Operation, route};
use recto_api::error::{ErrorBody, ErrorCode};
use serde_json::Value;

pub(crate) use self::after::retry_after;
use crate::pace::Scope;

/// What sending a request twice would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: it only reads.
    Read,
    /// The same as once: what is in the trash stays there.
    Delete,
    /// A second time what it did the first time.
    Write,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy)]
pub enum Failure<'a> {
    /// The service, or something before it, answered with a status that is no success.
    Answer {
        /// The status.
        status: StatusCode,
        /// The body, where it was one of the service's.
        body: Option<&'a ErrorBody>,
    },
    /// No answer in time.
    Timeout,
    /// The connection was lost, before or while the answer came.
    Broken,
    /// There was no connection: the request did not leave.
    Unreachable,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Send the same request again, after a while.
    Repeat,
    /// The caller reads the object again and decides anew.
    Reread,
    /// The change was saved; only the answer failed. Sending it again would do it twice.
    Saved,
    /// Tell the caller.
    Stop,
}

/// Decides what to do after a failure. It looks at the method and the code, never at a message.
pub fn verdict(effect: Effect, failure: Failure<'_>) -> Verdict {
    let repeatable = effect != Effect::Write;
    match failure {
        Failure::Unreachable => Verdict::Repeat,
        Failure::Timeout | Failure::Broken if repeatable => Verdict::Repeat,
        Failure::Timeout | Failure::Broken => Verdict::Stop,
        Failure::Answer { status, body } => match status.as_u16() {
            429 if body.is_some_and(is_blocked) => Verdict::Stop,
            429 | 529 => Verdict::Repeat,
            503 if body.is_some_and(is_saved) => Verdict::Saved,
            500 | 502..=504 | 520..=527 if repeatable => Verdict::Repeat,
            409 if effect == Effect::Read => Verdict::Repeat,
            409 => Verdict::Reread,
            _ => Verdict::Stop,
        },
    }
}

/// Whether the service may have done what a failed request asked for.
pub fn may_have_taken_effect(effect: Effect, failure: Failure<'_>) -> bool {
    effect != Effect::Read
        && match failure {
            Failure::Timeout | Failure::Broken => true,
            Failure::Unreachable => false,
            // Both refusals of an overload come before the work (documented).
            Failure::Answer { status, .. } => {
                status.is_success() || (status.as_u16() >= 500 && status.as_u16() != 529)
            }
        }
}

impl Effect {
    /// The effect of a request.
    pub fn of(method: &Method, operation: Option<Operation>) -> Self {
        match *method {
            Method::GET | Method::HEAD => Self::Read,
            Method::DELETE => Self::Delete,
            _ => match operation {
                Some(
                    Operation::Search
                    | Operation::QueryDatabase
                    | Operation::QueryDataSource
                    // One snapshot more of a view's rows is forgotten like the others.
                    | Operation::CreateViewQuery
                    | Operation::QueryMeetingNotes
                    | Operation::QueryAgents
                    | Operation::QuerySessions
                    | Operation::QuerySessionEvents
                    | Operation::IntrospectToken,
                ) => Self::Read,
                // A token that is revoked stays so.
                Some(Operation::RevokeToken) => Self::Delete,
                _ => Self::Write,
            },
        }
    }

    /// The effect and operation of a method and path outside the typed table.
    pub(crate) fn of_path(method: &Method, path: &str) -> (Self, Option<Operation>) {
        let operation = route(method, path).map(|matched| matched.route.operation);
        (Self::of(method, operation), operation)
    }
}

/// How often, and for how long, a call is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// Attempts in all, the first included. At least one is made.
    pub max_attempts: u32,
    /// No attempt begins later than this after the first one. It also bounds the wait for a block
    /// that the service has told: a longer one fails the call at once.
    pub max_elapsed: Duration,
    /// The mean delay before the second attempt, when the service does not say; it doubles each
    /// time.
    pub base_delay: Duration,
    /// The longest such delay.
    pub max_delay: Duration,
    /// Where the jitter starts. Processes that share a token should differ in it.
    pub jitter_seed: u64,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            max_attempts: 6,
            max_elapsed: Duration::from_secs(5 * 60),
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            jitter_seed: 0,
        }
    }
}

impl Retry {
    /// Every request is sent once.
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// The delay after `attempt` (the first is 1): doubled each time, cut, and spread over one half
    /// to one and a half of itself so that callers who failed together do not return together.
    pub(crate) fn backoff(&self, attempt: u32, rng: &mut fastrand::Rng) -> Duration {
        let doublings = attempt.saturating_sub(1).min(20);
        let mean = self
            .base_delay
            .saturating_mul(1 << doublings)
            .min(self.max_delay)
            // Half as much again has to be representable.
            .min(Duration::MAX / 2);
        mean.mul_f64(0.5 + rng.f64()).min(self.max_delay)
    }
}

/// Whether the service has shut the connection out; no `Retry-After` is promised for that.
pub(crate) fn is_blocked(body: &ErrorBody) -> bool {
    rate_limit_reason(body) == Some("public_api_request_blocked")
}

/// Which budget a refusal speaks of. Reasons unknown today are laid to the connection.
pub(crate) fn scope(body: Option<&ErrorBody>) -> Scope {
    match body.and_then(rate_limit_reason) {
        Some("public_api_space_request_rate_limit") => Scope::Workspace,
        Some("public_api_endpoint_rate_limit") => Scope::Endpoint,
        _ => Scope::Connection,
    }
}

fn rate_limit_reason(body: &ErrorBody) -> Option<&str> {
    body.additional_data
        .as_ref()?
        .get("rate_limit_reason")?
        .as_str()
}

/// Whether a 503 says that the change was saved (documented).
pub(crate) fn is_saved(body: &ErrorBody) -> bool {
    let Some(data) = &body.additional_data else {
        return false;
    };
    let says_so = |guidance: &Value| guidance.as_str() == Some("Do not repeat the write.");
    body.code == ErrorCode::ServiceUnavailable
        && (data.contains_key("committed_resource_id")
            || data.contains_key("committed_child_ids")
            || data
                .get("retry_guidance")
                .and_then(Value::as_array)
                .is_some_and(|guidance| guidance.iter().any(says_so)))
}

#[cfg(test)]
mod tests;
