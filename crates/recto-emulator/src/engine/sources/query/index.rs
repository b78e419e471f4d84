//! Rows as queries look at them, packed by property and kept in memory.
//!
//! An index is built by the first query of a data source, of the properties it looks at, and brought
//! up to date by each further one: the storage tells which rows have changed. What it holds comes
//! from where answers come from, so both say the same. A query that looks at something which
//! depends on other rows or the time (relations, rollups, formulas) is not answered from here.

mod body;
mod rows;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::mem;
use std::sync::Arc;

use recto_eval::Subject;
use rusqlite::Transaction;

pub(super) use rows::Rows;

use crate::engine::Context;
use crate::problem::Problem;
use crate::store::changes::Changes;
use crate::store::sources::Source;

/// Bytes of memory that indexes may take together, about; the one used last may take more.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// The indexes of a workspace.
#[derive(Debug)]
pub(crate) struct Indexes {
    changes: Changes,
    /// The one used last is the last.
    known: RefCell<Vec<Rows>>,
    /// Whether one was brought up to date in the transaction that is open.
    touched: Cell<bool>,
}

impl Indexes {
    /// No index yet, over a storage that tells its changes.
    pub(crate) fn new(changes: Changes) -> Self {
        Self {
            changes,
            known: RefCell::default(),
            touched: Cell::new(false),
        }
    }

    /// Begins a transaction.
    pub(crate) fn begin(&self) {
        self.touched.set(false);
    }

    /// Ends a transaction that did not come true: what was read in it is forgotten.
    pub(crate) fn roll_back(&self) {
        if self.touched.replace(false) {
            self.known.borrow_mut().clear();
        }
    }

    /// Gives `read` the rows of a data source with what these subjects say of them; `None` if one of
    /// them cannot be packed.
    pub(super) fn with<T>(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        source: &Arc<Source>,
        subjects: &[Subject],
        read: impl FnOnce(&Rows) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        self.learn();
        let old = self.take(source);
        let Some(rows) = current(tx, ctx, source, subjects, old, &self.touched)? else {
            return Ok(None);
        };
        let out = read(&rows);
        self.keep(rows);
        Ok(out)
    }

    /// Tells all indexes what has changed.
    fn learn(&self) {
        let changed = self.changes.take();
        let mut known = self.known.borrow_mut();
        if changed.everything {
            known.clear();
        }
        for rows in known.iter_mut() {
            rows.learn(&changed.nodes);
        }
    }

    /// The index of a data source, unless its schema has changed.
    fn take(&self, source: &Source) -> Option<Rows> {
        let mut known = self.known.borrow_mut();
        let at = known.iter().position(|rows| rows.source.id == source.id)?;
        Some(known.remove(at)).filter(|rows| rows.source.schema == source.schema)
    }

    fn keep(&self, rows: Rows) {
        let mut known = self.known.borrow_mut();
        let mut room = MOST_BYTES.saturating_sub(rows.bytes);
        let mut kept: Vec<Rows> = Vec::with_capacity(known.len() + 1);
        for other in mem::take(&mut *known).into_iter().rev() {
            if let Some(left) = room.checked_sub(other.bytes) {
                room = left;
                kept.push(other);
            }
        }
        kept.reverse();
        kept.push(rows);
        *known = kept;
    }
}

/// The index as of now: the old one brought up to date, or a new one.
fn current(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    source: &Arc<Source>,
    subjects: &[Subject],
    old: Option<Rows>,
    touched: &Cell<bool>,
) -> Result<Option<Rows>, Problem> {
    let mut wanted = subjects.to_vec();
    if let Some(mut rows) = old {
        if rows.has(subjects) && rows.is_worth_mending() {
            if rows.is_behind() {
                touched.set(true);
            }
            if rows.catch_up(tx, ctx)? {
                return Ok(Some(rows));
            }
        }
        wanted.extend(
            rows.subjects()
                .filter(|own| !subjects.contains(own))
                .cloned(),
        );
    }
    touched.set(true);
    Rows::read(tx, ctx, source, &wanted)
}
