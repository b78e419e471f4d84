//! What could not be carried.

use std::fmt;

use recto_api::ids::BlockId;

/// Something that a text does not say of a block, or a block does not keep of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What it is.
    pub what: Lost,
    /// The block, when a tree was written and the block has an id.
    pub block: Option<BlockId>,
    /// The line, counted from 1, when a text was read.
    pub line: Option<usize>,
}

/// What could not be carried.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// A whole block of this type, which stands in the text as `<unknown …/>`; or such a placeholder
    /// in a text, of which no block can be made.
    Block(String),
    /// Blocks nested deeper than [`LEVELS`](crate::LEVELS): a placeholder in a text, and in a tree
    /// put beside what they were inside of.
    Depth,
    /// What stands below a block, such as the caption of code.
    Caption,
    /// A colour of a block that has no place for one.
    Color,
    /// Blocks inside a block that has no place for them.
    Children,
    /// An icon that is no emoji, address or name.
    Icon,
    /// A file that has no address, such as one that is only just uploaded.
    File,
    /// A mention of this kind; its text is kept.
    Mention(String),
    /// A tag that the dialect does not know, kept as text.
    Tag(String),
    /// A tag that was never closed; what follows is inside it.
    Unclosed(String),
    /// White space at the edge of a block, or text that is nothing else.
    Whitespace,
    /// Cells beyond the width of a table, or a table without rows.
    Cells,
    /// A formula that holds the signs that end formulas.
    Equation,
    /// A kind of run without a name here.
    Run,
}

impl fmt::Display for Loss {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        } else if let Some(block) = &self.block {
            write!(formatter, "block {block}: ")?;
        }
        match &self.what {
            Lost::Block(kind) => write!(formatter, "a block of type {kind} has no Markdown"),
            Lost::Depth => write!(
                formatter,
                "blocks are nested deeper than {} levels",
                crate::LEVELS
            ),
            Lost::Caption => formatter.write_str("the caption has no Markdown"),
            Lost::Color => formatter.write_str("the colour has no Markdown"),
            Lost::Children => formatter.write_str("blocks inside are left out"),
            Lost::Icon => formatter.write_str("the icon has no Markdown"),
            Lost::File => formatter.write_str("the file has no address"),
            Lost::Mention(kind) => write!(formatter, "a mention of a {kind} became text"),
            Lost::Tag(name) => write!(formatter, "<{name}> is no tag here and became text"),
            Lost::Unclosed(name) => write!(formatter, "<{name}> is never closed"),
            Lost::Whitespace => formatter.write_str("white space at the edge is left out"),
            Lost::Cells => formatter.write_str("cells do not fit their table"),
            Lost::Equation => formatter.write_str("the formula holds signs that end formulas"),
            Lost::Run => formatter.write_str("a run of an unknown kind became text"),
        }
    }
}
