//! Answers that are no success, read into errors.

use std::fmt;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use recto_api::error::ErrorBody;
use serde_json::Value;

use super::{Call, Error};
use crate::{oauth, retry};

/// A refusal of the service.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Code, message and details.
    pub body: ErrorBody,
    /// What was asked.
    pub call: Call,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
}

/// An answer that is no success and not in the service's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpError {
    /// The HTTP status.
    pub status: StatusCode,
    /// What was asked.
    pub call: Call,
    /// What the body claims to be, such as `text/html`.
    pub content_type: Option<String>,
    /// Its title, or its first words, without markup.
    pub excerpt: String,
    /// Header `cf-ray`: the id under which the network's edge knows the request.
    pub ray_id: Option<String>,
    /// How long to wait, where the answer says.
    pub retry_after: Option<Duration>,
}

/// What a write saved before its answer failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Committed {
    /// The new page or database; for an append, the parent block.
    pub resource_id: Option<String>,
    /// For an append, the new direct children in the order of the request.
    pub child_ids: Vec<String>,
}

/// Makes the error of an answer that is no success.
pub(crate) fn refusal(call: Call, status: StatusCode, headers: &HeaderMap, bytes: &[u8]) -> Error {
    let text = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
    match read(status, bytes).or_else(|| oauth::refusal(&call, status, bytes)) {
        Some(body) => Error::Api(Box::new(ApiError {
            status,
            call,
            retry_after: retry::retry_after(headers, Some(&body)),
            body,
        })),
        None => Error::Http(Box::new(HttpError {
            status,
            call,
            content_type: text(CONTENT_TYPE.as_str()),
            excerpt: excerpt(bytes),
            ray_id: text("cf-ray"),
            retry_after: retry::retry_after(headers, None),
        })),
    }
}

/// Only a code makes a body Notion's: what stands before it may answer with JSON too.
fn read(status: StatusCode, bytes: &[u8]) -> Option<ErrorBody> {
    let mut body: ErrorBody = serde_json::from_slice(bytes).ok()?;
    if body.code.as_str().is_empty() {
        return None;
    }
    if body.status == 0 {
        body.status = status.as_u16();
    }
    Some(body)
}

impl ApiError {
    /// The id under which the service knows the request.
    pub fn request_id(&self) -> Option<&str> {
        self.body
            .request_id
            .as_deref()
            .or(self.call.request_id.as_deref())
    }

    pub(super) fn committed(&self) -> Option<Committed> {
        if self.status != StatusCode::SERVICE_UNAVAILABLE || !retry::is_saved(&self.body) {
            return None;
        }
        let data = self.body.additional_data.as_ref()?;
        let id = |value: &Value| value.as_str().map(str::to_owned);
        Some(Committed {
            resource_id: data.get("committed_resource_id").and_then(id),
            child_ids: data
                .get("committed_child_ids")
                .and_then(Value::as_array)
                .map(|ids| ids.iter().filter_map(id).collect())
                .unwrap_or_default(),
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call, status, body, ..
        } = self;
        write!(
            f,
            "{call}: {} {}: {}",
            status.as_u16(),
            body.code,
            body.message
        )?;
        match self.request_id() {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} with ", self.call, self.status)?;
        match &self.content_type {
            Some(kind) => write!(f, "{kind} instead of Notion's JSON")?,
            None => f.write_str("a body that is not Notion's JSON")?,
        }
        if !self.excerpt.is_empty() {
            write!(f, ": \"{}\"", self.excerpt)?;
        }
        match &self.ray_id {
            Some(id) => write!(f, " (ray {id})"),
            None => Ok(()),
        }
    }
}

/// The title of a web page, or the first words of any text, for a message of one line.
fn excerpt(bytes: &[u8]) -> String {
    const CHARACTERS: usize = 120;
    // A page is read as far as a title can be expected.
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(16_384)]);
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|start| {
        let start = start + "<title>".len();
        text.get(start..start + lower.get(start..)?.find("</title>")?)
    });
    let mut inside_tag = false;
    let bare: String = title
        .unwrap_or(&text)
        .chars()
        .filter_map(|c| match c {
            '<' => {
                inside_tag = true;
                Some(' ')
            }
            '>' if inside_tag => {
                inside_tag = false;
                None
            }
            _ if inside_tag => None,
            c if c.is_control() => Some(' '),
            c => Some(c),
        })
        .collect();
    let words = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_to_its_title_and_a_text_to_its_first_words() {
        let page = b"<html>\n<HEAD><Title>502 Bad\n Gateway</title></head><body>x</body>";
        assert_eq!(excerpt(page), "502 Bad Gateway");
        assert_eq!(
            excerpt(b"<h1>405</h1><p>Not <b>Allowed</b>"),
            "405 Not Allowed"
        );
        assert_eq!(excerpt(b"\x1b[31mred\r\n\xff"), "[31mred \u{fffd}");
        assert_eq!(excerpt(b"a < b"), "a");
        assert_eq!(excerpt(b""), "");
        assert_eq!(excerpt("é".repeat(500).as_bytes()).chars().count(), 121);
        assert_eq!(excerpt(b"<title>open"), "open");
    }

    #[test]
    fn a_body_with_little_in_it_is_still_understood() {
        let body = read(StatusCode::BAD_GATEWAY, br#"{"code":"bad_gateway","x":1}"#).unwrap();
        assert_eq!((body.status, body.message.as_str()), (502, ""));
        assert_eq!(body.extra.get("x"), Some(&Value::from(1)));
        for other in [
            &b"<html>"[..],
            b"",
            b"[]",
            b"{}",
            b"\"code\"",
            br#"{"error":"x"}"#,
        ] {
            assert_eq!(read(StatusCode::BAD_GATEWAY, other), None);
        }
    }
}
