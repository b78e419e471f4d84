//! One line of a recording, in either form.

use http::Method;
use recto_api::{
    endpoint::{self, Operation},
    version::Version,
};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::body::Body;

/// A request and its answer, as far as they were recorded.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// What was asked for, where method and path are known and in the table.
    pub(crate) operation: Option<Operation>,
    /// Method and path with ids taken out; what it was recorded as where there is none.
    pub(crate) endpoint: String,
    /// The version header as it was sent.
    pub(crate) version: Option<String>,
    /// The status of the answer.
    pub(crate) status: Option<u16>,
    /// The body that was sent.
    pub(crate) request: Body,
    /// The body that came back.
    pub(crate) response: Body,
}

impl Exchange {
    /// The version, where it is a published one.
    pub(crate) fn published(&self) -> Option<Version> {
        self.version.as_deref()?.parse().ok()
    }

    /// Whether the service did what it was asked to.
    pub(crate) fn succeeded(&self) -> bool {
        match self.status {
            Some(status) => (200..300).contains(&status),
            None => self.response.value().is_none_or(|body| !is_error(body)),
        }
    }
}

/// Whether a body is an error, whatever its status.
pub(crate) fn is_error(body: &Value) -> bool {
    body.get("object").is_some_and(|object| object == "error")
}

/// What a line may say. Small members are read as any JSON: a recorder may write numbers as text.
#[derive(Deserialize)]
struct Line {
    kind: Option<Value>,
    notion_version: Option<Value>,
    exchanges: Option<Vec<Self>>,
    method: Option<Value>,
    path: Option<Value>,
    status: Option<Value>,
    request_body: Option<Box<RawValue>>,
    response_body: Option<Box<RawValue>>,
}

/// Reads a line.
///
/// # Errors
///
/// When it is not a JSON object of one of the two forms.
pub(crate) fn read(line: &str) -> Result<Vec<Exchange>, String> {
    let mut line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    match line.exchanges.take() {
        None if line.method.is_none() && line.response_body.is_none() => {
            Err("neither an exchange nor a conversation".to_owned())
        }
        None => Ok(vec![exchange(line, None)]),
        Some(exchanges) => Ok(exchanges
            .into_iter()
            .map(|one| exchange(one, line.notion_version.as_ref()))
            .collect()),
    }
}

fn exchange(line: Line, version: Option<&Value>) -> Exchange {
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let method = text(line.method.as_ref()).map(|method| method.to_ascii_uppercase());
    let path = text(line.path.as_ref()).map(|path| plain_path(&path));
    let (operation, endpoint) = match (&method, &path) {
        (Some(method), Some(path)) => place(method, path),
        _ => (
            None,
            format!(
                "({})",
                text(line.kind.as_ref()).unwrap_or_else(|| "no path".to_owned())
            ),
        ),
    };
    Exchange {
        operation,
        endpoint,
        version: text(line.notion_version.as_ref()).or_else(|| text(version)),
        status: text(line.status.as_ref()).and_then(|status| status.parse().ok()),
        request: Body::new(line.request_body),
        response: Body::new(line.response_body),
    }
}

/// The path without host and query.
fn plain_path(path: &str) -> String {
    let path = path.split_once("://").map_or(path, |(_, rest)| {
        rest.find('/').map_or("/", |slash| &rest[slash..])
    });
    path.split(['?', '#']).next().unwrap_or(path).to_owned()
}

fn place(method: &str, path: &str) -> (Option<Operation>, String) {
    let found = Method::from_bytes(method.as_bytes())
        .ok()
        .and_then(|method| Some(endpoint::route(&method, path)?.route));
    if let Some(route) = found {
        return (
            Some(route.operation),
            format!("{} {}", route.method, route.path),
        );
    }
    let is_id = |segment: &str| {
        segment.len() >= 16 && segment.bytes().filter(u8::is_ascii_hexdigit).count() >= 16
    };
    let segments: Vec<_> = path
        .split('/')
        .map(|segment| if is_id(segment) { "{id}" } else { segment })
        .collect();
    (None, format!("{method} {}", segments.join("/")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_forms_are_read() {
        let one = json!({"source": "x", "kind": "recorded", "method": "get",
            "path": "https://api.notion.com/v1/users/me?x=1", "notion_version": "2022-06-28",
            "request_body": null, "status": "200", "response_body": {"object": "user"}});
        let read_one = read(&one.to_string()).unwrap();
        assert_eq!(read_one[0].operation, Some(Operation::GetSelf));
        assert_eq!(read_one[0].status, Some(200));
        assert!(read_one[0].request.value().is_none());
        assert!(read_one[0].succeeded());
        let two = json!({"source": "x", "notion_version": "2025-09-03", "exchanges": [
            {"method": "POST", "path": "/v1/nothing/3c0a5f4e0f5b81aa9d54d3a3c2a0e111",
                "status": 404, "response_body": {"object": "error"}},
            {"method": "GET", "path": "/v1/users", "notion_version": "2022-06-28"}]});
        let two = read(&two.to_string()).unwrap();
        assert_eq!(two[0].version.as_deref(), Some("2025-09-03"));
        assert_eq!(two[0].endpoint, "POST /v1/nothing/{id}");
        assert!(!two[0].succeeded());
        assert_eq!(two[1].published(), Some(Version::V2022_06_28));
    }

    #[test]
    fn what_is_no_exchange_is_an_error() {
        for line in ["[]", "{}", "7", "{\"method\":", "<html>"] {
            assert!(read(line).is_err(), "{line}");
        }
        let captured = r#"{"kind":"captured","method":null,"path":null,"response_body":[]}"#;
        assert_eq!(read(captured).unwrap()[0].endpoint, "(captured)");
    }
}
