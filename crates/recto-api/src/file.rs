//! Files, icons and covers.

use crate::date::DateText;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A file, or a cover.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct File {
    /// Its name; files of a property have one, covers have not.
    pub name: Field<String>,
    /// Where it is.
    #[wire(union)]
    pub source: Option<FileSource>,
    /// Unknown members.
    pub extra: Extra,
}

impl File {
    /// A file somewhere on the web.
    pub fn external(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: Field::Value(name.into()),
            source: Some(FileSource::External(ExternalFile {
                url: url.into(),
                extra: Extra::default(),
            })),
            extra: Extra::default(),
        }
    }
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum FileSource {
    /// On the web.
    External(ExternalFile),
    /// At Notion, behind a signed URL that lives about an hour.
    File(HostedFile),
    /// An upload, in requests.
    FileUpload(UploadedFile),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A file on the web.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct ExternalFile {
    /// Its address.
    pub url: String,
    /// Unknown members.
    pub extra: Extra,
}

/// A file at Notion.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct HostedFile {
    /// A signed address; compare files without its query string.
    pub url: String,
    /// When the address stops working.
    pub expiry_time: Field<DateText>,
    /// Unknown members.
    pub extra: Extra,
}

/// A reference to a file upload.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct UploadedFile {
    /// The id of the upload.
    pub id: String,
    /// Unknown members.
    pub extra: Extra,
}

/// The icon of a page, database, data source or callout.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Icon {
    /// What it is.
    #[wire(union)]
    pub kind: IconKind,
    /// Unknown members.
    pub extra: Extra,
}

impl Icon {
    /// An emoji.
    pub fn emoji(emoji: impl Into<String>) -> Self {
        Self {
            kind: IconKind::Emoji(emoji.into()),
            extra: Extra::default(),
        }
    }
}

/// What an icon is.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum IconKind {
    /// One emoji.
    Emoji(String),
    /// A picture on the web.
    External(ExternalFile),
    /// A picture at Notion.
    File(HostedFile),
    /// A picture just uploaded, in requests.
    FileUpload(UploadedFile),
    /// An emoji of the workspace.
    CustomEmoji(CustomEmoji),
    /// One of Notion's own icons.
    Icon(NamedIcon),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// An emoji of the workspace.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct CustomEmoji {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Field<String>,
    /// Where its picture is.
    pub url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// One of Notion's own icons.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct NamedIcon {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub color: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}
