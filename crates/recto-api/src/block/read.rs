//! Reading blocks: their text, caption, address and children, whatever their kind.

use super::{Block, BlockContent, NewBlock};
use crate::rich_text::{self, RichText};
use crate::wire::{Extra, Field};

impl Block {
    /// The text of the block itself without formatting; see [`BlockContent::plain_text`].
    pub fn plain_text(&self) -> String {
        self.content.plain_text()
    }
}

impl BlockContent {
    /// The text of the block itself: of a paragraph, heading, list item, toggle, quotation, callout,
    /// code, template, or the title of meeting notes. Empty for any other kind; what stands below a
    /// picture is its [`Self::caption_runs`].
    pub fn rich_text(&self) -> &[RichText] {
        list(match self {
            Self::Paragraph(block)
            | Self::BulletedListItem(block)
            | Self::Toggle(block)
            | Self::Quote(block) => &block.rich_text,
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => &heading.rich_text,
            Self::NumberedListItem(item) => &item.rich_text,
            Self::ToDo(to_do) => &to_do.rich_text,
            Self::Callout(callout) => &callout.rich_text,
            Self::Code(code) => &code.rich_text,
            Self::Template(template) => &template.rich_text,
            Self::MeetingNotes(notes) | Self::Transcription(notes) => &notes.title,
            _ => return &[],
        })
    }

    /// What stands below code, a bookmark, an embedded page or a file.
    pub fn caption_runs(&self) -> &[RichText] {
        list(match self {
            Self::Code(code) => &code.caption,
            Self::Bookmark(bookmark) | Self::Embed(bookmark) => &bookmark.caption,
            Self::Image(media)
            | Self::Video(media)
            | Self::Pdf(media)
            | Self::Audio(media)
            | Self::File(media) => &media.caption,
            _ => return &[],
        })
    }

    /// The text of the block itself without formatting: its rich text, the cells of a row with tabs
    /// between them, the TeX of an equation, the title of a child, or else its caption.
    pub fn plain_text(&self) -> String {
        match self {
            Self::Equation(equation) => equation.expression.clone(),
            Self::ChildPage(child) | Self::ChildDatabase(child) => {
                child.title.as_str().unwrap_or_default().to_owned()
            }
            Self::TableRow(row) => {
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|cell| rich_text::plain(cell))
                    .collect();
                cells.join("\t")
            }
            Self::Bookmark(_)
            | Self::Embed(_)
            | Self::Image(_)
            | Self::Video(_)
            | Self::Pdf(_)
            | Self::Audio(_)
            | Self::File(_) => rich_text::plain(self.caption_runs()),
            _ => rich_text::plain(self.rich_text()),
        }
    }

    /// The address of a bookmark, an embedded page, a preview or a file; that of a file at Notion
    /// is signed and lives about an hour.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Bookmark(bookmark) | Self::Embed(bookmark) => bookmark.url.as_str(),
            Self::LinkPreview(preview) => Some(&preview.url),
            Self::Image(media)
            | Self::Video(media)
            | Self::Pdf(media)
            | Self::Audio(media)
            | Self::File(media) => media.source.as_ref()?.address(),
            _ => None,
        }
    }

    /// In a request, the blocks inside it.
    pub fn new_children(&self) -> &[NewBlock] {
        list(match self {
            Self::Paragraph(block)
            | Self::BulletedListItem(block)
            | Self::Toggle(block)
            | Self::Quote(block) => &block.children,
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => &heading.children,
            Self::NumberedListItem(item) => &item.children,
            Self::ToDo(to_do) => &to_do.children,
            Self::Callout(callout) => &callout.children,
            Self::Table(table) => &table.children,
            Self::ColumnList(container) | Self::Tab(container) => &container.children,
            Self::Column(column) => &column.children,
            Self::SyncedBlock(synced) => &synced.children,
            Self::Template(template) => &template.children,
            _ => return &[],
        })
    }

    /// In a request, the list of blocks inside it, to change. None for kinds that hold no blocks.
    pub fn new_children_mut(&mut self) -> Option<&mut Field<Vec<NewBlock>>> {
        Some(match self {
            Self::Paragraph(block)
            | Self::BulletedListItem(block)
            | Self::Toggle(block)
            | Self::Quote(block) => &mut block.children,
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => &mut heading.children,
            Self::NumberedListItem(item) => &mut item.children,
            Self::ToDo(to_do) => &mut to_do.children,
            Self::Callout(callout) => &mut callout.children,
            Self::Table(table) => &mut table.children,
            Self::ColumnList(container) | Self::Tab(container) => &mut container.children,
            Self::Column(column) => &mut column.children,
            Self::SyncedBlock(synced) => &mut synced.children,
            Self::Template(template) => &mut template.children,
            _ => return None,
        })
    }

    /// The unknown members of the payload.
    pub(super) fn extra_mut(&mut self) -> Option<&mut Extra> {
        Some(match self {
            Self::Paragraph(block)
            | Self::BulletedListItem(block)
            | Self::Toggle(block)
            | Self::Quote(block) => &mut block.extra,
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => &mut heading.extra,
            Self::NumberedListItem(item) => &mut item.extra,
            Self::ToDo(to_do) => &mut to_do.extra,
            Self::Callout(callout) => &mut callout.extra,
            Self::Code(code) => &mut code.extra,
            Self::Equation(equation) => &mut equation.extra,
            Self::Divider(empty) | Self::Breadcrumb(empty) => &mut empty.extra,
            Self::TableOfContents(table) => &mut table.extra,
            Self::Bookmark(bookmark) | Self::Embed(bookmark) => &mut bookmark.extra,
            Self::Image(media)
            | Self::Video(media)
            | Self::Pdf(media)
            | Self::Audio(media)
            | Self::File(media) => &mut media.extra,
            Self::LinkToPage(link) => &mut link.extra,
            Self::LinkPreview(preview) => &mut preview.extra,
            Self::Table(table) => &mut table.extra,
            Self::TableRow(row) => &mut row.extra,
            Self::ColumnList(container) | Self::Tab(container) => &mut container.extra,
            Self::Column(column) => &mut column.extra,
            Self::SyncedBlock(synced) => &mut synced.extra,
            Self::Template(template) => &mut template.extra,
            Self::ChildPage(child) | Self::ChildDatabase(child) => &mut child.extra,
            Self::MeetingNotes(notes) | Self::Transcription(notes) => &mut notes.extra,
            Self::Unsupported(unsupported) => &mut unsupported.extra,
            Self::Unknown(_) => return None,
        })
    }
}

fn list<T>(field: &Field<Vec<T>>) -> &[T] {
    field.value().map_or(&[], Vec::as_slice)
}
