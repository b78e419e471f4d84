//! Tokens as runs of text.

use recto_api::rich_text::{IntoRichText, RichText, RichTextContent};

use super::lex::{Lexer, Mark, Token};
use crate::dialect::Dialect;
use crate::loss::Lost;

/// The runs of a text.
pub(super) fn read(text: &str, dialect: Dialect, lost: &mut Vec<Lost>) -> Vec<RichText> {
    let tokens = Lexer::new(text, dialect, lost).run();
    runs(pair(tokens))
}

/// The text and the address of a link that is all of a text.
pub(super) fn read_link(
    text: &str,
    dialect: Dialect,
    lost: &mut Vec<Lost>,
) -> Option<(Vec<RichText>, String)> {
    let mut tokens = Lexer::new(text, dialect, lost).run();
    if tokens.pop() != Some(Token::Close) || tokens.is_empty() {
        return None;
    }
    let Token::Open(marks) = tokens.remove(0) else {
        return None;
    };
    let mut depth = 0_usize;
    for token in &tokens {
        match token {
            Token::Open(_) => depth += 1,
            // The first bracket closes before the end.
            Token::Close if depth == 0 => return None,
            Token::Close => depth -= 1,
            _ => {}
        }
    }
    match marks.into_iter().next() {
        Some(Mark::Link(url)) => Some((runs(pair(tokens)), url)),
        _ => None,
    }
}

/// What happens from left to right, once emphasis is paired.
#[derive(Debug)]
enum Event {
    Text(String),
    Code(String),
    Math(String),
    Ready(RichText),
    Begin(Mark),
    End(Mark),
    /// Signs that may turn out to begin something; `left` of them are text.
    Signs {
        sign: char,
        left: usize,
        begins: Vec<Mark>,
    },
}

/// Signs that wait for their other half.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    count: usize,
    event: usize,
}

/// What waits inside one tag or link; emphasis does not reach across its edges.
#[derive(Debug, Default)]
struct Scope {
    marks: Vec<Mark>,
    stars: Vec<Waiting>,
    underscores: Vec<Waiting>,
    tildes: Vec<Waiting>,
}

fn pair(tokens: Vec<Token>) -> Vec<Event> {
    let mut events = Vec::with_capacity(tokens.len());
    let mut scopes = vec![Scope::default()];
    for token in tokens {
        match token {
            Token::Text(text) => events.push(Event::Text(text)),
            Token::Code(text) => events.push(Event::Code(text)),
            Token::Math(text) => events.push(Event::Math(text)),
            Token::Ready(run) => events.push(Event::Ready(run)),
            Token::Open(marks) => {
                events.extend(marks.iter().cloned().map(Event::Begin));
                scopes.push(Scope {
                    marks,
                    ..Scope::default()
                });
            }
            Token::Close => {
                let closed = scopes.pop().unwrap_or_default();
                events.extend(closed.marks.into_iter().map(Event::End));
            }
            Token::Signs {
                sign,
                count,
                opens,
                closes,
            } => {
                if scopes.is_empty() {
                    scopes.push(Scope::default());
                }
                if let Some(scope) = scopes.last_mut() {
                    let waiting = match sign {
                        '*' => &mut scope.stars,
                        '_' => &mut scope.underscores,
                        _ => &mut scope.tildes,
                    };
                    signs(&mut events, waiting, sign, count, opens, closes);
                }
            }
        }
    }
    events
}

/// Closes what these signs can close, then lets the rest of them wait.
///
/// Simpler than CommonMark: bold is never inside bold, nor italic inside italic, which says of any
/// number of signs what they are.
fn signs(
    events: &mut Vec<Event>,
    waiting: &mut Vec<Waiting>,
    sign: char,
    mut count: usize,
    opens: bool,
    closes: bool,
) {
    while closes && count > 0 {
        let Some(top) = waiting.last().copied() else {
            break;
        };
        let bold_waits = || waiting.iter().rev().take(3).any(|one| one.count >= 2);
        let take = match (top.count, count) {
            _ if sign == '~' => 2,
            (1, 2) if bold_waits() && waiting.len() > 1 => {
                // The single sign has no other half.
                waiting.pop();
                continue;
            }
            (1, 2) if opens => break,
            (2, 1) => break,
            (1, _) => 1,
            (2, _) => 2,
            (_, taken @ (1 | 2)) => taken,
            _ => 3,
        };
        let marks: &[Mark] = match (sign, take) {
            ('~', _) => &[Mark::Strike],
            (_, 1) => &[Mark::Italic],
            (_, 2) => &[Mark::Bold],
            _ => &[Mark::Italic, Mark::Bold],
        };
        if let Some(Event::Signs { left, begins, .. }) = events.get_mut(top.event) {
            *left = left.saturating_sub(take);
            begins.extend_from_slice(marks);
        }
        events.extend(marks.iter().cloned().map(Event::End));
        count -= take;
        if top.count > take {
            if let Some(top) = waiting.last_mut() {
                top.count -= take;
            }
        } else {
            waiting.pop();
        }
    }
    if count == 0 {
        return;
    }
    if opens && count <= 3 {
        waiting.push(Waiting {
            count,
            event: events.len(),
        });
    }
    events.push(Event::Signs {
        sign,
        left: count,
        begins: Vec::new(),
    });
}

/// How the text looks at a place.
#[derive(Debug, Default)]
struct Look {
    links: Vec<String>,
    colors: Vec<recto_api::rich_text::Color>,
    underline: usize,
    bold: usize,
    strike: usize,
    italic: usize,
}

impl Look {
    fn begin(&mut self, mark: Mark) {
        match mark {
            Mark::Link(url) => self.links.push(url),
            Mark::Color(color) => self.colors.push(color),
            Mark::Underline => self.underline += 1,
            Mark::Bold => self.bold += 1,
            Mark::Strike => self.strike += 1,
            Mark::Italic => self.italic += 1,
        }
    }

    fn end(&mut self, mark: &Mark) {
        let less = |count: &mut usize| *count = count.saturating_sub(1);
        match mark {
            Mark::Link(_) => drop(self.links.pop()),
            Mark::Color(_) => drop(self.colors.pop()),
            Mark::Underline => less(&mut self.underline),
            Mark::Bold => less(&mut self.bold),
            Mark::Strike => less(&mut self.strike),
            Mark::Italic => less(&mut self.italic),
        }
    }

    fn apply(&self, mut run: RichText) -> RichText {
        if let Some(url) = self.links.last().filter(|url| !url.is_empty()) {
            run = run.link(url);
        }
        if let Some(color) = self.colors.last() {
            run = run.color(color.clone());
        }
        if self.underline > 0 {
            run = run.underline();
        }
        if self.bold > 0 {
            run = run.bold();
        }
        if self.strike > 0 {
            run = run.strikethrough();
        }
        if self.italic > 0 {
            run = run.italic();
        }
        run
    }
}

fn runs(events: Vec<Event>) -> Vec<RichText> {
    let mut look = Look::default();
    let mut out: Vec<RichText> = Vec::new();
    for event in events {
        match event {
            Event::Text(text) => add(&mut out, look.apply(RichText::text(text))),
            Event::Code(text) => add(&mut out, look.apply(RichText::text(text).code())),
            Event::Math(math) => out.push(look.apply(RichText::equation(math))),
            Event::Ready(run) => out.push(look.apply(run)),
            Event::Begin(mark) => look.begin(mark),
            Event::End(mark) => look.end(&mark),
            Event::Signs { sign, left, begins } => {
                if left > 0 {
                    let text: String = std::iter::repeat_n(sign, left).collect();
                    add(&mut out, look.apply(RichText::text(text)));
                }
                for mark in begins {
                    look.begin(mark);
                }
            }
        }
    }
    out.into_rich_text()
}

/// Adds a run of text, to the one before it if both look alike.
fn add(out: &mut Vec<RichText>, run: RichText) {
    if let Some(last) = out.last_mut()
        && last.annotations == run.annotations
        && let (RichTextContent::Text(before), RichTextContent::Text(text)) =
            (&mut last.content, &run.content)
        && before.link == text.link
    {
        before.content.push_str(&text.content);
        return;
    }
    out.push(run);
}
