//! Blocks made of tags, and text put into blocks.

use recto_api::block::{
    BlockContent, Bookmark, Callout, Child, Column, Container, Media, SyncedBlock, TableOfContents,
    TextBlock, Unsupported,
};
use recto_api::file::FileSource;
use recto_api::ids::{BlockId, DatabaseId, PageId};
use recto_api::meeting_notes::MeetingNotes;
use recto_api::rich_text::{Color, RichText};
use recto_api::wire::Field;

use super::tag::Tag;
use crate::names::{color_of, icon_of};
use crate::tree::Node;

/// Puts text into a block that has a place for it.
pub(super) fn set_text(content: &mut BlockContent, runs: Vec<RichText>) {
    let place = match content {
        BlockContent::Paragraph(block)
        | BlockContent::BulletedListItem(block)
        | BlockContent::Toggle(block)
        | BlockContent::Quote(block) => &mut block.rich_text,
        BlockContent::Heading1(heading)
        | BlockContent::Heading2(heading)
        | BlockContent::Heading3(heading)
        | BlockContent::Heading4(heading) => &mut heading.rich_text,
        BlockContent::NumberedListItem(item) => &mut item.rich_text,
        BlockContent::ToDo(to_do) => &mut to_do.rich_text,
        BlockContent::Callout(callout) => &mut callout.rich_text,
        BlockContent::MeetingNotes(notes) => &mut notes.title,
        _ => return,
    };
    *place = Field::Value(runs);
}

/// The colour that a tag or an attribute list names.
pub(super) fn color(name: Option<&str>) -> Option<Color> {
    name.and_then(color_of)
}

/// A block in a colour, if it has a place for one.
pub(super) fn colored(content: BlockContent, color: Option<Color>) -> BlockContent {
    let Some(color) = color else {
        return content;
    };
    match content {
        BlockContent::Table(_)
        | BlockContent::Image(_)
        | BlockContent::Video(_)
        | BlockContent::Pdf(_)
        | BlockContent::Audio(_)
        | BlockContent::File(_)
        | BlockContent::ChildPage(_)
        | BlockContent::ChildDatabase(_)
        | BlockContent::Equation(_) => content,
        content => content.color(color),
    }
}

/// What a callout, a column, a tab … is before anything is in it.
pub(super) fn container(tag: &Tag<'_>) -> Option<Node> {
    let color = color(tag.get("color"));
    let mut id = None;
    let content = match tag.name {
        "details" | "toggle" => match tag.get("heading").and_then(heading_level) {
            Some(level) => BlockContent::heading(level, "").toggleable(),
            None => BlockContent::toggle(""),
        },
        "callout" => {
            let icon = tag.get("icon").and_then(icon_of);
            BlockContent::Callout(Callout {
                rich_text: Field::Value(Vec::new()),
                icon: icon.map_or(Field::Absent, |icon| Field::Value(Box::new(icon))),
                ..Callout::default()
            })
        }
        "columns" => BlockContent::ColumnList(Container::default()),
        "column" => {
            let column = BlockContent::Column(Column::default());
            let percent = tag.get("ratio").and_then(|ratio| ratio.parse::<f64>().ok());
            match percent.filter(|percent| (0.0..=100.0).contains(percent)) {
                Some(percent) => column.width_ratio(percent / 100.0),
                None => column,
            }
        }
        "tabs" => BlockContent::Tab(Container::default()),
        "tab" => BlockContent::Paragraph(TextBlock {
            rich_text: Field::Value(Vec::new()),
            icon: tag
                .get("icon")
                .and_then(icon_of)
                .map_or(Field::Absent, |icon| Field::Value(Box::new(icon))),
            ..TextBlock::default()
        }),
        "synced_block" | "synced-block" => {
            id = tag.get("url").and_then(|url| BlockId::parse(url).ok());
            BlockContent::SyncedBlock(SyncedBlock {
                synced_from: Field::Null,
                ..SyncedBlock::default()
            })
        }
        "synced_block_reference" | "synced-block-reference" => {
            let original = tag.get("url").and_then(|url| BlockId::parse(url).ok());
            BlockContent::SyncedBlock(SyncedBlock {
                synced_from: original.map_or(Field::Null, |id| Field::Value(id.into())),
                ..SyncedBlock::default()
            })
        }
        "meeting-notes" => BlockContent::MeetingNotes(Box::new(MeetingNotes {
            title: Field::Value(Vec::new()),
            ..MeetingNotes::default()
        })),
        "p" => BlockContent::paragraph(""),
        "quote" => BlockContent::quote(""),
        "todo" => BlockContent::to_do("", tag.is("checked")),
        name => BlockContent::heading(heading_level(name)?, ""),
    };
    Some(Node {
        id,
        ..Node::new(colored(content, color))
    })
}

fn heading_level(name: &str) -> Option<u8> {
    let level: u8 = name.strip_prefix('h')?.parse().ok()?;
    (1..=4).contains(&level).then_some(level)
}

/// A block that is a tag with or without a text: a file, a page, a placeholder.
pub(super) fn single(tag: &Tag<'_>, caption: Vec<RichText>, inside: &str) -> Option<Node> {
    let source = tag.get("src").or_else(|| tag.get("source"));
    let color = color(tag.get("color"));
    let media = || {
        Box::new(Media {
            caption: Field::Value(caption.clone()),
            source: source.map(FileSource::url),
            ..Media::default()
        })
    };
    let link = || Bookmark {
        caption: Field::Value(caption.clone()),
        url: source.or_else(|| tag.get("url")).unwrap_or_default().into(),
        ..Bookmark::default()
    };
    let url = tag.get("url");
    let child = || Child {
        title: recto_api::rich_text::plain(&caption).into(),
        ..Child::default()
    };
    let mut id = None;
    let content = match tag.name {
        "image" => BlockContent::Image(media()),
        "video" => BlockContent::Video(media()),
        "pdf" => BlockContent::Pdf(media()),
        "audio" => BlockContent::Audio(media()),
        "file" => BlockContent::File(media()),
        "bookmark" => BlockContent::Bookmark(link()),
        "embed" => BlockContent::Embed(link()),
        "equation" => BlockContent::equation(super::tag::decode(inside)),
        "page" => {
            id = url
                .and_then(|url| PageId::parse(url).ok())
                .map(BlockId::from);
            BlockContent::ChildPage(child())
        }
        "database" => {
            id = url
                .and_then(|url| DatabaseId::parse(url).ok())
                .map(BlockId::from);
            BlockContent::ChildDatabase(child())
        }
        "table_of_contents" | "table-of-contents" => {
            BlockContent::TableOfContents(TableOfContents::default())
        }
        "unknown" | "folder" | "custom-block" | "external_object_instance" => {
            id = url.and_then(|url| BlockId::parse(url).ok());
            let kind = if tag.name == "unknown" {
                tag.get("alt").unwrap_or("unsupported")
            } else {
                tag.name
            };
            BlockContent::Unsupported(Unsupported {
                block_type: kind.into(),
                ..Unsupported::default()
            })
        }
        _ => return None,
    };
    Some(Node {
        id,
        ..Node::new(colored(content, color))
    })
}
