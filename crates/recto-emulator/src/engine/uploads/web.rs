//! Imports of files from the web: fetched by whoever the emulator was told may, else failed.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use recto_api::limits;
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::engine::{Context, Raw, jobs};
use crate::problem::Problem;
use crate::store::set;
use crate::store::uploads::{self, Upload};
use crate::time;

/// A file from the web.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebFile {
    /// What it holds; at most 20 MiB.
    pub content: Bytes,
    /// Its media type, if that was told.
    pub content_type: Option<String>,
}

type Fetching = dyn Fn(&str) -> Result<WebFile, String> + Send + Sync;

/// What fetches files from the web.
#[derive(Clone)]
pub(crate) struct Fetch(pub(crate) Arc<Fetching>);

impl fmt::Debug for Fetch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Fetch")
    }
}

impl Fetch {
    /// The file that a new upload asks for, if it asks for one. Nothing is locked meanwhile.
    pub(crate) fn of(&self, body: &Value) -> Option<Result<WebFile, String>> {
        let mode = body.get("mode").and_then(Value::as_str);
        let url = body.get("external_url").and_then(Value::as_str)?;
        (mode == Some("external_url") && url.starts_with("https://")).then(|| (self.0)(url))
    }
}

/// Keeps what came of an import until it is told, and sets going that it is.
pub(super) fn begin(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    upload: &Upload,
    url: &str,
    raw: &Raw,
) -> Result<(), Problem> {
    // Documented: only by https.
    if !url.starts_with("https://") {
        return Err(crate::validate::failed(
            "body",
            "body.external_url",
            "an https URL",
            &json!(url),
        ));
    }
    let outcome = match &raw.web {
        None => failure(
            "The emulator was not told that it may fetch files from the web, see \
             `Builder::import_from_web`.",
        ),
        Some(Err(reason)) => failure(reason),
        Some(Ok(file)) if file.content.len() as u64 > limits::UPLOAD_PART_MAX_BYTES => {
            failure(&format!(
                "The file has more than {} bytes.",
                limits::UPLOAD_PART_MAX_BYTES
            ))
        }
        Some(Ok(file)) => {
            uploads::put_part(tx, &upload.id, 1, &file.content)?;
            json!({"type": "success", "success": {}, "content_type": file.content_type,
                "content_length": file.content.len()})
        }
    };
    uploads::set_import(tx, &upload.id, &outcome)?;
    jobs::queue(tx, ctx, "import", json!({"upload": upload.id}))
}

/// Tells what came of an import.
pub(crate) fn end(tx: &Transaction<'_>, ctx: &Context<'_>, job: &Value) -> Result<(), Problem> {
    let id = job
        .get("upload")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let (Some(mut upload), Some(outcome)) = (uploads::get(tx, id)?, uploads::import(tx, id)?)
    else {
        return Ok(());
    };
    let kind = outcome.get("type").cloned().unwrap_or_default();
    let name = kind.as_str().unwrap_or_default().to_owned();
    upload.status = match name.as_str() {
        "success" => "uploaded",
        _ => "failed",
    }
    .to_owned();
    upload.content_length = outcome.get("content_length").and_then(Value::as_i64);
    if upload.content_type.is_none() {
        let told = outcome.get("content_type").and_then(Value::as_str);
        upload.content_type = told.map(str::to_owned);
    }
    uploads::update(tx, &upload)?;
    // Recorded: members in this order, the time to the second.
    let second = ctx.now.as_second() * 1_000;
    let mut told = json!({"type": kind});
    set(
        &mut told,
        &name,
        outcome.get(&name).cloned().unwrap_or_default(),
    );
    set(&mut told, "imported_time", json!(time::millis_text(second)));
    uploads::set_import(tx, id, &told)
}

/// What is told of an import, once it is over.
pub(super) fn told(tx: &Transaction<'_>, upload: &Upload) -> Result<Option<Value>, Problem> {
    if upload.mode != "external_url" {
        return Ok(None);
    }
    let outcome = uploads::import(tx, &upload.id)?;
    Ok(outcome.filter(|outcome| outcome.get("imported_time").is_some()))
}

/// A failed import; the kinds of errors are documented, code and words are assumed.
fn failure(message: &str) -> Value {
    json!({"type": "error", "error": {
        "type": "download_error",
        "code": "file_upload_download_error",
        "message": message,
        "parameter": "external_url",
        "status_code": null,
    }})
}
