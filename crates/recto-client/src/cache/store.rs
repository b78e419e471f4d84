//! The answers themselves: found by request and by object, the least recently used dropped first.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use recto_api::version::Version;
use tokio::time::Instant;

use super::Id;
use super::kind::Kind;
use super::members::Above;

/// About what it takes to find an answer by, in bytes, its ids aside.
const OVERHEAD: usize = 400;

/// What an answer is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) scope: u64,
    pub(super) version: Version,
    pub(super) path_and_query: Box<str>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) bytes: Bytes,
    pub(super) kind: Kind,
    pub(super) expires: Instant,
    /// The objects whose change makes it wrong; the one that was asked for first.
    pub(super) ids: Box<[Id]>,
    /// What holds the object, or what is listed.
    pub(super) above: Option<Above>,
}

/// Answers up to a number of bytes.
#[derive(Default)]
pub(super) struct Store {
    entries: HashMap<Arc<Key>, (Entry, u64)>,
    /// By the time of their last use.
    uses: BTreeMap<u64, Arc<Key>>,
    by_id: HashMap<Id, HashSet<Arc<Key>>>,
    clock: u64,
    pub(super) bytes: usize,
    pub(super) evicted: u64,
}

impl Entry {
    fn size(&self, key: &Key) -> usize {
        // An id stands in the entry and in the index.
        let ids = self.ids.len() * (size_of::<Id>() + 64);
        self.bytes.len() + key.path_and_query.len() + ids + OVERHEAD
    }
}

impl Store {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The answer, if there is one that is not too old.
    pub(super) fn get(&mut self, key: &Key, now: Instant) -> Option<Bytes> {
        if self.entries.get(key)?.0.expires <= now {
            self.remove(key);
            return None;
        }
        self.clock += 1;
        let (entry, used) = self.entries.get_mut(key)?;
        let key = self.uses.remove(used)?;
        *used = self.clock;
        self.uses.insert(self.clock, key);
        Some(entry.bytes.clone())
    }

    /// Stores an answer, in place of an older one, and makes room for it.
    pub(super) fn put(&mut self, key: Key, entry: Entry, max_bytes: usize) {
        self.remove(&key);
        let size = entry.size(&key);
        if size > max_bytes {
            return;
        }
        while self.bytes + size > max_bytes {
            let Some((_, oldest)) = self.uses.first_key_value() else {
                break;
            };
            let oldest = oldest.clone();
            self.remove(&oldest);
            self.evicted += 1;
        }
        let key = Arc::new(key);
        self.clock += 1;
        self.bytes += size;
        for id in &entry.ids {
            self.by_id.entry(*id).or_default().insert(key.clone());
        }
        self.uses.insert(self.clock, key.clone());
        self.entries.insert(key, (entry, self.clock));
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<Entry> {
        let (key, (entry, used)) = self.entries.remove_entry(key)?;
        self.uses.remove(&used);
        self.bytes -= entry.size(&key);
        for id in &entry.ids {
            if let Some(keys) = self.by_id.get_mut(id) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.by_id.remove(id);
                }
            }
        }
        Some(entry)
    }

    /// Drops everything; says how many answers that were.
    pub(super) fn clear(&mut self) -> usize {
        let len = self.len();
        *self = Self {
            clock: self.clock,
            evicted: self.evicted,
            ..Self::default()
        };
        len
    }

    /// Drops the answers that hold one of these objects, those about the blocks and the page above
    /// it, and if asked those about what is below. Says which objects that concerned, and how many
    /// answers.
    pub(super) fn forget(&mut self, ids: &[Id], below: bool) -> (HashSet<Id>, usize) {
        let mut concerned = HashSet::new();
        let mut dropped = 0;
        let mut todo: VecDeque<(Id, Way)> = ids.iter().map(|id| (*id, Way::Here)).collect();
        while let Some((id, way)) = todo.pop_front() {
            if !concerned.insert(id) {
                continue;
            }
            for key in self.by_id.get(&id).cloned().unwrap_or_default() {
                let Some(entry) = self.remove(&key) else {
                    continue;
                };
                dropped += 1;
                let own = entry.ids.first() == Some(&id);
                // The children of a block are below it; in another's list it is below that one.
                let is_below = own && entry.kind == Kind::Children;
                if is_below && below && matches!(way, Way::Here | Way::Below) {
                    todo.extend(entry.ids.iter().map(|id| (*id, Way::Below)));
                }
                if way != Way::Page
                    && !is_below
                    && let Some(above) = entry.above
                {
                    let way = if above.is_page { Way::Page } else { Way::Above };
                    todo.push_back((above.id, way));
                }
            }
        }
        (concerned, dropped)
    }

    /// The schemas that hold this database or data source.
    pub(super) fn schemas(&self, id: Id) -> impl Iterator<Item = &Bytes> {
        let keys = self.by_id.get(&id).into_iter().flatten();
        keys.filter_map(|key| Some(&self.entries.get(key)?.0))
            .filter(|entry| entry.kind == Kind::Schema)
            .map(|entry| &entry.bytes)
    }
}

/// How an object came to be concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Here,
    Below,
    Above,
    /// Above, and as far as it goes: a change in a page changes the page, and nothing above it.
    Page,
}
