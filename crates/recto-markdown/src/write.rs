//! A block tree as Markdown.

mod block;
mod escape;
mod inline;
mod mention;
mod tag;
mod v1;
mod v2;

use recto_api::block::BlockContent;
use recto_api::ids::BlockId;
use recto_api::rich_text::RichText;

use self::escape::Place;
use self::inline::Inline;
use crate::dialect::Dialect;
use crate::loss::{Loss, Lost};
use crate::tree::Node;

/// A block tree as Markdown, with what could not be carried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The text: no line break at the end, and nothing at all for no blocks (recorded).
    pub markdown: String,
    /// The blocks that stand in it as `<unknown …/>`, in their order, as far as they have ids.
    pub unknown_block_ids: Vec<BlockId>,
    /// What the text does not say.
    pub losses: Vec<Loss>,
}

/// Writes block trees as Markdown.
///
/// ```
/// use recto_api::block::BlockContent;
/// use recto_markdown::{Dialect, Node, Writer};
///
/// let blocks = [
///     Node::new(BlockContent::heading(2, "Minutes")),
///     Node::new(BlockContent::bulleted("decided"))
///         .with([Node::new(BlockContent::to_do("tell *everyone*", true))]),
///     Node::new(BlockContent::breadcrumb()),
/// ];
/// let written = Writer::new(Dialect::V1).write(&blocks);
/// assert_eq!(
///     written.markdown,
///     "## Minutes\n- decided\n\t- [x] tell \\*everyone\\*\n<unknown alt=\"breadcrumb\"/>"
/// );
/// assert_eq!(written.losses[0].to_string(), "a block of type breadcrumb has no Markdown");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    dialect: Dialect,
    link_base: String,
    page: Option<String>,
}

impl Writer {
    /// A writer of a dialect.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            link_base: "https://app.notion.com/p/".to_owned(),
            page: None,
        }
    }

    /// Where links to pages point, to which an id is added; `https://app.notion.com/p/` by default.
    #[must_use]
    pub fn link_base(mut self, base: impl Into<String>) -> Self {
        self.link_base = base.into();
        self
    }

    /// The page that the blocks are on: links to blocks name it.
    #[must_use]
    pub fn page(mut self, page: impl Into<BlockId>) -> Self {
        self.page = Some(page.into().as_str().replace('-', ""));
        self
    }

    /// The blocks as Markdown.
    pub fn write(&self, blocks: &[Node]) -> Written {
        let mut out = Out {
            writer: self,
            text: String::new(),
            unknown: Vec::new(),
            losses: Vec::new(),
        };
        match self.dialect {
            Dialect::V1 => v1::blocks(&mut out, blocks, 0),
            Dialect::V2 => v2::document(&mut out, blocks),
        }
        Written {
            markdown: out.text,
            unknown_block_ids: out.unknown,
            losses: out.losses,
        }
    }

    /// Rich text by itself, as comments have it.
    pub fn inline(&self, runs: &[RichText]) -> String {
        Inline {
            dialect: self.dialect,
            place: Place::Block,
            link_base: &self.link_base,
            lost: &mut Vec::new(),
        }
        .write(runs)
    }

    /// The link of a page.
    fn page_url(&self, id: &str) -> String {
        format!("{}{}", self.link_base, id.replace('-', ""))
    }

    /// The link of a block: its page, and the block behind a `#` (measured).
    fn block_url(&self, id: &BlockId) -> String {
        let block = id.as_str().replace('-', "");
        match &self.page {
            Some(page) => format!("{}{page}#{block}", self.link_base),
            None => format!("{}{block}", self.link_base),
        }
    }
}

/// The text so far.
struct Out<'a> {
    writer: &'a Writer,
    text: String,
    unknown: Vec<BlockId>,
    losses: Vec<Loss>,
}

impl Out<'_> {
    fn lose(&mut self, node: &Node, what: Lost) {
        self.losses.push(Loss {
            what,
            block: node.id.clone(),
            line: None,
        });
    }

    /// Runs of a block as Markdown.
    fn inline(&mut self, node: &Node, runs: &[RichText], place: Place) -> String {
        let mut lost = Vec::new();
        let text = Inline {
            dialect: self.writer.dialect,
            place,
            link_base: &self.writer.link_base,
            lost: &mut lost,
        }
        .write(runs);
        for what in lost {
            self.lose(node, what);
        }
        text
    }

    /// The placeholder of a block.
    fn unknown(&mut self, node: &Node) -> String {
        let kind = match &node.content {
            BlockContent::Unsupported(block) => block.block_type.as_str().unwrap_or("unsupported"),
            // Measured.
            BlockContent::LinkToPage(_) => "alias",
            content => content.kind(),
        };
        let url = node.id.as_ref().map(|id| self.writer.block_url(id));
        self.unknown.extend(node.id.clone());
        tag::Tag::new("unknown")
            .maybe("url", url.as_deref())
            .with("alt", kind)
            .alone(false)
    }

    /// Whether a block is nested so deep that only a placeholder stands for it.
    fn too_deep(&mut self, node: &Node, depth: usize) -> bool {
        let deep = depth >= crate::LEVELS;
        if deep {
            self.lose(node, Lost::Depth);
        }
        deep
    }
}
