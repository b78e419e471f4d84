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
        reason,
    }))
}

/// Blots out the value of a line that may hold a secret, unless it is a reference to one.
fn blot(line: &str) -> String {
    let Some((key, value)) = line.split_once('=') else {
        return line.to_owned();
    };
    let name = key.to_lowercase();
    let risky = ["token", "url", "secret", "password"]
        .iter()
        .any(|word| name.contains(word));
    let value = value.trim();
    let harmless = ["\"env:", "\"file:", "'env:", "'file:"]
        .iter()
        .any(|start| value.starts_with(start))
        || value.starts_with("\"http");
    if risky && !harmless {
        format!("{key}= \"…\"")
    } else {
        line.to_owned()
    }
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
