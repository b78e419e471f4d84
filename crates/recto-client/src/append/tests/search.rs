//! The fewest requests, found by trying everything.

use std::collections::{HashSet, VecDeque};

use super::super::Limits;
use super::model::{Flat, Tree, below, flat, legal, tops};

/// What is there: how many children each block has (the last is the root), and whose id is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    made: Vec<usize>,
    known: Vec<bool>,
}

/// How many requests the best plan needs that adds the children of each block in order; no more
/// than `most` are tried.
pub(super) fn fewest(trees: &[Tree], limits: &Limits, most: usize) -> usize {
    let mut nodes = flat(trees);
    let root = nodes.len();
    nodes.push(Flat {
        kind: super::super::shape::Kind::Plain,
        children: tops(trees),
    });
    let done: Vec<usize> = nodes.iter().map(|node| node.children.len()).collect();
    let mut known = vec![false; nodes.len()];
    known[root] = true;
    let start = State {
        made: vec![0; nodes.len()],
        known,
    };
    let mut seen = HashSet::from([start.clone()]);
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((state, steps)) = queue.pop_front() {
        if state.made == done {
            return steps;
        }
        if steps == most {
            continue;
        }
        for next in moves(&nodes, &state, limits) {
            if seen.insert(next.clone()) {
                queue.push_back((next, steps + 1));
            }
        }
    }
    usize::MAX
}

fn moves(nodes: &[Flat], state: &State, limits: &Limits) -> Vec<State> {
    let mut out = Vec::new();
    for target in 0..nodes.len() {
        if !state.known[target] {
            continue;
        }
        let mut listed = state.clone();
        for child in nodes[target].children[..state.made[target]]
            .iter()
            .take(limits.children)
        {
            listed.known[*child] = true;
        }
        out.push(listed);
        append(nodes, state, target, limits, &mut out);
    }
    out
}

/// Every legal append to a block.
fn append(nodes: &[Flat], state: &State, target: usize, limits: &Limits, out: &mut Vec<State>) {
    let mut partial = vec![(state.clone(), 0_usize)];
    let from = state.made[target];
    for child in nodes[target].children[from..].iter().take(limits.children) {
        let mut longer = Vec::new();
        for (state, used) in &partial {
            for (mut state, used) in cuts(nodes, state, *child, limits.levels, *used, limits) {
                state.made[target] += 1;
                state.known[*child] = true;
                longer.push((state, used));
            }
        }
        out.extend(longer.iter().map(|(state, _)| state.clone()));
        partial = longer;
    }
}

/// Every legal way to send a block with some of its first children, and those with some of theirs.
fn cuts(
    nodes: &[Flat],
    state: &State,
    number: usize,
    level: usize,
    used: usize,
    limits: &Limits,
) -> Vec<(State, usize)> {
    if used == limits.blocks {
        return Vec::new();
    }
    let node = &nodes[number];
    let mut out = Vec::new();
    let mut partial = vec![(state.clone(), used + 1)];
    for inside in 0..=node.children.len().min(limits.children) {
        if inside > 0 {
            let child = node.children[inside - 1];
            let mut longer = Vec::new();
            for (state, used) in &partial {
                let cuts = cuts(nodes, state, child, below(node.kind, level), *used, limits);
                longer.extend(cuts.into_iter().map(|(mut state, used)| {
                    state.made[number] += 1;
                    (state, used)
                }));
            }
            partial = longer;
        }
        if legal(nodes, number, inside, level, limits) {
            out.extend(partial.iter().cloned());
        }
        if inside < node.children.len() && level == 0 {
            break;
        }
    }
    out
}
