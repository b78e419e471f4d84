//! How long the service asks to wait.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, HeaderValue, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use recto_api::error::ErrorBody;
use serde_json::Value;

/// Longer waits are cut to this: nobody waits a day for one request, and sums of times stay small
/// enough to be represented.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads `Retry-After`: whole seconds, or a date; else `additional_data.retry_after` of the body.
///
/// At most 24 hours.
///
/// A date is measured against the answer's own `Date`, so no clock is needed and none can be wrong.
pub(crate) fn retry_after(headers: &HeaderMap, body: Option<&ErrorBody>) -> Option<Duration> {
    let header = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .map(str::trim);
    header
        .and_then(seconds)
        .or_else(|| until(headers.get(RETRY_AFTER)?, headers.get(DATE)?))
        .or_else(
            || match body?.additional_data.as_ref()?.get("retry_after")? {
                Value::String(text) => seconds(text),
                Value::Number(number) => number.as_u64().map(Duration::from_secs),
                _ => None,
            },
        )
        .map(|wait| wait.min(LONGEST))
}

fn seconds(text: &str) -> Option<Duration> {
    // `parse` would accept a sign.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // What is too long to be a number is long.
    Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

fn until(then: &HeaderValue, now: &HeaderValue) -> Option<Duration> {
    let wait = date(then)?.duration_since(date(now)?);
    // A date that has passed asks for no wait.
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

fn date(value: &HeaderValue) -> Option<Timestamp> {
    // The weekday adds nothing, and a wrong one is no reason to ignore the rest.
    let parser = DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(value.to_str().ok()?).ok()
}
