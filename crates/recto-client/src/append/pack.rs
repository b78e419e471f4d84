//! Children into requests: the fewest groups of neighbours that each fit into one request.

use super::limits::{Limits, Weight};

/// One way to send a block: with all that is inside it, or with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// What it weighs in the request that makes it.
    pub(crate) weight: Weight,
    /// Requests that the rest of it takes.
    pub(crate) more: usize,
    /// How much goes along.
    pub(crate) along: Along,
}

/// How much of what is inside a block goes along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Along {
    /// All of it.
    All,
    /// So many of its children, each with all inside it.
    First(usize),
    /// So many of its children, each in the way of that number among its ways.
    Each(Vec<usize>),
}

/// The best ways to send the children from one on. They are told apart by how full the first
/// request is, as one more child may still go into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed {
    /// Requests in all, the rest of the children included.
    pub(crate) requests: usize,
    /// Children in the first request.
    items: usize,
    weight: Weight,
    /// The way of the first child.
    pub(crate) way: usize,
    /// Which of the best ways of the children behind it.
    pub(crate) then: usize,
    /// Whether the next child goes into the same request.
    pub(crate) joined: bool,
}

/// More ways than these, equal in requests, are not followed.
const WIDTH: usize = 24;

/// Packs children from the last to the first. The answer has an entry for each child, and one for
/// none: the best ways to send the children from there on.
///
/// Of two ways that differ in requests the one with fewer is never worse, however full its first
/// request is: the child before it can always begin a request of its own. Among equals those stay
/// that are not worse in items, blocks and bytes. So the first number is the least there is for
/// groups of neighbours, unless more than [`WIDTH`] ways are equal.
pub(crate) fn pack(children: &[&[Way]], limits: &Limits) -> Vec<Vec<Packed>> {
    let mut best = vec![Vec::new(); children.len() + 1];
    best[children.len()] = vec![Packed {
        requests: 0,
        items: 0,
        weight: Weight::default(),
        way: 0,
        then: 0,
        joined: false,
    }];
    for (at, ways) in children.iter().enumerate().rev() {
        let mut found: Vec<Packed> = Vec::new();
        for (way, option) in ways.iter().enumerate() {
            for (then, behind) in best[at + 1].iter().enumerate() {
                let alone = Packed {
                    requests: behind.requests + option.more + 1,
                    items: 1,
                    weight: option.weight,
                    way,
                    then,
                    joined: false,
                };
                let weight = behind.weight.and(option.weight);
                if behind.items > 0 && behind.items < limits.children && limits.hold(weight) {
                    keep(
                        &mut found,
                        Packed {
                            requests: behind.requests + option.more,
                            items: behind.items + 1,
                            weight,
                            joined: true,
                            ..alone
                        },
                    );
                }
                keep(&mut found, alone);
            }
        }
        best[at] = found;
    }
    best
}

/// The requests of the best way.
pub(crate) fn requests(best: &[Packed]) -> usize {
    best.first().map_or(0, |packed| packed.requests)
}

fn keep(found: &mut Vec<Packed>, new: Packed) {
    match found.first() {
        Some(best) if best.requests < new.requests => return,
        Some(best) if best.requests > new.requests => found.clear(),
        _ => {}
    }
    let worse = |a: &Packed, b: &Packed| a.items >= b.items && b.weight.fits_in(a.weight);
    if found.iter().any(|other| worse(&new, other)) {
        return;
    }
    found.retain(|other| !worse(other, &new));
    if found.len() < WIDTH {
        found.push(new);
    }
}
