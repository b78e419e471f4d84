//! Tables, read: of tags, and of pipes.

use recto_api::block::{BlockContent, Table, TableRow};
use recto_api::rich_text::RichText;
use recto_api::wire::Field;

use super::inline;
use super::tag::{Form, Tag};
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::tree::Node;

/// A table from what stands between its tags. `None` if it has no cells.
pub(super) fn of_tags(
    open: &Tag<'_>,
    inside: &str,
    dialect: Dialect,
    lost: &mut Vec<Lost>,
) -> Option<Node> {
    let mut rows: Vec<Vec<Vec<RichText>>> = Vec::new();
    let mut cell: Option<usize> = None;
    let mut at = 0;
    let mut finish = |rows: &mut Vec<Vec<Vec<RichText>>>, cell: &mut Option<usize>, end: usize| {
        if let Some(start) = cell.take() {
            let text = inline::read(inside[start..end].trim(), dialect, lost);
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push(text);
            }
        }
    };
    while let Some(found) = inside[at..].find(['<', '\\', '`']) {
        at += found;
        match inside.as_bytes()[at] {
            b'\\' => {
                let next = inside[at + 1..].chars().next();
                at += 1 + next.map_or(0, char::len_utf8);
                continue;
            }
            b'`' => {
                at = behind_code(inside, at);
                continue;
            }
            _ => {}
        }
        let Some(tag) = Tag::parse(&inside[at..]) else {
            at += 1;
            continue;
        };
        match (tag.name, tag.form) {
            ("tr", Form::Open) => {
                finish(&mut rows, &mut cell, at);
                rows.push(Vec::new());
            }
            ("td" | "th", Form::Open) => {
                finish(&mut rows, &mut cell, at);
                cell = Some(at + tag.length);
            }
            ("td" | "th" | "tr", Form::Close) => finish(&mut rows, &mut cell, at),
            _ => {}
        }
        at += tag.length;
    }
    finish(&mut rows, &mut cell, inside.len());
    made(rows, open.is("header-row"), open.is("header-column"))
}

/// The place behind the code that begins here, or behind its backticks if it never ends on its line.
fn behind_code(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let count = rest.bytes().take_while(|byte| *byte == b'`').count();
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    let mut from = count;
    while let Some(found) = line[from..].find('`') {
        let start = from + found;
        let length = line[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        if length == count {
            return at + start + length;
        }
        from = start + length;
    }
    at + count
}

/// Whether a line stands between the header and the rows of a table of pipes.
pub(super) fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|')
        && line.contains('-')
        && cells(line).iter().all(|cell| {
            let cell = cell.trim();
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// A table of pipes.
pub(super) fn of_pipes(lines: &[&str], dialect: Dialect, lost: &mut Vec<Lost>) -> Option<Node> {
    let mut rows: Vec<Vec<Vec<RichText>>> = lines
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != 1)
        .map(|(_, line)| {
            cells(line.trim())
                .iter()
                .map(|cell| inline::read(cell.trim(), dialect, lost))
                .collect()
        })
        .collect();
    // Rows follow the header, whatever they have themselves.
    let width = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|row| row.len() > width) {
        lost.push(Lost::Cells);
    }
    for row in &mut rows {
        row.truncate(width);
    }
    made(rows, true, false)
}

/// The cells of a row of pipes; `\|` is a pipe in a cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = match out.last_mut() {
            Some(cell) if letter != '|' => cell,
            _ => {
                out.push(String::new());
                continue;
            }
        };
        match letters.next_if(|next| letter == '\\' && matches!(next, '|' | '\\')) {
            Some('|') => cell.push('|'),
            Some(other) => cell.extend([letter, other]),
            None => cell.push(letter),
        }
    }
    if out.len() > 1 && out.last().is_some_and(|last| last.trim().is_empty()) {
        out.pop();
    }
    out
}

fn made(mut rows: Vec<Vec<Vec<RichText>>>, header_row: bool, header_column: bool) -> Option<Node> {
    rows.retain(|row| !row.is_empty());
    let width = rows.iter().map(Vec::len).max()?;
    let table = Table {
        table_width: Field::Value(u32::try_from(width).ok()?),
        has_column_header: Field::Value(header_row),
        has_row_header: Field::Value(header_column),
        ..Table::default()
    };
    let rows = rows.into_iter().map(|mut cells| {
        cells.resize(width, Vec::new());
        Node::new(BlockContent::TableRow(TableRow {
            cells,
            ..TableRow::default()
        }))
    });
    Some(Node::new(BlockContent::Table(table)).with(rows))
}
