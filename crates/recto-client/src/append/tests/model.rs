//! Trees, what Notion takes of them in a request, and what a plan makes of them.

use std::collections::HashSet;

use recto_api::block::{BlockContent, Container, NewBlock, Table, TableRow};
use recto_api::wire::Field;

use super::super::shape::Kind;
use super::super::{At, Limits, Plan, Step};

#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) kind: Kind,
    pub(super) children: Vec<Self>,
}

impl Tree {
    pub(super) fn plain(children: Vec<Self>) -> Self {
        Self {
            kind: Kind::Plain,
            children,
        }
    }

    pub(super) fn table(rows: usize) -> Self {
        Self {
            kind: Kind::Table,
            children: (0..rows).map(|_| Self::plain(vec![])).collect(),
        }
    }

    pub(super) fn columns(columns: Vec<Vec<Self>>) -> Self {
        let columns = columns.into_iter().map(|children| Self {
            kind: Kind::Column,
            children,
        });
        Self {
            kind: Kind::ColumnList,
            children: columns.collect(),
        }
    }
}

/// A tree that is deeper than the stack.
impl Drop for Tree {
    fn drop(&mut self) {
        let mut rest = std::mem::take(&mut self.children);
        while let Some(mut tree) = rest.pop() {
            rest.append(&mut tree.children);
        }
    }
}

pub(super) fn count(trees: &[Tree]) -> usize {
    flat(trees).len()
}

/// A tree laid out: kind, children by number.
#[derive(Debug, Clone)]
pub(super) struct Flat {
    pub(super) kind: Kind,
    pub(super) children: Vec<usize>,
}

/// Trees in document order.
pub(super) fn flat(trees: &[Tree]) -> Vec<Flat> {
    let mut out: Vec<Flat> = Vec::new();
    let mut rest: Vec<(Option<usize>, &Tree)> =
        trees.iter().rev().map(|tree| (None, tree)).collect();
    while let Some((parent, tree)) = rest.pop() {
        let number = out.len();
        if let Some(parent) = parent {
            let parent: &mut Flat = &mut out[parent];
            parent.children.push(number);
        }
        out.push(Flat {
            kind: tree.kind,
            children: Vec::new(),
        });
        rest.extend(
            tree.children
                .iter()
                .rev()
                .map(|child| (Some(number), child)),
        );
    }
    out
}

/// The numbers of the trees themselves.
pub(super) fn tops(trees: &[Tree]) -> Vec<usize> {
    let mut next = 0;
    trees
        .iter()
        .map(|tree| {
            let number = next;
            next += count(std::slice::from_ref(tree));
            number
        })
        .collect()
}

/// The trees as blocks that carry their number.
pub(super) fn blocks(trees: &[Tree]) -> Vec<NewBlock> {
    let flat = flat(trees);
    let rows: HashSet<usize> = flat
        .iter()
        .filter(|node| node.kind == Kind::Table)
        .flat_map(|table| table.children.iter().copied())
        .collect();
    let mut made: Vec<Option<NewBlock>> = vec![None; flat.len()];
    for (number, node) in flat.iter().enumerate().rev() {
        let children: Vec<NewBlock> = node
            .children
            .iter()
            .map(|child| made[*child].take().unwrap())
            .collect();
        let content = match node.kind {
            Kind::Plain if rows.contains(&number) => BlockContent::TableRow(TableRow::default()),
            Kind::Plain => BlockContent::toggle("").children(children),
            Kind::Table => BlockContent::Table(Table {
                children: Field::Value(children),
                ..Table::default()
            }),
            Kind::ColumnList => BlockContent::ColumnList(Container {
                children: Field::Value(children),
                ..Container::default()
            }),
            Kind::Column => BlockContent::column(children),
        };
        let mut block = NewBlock::from(content);
        block.extra.insert("n", number.into());
        made[number] = Some(block);
    }
    tops(trees)
        .into_iter()
        .map(|number| made[number].take().unwrap())
        .collect()
}

fn number(block: &NewBlock) -> usize {
    let number = block.extra.get("n").unwrap().as_u64().unwrap();
    usize::try_from(number).unwrap()
}

/// Carries a plan out on a model, refusing what Notion would.
pub(super) fn check(trees: &[Tree], plan: &Plan, limits: &Limits) {
    let want = flat(trees);
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); want.len() + 1];
    let root = want.len();
    let index = |at: &At| match at {
        At::Root => root,
        At::Block(number) => *number,
    };
    let mut known = HashSet::from([root]);
    add(&want, &mut children, root, &plan.first, limits);
    for step in &plan.steps {
        match step {
            Step::Append {
                to,
                blocks,
                numbers,
            } => {
                assert!(known.contains(&index(to)), "the id of {to:?} is not known");
                assert!(!blocks.is_empty());
                add(&want, &mut children, index(to), blocks, limits);
                let sent: Vec<usize> = blocks.iter().map(number).collect();
                assert_eq!(*numbers, sent);
                known.extend(numbers);
            }
            Step::List { of, numbers } => {
                assert!(known.contains(&index(of)), "the id of {of:?} is not known");
                assert!(numbers.len() <= limits.children, "one page");
                assert_eq!(children[index(of)][..numbers.len()], numbers[..]);
                known.extend(numbers);
            }
        }
    }
    for (number, node) in want.iter().enumerate() {
        assert_eq!(children[number], node.children, "inside of {number}");
    }
    assert_eq!(children[root], tops(trees));
}

fn add(
    want: &[Flat],
    children: &mut [Vec<usize>],
    to: usize,
    blocks: &[NewBlock],
    limits: &Limits,
) {
    assert!(blocks.len() <= limits.children, "too many children");
    let mut total = 0;
    let mut rest: Vec<(usize, &NewBlock, usize)> = blocks
        .iter()
        .rev()
        .map(|block| (to, block, limits.levels))
        .collect();
    while let Some((parent, block, level)) = rest.pop() {
        total += 1;
        let inside = block.content.new_children();
        assert!(inside.len() <= limits.children, "too many children");
        let number = number(block);
        assert!(
            legal(want, number, inside.len(), level, limits),
            "{number} with {} inside, {level} levels left",
            inside.len()
        );
        children[parent].push(number);
        let below = below(want[number].kind, level);
        rest.extend(inside.iter().rev().map(|child| (number, child, below)));
    }
    assert!(total <= limits.blocks, "too many blocks");
}

/// The levels that are left for what is inside a block.
pub(super) fn below(kind: Kind, level: usize) -> usize {
    match kind {
        Kind::ColumnList => level,
        _ => level.saturating_sub(1),
    }
}

/// Whether Notion takes a block with so many others inside where so many levels are left.
pub(super) fn legal(
    want: &[Flat],
    number: usize,
    inside: usize,
    level: usize,
    limits: &Limits,
) -> bool {
    let node = &want[number];
    match node.kind {
        Kind::Plain => inside == 0 || level > 0,
        Kind::Column => level > 0,
        Kind::Table => level > 0 && inside >= 1,
        Kind::ColumnList => level == limits.levels && inside >= 2,
    }
}
