//! What a line is, from its first signs.

/// What the first signs of a line say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start<'a> {
    /// A heading of a level, 1 to 4, and its text.
    Heading(u8, &'a str),
    Bulleted(&'a str),
    Numbered(&'a str),
    ToDo(bool, &'a str),
    Quote(&'a str),
    Divider,
    /// A fence, its length, and what is behind it.
    Fence(char, usize, &'a str),
    /// The start of an equation on lines of its own.
    Equation,
    Contents,
    Text,
}

/// What a line is; it starts with no white space.
pub(super) fn start(line: &str) -> Start<'_> {
    let Some(first) = line.chars().next() else {
        return Start::Text;
    };
    let trimmed = line.trim_end();
    match first {
        '#' => heading(line),
        '`' | '~' => fence(line, first),
        '>' => {
            let rest = &line[1..];
            Start::Quote(rest.strip_prefix(' ').unwrap_or(rest))
        }
        '$' if trimmed == "$$" => Start::Equation,
        '[' if trimmed == "[TOC]" => Start::Contents,
        '-' | '*' | '_' | '+' if is_divider(trimmed) => Start::Divider,
        '-' | '*' | '+' => match behind_marker(line, 1) {
            Some(rest) => to_do(rest).unwrap_or(Start::Bulleted(rest)),
            None => Start::Text,
        },
        '0'..='9' => numbered(line),
        _ => Start::Text,
    }
}

fn heading(line: &str) -> Start<'_> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    match behind_marker(line, level) {
        // Documented: smaller ones become the fourth level.
        Some(rest) if level <= 6 => Start::Heading(u8::try_from(level.min(4)).unwrap_or(4), rest),
        _ => Start::Text,
    }
}

fn fence(line: &str, sign: char) -> Start<'_> {
    let length = line.chars().take_while(|letter| *letter == sign).count();
    let info = line[length..].trim();
    if length < 3 || info.contains('`') {
        return Start::Text;
    }
    Start::Fence(sign, length, info)
}

fn is_divider(line: &str) -> bool {
    let Some(first) = line.chars().next() else {
        return false;
    };
    matches!(first, '-' | '*' | '_') && line.len() >= 3 && line.chars().all(|sign| sign == first)
}

fn numbered(line: &str) -> Start<'_> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = line.as_bytes().get(digits);
    if digits > 9 || !matches!(sign, Some(b'.' | b')')) {
        return Start::Text;
    }
    behind_marker(line, digits + 1).map_or(Start::Text, Start::Numbered)
}

fn to_do(rest: &str) -> Option<Start<'_>> {
    let (checked, rest) = ["[ ]", "[x]", "[X]"]
        .into_iter()
        .find_map(|mark| Some((mark != "[ ]", rest.strip_prefix(mark)?)))?;
    if rest.is_empty() {
        return Some(Start::ToDo(checked, rest));
    }
    Some(Start::ToDo(checked, rest.strip_prefix(' ')?))
}

/// What is behind the signs that start a block: a blank, or nothing at all.
fn behind_marker(line: &str, length: usize) -> Option<&str> {
    let rest = line.get(length..)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix([' ', '\t'])
}

/// Whether a line ends what a fence began.
pub(super) fn ends_fence(line: &str, sign: char, length: usize) -> bool {
    let line = line.trim();
    line.len() >= length && line.chars().all(|letter| letter == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_they_are() {
        for (line, is) in [
            ("##### a", Start::Heading(4, "a")),
            ("#a", Start::Text),
            ("- [X] a", Start::ToDo(true, "a")),
            ("- [ ]a", Start::Bulleted("[ ]a")),
            ("*", Start::Bulleted("")),
            ("10) a", Start::Numbered("a")),
            ("1.5", Start::Text),
            ("***", Start::Divider),
            ("--", Start::Text),
            (">a", Start::Quote("a")),
            ("```plain text", Start::Fence('`', 3, "plain text")),
            ("```a```", Start::Text),
            ("$$", Start::Equation),
            ("[TOC]", Start::Contents),
        ] {
            assert_eq!(start(line), is, "{line}");
        }
    }
}
