//! Lines as blocks: a stack of what is open.

use std::collections::VecDeque;

use recto_api::block::{BlockContent, Language};
use recto_api::rich_text::RichText;

use super::line::{self, Start};
use super::tag::{Form, Tag};
use super::{Reading, block, inline, table};
use crate::dialect::Dialect;
use crate::loss::{Loss, Lost};
use crate::tree::{LEVELS, Node};

/// Quotations inside quotations that are read as such.
const QUOTES: usize = 8;

/// Reads a text; `quotes` are around it.
pub(super) fn read(markdown: &str, dialect: Dialect, quotes: usize) -> Reading {
    let markdown = markdown.replace("\r\n", "\n");
    let mut scanner = Scanner {
        dialect,
        lines: markdown.split('\n').collect(),
        at: 0,
        raw: "",
        virtual_lines: VecDeque::new(),
        stack: Vec::new(),
        roots: Vec::new(),
        pending: None,
        quotes,
        losses: Vec::new(),
    };
    scanner.run();
    Reading {
        blocks: scanner.roots,
        losses: scanner.losses,
    }
}

/// Something open.
struct Frame {
    /// `None` for tags that are no blocks themselves, such as `<ul>`.
    node: Option<Node>,
    children: Vec<Node>,
    /// How far it is indented.
    indent: usize,
    /// The name of the tag that closes it; `None` for what ends when less is indented.
    tag: Option<String>,
    /// Whether the next line, if it is text, is its title.
    wants_title: bool,
}

/// A block whose text goes on until something ends it.
struct Pending {
    node: Node,
    text: String,
    /// How far a list item is indented; blocks can be inside it.
    item: Option<usize>,
    /// Whether it is the title of the innermost frame.
    title: bool,
}

struct Scanner<'a> {
    dialect: Dialect,
    lines: Vec<&'a str>,
    /// The next line.
    at: usize,
    /// The line as it is, white space and all.
    raw: &'a str,
    /// Parts of a line that count as lines.
    virtual_lines: VecDeque<(usize, &'a str)>,
    stack: Vec<Frame>,
    roots: Vec<Node>,
    pending: Option<Pending>,
    quotes: usize,
    losses: Vec<Loss>,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        loop {
            if let Some((indent, content)) = self.virtual_lines.pop_front() {
                self.raw = content;
                self.line(indent, content);
                continue;
            }
            let Some(line) = self.lines.get(self.at).copied() else {
                break;
            };
            self.at += 1;
            self.raw = line;
            let (indent, content) = self.indent(line);
            if content.trim().is_empty() {
                self.blank();
            } else {
                self.line(indent, content);
            }
        }
        self.flush();
        while let Some(frame) = self.stack.last() {
            if let Some(tag) = frame.tag.clone() {
                self.lose(Lost::Unclosed(tag));
            }
            self.close();
        }
    }

    /// How far a line is indented, and what is behind that: tabs alone in the older dialect, columns
    /// in the newer.
    fn indent(&self, line: &'a str) -> (usize, &'a str) {
        match self.dialect {
            Dialect::V1 => {
                let content = line.trim_start_matches('\t');
                (line.len() - content.len(), content)
            }
            Dialect::V2 => {
                let content = line.trim_start_matches([' ', '\t']);
                let edge = &line[..line.len() - content.len()];
                let columns = edge
                    .chars()
                    .map(|sign| if sign == '\t' { 4 } else { 1 })
                    .sum();
                (columns, content)
            }
        }
    }

    fn blank(&mut self) {
        if self.dialect == Dialect::V2 {
            self.flush();
            if let Some(frame) = self.stack.last_mut() {
                frame.wants_title = false;
            }
        }
    }

    fn line(&mut self, indent: usize, content: &'a str) {
        if content.starts_with('<') && self.tag(indent, content) {
            return;
        }
        let title = self
            .stack
            .last()
            .is_some_and(|frame| frame.wants_title && self.dialect == Dialect::V2);
        if title {
            return self.title(self.raw);
        }
        let text_goes_on = self.pending.is_some() && self.dialect == Dialect::V2;
        let start = line::start(content);
        if text_goes_on {
            if self.pending.as_ref().is_some_and(|pending| pending.title) {
                return self.go_on(self.raw, true);
            }
            if self.underlined(content, start) {
                return;
            }
            let interrupts = match start {
                Start::Text => false,
                Start::Numbered(_) => {
                    content.starts_with("1.") || content.starts_with("1)") || self.in_list()
                }
                _ => true,
            };
            if !interrupts && !self.starts_table(content) {
                return self.go_on(content, false);
            }
        }
        self.flush();
        self.settle(indent);
        self.block(indent, content, start);
    }

    fn in_list(&self) -> bool {
        let item = |pending: &Pending| pending.item.is_some();
        self.pending.as_ref().is_some_and(item)
    }

    /// Closes what ends before a line that is indented so far.
    fn settle(&mut self, indent: usize) {
        let v1 = self.dialect == Dialect::V1;
        while let Some(frame) = self.stack.last() {
            let ends = match &frame.tag {
                None => frame.indent >= indent,
                Some(_) => v1 && indent < frame.indent,
            };
            if !ends {
                break;
            }
            if let Some(tag) = frame.tag.clone() {
                self.lose(Lost::Unclosed(tag));
            }
            self.close();
        }
    }

    /// A line under text that makes it a heading.
    fn underlined(&mut self, content: &str, start: Start<'_>) -> bool {
        let line = content.trim_end();
        let level = if start == Start::Divider && line.starts_with('-') {
            2
        } else if !line.is_empty() && line.bytes().all(|byte| byte == b'=') {
            1
        } else {
            return false;
        };
        match &mut self.pending {
            Some(Pending {
                node, item: None, ..
            }) if matches!(node.content, BlockContent::Paragraph(_)) => {
                node.content = BlockContent::heading(level, "");
                self.flush();
                true
            }
            _ => false,
        }
    }

    fn starts_table(&self, content: &str) -> bool {
        content.starts_with('|')
            && self.virtual_lines.is_empty()
            && self
                .lines
                .get(self.at)
                .is_some_and(|next| table::is_delimiter(next))
    }

    fn block(&mut self, indent: usize, content: &'a str, start: Start<'a>) {
        match start {
            Start::Heading(level, text) => {
                let heading = BlockContent::heading(level, "");
                self.text_block(indent, heading, text, true);
            }
            Start::Bulleted(text) => {
                self.text_block(indent, BlockContent::bulleted(""), text, true);
            }
            Start::Numbered(text) => {
                self.text_block(indent, BlockContent::numbered(""), text, true);
            }
            Start::ToDo(checked, text) => {
                self.text_block(indent, BlockContent::to_do("", checked), text, true);
            }
            Start::Quote(text) if self.dialect == Dialect::V1 => {
                self.text_block(indent, BlockContent::quote(""), text, true);
            }
            Start::Quote(text) => self.quote(content, text),
            Start::Divider => self.attach(Node::new(BlockContent::divider())),
            Start::Contents => self.attach(Node::new(BlockContent::table_of_contents())),
            Start::Fence(sign, length, info) => self.fence(indent, sign, length, info),
            Start::Equation => {
                let lines = self.until(indent, |line| line.trim() == "$$");
                self.attach(Node::new(BlockContent::equation(lines.join("\n"))));
            }
            Start::Text if self.starts_table(content) => self.pipes(content),
            Start::Text => self.text(indent, content),
        }
    }

    /// Text without a sign of its own: a picture by itself, or a paragraph.
    fn text(&mut self, indent: usize, content: &'a str) {
        if let Some(image) = self.image(content) {
            return self.attach(image);
        }
        if self.dialect == Dialect::V1 {
            // Measured: an equation on one line is a paragraph of its TeX.
            if let Some(inside) = content
                .strip_prefix("$$")
                .and_then(|text| text.trim_end().strip_suffix("$$"))
                .filter(|text| !text.is_empty())
            {
                return self.attach(Node::new(BlockContent::paragraph(inside)));
            }
        }
        self.text_block(indent, BlockContent::paragraph(""), content, false);
    }

    /// A block of text that begins here. `is_item`: blocks further in are inside it in the newer
    /// dialect, too.
    fn text_block(&mut self, indent: usize, content: BlockContent, text: &str, is_item: bool) {
        let heading = matches!(
            content,
            BlockContent::Heading1(_)
                | BlockContent::Heading2(_)
                | BlockContent::Heading3(_)
                | BlockContent::Heading4(_)
        );
        if self.dialect == Dialect::V2 {
            self.pending = Some(Pending {
                node: Node::new(content),
                text: text.to_owned(),
                item: (is_item && !heading).then_some(indent),
                title: false,
            });
            if heading {
                self.flush();
            }
            return;
        }
        let (text, color, toggles) = attributes(text);
        let mut content = block::colored(content, color);
        block::set_text(&mut content, self.inline(text));
        if toggles {
            content = content.toggleable();
        }
        let node = Node::new(content);
        if heading && !toggles {
            self.attach(node);
        } else {
            self.push(node, indent, None, false);
        }
    }

    /// A picture on a line of its own.
    fn image(&mut self, content: &str) -> Option<Node> {
        let line = content.trim_end();
        let link = line
            .strip_prefix('!')
            .filter(|link| link.starts_with('['))?;
        let link = match self.dialect {
            // Measured: the colour of a picture is not kept.
            Dialect::V1 => attributes(link).0.trim_end(),
            Dialect::V2 => link,
        };
        let mut lost = Vec::new();
        let (caption, url) = inline::read_link(link, self.dialect, &mut lost)?;
        self.lose_all(lost);
        let image = BlockContent::image_url(url);
        Some(Node::new(if caption.is_empty() {
            image
        } else {
            image.caption(caption)
        }))
    }

    fn fence(&mut self, indent: usize, sign: char, length: usize, info: &str) {
        let language = Language::of(info);
        let lines = self.until(indent, |line| line::ends_fence(line, sign, length));
        let code = BlockContent::code(language, lines.join("\n"));
        self.attach(Node::new(code));
    }

    /// The lines up to one that ends them, without their indentation, and that line.
    fn until(&mut self, indent: usize, ends: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut found = Vec::new();
        if !self.virtual_lines.is_empty() {
            return found;
        }
        while let Some(line) = self.lines.get(self.at).copied() {
            self.at += 1;
            if ends(line) {
                return found;
            }
            let mut columns = 0;
            let edge = line
                .char_indices()
                .find(|(_, sign)| {
                    let width = match (sign, self.dialect) {
                        ('\t', Dialect::V1) => 1,
                        ('\t', Dialect::V2) => 4,
                        (' ', Dialect::V2) => 1,
                        _ => return true,
                    };
                    columns += width;
                    columns > indent
                })
                .map_or(line.len(), |(at, _)| at);
            found.push(&line[edge..]);
        }
        self.lose(Lost::Unclosed("fence".to_owned()));
        found
    }

    fn pipes(&mut self, content: &'a str) {
        let mut rows = vec![content];
        while let Some(line) = self.lines.get(self.at).copied() {
            if !line.trim_start().starts_with('|') {
                break;
            }
            rows.push(line);
            self.at += 1;
        }
        let mut lost = Vec::new();
        let made = table::of_pipes(&rows, self.dialect, &mut lost);
        self.lose_all(lost);
        if let Some(table) = made {
            self.attach(table);
        }
    }

    /// All lines of a quotation: a text, and what is inside it.
    fn quote(&mut self, content: &'a str, first: &'a str) {
        if self.quotes >= QUOTES {
            let mut quote = BlockContent::quote("");
            block::set_text(&mut quote, vec![RichText::text(content)]);
            return self.attach(Node::new(quote));
        }
        let mut lines = vec![first];
        while self.virtual_lines.is_empty()
            && let Some(line) = self.lines.get(self.at)
            && let Start::Quote(text) = line::start(line.trim_start())
        {
            lines.push(text);
            self.at += 1;
        }
        let inner = read(&lines.join("\n"), self.dialect, self.quotes + 1);
        let mut quote = Node::new(BlockContent::quote(""));
        let mut children = inner.blocks;
        take_title(&mut quote, &mut children);
        quote.children = children;
        let line = self.at.saturating_sub(lines.len());
        self.losses
            .extend(inner.losses.into_iter().map(|loss| Loss {
                line: loss.line.map(|inside| inside + line),
                ..loss
            }));
        self.attach(quote);
    }

    /// A line that starts like a tag; whether it is one.
    fn tag(&mut self, indent: usize, content: &'a str) -> bool {
        let Some(tag) = Tag::parse(content) else {
            return false;
        };
        let rest = content[tag.length..].trim_end();
        match tag.form {
            Form::Close => rest.is_empty() && self.close_tag(tag.name),
            Form::Alone => rest.is_empty() && self.alone(indent, &tag),
            Form::Open => self.open_tag(indent, &tag, rest),
        }
    }

    fn alone(&mut self, indent: usize, tag: &Tag<'_>) -> bool {
        match (tag.name, self.dialect) {
            ("empty-block", Dialect::V1) => {
                self.settle(indent);
                let empty = Node::new(BlockContent::paragraph(""));
                self.push(empty, indent, None, false);
                return true;
            }
            ("p", Dialect::V2) => {
                if self.stack.last().is_some_and(|frame| frame.wants_title) {
                    self.title("");
                    return true;
                }
                self.flush();
                self.settle(indent);
                let color = block::color(tag.get("color"));
                let empty = block::colored(BlockContent::paragraph(""), color);
                self.attach(Node::new(empty));
                return true;
            }
            _ => {}
        }
        let known = |name| is_single(name, self.dialect) || is_container(name, self.dialect);
        if !known(tag.name) {
            return false;
        }
        let made = if is_single(tag.name, self.dialect) {
            block::single(tag, Vec::new(), "")
        } else {
            block::container(tag)
        };
        let Some(node) = made else {
            return false;
        };
        self.flush();
        self.settle(indent);
        self.placed(node);
        true
    }

    /// Attaches what a single tag made.
    fn placed(&mut self, node: Node) {
        if let BlockContent::Unsupported(block) = &node.content {
            let kind = block.block_type.as_str().unwrap_or_default().to_owned();
            self.lose(Lost::Block(kind));
        }
        self.attach(node);
    }

    fn open_tag(&mut self, indent: usize, tag: &Tag<'a>, rest: &'a str) -> bool {
        let close = format!("</{}>", tag.name);
        let inside = rest.strip_suffix(close.as_str());
        if is_single(tag.name, self.dialect) {
            let Some(inside) = inside.filter(|inside| !inside.contains(&close)) else {
                return false;
            };
            let caption = match tag.name {
                "equation" => Vec::new(),
                _ => self.inline(inside),
            };
            let Some(node) = block::single(tag, caption, inside) else {
                return false;
            };
            self.flush();
            self.settle(indent);
            self.placed(node);
            return true;
        }
        if self.is_summary(tag) {
            let Some(inside) = inside else {
                return false;
            };
            let runs = self.inline(inside);
            if let Some(Frame {
                node: Some(node), ..
            }) = self.stack.last_mut()
            {
                block::set_text(&mut node.content, runs);
            }
            return true;
        }
        if is_section(tag.name) && self.in_meeting_notes() {
            self.flush();
            self.settle(indent);
            self.frame(None, indent, Some(tag.name), false);
            return rest.is_empty();
        }
        if tag.name == "table" {
            return self.table(indent, tag, rest);
        }
        if !is_container(tag.name, self.dialect) || self.stack.len() >= LEVELS {
            return false;
        }
        let wrapper = matches!(tag.name, "ul" | "ol");
        let node = match tag.name {
            "ul" | "ol" => None,
            "li" => {
                let ordered = self.stack.iter().rev().find_map(|frame| {
                    let tag = frame.tag.as_deref()?;
                    matches!(tag, "ul" | "ol").then_some(tag == "ol")
                });
                let item = match ordered {
                    Some(true) => BlockContent::numbered(""),
                    _ => BlockContent::bulleted(""),
                };
                Some(Node::new(block::colored(
                    item,
                    block::color(tag.get("color")),
                )))
            }
            _ => match block::container(tag) {
                Some(node) => Some(node),
                None => return false,
            },
        };
        self.flush();
        self.settle(indent);
        let titled = matches!(
            tag.name,
            "p" | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "quote"
                | "toggle"
                | "li"
                | "tab"
                | "todo"
                | "meeting-notes"
        );
        self.frame(node, indent, Some(tag.name), titled && !wrapper);
        // The same on one line.
        if let Some(inside) = inside {
            let end = rest.len() - close.len();
            if !inside.is_empty() {
                self.virtual_lines.push_back((indent + 1, inside));
            }
            self.virtual_lines.push_back((indent, &rest[end..]));
        } else if !rest.is_empty() {
            self.virtual_lines.push_back((indent + 1, rest));
        }
        true
    }

    fn is_summary(&self, tag: &Tag<'_>) -> bool {
        let in_toggle = |frame: &Frame| frame.tag.as_deref() == Some("details");
        tag.name == "summary" && self.stack.last().is_some_and(in_toggle)
    }

    fn in_meeting_notes(&self) -> bool {
        let mut tags = self
            .stack
            .iter()
            .rev()
            .filter_map(|frame| frame.tag.as_deref());
        tags.any(|tag| tag == "meeting-notes")
    }

    /// A table of tags, all of it.
    fn table(&mut self, indent: usize, tag: &Tag<'_>, rest: &'a str) -> bool {
        let mut inside = vec![rest];
        if !rest.ends_with("</table>") {
            if !self.virtual_lines.is_empty() {
                return false;
            }
            let mut closed = false;
            while let Some(line) = self.lines.get(self.at).copied() {
                self.at += 1;
                let line = line.trim();
                if line.ends_with("</table>") {
                    inside.push(line);
                    closed = true;
                    break;
                }
                inside.push(line);
            }
            if !closed {
                self.lose(Lost::Unclosed("table".to_owned()));
            }
        }
        let mut lost = Vec::new();
        let made = table::of_tags(tag, &inside.join("\n"), self.dialect, &mut lost);
        lost.retain(|lost| {
            let Lost::Tag(name) = lost else { return true };
            !matches!(
                name.as_str(),
                "table" | "tr" | "td" | "th" | "col" | "colgroup"
            )
        });
        self.lose_all(lost);
        self.flush();
        self.settle(indent);
        match made {
            Some(table) => self.attach(table),
            None => self.lose(Lost::Cells),
        }
        true
    }

    /// Closes the innermost tag of a name, with all that is open inside it.
    fn close_tag(&mut self, name: &str) -> bool {
        let found = self
            .stack
            .iter()
            .rposition(|frame| frame.tag.as_deref() == Some(name));
        let Some(found) = found else {
            return false;
        };
        self.flush();
        while self.stack.len() > found + 1 {
            let tag = self.stack.last().and_then(|frame| frame.tag.clone());
            if let Some(tag) = tag {
                self.lose(Lost::Unclosed(tag));
            }
            self.close();
        }
        self.close();
        true
    }

    /// The first line behind a tag is its title; more of them may follow.
    fn title(&mut self, content: &str) {
        if let Some(frame) = self.stack.last_mut() {
            frame.wants_title = false;
        }
        self.pending = Some(Pending {
            node: Node::new(BlockContent::paragraph("")),
            text: content.to_owned(),
            item: None,
            title: true,
        });
        if content.is_empty() {
            self.flush();
        }
    }

    /// Another line of the text before.
    fn go_on(&mut self, content: &str, is_title: bool) {
        if let Some(pending) = &mut self.pending {
            if !is_title && pending.text.ends_with("  ") {
                let end = pending.text.trim_end_matches(' ').len();
                pending.text.truncate(end);
                pending.text.push('\\');
            }
            pending.text.push('\n');
            pending.text.push_str(content);
        }
    }

    /// Ends the text before.
    fn flush(&mut self) {
        let Some(Pending {
            mut node,
            text,
            item,
            title,
        }) = self.pending.take()
        else {
            return;
        };
        let text = if title {
            text.as_str()
        } else {
            text.trim_end()
        };
        let runs = self.inline(text);
        if title {
            if let Some(Frame {
                node: Some(node), ..
            }) = self.stack.last_mut()
            {
                block::set_text(&mut node.content, runs);
            }
            return;
        }
        block::set_text(&mut node.content, runs);
        match item {
            Some(indent) => self.push(node, indent, None, false),
            None => self.attach(node),
        }
    }

    fn inline(&mut self, text: &str) -> Vec<RichText> {
        let mut lost = Vec::new();
        let runs = inline::read(text, self.dialect, &mut lost);
        self.lose_all(lost);
        runs
    }

    /// Opens a block, or attaches it where no more can be open.
    fn push(&mut self, node: Node, indent: usize, tag: Option<&str>, wants_title: bool) {
        if self.stack.len() >= LEVELS {
            self.lose(Lost::Depth);
            return self.attach(node);
        }
        self.frame(Some(node), indent, tag, wants_title);
    }

    fn frame(&mut self, node: Option<Node>, indent: usize, tag: Option<&str>, wants_title: bool) {
        self.stack.push(Frame {
            node,
            children: Vec::new(),
            indent,
            tag: tag.map(str::to_owned),
            wants_title,
        });
    }

    fn attach(&mut self, node: Node) {
        match self.stack.last_mut() {
            Some(frame) => {
                frame.wants_title = false;
                frame.children.push(node);
            }
            None => self.roots.push(node),
        }
    }

    /// Closes the innermost frame.
    fn close(&mut self) {
        let Some(mut frame) = self.stack.pop() else {
            return;
        };
        let Some(mut node) = frame.node.take() else {
            for child in frame.children {
                self.attach(child);
            }
            return;
        };
        let titled_by_child = match frame.tag.as_deref() {
            Some("callout") => true,
            Some("tab" | "meeting-notes") => self.dialect == Dialect::V1,
            _ => false,
        };
        if titled_by_child {
            take_title(&mut node, &mut frame.children);
        }
        match &node.content {
            BlockContent::ColumnList(_) => self.only(&mut frame.children, |content| {
                matches!(content, BlockContent::Column(_))
            }),
            // The blocks of a copy are its original's.
            BlockContent::SyncedBlock(block) if block.synced_from.is_value() => {
                frame.children.clear();
            }
            BlockContent::Tab(_) => self.only(&mut frame.children, |content| {
                matches!(content, BlockContent::Paragraph(_))
            }),
            _ => {}
        }
        node.children = frame.children;
        self.attach(node);
    }

    /// Keeps only the blocks that a block can hold.
    fn only(&mut self, children: &mut Vec<Node>, holds: impl Fn(&BlockContent) -> bool) {
        let before = children.len();
        children.retain(|child| holds(&child.content));
        if children.len() < before {
            self.lose(Lost::Children);
        }
    }

    fn lose(&mut self, what: Lost) {
        self.losses.push(Loss {
            what,
            block: None,
            line: Some(self.at.max(1)),
        });
    }

    fn lose_all(&mut self, lost: Vec<Lost>) {
        for what in lost {
            self.lose(what);
        }
    }
}

/// Makes the text of the first block inside the text of the block itself.
fn take_title(node: &mut Node, children: &mut Vec<Node>) {
    let Some(Node {
        content: BlockContent::Paragraph(first),
        ..
    }) = children.first()
    else {
        return;
    };
    if !first.color.is_absent() {
        return;
    }
    let Node {
        content,
        children: inside,
        ..
    } = children.remove(0);
    if let BlockContent::Paragraph(first) = content {
        block::set_text(
            &mut node.content,
            first.rich_text.into_value().unwrap_or_default(),
        );
    }
    children.splice(0..0, inside);
}

/// A line's text without its list of attributes: `text {toggle="true" color="red"}`.
fn attributes(text: &str) -> (&str, Option<recto_api::rich_text::Color>, bool) {
    let plain = (text, None, false);
    let line = text.trim_end();
    let Some(before) = line.strip_suffix('}') else {
        return plain;
    };
    let Some(open) = before.rfind('{') else {
        return plain;
    };
    let slashes = before[..open]
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\\');
    if slashes.count() % 2 == 1 {
        return plain;
    }
    // Like the attributes of a tag.
    let as_tag = format!("<x {}>", &before[open + 1..]);
    let Some(tag) = Tag::parse(&as_tag).filter(|tag| tag.length == as_tag.len()) else {
        return plain;
    };
    let color = tag.get("color");
    let toggles = tag.is("toggle");
    if color.is_none() && tag.get("toggle").is_none() {
        return plain;
    }
    let text = &before[..open];
    (
        text.strip_suffix(' ').unwrap_or(text),
        block::color(color),
        toggles,
    )
}

/// Tags with a text or none, which are blocks by themselves.
fn is_single(name: &str, dialect: Dialect) -> bool {
    match name {
        "video" | "pdf" | "audio" | "file" | "page" | "database" | "folder" | "unknown" => true,
        "embed" => true,
        "table_of_contents" => dialect == Dialect::V1,
        "image"
        | "bookmark"
        | "equation"
        | "table-of-contents"
        | "custom-block"
        | "external_object_instance" => dialect == Dialect::V2,
        _ => false,
    }
}

/// Tags around other blocks.
fn is_container(name: &str, dialect: Dialect) -> bool {
    match name {
        "callout" | "columns" | "column" | "tabs" | "tab" | "meeting-notes" => true,
        "details" | "synced_block" | "synced_block_reference" => dialect == Dialect::V1,
        "p"
        | "h1"
        | "h2"
        | "h3"
        | "h4"
        | "quote"
        | "toggle"
        | "ul"
        | "ol"
        | "li"
        | "todo"
        | "synced-block"
        | "synced-block-reference" => dialect == Dialect::V2,
        _ => false,
    }
}

/// Parts of meeting notes: they are no blocks of their own here.
fn is_section(name: &str) -> bool {
    matches!(
        name,
        "summary"
            | "notes"
            | "transcript"
            | "meeting-notes-section-summary"
            | "meeting-notes-section-notes"
            | "meeting-notes-section-transcript"
    )
}
