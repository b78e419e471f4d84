//! Requests about blocks.

use std::borrow::Cow;

use super::{cursor_query, json};
use crate::block::{AppendChildren, Block, BlockPatch};
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::BlockId;
use crate::list::List;

/// One block.
#[derive(Debug, Clone)]
pub struct GetBlock {
    /// The block.
    pub block_id: BlockId,
}

impl GetBlock {
    /// Asks for this block, which may be a page or a database.
    pub fn new(block_id: impl Into<BlockId>) -> Self {
        Self {
            block_id: block_id.into(),
        }
    }
}

impl Endpoint for GetBlock {
    const OPERATION: Operation = Operation::GetBlock;
    type Output = Block;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.block_id.as_str().into()]
    }
}

/// Changes a block.
#[derive(Debug, Clone)]
pub struct UpdateBlock {
    /// The block.
    pub block_id: BlockId,
    /// The changes.
    pub body: BlockPatch,
}

impl UpdateBlock {
    /// Changes this block: a [`BlockPatch`], or the new content.
    pub fn new(block_id: impl Into<BlockId>, body: impl Into<BlockPatch>) -> Self {
        Self {
            block_id: block_id.into(),
            body: body.into(),
        }
    }
}

impl Endpoint for UpdateBlock {
    const OPERATION: Operation = Operation::UpdateBlock;
    type Output = Block;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.block_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Moves a block to the trash.
#[derive(Debug, Clone)]
pub struct DeleteBlock {
    /// The block.
    pub block_id: BlockId,
}

impl DeleteBlock {
    /// Deletes this block, which may be a page or a database.
    pub fn new(block_id: impl Into<BlockId>) -> Self {
        Self {
            block_id: block_id.into(),
        }
    }
}

impl Endpoint for DeleteBlock {
    const OPERATION: Operation = Operation::DeleteBlock;
    type Output = Block;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.block_id.as_str().into()]
    }
}

/// The direct children of a block or page.
#[derive(Debug, Clone)]
pub struct ListBlockChildren {
    /// The block or page.
    pub block_id: BlockId,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl ListBlockChildren {
    /// Asks for the children of this block or page.
    pub fn new(block_id: impl Into<BlockId>) -> Self {
        Self {
            block_id: block_id.into(),
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for ListBlockChildren {
    const OPERATION: Operation = Operation::ListBlockChildren;
    type Output = List<Block>;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.block_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        cursor_query(self.start_cursor.as_ref(), self.page_size)
    }
}

impl Paged for ListBlockChildren {
    type Item = Block;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}

/// New children for a block or page.
#[derive(Debug, Clone)]
pub struct AppendBlockChildren {
    /// The block or page.
    pub block_id: BlockId,
    /// The children.
    pub body: AppendChildren,
}

impl AppendBlockChildren {
    /// Appends to this block or page.
    pub fn new(block_id: impl Into<BlockId>, body: AppendChildren) -> Self {
        Self {
            block_id: block_id.into(),
            body,
        }
    }
}

impl Endpoint for AppendBlockChildren {
    const OPERATION: Operation = Operation::AppendBlockChildren;
    type Output = List<Block>;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.block_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}
