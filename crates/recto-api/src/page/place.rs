//! Where a new page stands among the content of its parent.

use crate::block::BlockRef;
use crate::ids::BlockId;
use crate::wire::{Extra, Unknown, Wire};

/// Where a new page stands among the content of its parent page.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct PagePosition {
    /// Which place.
    #[wire(union)]
    pub place: PagePlace,
    /// Unknown members.
    pub extra: Extra,
}

/// A place among the content of a page.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum PagePlace {
    /// Behind this block.
    AfterBlock(BlockRef),
    /// Before all others.
    PageStart,
    /// Behind all others.
    PageEnd,
    /// A kind without a name here.
    Unknown(Unknown),
}

impl From<PagePlace> for PagePosition {
    fn from(place: PagePlace) -> Self {
        Self {
            place,
            extra: Extra::default(),
        }
    }
}

/// Behind this block.
impl From<BlockId> for PagePlace {
    fn from(id: BlockId) -> Self {
        Self::AfterBlock(id.into())
    }
}
