//! The form that carries a file: `multipart/form-data` with `file` and, for parts, `part_number`.

use bytes::Bytes;
use futures::FutureExt;
use multer::Multipart;

use crate::engine::input::Raw;
use crate::problem::Problem;

/// What a form carried.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) content: Bytes,
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) part_number: Option<i64>,
}

/// Reads a form that is there as a whole.
pub(super) fn read(raw: &Raw) -> Result<Sent, Problem> {
    let unreadable = |reason: &dyn std::fmt::Display| {
        Problem::validation(format!(
            "body failed validation: body should be multipart/form-data with a member `file`: \
             {reason}."
        ))
    };
    let content_type = raw.content_type.as_deref().unwrap_or_default();
    let boundary = multer::parse_boundary(content_type).map_err(|error| unreadable(&error))?;
    let stream = futures::stream::iter([Ok::<_, std::convert::Infallible>(raw.bytes.clone())]);
    // Everything is there already, so nothing ever waits.
    fields(Multipart::new(stream, boundary))
        .now_or_never()
        .unwrap_or(Err(multer::Error::IncompleteStream))
        .map_err(|error| unreadable(&error))?
        .ok_or_else(|| unreadable(&"it has none"))
}

async fn fields(mut form: Multipart<'_>) -> multer::Result<Option<Sent>> {
    let mut sent = None;
    let mut part_number = None;
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("file") => {
                sent = Some(Sent {
                    filename: field.file_name().map(str::to_owned),
                    content_type: field.content_type().map(ToString::to_string),
                    content: field.bytes().await?,
                    part_number: None,
                });
            }
            Some("part_number") => part_number = field.text().await?.trim().parse().ok(),
            _ => {}
        }
    }
    Ok(sent.map(|sent| Sent {
        part_number,
        ..sent
    }))
}

/// The media type that a file's name suggests, for the commonest extensions.
pub(super) fn content_type_of(filename: &str) -> Option<&'static str> {
    let extension = filename.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "txt" => "text/plain",
        "csv" => "text/csv",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => return None,
    })
}
