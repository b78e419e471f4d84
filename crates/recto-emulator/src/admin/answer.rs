//! What the emulator's own paths answer.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::Answer;

/// What is wrong with a request, as `{"error": …}`.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    told: String,
}

impl Refusal {
    /// A refusal of any status.
    pub(crate) fn new(status: StatusCode, told: impl Into<String>) -> Self {
        let told = told.into();
        Self { status, told }
    }

    /// 400: the request cannot be understood.
    pub(crate) fn bad(told: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, told)
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        with_status(self.status, &serde_json::json!({"error": self.told}))
    }
}

impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Self {
        let status = match error {
            crate::Error::Refused(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

/// 200 with JSON.
#[expect(
    clippy::unnecessary_wraps,
    reason = "routes end with it, and their answers may be refusals"
)]
pub(crate) fn ok(body: &Value) -> Answer {
    Ok(with_status(StatusCode::OK, body))
}

fn with_status(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}
