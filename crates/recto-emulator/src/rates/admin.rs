//! Rate limits below `/_emulator`.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::RateLimits;
use crate::admin::{Answer, Call, Route, Subject, ok};

/// Rate limits.
pub(crate) static SUBJECT: Subject = Subject {
    name: "rate limits",
    about: "As Notion's, if switched on: 429 with `Retry-After` and the reason.",
    routes: &[
        Route {
            method: Method::GET,
            path: "rate_limits",
            about: "The limits, or null.",
            run: present,
        },
        Route {
            method: Method::PUT,
            path: "rate_limits",
            about: "Switches them on: `{\"connection\"?, \"workspace\"?, \"window_seconds\"?}`; \
                    what is left out is as Notion's.",
            run: |call| {
                let sent: Sent = call.body()?;
                let mut limits = RateLimits::notion();
                limits.connection = sent.connection.unwrap_or(limits.connection);
                limits.workspace = sent.workspace.unwrap_or(limits.workspace);
                limits.window = sent
                    .window_seconds
                    .map_or(limits.window, Duration::from_secs);
                call.engine.rates.set(Some(limits));
                present(call)
            },
        },
        Route {
            method: Method::DELETE,
            path: "rate_limits",
            about: "Switches them off.",
            run: |call| {
                call.engine.rates.set(None);
                present(call)
            },
        },
    ],
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    connection: Option<u32>,
    workspace: Option<u32>,
    window_seconds: Option<u64>,
}

fn present(call: &Call<'_>) -> Answer {
    let limits = call.engine.rates.get().map_or(Value::Null, |limits| {
        json!({
            "connection": limits.connection,
            "workspace": limits.workspace,
            "window_seconds": limits.window.as_secs(),
        })
    });
    ok(&json!({"rate_limits": limits}))
}
