//! Which requests somebody wants to see.

use jiff::Timestamp;
use recto_api::endpoint::Operation;

use crate::counts;

/// Which of the logged requests to read; by default all that are kept.
#[derive(Debug, Clone)]
#[must_use = "it narrows nothing until the log is read with it"]
pub struct LogFilter {
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    pub(super) operation: Option<String>,
    /// From and to, both included.
    pub(super) status: Option<(u16, u16)>,
    pub(super) after: Option<u64>,
    pub(super) since: Option<Timestamp>,
    pub(super) limit: usize,
}

impl Default for LogFilter {
    fn default() -> Self {
        Self {
            method: None,
            path: None,
            operation: None,
            status: None,
            after: None,
            since: None,
            limit: usize::MAX,
        }
    }
}

impl LogFilter {
    /// Only this method, in any case.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only paths that begin so, such as `/v1/pages`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Only this operation.
    pub fn operation(self, operation: Operation) -> Self {
        self.operation_named(counts::name(operation))
    }

    /// Only the operation of this name in snake case.
    pub(crate) fn operation_named(mut self, name: impl Into<String>) -> Self {
        self.operation = Some(name.into());
        self
    }

    /// Only answers of these statuses, both included; what never got an answer is left out.
    pub fn status(mut self, from: u16, to: u16) -> Self {
        self.status = Some((from, to));
        self
    }

    /// Only what came after the entry of this number.
    pub fn after(mut self, number: u64) -> Self {
        self.after = Some(number);
        self
    }

    /// Only what came at this time of the workspace or later.
    pub fn since(mut self, time: Timestamp) -> Self {
        self.since = Some(time);
        self
    }

    /// The newest so many of those that fit.
    pub fn limit(mut self, count: usize) -> Self {
        self.limit = count;
        self
    }
}
