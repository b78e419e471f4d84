//! What is escaped, so that text stays text.

use crate::dialect::Dialect;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a block of its own.
    Block,
    /// Between two tags on one line.
    Tag,
    /// In the cell of a table made with pipes.
    Cell,
}

/// Adds text with what would be read as something else behind a backslash. `after` is what stands
/// before it: at the start of a line more is escaped, by [`line_start`].
pub(super) fn text(out: &mut String, text: &str, dialect: Dialect, place: Place) {
    let mut before = out.chars().next_back();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let always = match dialect {
            // Documented: these and no others.
            Dialect::V1 => matches!(
                letter,
                '\\' | '*' | '~' | '`' | '$' | '[' | ']' | '<' | '>' | '{' | '}' | '|' | '^'
            ),
            Dialect::V2 => {
                matches!(
                    letter,
                    '\\' | '*' | '_' | '~' | '`' | '$' | '[' | ']' | '<' | '&'
                ) || (letter == '|' && place == Place::Cell)
            }
        };
        // The service does not escape it, and reads emphasis where it is no part of a word.
        let emphasis = letter == '_'
            && !(before.is_some_and(char::is_alphanumeric)
                && letters.peek().is_some_and(|next| next.is_alphanumeric()));
        if always || emphasis {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

/// Where in a line of text, already escaped, a backslash keeps it from being another block; the
/// place is at a sign of ASCII.
pub(super) fn line_start(line: &str, dialect: Dialect) -> Option<usize> {
    let first = line.chars().next()?;
    let behind = |at: usize| {
        let next = line.get(at..).and_then(|rest| rest.chars().next());
        next.is_none_or(char::is_whitespace)
    };
    let run = |of: char| line.chars().take_while(|letter| *letter == of).count();
    let only = |of: char| line.trim_end().chars().all(|letter| letter == of);
    match first {
        '#' => behind(run('#')).then_some(0),
        '-' => (behind(1) || only('-')).then_some(0),
        '+' => behind(1).then_some(0),
        '>' => Some(0),
        '=' => (dialect == Dialect::V2 && only('=')).then_some(0),
        '|' => (dialect == Dialect::V2).then_some(0),
        '0'..='9' => {
            let digits = line.chars().take_while(char::is_ascii_digit).count();
            let sign = line.as_bytes().get(digits).copied()?;
            (matches!(sign, b'.' | b')') && behind(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// The value of an attribute.
pub(super) fn attribute(out: &mut String, value: &str) {
    for (at, letter) in value.char_indices() {
        match letter {
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Recorded: addresses keep their `&`. One that looks like an entity cannot.
            '&' if looks_like_entity(&value[at..]) => out.push_str("&amp;"),
            letter => out.push(letter),
        }
    }
}

fn looks_like_entity(text: &str) -> bool {
    let rest = &text.as_bytes()[1..];
    let end = rest
        .iter()
        .take(10)
        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#');
    end.is_some_and(|end| end > 0 && rest[end] == b';')
}

/// The address of a link or picture between round brackets.
pub(super) fn address(out: &mut String, url: &str) {
    for letter in url.chars() {
        match letter {
            '(' | ')' | '\\' | '[' | ']' | '<' | '>' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_whitespace() || letter.is_control() => {
                let mut bytes = [0; 4];
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(from: &str, dialect: Dialect) -> String {
        let mut out = String::new();
        text(&mut out, from, dialect, Place::Block);
        out
    }

    #[test]
    fn the_documented_signs_are_escaped_and_no_others() {
        assert_eq!(
            escaped(r"\*~`$[]<>{}|^ #-+!.:&a_b", Dialect::V1),
            r"\\\*\~\`\$\[\]\<\>\{\}\|\^ #-+!.:&a_b"
        );
        assert_eq!(escaped("_a_ <b> {x}|", Dialect::V2), r"\_a\_ \<b> {x}|");
    }

    #[test]
    fn what_would_be_another_block_is_found() {
        for (line, at) in [
            ("# a", Some(0)),
            ("#a", None),
            ("12. a", Some(2)),
            ("12.5", None),
            ("---", Some(0)),
            ("-a", None),
            ("", None),
        ] {
            assert_eq!(line_start(line, Dialect::V1), at, "{line}");
        }
    }

    #[test]
    fn attributes_keep_what_they_can() {
        let mut out = String::new();
        attribute(&mut out, "a?b=1&c=2&amp;\"<");
        assert_eq!(out, "a?b=1&c=2&amp;amp;&quot;&lt;");
    }
}
