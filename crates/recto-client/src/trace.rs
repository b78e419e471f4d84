//! What the client tells `tracing`: one span for each call, and what happened in it.
//!
//! The span is named `notion` and holds `method`, `operation`, `path` (the template, with `{page_id}`
//! for an id), and, as they become known, `attempts`, `status`, `request_id`, `code`. Nothing that is
//! written holds a token, an id of an object, a query string, a body, or the message of an error:
//! messages repeat values.

use std::time::Duration;

use http::Response;
use tracing::Span;
use tracing::field::Empty;

use crate::call::Outgoing;
use crate::error::{Call, Error};
use crate::transport::Carry;

/// The span of a call.
pub(crate) fn span(outgoing: &Outgoing) -> Span {
    let operation = outgoing.operation;
    tracing::info_span!(
        "notion",
        method = outgoing.method.as_str(),
        operation = operation.map(tracing::field::debug),
        path = template(outgoing),
        attempts = Empty,
        status = Empty,
        code = Empty,
        request_id = Empty,
    )
}

/// Another request goes.
pub(crate) fn sent(span: &Span, attempt: u32) {
    span.record("attempts", attempt);
}

/// One answer came. The span holds what the last one says.
pub(crate) fn answered<B: Carry>(span: &Span, answer: &Response<B>, call: &Call) {
    span.record("status", answer.status().as_u16());
    if let Some(id) = &call.request_id {
        span.record("request_id", id.as_str());
    }
    tracing::debug!(
        status = answer.status().as_u16(),
        attempt = call.attempts,
        elapsed_ms = millis(call.elapsed),
        bytes = answer.body().size(),
        request_id = call.request_id.as_deref(),
        "answered"
    );
}

/// The call needed no request: the cache had the answer.
pub(crate) fn kept(outgoing: &Outgoing) {
    let span = span(outgoing);
    sent(&span, 0);
    span.in_scope(|| tracing::debug!("answered from the cache"));
}

/// The call came to no good end.
pub(crate) fn failed(span: &Span, error: &Error) {
    if let Some(code) = error.code() {
        span.record("code", code.as_str());
    }
}

/// The call is tried again.
pub(crate) fn again(call: &Call, error: &Error, delay: Duration) {
    tracing::info!(
        attempt = call.attempts,
        status = error.status().map(|status| status.as_u16()),
        code = error.code().map(|code| code.as_str()),
        delay_ms = millis(delay),
        "sending again"
    );
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The path without what it names: that of the table, or one whose segments are all words.
fn template(outgoing: &Outgoing) -> String {
    if let Some(operation) = outgoing.operation {
        return operation.route().path.to_owned();
    }
    let word = |segment: &str| {
        segment == "v1" || segment.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let segments = outgoing.path().split('/');
    let masked = segments.map(|segment| if word(segment) { segment } else { "{}" });
    masked.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use http::Method;
    use recto_api::version::Version;

    use super::*;

    #[test]
    fn templates_hold_no_ids() {
        for (path, expected) in [
            (
                "/v1/pages/3c0a5f4e0f5b81aa9d54d3a3c2a0e111",
                "/v1/pages/{page_id}",
            ),
            ("/v1/search?q=secret", "/v1/search"),
            (
                "/v1/new_things/3c0a5f4e/parts?x=y",
                "/v1/new_things/{}/parts",
            ),
            ("/v1/Mine/%73ecret", "/v1/{}/{}"),
        ] {
            let method = if path.contains("search") {
                Method::POST
            } else {
                Method::GET
            };
            let outgoing = Outgoing::raw(method, path.to_owned(), Version::NEWEST, None);
            assert_eq!(template(&outgoing), expected);
        }
    }
}
