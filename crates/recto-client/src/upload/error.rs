//! Why an upload did not come about.

use std::time::Duration;

use recto_api::file_upload::FileImportError;
use recto_api::ids::FileUploadId;
use recto_api::limits;

use crate::error::Error;

/// Why an upload did not come about. What was begun of it expires within an hour and can be left
/// alone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// A request failed.
    #[error(transparent)]
    Client(#[from] Error),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// The workspace takes no file of this size. Nothing was sent.
    #[error(
        "the file has {size} bytes, and the workspace takes at most {limit}; on a paid plan it takes \
         more"
    )]
    TooLarge {
        /// The size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The size of a part is not one the service takes. Nothing was sent.
    #[error(
        "a part has {0} bytes, and the service takes 5 to 20 MiB (and {max} parts at most); set \
         another part size",
        max = limits::UPLOAD_PARTS
    )]
    PartSize(u64),
    /// More than 20 MiB of a size that is not known. Nothing was sent.
    #[error(
        "the file has more than 20 MiB and has to be sent in parts, whose number the service wants \
         to know beforehand: say its size"
    )]
    SizeUnknown,
    /// The reader gave less than was said.
    #[error("the file was said to have {said} bytes and has only {found}")]
    TooShort {
        /// What was said, in bytes.
        said: u64,
        /// What came, in bytes.
        found: u64,
    },
    /// The reader has more than was said.
    #[error("the file was said to have {said} bytes and has more")]
    TooLong {
        /// What was said, in bytes.
        said: u64,
    },
    /// The name is empty or too long: its length in bytes. Nothing was sent.
    #[error(
        "the file's name has {0} bytes; it needs one of 1 to {max} bytes, with an extension",
        max = limits::FILENAME_BYTES
    )]
    Name(usize),
    /// The upload was not sent or attached within its hour. It has to be made again.
    #[error("upload {id} has expired: an upload has to be sent and attached within an hour")]
    Expired {
        /// The upload.
        id: FileUploadId,
    },
    /// The service could not fetch the file, or not take it.
    #[error("upload {id} has failed: {}", why(error.as_deref()))]
    Failed {
        /// The upload.
        id: FileUploadId,
        /// What the service says about it.
        error: Option<Box<FileImportError>>,
    },
    /// The service still works on it after the time given to it. The upload may yet succeed:
    /// [`recto_api::endpoint::GetFileUpload`] tells.
    #[error("upload {id} is still pending after {waited:?}")]
    Pending {
        /// The upload.
        id: FileUploadId,
        /// How long it was waited for.
        waited: Duration,
    },
}

fn why(error: Option<&FileImportError>) -> String {
    let Some(error) = error else {
        return "the service does not say why".to_owned();
    };
    let status = error.status_code.value();
    let status = status.map(|status| format!(" (the other server answered {status})"));
    format!(
        "{}: {}{}",
        error
            .code
            .as_str()
            .or(error.kind.as_str())
            .unwrap_or("error"),
        error.message.as_str().unwrap_or("no message"),
        status.unwrap_or_default()
    )
}
