//! What a run tells while it goes on.

use crate::steps::Step;

/// Receives news of a run. Every method does nothing unless overridden; none may block.
pub trait Progress: Send + Sync {
    /// A step begins.
    fn step(&self, step: Step) {
        let _ = step;
    }

    /// A step ended; `summary` is one line, such as `5 tables, 422 rows`.
    fn step_done(&self, step: Step, summary: &str) {
        let _ = (step, summary);
    }

    /// A table's pages are about to be written: `total` creates and updates.
    fn table(&self, table: &str, total: usize) {
        let _ = (table, total);
    }

    /// `done` of a table's writes are finished, failures included.
    fn advance(&self, table: &str, done: usize) {
        let _ = (table, done);
    }

    /// Something worth a line, such as a wait before a recovery.
    fn note(&self, text: &str) {
        let _ = text;
    }
}

/// Tells nobody.
impl Progress for () {}
