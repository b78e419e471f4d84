//! The blocks of an append, laid out flat: trees of any depth, without recursion.

use std::io;

use recto_api::block::NewBlock;

use super::fit::{self, Unfit};
use super::limits::Weight;
use super::shape::{self, Kind};

/// Blocks in document order; a block is known by its number in it.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    pub(crate) nodes: Vec<Node>,
    /// Numbers of the blocks at the top.
    pub(crate) roots: Vec<usize>,
}

/// One block, apart from those inside it.
#[derive(Debug)]
pub(crate) struct Node {
    /// Without its children; `None` once it has gone into a step.
    pub(crate) block: Option<NewBlock>,
    pub(crate) kind: Kind,
    /// What it weighs by itself.
    pub(crate) weight: Weight,
    /// Numbers of the blocks inside it.
    pub(crate) children: Vec<usize>,
}

/// Bytes around a list of children: `,"children":[]`, and a comma behind the block.
const AROUND: usize = 16;

impl Forest {
    /// Takes blocks apart, and makes their texts fit.
    ///
    /// # Errors
    ///
    /// A block that no request can hold.
    pub(crate) fn grow(blocks: Vec<NewBlock>) -> Result<Self, Unfit> {
        let mut forest = Self::default();
        let mut rest: Vec<(Option<usize>, NewBlock)> = blocks
            .into_iter()
            .rev()
            .map(|block| (None, block))
            .collect();
        while let Some((parent, mut block)) = rest.pop() {
            let number = forest.nodes.len();
            let children = shape::take_children(&mut block);
            let kind = Kind::of(&block);
            if !children.is_empty() {
                shape::open(&mut block);
            }
            let bytes = length(&block).map_err(|error| Unfit::new(number, error.to_string()))?;
            let (block, bytes) = fit::fit(block, bytes).map_err(|why| Unfit::new(number, why))?;
            forest.nodes.push(Node {
                block: Some(block),
                kind,
                weight: Weight {
                    blocks: 1,
                    bytes: bytes + AROUND,
                },
                children: Vec::with_capacity(children.len()),
            });
            match parent {
                Some(parent) => forest.nodes[parent].children.push(number),
                None => forest.roots.push(number),
            }
            rest.extend(
                children
                    .into_iter()
                    .rev()
                    .map(|child| (Some(number), child)),
            );
        }
        Ok(forest)
    }

    /// The blocks inside a block, or those at the top.
    pub(crate) fn children(&self, of: Option<usize>) -> &[usize] {
        match of {
            Some(number) => &self.nodes[number].children,
            None => &self.roots,
        }
    }

    /// Takes a block out of the forest, without its children.
    pub(crate) fn take(&mut self, number: usize) -> Option<NewBlock> {
        self.nodes[number].block.take()
    }
}

/// How many bytes a block has as JSON.
pub(crate) fn length(value: &impl serde::Serialize) -> serde_json::Result<usize> {
    struct Count(usize);

    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(0);
    serde_json::to_writer(&mut count, value)?;
    Ok(count.0)
}
