//! The whole workspace at once: back to how it began, or to a copy.

use super::jobs::Jobs;
use super::sources::{Indexes, Sessions};
use super::{Engine, State, lock};
use crate::counts::RequestCounts;
use crate::error::Error;
use crate::store::copies::{self, Listed};
use crate::store::meta;
use crate::store::sources::Cache;

/// Where the sequence of ids was when a copy was taken, if somebody asked for a sequence.
const PLACE: &str = "ids_place";

impl State {
    /// Forgets what is only kept because it was read from the storage. Whatever an engine keeps
    /// beside its storage has a line here.
    fn forget(&mut self) {
        self.sources = Cache::default();
        self.queries = Sessions::default();
        self.jobs = Jobs::default();
        self.indexes = Indexes::new(self.store.changes.clone());
    }
}

impl Engine {
    /// See [`crate::Emulator::reset`].
    pub(crate) fn reset(&self) -> Result<(), Error> {
        {
            let state = &mut *lock(&self.state);
            if !copies::restore_initial(&mut state.store.connection)? {
                return Err(Error::NoInitial);
            }
            self.after_swap(state)?;
        }
        self.await_disk().map_err(Error::Disk)?;
        self.ids.begin(self.ids.seed());
        self.clock.reset();
        self.faults.clear();
        self.replies.clear();
        self.log.clear();
        self.rates.set(None);
        *lock(&self.counts) = RequestCounts::default();
        Ok(())
    }

    /// See [`crate::Emulator::snapshot`].
    pub(crate) fn snapshot(&self, name: &str) -> Result<(), Error> {
        let state = &mut *lock(&self.state);
        match self.ids.place() {
            Some(place) => meta::set(&state.store.connection, PLACE, &place.to_string())?,
            None => meta::remove(&state.store.connection, PLACE)?,
        }
        state.store.shelf.put(name, &state.store.connection)
    }

    /// See [`crate::Emulator::restore`].
    pub(crate) fn restore(&self, name: &str) -> Result<(), Error> {
        self.go_back(name)?;
        self.await_disk().map_err(Error::Disk)
    }

    fn go_back(&self, name: &str) -> Result<(), Error> {
        let state = &mut *lock(&self.state);
        let store = &mut state.store;
        if !store.shelf.restore(name, &mut store.connection)? {
            let name = name.to_owned();
            return Err(Error::NoSnapshot { name });
        }
        if let Some(place) = meta::get(&store.connection, PLACE)?
            && let Ok(place) = place.parse()
        {
            self.ids.go_to(place);
        }
        self.after_swap(state)
    }

    /// All snapshots by name.
    pub(crate) fn snapshots(&self) -> Result<Vec<Listed>, Error> {
        lock(&self.state).store.shelf.list()
    }

    /// See [`crate::Emulator::remove_snapshot`].
    pub(crate) fn remove_snapshot(&self, name: &str) -> Result<(), Error> {
        match lock(&self.state).store.shelf.remove(name)? {
            true => Ok(()),
            false => Err(Error::NoSnapshot {
                name: name.to_owned(),
            }),
        }
    }

    /// See [`crate::Emulator::seed_ids`].
    pub(crate) fn seed_ids(&self, seed: Option<u64>) -> Result<(), Error> {
        let made = self.with_connection(meta::made)?;
        self.ids.begin(seed.map(|seed| seed.wrapping_add(made)));
        Ok(())
    }

    /// Another content is there: the token in use stays, and nothing of the old one is remembered.
    fn after_swap(&self, state: &mut State) -> Result<(), Error> {
        state.forget();
        self.access.refresh(&state.store.connection)?;
        self.events.refresh(&state.store.connection)?;
        meta::set(&state.store.connection, "token", &self.workspace.token)?;
        self.disk.committed();
        Ok(())
    }
}
