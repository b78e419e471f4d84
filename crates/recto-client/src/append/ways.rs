//! The ways to send each block, from the leaves up.

use super::fit::Unfit;
use super::forest::Forest;
use super::limits::{Limits, Weight};
use super::pack::{self, Along, WIDTH, Way};
use super::shape::Kind;

/// What is known of every block, by number.
#[derive(Debug)]
pub(crate) struct Ways {
    /// The ways to send it at the top of a request, or as a column of a list there. None: it is too
    /// large for any request.
    pub(crate) of: Vec<Vec<Way>>,
    /// The fewest requests to it that send its children from each one on.
    pub(crate) fewest: Vec<Vec<usize>>,
    whole: Vec<Option<Whole>>,
}

/// A block with all inside it, where one request can hold that.
#[derive(Debug, Clone, Copy)]
struct Whole {
    weight: Weight,
    /// Levels it needs below itself.
    levels: usize,
}

/// The first of some blocks, each in one of its ways.
#[derive(Debug, Clone)]
pub(crate) struct Prefix {
    pub(crate) weight: Weight,
    /// Requests that what is left of them takes.
    pub(crate) more: usize,
    /// Whether one of them comes only in part.
    pub(crate) cut: bool,
    /// The way of each.
    pub(crate) picks: Vec<usize>,
}

impl Ways {
    pub(crate) fn find(forest: &Forest, limits: &Limits) -> Self {
        let count = forest.nodes.len();
        let mut ways = Self {
            of: vec![Vec::new(); count],
            fewest: vec![Vec::new(); count],
            whole: vec![None; count],
        };
        // Children have higher numbers than what they are inside of.
        for number in (0..count).rev() {
            ways.whole[number] = ways.whole(forest, limits, number);
            ways.fewest[number] = ways.fewest(&forest.nodes[number].children, limits);
            ways.of[number] = match forest.nodes[number].kind {
                Kind::ColumnList => ways.of_column_list(forest, limits, number),
                _ => ways.of_block(forest, limits, number),
            };
        }
        ways
    }

    /// Refuses a block for which there is no way.
    pub(crate) fn check(&self) -> Result<(), Unfit> {
        // What is inside of another is the likelier reason.
        match self.of.iter().rposition(Vec::is_empty) {
            None => Ok(()),
            Some(number) => Err(Unfit::new(
                number,
                format!(
                    "it has more than {} KB of JSON, which is more than a request holds; split it",
                    Limits::NOTION.bytes / 1_000
                ),
            )),
        }
    }

    /// The fewest requests of their own that send these blocks from each one on.
    pub(crate) fn fewest(&self, blocks: &[usize], limits: &Limits) -> Vec<usize> {
        let ways: Vec<&[Way]> = blocks
            .iter()
            .map(|number| self.of[*number].as_slice())
            .collect();
        pack::fewest(&ways, limits)
    }

    /// What a block weighs with all inside it, where it fits so many levels down.
    pub(crate) fn weight_inside(&self, number: usize, levels: usize) -> Option<Weight> {
        let whole = self.whole[number].filter(|whole| whole.levels < levels);
        whole.map(|whole| whole.weight)
    }

    fn whole(&self, forest: &Forest, limits: &Limits, number: usize) -> Option<Whole> {
        let node = &forest.nodes[number];
        if node.children.len() > limits.children {
            return None;
        }
        let mut whole = Whole {
            weight: node.weight,
            levels: match node.kind {
                Kind::Table => 1,
                Kind::ColumnList => limits.levels,
                Kind::Plain | Kind::Column => 0,
            },
        };
        for child in &node.children {
            let child = self.whole[*child]?;
            whole.weight = whole.weight.and(child.weight);
            // Columns stand between a list and its content without using up a level (documented).
            let own = usize::from(node.kind != Kind::ColumnList);
            whole.levels = whole.levels.max(child.levels + own);
        }
        (limits.hold(whole.weight) && whole.levels <= limits.levels).then_some(whole)
    }

    /// With all its children, or with the first of them as far as they fit whole, the rest by
    /// requests to the block itself.
    fn of_block(&self, forest: &Forest, limits: &Limits, number: usize) -> Vec<Way> {
        let node = &forest.nodes[number];
        let least = node.kind.least().min(node.children.len());
        let mut out: Vec<Way> = Vec::new();
        let mut weight = node.weight;
        for along in 0..=node.children.len().min(limits.children) {
            if along > 0 {
                let child = self.weight_inside(node.children[along - 1], limits.levels);
                let Some(child) = child else { break };
                weight = weight.and(child);
            }
            if !limits.hold(weight) {
                break;
            }
            let more = self.fewest[number][along];
            // One more child is of use only if it saves a request.
            if along >= least && out.last().is_none_or(|way| more < way.more) {
                let along = Along::First(along);
                out.push(Way {
                    weight,
                    more,
                    along,
                });
            }
        }
        out
    }

    /// With its first columns, each in any of its ways; the rest of a column is sent to it when a
    /// listing has told its id, further columns to the list.
    fn of_column_list(&self, forest: &Forest, limits: &Limits, number: usize) -> Vec<Way> {
        let node = &forest.nodes[number];
        let least = node.kind.least().min(node.children.len());
        let mut out = Vec::new();
        for prefix in self.prefixes(&node.children, node.weight, limits) {
            let along = prefix.picks.len();
            if along >= least {
                let way = Way {
                    weight: prefix.weight,
                    more: prefix.more + self.fewest[number][along] + usize::from(prefix.cut),
                    along: Along::Each(prefix.picks),
                };
                keep(&mut out, way, |a, b| {
                    a.more >= b.more && b.weight.fits_in(a.weight)
                });
            }
        }
        out
    }

    /// The ways to send none, one, two … of the first of some blocks in one request, whose other
    /// parts weigh `base`.
    pub(crate) fn prefixes(&self, blocks: &[usize], base: Weight, limits: &Limits) -> Vec<Prefix> {
        let mut open = vec![Prefix {
            weight: base,
            more: 0,
            cut: false,
            picks: Vec::new(),
        }];
        let mut done = Vec::new();
        for next in blocks.iter().take(limits.children) {
            let mut longer = Vec::new();
            for prefix in &open {
                for (pick, way) in self.of[*next].iter().enumerate() {
                    let weight = prefix.weight.and(way.weight);
                    if limits.hold(weight) {
                        let mut picks = prefix.picks.clone();
                        picks.push(pick);
                        let prefix = Prefix {
                            weight,
                            more: prefix.more + way.more,
                            cut: prefix.cut || way.more > 0,
                            picks,
                        };
                        keep(&mut longer, prefix, |a, b| {
                            a.more >= b.more && a.cut >= b.cut && b.weight.fits_in(a.weight)
                        });
                    }
                }
            }
            done.append(&mut open);
            open = longer;
        }
        done.append(&mut open);
        done
    }
}

/// Keeps what is not worse than another in every respect.
fn keep<T>(found: &mut Vec<T>, new: T, worse: impl Fn(&T, &T) -> bool) {
    if found.iter().any(|other| worse(&new, other)) {
        return;
    }
    found.retain(|other| !worse(other, &new));
    if found.len() < WIDTH {
        found.push(new);
    }
}
