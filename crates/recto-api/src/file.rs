//! Files, icons and covers.

use crate::date::DateText;
use crate::ids::{CustomEmojiId, FileUploadId};
use crate::wire::{Extra, Field, Unknown, Wire};

/// A file of a property, or a cover.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
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
        Self::new(name, FileSource::url(url))
    }

    /// A file that was uploaded; it has to be attached within an hour of the upload.
    pub fn upload(name: impl Into<String>, id: FileUploadId) -> Self {
        Self::new(name, FileSource::upload(id))
    }

    /// A picture on the web as a cover, which has no name.
    pub fn cover(url: impl Into<String>) -> Self {
        FileSource::url(url).into()
    }

    fn new(name: impl Into<String>, source: FileSource) -> Self {
        Self {
            name: Field::Value(name.into()),
            ..Self::from(source)
        }
    }

    /// Its address: on the web, or a signed one at Notion that lives about an hour.
    pub fn url(&self) -> Option<&str> {
        self.source.as_ref()?.address()
    }
}

impl From<FileSource> for File {
    fn from(source: FileSource) -> Self {
        Self {
            source: Some(source),
            ..Self::default()
        }
    }
}

/// An upload, without a name.
impl From<FileUploadId> for File {
    fn from(id: FileUploadId) -> Self {
        FileSource::upload(id).into()
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

impl FileSource {
    /// An address on the web, at most 2,000 UTF-16 units.
    pub fn url(url: impl Into<String>) -> Self {
        Self::External(ExternalFile::new(url))
    }

    /// A file that was uploaded.
    pub fn upload(id: FileUploadId) -> Self {
        Self::FileUpload(UploadedFile::new(id))
    }

    /// Its address, if it has one: uploads have not.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::External(file) => Some(&file.url),
            Self::File(file) => Some(&file.url),
            Self::FileUpload(_) | Self::Unknown(_) => None,
        }
    }
}

impl From<FileUploadId> for FileSource {
    fn from(id: FileUploadId) -> Self {
        Self::upload(id)
    }
}

/// A file on the web.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct ExternalFile {
    /// Its address.
    pub url: String,
    /// Unknown members.
    pub extra: Extra,
}

impl ExternalFile {
    fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            extra: Extra::default(),
        }
    }
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
    pub id: FileUploadId,
    /// Unknown members.
    pub extra: Extra,
}

impl UploadedFile {
    fn new(id: FileUploadId) -> Self {
        Self {
            id,
            extra: Extra::default(),
        }
    }
}

/// The icon of a page, database, data source, callout or tab.
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
        IconKind::Emoji(emoji.into()).into()
    }

    /// A picture on the web. An address of Notion's own set
    /// (`https://www.notion.so/icons/pizza_blue.svg`) is answered as [`IconKind::Icon`]
    /// (recordings).
    pub fn external(url: impl Into<String>) -> Self {
        IconKind::External(ExternalFile::new(url)).into()
    }

    /// A picture that was uploaded.
    pub fn upload(id: FileUploadId) -> Self {
        IconKind::FileUpload(Box::new(UploadedFile::new(id))).into()
    }

    /// An emoji of the workspace.
    pub fn custom_emoji(id: CustomEmojiId) -> Self {
        IconKind::CustomEmoji(Box::new(CustomEmoji::new(id))).into()
    }

    /// One of Notion's own icons, such as `pizza`.
    pub fn named(name: impl Into<String>, color: IconColor) -> Self {
        IconKind::Icon(Box::new(NamedIcon {
            name: name.into(),
            color: Field::Value(color),
            extra: Extra::default(),
        }))
        .into()
    }

    /// The emoji, if it is one.
    pub fn as_emoji(&self) -> Option<&str> {
        match &self.kind {
            IconKind::Emoji(emoji) => Some(emoji),
            _ => None,
        }
    }
}

impl From<IconKind> for Icon {
    fn from(kind: IconKind) -> Self {
        Self {
            kind,
            extra: Extra::default(),
        }
    }
}

/// What an icon is. What is rare is boxed, since every page has room for one.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum IconKind {
    /// One emoji.
    Emoji(String),
    /// A picture on the web.
    External(ExternalFile),
    /// A picture at Notion.
    File(Box<HostedFile>),
    /// A picture just uploaded, in requests.
    FileUpload(Box<UploadedFile>),
    /// An emoji of the workspace.
    CustomEmoji(Box<CustomEmoji>),
    /// One of Notion's own icons.
    Icon(Box<NamedIcon>),
    /// The face of an agent, drawn by Notion; read only.
    CustomAgentAvatar(Box<AgentAvatar>),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// An emoji of the workspace.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct CustomEmoji {
    /// Its id.
    pub id: CustomEmojiId,
    /// Its name.
    pub name: Field<String>,
    /// Where its picture is.
    pub url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl CustomEmoji {
    /// A reference to an emoji, as requests have it.
    pub fn new(id: CustomEmojiId) -> Self {
        Self {
            id,
            name: Field::Absent,
            url: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// One of Notion's own icons.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct NamedIcon {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub color: Field<IconColor>,
    /// Unknown members.
    pub extra: Extra,
}

/// The face of an agent.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct AgentAvatar {
    /// Where its picture is.
    pub static_url: Field<String>,
    /// Where its moving picture is.
    pub animated_url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// The colour of one of Notion's own icons.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum IconColor {
    Gray,
    #[wire(rename = "lightgray")]
    LightGray,
    Brown,
    Yellow,
    Orange,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
    Unknown(String),
}

impl From<&str> for Icon {
    /// An emoji.
    fn from(emoji: &str) -> Self {
        Self::emoji(emoji)
    }
}
