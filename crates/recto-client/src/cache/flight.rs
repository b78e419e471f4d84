//! Reads that are under way, so that equal ones need only one request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;
use tokio::time::Instant;

use super::kind::Kind;
use super::members::{Above, Members, ids_of_path};
use super::reads::Started;
use super::{Cache, Entry, Id, Key};
use crate::pace::Lane;

type Board = Arc<Mutex<HashMap<(Key, Lane), watch::Receiver<()>>>>;

/// Requests under way, for others to wait for.
#[derive(Default)]
pub(super) struct Flights(Board);

/// A request under way. Whoever waits for it wakes when it is dropped.
pub(super) struct Flight {
    board: Board,
    key: (Key, Lane),
    // Dropped, it closes the channel.
    _landing: watch::Sender<()>,
}

impl Flights {
    /// Waits for an equal request, if one is under way; says whether there was one. Whether its
    /// answer was stored is another question.
    pub(super) async fn join(&self, key: &Key, lane: Lane) -> bool {
        let flight = lock(&self.0).get(&(key.clone(), lane)).cloned();
        match flight {
            Some(mut flight) => {
                // Nothing is ever sent: this ends when the channel is closed.
                while flight.changed().await.is_ok() {}
                true
            }
            None => false,
        }
    }

    /// Lets others wait for this request, unless one is under way already.
    pub(super) fn begin(&self, key: &Key, lane: Lane) -> Option<Flight> {
        let key = (key.clone(), lane);
        let mut board = lock(&self.0);
        if board.contains_key(&key) {
            return None;
        }
        let (landing, flight) = watch::channel(());
        board.insert(key.clone(), flight);
        Some(Flight {
            board: self.0.clone(),
            key,
            _landing: landing,
        })
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        lock(&self.board).remove(&self.key);
    }
}

fn lock(board: &Board) -> MutexGuard<'_, HashMap<(Key, Lane), watch::Receiver<()>>> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A read of a kind that is kept, under way.
pub(crate) struct Reading {
    cache: Cache,
    key: Key,
    kind: Kind,
    /// `None` once it has ended.
    started: Option<Started>,
    expires: Instant,
    _flight: Option<Flight>,
}

impl Reading {
    pub(super) fn new(
        cache: Cache,
        key: Key,
        kind: Kind,
        started: Started,
        expires: Instant,
        flight: Option<Flight>,
    ) -> Self {
        Self {
            cache,
            key,
            kind,
            started: Some(started),
            expires,
            _flight: flight,
        }
    }

    /// Stores the answer, unless something was written meanwhile that it may not know of.
    pub(crate) fn store(mut self, bytes: &Bytes) {
        let Some((ids, above)) = self.index(bytes) else {
            return;
        };
        let mut state = self.cache.0.state();
        let state = &mut *state;
        let Some(started) = self.started.take() else {
            return;
        };
        if state.reads.end(started, &ids) {
            state.overtaken += 1;
            return;
        }
        let entry = Entry {
            bytes: bytes.clone(),
            kind: self.kind,
            expires: self.expires,
            ids: ids.into(),
            above,
        };
        let max_bytes = self.cache.0.settings.max_bytes;
        state.store.put(self.key.clone(), entry, max_bytes);
    }

    /// Which objects the answer is about, and what is above them. An answer that cannot be read so
    /// far is not stored: nobody would know when to forget it.
    fn index(&self, bytes: &[u8]) -> Option<(Vec<Id>, Option<Above>)> {
        let members = Members::of(bytes)?;
        let path = self.key.path_and_query.split('?').next()?;
        // What was asked for comes first.
        let mut ids = ids_of_path(path);
        let above = match self.kind {
            Kind::Block => members.above,
            Kind::Children => ids.first().map(|id| Above {
                id: *id,
                is_page: members.above.is_some_and(|above| above.is_page),
            }),
            _ => None,
        };
        ids.extend(members.objects);
        if self.kind == Kind::Schema {
            ids.extend(members.table);
        }
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(*id));
        Some((ids, above))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(started) = self.started.take() {
            self.cache.0.state().reads.end(started, &[]);
        }
    }
}
