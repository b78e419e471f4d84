//! The one error of this crate.

mod advice;
mod answer;

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};
use recto_api::endpoint::Operation;
use recto_api::error::{ErrorBody, ErrorCode};
use recto_api::ids::{DataSourceId, DatabaseId};
use recto_api::wire::DecodeError;

pub(crate) use self::answer::refusal;
pub use self::answer::{ApiError, Committed, HttpError};
use crate::auth::TokenError;
use crate::pace::Scope;
use crate::retry::{self, Effect, Failure, Verdict};
use crate::transport::TransportError;

/// Why a call did not bring what it should.
///
/// The text says what was asked and what came; [`Error::advice`] says what to do about it. Neither
/// holds the token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The service refused, in its own words.
    #[error("{0}")]
    Api(Box<ApiError>),
    /// An answer that is no success and no error body of the service: from a proxy or the network's
    /// edge.
    #[error("{0}")]
    Http(Box<HttpError>),
    /// No answer in time.
    #[error("{call}: no answer within {limit:?}")]
    Timeout {
        /// The call.
        call: Box<Call>,
        /// The time given to one attempt.
        limit: Duration,
    },
    /// No answer at all.
    #[error("{call}: {source}")]
    Transport {
        /// The call.
        call: Box<Call>,
        /// Whether the request left, and what happened.
        source: TransportError,
    },
    /// A success whose body could not be read.
    #[error("{call}: {source}")]
    Decode {
        /// The call.
        call: Box<Call>,
        /// Where and why.
        source: Box<DecodeError>,
    },
    /// Nothing was sent: an earlier refusal has closed the way for longer than a call may wait.
    #[error("{method} {path}: not sent, the {scope} is rate limited for another {wait:?}")]
    Blocked {
        /// The method.
        method: Method,
        /// The path.
        path: String,
        /// Whose budget it is.
        scope: Scope,
        /// How much longer.
        wait: Duration,
    },
    /// Nothing was sent: the turn of the call did not come within its total time.
    #[error("{method} {path}: not sent, its turn did not come within {limit:?}")]
    NoTurn {
        /// The method.
        method: Method,
        /// The path.
        path: String,
        /// The time given to the call.
        limit: Duration,
    },
    /// A database was to stand for its data source, but has none, or more than one.
    #[error("database {database_id} has {}", sources_of(sources))]
    DataSources {
        /// The database.
        database_id: DatabaseId,
        /// Its data sources, with their names.
        sources: Vec<(DataSourceId, String)>,
    },
    /// A list that cannot be followed to its end.
    #[error("{operation:?}: the list breaks off after {items} elements: {reason}")]
    Cursor {
        /// The operation that lists.
        operation: Operation,
        /// Elements read before.
        items: u64,
        /// What is wrong with the cursor.
        reason: &'static str,
    },
    /// The service cut a list short and says so. What came before is good, but not all there is.
    #[error("{operation:?}: the service stopped after {items} elements: {reason}")]
    Incomplete {
        /// The operation that lists.
        operation: Operation,
        /// Elements read.
        items: u64,
        /// Its reason, such as `query_result_limit_reached`.
        reason: String,
    },
    /// The token has not the form of one.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A setting of the client that cannot be.
    #[error("{0}")]
    Setting(String),
    /// A request that cannot be made as it is asked; nothing was sent.
    #[error("{0}")]
    Request(String),
    /// What was waited for did not show in time.
    #[error("{what}: not there after {waited:?} and {attempts} looks")]
    NotVisible {
        /// What was waited for.
        what: String,
        /// How long.
        waited: Duration,
        /// How often it was looked for.
        attempts: u32,
    },
    /// A path that would lead elsewhere than it says.
    #[error("`{0}` is not a path of the API: it must begin with `/` and may hold no `..`")]
    Path(String),
    /// The body of a request cannot be written as JSON.
    #[error("{method} {path}: cannot write the body: {source}")]
    Encode {
        /// The method.
        method: Method,
        /// The path.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
}

/// A call that was made: what, how often, how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path, without the query string.
    pub path: String,
    /// What a repeat would do.
    pub effect: Effect,
    /// How often it was sent.
    pub attempts: u32,
    /// Whether an attempt before the last may have taken effect all the same. Only a delete is sent
    /// again after that.
    pub in_doubt: bool,
    /// From the first attempt to the last answer.
    pub elapsed: Duration,
    /// The id under which the service knows the last answer.
    pub request_id: Option<String>,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if self.attempts > 1 {
            write!(
                f,
                " ({} attempts in {:.1} s)",
                self.attempts,
                self.elapsed.as_secs_f64()
            )?;
        }
        Ok(())
    }
}

impl Error {
    /// The code of the service's refusal.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.body().map(|body| &body.code)
    }

    /// The HTTP status of the answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Http(error) => Some(error.status),
            _ => None,
        }
    }

    /// The id under which the service knows the request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            _ => self.call()?.request_id.as_deref(),
        }
    }

    /// The id under which the network's edge knows the request (`cf-ray`), where the answer was the
    /// edge's own.
    pub fn ray_id(&self) -> Option<&str> {
        match self {
            Self::Http(error) => error.ray_id.as_deref(),
            _ => None,
        }
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::Http(error) => error.retry_after,
            Self::Blocked { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// The error body of the service.
    pub fn body(&self) -> Option<&ErrorBody> {
        match self {
            Self::Api(error) => Some(&error.body),
            _ => None,
        }
    }

    /// The call that was made, where one was.
    pub fn call(&self) -> Option<&Call> {
        match self {
            Self::Api(error) => Some(&error.call),
            Self::Http(error) => Some(&error.call),
            Self::Timeout { call, .. }
            | Self::Transport { call, .. }
            | Self::Decode { call, .. } => Some(call),
            _ => None,
        }
    }

    /// Absent, or not shared with the connection: the service does not tell the two apart.
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(&ErrorCode::ObjectNotFound)
    }

    /// Too many requests, whoever made them.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::Blocked { .. })
            || self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
            || self.code() == Some(&ErrorCode::RateLimited)
    }

    /// The token is missing, malformed, unknown or revoked.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Token(_)) || self.code() == Some(&ErrorCode::Unauthorized)
    }

    /// The token is good, but not for this: a capability is missing, or the plan does not allow it.
    pub fn is_restricted(&self) -> bool {
        self.code() == Some(&ErrorCode::RestrictedResource)
    }

    /// The service has more to do than it can (429 aside): 529, or a 503 that saved nothing. The
    /// client has already waited and tried again where that was safe.
    pub fn is_overloaded(&self) -> bool {
        match self.status().map_or(0, |status| status.as_u16()) {
            529 => true,
            503 => self.committed().is_none(),
            _ => false,
        }
    }

    /// The fault is the service's or its edge's (5xx), not the request's.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Time ran out: that of an attempt, of the call, or the service's own (504).
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. } | Self::NoTurn { .. })
            || self.status() == Some(StatusCode::GATEWAY_TIMEOUT)
    }

    /// The network failed: there was no connection, or it was lost.
    pub fn is_network(&self) -> bool {
        matches!(self, Self::Transport { .. })
    }

    /// The request is not as the service wants it; it will not be on a second try either.
    pub fn is_validation(&self) -> bool {
        self.code() == Some(&ErrorCode::ValidationError)
    }

    /// Someone else changed the object meanwhile: read it again, then decide anew.
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
            || self.code() == Some(&ErrorCode::ConflictError)
    }

    /// What the service says it saved before it ran out of time to answer.
    ///
    /// A caller takes this as a success whose answer is still to be read, and never repeats the
    /// write (documented).
    pub fn committed(&self) -> Option<Committed> {
        match self {
            Self::Api(error) => error.committed(),
            _ => None,
        }
    }

    /// Whether the write may have been done all the same, so that it must be looked for before it
    /// is sent again.
    ///
    /// True for a write or delete that got no answer, a 5xx, or an answer that cannot be read, also
    /// when a delete was sent again after that and refused; false for reads, other refusals (4xx,
    /// 429, 529) and requests that never left.
    pub fn may_have_taken_effect(&self) -> bool {
        let Some(call) = self.call() else {
            return false;
        };
        call.in_doubt
            || match self.failure() {
                Some(failure) => retry::may_have_taken_effect(call.effect, failure),
                // A success that cannot be read.
                None => call.effect != Effect::Read,
            }
    }

    /// Whether it may say no more than that an earlier attempt of a delete has done the work: what
    /// is in the trash cannot be thrown away again, and what is gone cannot be found.
    pub(crate) fn may_be_gone(&self) -> bool {
        let gone = matches!(
            self.status(),
            Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND)
        );
        gone && self.call().is_some_and(|call| call.in_doubt)
    }

    /// What the retry policy says about it. The client has already followed a
    /// [`Verdict::Repeat`] as far as its bounds allow.
    pub fn verdict(&self) -> Verdict {
        match (self.call(), self.failure()) {
            (Some(call), Some(failure)) => retry::verdict(call.effect, failure),
            _ if matches!(self, Self::Blocked { .. }) => Verdict::Repeat,
            _ => Verdict::Stop,
        }
    }

    /// What to do about it, for a person. `None` where the text already says it.
    pub fn advice(&self) -> Option<String> {
        advice::advice(self)
    }

    /// The same error with the time its call took in the end.
    pub(crate) fn with_elapsed(mut self, elapsed: Duration) -> Self {
        if let Self::Timeout { call, .. } | Self::Transport { call, .. } = &mut self {
            call.elapsed = elapsed;
        }
        self
    }

    fn failure(&self) -> Option<Failure<'_>> {
        Some(match self {
            Self::Api(error) => Failure::Answer {
                status: error.status,
                body: Some(&error.body),
            },
            Self::Http(error) => Failure::Answer {
                status: error.status,
                body: None,
            },
            Self::Timeout { .. } => Failure::Timeout,
            Self::Transport { source, .. } => match source {
                TransportError::Unreachable(_) => Failure::Unreachable,
                TransportError::Broken(_) => Failure::Broken,
            },
            _ => return None,
        })
    }
}

fn sources_of(sources: &[(DataSourceId, String)]) -> String {
    if sources.is_empty() {
        return "no data source of its own".to_owned();
    }
    let named = sources.iter().map(|(id, name)| format!("{name:?} ({id})"));
    let named = named.collect::<Vec<_>>().join(", ");
    format!("{} data sources: {named}", sources.len())
}

#[cfg(test)]
mod tests;
