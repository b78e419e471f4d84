//! Text into tokens.

use std::ops::Range;

use super::error::FormulaError;

/// One token and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) span: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'t> {
    /// Digits with an optional fraction, as written.
    Number(&'t str),
    /// A text literal: as written, quotes included.
    Text(&'t str),
    /// A name, a word operator, `true` or `false`.
    Word(&'t str),
    /// What stands between `{{` and `}}`.
    Token(&'t str),
    /// An operator or a bracket.
    Sign(&'static str),
    /// Behind the last one.
    End,
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "===", "!==", "==", "!=", ">=", "<=", "&&", "||", ">", "<", "+", "-", "*", "/", "%", "^", "!",
    "?", ":", ".", ",", "(", ")", "[", "]",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, FormulaError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = skip(text, at)? {
        let rest = text.get(start..).unwrap_or_default();
        let (kind, length) = one(rest, start)?;
        at = start + length;
        out.push(Token {
            kind,
            span: start..at,
        });
    }
    out.push(Token {
        kind: Kind::End,
        span: text.len()..text.len(),
    });
    Ok(out)
}

/// Goes past white space and comments; `None` at the end.
fn skip(text: &str, mut at: usize) -> Result<Option<usize>, FormulaError> {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            return Ok(None);
        }
        let Some(comment) = trimmed.strip_prefix("/*") else {
            return Ok(Some(at));
        };
        let Some(length) = comment.find("*/") else {
            return Err(FormulaError::parse(at..text.len(), "a comment without end"));
        };
        at += length + 4;
    }
}

fn one(rest: &str, start: usize) -> Result<(Kind<'_>, usize), FormulaError> {
    let first = rest.chars().next().unwrap_or_default();
    if first.is_ascii_digit() {
        let length = number(rest);
        return Ok((Kind::Number(cut(rest, length)), length));
    }
    if first == '"' || first == '\'' {
        let Some(length) = text_end(rest, first) else {
            return Err(FormulaError::parse(
                start..start + rest.len(),
                "a text without closing quotes",
            ));
        };
        return Ok((Kind::Text(cut(rest, length)), length));
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(rest.len());
        return Ok((Kind::Word(cut(rest, length)), length));
    }
    if let Some(inner) = rest.strip_prefix("{{") {
        let Some(length) = inner.find("}}") else {
            return Err(FormulaError::parse(
                start..start + rest.len(),
                "a reference without `}}`",
            ));
        };
        return Ok((Kind::Token(cut(inner, length)), length + 4));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Kind::Sign(sign), sign.len())),
        None => Err(FormulaError::parse(
            start..start + first.len_utf8(),
            format!("`{first}` has no meaning here"),
        )),
    }
}

fn cut(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or_default()
}

/// Digits, and a fraction if a digit follows the dot: in `1.format()` the dot calls.
fn number(rest: &str) -> usize {
    let digits = |from: usize| {
        rest.bytes()
            .skip(from)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let whole = digits(0);
    if rest.as_bytes().get(whole) == Some(&b'.') {
        let fraction = digits(whole + 1);
        if fraction > 0 {
            return whole + 1 + fraction;
        }
    }
    whole
}

fn text_end(rest: &str, quote: char) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return Some(at + 1);
        }
    }
    None
}

/// What a text literal means: `\"`, `\\`, `\n` and `\t` are escapes, any other pair stays as it is
/// (recorded: `"\s.*$"` is a pattern).
pub(super) fn unescape(literal: &str) -> String {
    let inner = literal.get(1..literal.len() - 1).unwrap_or_default();
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some(quoted @ ('"' | '\'' | '\\')) => out.push(quoted),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_behind_a_number_calls_unless_a_digit_follows() {
        let kinds: Vec<_> = tokens("0.4.round() /* x */ 12.format()")
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect();
        assert_eq!(kinds[0], Kind::Number("0.4"));
        assert_eq!(kinds[1], Kind::Sign("."));
        assert_eq!(kinds[2], Kind::Word("round"));
        assert_eq!(kinds[5], Kind::Number("12"));
    }

    #[test]
    fn unknown_escapes_keep_their_backslash() {
        assert_eq!(unescape(r#""\s\"\\d\n""#), "\\s\"\\d\n");
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for text in ["\"abc", "/* abc", "{{notion", "#"] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }
}
