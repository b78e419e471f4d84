//! Regular expressions.
//!
//! The language's are those of ECMAScript. The engine here reads a close relative; what differs is
//! rewritten first. It gives up on patterns that would run for ages, which counts as a failure.

use fancy_regex::{Captures, Regex, RegexBuilder};

/// A pattern that was read.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Regex);

/// The longest pattern, in bytes; longer ones fail.
const LONGEST: usize = 10_000;

/// How far one search may go astray.
const STEPS: usize = 200_000;

impl Pattern {
    /// Reads a pattern; `None` where it is wrong.
    pub(super) fn new(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        RegexBuilder::new(&translated(text)?)
            .backtrack_limit(STEPS)
            .delegate_size_limit(1 << 20)
            .delegate_dfa_size_limit(1 << 20)
            .build()
            .ok()
            .map(Self)
    }

    /// Whether it is somewhere in the text; `None` where the search was given up.
    pub(super) fn is_in(&self, text: &str) -> Option<bool> {
        self.0.is_match(text).ok()
    }

    /// Everything in the text that matches; `None` where the search was given up.
    pub(super) fn all<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        self.0
            .find_iter(text)
            .map(|found| found.ok().map(|found| found.as_str()))
            .collect()
    }

    /// The text with the first match replaced, or every one; `None` where the search was given up.
    pub(super) fn replace(&self, text: &str, with: &str, every: bool) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for found in self.0.captures_iter(text) {
            let found = found.ok()?;
            let whole = found.get(0)?;
            out.push_str(text.get(done..whole.start())?);
            insert(&mut out, text, &found, with);
            done = whole.end();
            if !every {
                break;
            }
        }
        out.push_str(text.get(done..)?);
        Some(out)
    }
}

/// `$1`, `$<name>`, `$&`, `` $` ``, `$'` and `$$` in a replacement.
fn insert(out: &mut String, text: &str, found: &Captures<'_, str>, with: &str) {
    let mut rest = with;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = one(out, text, found, after);
    }
    out.push_str(rest);
}

/// What follows a `$`; gives what comes behind it.
fn one<'w>(out: &mut String, text: &str, found: &Captures<'_, str>, after: &'w str) -> &'w str {
    let whole = found
        .get(0)
        .map_or(0..0, |whole| whole.start()..whole.end());
    let group = |out: &mut String, number: usize| {
        out.push_str(found.get(number).map_or("", |group| group.as_str()));
    };
    let behind = |length: usize| after.get(length..).unwrap_or_default();
    let digits = after.bytes().take(2).take_while(u8::is_ascii_digit).count();
    for length in (1..=digits).rev() {
        let number = after.get(..length).and_then(|text| text.parse().ok());
        match number {
            Some(number) if (1..found.len()).contains(&number) => {
                group(out, number);
                return behind(length);
            }
            _ => {}
        }
    }
    match after.chars().next() {
        Some('$') => out.push('$'),
        Some('&') => group(out, 0),
        Some('`') => out.push_str(text.get(..whole.start).unwrap_or_default()),
        Some('\'') => out.push_str(text.get(whole.end..).unwrap_or_default()),
        Some('<') => {
            if let Some((name, rest)) = behind(1).split_once('>') {
                out.push_str(found.name(name).map_or("", |group| group.as_str()));
                return rest;
            }
            out.push('$');
            return after;
        }
        _ => {
            out.push('$');
            return after;
        }
    }
    behind(1)
}

/// The pattern in the engine's spelling: classes of letters are ASCII, a bracket in a class is one
/// of its letters, a brace that counts nothing stands for itself.
fn translated(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut class = false;
    while let Some(letter) = rest.chars().next() {
        let mut length = letter.len_utf8();
        match letter {
            '\\' => {
                let escaped = rest.chars().nth(1);
                length += escaped.map_or(0, char::len_utf8);
                escape(&mut out, escaped, class);
            }
            '[' if class => out.push_str("\\["),
            '&' | '~' | '-'
                if class && rest.get(1..).is_some_and(|next| next.starts_with(letter)) =>
            {
                out.extend(['\\', letter]);
            }
            '[' => {
                if let Some(whole) = ["[^]", "[]"].into_iter().find(|own| rest.starts_with(own)) {
                    // Any letter, and none.
                    out.push_str(if whole == "[^]" {
                        "[\\s\\S]"
                    } else {
                        "[^\\s\\S]"
                    });
                    length = whole.len();
                } else {
                    class = true;
                    out.push('[');
                    if rest.starts_with("[^") {
                        out.push('^');
                        length = 2;
                    }
                }
            }
            ']' if class => {
                class = false;
                out.push(']');
            }
            ']' => out.push_str("\\]"),
            '.' if !class => out.push_str("[^\\n\\r\\u{2028}\\u{2029}]"),
            '{' if !class => match count(rest) {
                None => out.push_str("\\{"),
                Some((least, Some(most))) if most < least => return None,
                Some(_) => out.push('{'),
            },
            _ => out.push(letter),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Some(out)
}

fn escape(out: &mut String, escaped: Option<char>, class: bool) {
    match escaped {
        Some('d') => out.push_str(if class { "0-9" } else { "[0-9]" }),
        Some('D') => out.push_str("[^0-9]"),
        Some('w') => out.push_str(if class { "A-Za-z0-9_" } else { "[A-Za-z0-9_]" }),
        Some('W') => out.push_str("[^A-Za-z0-9_]"),
        Some('b') if class => out.push_str("\\x08"),
        Some('b') => out.push_str("(?-u:\\b)"),
        Some('B') => out.push_str("(?-u:\\B)"),
        Some('/') => out.push('/'),
        // A letter without a meaning of its own stands for itself.
        Some(other)
            if other.is_ascii_alphabetic() && !"sSnrtfvcxukpP".contains(other)
                || !other.is_ascii() =>
        {
            out.push(other);
        }
        Some(other) => out.extend(['\\', other]),
        None => out.push('\\'),
    }
}

/// What a brace counts, if it does: `{2}`, `{2,}`, `{2,3}`.
fn count(rest: &str) -> Option<(u32, Option<u32>)> {
    let (inner, _) = rest.get(1..)?.split_once('}')?;
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let least = least.parse().ok()?;
    if most.is_empty() {
        return Some((least, None));
    }
    Some((least, Some(most.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, pattern: &str, with: &str, every: bool) -> String {
        let pattern = Pattern::new(pattern).unwrap();
        pattern.replace(text, with, every).unwrap()
    }

    #[test]
    fn patterns_are_those_of_ecmascript() {
        for (text, pattern, found) in [
            ("abc", "b", true),
            ("abc", "^b", false),
            ("a1", "\\d", true),
            ("٣", "\\d", false),
            ("é", "\\w", false),
            ("a\nb", "a.b", false),
            ("a\nb", "a[^]b", true),
            ("[", "[[]", true),
            ("a{b", "a{b", true),
            ("aa", "^a{2}$", true),
            ("x]", "x]", true),
            ("a/b", "a\\/b", true),
            ("foo bar", "(?<=foo )bar", true),
            ("abab", "(ab)\\1", true),
            ("a&&b", "[&&]", true),
            ("naïve", "\\u00ef", true),
            ("a\n", "a$", false),
        ] {
            let read = Pattern::new(pattern);
            assert_eq!(
                read.and_then(|read| read.is_in(text)),
                Some(found),
                "{pattern} in {text}"
            );
        }
        for wrong in ["[", "(", "a)", "*", "a{2,1}", "(?<"] {
            assert!(Pattern::new(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn replacements_name_groups() {
        assert_eq!(
            replaced("Ann Lee", "(\\w+) (\\w+)", "$2, $1", false),
            "Lee, Ann"
        );
        assert_eq!(replaced("a-b-c", "-", "[$&]", true), "a[-]b[-]c");
        assert_eq!(replaced("a-b", "-", "$$5$3", true), "a$5$3b");
        assert_eq!(replaced("abc", "b", "<$`|$'>", false), "a<a|c>c");
        assert_eq!(replaced("Erica Heddings", "^.*\\s", "", false), "Heddings");
        assert_eq!(replaced("abc", "", "-", true), "-a-b-c-");
    }

    #[test]
    fn a_search_that_runs_away_is_given_up() {
        let pattern = Pattern::new("^(a+a+)+\\1c$").unwrap();
        assert_eq!(pattern.is_in(&format!("{}b", "a".repeat(60))), None);
    }
}
