//! Covers and files: what may be sent and what is stored for it (notion-api 3.9).

use std::sync::LazyLock;

use recto_api::limits::{URL_UNITS, VALUES};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, uploads};

use crate::problem::Problem;
use crate::validate::{
    Shape, array, limited, literals, nullable, object, optional, required, text, union,
};

/// A cover or `null`.
pub(crate) fn cover_shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> =
        LazyLock::new(|| nullable(union([upload(), external(), hosted()])));
    &SHAPE
}

/// The value of a files property.
pub(crate) fn files_shape() -> Shape {
    let named = |body: Shape, name_required: bool| {
        let Shape::Object(mut members) = body else {
            return body;
        };
        members.push(match name_required {
            true => required("name", limited(100)),
            false => optional("name", limited(100)),
        });
        Shape::Object(members)
    };
    array(
        union([
            named(upload(), false),
            named(hosted(), true),
            named(external(), true),
        ]),
        VALUES,
    )
}

fn external() -> Shape {
    object([
        required("external", object([required("url", limited(URL_UNITS))])),
        optional("type", literals(&["external"])),
    ])
}

fn upload() -> Shape {
    object([
        required("file_upload", object([required("id", Shape::Uuid)])),
        optional("type", literals(&["file_upload"])),
    ])
}

/// A file the service already has, sent back as it was read.
fn hosted() -> Shape {
    object([
        required(
            "file",
            object([
                required("url", limited(URL_UNITS)),
                optional("expiry_time", text()),
            ]),
        ),
        optional("type", literals(&["file"])),
    ])
}

/// The stored form of a cover; `null` for none.
pub(crate) fn normalize_cover(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<Value, Problem> {
    if sent.is_null() {
        return Ok(Value::Null);
    }
    file(tx, ctx, sent).map(|(file, _)| file)
}

/// The stored form of one element of a files property: name first (recorded).
pub(crate) fn normalize_named(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<Value, Problem> {
    let (file, name) = file(tx, ctx, sent)?;
    // Assumption: an upload without a name of its own keeps that of its file.
    let name = sent.get("name").cloned().or(name.map(Value::from));
    let mut out = json!({"name": name.unwrap_or_default()});
    if let (Some(out), Value::Object(file)) = (out.as_object_mut(), file) {
        out.extend(file);
    }
    Ok(out)
}

/// The stored form, and the name of an upload's file.
fn file(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    sent: &Value,
) -> Result<(Value, Option<String>), Problem> {
    if let Some(url) = url_of(sent, "external") {
        return Ok((json!({"type": "external", "external": {"url": url}}), None));
    }
    if let Some(url) = url_of(sent, "file") {
        let expiry = sent
            .pointer("/file/expiry_time")
            .cloned()
            .unwrap_or_default();
        let url = uploads::own_url(url).unwrap_or_else(|| url.to_owned());
        let file = json!({"type": "file", "file": {"url": url, "expiry_time": expiry}});
        return Ok((file, None));
    }
    let id = sent.pointer("/file_upload/id").and_then(Value::as_str);
    let upload = uploads::attach(tx, ctx, id.unwrap_or_default())?;
    Ok((uploads::file(&upload), upload.filename))
}

fn url_of<'a>(sent: &'a Value, kind: &str) -> Option<&'a str> {
    sent.get(kind)?.get("url")?.as_str()
}
