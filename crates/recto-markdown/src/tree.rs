//! The tree that is written and read.

use recto_api::block::{Block, BlockContent, NewBlock};
use recto_api::ids::BlockId;
use recto_api::wire::Field;

/// Levels of blocks inside blocks that are written and read. Deeper ones are told as a
/// [`Loss`](crate::Loss).
pub const LEVELS: usize = 64;

/// A block with the blocks inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its id, if it exists: placeholders, child pages and synced blocks are written by it, and read
    /// back with it.
    pub id: Option<BlockId>,
    /// What it is. Blocks inside are in [`Self::children`], not here.
    pub content: BlockContent,
    /// The blocks inside it.
    pub children: Vec<Self>,
}

impl Node {
    /// A block that does not exist yet.
    pub fn new(content: BlockContent) -> Self {
        Self::from(NewBlock::from(content))
    }

    /// The same with these blocks inside.
    #[must_use]
    pub fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// A tree from blocks in document order, each with the number of blocks around it: what
    /// `recto_client` reads as a tree. Blocks more than [`LEVELS`] deep are left out; the block that
    /// holds them is written as a placeholder.
    pub fn tree(blocks: impl IntoIterator<Item = (usize, Block)>) -> Vec<Self> {
        let mut roots = Vec::new();
        let mut open: Vec<Self> = Vec::new();
        let mut close = |open: &mut Vec<Self>, depth: usize| {
            while open.len() > depth {
                let Some(done) = open.pop() else { break };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => roots.push(done),
                }
            }
        };
        for (depth, block) in blocks {
            if depth > LEVELS {
                continue;
            }
            close(&mut open, depth);
            let mut node = Self::new(block.content);
            node.id = Some(block.id);
            open.push(node);
        }
        close(&mut open, 0);
        roots
    }

    /// The block as a request creates it. The id is left out: what exists is not created.
    pub fn into_new(self) -> NewBlock {
        let Self {
            mut content,
            children,
            ..
        } = self;
        if !children.is_empty()
            && let Some(place) = content.new_children_mut()
        {
            *place = Field::Value(children.into_iter().map(Self::into_new).collect());
        }
        content.into()
    }
}

impl From<NewBlock> for Node {
    fn from(block: NewBlock) -> Self {
        let mut content = block.content;
        let children = match content.new_children_mut() {
            Some(place) => std::mem::replace(place, Field::Absent),
            None => Field::Absent,
        };
        Self {
            id: None,
            content,
            children: children
                .into_value()
                .unwrap_or_default()
                .into_iter()
                .map(Self::from)
                .collect(),
        }
    }
}

impl From<BlockContent> for Node {
    fn from(content: BlockContent) -> Self {
        Self::new(content)
    }
}
