//! Ways into steps: which request carries which blocks, in which order.

use recto_api::block::NewBlock;

use super::forest::Forest;
use super::limits::{Limits, Weight};
use super::pack::{Along, Packed};
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

/// What is still to be turned into steps.
enum Task {
    /// The children of a block (none: the root's) from one on, packed in one of the best ways.
    Children(Option<usize>, usize, usize),
    /// What did not go along with a block that was sent in one of its ways.
    Rest(usize, usize),
    /// The id of each of the first children.
    List(Option<usize>, usize),
}

/// Makes steps, taking the blocks out of the forest.
pub(crate) struct Maker<'a> {
    forest: &'a mut Forest,
    ways: &'a Ways,
    /// The ways to send the blocks at the top.
    packed: &'a [Vec<Packed>],
    /// How many of its children went along with each block.
    along: Vec<usize>,
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

impl<'a> Maker<'a> {
    pub(crate) fn new(forest: &'a mut Forest, ways: &'a Ways, packed: &'a [Vec<Packed>]) -> Self {
        let along = vec![0; forest.nodes.len()];
        Self {
            forest,
            ways,
            packed,
            along,
        }
    }

    /// The steps that append everything from the first block on.
    pub(crate) fn all(mut self) -> Plan {
        let steps = self.run(vec![Task::Children(None, 0, 0)]);
        self.plan(Vec::new(), steps)
    }

    /// The first blocks go along with a request that makes their parent; the steps are those behind
    /// it.
    pub(crate) fn behind(mut self, picks: &[usize], cut: bool) -> Plan {
        let first: Vec<usize> = self.forest.roots[..picks.len()].to_vec();
        let blocks = first
            .iter()
            .zip(picks)
            .filter_map(|(number, way)| self.build(*number, *way))
            .collect();
        let mut tasks = Vec::new();
        if cut {
            tasks.push(Task::List(None, last_cut(self.ways, &first, picks)));
        }
        let rests = first.iter().zip(picks);
        tasks.extend(rests.map(|(number, way)| Task::Rest(*number, *way)));
        tasks.push(Task::Children(None, picks.len(), 0));
        tasks.reverse();
        let steps = self.run(tasks);
        self.plan(blocks, steps)
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
                Task::Children(of, from, best) => self.group(of, from, best, &mut steps),
                Task::Rest(number, way) => self.rest(number, way),
                Task::List(of, count) => {
                    let numbers = self.forest.children(of)[..count].to_vec();
                    steps.push(Step::List {
                        of: at(of),
                        numbers,
                    });
                    Vec::new()
                }
            };
            next.reverse();
            tasks.extend(next);
        }
        steps
    }

    /// One request with the next children, then what they leave to be done, then the others.
    fn group(
        &mut self,
        of: Option<usize>,
        from: usize,
        best: usize,
        steps: &mut Vec<Step>,
    ) -> Vec<Task> {
        let (mut at_child, mut best) = (from, best);
        let mut tasks = Vec::new();
        let (mut blocks, mut numbers) = (Vec::new(), Vec::new());
        loop {
            let packed = match of {
                Some(number) => self.ways.packed[number][at_child][best],
                None => self.packed[at_child][best],
            };
            let Some(number) = self.forest.children(of).get(at_child).copied() else {
                break;
            };
            blocks.extend(self.build(number, packed.way));
            numbers.push(number);
            tasks.push(Task::Rest(number, packed.way));
            (at_child, best) = (at_child + 1, packed.then);
            if !packed.joined {
                break;
            }
        }
        if numbers.is_empty() {
            return tasks;
        }
        steps.push(Step::Append {
            to: at(of),
            blocks,
            numbers,
        });
        tasks.push(Task::Children(of, at_child, best));
        tasks
    }

    fn rest(&self, number: usize, way: usize) -> Vec<Task> {
        let children = &self.forest.nodes[number].children;
        let behind = |along: usize| Task::Children(Some(number), along, 0);
        match &self.ways.of[number][way].along {
            Along::All => Vec::new(),
            Along::First(along) => vec![behind(*along)],
            Along::Each(picks) => {
                let cut = last_cut(self.ways, children, picks);
                let mut tasks = Vec::new();
                if cut > 0 {
                    tasks.push(Task::List(Some(number), cut));
                }
                let rests = children.iter().zip(picks);
                tasks.extend(rests.map(|(column, way)| Task::Rest(*column, *way)));
                tasks.push(behind(picks.len()));
                tasks
            }
        }
    }

    /// A block with what goes along inside it. A request is few levels deep, and so is this.
    fn build(&mut self, number: usize, way: usize) -> Option<NewBlock> {
        let children = self.forest.nodes[number].children.clone();
        let inside: Vec<NewBlock> = match &self.ways.of[number][way].along {
            Along::All => children
                .iter()
                .filter_map(|child| self.whole(*child))
                .collect(),
            Along::First(along) => children[..*along]
                .iter()
                .filter_map(|child| self.whole(*child))
                .collect(),
            Along::Each(picks) => {
                let picks = picks.clone();
                let columns = children.iter().zip(picks);
                columns
                    .filter_map(|(column, way)| self.build(*column, way))
                    .collect()
            }
        };
        self.with(number, inside)
    }

    fn whole(&mut self, number: usize) -> Option<NewBlock> {
        let children = self.forest.nodes[number].children.clone();
        let inside = children
            .iter()
            .filter_map(|child| self.whole(*child))
            .collect();
        self.with(number, inside)
    }

    fn with(&mut self, number: usize, inside: Vec<NewBlock>) -> Option<NewBlock> {
        let mut block = self.forest.take(number)?;
        self.along[number] = inside.len();
        shape::put_children(&mut block, inside);
        Some(block)
    }
}

/// How many of the first blocks are there up to the last one that comes only in part.
fn last_cut(ways: &Ways, blocks: &[usize], picks: &[usize]) -> usize {
    blocks
        .iter()
        .zip(picks)
        .rposition(|(number, way)| ways.of[*number][*way].more > 0)
        .map_or(0, |last| last + 1)
}

fn at(number: Option<usize>) -> At {
    number.map_or(At::Root, At::Block)
}

/// The best way to begin a page together with its first blocks: the fewest requests in all, and
/// among those the one whose first request carries most.
pub(crate) fn beginning(
    forest: &Forest,
    ways: &Ways,
    packed: &[Vec<Packed>],
    base: usize,
    limits: &Limits,
) -> Option<super::ways::Prefix> {
    let base = Weight {
        blocks: 0,
        bytes: base,
    };
    ways.prefixes(&forest.roots, base, packed, limits)
        .into_iter()
        .max_by_key(|prefix| {
            (
                std::cmp::Reverse(prefix.more),
                prefix.picks.len(),
                prefix.weight.blocks,
            )
        })
}
