//! Blocks: what pages are made of.
//!
//! A [`Block`] is what the service answers; its [`BlockContent`] is one of 37 kinds. The same content
//! as a [`NewBlock`] is what a request creates, and in a [`BlockPatch`] what it changes.
//!
//! # Writing
//!
//! There is a constructor for every kind, and [`BlockContent::children`] puts blocks inside others:
//!
//! ```
//! use recto_api::block::{AppendChildren, BlockContent};
//! use recto_api::rich_text::Style;
//!
//! let blocks = AppendChildren::new([
//!     BlockContent::heading(1, "Minutes"),
//!     BlockContent::callout("💡", ("Decided: ", "ship it".bold())),
//!     BlockContent::to_do("Tell everyone", false),
//!     BlockContent::toggle("Votes").children([
//!         BlockContent::table([["Ada", "yes"], ["Grace", "yes"]]),
//!         BlockContent::paragraph("Unanimous."),
//!     ]),
//!     BlockContent::code("rust", "fn main() {}").caption("The whole program"),
//!     BlockContent::columns([
//!         vec![BlockContent::paragraph("left")],
//!         vec![BlockContent::image_url("https://example.com/right.png")],
//!     ]),
//! ]);
//! let json = serde_json::to_value(&blocks)?;
//! assert_eq!(json["children"][3]["toggle"]["children"][0]["table"]["table_width"], 2);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! A request holds a block and two levels below it.
//!
//! # Reading
//!
//! ```
//! use recto_api::block::{Block, BlockContent};
//! use recto_api::wire::Decode;
//!
//! let block = Block::decode(br#"{"object": "block", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
//!     "type": "to_do", "to_do": {"checked": true, "rich_text": [
//!         {"type": "text", "text": {"content": "Tell everyone"}}]}}"#)?;
//! assert_eq!(block.content.plain_text(), "Tell everyone");
//! if let BlockContent::ToDo(to_do) = &block.content {
//!     assert_eq!(to_do.checked.value(), Some(&true));
//! }
//! # Ok::<(), recto_api::wire::DecodeError>(())
//! ```

mod build;
mod language;
mod layout;
mod media;
mod read;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use language::Language;
pub use layout::{
    Column, Container, LinkTarget, LinkToPage, SyncedBlock, SyncedFrom, SyncedOriginal, Table,
    TableRow,
};
pub use media::{Bookmark, Child, Media, Unsupported};
pub use text::{
    Callout, Code, Heading, ListFormat, NumberedListItem, TableOfContents, Template, TextBlock,
    ToDo,
};
pub use write::{AppendChildren, BlockPatch, BlockRef, NewBlock, Place, Position};

use crate::date::DateText;
use crate::ids::BlockId;
use crate::meeting_notes::MeetingNotes;
use crate::parent::Parent;
use crate::property::Empty;
use crate::rich_text::{Equation, LinkPreview};
use crate::user::User;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A block.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "block")]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// Where it lives.
    pub parent: Field<Parent>,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// When it was last edited, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Who made it (a partial user).
    pub created_by: Field<User>,
    /// Who last edited it (a partial user).
    pub last_edited_by: Field<User>,
    /// Whether there are blocks inside it.
    pub has_children: Field<bool>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// What it is. Without the capability to read content the service answers only the id
    /// (documented), which is read as [`BlockContent::Unknown`] of an empty kind.
    #[wire(union)]
    pub content: BlockContent,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// What a block is. What is large and rare is boxed.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum BlockContent {
    /// A paragraph.
    Paragraph(TextBlock),
    /// A heading of the first level.
    #[wire(rename = "heading_1")]
    Heading1(Heading),
    /// A heading of the second level.
    #[wire(rename = "heading_2")]
    Heading2(Heading),
    /// A heading of the third level.
    #[wire(rename = "heading_3")]
    Heading3(Heading),
    /// A heading of the fourth level.
    #[wire(rename = "heading_4")]
    Heading4(Heading),
    /// An item of a bulleted list.
    BulletedListItem(TextBlock),
    /// An item of a numbered list.
    NumberedListItem(NumberedListItem),
    /// Something to do.
    ToDo(ToDo),
    /// A block that folds.
    Toggle(TextBlock),
    /// A quotation.
    Quote(TextBlock),
    /// A box with an icon.
    Callout(Callout),
    /// Code.
    Code(Code),
    /// A formula in TeX.
    Equation(Equation),
    /// A line across.
    Divider(Empty),
    /// The path to the page.
    Breadcrumb(Empty),
    /// A list of the headings of the page.
    TableOfContents(TableOfContents),
    /// A link with a preview.
    Bookmark(Bookmark),
    /// A page of the web.
    Embed(Bookmark),
    /// A picture.
    Image(Box<Media>),
    /// A video.
    Video(Box<Media>),
    /// A PDF.
    Pdf(Box<Media>),
    /// A sound.
    Audio(Box<Media>),
    /// Any other file.
    File(Box<Media>),
    /// A line that leads to a page, database or comment.
    LinkToPage(LinkToPage),
    /// A preview of something at another service; read only.
    LinkPreview(LinkPreview),
    /// A simple table.
    Table(Table),
    /// A row of a simple table.
    TableRow(TableRow),
    /// Columns side by side.
    ColumnList(Container),
    /// One of several columns.
    Column(Column),
    /// Blocks that stand in several places.
    SyncedBlock(SyncedBlock),
    /// A button that repeats blocks.
    Template(Template),
    /// Tabs; each is a paragraph, its label, with the content of the tab inside.
    Tab(Container),
    /// A page inside this one; made by creating a page.
    ChildPage(Child),
    /// A database inside this page; made by creating a database.
    ChildDatabase(Child),
    /// What was said at a meeting; read only.
    MeetingNotes(Box<MeetingNotes>),
    /// The same under the name it had before 2026-03-11; written back under that name.
    Transcription(Box<MeetingNotes>),
    /// A block that the API does not show.
    Unsupported(Unsupported),
    /// A type without a name here.
    Unknown(Unknown),
}
