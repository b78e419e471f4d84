//! A line of text as tokens.

use std::collections::HashMap;

use recto_api::rich_text::{Color, RichText};

use super::mention;
use super::tag::{self, Form, Tag};
use crate::dialect::Dialect;
use crate::loss::Lost;
use crate::names::color_of;

/// Tags and brackets that may be open at a time; more are text.
const OPEN: usize = 32;

/// How text looks, or where it leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Link(String),
    Color(Color),
    Underline,
    Bold,
    Strike,
    Italic,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Text(String),
    Code(String),
    Math(String),
    /// A mention.
    Ready(RichText),
    /// What is marked from here to the [`Token::Close`] that belongs to it.
    Open(Vec<Mark>),
    Close,
    /// Signs that may open or close emphasis.
    Signs {
        sign: char,
        count: usize,
        opens: bool,
        closes: bool,
    },
}

/// Something open, and where its token is.
struct Pending<'a> {
    at: usize,
    /// The name of a tag; a bracket has none.
    tag: Option<&'a str>,
    literal: &'a str,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
    tokens: Vec<Token>,
    open: Vec<Pending<'a>>,
    /// Where runs of backticks begin, by their length; made when one is met.
    ticks: Option<HashMap<usize, Vec<usize>>>,
    /// Whether no formula ends any more: then no further one is looked for.
    no_math: bool,
    lost: &'a mut Vec<Lost>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect, lost: &'a mut Vec<Lost>) -> Self {
        Self {
            text,
            at: 0,
            dialect,
            tokens: Vec::new(),
            open: Vec::new(),
            ticks: None,
            no_math: false,
            lost,
        }
    }

    /// All tokens; what was opened is closed, in the right order.
    pub(super) fn run(mut self) -> Vec<Token> {
        while let Some(letter) = self.rest().chars().next() {
            match letter {
                '\\' => self.backslash(),
                '\n' => self.push(" ", 1),
                '`' => self.ticks(),
                '$' => self.math(),
                '[' => self.bracket(),
                ']' => self.close_bracket(),
                '<' => self.tag(),
                '*' | '_' | '~' => self.signs(letter),
                '&' if self.dialect == Dialect::V2 => match tag::entity(self.rest()) {
                    Some((letter, length)) => {
                        let mut bytes = [0; 4];
                        self.push(letter.encode_utf8(&mut bytes), length);
                    }
                    None => self.push("&", 1),
                },
                _ => {
                    let rest = self.rest();
                    let end = rest
                        .find(['\\', '\n', '`', '$', '[', ']', '<', '*', '_', '~', '&'])
                        .unwrap_or(rest.len())
                        .max(letter.len_utf8());
                    self.push(&rest[..end], end);
                }
            }
        }
        self.drop_open(0);
        self.tokens
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Adds text, and goes on so many bytes.
    fn push(&mut self, text: &str, length: usize) {
        match self.tokens.last_mut() {
            Some(Token::Text(before)) => before.push_str(text),
            _ => self.tokens.push(Token::Text(text.to_owned())),
        }
        self.at += length;
    }

    fn backslash(&mut self) {
        match self.rest()[1..].chars().next() {
            Some('\n') => self.push("\n", 2),
            Some(sign) if sign.is_ascii_punctuation() => {
                let mut bytes = [0; 4];
                self.push(sign.encode_utf8(&mut bytes), 2);
            }
            _ => self.push("\\", 1),
        }
    }

    fn ticks(&mut self) {
        let rest = self.rest();
        let count = rest.bytes().take_while(|byte| *byte == b'`').count();
        let text = self.text;
        let from = self.at + count;
        let runs = self.ticks.get_or_insert_with(|| tick_runs(text));
        let end = runs.get(&count).and_then(|places| {
            let next = places.partition_point(|place| *place < from);
            places.get(next).copied()
        });
        let Some(end) = end else {
            return self.push(&rest[..count], count);
        };
        let code = text[from..end].replace('\n', " ");
        let inside = code
            .strip_prefix(' ')
            .and_then(|code| code.strip_suffix(' '))
            .filter(|code| !code.trim().is_empty());
        let code = inside.map_or(code.clone(), str::to_owned);
        self.tokens.push(Token::Code(code));
        self.at = end + count;
    }

    /// `` $`x`$ ``, or `$x$` where neither dollar is beside a blank and no digit follows.
    fn math(&mut self) {
        let rest = self.rest();
        if let Some(inside) = rest.strip_prefix("$`")
            && !self.no_math
        {
            if let Some(end) = inside.find("`$") {
                self.tokens.push(Token::Math(inside[..end].to_owned()));
                self.at += end + 4;
                return;
            }
            self.no_math = true;
        }
        let inside = &rest[1..];
        let end = inside.find(['$', '\n']).filter(|end| {
            let (math, behind) = inside.split_at(*end);
            !math.is_empty()
                && !math.starts_with([' ', '`'])
                && !math.ends_with([' ', '\\'])
                && behind.starts_with('$')
                && !behind[1..].starts_with(|next: char| next.is_ascii_digit() || next == '$')
        });
        match end {
            Some(end) => {
                self.tokens.push(Token::Math(inside[..end].to_owned()));
                self.at += end + 2;
            }
            None => self.push("$", 1),
        }
    }

    fn bracket(&mut self) {
        if self.open.len() >= OPEN {
            return self.push("[", 1);
        }
        self.begin(None, "[", Vec::new());
        self.at += 1;
    }

    fn begin(&mut self, tag: Option<&'a str>, literal: &'a str, marks: Vec<Mark>) {
        self.open.push(Pending {
            at: self.tokens.len(),
            tag,
            literal,
        });
        self.tokens.push(Token::Open(marks));
    }

    fn close_bracket(&mut self) {
        let Some(Pending { at, tag: None, .. }) = self.open.last() else {
            return self.push("]", 1);
        };
        let at = *at;
        let target = self.rest()[1..].strip_prefix('(').and_then(address);
        let Some((url, length)) = target else {
            self.drop_open(self.open.len() - 1);
            return self.push("]", 1);
        };
        self.open.pop();
        self.tokens[at] = Token::Open(vec![Mark::Link(url)]);
        self.tokens.push(Token::Close);
        self.at += 2 + length;
    }

    /// Makes what is open, from the outermost that is not kept, text.
    fn drop_open(&mut self, keep: usize) {
        for pending in self.open.drain(keep..) {
            self.tokens[pending.at] = Token::Text(pending.literal.to_owned());
        }
    }

    fn tag(&mut self) {
        let Some(tag) = Tag::parse(self.rest()) else {
            return self.push("<", 1);
        };
        let v2 = self.dialect == Dialect::V2;
        let marks = match tag.name {
            "br" => return self.push("\n", tag.length),
            "span" => {
                let color = tag.get("color").and_then(color_of).map(Mark::Color);
                let underline = tag.is("underline").then_some(Mark::Underline);
                color.into_iter().chain(underline).collect()
            }
            "u" if v2 => vec![Mark::Underline],
            "b" if v2 => vec![Mark::Bold],
            "i" if v2 => vec![Mark::Italic],
            "s" if v2 => vec![Mark::Strike],
            name if tag.form != Form::Close && is_mention(name, self.dialect) => {
                return self.mention(&tag);
            }
            name => {
                self.lost.push(Lost::Tag(name.to_owned()));
                return self.push("<", 1);
            }
        };
        let literal = &self.rest()[..tag.length];
        match tag.form {
            Form::Open if self.open.len() < OPEN => self.begin(Some(tag.name), literal, marks),
            Form::Close => {
                let found = self.open.iter().rposition(|one| one.tag == Some(tag.name));
                let Some(found) = found else {
                    return self.push(literal, tag.length);
                };
                self.drop_open(found + 1);
                self.open.pop();
                self.tokens.push(Token::Close);
            }
            Form::Open | Form::Alone => return self.push(literal, tag.length),
        }
        self.at += tag.length;
    }

    fn mention(&mut self, tag: &Tag<'_>) {
        let behind = &self.rest()[tag.length..];
        let mut label = "";
        let mut length = tag.length;
        if tag.form == Form::Open
            && let Some(end) = label_end(behind)
            && let Some(close) = Tag::parse(&behind[end..])
            && close.form == Form::Close
            && close.name == tag.name
        {
            label = &behind[..end];
            length += end + close.length;
        }
        let (run, kind) = mention::read(tag);
        match run {
            Some(run) => {
                self.tokens.push(Token::Ready(run));
                self.at += length;
            }
            None => {
                self.lost.push(Lost::Mention(kind.to_owned()));
                let label = unescaped(label);
                self.push(&label, length);
            }
        }
    }

    fn signs(&mut self, sign: char) {
        let rest = self.rest();
        let count = rest.chars().take_while(|letter| *letter == sign).count();
        let before = self.text[..self.at].chars().next_back();
        let next = rest[count..].chars().next();
        let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        let in_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let (mut opens, mut closes) = (!blank(next), !blank(before));
        if sign == '_' {
            opens &= !in_word(before);
            closes &= !in_word(next);
        }
        if (sign == '~' && count != 2) || !(opens || closes) {
            return self.push(&rest[..count], count);
        }
        self.tokens.push(Token::Signs {
            sign,
            count,
            opens,
            closes,
        });
        self.at += count;
    }
}

fn is_mention(name: &str, dialect: Dialect) -> bool {
    match dialect {
        Dialect::V1 => name.starts_with("mention-"),
        Dialect::V2 => matches!(name, "mention" | "date"),
    }
}

fn tick_runs(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut rest = 0;
    while let Some(at) = text[rest..].find('`') {
        let start = rest + at;
        let count = text[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        runs.entry(count).or_default().push(start);
        rest = start + count;
    }
    runs
}

/// Where the label of a mention ends: at the next `<` that is not escaped.
fn label_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '<' if !escaped => return Some(at),
            '\n' => return None,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

/// The address of a link behind its `(`, and its length with the `)`.
fn address(text: &str) -> Option<(String, usize)> {
    let mut url = String::new();
    let mut depth = 0_usize;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => match letters.clone().next() {
                Some((_, sign)) if sign.is_ascii_punctuation() => {
                    letters.next();
                    url.push(sign);
                }
                _ => url.push('\\'),
            },
            ')' if depth == 0 => return Some((url, at + 1)),
            ')' => {
                depth -= 1;
                url.push(')');
            }
            '(' => {
                depth += 1;
                url.push('(');
            }
            // None of these stands in an address, and with them no text is looked at twice.
            '[' | ']' | '<' => return None,
            letter if letter.is_whitespace() => return None,
            letter => url.push(letter),
        }
    }
    None
}

/// A text without the backslashes that escape.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.next_if(|next| letter == '\\' && next.is_ascii_punctuation()) {
            Some(sign) => out.push(sign),
            None => out.push(letter),
        }
    }
    out
}
