//! What a client has sent so far.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::retry::Effect;

/// Counts since the client was built, over all its clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Requests sent, repeats included.
    pub requests: u64,
    /// Those among them that change something. A search or query is none, though it is a `POST`.
    pub writes: u64,
    /// Those among them that repeat an earlier one.
    pub retries: u64,
    /// Time calls spent waiting for their turn or before a repeat, added up over calls that waited
    /// side by side.
    pub waited: Duration,
}

impl Usage {
    /// What came since an earlier reading.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            requests: self.requests.saturating_sub(earlier.requests),
            writes: self.writes.saturating_sub(earlier.writes),
            retries: self.retries.saturating_sub(earlier.retries),
            waited: self.waited.saturating_sub(earlier.waited),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    requests: AtomicU64,
    writes: AtomicU64,
    retries: AtomicU64,
    waited_micros: AtomicU64,
}

impl Counters {
    /// Counts a request that is about to go; the first attempt is 1.
    pub(crate) fn sent(&self, effect: Effect, attempt: u32) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if effect != Effect::Read {
            self.writes.fetch_add(1, Ordering::Relaxed);
        }
        if attempt > 1 {
            self.retries.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn waited(&self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.waited_micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Usage {
        Usage {
            requests: self.requests.load(Ordering::Relaxed),
            writes: self.writes.load(Ordering::Relaxed),
            retries: self.retries.load(Ordering::Relaxed),
            waited: Duration::from_micros(self.waited_micros.load(Ordering::Relaxed)),
        }
    }
}
