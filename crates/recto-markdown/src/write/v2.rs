//! The newer dialect: blocks apart by a blank line, children inside tags.
//!
//! The plain form of CommonMark wherever it says all, and the tag where it does not: for a colour, for
//! blocks inside, and for white space at an edge.

use recto_api::block::{BlockContent, ListFormat};
use recto_api::rich_text::{RichText, RichTextContent};
use recto_api::wire::Field;

use super::escape::{self, Place};
use super::tag::Tag;
use super::{Out, block};
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::names::{block_color, heading_level};
use crate::tree::Node;

/// All blocks, apart by a blank line.
pub(super) fn document(out: &mut Out<'_>, nodes: &[Node]) {
    blocks(out, nodes, 0);
}

/// The kind of list an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Bulleted,
    Numbered,
    ToDo,
}

fn blocks(out: &mut Out<'_>, nodes: &[Node], depth: usize) {
    let mut before: Option<List> = None;
    let mut number = 0;
    for (at, node) in nodes.iter().enumerate() {
        let list = list_of(node).filter(|_| depth < crate::LEVELS && is_plain_item(node, depth));
        // Items of one list stand close.
        if at > 0 {
            let close = list.is_some() && list == before;
            out.text.push_str(if close { "\n" } else { "\n\n" });
        }
        number = match list {
            Some(List::Numbered) if before == list => number + 1,
            _ => 1,
        };
        match list {
            Some(_) => item(out, node, 0, number),
            None => one(out, node, depth),
        }
        before = list;
    }
}

fn list_of(node: &Node) -> Option<List> {
    match node.content {
        BlockContent::BulletedListItem(_) => Some(List::Bulleted),
        BlockContent::NumberedListItem(_) => Some(List::Numbered),
        BlockContent::ToDo(_) => Some(List::ToDo),
        _ => None,
    }
}

/// Whether an item can be written with a sign at the start of its line: it and all inside it.
fn is_plain_item(node: &Node, depth: usize) -> bool {
    if depth >= crate::LEVELS {
        return false;
    }
    let lettered = match &node.content {
        BlockContent::NumberedListItem(item) => list_type(item.list_format.value()).is_some(),
        _ => false,
    };
    list_of(node).is_some()
        && block_color(&node.content).is_none()
        && !lettered
        && has_plain_edges(node)
        && node
            .children
            .iter()
            .all(|child| is_plain_item(child, depth + 1))
}

fn list_type(format: Option<&ListFormat>) -> Option<&'static str> {
    match format? {
        ListFormat::Letters => Some("a"),
        ListFormat::Roman => Some("i"),
        ListFormat::Numbers | ListFormat::Unknown(_) => None,
    }
}

/// The text of a block; a letter stands for what is no text.
fn outline(node: &Node) -> String {
    let part = |run: &RichText| match &run.content {
        RichTextContent::Text(text) => text.content.clone(),
        _ => "x".to_owned(),
    };
    node.content.rich_text().iter().map(part).collect()
}

/// Whether no line of a block's text begins or ends with white space, and there is none twice.
fn has_plain_edges(node: &Node) -> bool {
    let text = outline(node);
    text.is_empty()
        || text
            .split('\n')
            .all(|line| !line.is_empty() && line.trim() == line)
}

/// An item as a line, and the items inside it.
fn item(out: &mut Out<'_>, node: &Node, tabs: usize, number: usize) {
    let indent = "\t".repeat(tabs);
    let sign = match &node.content {
        BlockContent::NumberedListItem(_) => format!("{number}. "),
        BlockContent::ToDo(to_do) if to_do.checked == Field::Value(true) => "- [x] ".to_owned(),
        BlockContent::ToDo(_) => "- [ ] ".to_owned(),
        _ => "- ".to_owned(),
    };
    let text = out.inline(node, node.content.rich_text(), Place::Block);
    // Lines that follow are as far in as the text.
    let text = guarded(&text).replace('\n', &format!("\n{indent}\t"));
    out.text.push_str(&indent);
    out.text.push_str(&sign);
    out.text.push_str(&text);
    let mut before = None;
    let mut number = 0;
    for child in &node.children {
        let list = list_of(child);
        number = match list {
            Some(List::Numbered) if before == list => number + 1,
            _ => 1,
        };
        before = list;
        out.text.push('\n');
        item(out, child, tabs + 1, number);
    }
}

fn one(out: &mut Out<'_>, node: &Node, depth: usize) {
    if out.too_deep(node, depth) {
        let text = out.unknown(node);
        return out.text.push_str(&text);
    }
    block::tell(out, node);
    let color = block_color(&node.content);
    let color = color.as_deref();
    if let Some((level, toggles)) = heading_level(&node.content) {
        return heading(out, node, depth, level, toggles, color);
    }
    match &node.content {
        BlockContent::Paragraph(_) => paragraph(out, node, depth, color),
        BlockContent::BulletedListItem(_) => {
            out.text.push_str("<ul>\n");
            titled(
                out,
                node,
                depth,
                Tag::new("li").maybe("color", color),
                "</li>",
            );
            out.text.push_str("\n</ul>");
        }
        BlockContent::NumberedListItem(item) => {
            let kind = list_type(item.list_format.value());
            out.text
                .push_str(&Tag::new("ol").maybe("type", kind).open());
            out.text.push('\n');
            titled(
                out,
                node,
                depth,
                Tag::new("li").maybe("color", color),
                "</li>",
            );
            out.text.push_str("\n</ol>");
        }
        BlockContent::ToDo(to_do) => {
            let checked = if to_do.checked == Field::Value(true) {
                "true"
            } else {
                "false"
            };
            let tag = Tag::new("todo")
                .with("checked", checked)
                .maybe("color", color);
            titled(out, node, depth, tag, "</todo>");
        }
        BlockContent::Toggle(_) => {
            titled(
                out,
                node,
                depth,
                Tag::new("toggle").maybe("color", color),
                "</toggle>",
            );
        }
        BlockContent::Quote(_) => quote(out, node, depth, color),
        BlockContent::Callout(callout) => {
            let open = block::callout(out, node, callout, color);
            out.text.push_str(&open);
            out.text.push('\n');
            body(out, node, depth, "</callout>");
        }
        BlockContent::Code(_) => lines(out, block::code(node)),
        BlockContent::Equation(_) => lines(out, block::equation(node)),
        BlockContent::Divider(_) => out.text.push_str("---"),
        BlockContent::TableOfContents(_) => {
            let tag = Tag::new("table-of-contents").maybe("color", color);
            out.text.push_str(&tag.alone(true));
        }
        BlockContent::Table(table) => {
            let plain = table.has_column_header == Field::Value(true)
                && table.has_row_header != Field::Value(true)
                && node.children.len() > 1;
            if plain {
                return pipes(out, node);
            }
            let mut all = vec![block::table(table)];
            all.extend(block::rows(out, node));
            all.push("</table>".to_owned());
            lines(out, Some(all));
        }
        BlockContent::ColumnList(_) => wrapper(out, node, depth, "<columns>", "</columns>"),
        BlockContent::Column(_) => inside(out, node, depth, &block::column(node), "</column>"),
        BlockContent::Tab(_) => {
            out.text.push_str("<tabs>\n");
            for tab in &node.children {
                let open = block::tab(out, tab);
                titled(out, tab, depth + 1, open, "</tab>");
                out.text.push('\n');
            }
            out.text.push_str("</tabs>");
        }
        BlockContent::SyncedBlock(synced) => {
            let (tag, copy) = block::synced(out, node, synced);
            let close = if copy {
                "</synced-block-reference>"
            } else {
                "</synced-block>"
            };
            inside(out, node, depth, &tag.open(), close);
        }
        BlockContent::MeetingNotes(_) | BlockContent::Transcription(_) => {
            titled(
                out,
                node,
                depth,
                Tag::new("meeting-notes"),
                "</meeting-notes>",
            );
        }
        BlockContent::Image(_) => {
            let text = block::image(out, node);
            out.text.push_str(&text);
        }
        content => {
            let text = match content {
                BlockContent::ChildPage(_) => block::child(out, node, "page"),
                BlockContent::ChildDatabase(_) => block::child(out, node, "database"),
                BlockContent::Bookmark(_) => block::source(out, node, "bookmark", "source"),
                BlockContent::Embed(_) => block::source(out, node, "embed", "source"),
                content => match block::file_tag(content) {
                    Some(name) => block::source(out, node, name, "source"),
                    None => {
                        out.lose(node, Lost::Block(content.kind().to_owned()));
                        out.unknown(node)
                    }
                },
            };
            out.text.push_str(&text);
        }
    }
}

fn lines(out: &mut Out<'_>, lines: Option<Vec<String>>) {
    out.text.push_str(&lines.unwrap_or_default().join("\n"));
}

fn paragraph(out: &mut Out<'_>, node: &Node, depth: usize, color: Option<&str>) {
    let tag = Tag::new("p").maybe("color", color);
    let text = outline(node);
    if text.trim().is_empty() && node.children.is_empty() {
        if !text.is_empty() {
            out.lose(node, Lost::Whitespace);
        }
        return out.text.push_str(&tag.alone(true));
    }
    if color.is_some() || !node.children.is_empty() || !has_plain_edges(node) {
        return titled(out, node, depth, tag, "</p>");
    }
    let text = out.inline(node, node.content.rich_text(), Place::Block);
    out.text.push_str(&guarded(&text));
}

fn heading(
    out: &mut Out<'_>,
    node: &Node,
    depth: usize,
    level: usize,
    toggles: bool,
    color: Option<&str>,
) {
    let name = ["h1", "h2", "h3", "h4"][level.clamp(1, 4) - 1];
    if toggles {
        let tag = Tag::new("toggle")
            .with("heading", name)
            .maybe("color", color);
        return titled(out, node, depth, tag, "</toggle>");
    }
    let text = outline(node);
    let plain = color.is_none()
        && node.children.is_empty()
        && !text.contains('\n')
        && has_plain_edges(node);
    if !plain {
        let close = ["</h1>", "</h2>", "</h3>", "</h4>"][level.clamp(1, 4) - 1];
        return titled(
            out,
            node,
            depth,
            Tag::new(name).maybe("color", color),
            close,
        );
    }
    let text = out.inline(node, node.content.rich_text(), Place::Block);
    out.text.push_str(&"#".repeat(level));
    out.text.push(' ');
    out.text.push_str(&text);
}

fn quote(out: &mut Out<'_>, node: &Node, depth: usize, color: Option<&str>) {
    let text = outline(node);
    let plain =
        color.is_none() && node.children.is_empty() && !text.is_empty() && has_plain_edges(node);
    if !plain {
        return titled(
            out,
            node,
            depth,
            Tag::new("quote").maybe("color", color),
            "</quote>",
        );
    }
    let text = out.inline(node, node.content.rich_text(), Place::Block);
    let quoted = guarded(&text).replace('\n', "\n> ");
    out.text.push_str("> ");
    out.text.push_str(&quoted);
}

/// A tag around a title and, behind a blank line, the blocks inside.
fn titled(out: &mut Out<'_>, node: &Node, depth: usize, tag: Tag, close: &str) {
    out.text.push_str(&tag.open());
    out.text.push('\n');
    let text = out.inline(node, node.content.rich_text(), Place::Block);
    // A blank line would end the title.
    let blank = text
        .split('\n')
        .any(|line| matches!(line.trim(), "" | "\\"));
    if text.trim().is_empty() {
        if !text.is_empty() {
            out.lose(node, Lost::Whitespace);
        }
        out.text.push_str("<p />");
    } else if blank {
        let tag_breaks = text.replace("\\\n", "<br />");
        out.text.push_str(&guarded(&tag_breaks));
    } else {
        out.text.push_str(&guarded(&text));
    }
    if !node.children.is_empty() {
        out.text.push_str("\n\n");
        blocks(out, &node.children, depth + 1);
    }
    out.text.push('\n');
    out.text.push_str(close);
}

/// The text of a block as a paragraph before the blocks inside it.
fn body(out: &mut Out<'_>, node: &Node, depth: usize, close: &str) {
    let text = outline(node);
    if text.trim().is_empty() {
        if !text.is_empty() {
            out.lose(node, Lost::Whitespace);
        }
        // Otherwise the first block inside would be taken for the text.
        if !node.children.is_empty() {
            out.text.push_str("<p />\n\n");
        }
    } else {
        if has_plain_edges(node) {
            let text = out.inline(node, node.content.rich_text(), Place::Block);
            out.text.push_str(&guarded(&text));
        } else {
            let paragraph = Node {
                id: None,
                content: BlockContent::paragraph(node.content.rich_text().to_vec()),
                children: Vec::new(),
            };
            titled(out, &paragraph, depth, Tag::new("p"), "</p>");
        }
        out.text.push_str(if node.children.is_empty() {
            "\n"
        } else {
            "\n\n"
        });
    }
    if !node.children.is_empty() {
        blocks(out, &node.children, depth + 1);
        out.text.push('\n');
    }
    out.text.push_str(close);
}

/// Tags around blocks.
fn inside(out: &mut Out<'_>, node: &Node, depth: usize, open: &str, close: &str) {
    out.text.push_str(open);
    out.text.push('\n');
    if !node.children.is_empty() {
        blocks(out, &node.children, depth + 1);
        out.text.push('\n');
    }
    out.text.push_str(close);
}

/// Tags around tags, each on its line.
fn wrapper(out: &mut Out<'_>, node: &Node, depth: usize, open: &str, close: &str) {
    out.text.push_str(open);
    out.text.push('\n');
    for child in &node.children {
        one(out, child, depth + 1);
        out.text.push('\n');
    }
    out.text.push_str(close);
}

/// A table with a header and nothing else to say.
fn pipes(out: &mut Out<'_>, node: &Node) {
    let mut all = Vec::new();
    for row in &node.children {
        let BlockContent::TableRow(cells) = &row.content else {
            out.lose(row, Lost::Children);
            continue;
        };
        let mut line = String::from("|");
        for cell in &cells.cells {
            let text = out.inline(row, cell, Place::Cell);
            line.push_str(&format!(" {} |", text.trim()));
        }
        all.push(line);
        if all.len() == 1 {
            all.push(format!("|{}", " --- |".repeat(cells.cells.len())));
        }
    }
    lines(out, Some(all));
}

/// A text of which no line is read as another block.
fn guarded(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let mut line = line.to_owned();
            if let Some(at) = escape::line_start(&line, Dialect::V2) {
                line.insert(at, '\\');
            }
            line
        })
        .collect();
    lines.join("\n")
}
