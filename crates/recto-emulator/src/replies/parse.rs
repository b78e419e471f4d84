//! Scripted replies as JSON, for those who drive the emulator over HTTP.

use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Reply, Said};
use crate::counts;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// In snake case, such as `get_agent`.
    operation: String,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    body: Option<Value>,
    events: Option<Vec<Value>>,
    /// Left out: once; null: always.
    #[serde(default = "once")]
    count: Option<u64>,
}

fn ok() -> u16 {
    200
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the default of an optional member"
)]
fn once() -> Option<u64> {
    Some(1)
}

/// Reads one reply or an array of replies. Fails with what is wrong.
pub(crate) fn parse(body: &[u8]) -> Result<Vec<Reply>, String> {
    let value: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let rules = match value {
        Value::Array(rules) => rules,
        rule => vec![rule],
    };
    rules
        .into_iter()
        .enumerate()
        .map(|(index, rule)| {
            serde_json::from_value(rule)
                .map_err(|error| error.to_string())
                .and_then(reply)
                .map_err(|error| format!("reply {index}: {error}"))
        })
        .collect()
}

fn reply(rule: Rule) -> Result<Reply, String> {
    let operation = counts::operation(&rule.operation)
        .ok_or_else(|| format!("no operation `{}`", rule.operation))?;
    let status = StatusCode::from_u16(rule.status)
        .ok()
        .filter(|status| (200..=599).contains(&status.as_u16()))
        .ok_or_else(|| format!("no status {}", rule.status))?;
    let mut reply = match (rule.body, rule.events) {
        (Some(body), None) => Reply::json(operation, body),
        (None, Some(events)) => Reply::events(operation, events),
        _ => return Err("one of `body` and `events` is needed".to_owned()),
    };
    for (name, value) in &rule.headers {
        let parsed = name.parse::<HeaderName>().ok().zip(
            value
                .as_str()
                .and_then(|value| HeaderValue::from_str(value).ok()),
        );
        let (name, value) = parsed.ok_or_else(|| format!("header `{name}` cannot be sent"))?;
        reply = reply.header(name, value);
    }
    Ok(reply.status(status).times(rule.count.unwrap_or(u64::MAX)))
}

/// What is left of a reply, in JSON.
pub(crate) fn present(reply: &Reply) -> Value {
    let (name, said) = match &reply.body {
        Said::Json(body) => ("body", body.clone()),
        Said::Events(frames) => ("events", json!(frames)),
    };
    json!({
        "operation": counts::name(reply.operation),
        "status": reply.status.as_u16(),
        "count": (reply.left < u64::MAX).then_some(reply.left),
        name: said,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_with_a_reply() {
        for (rule, told) in [
            (r#"{"operation":"fly","body":{}}"#, "no operation `fly`"),
            (r#"{"operation":"get_agent"}"#, "one of `body` and `events`"),
            (
                r#"{"operation":"get_agent","body":{},"status":99}"#,
                "no status 99",
            ),
            (
                r#"{"operation":"get_agent","body":{},"headers":{"a":1}}"#,
                "header `a`",
            ),
            (r#"{"operation":"get_agent","bodi":{}}"#, "unknown field"),
        ] {
            let error = parse(rule.as_bytes()).unwrap_err();
            assert!(error.contains(told), "{rule}: {error}");
        }
        let replies = parse(br#"{"operation":"get_agent","body":{},"count":null}"#).unwrap();
        assert_eq!(present(&replies[0])["count"], Value::Null);
    }
}
