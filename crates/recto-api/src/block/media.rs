//! Blocks that show something from elsewhere.

use crate::file::FileSource;
use crate::rich_text::RichText;
use crate::wire::{Extra, Field, Wire};

/// A picture, video, sound, PDF or other file.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Media {
    /// What stands below it.
    pub caption: Field<Vec<RichText>>,
    /// Where it is. An update of the caption alone leaves it out.
    #[wire(union)]
    pub source: Option<FileSource>,
    /// Its name; only in `file` blocks.
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl Media {
    /// A file, without caption.
    pub fn new(source: impl Into<FileSource>) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::default()
        }
    }
}

/// A bookmark or an embedded page of the web.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Bookmark {
    /// What stands below it.
    pub caption: Field<Vec<RichText>>,
    /// The address, at most 2,000 UTF-16 units.
    pub url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl Bookmark {
    /// An address, without caption.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: Field::Value(url.into()),
            ..Self::default()
        }
    }
}

/// A page or database as the page around it shows it.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Child {
    /// Its title without formatting.
    pub title: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A block that the API does not show.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Unsupported {
    /// What the app calls it, such as `form` or `button`; since 2026 (documented).
    pub block_type: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}
