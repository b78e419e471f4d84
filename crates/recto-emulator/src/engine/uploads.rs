//! File uploads: announced, sent at once or in parts, attached to pages and blocks.

mod form;
mod link;
pub(super) mod shape;
mod web;

use recto_api::error::ErrorCode;
use recto_api::limits;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, Input, paging};
use crate::ids;
use crate::problem::Problem;
use crate::store::uploads::{self, Upload};
use crate::{time, validate};

pub use web::WebFile;
pub(crate) use web::{Fetch, end as end_import};

pub(crate) use link::{PATH, Signer, own_url, serve};

/// How long an upload waits to be attached to something.
const LIFE_MILLIS: i64 = 60 * 60 * 1_000;

/// `POST /v1/file_uploads`
pub(crate) fn create(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    validate::body(&input.body, shape::create())?;
    let text = |name| input.member(name).and_then(Value::as_str);
    let mode = text("mode").unwrap_or("single_part");
    let filename = text("filename");
    let upload = Upload {
        id: ctx.ids.upload(ctx.now),
        created_time: ctx.minute,
        created_by: ctx.user().to_owned(),
        expiry_time: Some(ctx.minute + LIFE_MILLIS),
        mode: mode.to_owned(),
        status: "pending".to_owned(),
        filename: filename.map(str::to_owned),
        content_type: text("content_type")
            .or_else(|| filename.and_then(form::content_type_of))
            .map(str::to_owned),
        content_length: None,
        parts: input.member("number_of_parts").and_then(Value::as_i64),
    };
    uploads::insert(tx, &upload)?;
    if let Some(url) = text("external_url") {
        web::begin(tx, ctx, &upload, url, &input.raw)?;
    }
    object(tx, ctx, &upload)
}

/// `GET /v1/file_uploads`: newest first, of one status if asked for.
pub(crate) fn list(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let size = paging::size_in_query(input)?;
    let status = input.query("status");
    let cursor = input.query("start_cursor");
    let from = cursor.map(|cursor| ids::normalized(cursor).unwrap_or_else(|| cursor.to_owned()));
    // A status narrows what was read, so all is read then.
    let sight = ctx.sight();
    let limit = if status.is_some() || sight.is_some() {
        usize::MAX
    } else {
        size + 1
    };
    let mut found = uploads::list(tx, from.as_deref(), limit)?
        .ok_or_else(|| Problem::invalid_cursor(cursor.unwrap_or_default()))?;
    found.retain(|upload| {
        let own = sight.as_ref();
        own.is_none_or(|sight| sight.upload(&upload.created_by))
    });
    found.retain(|upload| status.is_none_or(|status| status == status_of(ctx, upload)));
    let next = paging::cut(&mut found, size, |upload| upload.id.clone());
    let objects = found.iter().map(|upload| object(tx, ctx, upload));
    Ok(paging::list(
        objects.collect::<Result<_, _>>()?,
        next,
        "file_upload",
    ))
}

/// `GET /v1/file_uploads/{file_upload_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let upload = find(tx, ctx, input)?;
    object(tx, ctx, &upload)
}

/// `POST /v1/file_uploads/{file_upload_id}/send`
pub(crate) fn send(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let mut upload = pending(tx, ctx, input)?;
    if upload.mode == "external_url" {
        return Err(Problem::validation(format!(
            "The file upload {} is imported from the web; nothing can be sent to it.",
            upload.id
        )));
    }
    let sent = form::read(&input.raw)?;
    if sent.content.len() as u64 > limits::UPLOAD_PART_MAX_BYTES {
        return Err(Problem::validation(format!(
            "body failed validation: body.file.size should be ≤ `{}`, instead was `{}`.",
            limits::UPLOAD_PART_MAX_BYTES,
            sent.content.len()
        )));
    }
    if let (Some(declared), Some(came)) = (&upload.content_type, &sent.content_type)
        && essence(declared) != essence(came)
    {
        return Err(Problem::validation(format!(
            "The content type `{came}` of the file is not the one the upload was created with, \
             `{declared}`."
        )));
    }
    let number = match (upload.mode.as_str(), sent.part_number) {
        ("multi_part", Some(number)) if (1..=upload.parts.unwrap_or(0)).contains(&number) => number,
        ("multi_part", number) => {
            return Err(validate::failed(
                "body",
                "body.part_number",
                &format!("a number from 1 to {}", upload.parts.unwrap_or(0)),
                &json!(number),
            ));
        }
        _ => 1,
    };
    uploads::put_part(tx, &upload.id, number, &sent.content)?;
    upload.filename = upload.filename.or(sent.filename);
    upload.content_type = upload
        .content_type
        .or(sent.content_type)
        .or_else(|| Some(form::content_type_of(upload.filename.as_deref()?)?.to_owned()));
    if upload.mode != "multi_part" {
        upload.content_length = i64::try_from(sent.content.len()).ok();
        upload.status = "uploaded".to_owned();
    }
    uploads::update(tx, &upload)?;
    object(tx, ctx, &upload)
}

/// `POST /v1/file_uploads/{file_upload_id}/complete`
pub(crate) fn complete(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let mut upload = pending(tx, ctx, input)?;
    let parts = uploads::parts(tx, &upload.id)?;
    let wanted = upload.parts.unwrap_or(0);
    if i64::try_from(parts.len()) != Ok(wanted) || upload.mode != "multi_part" {
        return Err(Problem::validation(format!(
            "{} of {wanted} parts of the file upload {} were sent; it cannot be completed.",
            parts.len(),
            upload.id
        )));
    }
    let least = i64::try_from(limits::UPLOAD_PART_MIN_BYTES).unwrap_or(i64::MAX);
    if let Some((number, size)) = parts
        .iter()
        .find(|(number, size)| *number < wanted && *size < least)
    {
        return Err(Problem::validation(format!(
            "Part {number} has {size} bytes; every part but the last has at least {least}."
        )));
    }
    upload.content_length = Some(parts.iter().map(|(_, size)| size).sum());
    upload.status = "uploaded".to_owned();
    uploads::update(tx, &upload)?;
    object(tx, ctx, &upload)
}

/// The stored form of an upload that a page, block or comment refers to. It expires no more.
pub(crate) fn attach(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Upload, Problem> {
    let id = ids::normalized(id).unwrap_or_else(|| id.to_owned());
    let Some(mut upload) = uploads::get(tx, &id)? else {
        return Err(Problem::validation(format!(
            "Could not find file_upload with ID: {id}."
        )));
    };
    let status = status_of(ctx, &upload);
    if status != "uploaded" {
        return Err(Problem::validation(format!(
            "The file upload {id} is {status}; only one that is uploaded can be attached."
        )));
    }
    if upload.expiry_time.take().is_some() {
        uploads::update(tx, &upload)?;
    }
    Ok(upload)
}

/// `{"type":"file","file":…}` of an attached upload. The address is signed when it is answered.
pub(crate) fn file(upload: &Upload) -> Value {
    json!({
        "type": "file",
        "file": {"url": link::stored(upload), "expiry_time": null},
    })
}

fn find(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Upload, Problem> {
    let id = input.id("file_upload_id")?;
    uploads::get(tx, &id)?.ok_or_else(|| ctx.not_found("file_upload", &id))
}

/// The upload of the path, if something may still be sent to it.
fn pending(tx: &Transaction<'_>, ctx: &Context<'_>, input: &Input) -> Result<Upload, Problem> {
    let upload = find(tx, ctx, input)?;
    match status_of(ctx, &upload) {
        "pending" => Ok(upload),
        status => Err(Problem::new(
            ErrorCode::ValidationError,
            format!("The file upload {} is {status}, not pending.", upload.id),
        )),
    }
}

fn status_of<'u>(ctx: &Context<'_>, upload: &'u Upload) -> &'u str {
    match upload.expiry_time {
        Some(expiry) if expiry <= ctx.now.as_millisecond() => "expired",
        _ => &upload.status,
    }
}

/// A media type without its parameters, in lower case.
fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// An upload as it is answered; members in the recorded order.
fn object(tx: &Transaction<'_>, ctx: &Context<'_>, upload: &Upload) -> Result<Value, Problem> {
    let status = status_of(ctx, upload);
    let mut out = json!({
        "object": "file_upload",
        "id": upload.id,
        "created_time": time::minute_text(upload.created_time),
        "created_by": {"id": upload.created_by, "type": "bot"},
        "last_edited_time": time::minute_text(upload.created_time),
        "expiry_time": upload.expiry_time.map(time::minute_text),
    });
    let mut put = |name: &str, value: Value| crate::store::set(&mut out, name, value);
    if status == "pending" {
        let base = format!("{}/v1/file_uploads/{}", ctx.origin, upload.id);
        put("upload_url", json!(format!("{base}/send")));
        if upload.mode == "multi_part" {
            put("complete_url", json!(format!("{base}/complete")));
        }
    }
    put("in_trash", json!(false));
    put("status", json!(status));
    put("filename", json!(upload.filename));
    put("content_type", json!(upload.content_type));
    put("content_length", json!(upload.content_length));
    if let Some(total) = upload.parts {
        let sent = uploads::parts(tx, &upload.id)?.len();
        put("number_of_parts", json!({"total": total, "sent": sent}));
    }
    if let Some(import) = web::told(tx, upload)? {
        put("file_import_result", import);
    }
    Ok(out)
}
