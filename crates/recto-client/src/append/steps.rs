//! Ways into steps: which request carries which blocks, in which order.

use std::cmp::Reverse;

use recto_api::block::NewBlock;

use super::forest::Forest;
use super::limits::{Limits, Weight};
use super::pack::Along;
use super::shape;
use super::ways::Ways;

/// One request of a plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Appends blocks behind what is already there. The answer tells their ids.
    Append {
        /// To which block.
        to: At,
        /// The blocks, with what goes along inside them.
        blocks: Vec<NewBlock>,
        /// Their numbers.
        numbers: Vec<usize>,
    },
    /// Lists the children of a block, to learn the ids of the first of them.
    List {
        /// Of which block.
        of: At,
        /// The numbers of its first children, in order.
        numbers: Vec<usize>,
    },
}

/// A block that a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    /// The block or page that the plan is for.
    Root,
    /// One of the new blocks, by its number: 0 for the first, counted in document order.
    Block(usize),
}

/// A plan, and what carrying it out needs to know.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    /// How many of its children go along with each block in the request that makes it.
    pub(crate) along: Vec<usize>,
    /// The numbers of the blocks inside each block.
    pub(crate) children: Vec<Vec<usize>>,
    /// The numbers of the blocks at the top.
    pub(crate) tops: Vec<usize>,
    /// The blocks that go along with the request that makes their page.
    pub(crate) first: Vec<NewBlock>,
}

/// What is still to be turned into steps.
enum Task {
    /// The children of a block (none: the root's) from one on.
    Children(Option<usize>, usize),
    /// What did not go along with a block that was sent in one of its ways.
    Rest(usize, usize),
    /// The ids of so many of the first children.
    List(Option<usize>, usize),
}

/// Makes steps, taking the blocks out of the forest.
pub(crate) struct Maker<'a> {
    forest: &'a mut Forest,
    ways: &'a Ways,
    limits: &'a Limits,
    /// The fewest requests that send the blocks at the top from each one on.
    fewest: Vec<usize>,
    along: Vec<usize>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(forest: &'a mut Forest, ways: &'a Ways, limits: &'a Limits) -> Self {
        Self {
            fewest: ways.fewest(&forest.roots, limits),
            along: vec![0; forest.nodes.len()],
            forest,
            ways,
            limits,
        }
    }

    /// The steps that append everything from the first block on.
    pub(crate) fn all(mut self) -> Plan {
        let steps = self.run(vec![Task::Children(None, 0)]);
        self.plan(Vec::new(), steps)
    }

    /// The steps behind a request that makes a page and has `bytes` bytes already: the first blocks
    /// go along with it, as many as leave the fewest requests in all.
    pub(crate) fn behind(mut self, bytes: usize) -> Plan {
        let base = Weight { blocks: 0, bytes };
        let begun = self
            .ways
            .prefixes(&self.forest.roots, base, self.limits)
            .into_iter()
            .max_by_key(|prefix| {
                let along = prefix.picks.len();
                let more = prefix.more + self.fewest[along] + usize::from(prefix.cut);
                (Reverse(more), along, prefix.weight.blocks)
            });
        let (picks, weight) =
            begun.map_or_else(Default::default, |prefix| (prefix.picks, prefix.weight));
        let numbers = self.forest.roots[..picks.len()].to_vec();
        let first = self.request(&numbers, &picks, weight);
        let mut tasks = Vec::new();
        let cut = self.last_cut(&numbers, &picks);
        if cut > 0 {
            tasks.push(Task::List(None, cut));
        }
        tasks.extend(rests(&numbers, &picks));
        tasks.push(Task::Children(None, picks.len()));
        tasks.reverse();
        let steps = self.run(tasks);
        self.plan(first, steps)
    }

    fn plan(self, first: Vec<NewBlock>, steps: Vec<Step>) -> Plan {
        let nodes = std::mem::take(&mut self.forest.nodes);
        Plan {
            steps,
            along: self.along,
            children: nodes.into_iter().map(|node| node.children).collect(),
            tops: std::mem::take(&mut self.forest.roots),
            first,
        }
    }

    fn run(&mut self, mut tasks: Vec<Task>) -> Vec<Step> {
        let mut steps = Vec::new();
        while let Some(task) = tasks.pop() {
            let mut next = match task {
                Task::Children(of, from) => self.group(of, from, &mut steps),
                Task::Rest(number, way) => self.rest(number, way),
                Task::List(of, count) => {
                    let numbers = self.forest.children(of)[..count].to_vec();
                    let of = of.map_or(At::Root, At::Block);
                    steps.push(Step::List { of, numbers });
                    Vec::new()
                }
            };
            next.reverse();
            tasks.extend(next);
        }
        steps
    }

    /// One request with the next children, as many as leave the fewest requests in all; then what
    /// they leave to be done, then the others.
    fn group(&mut self, of: Option<usize>, from: usize, steps: &mut Vec<Step>) -> Vec<Task> {
        let children = &self.forest.children(of)[from..];
        let fewest = match of {
            Some(number) => &self.ways.fewest[number],
            None => &self.fewest,
        };
        let prefixes = self.ways.prefixes(children, Weight::default(), self.limits);
        let next = prefixes
            .into_iter()
            .filter(|prefix| !prefix.picks.is_empty())
            .max_by_key(|prefix| {
                let along = prefix.picks.len();
                (Reverse(prefix.more + fewest[from + along]), along)
            });
        let Some(next) = next else {
            return Vec::new();
        };
        let numbers = children[..next.picks.len()].to_vec();
        let blocks = self.request(&numbers, &next.picks, next.weight);
        let mut tasks = rests(&numbers, &next.picks);
        tasks.push(Task::Children(of, from + numbers.len()));
        steps.push(Step::Append {
            to: of.map_or(At::Root, At::Block),
            blocks,
            numbers,
        });
        tasks
    }

    fn rest(&self, number: usize, way: usize) -> Vec<Task> {
        let mut tasks = Vec::new();
        if let Along::Each(picks) = &self.ways.of[number][way].along {
            let columns = &self.forest.nodes[number].children;
            let cut = self.last_cut(columns, picks);
            if cut > 0 {
                tasks.push(Task::List(Some(number), cut));
            }
            tasks.extend(rests(columns, picks));
        }
        tasks.push(Task::Children(Some(number), self.along[number]));
        tasks
    }

    /// How many of the first blocks there are up to the last one that comes only in part.
    fn last_cut(&self, blocks: &[usize], picks: &[usize]) -> usize {
        let mut pairs = blocks.iter().zip(picks);
        pairs
            .rposition(|(number, way)| self.ways.of[*number][*way].more > 0)
            .map_or(0, |last| last + 1)
    }

    /// The blocks of one request, each in its way. What room is left is filled up with more of their
    /// children.
    fn request(&mut self, numbers: &[usize], picks: &[usize], weight: Weight) -> Vec<NewBlock> {
        let mut weight = weight;
        let pairs = numbers.iter().zip(picks);
        pairs
            .filter_map(|(number, way)| self.build(*number, *way, &mut weight))
            .collect()
    }

    /// A block with what goes along inside it. A request is few levels deep, and so is this.
    fn build(&mut self, number: usize, way: usize, weight: &mut Weight) -> Option<NewBlock> {
        let children = self.forest.nodes[number].children.clone();
        let inside: Vec<NewBlock> = match &self.ways.of[number][way].along {
            Along::First(along) => {
                let along = self.fill(&children, *along, weight);
                let inside = children[..along].iter();
                inside.filter_map(|child| self.whole(*child)).collect()
            }
            Along::Each(picks) => {
                let columns = children.iter().zip(picks);
                columns
                    .filter_map(|(column, way)| self.build(*column, *way, weight))
                    .collect()
            }
        };
        self.with(number, inside)
    }

    /// How many of the first children go along, where so many do and there may be room for more.
    fn fill(&self, children: &[usize], along: usize, weight: &mut Weight) -> usize {
        let most = children.len().min(self.limits.children);
        for (at, child) in children.iter().enumerate().take(most).skip(along) {
            let Some(child) = self.ways.weight_inside(*child, self.limits.levels) else {
                return at;
            };
            let more = weight.and(child);
            if !self.limits.hold(more) {
                return at;
            }
            *weight = more;
        }
        most
    }

    fn whole(&mut self, number: usize) -> Option<NewBlock> {
        let children = self.forest.nodes[number].children.clone();
        let inside = children.iter();
        let inside = inside.filter_map(|child| self.whole(*child)).collect();
        self.with(number, inside)
    }

    fn with(&mut self, number: usize, inside: Vec<NewBlock>) -> Option<NewBlock> {
        let mut block = self.forest.take(number)?;
        self.along[number] = inside.len();
        shape::put_children(&mut block, inside);
        Some(block)
    }
}

fn rests(numbers: &[usize], picks: &[usize]) -> Vec<Task> {
    let pairs = numbers.iter().zip(picks);
    pairs
        .map(|(number, way)| Task::Rest(*number, *way))
        .collect()
}
