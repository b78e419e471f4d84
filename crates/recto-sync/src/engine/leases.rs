//! The right to write for each table, kept alive while a push goes on.

use std::time::Duration;

use tokio::time::{Instant, interval_at};

use super::Engine;
use crate::error::{Error, StateError};
use crate::state::{Lease, LeaseRequest, SyncId};

pub(super) struct Leases {
    by_table: Vec<Lease>,
    duration: Duration,
}

impl Leases {
    /// Takes the leases of all tables. One whose holder is known to have died is taken over.
    pub(super) async fn acquire(engine: &Engine, syncs: &[SyncId]) -> Result<Self, Error> {
        let duration = Duration::from_secs(engine.config.push.lease.max(1));
        let mut leases = Self {
            by_table: Vec::new(),
            duration,
        };
        for &sync in syncs {
            match leases.one(engine, sync).await {
                Ok(lease) => leases.by_table.push(lease),
                Err(error) => {
                    leases.release(engine).await;
                    return Err(error);
                }
            }
        }
        Ok(leases)
    }

    async fn one(&self, engine: &Engine, sync: SyncId) -> Result<Lease, Error> {
        let holder = &engine.options.holder;
        let mut request = LeaseRequest::new(sync, holder, engine.now(), self.duration);
        match engine.state.acquire(request.clone()).await {
            Err(StateError::LeaseHeld { holder, .. }) if (engine.options.is_dead)(&holder) => {
                request.evict = Some(holder);
                Ok(engine.state.acquire(request).await?)
            }
            other => Ok(other?),
        }
    }

    /// The lease of a table, by its number.
    pub(super) fn of(&self, table: usize) -> &Lease {
        &self.by_table[table]
    }

    /// How often to renew.
    pub(super) fn interval(&self) -> Duration {
        self.duration / 3
    }

    /// Renews what has less than two thirds of its time left.
    pub(super) async fn renew(&mut self, engine: &Engine) -> Result<(), Error> {
        let now = engine.now();
        let until = jiff::SignedDuration::try_from(self.duration)
            .ok()
            .and_then(|duration| now.checked_add(duration).ok())
            .unwrap_or(jiff::Timestamp::MAX);
        for lease in &mut self.by_table {
            if lease.remaining(now) < self.duration * 2 / 3 {
                *lease = engine.state.renew(lease, until).await?;
            }
        }
        Ok(())
    }

    /// Renews the leases for as long as something is under way, such as a request that waits for
    /// its turn. Gives it up when a lease is lost.
    pub(super) async fn keep<T>(
        &mut self,
        engine: &Engine,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let mut work = std::pin::pin!(work);
        let mut tick = interval_at(Instant::now() + self.interval(), self.interval());
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                _ = tick.tick() => self.renew(engine).await?,
            }
        }
    }

    /// Gives everything back. A failure is no matter: the leases end by themselves.
    pub(super) async fn release(self, engine: &Engine) {
        for lease in &self.by_table {
            if let Err(error) = engine.state.release(lease).await {
                tracing::debug!(table = lease.table, %error, "lease not released");
            }
        }
    }
}
