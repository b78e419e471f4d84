//! The right to write for one synchronisation.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::record::SyncId;

/// Asks for the right to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseRequest {
    /// For which synchronisation.
    pub sync: SyncId,
    /// Who asks; every process needs a name of its own, such as `host/4711/2026-05-01T10:00:00Z`.
    pub holder: String,
    /// What time it is.
    pub now: Timestamp,
    /// How long the lease lasts unless renewed.
    pub duration: Duration,
    /// A holder known to be dead, whose lease is taken before it ends.
    pub evict: Option<String>,
}

impl LeaseRequest {
    /// Asks for a lease of `duration`.
    pub fn new(
        sync: SyncId,
        holder: impl Into<String>,
        now: Timestamp,
        duration: Duration,
    ) -> Self {
        Self {
            sync,
            holder: holder.into(),
            now,
            duration,
            evict: None,
        }
    }

    pub(super) fn until(&self) -> Timestamp {
        SignedDuration::try_from(self.duration)
            .ok()
            .and_then(|duration| self.now.checked_add(duration).ok())
            .unwrap_or(Timestamp::MAX)
    }
}

/// The right to write for one synchronisation, until it ends or another process takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// For which synchronisation.
    pub sync: SyncId,
    /// The table, for messages.
    pub table: String,
    /// Grows by one with each new lease; a write under an older epoch is refused.
    pub epoch: i64,
    /// Who holds it.
    pub holder: String,
    /// When it ends unless renewed.
    pub until: Timestamp,
}

impl Lease {
    /// Returns how much of the lease is left at `now`; zero once it has ended.
    pub fn remaining(&self, now: Timestamp) -> Duration {
        Duration::try_from(self.until.duration_since(now)).unwrap_or_default()
    }
}
