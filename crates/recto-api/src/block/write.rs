//! What requests about blocks carry.

use super::BlockContent;
use crate::ids::BlockId;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A block to be created.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "block")]
pub struct NewBlock {
    /// What it will be.
    #[wire(union)]
    pub content: BlockContent,
    /// Unknown members.
    pub extra: Extra,
}

impl From<BlockContent> for NewBlock {
    fn from(content: BlockContent) -> Self {
        Self {
            content,
            extra: Extra::default(),
        }
    }
}

/// Changes to a block: the content of its own type, the trash flag, or both.
///
/// ```
/// use recto_api::block::{BlockContent, BlockPatch, ToDo};
///
/// // What is absent is kept: only the check mark changes.
/// let done = BlockPatch::new(BlockContent::ToDo(ToDo {
///     checked: true.into(),
///     ..ToDo::default()
/// }));
/// assert_eq!(serde_json::to_string(&done)?, r#"{"type":"to_do","to_do":{"checked":true}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct BlockPatch {
    /// The new content; its type must be the block's own. Blocks inside cannot be changed here.
    #[wire(union)]
    pub content: Option<BlockContent>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl BlockPatch {
    /// Changes the content. Text is replaced whole; what is absent is kept.
    pub fn new(content: BlockContent) -> Self {
        Self {
            content: Some(content),
            ..Self::default()
        }
    }

    /// Moves the block into the trash or out of it. Out of it, it stands at the end of its parent.
    #[must_use]
    pub fn in_trash(mut self, in_trash: bool) -> Self {
        self.in_trash = Field::Value(in_trash);
        self
    }
}

impl From<BlockContent> for BlockPatch {
    fn from(content: BlockContent) -> Self {
        Self::new(content)
    }
}

/// New children for a block or page.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct AppendChildren {
    /// The blocks: 1 to 100, and 1,000 with all below them.
    pub children: Vec<NewBlock>,
    /// Where; at the end by default.
    pub position: Field<Position>,
    /// Unknown members.
    pub extra: Extra,
}

impl AppendChildren {
    /// Blocks at the end.
    pub fn new<Blocks>(children: Blocks) -> Self
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        Self {
            children: children.into_iter().map(Into::into).collect(),
            position: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// The same behind a child of the parent. The answer then goes on with the children that
    /// follow (recordings).
    #[must_use]
    pub fn after(self, block_id: impl Into<BlockId>) -> Self {
        self.at(Place::AfterBlock(block_id.into().into()))
    }

    /// The same before all children of the parent.
    #[must_use]
    pub fn at_start(self) -> Self {
        self.at(Place::Start)
    }

    fn at(mut self, place: Place) -> Self {
        self.position = Field::Value(place.into());
        self
    }
}

/// Where new children go.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Position {
    /// Which place.
    #[wire(union)]
    pub place: Place,
    /// Unknown members.
    pub extra: Extra,
}

impl From<Place> for Position {
    fn from(place: Place) -> Self {
        Self {
            place,
            extra: Extra::default(),
        }
    }
}

/// A place among the children of a block.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum Place {
    /// Behind this child.
    AfterBlock(BlockRef),
    /// Before all others.
    Start,
    /// Behind all others.
    End,
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A reference to a block.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct BlockRef {
    /// Its id.
    pub id: BlockId,
    /// Unknown members.
    pub extra: Extra,
}

impl From<BlockId> for BlockRef {
    fn from(id: BlockId) -> Self {
        Self {
            id,
            extra: Extra::default(),
        }
    }
}
