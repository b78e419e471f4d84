//! Where in the file something stands.

use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::error::WrongLine;

/// Makes the error about the line that has the byte `at`.
pub(super) fn wrong_line(file: &str, text: &str, at: usize, reason: String) -> ConfigError {
    // A span at the very end of a file would point behind its last line.
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[..start].matches('\n').count() + 1;
    let shown = text[start..].lines().next().unwrap_or_default();
    let column = text[start..at].chars().count() + 1;
    ConfigError::Line(Box::new(WrongLine {
        file: file.to_owned(),
        line,
        column,
        text: blot(shown),
        reason: blot_words(&reason),
    }))
}

/// Words in the name of a key whose value may be a secret.
const RISKY: [&str; 11] = [
    "token",
    "url",
    "dsn",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "authorization",
    "credential",
    "connection",
];

/// Keys with "key" in their names that hold names of columns; all others may hold secrets.
const PLAIN_KEYS: [&str; 4] = ["key", "fallback_key", "primary_key", "foreign_key"];

/// Blots out what may be a secret in a line: by the name of its key, unless it is a reference to
/// one, and by its own form whatever it belongs to.
fn blot(line: &str) -> String {
    let mut shown = String::new();
    let mut key = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let end = rest.find(['"', '\'']).unwrap_or(rest.len());
            let (bare, after) = rest.split_at(end);
            shown.push_str(&blot_bare(bare, &mut key));
            rest = after;
            continue;
        };
        let inside = &rest[1..];
        let end = closing(inside, quote);
        let (text, after) = inside.split_at(end.unwrap_or(inside.len()));
        rest = after.strip_prefix(quote).unwrap_or(after);
        let names = rest.trim_start().starts_with(['=', '.']);
        if names {
            if !shown.ends_with('.') {
                key.clear();
            }
            key.push_str(text);
        }
        shown.push(quote);
        let hide = looks_secret(text) || (!names && is_risky(&key) && !is_harmless(text));
        shown.push_str(if hide && !text.is_empty() {
            "…"
        } else {
            text
        });
        if end.is_some() || hide {
            shown.push(quote);
        }
    }
    if looks_secret(&shown) {
        // Spread over several strings or hidden by odd quoting.
        return "…".to_owned();
    }
    shown
}

/// The part of a line outside of strings; `key` becomes the name before the last `=` in it.
fn blot_bare(bare: &str, key: &mut String) -> String {
    let mut shown = String::new();
    for piece in bare.split_inclusive(['=', ',', '{', '}', '[', ']']) {
        let text = piece.trim_end_matches(['=', ',', '{', '}', '[', ']']);
        let word = text.trim();
        if piece.ends_with('=') && !word.is_empty() {
            // `a."b".c =` adds to the quoted name before it.
            if !word.starts_with('.') {
                key.clear();
            }
            key.push_str(word);
        }
        let value = !piece.ends_with('=') && !word.is_empty();
        if looks_secret(word) || (value && is_risky(key)) {
            shown.push_str(&piece.replace(word, "…"));
        } else {
            shown.push_str(piece);
        }
    }
    shown
}

/// Where the string ends that begins at the start.
fn closing(inside: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn is_risky(key: &str) -> bool {
    let key = key.to_lowercase();
    let last = key.rsplit('.').next().unwrap_or_default().trim();
    RISKY.iter().any(|word| key.contains(word))
        || (last.contains("key") && !PLAIN_KEYS.contains(&last))
}

/// References to secrets, and addresses that [`looks_secret`] finds nothing in.
fn is_harmless(value: &str) -> bool {
    ["env:", "file:", "http://", "https://"]
        .iter()
        .any(|start| value.starts_with(start))
}

/// Whether a text has the form of a token or of an address with a name or password in it.
fn looks_secret(text: &str) -> bool {
    let text = text.to_lowercase();
    let token = ["ntn_", "secret_"].iter().any(|prefix| {
        text.match_indices(prefix).any(|(at, _)| {
            let fresh = text[..at].chars().next_back();
            let follows = text[at + prefix.len()..].chars().next();
            fresh.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                && follows.is_some_and(char::is_alphanumeric)
        })
    });
    let address = text.match_indices("://").any(|(at, _)| {
        let end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let address = text[at + 3..].split(end).next();
        address.is_some_and(|address| address.contains('@'))
    });
    let word = ["password", "passwd", "pwd"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let after = text[at + word.len()..].trim_start();
            after.strip_prefix('=').is_some_and(|value| {
                let value = value.trim_start();
                !value.is_empty() && !value.starts_with(['…', '"', '\''])
            })
        })
    });
    token || address || word || text.contains("bearer ")
}

/// Blots out the words of a reason that repeat a secret of the file.
fn blot_words(reason: &str) -> String {
    reason
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            let shown = word.trim();
            if looks_secret(shown) {
                word.replace(shown, "…")
            } else {
                word.to_owned()
            }
        })
        .collect()
}

/// One step of a path into the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of an array.
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// Something wrong at a path, found after the file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    path: Vec<Step>,
    reason: String,
}

impl Problem {
    pub(super) fn new(path: Vec<Step>, reason: impl Into<String>) -> Self {
        Self {
            path,
            reason: reason.into(),
        }
    }

    /// Finds the line of the path, or of as much of it as there is.
    pub(super) fn at(self, file: &str, text: &str) -> ConfigError {
        let at = DeTable::parse(text).map_or(0, |table| offset(table.get_ref(), &self.path));
        wrong_line(file, text, at, self.reason)
    }
}

fn offset(table: &DeTable<'_>, path: &[Step]) -> usize {
    let mut found = 0;
    let mut table = table;
    let mut array = None;
    for step in path {
        let value = match step {
            Step::Key(key) => {
                let Some((name, value)) = table
                    .iter()
                    .find(|(name, _)| name.get_ref().as_ref() == key.as_str())
                else {
                    break;
                };
                found = name.span().start;
                value
            }
            Step::Item(index) => {
                let Some(value) = array.and_then(|array: &toml::de::DeArray<'_>| array.get(*index))
                else {
                    break;
                };
                found = value.span().start;
                value
            }
        };
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            DeValue::Array(inner) => array = Some(inner),
            _ => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_blotted_out_whatever_holds_them() {
        for line in [
            "token = \"hunter2\"",
            "token = hunter2",
            "token = \"hunter2",
            "api_key = \"hunter2\"",
            "\"api_key\" = 'hunter2'",
            "notion.token = \"hunter2\"",
            "tokens = [\"env:A\", \"hunter2\"]",
            "x = \"ntn_hunter2\"",
            "x = ntn_hunter2",
            "x = 1 # was ntn_hunter2",
            "ntn_hunter2",
            "x = \"postgres://ada:hunter2@db/ops\"",
            "x = \"postgres://ada:hun/ter2@db/hunter2\"",
            "x = \"host=db password=hunter2\"",
            "x = { name = \"db\", password = \"hunter2\" }",
            "x = { dsn = 'postgres://ada:hunter2@db/ops', name = \"db\" }",
            "url = \"https://ada:hunter2@db\"",
            "  postgres://ada:hunter2@db/ops",
            "x = \"\"\"ntn_hunter2\"\"\"",
            "token = \"\"\"hunter2",
        ] {
            let shown = blot(line);
            assert!(!shown.contains("ter2"), "{line}: {shown}");
        }
        let reason = blot_words("invalid type: string \"postgres://a:hunter2@h/d\", expected u16");
        assert!(!reason.contains("hunter2"), "{reason}");
        assert!(reason.ends_with("expected u16"), "{reason}");
    }

    #[test]
    fn other_lines_are_shown_as_they_are() {
        for line in [
            "token = \"env:NOTION_TOKEN\"",
            "base_url = \"http://127.0.0.1:8787\"",
            "fallback_key = [\"Name\", \"Subsystem\"]",
            "name = { property = \"Name\", type = \"title\" }",
            "link = { property = \"it's \\\"so\\\"\", type = \"url\" }",
            "[[table]]",
            "author = \"Author\"",
            "",
        ] {
            assert_eq!(blot(line), line);
        }
        assert_eq!(
            blot("x = { name = \"db\", password = \"pw\", size = 3 }"),
            "x = { name = \"db\", password = \"…\", size = 3 }"
        );
    }
}
