//! Runs of text as Markdown.

use recto_api::rich_text::{Annotations, RichText, RichTextContent};
use recto_api::wire::Field;

use super::escape::{self, Place};
use super::mention;
use super::tag::Tag;
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::names::color_name;

/// How many kinds of marks there are.
const KINDS: usize = 6;
const LINK: usize = 0;
const COLOR: usize = 1;
const UNDERLINE: usize = 2;
// 3 is bold.
const STRIKE: usize = 4;
const ITALIC: usize = 5;

/// What a mark says besides that it is there: an address, a colour.
type Marks = [Option<String>; KINDS];

/// What a piece of text is.
#[derive(Debug, Clone, PartialEq)]
enum Leaf {
    Text(String),
    Code(String),
    /// Markdown as it is: an equation, a mention.
    Ready(String),
}

#[derive(Debug)]
struct Piece {
    leaf: Leaf,
    marks: Marks,
}

/// A mark that is open while pieces are written.
#[derive(Debug)]
struct Open {
    kind: usize,
    /// The piece before which it closes.
    end: usize,
    /// What closes it; `None` while its opening sign waits for something that is no white space.
    close: Option<&'static str>,
    /// Whether it is written as a tag.
    tag: bool,
    /// Where a link leads.
    url: String,
}

/// What runs become, and what of them could not be carried.
pub(super) struct Inline<'a> {
    pub(super) dialect: Dialect,
    pub(super) place: Place,
    pub(super) link_base: &'a str,
    pub(super) lost: &'a mut Vec<Lost>,
}

impl Inline<'_> {
    /// The Markdown of some runs. A line break is `<br>`, or a backslash and a line break.
    pub(super) fn write(mut self, runs: &[RichText]) -> String {
        let pieces = self.pieces(runs);
        let ends = ends(&pieces);
        let mut out = String::new();
        let mut open: Vec<Open> = Vec::new();
        for at in 0..=pieces.len() {
            self.close(&mut out, &mut open, at);
            if at == pieces.len() {
                break;
            }
            let mut opening: Vec<usize> = (0..KINDS)
                .filter(|kind| {
                    pieces[at].marks[*kind].is_some() && !open.iter().any(|one| one.kind == *kind)
                })
                .collect();
            // What lasts longest is outermost.
            opening.sort_by_key(|kind| (std::cmp::Reverse(ends[at][*kind]), *kind));
            for kind in opening {
                let outer = open.last().map_or(usize::MAX, |outer| outer.end);
                open.push(Open {
                    kind,
                    end: ends[at][kind].min(outer),
                    close: None,
                    tag: false,
                    url: String::new(),
                });
            }
            self.piece(&mut out, &mut open, &pieces, at);
        }
        out
    }

    fn pieces(&mut self, runs: &[RichText]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for run in runs {
            let look = run.annotations.value().cloned().unwrap_or_default();
            let marks = marks(run, &look);
            let leaf = match &run.content {
                RichTextContent::Text(text) if look.code == Field::Value(true) => {
                    Leaf::Code(text.content.clone())
                }
                RichTextContent::Text(text) => Leaf::Text(text.content.clone()),
                RichTextContent::Equation(equation) => Leaf::Ready(self.math(&equation.expression)),
                RichTextContent::Mention(mention) => {
                    mention::write(mention, run, self.dialect, self.link_base, self.lost)
                        .map_or_else(|| Leaf::Text(run.plain().to_owned()), Leaf::Ready)
                }
                RichTextContent::Unknown(_) => {
                    self.lost.push(Lost::Run);
                    Leaf::Text(run.plain().to_owned())
                }
            };
            match (pieces.last_mut(), leaf) {
                (_, Leaf::Text(text) | Leaf::Code(text)) if text.is_empty() => {}
                (
                    Some(Piece {
                        leaf: Leaf::Text(before),
                        marks: same,
                    }),
                    Leaf::Text(text),
                )
                | (
                    Some(Piece {
                        leaf: Leaf::Code(before),
                        marks: same,
                    }),
                    Leaf::Code(text),
                ) if *same == marks => before.push_str(&text),
                (before, leaf) => {
                    // A dollar before a digit or another dollar ends no formula.
                    let takes_dollar = match &leaf {
                        Leaf::Text(text) => text.starts_with(|first: char| first.is_ascii_digit()),
                        Leaf::Ready(text) => text.starts_with('$'),
                        Leaf::Code(_) => false,
                    };
                    if let Some(Leaf::Ready(math)) = before.map(|piece| &mut piece.leaf)
                        && takes_dollar
                        && let Some(inside) = math
                            .strip_prefix('$')
                            .and_then(|math| math.strip_suffix('$'))
                        && !inside.starts_with('`')
                    {
                        *math = format!("$`{inside}`$");
                    }
                    pieces.push(Piece { leaf, marks });
                }
            }
        }
        pieces
    }

    fn math(&mut self, expression: &str) -> String {
        let expression = expression.replace(['\n', '\r'], " ");
        let plain = self.dialect == Dialect::V2
            && !expression.contains('$')
            && !expression.starts_with(['`', ' '])
            && !expression.ends_with(['`', ' ', '\\'])
            && !expression.is_empty();
        if plain {
            return format!("${expression}$");
        }
        if expression.contains("`$") {
            self.lost.push(Lost::Equation);
        }
        format!("$`{}`$", expression.replace("`$", "` $"))
    }

    /// Writes a piece and, before it, the opening signs that wait for it.
    fn piece(&mut self, out: &mut String, open: &mut [Open], pieces: &[Piece], at: usize) {
        let piece = &pieces[at];
        let text = match &piece.leaf {
            Leaf::Text(text) | Leaf::Ready(text) | Leaf::Code(text) => text.as_str(),
        };
        let spaces = match piece.leaf {
            Leaf::Text(_) => text.len() - text.trim_start().len(),
            Leaf::Code(_) | Leaf::Ready(_) => 0,
        };
        let (edge, rest) = text.split_at(spaces);
        if !edge.is_empty() {
            // Only tags can stand before white space.
            let tags = open
                .iter()
                .rposition(|one| one.close.is_none() && self.is_tag(out, pieces, one, at));
            if let Some(last) = tags {
                for one in &mut open[..=last] {
                    self.open(out, one, pieces, at);
                }
            }
            self.text(out, edge);
        }
        if rest.is_empty() {
            return;
        }
        for one in open.iter_mut() {
            self.open(out, one, pieces, at);
        }
        match piece.leaf {
            Leaf::Text(_) => self.text(out, rest),
            Leaf::Ready(_) => out.push_str(rest),
            Leaf::Code(_) => self.code(out, rest),
        }
    }

    fn text(&self, out: &mut String, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push_str(self.line_break());
            }
            escape::text(out, line, self.dialect, self.place);
        }
    }

    fn line_break(&self) -> &'static str {
        match (self.dialect, self.place) {
            (Dialect::V1, _) => "<br>",
            (Dialect::V2, Place::Block) => "\\\n",
            (Dialect::V2, Place::Tag | Place::Cell) => "<br />",
        }
    }

    /// Code, each line by itself: a line break inside would end it.
    fn code(&self, out: &mut String, code: &str) {
        for (index, line) in code.split('\n').enumerate() {
            if index > 0 {
                out.push_str(self.line_break());
            }
            if line.is_empty() {
                continue;
            }
            let fence = "`".repeat(longest_run(line, '`') + 1);
            let padded = line.starts_with('`')
                || line.ends_with('`')
                || (line.starts_with(' ') && line.ends_with(' ') && !line.trim().is_empty());
            let pad = if padded { " " } else { "" };
            out.push_str(&fence);
            out.push_str(pad);
            if self.place == Place::Cell {
                out.push_str(&line.replace('|', "\\|"));
            } else {
                out.push_str(line);
            }
            out.push_str(pad);
            out.push_str(&fence);
        }
    }

    /// Whether a mark that is about to open has to be a tag.
    fn is_tag(&self, out: &str, pieces: &[Piece], one: &Open, at: usize) -> bool {
        match one.kind {
            LINK => false,
            COLOR | UNDERLINE => true,
            _ if self.dialect == Dialect::V1 => false,
            // CommonMark is particular about what stands beside its signs.
            _ => {
                let free = |letter: Option<char>| {
                    letter.is_none_or(|letter| letter.is_whitespace() || ".,;:!?)".contains(letter))
                };
                let before = out.chars().next_back();
                let last = pieces[at..one.end].last().and_then(Piece::last);
                let next = pieces.get(one.end).and_then(Piece::first);
                let spaced = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
                let apart = before.is_none_or(|letter| letter.is_whitespace() || letter == '(');
                !apart || !free(next) || spaced(pieces[at].first()) || spaced(last)
            }
        }
    }

    fn open(&self, out: &mut String, one: &mut Open, pieces: &[Piece], at: usize) {
        if one.close.is_some() {
            return;
        }
        one.tag = self.is_tag(out, pieces, one, at);
        let value = pieces[at].marks[one.kind].as_deref().unwrap_or_default();
        let v1 = self.dialect == Dialect::V1;
        one.close = Some(match one.kind {
            LINK => {
                value.clone_into(&mut one.url);
                out.push('[');
                "]("
            }
            COLOR => {
                out.push_str(&Tag::new("span").with("color", value).open());
                "</span>"
            }
            UNDERLINE if v1 => {
                out.push_str(&Tag::new("span").with("underline", "true").open());
                "</span>"
            }
            UNDERLINE => {
                out.push_str("<u>");
                "</u>"
            }
            kind => {
                let (sign, tag, close) = match kind {
                    ITALIC => ("*", "<i>", "</i>"),
                    STRIKE => ("~~", "<s>", "</s>"),
                    _ => ("**", "<b>", "</b>"),
                };
                out.push_str(if one.tag { tag } else { sign });
                if one.tag { close } else { sign }
            }
        });
    }

    /// Closes what ends before a piece.
    fn close(&self, out: &mut String, open: &mut Vec<Open>, at: usize) {
        while open.last().is_some_and(|one| one.end <= at) {
            let Some(Open {
                kind,
                close: Some(sign),
                tag,
                url,
                ..
            }) = open.pop()
            else {
                continue;
            };
            if kind == LINK {
                out.push_str(sign);
                escape::address(out, &url);
                out.push(')');
            } else if tag {
                out.push_str(sign);
            } else {
                // A closing sign does not follow white space.
                let text = out.trim_end_matches([' ', '\t']).len();
                out.insert_str(text, sign);
            }
        }
    }
}

impl Piece {
    fn first(&self) -> Option<char> {
        match &self.leaf {
            Leaf::Text(text) | Leaf::Ready(text) => text.chars().next(),
            Leaf::Code(_) => Some('`'),
        }
    }

    fn last(&self) -> Option<char> {
        match &self.leaf {
            Leaf::Text(text) | Leaf::Ready(text) => text.chars().next_back(),
            Leaf::Code(_) => Some('`'),
        }
    }
}

/// For every piece and mark, the piece before which the mark ends.
fn ends(pieces: &[Piece]) -> Vec<[usize; KINDS]> {
    let mut ends = vec![[0; KINDS]; pieces.len()];
    let mut after = [0; KINDS];
    for at in (0..pieces.len()).rev() {
        for (kind, end) in after.iter_mut().enumerate() {
            let goes_on = pieces
                .get(at + 1)
                .is_some_and(|next| next.marks[kind] == pieces[at].marks[kind]);
            if !goes_on {
                *end = at + 1;
            }
        }
        ends[at] = after;
    }
    ends
}

fn marks(run: &RichText, look: &Annotations) -> Marks {
    let flag = |field: &Field<bool>| (*field == Field::Value(true)).then(String::new);
    let link = match &run.content {
        RichTextContent::Text(text) => text.link.value().map(|link| link.url.clone()),
        _ => None,
    };
    [
        link,
        look.color.value().and_then(color_name),
        flag(&look.underline),
        flag(&look.bold),
        flag(&look.strikethrough),
        flag(&look.italic),
    ]
}

/// The longest run of one sign.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for letter in text.chars() {
        run = if letter == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
