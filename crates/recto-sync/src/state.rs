//! The state: what was agreed with Notion, and what is under way.
//!
//! It is kept in SQLite or in PostgreSQL, in the same tables (sync-design 6.1). Every write is one
//! transaction, and every write of a synchronisation names the lease it is made under: a process
//! that lost its lease can write nothing.

mod driver;
mod error;
mod lease;
pub mod memory;
pub mod postgres;
mod record;
mod schema;
mod sql;
pub mod sqlite;

use std::fmt;

use futures::future::BoxFuture;
use jiff::Timestamp;

pub use driver::{Driver, Param, Record, Step};
pub use error::StateError;
pub use lease::{Lease, LeaseRequest};
pub use memory::MemoryState;
pub use postgres::{PostgresDriver, PostgresState};
pub use record::{
    Intent, IntentId, IntentState, ItemOutcome, Link, LinkState, Mode, NewIntent, Operation,
    Outcome, Run, RunCounts, RunId, RunItem, RunStatus, SyncId, SyncRecord, SyncSpec, Verdict,
};
pub use sql::SqlState;
pub use sqlite::{SqliteDriver, SqliteState};

/// The version of the state's tables. A state of a higher version is refused.
pub const FORMAT: i64 = 1;

/// Shorthand of this module: an answer that comes later.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, StateError>>;

/// Where the state is kept.
///
/// Instants are given by the caller and kept to the millisecond. All methods fail with
/// [`StateError`] when the store fails; those that take a lease fail with
/// [`StateError::LeaseLost`] once another holder has taken it.
pub trait State: Send + Sync + fmt::Debug {
    /// Says where the state is, without any secret: `SQLite file .recto/state.db`.
    fn describe(&self) -> String;

    /// Finds the synchronisation of a table, or makes it; a changed configuration or data source
    /// is taken over into it.
    fn open_sync(&self, spec: SyncSpec) -> Answer<'_, SyncRecord>;

    /// Takes the right to write for a synchronisation.
    ///
    /// # Errors
    /// [`StateError::LeaseHeld`] while another holder has it.
    fn acquire(&self, request: LeaseRequest) -> Answer<'_, Lease>;

    /// Prolongs a lease until `until`.
    fn renew<'a>(&'a self, lease: &'a Lease, until: Timestamp) -> Answer<'a, Lease>;

    /// Gives a lease back. A lease that was lost already is no error.
    fn release<'a>(&'a self, lease: &'a Lease) -> Answer<'a, ()>;

    /// Returns all links of a synchronisation, by row key.
    fn links(&self, sync: SyncId) -> Answer<'_, Vec<Link>>;

    /// Writes links as they are given, replacing those with the same row key, in one transaction.
    fn save_links<'a>(&'a self, lease: &'a Lease, links: &'a [Link]) -> Answer<'a, ()>;

    /// Records what is about to be sent, and returns once that is durable.
    ///
    /// Many at a time cost little more than one. The ids are in the order given.
    fn begin_intents<'a>(
        &'a self,
        lease: &'a Lease,
        intents: &'a [NewIntent],
    ) -> Answer<'a, Vec<IntentId>>;

    /// Ends intents: their verdicts, links and report items, all in one transaction.
    fn settle<'a>(
        &'a self,
        lease: &'a Lease,
        run: RunId,
        outcomes: &'a [Outcome],
    ) -> Answer<'a, ()>;

    /// Counts one more attempt of an intent, sent at `at`.
    fn resend<'a>(&'a self, lease: &'a Lease, intent: IntentId, at: Timestamp) -> Answer<'a, ()>;

    /// Returns the intents that were begun and not settled, oldest first.
    fn open_intents(&self, sync: SyncId) -> Answer<'_, Vec<Intent>>;

    /// Starts a run of the report.
    fn start_run(&self, config_hash: String, command: String, at: Timestamp) -> Answer<'_, RunId>;

    /// Adds report items to a run that belong to no intent, in one transaction.
    fn save_items<'a>(&'a self, run: RunId, items: &'a [RunItem]) -> Answer<'a, ()>;

    /// Ends a run.
    fn finish_run(
        &self,
        run: RunId,
        status: RunStatus,
        counts: RunCounts,
        at: Timestamp,
    ) -> Answer<'_, ()>;

    /// Returns the last runs, newest first.
    fn last_runs(&self, limit: usize) -> Answer<'_, Vec<Run>>;

    /// Returns the report items of a run, in the order they were written.
    fn run_items(&self, run: RunId) -> Answer<'_, Vec<RunItem>>;
}
