//! The last requests.

use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::LogFilter;

pub(super) const SUBJECT: Subject = Subject {
    name: "log",
    about: "The last 1,000 requests with their answers; bodies up to 4,096 bytes, no tokens.",
    routes: &[
        Route {
            method: Method::GET,
            path: "log",
            about: "Narrowed by `method`, `path` (its beginning), `operation`, `status` (404 or 4xx), `after` (a number), `since` (a time), `limit` (100); `bodies=false` leaves bodies out.",
            run: read,
        },
        Route {
            method: Method::DELETE,
            path: "log",
            about: "Forgets all.",
            run: |call| {
                call.engine.log.clear();
                read(call)
            },
        },
    ],
};

fn read(call: &Call<'_>) -> Answer {
    let mut filter = LogFilter::default().limit(100);
    if let Some(method) = call.query("method") {
        filter = filter.method(method);
    }
    if let Some(path) = call.query("path") {
        filter = filter.path(path);
    }
    if let Some(operation) = call.query("operation") {
        filter = filter.operation_named(operation);
    }
    if let Some(status) = call.query("status") {
        let (from, to) = statuses(status)?;
        filter = filter.status(from, to);
    }
    if let Some(number) = call.query_as::<u64>("after")? {
        filter = filter.after(number);
    }
    if let Some(time) = call.query_as::<Timestamp>("since")? {
        filter = filter.since(time);
    }
    if let Some(limit) = call.query_as::<usize>("limit")? {
        filter = filter.limit(limit);
    }
    let bodies = call.query_as::<bool>("bodies")?.unwrap_or(true);
    let (last, kept) = call.engine.log.extent();
    let entries: Vec<Value> = call
        .engine
        .log
        .read(&filter, &call.engine.workspace.token)
        .iter()
        .map(|entry| entry.to_json(bodies))
        .collect();
    ok(&json!({"last": last, "kept": kept, "requests": entries}))
}

/// `404`, or `4xx` for all that begin so.
fn statuses(text: &str) -> Result<(u16, u16), Refusal> {
    let class = text
        .strip_suffix("xx")
        .and_then(|class| class.parse::<u16>().ok())
        .filter(|class| (1..=5).contains(class));
    if let Some(class) = class {
        return Ok((class * 100, class * 100 + 99));
    }
    match text.parse() {
        Ok(status) => Ok((status, status)),
        Err(_) => Err(Refusal::bad(format!(
            "`status` cannot be `{text}`: write it as `404` or `4xx`"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_one_or_a_class() {
        assert_eq!(statuses("404").unwrap(), (404, 404));
        assert_eq!(statuses("5xx").unwrap(), (500, 599));
        assert!(statuses("xx").is_err() && statuses("9xx").is_err());
    }
}
