//! In which order tables and rows are written, so that most relations travel inside the create.

use std::collections::BTreeSet;

/// An order of tables in which relation targets come first wherever that is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOrder {
    /// Indices of the tables.
    pub order: Vec<usize>,
    /// References `(from, to)` whose target does not come first: cycles and self-references.
    pub late: Vec<(usize, usize)>,
}

/// Orders `count` tables by their references `(from, to)`.
///
/// Ties go by index, so the same input always gives the same order. Where a cycle leaves no
/// table whose targets are all placed, the one with the fewest unplaced targets goes next.
pub fn tables(count: usize, references: &[(usize, usize)]) -> TableOrder {
    let edges: BTreeSet<(usize, usize)> = references
        .iter()
        .copied()
        .filter(|&(from, to)| from < count && to < count)
        .collect();
    let mut schedule = Schedule::new(count, edges.iter().copied().filter(|(a, b)| a != b));
    let mut order = Vec::with_capacity(count);
    while let Some(table) = schedule.next() {
        order.push(table);
        schedule.done(table);
    }
    let mut place = vec![0; count];
    for (position, &table) in order.iter().enumerate() {
        place[table] = position;
    }
    let late = edges
        .into_iter()
        .filter(|&(from, to)| place[to] >= place[from])
        .collect();
    TableOrder { order, late }
}

/// Hands out items whose targets are done, several at a time.
///
/// Items are numbered from 0; the lowest ready number goes first. When nothing is in flight and
/// every remaining item waits (a cycle), the one that waits for the fewest targets is handed out
/// anyway, and its open references are left to a second phase.
#[derive(Debug)]
pub struct Schedule {
    /// Remaining items by the number of targets they still wait for.
    remaining: BTreeSet<(usize, usize)>,
    waits: Vec<usize>,
    dependents: Vec<Vec<usize>>,
    in_flight: usize,
}

impl Schedule {
    /// A schedule of `count` items with references `(from, to)`; duplicates and references to
    /// itself are ignored.
    pub fn new(count: usize, references: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut dependents = vec![Vec::new(); count];
        let mut waits = vec![0; count];
        let mut seen = BTreeSet::new();
        for (from, to) in references {
            if from != to && from < count && to < count && seen.insert((from, to)) {
                dependents[to].push(from);
                waits[from] += 1;
            }
        }
        let remaining = waits
            .iter()
            .enumerate()
            .map(|(item, &waits)| (waits, item))
            .collect();
        Self {
            remaining,
            waits,
            dependents,
            in_flight: 0,
        }
    }

    /// The next item to start, or `None` when all are handed out or all others must wait for
    /// one in flight.
    #[expect(
        clippy::should_implement_trait,
        reason = "it may yield again after None"
    )]
    pub fn next(&mut self) -> Option<usize> {
        let &(waits, item) = self.remaining.first()?;
        if waits > 0 && self.in_flight > 0 {
            return None;
        }
        self.remaining.remove(&(waits, item));
        self.in_flight += 1;
        Some(item)
    }

    /// An item that was handed out is finished, well or not.
    pub fn done(&mut self, item: usize) {
        self.in_flight = self.in_flight.saturating_sub(1);
        for dependent in std::mem::take(&mut self.dependents[item]) {
            let waits = self.waits[dependent];
            self.waits[dependent] = waits.saturating_sub(1);
            if self.remaining.remove(&(waits, dependent)) {
                self.remaining.insert((self.waits[dependent], dependent));
            }
        }
    }

    /// Whether every item was handed out.
    pub fn is_empty(&self) -> bool {
        self.remaining.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn targets_come_first() {
        // tasks (0) reference projects (1) and people (2); projects reference people.
        let order = tables(3, &[(0, 1), (0, 2), (1, 2)]);
        assert_eq!(
            order,
            TableOrder {
                order: vec![2, 1, 0],
                late: Vec::new()
            }
        );
    }

    #[test]
    fn cycles_and_self_references_are_late() {
        let order = tables(3, &[(0, 1), (1, 0), (1, 2), (2, 2)]);
        assert_eq!(order.order, [2, 0, 1]);
        assert_eq!(order.late, [(0, 1), (2, 2)]);
    }

    #[test]
    fn waits_for_targets_in_flight() {
        let mut schedule = Schedule::new(3, [(1, 0)]);
        assert_eq!(schedule.next(), Some(0));
        assert_eq!(schedule.next(), Some(2));
        assert_eq!(schedule.next(), None);
        assert!(!schedule.is_empty());
        schedule.done(2);
        assert_eq!(schedule.next(), None);
        schedule.done(0);
        assert_eq!(schedule.next(), Some(1));
        assert!(schedule.is_empty());
    }

    #[test]
    fn a_cycle_is_broken_once() {
        // 0 -> 1 -> 2 -> 0, and 3 -> 0.
        let mut schedule = Schedule::new(4, [(0, 1), (1, 2), (2, 0), (3, 0)]);
        let mut order = Vec::new();
        while let Some(item) = schedule.next() {
            order.push(item);
            schedule.done(item);
        }
        assert_eq!(order, [0, 2, 1, 3]);
    }

    proptest! {
        #[test]
        fn hands_out_everything_once_and_respects_acyclic_references(
            count in 1usize..40,
            pairs in proptest::collection::vec((0usize..40, 0usize..40), 0..120),
            width in 1usize..6,
        ) {
            // References from a higher to a lower number only: no cycle is possible.
            let edges: Vec<_> = pairs
                .into_iter()
                .map(|(a, b)| (a % count, b % count))
                .filter(|(a, b)| a > b)
                .collect();
            let mut schedule = Schedule::new(count, edges.iter().copied());
            let mut finished = Vec::new();
            let mut flight = std::collections::VecDeque::new();
            loop {
                while flight.len() < width {
                    match schedule.next() {
                        Some(item) => {
                            for &(from, to) in &edges {
                                prop_assert!(from != item || finished.contains(&to));
                            }
                            flight.push_back(item);
                        }
                        None => break,
                    }
                }
                match flight.pop_front() {
                    Some(item) => {
                        schedule.done(item);
                        finished.push(item);
                    }
                    None => break,
                }
            }
            prop_assert!(schedule.is_empty());
            finished.sort_unstable();
            prop_assert_eq!(finished, (0..count).collect::<Vec<_>>());
        }
    }
}
