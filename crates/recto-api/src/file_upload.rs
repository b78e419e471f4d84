//! File uploads: from a request for one to a file that can be attached.

mod media_type;

pub use self::media_type::media_type;
use crate::actor::Actor;
use crate::date::DateText;
use crate::file::{File, FileSource, Icon};
use crate::ids::FileUploadId;
use crate::property::Empty;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A file on its way into the workspace.
///
/// It has to be attached to a page, block, comment or property within an hour after it was made, or
/// it expires. Once attached it stays, and may be attached again elsewhere (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "file_upload")]
pub struct FileUpload {
    /// Its id.
    pub id: FileUploadId,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// Who made it.
    pub created_by: Field<Actor>,
    /// When it was last changed, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// When it expires; null once it is attached.
    pub expiry_time: Field<DateText>,
    /// Where it stands.
    pub status: Field<FileUploadStatus>,
    /// The name of the file.
    pub filename: Field<String>,
    /// Its media type.
    pub content_type: Field<String>,
    /// Its size in bytes, once it is known.
    pub content_length: Field<u64>,
    /// Where to send the file; while it is pending.
    pub upload_url: Field<String>,
    /// Where to say that all parts are sent; for an upload in parts.
    pub complete_url: Field<String>,
    /// How many parts there are and how many came; for an upload in parts.
    pub number_of_parts: Field<PartCount>,
    /// What came of the import; for a file from the web.
    pub file_import_result: Field<FileImportResult>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum FileUploadStatus {
    /// It waits for the file, for more of it, or for its import.
    Pending,
    /// The file is there and can be attached.
    Uploaded,
    /// It was not used within its hour.
    Expired,
    /// The import failed; see [`FileUpload::file_import_result`].
    Failed,
    /// A state without a name here.
    Unknown(String),
}

/// The parts of an upload.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct PartCount {
    /// How many there are.
    pub total: Field<u32>,
    /// How many the service has.
    pub sent: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

/// What came of the import of a file from the web.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FileImportResult {
    /// Whether it worked, and why not.
    #[wire(union)]
    pub outcome: Option<FileImportOutcome>,
    /// When it ended.
    pub imported_time: Field<DateText>,
    /// Unknown members.
    pub extra: Extra,
}

/// Whether an import worked.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum FileImportOutcome {
    /// It did.
    Success(Empty),
    /// It did not.
    Error(FileImportError),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// Why an import failed.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FileImportError {
    /// Which step failed: `validation_error`, `internal_system_error`, `download_error` or
    /// `upload_error` (documented).
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// What went wrong, for programs.
    pub code: Field<String>,
    /// What went wrong, for people.
    pub message: Field<String>,
    /// Which part of the request it is about.
    pub parameter: Field<String>,
    /// The HTTP status that the other server gave.
    pub status_code: Field<u16>,
    /// Unknown members.
    pub extra: Extra,
}

impl FileUpload {
    /// Whether the file is there and can be attached.
    pub fn is_uploaded(&self) -> bool {
        self.status.value() == Some(&FileUploadStatus::Uploaded)
    }

    /// Why its import failed.
    pub fn import_error(&self) -> Option<&FileImportError> {
        match &self.file_import_result.value()?.outcome {
            Some(FileImportOutcome::Error(error)) => Some(error),
            _ => None,
        }
    }

    /// It as a cover, which has no name.
    pub fn cover(&self) -> File {
        FileSource::from(self).into()
    }
}

/// The reference by which requests attach it: to blocks of pictures, files and the like.
impl From<&FileUpload> for FileSource {
    fn from(upload: &FileUpload) -> Self {
        Self::upload(upload.id.clone())
    }
}

/// A file of a property. It bears the name of the upload.
impl From<&FileUpload> for File {
    fn from(upload: &FileUpload) -> Self {
        Self {
            name: Field::set_or_keep(upload.filename.value().cloned()),
            ..FileSource::from(upload).into()
        }
    }
}

impl From<&FileUpload> for Icon {
    fn from(upload: &FileUpload) -> Self {
        Self::upload(upload.id.clone())
    }
}

impl From<&FileUpload> for FileUploadId {
    fn from(upload: &FileUpload) -> Self {
        upload.id.clone()
    }
}

/// An upload to be made.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewFileUpload {
    /// How the file will come; in one part without.
    pub mode: Field<FileUploadMode>,
    /// Its name, with an extension unless the media type is given: at most 900 bytes. Needed for
    /// files in parts and from the web.
    pub filename: Field<String>,
    /// Its media type. It has to go with the extension, and with what is sent (documented).
    pub content_type: Field<String>,
    /// How many parts will come: 1 to 10,000; for files in parts.
    pub number_of_parts: Field<u32>,
    /// Where it is on the web, by https; for files from there.
    pub external_url: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// How a file comes to the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum FileUploadMode {
    /// In one request: at most 20 MiB.
    SinglePart,
    /// In several requests, then one that says it was all.
    MultiPart,
    /// The service fetches it from the web.
    ExternalUrl,
    /// A mode without a name here.
    Unknown(String),
}

impl NewFileUpload {
    /// A file in one part.
    pub fn single_part(filename: impl Into<String>) -> Self {
        Self {
            mode: Field::Value(FileUploadMode::SinglePart),
            filename: Field::Value(filename.into()),
            ..Self::default()
        }
    }

    /// A file in this many parts.
    pub fn multi_part(filename: impl Into<String>, parts: u32) -> Self {
        Self {
            mode: Field::Value(FileUploadMode::MultiPart),
            filename: Field::Value(filename.into()),
            number_of_parts: Field::Value(parts),
            ..Self::default()
        }
    }

    /// A file that the service fetches from the web.
    pub fn external_url(filename: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            mode: Field::Value(FileUploadMode::ExternalUrl),
            filename: Field::Value(filename.into()),
            external_url: Field::Value(url.into()),
            ..Self::default()
        }
    }

    /// With this media type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Field::Value(content_type.into());
        self
    }
}
