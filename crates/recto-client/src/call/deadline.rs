//! When a call must be over.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

/// The instant, and how long the call was given; `None` is never.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Deadline(Option<(Instant, Duration)>);

impl Deadline {
    /// As it was fixed before, or else from now. A limit too long to be represented is none.
    pub(super) fn or_from_now(self, limit: Option<Duration>) -> Self {
        let from_now = || limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        Self(self.0.or_else(from_now))
    }

    /// The time that is left.
    pub(super) fn left(&self) -> Duration {
        self.0.map_or(Duration::MAX, |(until, _)| {
            until.saturating_duration_since(Instant::now())
        })
    }

    /// Waits no longer than it may; fails with the time the call was given.
    pub(crate) async fn wait<F: Future>(&self, future: F) -> Result<F::Output, Duration> {
        match self.0 {
            Some((until, limit)) if until <= Instant::now() => Err(limit),
            Some((until, limit)) => tokio::time::timeout_at(until, future)
                .await
                .map_err(|_| limit),
            None => Ok(future.await),
        }
    }
}
