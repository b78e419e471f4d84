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
    /// So many of its children, each with all inside it.
    First(usize),
    /// So many of its children, each in the way of that number among its ways.
    Each(Vec<usize>),
}

/// One of the best ways to send the children from one on. They are told apart by how full the first
/// request is, as one more child may still go into it.
#[derive(Debug, Clone, Copy)]
struct Packed {
    /// Requests in all, the rest of the children included.
    requests: usize,
    /// Children in the first request.
    items: usize,
    weight: Weight,
}

/// More ways than these, equal in requests, are not followed.
pub(super) const WIDTH: usize = 24;

/// The fewest requests that send the children from each one on, and from behind the last, which are
/// none.
///
/// Children are packed from the last to the first. Of two ways that differ in requests the one with
/// fewer is never worse, however full its first request is: the child before it can always begin a
/// request of its own. Among equals those stay that are not worse in items, blocks and bytes. So
/// the numbers are the least there are for groups of neighbours, unless more than [`WIDTH`] ways are
/// equal.
pub(crate) fn fewest(children: &[&[Way]], limits: &Limits) -> Vec<usize> {
    let mut fewest = vec![0; children.len() + 1];
    let mut behind = vec![Packed {
        requests: 0,
        items: 0,
        weight: Weight::default(),
    }];
    for (at, ways) in children.iter().enumerate().rev() {
        let mut found: Vec<Packed> = Vec::new();
        for way in *ways {
            for packed in &behind {
                let weight = packed.weight.and(way.weight);
                if packed.items > 0 && packed.items < limits.children && limits.hold(weight) {
                    let joined = Packed {
                        requests: packed.requests + way.more,
                        items: packed.items + 1,
                        weight,
                    };
                    keep(&mut found, joined);
                }
                let alone = Packed {
                    requests: packed.requests + way.more + 1,
                    items: 1,
                    weight: way.weight,
                };
                keep(&mut found, alone);
            }
        }
        fewest[at] = found.first().map_or(0, |packed| packed.requests);
        behind = found;
    }
    fewest
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
