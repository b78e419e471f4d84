//! Published values of the `Notion-Version` header, and the chain of changes between them.
//!
//! The model of this crate speaks [`Version::NEWEST`] only. Older callers are served by walking the
//! changes in [`change`]: requests are raised step by step, answers lowered the same way back.
//! This is the only module that names an old version.

pub mod change;

pub use change::{Raised, raise_response};

use std::fmt;
use std::str::FromStr;

/// A value of the `Notion-Version` header.
///
/// The service accepts exactly these seven (source: its own refusal text). They
/// order by date: `Version::V2022_06_28 < Version::V2025_09_03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// `2021-05-11`, a beta.
    V2021_05_11,
    /// `2021-05-13`: property key `text` became `rich_text`.
    V2021_05_13,
    /// `2021-08-16`: append answers with the new children.
    V2021_08_16,
    /// `2022-02-22`: block key `text` became `rich_text`.
    V2022_02_22,
    /// `2022-06-28`: the last version without data sources.
    V2022_06_28,
    /// `2025-09-03`: databases split into database and data source.
    V2025_09_03,
    /// `2026-03-11`: `archived` became `in_trash`, `after` became `position`.
    V2026_03_11,
}

impl Version {
    /// The version the model speaks.
    pub const NEWEST: Self = Self::V2026_03_11;

    /// Every published version, oldest first.
    pub const ALL: [Self; 7] = [
        Self::V2021_05_11,
        Self::V2021_05_13,
        Self::V2021_08_16,
        Self::V2022_02_22,
        Self::V2022_06_28,
        Self::V2025_09_03,
        Self::V2026_03_11,
    ];

    /// The header value, such as `2026-03-11`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2021_05_11 => "2021-05-11",
            Self::V2021_05_13 => "2021-05-13",
            Self::V2021_08_16 => "2021-08-16",
            Self::V2022_02_22 => "2022-02-22",
            Self::V2022_06_28 => "2022-06-28",
            Self::V2025_09_03 => "2025-09-03",
            Self::V2026_03_11 => "2026-03-11",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a published version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a published Notion-Version; the newest is {newest}", newest = Version::NEWEST)]
pub struct UnknownVersion(pub String);

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|version| version.as_str() == text)
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}
