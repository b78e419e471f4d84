//! The older dialect: a block on each line, children one tab further in.

use recto_api::block::{BlockContent, ToDo};
use recto_api::wire::Field;

use super::escape::{self, Place};
use super::tag::Tag;
use super::{Out, block};
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::names::{block_color, heading_level};
use crate::tree::Node;

/// The blocks, each behind so many tabs.
pub(super) fn blocks(out: &mut Out<'_>, nodes: &[Node], depth: usize) {
    let mut number = 0;
    for node in nodes {
        // Recorded: the numbers of a list are counted when it is read.
        number = match node.content {
            BlockContent::NumberedListItem(_) => number + 1,
            _ => 0,
        };
        one(out, node, depth, number);
    }
}

fn line(out: &mut Out<'_>, depth: usize, text: &str) {
    if !out.text.is_empty() {
        out.text.push('\n');
    }
    for _ in 0..depth {
        out.text.push('\t');
    }
    out.text.push_str(text);
}

fn lines(out: &mut Out<'_>, depth: usize, all: &[String]) {
    for text in all {
        line(out, depth, text);
    }
}

fn one(out: &mut Out<'_>, node: &Node, depth: usize, number: usize) {
    if out.too_deep(node, depth) {
        let text = out.unknown(node);
        return line(out, depth, &text);
    }
    block::tell(out, node);
    let color = block_color(&node.content);
    let color = color.as_deref();
    if let Some((level, toggles)) = heading_level(&node.content) {
        let signs = "#".repeat(level);
        let attributes = [("toggle", toggles.then_some("true")), ("color", color)];
        return text_block(out, node, depth, &format!("{signs} "), &attributes);
    }
    let colored = [("color", color)];
    match &node.content {
        BlockContent::Paragraph(_) => paragraph(out, node, depth, color),
        BlockContent::BulletedListItem(_) => text_block(out, node, depth, "- ", &colored),
        BlockContent::NumberedListItem(_) => {
            text_block(out, node, depth, &format!("{number}. "), &colored);
        }
        BlockContent::ToDo(to_do) => text_block(out, node, depth, check(to_do), &colored),
        BlockContent::Quote(_) => text_block(out, node, depth, "> ", &colored),
        BlockContent::Toggle(_) => {
            let text = out.inline(node, node.content.rich_text(), Place::Block);
            line(
                out,
                depth,
                &Tag::new("details").maybe("color", color).open(),
            );
            line(out, depth, &Tag::new("summary").around(&text));
            blocks(out, &node.children, depth + 1);
            line(out, depth, "</details>");
        }
        BlockContent::Callout(callout) => {
            let open = block::callout(out, node, callout, color);
            line(out, depth, &open);
            first_line(out, node, depth + 1);
            blocks(out, &node.children, depth + 1);
            line(out, depth, "</callout>");
        }
        BlockContent::Code(_) => lines(out, depth, &block::code(node).unwrap_or_default()),
        BlockContent::Equation(_) => lines(out, depth, &block::equation(node).unwrap_or_default()),
        BlockContent::Divider(_) => line(out, depth, "---"),
        BlockContent::TableOfContents(_) => {
            let tag = Tag::new("table_of_contents").maybe("color", color);
            line(out, depth, &tag.alone(false));
        }
        BlockContent::Table(table) => {
            line(out, depth, &block::table(table));
            let rows = block::rows(out, node);
            lines(out, depth, &rows);
            line(out, depth, "</table>");
        }
        BlockContent::ColumnList(_) => inside(out, node, depth, "<columns>", "</columns>"),
        BlockContent::Column(_) => inside(out, node, depth, &block::column(node), "</column>"),
        BlockContent::Tab(_) => tabs(out, node, depth),
        BlockContent::SyncedBlock(synced) => {
            let (tag, copy) = block::synced(out, node, synced);
            let close = if copy {
                "</synced_block_reference>"
            } else {
                "</synced_block>"
            };
            inside(out, node, depth, &tag.open(), close);
        }
        BlockContent::MeetingNotes(_) | BlockContent::Transcription(_) => {
            line(out, depth, "<meeting-notes>");
            first_line(out, node, depth + 1);
            blocks(out, &node.children, depth + 1);
            line(out, depth, "</meeting-notes>");
        }
        BlockContent::Image(_) => {
            let text = block::image(out, node);
            line(out, depth, &text);
        }
        BlockContent::ChildPage(_) => {
            let text = block::child(out, node, "page");
            line(out, depth, &text);
        }
        BlockContent::ChildDatabase(_) => {
            let text = block::child(out, node, "database");
            line(out, depth, &text);
        }
        content => {
            let text = match block::file_tag(content) {
                Some(name) => block::source(out, node, name, "src"),
                None => {
                    out.lose(node, Lost::Block(content.kind().to_owned()));
                    out.unknown(node)
                }
            };
            line(out, depth, &text);
        }
    }
}

fn check(to_do: &ToDo) -> &'static str {
    if to_do.checked == Field::Value(true) {
        "- [x] "
    } else {
        "- [ ] "
    }
}

/// A block that is a line of text with children.
fn text_block(
    out: &mut Out<'_>,
    node: &Node,
    depth: usize,
    before: &str,
    attributes: &[(&str, Option<&str>)],
) {
    let mut text = before.to_owned();
    let inline = out.inline(node, node.content.rich_text(), Place::Block);
    text.push_str(&guarded(inline, !before.starts_with('#')));
    add_attributes(&mut text, attributes);
    line(out, depth, &text);
    blocks(out, &node.children, depth + 1);
}

fn paragraph(out: &mut Out<'_>, node: &Node, depth: usize, color: Option<&str>) {
    let inline = out.inline(node, node.content.rich_text(), Place::Block);
    if inline.trim().is_empty() {
        if !inline.is_empty() {
            out.lose(node, Lost::Whitespace);
        }
        if color.is_some() {
            out.lose(node, Lost::Color);
        }
        line(out, depth, "<empty-block/>");
    } else {
        if inline.starts_with('\t') {
            out.lose(node, Lost::Whitespace);
        }
        let mut text = guarded(inline.trim_start_matches('\t').to_owned(), true);
        add_attributes(&mut text, &[("color", color)]);
        line(out, depth, &text);
    }
    blocks(out, &node.children, depth + 1);
}

/// The text of a block whose first line inside it is.
fn first_line(out: &mut Out<'_>, node: &Node, depth: usize) {
    let inline = out.inline(node, node.content.rich_text(), Place::Block);
    if !inline.trim().is_empty() {
        line(out, depth, &guarded(inline, true));
    } else if !node.children.is_empty() {
        // Otherwise the first block inside would be taken for the text.
        line(out, depth, "<empty-block/>");
    }
}

/// A text that is not read as another block. The service escapes nothing here (assumed to be
/// understood all the same).
fn guarded(mut text: String, starts_block: bool) -> String {
    if starts_block && let Some(at) = escape::line_start(&text, Dialect::V1) {
        // A `>` is escaped already.
        if !text[at..].starts_with('>') {
            text.insert(at, '\\');
        }
    }
    text
}

fn add_attributes(text: &mut String, attributes: &[(&str, Option<&str>)]) {
    let set: Vec<String> = attributes
        .iter()
        .filter_map(|(key, value)| Some(format!("{key}=\"{}\"", (*value)?)))
        .collect();
    if !set.is_empty() {
        if !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(&format!("{{{}}}", set.join(" ")));
    }
}

/// Tags around the children.
fn inside(out: &mut Out<'_>, node: &Node, depth: usize, open: &str, close: &str) {
    line(out, depth, open);
    blocks(out, &node.children, depth + 1);
    line(out, depth, close);
}

fn tabs(out: &mut Out<'_>, node: &Node, depth: usize) {
    line(out, depth, "<tabs>");
    for tab in &node.children {
        let open = block::tab(out, tab).open();
        line(out, depth + 1, &open);
        first_line(out, tab, depth + 2);
        blocks(out, &tab.children, depth + 2);
        line(out, depth + 1, "</tab>");
    }
    line(out, depth, "</tabs>");
}
