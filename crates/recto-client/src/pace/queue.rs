//! Who is next, without waiting: two lanes, each first come, first served.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// How urgent a request is, where several wait for the pace.
///
/// Interactive requests go first. Bulk requests are not starved: while both lanes wait, at least one
/// turn in five is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lane {
    /// Somebody waits for the answer. What a client does unless told otherwise.
    #[default]
    Interactive,
    /// Nobody does: imports, exports, synchronisation.
    Bulk,
}

/// Turns in a row that interactive requests may take from waiting bulk ones.
const STREAK: u32 = 4;

/// The line before the pace.
#[derive(Default)]
pub(super) struct Queue(Arc<Mutex<Line>>);

#[derive(Default)]
struct Line {
    interactive: VecDeque<Waiter>,
    bulk: VecDeque<Waiter>,
    /// Turns the interactive lane has taken since the bulk lane began to wait or had one.
    streak: u32,
    last_number: u64,
}

struct Waiter {
    number: u64,
    /// Rung when the waiter has become the head, or is the head no more.
    bell: Arc<Notify>,
}

/// A place in the line. It is given up when dropped.
pub(super) struct Place {
    line: Arc<Mutex<Line>>,
    lane: Lane,
    number: u64,
    bell: Arc<Notify>,
    taken: bool,
}

impl Queue {
    /// Joins the end of a lane.
    pub(super) fn join(&self, lane: Lane) -> Place {
        let bell = Arc::new(Notify::new());
        let mut line = lock(&self.0);
        let head = line.head();
        line.last_number += 1;
        let number = line.last_number;
        line.lane(lane).push_back(Waiter {
            number,
            bell: bell.clone(),
        });
        // Who stood at the head may have to let this one pass.
        line.ring(head);
        Place {
            line: self.0.clone(),
            lane,
            number,
            bell,
            taken: false,
        }
    }
}

impl Place {
    /// Whether it is this one's turn, as soon as the pace allows.
    pub(super) fn is_head(&self) -> bool {
        lock(&self.line).head() == Some(self.number)
    }

    /// Waits until this one may have become the head, or may have lost that place.
    pub(super) async fn changed(&self) {
        self.bell.notified().await;
    }

    /// Takes the turn, and makes way for the next.
    pub(super) fn take(mut self) {
        self.taken = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut line = lock(&self.line);
        let head = line.head();
        let number = self.number;
        let waiters = line.lane(self.lane);
        // Numbers grow along a lane.
        if let Ok(at) = waiters.binary_search_by_key(&number, |waiter| waiter.number) {
            waiters.remove(at);
        }
        if self.taken {
            line.streak = match self.lane {
                Lane::Interactive if !line.bulk.is_empty() => line.streak + 1,
                _ => 0,
            };
        }
        line.ring(head);
    }
}

impl Line {
    fn lane(&mut self, lane: Lane) -> &mut VecDeque<Waiter> {
        match lane {
            Lane::Interactive => &mut self.interactive,
            Lane::Bulk => &mut self.bulk,
        }
    }

    fn front(&self) -> Option<&Waiter> {
        let (first, second) = if self.streak < STREAK {
            (&self.interactive, &self.bulk)
        } else {
            (&self.bulk, &self.interactive)
        };
        first.front().or_else(|| second.front())
    }

    fn head(&self) -> Option<u64> {
        self.front().map(|waiter| waiter.number)
    }

    /// Tells the head it had and the head it has, where they differ.
    fn ring(&self, before: Option<u64>) {
        let front = self.front();
        if before == front.map(|waiter| waiter.number) {
            return;
        }
        if let Some(front) = front {
            front.bell.notify_one();
        }
        let lost = self
            .interactive
            .front()
            .into_iter()
            .chain(self.bulk.front());
        for waiter in lost.filter(|waiter| Some(waiter.number) == before) {
            waiter.bell.notify_one();
        }
    }
}

fn lock(line: &Mutex<Line>) -> MutexGuard<'_, Line> {
    // A panic elsewhere cannot leave the line half written.
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactive_goes_first_and_one_turn_in_five_is_for_bulk() {
        let queue = Queue::default();
        let mut places: Vec<_> = (0..20)
            .map(|index| {
                let lane = if index < 10 {
                    Lane::Bulk
                } else {
                    Lane::Interactive
                };
                (index, queue.join(lane))
            })
            .collect();
        let mut order = Vec::new();
        while let Some(at) = places.iter().position(|(_, place)| place.is_head()) {
            let (index, place) = places.remove(at);
            order.push(index);
            place.take();
        }
        assert_eq!(
            order,
            [
                10, 11, 12, 13, 0, 14, 15, 16, 17, 1, 18, 19, 2, 3, 4, 5, 6, 7, 8, 9
            ]
        );
    }

    #[test]
    fn whoever_leaves_makes_way() {
        let queue = Queue::default();
        let first = queue.join(Lane::Interactive);
        let second = queue.join(Lane::Interactive);
        let third = queue.join(Lane::Bulk);
        assert!(first.is_head() && !second.is_head());
        drop(second);
        assert!(first.is_head());
        drop(first);
        assert!(third.is_head());
    }

    #[test]
    fn turns_without_anyone_waiting_in_bulk_do_not_count() {
        let queue = Queue::default();
        for _ in 0..10 {
            queue.join(Lane::Interactive).take();
        }
        let bulk = queue.join(Lane::Bulk);
        let interactive = queue.join(Lane::Interactive);
        assert!(interactive.is_head() && !bulk.is_head());
    }
}
