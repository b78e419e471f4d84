//! What goes wrong with the state.

use std::error::Error as StdError;

/// A state that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Another process is writing.
    #[error(
        "another recto ({holder}) is working on table \"{table}\" until {until}; wait for it to \
         end, or stop it"
    )]
    LeaseHeld {
        /// The table.
        table: String,
        /// Who holds the lease.
        holder: String,
        /// When it ends unless it is renewed.
        until: String,
    },
    /// Another process has taken over.
    #[error(
        "this process lost its right to write for table \"{table}\" to another recto; nothing \
         more was written; start it again"
    )]
    LeaseLost {
        /// The table.
        table: String,
    },
    /// The state was written by a newer recto.
    #[error(
        "{state} has format {found}, this recto reads up to {known}; use the recto that wrote \
         it, or a newer one"
    )]
    Newer {
        /// Which state.
        state: String,
        /// Its format.
        found: i64,
        /// The format known here.
        known: i64,
    },
    /// The file or a row of it is broken.
    #[error(
        "{state} is not a readable state: {reason}; restore it from a backup, or move it away: \
         recto then finds the pages again by their external ids"
    )]
    Corrupt {
        /// Which state.
        state: String,
        /// What is wrong.
        reason: String,
    },
    /// There is no way to the state.
    #[error("cannot open {state}: {reason}; {advice}")]
    Unreachable {
        /// Which state.
        state: String,
        /// What the system or the server said.
        reason: String,
        /// What to do.
        advice: String,
    },
    /// Two rows claim one page, or one external id.
    #[error(
        "{state} links two rows to one page or one external id: {reason}; give each row its own"
    )]
    Conflict {
        /// Which state.
        state: String,
        /// What the database said.
        reason: String,
    },
    /// A thing that must be there is not.
    #[error("{state} has no {what}; it was changed by something else meanwhile")]
    Missing {
        /// Which state.
        state: String,
        /// What is missing.
        what: String,
    },
    /// Any other failure.
    #[error("{state} failed while {doing}: {reason}")]
    Failed {
        /// Which state.
        state: String,
        /// What recto was doing.
        doing: String,
        /// What the database said.
        reason: String,
        /// The database driver's error.
        #[source]
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
}

impl StateError {
    /// Tells whether the right to write is with another process, or went there.
    pub const fn is_lease(&self) -> bool {
        matches!(self, Self::LeaseHeld { .. } | Self::LeaseLost { .. })
    }
}
