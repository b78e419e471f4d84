//! Reads under way, and what was written meanwhile.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;

use recto_api::limits;
use tokio::time::Instant;

use super::Id;

/// Longer notes are summed up: all reads under way are then taken as overtaken.
const LONGEST: usize = 10_000;

/// When a read began.
#[derive(Clone, Copy)]
pub(super) struct Started {
    clock: u64,
    at: Instant,
}

/// An answer must not be stored when something that it holds was written after its read began: it may
/// be older than the write. So every write is noted for as long as an earlier read is under way.
#[derive(Default)]
pub(super) struct Reads {
    /// Writes so far.
    clock: u64,
    /// How many reads under way began at which time.
    under_way: BTreeMap<u64, usize>,
    /// What was written since the first of them; `None` is everything.
    written: VecDeque<(u64, Option<Id>)>,
    /// Objects that a write whose end nobody knows may still change, and until when.
    doubtful: HashMap<Id, Instant>,
}

impl Reads {
    /// Notes that a read begins; what comes back is handed to [`Reads::end`].
    pub(super) fn begin(&mut self) -> Started {
        *self.under_way.entry(self.clock).or_default() += 1;
        Started {
            clock: self.clock,
            at: Instant::now(),
        }
    }

    /// Notes that a read ends. Says whether an answer that holds these objects was overtaken by a
    /// write.
    pub(super) fn end(&mut self, started: Started, ids: &[Id]) -> bool {
        let later = self.written.iter().rev();
        let overtaken = later
            .take_while(|(time, _)| *time > started.clock)
            .any(|(_, id)| id.is_none_or(|id| ids.contains(&id)));
        if let Some(count) = self.under_way.get_mut(&started.clock) {
            *count -= 1;
            if *count == 0 {
                self.under_way.remove(&started.clock);
            }
        }
        match self.under_way.first_key_value() {
            Some((first, _)) => {
                while self.written.front().is_some_and(|(time, _)| time <= first) {
                    self.written.pop_front();
                }
            }
            None => self.written.clear(),
        }
        let doubtful = |id| {
            let until = self.doubtful.get(id);
            until.is_some_and(|until| *until > started.at)
        };
        overtaken || ids.iter().any(doubtful)
    }

    /// Notes that these objects were written.
    pub(super) fn overtake(&mut self, ids: HashSet<Id>) {
        if self.under_way.is_empty() {
            return;
        }
        if self.written.len() + ids.len() > LONGEST {
            return self.overtake_all();
        }
        self.clock += 1;
        let time = self.clock;
        self.written
            .extend(ids.into_iter().map(|id| (time, Some(id))));
    }

    /// Notes that everything was written.
    pub(super) fn overtake_all(&mut self) {
        self.written.clear();
        if !self.under_way.is_empty() {
            self.clock += 1;
            self.written.push_back((self.clock, None));
        }
    }

    /// Notes that these objects may still change, for as long as the service works on a request.
    pub(super) fn doubt(&mut self, ids: impl IntoIterator<Item = Id>) {
        const STILL_AT_WORK: Duration = limits::REQUEST_LIFE;
        let now = Instant::now();
        // Reads that began while there was a doubt may still be under way.
        self.doubtful
            .retain(|_, until| *until + STILL_AT_WORK > now);
        self.doubtful
            .extend(ids.into_iter().map(|id| (id, now + STILL_AT_WORK)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_writes_of_the_same_object_overtake() {
        let mut reads = Reads::default();
        reads.overtake([1].into());
        let early = reads.begin();
        reads.overtake([1, 2].into());
        let late = reads.begin();
        reads.overtake([3].into());
        assert!(reads.end(early, &[7, 2]));
        assert!(!reads.end(late, &[1, 2]));
        assert!(reads.written.is_empty() && reads.under_way.is_empty());

        let read = reads.begin();
        let other = reads.begin();
        reads.overtake_all();
        assert!(reads.end(read, &[]));
        assert!(reads.end(other, &[9]));
    }

    #[test]
    fn notes_are_bounded() {
        let mut reads = Reads::default();
        let read = reads.begin();
        for id in 0..20_000 {
            reads.overtake([id].into());
            assert!(reads.written.len() <= LONGEST);
        }
        assert!(reads.end(read, &[3]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_doubt_lasts_as_long_as_the_service_works() {
        let mut reads = Reads::default();
        reads.doubt([1]);
        let read = reads.begin();
        assert!(reads.end(read, &[1]));
        tokio::time::advance(limits::REQUEST_LIFE).await;
        let read = reads.begin();
        assert!(!reads.end(read, &[1]));
    }
}
