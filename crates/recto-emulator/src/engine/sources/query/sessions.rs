//! Queries that have more pages: which rows they found, so that a client sees each row once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

/// Queries that are kept; the oldest is forgotten first.
const KEPT: usize = 64;

/// The rows a query found.
#[derive(Debug)]
pub(crate) struct Session {
    /// The first id of its cursors.
    pub(crate) id: String,
    /// The data source.
    pub(crate) source: String,
    /// Places in the storage, in the order of the answer.
    pub(crate) rows: Vec<i64>,
    /// Whether there would have been more than a query may reach.
    pub(crate) cut: bool,
}

/// The queries of a workspace that have more pages.
#[derive(Debug, Default)]
pub(crate) struct Sessions(RefCell<VecDeque<Arc<Session>>>);

impl Sessions {
    /// The query of an id, if it is still known.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Session>> {
        self.0
            .borrow()
            .iter()
            .find(|session| session.id == id)
            .cloned()
    }

    /// Keeps a query.
    pub(crate) fn keep(&self, session: &Arc<Session>) {
        let mut all = self.0.borrow_mut();
        if all.iter().all(|other| other.id != session.id) {
            if all.len() == KEPT {
                all.pop_front();
            }
            all.push_back(Arc::clone(session));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten() {
        let sessions = Sessions::default();
        for number in 0..=KEPT {
            let session = Session {
                id: number.to_string(),
                source: String::new(),
                rows: vec![],
                cut: false,
            };
            sessions.keep(&Arc::new(session));
        }
        assert!(sessions.get("0").is_none());
        assert!(sessions.get("1").is_some());
    }
}
