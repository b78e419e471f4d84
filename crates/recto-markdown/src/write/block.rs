//! What both dialects write alike.

use recto_api::block::{BlockContent, Callout, SyncedBlock, SyncedOriginal, Table};
use recto_api::wire::Field;

use super::Out;
use super::escape::{self, Place};
use super::inline::longest_run;
use super::tag::Tag;
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::names::{icon_name, media_tag};
use crate::tree::Node;

/// What a block has no way to say, told.
pub(super) fn tell(out: &mut Out<'_>, node: &Node) {
    let code_caption = matches!(node.content, BlockContent::Code(_));
    if code_caption && !node.content.caption_runs().is_empty() {
        out.lose(node, Lost::Caption);
    }
    if !node.children.is_empty() && !holds_children(&node.content) {
        out.lose(node, Lost::Children);
    }
}

/// Whether the blocks inside a block are written.
fn holds_children(content: &BlockContent) -> bool {
    matches!(
        content,
        BlockContent::Paragraph(_)
            | BlockContent::Heading1(_)
            | BlockContent::Heading2(_)
            | BlockContent::Heading3(_)
            | BlockContent::Heading4(_)
            | BlockContent::BulletedListItem(_)
            | BlockContent::NumberedListItem(_)
            | BlockContent::ToDo(_)
            | BlockContent::Toggle(_)
            | BlockContent::Quote(_)
            | BlockContent::Callout(_)
            | BlockContent::Table(_)
            | BlockContent::ColumnList(_)
            | BlockContent::Column(_)
            | BlockContent::Tab(_)
            | BlockContent::SyncedBlock(_)
            | BlockContent::MeetingNotes(_)
            | BlockContent::Transcription(_)
            // A placeholder stands for them; what is on a page is another text.
            | BlockContent::Template(_)
            | BlockContent::Unsupported(_)
            | BlockContent::Unknown(_)
            | BlockContent::ChildPage(_)
            | BlockContent::ChildDatabase(_)
    )
}

/// The lines of code, between fences longer than any inside.
pub(super) fn code(node: &Node) -> Option<Vec<String>> {
    let BlockContent::Code(code) = &node.content else {
        return None;
    };
    let text = recto_api::rich_text::plain(node.content.rich_text());
    let fence = "`".repeat((longest_run(&text, '`') + 1).max(3));
    let language = code
        .language
        .value()
        .map_or("plain text", |language| language.as_str());
    let mut lines = vec![format!("{fence}{}", language.replace(['`', '\n'], ""))];
    lines.extend(text.split('\n').map(str::to_owned));
    lines.push(fence);
    Some(lines)
}

/// The lines of an equation.
pub(super) fn equation(node: &Node) -> Option<Vec<String>> {
    let BlockContent::Equation(equation) = &node.content else {
        return None;
    };
    let mut lines = vec!["$$".to_owned()];
    lines.extend(equation.expression.split('\n').map(str::to_owned));
    lines.push("$$".to_owned());
    Some(lines)
}

/// The opening tag of a callout.
pub(super) fn callout(
    out: &mut Out<'_>,
    node: &Node,
    callout: &Callout,
    color: Option<&str>,
) -> String {
    let icon = callout.icon.value().map(|icon| icon_name(icon));
    if icon == Some(None) {
        out.lose(node, Lost::Icon);
    }
    Tag::new("callout")
        .maybe("icon", icon.flatten().as_deref())
        .maybe("color", color)
        .open()
}

/// The opening tag of a table.
pub(super) fn table(table: &Table) -> String {
    let flag = |field: &Field<bool>| (*field == Field::Value(true)).then_some("true");
    Tag::new("table")
        .maybe("header-row", flag(&table.has_column_header))
        .maybe("header-column", flag(&table.has_row_header))
        .open()
}

/// The rows of a table, each a tag on a line of its own (recorded).
pub(super) fn rows(out: &mut Out<'_>, node: &Node) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &node.children {
        let BlockContent::TableRow(cells) = &row.content else {
            out.lose(row, Lost::Children);
            continue;
        };
        lines.push("<tr>".to_owned());
        for cell in &cells.cells {
            let text = out.inline(row, cell, Place::Tag);
            lines.push(format!("<td>{text}</td>"));
        }
        lines.push("</tr>".to_owned());
    }
    lines
}

/// The tag of a column.
pub(super) fn column(node: &Node) -> String {
    let ratio = match &node.content {
        BlockContent::Column(column) => column.width_ratio.value().and_then(|ratio| ratio.as_f64()),
        _ => None,
    };
    // A share of one is percent here.
    let percent = ratio.map(|ratio| format!("{}", (ratio * 10_000.0).round() / 100.0));
    Tag::new("column").maybe("ratio", percent.as_deref()).open()
}

/// The tag of a tab.
pub(super) fn tab(out: &mut Out<'_>, node: &Node) -> Tag {
    let icon = match &node.content {
        BlockContent::Paragraph(label) => label.icon.value().map(|icon| icon_name(icon)),
        _ => None,
    };
    if icon == Some(None) {
        out.lose(node, Lost::Icon);
    }
    Tag::new("tab").maybe("icon", icon.flatten().as_deref())
}

/// A picture: caption and address. Only the address of one that was uploaded just now is missing.
pub(super) fn image(out: &mut Out<'_>, node: &Node) -> String {
    let caption = out.inline(node, node.content.caption_runs(), Place::Tag);
    let mut text = format!("![{caption}](");
    match node.content.url() {
        Some(url) => escape::address(&mut text, url),
        None => out.lose(node, Lost::File),
    }
    text.push(')');
    text
}

/// Any other file, and what has an address and a caption like one.
pub(super) fn source(
    out: &mut Out<'_>,
    node: &Node,
    name: &'static str,
    attribute: &str,
) -> String {
    let caption = out.inline(node, node.content.caption_runs(), Place::Tag);
    let url = node.content.url();
    if url.is_none() {
        out.lose(node, Lost::File);
    }
    Tag::new(name)
        .with(attribute, url.unwrap_or_default())
        .around(&caption)
}

/// The tag of a file that is no picture.
pub(super) fn file_tag(content: &BlockContent) -> Option<&'static str> {
    media_tag(content).filter(|name| *name != "image")
}

/// A child page or database by its link and title.
pub(super) fn child(out: &mut Out<'_>, node: &Node, name: &'static str) -> String {
    let url = node.id.as_ref().map(|id| out.writer.page_url(id.as_str()));
    let mut title = String::new();
    escape::text(
        &mut title,
        &node.content.plain_text().replace('\n', " "),
        out.writer.dialect,
        Place::Block,
    );
    Tag::new(name).maybe("url", url.as_deref()).around(&title)
}

/// The tag of a synced block, and whether it is a copy.
pub(super) fn synced(out: &Out<'_>, node: &Node, block: &SyncedBlock) -> (Tag, bool) {
    let original = block.synced_from.value();
    let url = match original.map(|from| &from.original) {
        Some(SyncedOriginal::BlockId(id)) => Some(out.writer.block_url(id)),
        Some(SyncedOriginal::Unknown(_)) => None,
        None => node.id.as_ref().map(|id| out.writer.block_url(id)),
    };
    let copy = original.is_some();
    let name = match (out.writer.dialect, copy) {
        (Dialect::V1, false) => "synced_block",
        (Dialect::V1, true) => "synced_block_reference",
        (Dialect::V2, false) => "synced-block",
        (Dialect::V2, true) => "synced-block-reference",
    };
    (Tag::new(name).maybe("url", url.as_deref()), copy)
}
