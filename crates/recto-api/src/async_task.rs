//! Work that the service does in the background.

use std::time::Duration;

use serde_json::{Map, Number, Value};

use crate::date::DateText;
use crate::error::{ErrorBody, ErrorCode};
use crate::ids::AsyncTaskId;
use crate::wire::{Extra, Field, Wire};

/// A piece of background work: where it stands, and what came of it.
///
/// Some writes answer with one, with HTTP status 202, when they are asked to
/// (`allow_async`), and a batch of agents always does.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "async_task")]
pub struct AsyncTask {
    /// Its id.
    pub id: AsyncTaskId,
    /// Where it stands.
    pub status: Field<AsyncTaskStatus>,
    /// Where to ask for it.
    pub status_url: Field<String>,
    /// When it was accepted, to the millisecond (recordings).
    pub created_time: Field<DateText>,
    /// What it is doing.
    pub operation: Field<AsyncOperation>,
    /// How many seconds to wait before asking again; while it is not over.
    pub poll_after_seconds: Field<Number>,
    /// What the request would have answered with; when it succeeded.
    pub result: Field<Value>,
    /// Why it failed; when it did.
    pub error: Field<AsyncTaskError>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// Where background work stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum AsyncTaskStatus {
    /// It waits for its turn.
    Queued,
    /// It is under way.
    Running,
    /// It failed once and will be tried again.
    Retrying,
    /// It is done.
    Succeeded,
    /// It failed for good.
    Failed,
    /// A state without a name here.
    Unknown(String),
}

/// What background work does.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AsyncOperation {
    /// Where it was asked for: `rest` or `mcp`.
    pub surface: Field<String>,
    /// What was asked for, such as `PATCH /v1/pages/:page_id/markdown` (recordings).
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// Why background work failed: an error body without a request id.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "error")]
pub struct AsyncTaskError {
    /// The HTTP status the request would have had.
    pub status: Field<u16>,
    /// What went wrong, for programs. 409 may be `row_limit_exceeded` here (documented).
    pub code: Field<ErrorCode>,
    /// What went wrong, for people.
    pub message: Field<String>,
    /// Details whose keys depend on the code.
    pub additional_data: Field<Map<String, Value>>,
    /// Unknown members.
    pub extra: Extra,
}

impl AsyncTask {
    /// Whether nothing more will happen to it. A state without a name here is not over.
    pub fn is_over(&self) -> bool {
        matches!(
            self.status.value(),
            Some(AsyncTaskStatus::Succeeded | AsyncTaskStatus::Failed)
        )
    }

    /// How long to wait before asking again, as the service says.
    pub fn poll_after(&self) -> Option<Duration> {
        let seconds = self.poll_after_seconds.value()?.as_f64()?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

impl AsyncTaskError {
    /// The same as the body of an error answer.
    pub fn body(&self) -> ErrorBody {
        let code = self
            .code
            .value()
            .cloned()
            .unwrap_or_else(|| ErrorCode::Unknown(String::new()));
        let mut body = ErrorBody::new(code, self.message.as_str().unwrap_or_default());
        body.status = self.status.value().copied().unwrap_or(body.status);
        body.additional_data = self.additional_data.value().cloned();
        body
    }
}
