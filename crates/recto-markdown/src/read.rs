//! Markdown as a block tree.

mod block;
mod inline;
mod lex;
mod line;
mod mention;
mod scan;
mod table;
mod tag;

use recto_api::rich_text::RichText;

use crate::dialect::Dialect;
use crate::loss::Loss;
use crate::tree::Node;

/// A text as a block tree, with what could not be carried.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The blocks. Placeholders are of type `unsupported`, with the id they name; so are child pages
    /// and databases: what exists has an id, what is to be made has none.
    pub blocks: Vec<Node>,
    /// What the blocks do not keep, in the order of the text.
    pub losses: Vec<Loss>,
}

/// Reads Markdown as blocks. Every text can be read: what is no sign of the dialect is text.
///
/// ```
/// use recto_markdown::{Dialect, read};
///
/// let text = "## Minutes {color=\"red\"}\n- decided\n\t- [x] tell **everyone**\n<marquee>";
/// let reading = read(text, Dialect::V1);
/// assert_eq!(reading.blocks.len(), 3);
/// assert_eq!(reading.blocks[1].children[0].content.plain_text(), "tell everyone");
/// assert_eq!(reading.blocks[2].content.plain_text(), "<marquee>");
/// assert_eq!(
///     reading.losses[0].to_string(),
///     "line 4: <marquee> is no tag here and became text"
/// );
/// ```
pub fn read(markdown: &str, dialect: Dialect) -> Reading {
    scan::read(markdown, dialect, 0)
}

/// Reads one text without blocks, as comments have it. Line breaks stay line breaks.
///
/// ```
/// use recto_markdown::{Dialect, read_inline};
///
/// let runs = read_inline("see **this**", Dialect::V1);
/// assert!(runs[1].is_bold());
/// ```
pub fn read_inline(markdown: &str, dialect: Dialect) -> Vec<RichText> {
    let markdown = markdown.replace("\r\n", "\n");
    // A line break of a comment is one, whatever it is in a page.
    let text = markdown
        .trim_end()
        .replace("\\\n", "\n")
        .replace('\n', "\\\n");
    inline::read(&text, dialect, &mut Vec::new())
}
