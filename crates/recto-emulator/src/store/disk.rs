//! When what was committed is on the disk.
//!
//! A commit writes to SQLite's log, but does not wait for the disk; its answer does. One sync has all
//! on the disk that was committed before it began, so that writes which come together wait for one.
//! Others may read what is not yet on the disk; whoever wrote it is not answered before it is.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::engine::lock;

thread_local! {
    /// What the request that this thread handles has committed. A request is handled by one thread
    /// from its beginning to its end, and no other meanwhile.
    static TICKET: Cell<Ticket> = const { Cell::new(Ticket(0)) };
}

/// A commit; later ones are greater. Zero is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(u64);

/// The log of a workspace's file; there is none for one in memory.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    log: Option<PathBuf>,
    state: Mutex<State>,
    ended: Condvar,
    told: Notify,
}

#[derive(Debug, Default)]
struct State {
    committed: Ticket,
    on_disk: Ticket,
    is_syncing: bool,
    /// After one failed sync nobody knows what is on the disk: no further write is answered.
    failed: Option<String>,
}

impl Ticket {
    /// Takes what this thread has committed since the last call.
    pub(crate) fn take() -> Self {
        TICKET.take()
    }
}

impl Disk {
    /// The disk below a log; `None` for a workspace in memory.
    pub(crate) fn new(log: Option<PathBuf>) -> Self {
        Self {
            log,
            ..Self::default()
        }
    }

    /// Counts a commit of this thread. Called before anybody else can commit.
    pub(crate) fn committed(&self) {
        if self.log.is_none() {
            return;
        }
        let mut state = lock(&self.state);
        state.committed.0 += 1;
        TICKET.set(state.committed);
    }

    /// Waits until a commit is on the disk.
    pub(crate) fn wait(&self, ticket: Ticket) -> io::Result<()> {
        let mut state = lock(&self.state);
        loop {
            if let Some(settled) = state.settled(ticket) {
                return settled;
            }
            if state.is_syncing {
                state = self
                    .ended
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            } else {
                state.is_syncing = true;
                drop(state);
                self.sync();
                state = lock(&self.state);
            }
        }
    }

    /// The same without holding a thread.
    pub(crate) async fn settle(self: &Arc<Self>, ticket: Ticket) -> io::Result<()> {
        loop {
            let told = self.told.notified();
            let mut told = std::pin::pin!(told);
            told.as_mut().enable();
            if let Some(settled) = self.begin(ticket) {
                return settled;
            }
            told.await;
        }
    }

    /// Whether the commit is settled; if not, a sync is under way when this returns.
    fn begin(self: &Arc<Self>, ticket: Ticket) -> Option<io::Result<()>> {
        let mut state = lock(&self.state);
        let settled = state.settled(ticket);
        if settled.is_none() && !state.is_syncing {
            state.is_syncing = true;
            let disk = Arc::clone(self);
            tokio::task::spawn_blocking(move || disk.sync());
        }
        settled
    }

    /// Has all on the disk that was committed by now, and tells who waits. `is_syncing` is set.
    fn sync(&self) {
        let upto = lock(&self.state).committed;
        let done = self.log.as_ref().map_or(Ok(()), |log| {
            // A sync is of the file, not of the handle through which it was written.
            OpenOptions::new().write(true).open(log)?.sync_data()
        });
        let mut state = lock(&self.state);
        state.is_syncing = false;
        match done {
            Ok(()) => state.on_disk = state.on_disk.max(upto),
            Err(error) => {
                tracing::error!(%error, "the workspace's file cannot be written to the disk");
                state.failed = Some(error.to_string());
            }
        }
        drop(state);
        self.ended.notify_all();
        self.told.notify_waiters();
    }
}

impl State {
    fn settled(&self, ticket: Ticket) -> Option<io::Result<()>> {
        if ticket <= self.on_disk {
            return Some(Ok(()));
        }
        let failed = self.failed.as_ref()?;
        Some(Err(io::Error::other(failed.clone())))
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn commit(disk: &Disk) -> Ticket {
        disk.committed();
        Ticket::take()
    }

    #[test]
    fn in_memory_nobody_waits() {
        let disk = Disk::new(None);
        assert_eq!(commit(&disk), Ticket::default());
        disk.wait(Ticket::default()).unwrap();
    }

    #[tokio::test]
    async fn all_that_wait_are_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let disk = Arc::new(Disk::new(Some(file.path().to_owned())));
        let tickets: Vec<Ticket> = (0..20).map(|_| commit(&disk)).collect();
        assert_eq!(Ticket::take(), Ticket::default(), "a ticket is taken once");
        let threads: Vec<_> = tickets
            .iter()
            .map(|ticket| {
                let (disk, ticket) = (Arc::clone(&disk), *ticket);
                thread::spawn(move || disk.wait(ticket).unwrap())
            })
            .collect();
        for ticket in &tickets {
            disk.settle(*ticket).await.unwrap();
        }
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        let later = commit(&disk);
        assert!(
            lock(&disk.state).settled(later).is_none(),
            "a later one is not there yet"
        );
        disk.settle(later).await.unwrap();
    }

    #[test]
    fn after_a_failure_no_write_is_answered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        let disk = Disk::new(Some(path.clone()));
        disk.wait(commit(&disk)).unwrap_err();
        std::fs::write(path, "").unwrap();
        disk.wait(commit(&disk)).unwrap_err();
    }
}
