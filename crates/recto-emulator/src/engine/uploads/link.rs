//! Addresses of uploaded files: stored without, answered with a signature that lives for an hour.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::engine::Engine;
use crate::store::uploads::{self, Upload};
use crate::time;

/// The scheme of a stored address.
const STORED: &str = "recto-file:";

/// Where files are served.
pub(crate) const PATH: &str = "/_emulator/files/";

/// How long a signed address works.
const LIFE_SECONDS: i64 = 60 * 60;

/// The address of an upload as pages and blocks keep it.
pub(super) fn stored(upload: &Upload) -> String {
    let name = upload.filename.as_deref().unwrap_or("file");
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2E", ".")
        .replace("%2D", "-")
        .replace("%5F", "_");
    format!("{STORED}{}/{name}", upload.id)
}

/// The stored form of an address of this emulator's own, such as one that was read and is sent back.
pub(crate) fn own_url(url: &str) -> Option<String> {
    let (_, rest) = url.split_once(PATH)?;
    let rest = rest.split(['?', '#']).next()?;
    let (id, _) = rest.split_once('/')?;
    crate::ids::normalized(id)?;
    Some(format!("{STORED}{rest}"))
}

/// Signs the addresses in answers.
#[derive(Debug)]
pub(crate) struct Signer<'a> {
    pub(crate) origin: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) now: Timestamp,
}

impl Signer<'_> {
    /// Signs every stored address below `value`.
    pub(crate) fn sign(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.sign(item)),
            Value::Object(members) => {
                let stored = members
                    .get("url")
                    .and_then(Value::as_str)
                    .and_then(|url| url.strip_prefix(STORED))
                    .map(|rest| self.address(rest));
                if let Some((url, expiry)) = stored {
                    members.insert("url".to_owned(), Value::from(url));
                    members.insert("expiry_time".to_owned(), Value::from(expiry));
                }
                members.values_mut().for_each(|member| self.sign(member));
            }
            _ => {}
        }
    }

    fn address(&self, rest: &str) -> (String, String) {
        let expires = self.now.as_second() + LIFE_SECONDS;
        let signature = signature(self.secret, rest, expires);
        let url = format!(
            "{}{PATH}{rest}?expires={expires}&signature={signature}",
            self.origin
        );
        (url, time::zulu_text(expires * 1_000))
    }
}

/// Enough to tell an address that was answered from one that was made up; no secret is behind it
/// that is worth more.
fn signature(secret: &str, rest: &str, expires: i64) -> String {
    let digest = Sha1::digest(format!("{secret}\n{rest}\n{expires}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Serves a file whose address is signed and not too old.
pub(crate) fn serve(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    let refusal = |status: StatusCode| {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        response
    };
    let uri = request.uri();
    let rest = uri.path().trim_start_matches(PATH);
    let query = crate::engine::input::query(uri.query().unwrap_or_default());
    let member = |name: &str| {
        let found = query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    let expires: i64 = member("expires")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let signed = member("signature") == Some(&signature(&engine.workspace.token, rest, expires));
    if !signed || expires <= engine.clock.now().as_second() {
        return refusal(StatusCode::FORBIDDEN);
    }
    let id = rest.split('/').next().unwrap_or_default();
    let found = engine.with_connection(|connection| {
        let upload = uploads::get(connection, id).ok().flatten();
        Ok(match upload {
            Some(upload) => Some((upload, uploads::content(connection, id)?)),
            None => None,
        })
    });
    let Ok(Some((upload, content))) = found else {
        return refusal(StatusCode::NOT_FOUND);
    };
    let mut response = Response::new(Bytes::from(content));
    if let Some(kind) = upload.content_type
        && let Ok(kind) = HeaderValue::from_str(&kind)
    {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    // Files are anybody's, and here they come from where the emulator's own page comes from.
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
