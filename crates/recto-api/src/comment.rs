//! Comments on pages and blocks.

use crate::date::DateText;
use crate::file::HostedFile;
use crate::ids::{BlockId, CommentId, DiscussionId, FileUploadId, PageId};
use crate::parent::{Parent, ParentKind};
use crate::rich_text::{self, RichText};
use crate::user::User;
use crate::wire::{Extra, Field, Wire};

/// A comment. Without the capability to read comments only its id is there (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "comment")]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The page or block it is about.
    pub parent: Field<Parent>,
    /// The thread it belongs to.
    pub discussion_id: Field<DiscussionId>,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// When it was last edited, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Who wrote it (a partial user).
    pub created_by: Field<User>,
    /// What it says.
    pub rich_text: Field<Vec<RichText>>,
    /// Under which name it is shown.
    pub display_name: Field<DisplayName>,
    /// Its files, at most three.
    pub attachments: Field<Vec<Attachment>>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl Comment {
    /// What it says, without formatting.
    pub fn plain_text(&self) -> String {
        self.rich_text
            .value()
            .map(|runs| rich_text::plain(runs))
            .unwrap_or_default()
    }
}

/// The name under which a comment is shown.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DisplayName {
    /// Where the name comes from.
    #[wire(rename = "type")]
    pub kind: Field<DisplayNameKind>,
    /// The name, in answers.
    pub resolved_name: Field<String>,
    /// The name asked for, in requests of kind `custom`.
    pub custom: Field<CustomName>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where the name of a comment's author comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum DisplayNameKind {
    /// The connection, which is the default.
    Integration,
    /// The user whose token it is.
    User,
    /// The request.
    Custom,
    /// A kind without a name here.
    Unknown(String),
}

/// A name of one's own choice.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct CustomName {
    /// The name.
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl DisplayName {
    /// The name of the connection.
    pub fn integration() -> Self {
        Self {
            kind: Field::Value(DisplayNameKind::Integration),
            ..Self::default()
        }
    }

    /// The name of the user whose token it is.
    pub fn user() -> Self {
        Self {
            kind: Field::Value(DisplayNameKind::User),
            ..Self::default()
        }
    }

    /// A name of one's own choice.
    pub fn custom(name: impl Into<String>) -> Self {
        let custom = CustomName {
            name: Field::Value(name.into()),
            ..CustomName::default()
        };
        Self {
            kind: Field::Value(DisplayNameKind::Custom),
            custom: Field::Value(custom),
            ..Self::default()
        }
    }
}

/// A file of a comment.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Attachment {
    /// What kind of file it is.
    pub category: Field<AttachmentCategory>,
    /// Where it is: a signed address that lives about an hour.
    pub file: Field<HostedFile>,
    /// Unknown members.
    pub extra: Extra,
}

/// What kind of file an attachment is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum AttachmentCategory {
    /// Sound.
    Audio,
    /// A picture.
    Image,
    /// A PDF.
    Pdf,
    /// A document, spreadsheet or the like.
    Productivity,
    /// A film.
    Video,
    /// A kind without a name here.
    Unknown(String),
}

/// A file to attach: an upload whose status is `uploaded`.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct NewAttachment {
    /// The upload.
    pub file_upload_id: FileUploadId,
    /// Always `file_upload`; may be left out.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<FileUploadId> for NewAttachment {
    fn from(file_upload_id: FileUploadId) -> Self {
        Self {
            file_upload_id,
            kind: Field::Value("file_upload".to_owned()),
            extra: Extra::default(),
        }
    }
}

/// A comment to be written: where, and what it says.
///
/// Notion wants exactly one of `parent` and `discussion_id`, and exactly one of `rich_text` and
/// `markdown` (documented); the constructors see to that.
///
/// ```
/// use recto_api::comment::{DisplayName, NewComment};
/// use recto_api::ids::PageId;
///
/// let page = PageId::parse("3c0a5f4e0f5b81aa9d54d3a3c2a0e111")?;
/// let comment = NewComment::markdown(page, "Checked by **two** people.")
///     .display_name(DisplayName::custom("Night watch"));
/// assert_eq!(
///     serde_json::to_value(&comment)?,
///     serde_json::json!({
///         "parent": {"type": "page_id", "page_id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111"},
///         "markdown": "Checked by **two** people.",
///         "display_name": {"type": "custom", "custom": {"name": "Night watch"}},
///     })
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewComment {
    /// The page or block to begin a discussion on.
    pub parent: Field<Parent>,
    /// The discussion to go on with.
    pub discussion_id: Field<DiscussionId>,
    /// What it says: at most 100 runs.
    pub rich_text: Field<Vec<RichText>>,
    /// What it says, as Markdown: inline formatting, equations and mentions only.
    pub markdown: Field<String>,
    /// Its files, at most three.
    pub attachments: Field<Vec<NewAttachment>>,
    /// Under which name it is shown; the connection's without.
    pub display_name: Field<DisplayName>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where a comment goes: a page, a block, or a discussion that is already there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentTarget {
    /// A page: a discussion at its top.
    Page(PageId),
    /// A block: a discussion beside it.
    Block(BlockId),
    /// A discussion: one more comment in it.
    Discussion(DiscussionId),
}

impl From<PageId> for CommentTarget {
    fn from(id: PageId) -> Self {
        Self::Page(id)
    }
}

impl From<BlockId> for CommentTarget {
    fn from(id: BlockId) -> Self {
        Self::Block(id)
    }
}

impl From<DiscussionId> for CommentTarget {
    fn from(id: DiscussionId) -> Self {
        Self::Discussion(id)
    }
}

impl NewComment {
    /// A comment of rich text.
    pub fn new(target: impl Into<CommentTarget>, text: impl Into<Vec<RichText>>) -> Self {
        Self {
            rich_text: Field::Value(text.into()),
            ..Self::at(target.into())
        }
    }

    /// A comment of plain text, cut into runs that Notion accepts.
    pub fn text(target: impl Into<CommentTarget>, text: &str) -> Self {
        Self::new(target, rich_text::split(text))
    }

    /// A comment of Markdown. Inline formatting, equations and mentions work; headings, lists and
    /// code blocks do not (documented).
    pub fn markdown(target: impl Into<CommentTarget>, markdown: impl Into<String>) -> Self {
        Self {
            markdown: Field::Value(markdown.into()),
            ..Self::at(target.into())
        }
    }

    /// With these files; at most three.
    #[must_use]
    pub fn attachments(mut self, uploads: impl IntoIterator<Item = FileUploadId>) -> Self {
        self.attachments = Field::Value(uploads.into_iter().map(NewAttachment::from).collect());
        self
    }

    /// Shown under this name.
    #[must_use]
    pub fn display_name(mut self, name: DisplayName) -> Self {
        self.display_name = Field::Value(name);
        self
    }

    fn at(target: CommentTarget) -> Self {
        let mut comment = Self::default();
        match target {
            CommentTarget::Page(id) => {
                comment.parent = Field::Value(ParentKind::PageId(id).into());
            }
            CommentTarget::Block(id) => {
                comment.parent = Field::Value(ParentKind::BlockId(id).into());
            }
            CommentTarget::Discussion(id) => comment.discussion_id = Field::Value(id),
        }
        comment
    }
}

/// What a comment is to say instead: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct CommentPatch {
    /// As rich text: at most 100 runs.
    pub rich_text: Field<Vec<RichText>>,
    /// As Markdown: inline formatting only.
    pub markdown: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl CommentPatch {
    /// Rich text.
    pub fn new(text: impl Into<Vec<RichText>>) -> Self {
        Self {
            rich_text: Field::Value(text.into()),
            ..Self::default()
        }
    }

    /// Markdown.
    pub fn markdown(markdown: impl Into<String>) -> Self {
        Self {
            markdown: Field::Value(markdown.into()),
            ..Self::default()
        }
    }
}
