//! How much a request holds.

use recto_api::limits;

/// The limits a plan keeps to. Tests plan for smaller ones, where every other plan can be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Elements of one `children` array.
    pub(crate) children: usize,
    /// Levels below a block of a request.
    pub(crate) levels: usize,
    /// Blocks in one request.
    pub(crate) blocks: usize,
    /// Bytes of the blocks of one request.
    pub(crate) bytes: usize,
}

impl Limits {
    /// Notion's.
    ///
    /// Whether its 500 KB are of 1,000 or of 1,024 bytes is not said, and the envelope counts too:
    /// a sixteenth is left free.
    pub(crate) const NOTION: Self = Self {
        children: limits::CHILDREN,
        levels: limits::CHILD_LEVELS,
        blocks: limits::BLOCKS_PER_REQUEST,
        bytes: limits::BODY_BYTES - limits::BODY_BYTES / 16,
    };

    /// Whether a request may weigh so much.
    pub(crate) fn hold(&self, weight: Weight) -> bool {
        weight.blocks <= self.blocks && weight.bytes <= self.bytes
    }
}

/// What a part of a request weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Weight {
    pub(crate) blocks: usize,
    pub(crate) bytes: usize,
}

impl Weight {
    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            blocks: self.blocks.saturating_add(other.blocks),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    /// Whether it is nowhere heavier.
    pub(crate) fn fits_in(self, other: Self) -> bool {
        self.blocks <= other.blocks && self.bytes <= other.bytes
    }
}
