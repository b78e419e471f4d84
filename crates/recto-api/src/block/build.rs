//! A constructor for every block, and what can be added to one.

use serde::Serialize;
use serde_json::Number;

use super::{
    BlockContent, Bookmark, Callout, Code, Column, Container, Heading, Language, LinkTarget,
    LinkToPage, Media, NewBlock, NumberedListItem, SyncedBlock, Table, TableOfContents, TableRow,
    Template, TextBlock, ToDo,
};
use crate::file::{FileSource, Icon};
use crate::ids::BlockId;
use crate::property::Empty;
use crate::rich_text::{Color, Equation, IntoRichText, chunks};
use crate::wire::{Extra, Field};

/// Text.
impl BlockContent {
    /// A paragraph.
    pub fn paragraph(text: impl IntoRichText) -> Self {
        Self::Paragraph(TextBlock::new(text))
    }

    /// Text of any length, as as many paragraphs as it needs: one holds 100 runs, which is 200,000
    /// UTF-16 units of plain text. None for empty text.
    pub fn paragraphs(text: impl IntoRichText) -> Vec<Self> {
        chunks(text).into_iter().map(Self::paragraph).collect()
    }

    /// A heading: 1 is the largest, 4 the smallest; others are taken to the nearest.
    pub fn heading(level: u8, text: impl IntoRichText) -> Self {
        let heading = Heading::new(text);
        match level {
            0 | 1 => Self::Heading1(heading),
            2 => Self::Heading2(heading),
            3 => Self::Heading3(heading),
            _ => Self::Heading4(heading),
        }
    }

    /// An item of a bulleted list; items that follow each other are one list.
    pub fn bulleted(text: impl IntoRichText) -> Self {
        Self::BulletedListItem(TextBlock::new(text))
    }

    /// An item of a numbered list; items that follow each other are one list.
    pub fn numbered(text: impl IntoRichText) -> Self {
        Self::NumberedListItem(NumberedListItem::new(text))
    }

    /// Something to do, or done.
    pub fn to_do(text: impl IntoRichText, checked: bool) -> Self {
        Self::ToDo(ToDo::new(text, checked))
    }

    /// A line that folds what is inside it.
    pub fn toggle(text: impl IntoRichText) -> Self {
        Self::Toggle(TextBlock::new(text))
    }

    /// A quotation.
    pub fn quote(text: impl IntoRichText) -> Self {
        Self::Quote(TextBlock::new(text))
    }

    /// A box with an icon: an emoji, or any [`Icon`].
    pub fn callout(icon: impl Into<Icon>, text: impl IntoRichText) -> Self {
        Self::Callout(Callout::new(icon, text))
    }

    /// Code. The language is one of Notion's names, or another name for one: `ts`, `yml`.
    pub fn code(language: impl Into<Language>, text: impl IntoRichText) -> Self {
        Self::Code(Code::new(language, text))
    }

    /// A formula in TeX, at most 1,000 UTF-16 units.
    pub fn equation(expression: impl Into<String>) -> Self {
        Self::Equation(Equation {
            expression: expression.into(),
            extra: Extra::default(),
        })
    }

    /// A button that repeats blocks. Notion takes no new ones since 2023 (documented).
    pub fn template(text: impl IntoRichText) -> Self {
        Self::Template(Template {
            rich_text: Field::Value(text.into_rich_text()),
            ..Template::default()
        })
    }
}

/// Lines, links and what the page says of itself.
impl BlockContent {
    /// A line across.
    pub fn divider() -> Self {
        Self::Divider(Empty::default())
    }

    /// The path to the page.
    pub fn breadcrumb() -> Self {
        Self::Breadcrumb(Empty::default())
    }

    /// A list of the headings of the page.
    pub fn table_of_contents() -> Self {
        Self::TableOfContents(TableOfContents::default())
    }

    /// A link with a preview.
    pub fn bookmark(url: impl Into<String>) -> Self {
        Self::Bookmark(Bookmark::new(url))
    }

    /// A page of the web.
    pub fn embed(url: impl Into<String>) -> Self {
        Self::Embed(Bookmark::new(url))
    }

    /// A line that leads to a page, database or comment, by its id.
    pub fn link_to_page(target: impl Into<LinkTarget>) -> Self {
        Self::LinkToPage(LinkToPage::from(target.into()))
    }
}

macro_rules! media {
    ($($what:literal $variant:ident $of:ident $of_url:ident;)*) => {
        /// Files.
        impl BlockContent {$(
            #[doc = concat!($what, ": an upload by its id, or any [`FileSource`].")]
            pub fn $of(source: impl Into<FileSource>) -> Self {
                Self::$variant(Box::new(Media::new(source)))
            }

            #[doc = concat!($what, " on the web.")]
            pub fn $of_url(url: impl Into<String>) -> Self {
                Self::$of(FileSource::url(url))
            }
        )*}
    };
}

media! {
    "A picture" Image image image_url;
    "A video" Video video video_url;
    "A PDF" Pdf pdf pdf_url;
    "A sound" Audio audio audio_url;
    "Any file" File file file_url;
}

/// Arrangements.
impl BlockContent {
    /// A simple table of these rows, as wide as the longest; shorter ones get empty cells.
    pub fn table<Rows>(rows: Rows) -> Self
    where
        Rows: IntoIterator<Item: IntoIterator<Item: IntoRichText>>,
    {
        Self::Table(Table::new(rows))
    }

    /// A row for a table that exists.
    pub fn table_row<Cells>(cells: Cells) -> Self
    where
        Cells: IntoIterator<Item: IntoRichText>,
    {
        Self::TableRow(TableRow::new(cells))
    }

    /// Columns side by side, at least two, with the blocks of each.
    pub fn columns<Columns>(columns: Columns) -> Self
    where
        Columns: IntoIterator<Item: IntoIterator<Item: Into<NewBlock>>>,
    {
        let columns = columns.into_iter().map(Self::column);
        Self::ColumnList(Container::default()).children(columns)
    }

    /// A column for a list of columns.
    pub fn column<Blocks>(blocks: Blocks) -> Self
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        Self::Column(Column::default()).children(blocks)
    }

    /// Tabs with their labels and the blocks of each.
    pub fn tabs<Label, Blocks>(tabs: impl IntoIterator<Item = (Label, Blocks)>) -> Self
    where
        Label: IntoRichText,
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        let tabs = tabs
            .into_iter()
            .map(|(label, blocks)| Self::paragraph(label).children(blocks));
        Self::Tab(Container::default()).children(tabs)
    }

    /// Blocks that can be shown in other places as well.
    pub fn synced<Blocks>(blocks: Blocks) -> Self
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        Self::SyncedBlock(SyncedBlock {
            synced_from: Field::Null,
            ..SyncedBlock::default()
        })
        .children(blocks)
    }

    /// The blocks of a synced block, in another place.
    pub fn synced_copy(original: BlockId) -> Self {
        Self::SyncedBlock(SyncedBlock {
            synced_from: Field::Value(original.into()),
            ..SyncedBlock::default()
        })
    }
}

/// What can be added to a block. What a kind has no place for is sent all the same, and Notion
/// refuses it by name: nothing is dropped silently.
impl BlockContent {
    /// The same with blocks inside. A heading becomes one that folds.
    #[must_use]
    pub fn children<Blocks>(mut self, blocks: Blocks) -> Self
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        let blocks: Vec<NewBlock> = blocks.into_iter().map(Into::into).collect();
        if let Self::Heading1(heading)
        | Self::Heading2(heading)
        | Self::Heading3(heading)
        | Self::Heading4(heading) = &mut self
        {
            heading.is_toggleable = Field::Value(true);
        }
        match self.new_children_mut() {
            Some(children) => *children = Field::Value(blocks),
            None => self.misfit("children", &blocks),
        }
        self
    }

    /// The same in a colour, or on one.
    #[must_use]
    pub fn color(mut self, color: Color) -> Self {
        let place = match &mut self {
            Self::Paragraph(block)
            | Self::BulletedListItem(block)
            | Self::Toggle(block)
            | Self::Quote(block) => &mut block.color,
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => &mut heading.color,
            Self::NumberedListItem(item) => &mut item.color,
            Self::ToDo(to_do) => &mut to_do.color,
            Self::Callout(callout) => &mut callout.color,
            Self::TableOfContents(table) => &mut table.color,
            _ => {
                self.misfit("color", &color);
                return self;
            }
        };
        *place = Field::Value(color);
        self
    }

    /// The same with an icon: a callout, or a paragraph that is the label of a tab.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Icon>) -> Self {
        let icon = icon.into();
        let place = match &mut self {
            Self::Paragraph(block) => &mut block.icon,
            Self::Callout(callout) => &mut callout.icon,
            _ => {
                self.misfit("icon", &icon);
                return self;
            }
        };
        *place = Field::Value(Box::new(icon));
        self
    }

    /// The same with text below: code, a bookmark, an embedded page or a file.
    #[must_use]
    pub fn caption(mut self, text: impl IntoRichText) -> Self {
        let text = text.into_rich_text();
        let place = match &mut self {
            Self::Code(code) => &mut code.caption,
            Self::Bookmark(bookmark) | Self::Embed(bookmark) => &mut bookmark.caption,
            Self::Image(media)
            | Self::Video(media)
            | Self::Pdf(media)
            | Self::Audio(media)
            | Self::File(media) => &mut media.caption,
            _ => {
                self.misfit("caption", &text);
                return self;
            }
        };
        *place = Field::Value(text);
        self
    }

    /// The same file under a name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        match &mut self {
            Self::File(media) => media.name = Field::Value(name),
            _ => self.misfit("name", &name),
        }
        self
    }

    /// The same heading, so that it folds, with or without blocks inside.
    #[must_use]
    pub fn toggleable(mut self) -> Self {
        match &mut self {
            Self::Heading1(heading)
            | Self::Heading2(heading)
            | Self::Heading3(heading)
            | Self::Heading4(heading) => heading.is_toggleable = Field::Value(true),
            _ => self.misfit("is_toggleable", &true),
        }
        self
    }

    /// The same table with its first row as a header, which Notion calls a column header.
    #[must_use]
    pub fn header_row(mut self) -> Self {
        match &mut self {
            Self::Table(table) => table.has_column_header = Field::Value(true),
            _ => self.misfit("has_column_header", &true),
        }
        self
    }

    /// The same table with its first column as a header, which Notion calls a row header.
    #[must_use]
    pub fn header_column(mut self) -> Self {
        match &mut self {
            Self::Table(table) => table.has_row_header = Field::Value(true),
            _ => self.misfit("has_row_header", &true),
        }
        self
    }

    /// The same column with a share of the width, between 0 and 1.
    #[must_use]
    pub fn width_ratio(mut self, ratio: f64) -> Self {
        match &mut self {
            Self::Column(column) => {
                column.width_ratio = Field::set_or_keep(Number::from_f64(ratio));
            }
            _ => self.misfit("width_ratio", &ratio),
        }
        self
    }

    /// Adds a member the kind has no place for, so that the service says what is wrong.
    fn misfit(&mut self, name: &str, value: &impl Serialize) {
        let Ok(value) = serde_json::to_value(value) else {
            return;
        };
        if let Some(extra) = self.extra_mut() {
            extra.insert(name, value);
        } else if let Self::Unknown(unknown) = self
            && let Some(payload) = &mut unknown.payload
            && let Some(payload) = payload.as_object_mut()
        {
            payload.insert(name.to_owned(), value);
        }
    }
}
