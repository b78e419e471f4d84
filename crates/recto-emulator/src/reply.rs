//! Answers as they go over the wire.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use recto_api::endpoint::Operation;
use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::problem::Problem;

/// A success: the object with `request_id` as its last member, which only the list of templates
/// does not have. Work that goes on is 202 (both recorded).
pub(crate) fn success(operation: Operation, mut body: Value, request_id: &str) -> Response<Bytes> {
    if let (Value::Object(members), true) = (&mut body, operation != Operation::ListTemplates) {
        members.insert("request_id".to_owned(), Value::from(request_id));
    }
    let accepted = operation != Operation::GetAsyncTask
        && body.get("object").and_then(Value::as_str) == Some("async_task");
    let status = match accepted {
        true => StatusCode::ACCEPTED,
        false => StatusCode::OK,
    };
    json(status, &body, request_id)
}

/// A body that was made by others, with a `request_id` if it is an object without one.
pub(crate) fn scripted(status: StatusCode, mut body: Value, request_id: &str) -> Response<Bytes> {
    if let Value::Object(members) = &mut body {
        members
            .entry("request_id")
            .or_insert_with(|| Value::from(request_id));
    }
    json(status, &body, request_id)
}

/// A refusal in the service's form.
pub(crate) fn refusal(problem: &Problem, request_id: &str) -> Response<Bytes> {
    let status =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut body = problem.body().clone();
    body.request_id = Some(request_id.to_owned());
    let body = serde_json::to_value(&body).unwrap_or_default();
    let mut response = json(status, &body, request_id);
    let after = body.pointer("/additional_data/retry_after");
    if let Some(Ok(after)) = after.and_then(Value::as_str).map(HeaderValue::from_str) {
        response.headers_mut().insert(header::RETRY_AFTER, after);
    }
    response
}

/// An answer with the headers every answer carries (recorded).
fn json(status: StatusCode, body: &Value, request_id: &str) -> Response<Bytes> {
    let bytes = Bytes::from(body.to_string());
    let etag = etag(&bytes);
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    for (name, value) in [("x-notion-request-id", request_id), ("etag", etag.as_str())] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// Tags an answer whose body was changed.
pub(crate) fn retag(response: &mut Response<Bytes>) {
    if let Ok(tag) = HeaderValue::from_str(&etag(response.body())) {
        response.headers_mut().insert(header::ETAG, tag);
    }
}

/// Express's weak tag: the length in hexadecimal and 27 characters of the SHA-1 (recorded).
fn etag(body: &[u8]) -> String {
    let digest = STANDARD_NO_PAD.encode(Sha1::digest(body));
    format!("W/\"{:x}-{digest}\"", body.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_id_is_last_and_in_the_header() {
        let response = success(Operation::GetSelf, json!({"object": "user"}), "r-1");
        assert_eq!(
            &response.body()[..],
            br#"{"object":"user","request_id":"r-1"}"#
        );
        assert_eq!(response.headers()["x-notion-request-id"], "r-1");
    }

    #[test]
    fn the_tag_is_length_and_digest() {
        // `printf '{}' | openssl sha1 -binary | base64` gives vyGp6PvFo4RvsFtPoIWeCReyIC8=
        assert_eq!(etag(b"{}"), "W/\"2-vyGp6PvFo4RvsFtPoIWeCReyIC8\"");
    }

    #[test]
    fn a_refusal_ends_with_its_request_id() {
        let response = refusal(&Problem::invalid_json().with("a", "b"), "r-2");
        assert_eq!(response.status(), 400);
        assert_eq!(
            &response.body()[..],
            br#"{"object":"error","status":400,"code":"invalid_json","message":"Error parsing JSON body.","additional_data":{"a":"b"},"request_id":"r-2"}"#
        );
    }
}
