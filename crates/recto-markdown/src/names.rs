//! How colours, icons and the addresses of blocks are called in Markdown.

use recto_api::block::BlockContent;
use recto_api::file::{Icon, IconColor, IconKind};
use recto_api::rich_text::Color;
use recto_api::wire::Field;

/// Where Notion's own icons are (recorded).
const OWN_ICONS: &str = "https://www.notion.so/icons/";

const COLORS: &[&str] = &[
    "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
];

/// What a colour is called: `red`, `red_bg`. None for the default.
pub(crate) fn color_name(color: &Color) -> Option<String> {
    match color {
        Color::Default => None,
        color => {
            let name = color.as_str();
            Some(match name.strip_suffix("_background") {
                Some(base) => format!("{base}_bg"),
                None => name.to_owned(),
            })
        }
    }
}

/// The colour of a name; its long form `red_background` is understood, too.
pub(crate) fn color_of(name: &str) -> Option<Color> {
    let (base, behind) = match name
        .strip_suffix("_bg")
        .or_else(|| name.strip_suffix("_background"))
    {
        Some(base) => (base, "_background"),
        None => (name, ""),
    };
    COLORS
        .contains(&base)
        .then(|| Color::from(format!("{base}{behind}").as_str()))
}

/// The colour of a block, if it has one that shows.
pub(crate) fn block_color(content: &BlockContent) -> Option<String> {
    let color = match content {
        BlockContent::Paragraph(block)
        | BlockContent::BulletedListItem(block)
        | BlockContent::Toggle(block)
        | BlockContent::Quote(block) => &block.color,
        BlockContent::Heading1(heading)
        | BlockContent::Heading2(heading)
        | BlockContent::Heading3(heading)
        | BlockContent::Heading4(heading) => &heading.color,
        BlockContent::NumberedListItem(item) => &item.color,
        BlockContent::ToDo(to_do) => &to_do.color,
        BlockContent::Callout(callout) => &callout.color,
        BlockContent::TableOfContents(contents) => &contents.color,
        _ => return None,
    };
    color.value().and_then(color_name)
}

/// What an icon is called: itself, or its address. None for one that has neither.
pub(crate) fn icon_name(icon: &Icon) -> Option<String> {
    match &icon.kind {
        IconKind::Emoji(emoji) => Some(emoji.clone()),
        IconKind::External(file) => Some(file.url.clone()),
        IconKind::File(file) => Some(file.url.clone()),
        IconKind::Icon(own) => {
            let color = own.color.value().map_or("gray", IconColor::as_str);
            Some(format!("{OWN_ICONS}{}_{color}.svg", own.name))
        }
        IconKind::FileUpload(_)
        | IconKind::CustomEmoji(_)
        | IconKind::CustomAgentAvatar(_)
        | IconKind::Unknown(_) => None,
    }
}

/// The icon of a name.
pub(crate) fn icon_of(name: &str) -> Option<Icon> {
    if name.is_empty() {
        return None;
    }
    if name.starts_with("https://") || name.starts_with("http://") {
        return Some(own_icon(name).unwrap_or_else(|| Icon::external(name)));
    }
    // Names, such as `:party:`, are of icons that only the workspace can tell.
    (!name.is_ascii()).then(|| Icon::emoji(name))
}

fn own_icon(url: &str) -> Option<Icon> {
    let (name, color) = url
        .strip_prefix(OWN_ICONS)?
        .strip_suffix(".svg")?
        .rsplit_once('_')?;
    match IconColor::from(color) {
        IconColor::Unknown(_) => None,
        color => Some(Icon::named(name, color)),
    }
}

/// The level of a heading, 1 to 4.
pub(crate) fn heading_level(content: &BlockContent) -> Option<(usize, bool)> {
    let (level, heading) = match content {
        BlockContent::Heading1(heading) => (1, heading),
        BlockContent::Heading2(heading) => (2, heading),
        BlockContent::Heading3(heading) => (3, heading),
        BlockContent::Heading4(heading) => (4, heading),
        _ => return None,
    };
    Some((level, heading.is_toggleable == Field::Value(true)))
}

/// The tag of a file.
pub(crate) fn media_tag(content: &BlockContent) -> Option<&'static str> {
    match content {
        BlockContent::Image(_) => Some("image"),
        BlockContent::Video(_) => Some("video"),
        BlockContent::Pdf(_) => Some("pdf"),
        BlockContent::Audio(_) => Some("audio"),
        BlockContent::File(_) => Some("file"),
        _ => None,
    }
}
