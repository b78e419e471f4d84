//! The two dialects.

use std::fmt;

/// One of Notion's two dialects of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// "Enhanced Markdown": a block on each line, children behind a tab, colours in `{…}`. What the
    /// service speaks unless it is asked otherwise (documented).
    #[default]
    V1,
    /// "Notion-flavored Markdown": CommonMark with tags, a blank line between blocks, children inside
    /// tags. Asked for by `markdown_version: "v2"` (documented).
    V2,
}

impl Dialect {
    /// What `markdown_version` calls it: `v1`, `v2`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The dialect that `markdown_version` calls so.
    pub fn of(version: &str) -> Option<Self> {
        [Self::V1, Self::V2]
            .into_iter()
            .find(|dialect| dialect.as_str() == version)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
