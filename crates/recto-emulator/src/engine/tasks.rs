//! Async tasks: requests that are answered before they are done.

use recto_api::endpoint::Operation;
use recto_api::version::Version;
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::{Call, Context, Input, Raw, jobs};
use crate::problem::Problem;
use crate::store::jobs::{self as store, Task};
use crate::store::set;
use crate::{counts, time, version_edge};

/// Seconds after which a caller is to ask again (recorded).
const POLL_AFTER: u64 = 2;

/// `GET /v1/async_tasks/{task_id}`
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.param("task_id");
    let task = store::task(tx, id)?.ok_or_else(|| ctx.not_found("async task", id))?;
    Ok(object(ctx, &task))
}

/// Whether a request asks to be done in the background, and can be (documented: writes of
/// Markdown).
pub(crate) fn wants(call: &Call) -> bool {
    let asked = call.input.member("allow_async") == Some(&Value::Bool(true));
    asked
        && match call.operation {
            Operation::UpdatePageMarkdown => true,
            Operation::CreatePage => call.input.member("markdown").is_some(),
            _ => false,
        }
}

/// Accepts a request for the background. What is wrong with its form, or with whom it is about, is
/// told at once; what else is wrong with it makes the task fail (assumed).
pub(crate) fn accept(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    version: Version,
    call: Call,
) -> Result<Value, Problem> {
    let mut refused = Ok(());
    let tried = jobs::attempt(tx, ctx, || {
        refused = version_edge::run(tx, ctx, version, call.clone()).map(|_| ());
        // Undone in any case: it was only tried.
        Err::<(), _>(Problem::invalid_url())
    });
    debug_assert!(tried.is_err(), "a trial is undone");
    if let Err(problem) = refused
        && (problem.status() != 400 || problem.message().contains(" failed validation"))
    {
        return Err(problem);
    }
    let task = Task {
        id: format!("task_{}", ctx.ids.random().replace('-', "")),
        created_time: ctx.now.as_millisecond(),
        operation: operation_text(call.operation),
        status: "queued".to_owned(),
        outcome: None,
    };
    store::add_task(tx, &task)?;
    let pairs = |pairs: Vec<(String, String)>| -> Value {
        pairs
            .into_iter()
            .map(|(name, value)| json!([name, value]))
            .collect()
    };
    let params = call.input.params.into_iter();
    let params = params
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let body = json!({
        "task": task.id,
        "version": version.as_str(),
        "operation": counts::name(call.operation),
        "params": pairs(params),
        "query": pairs(call.input.query),
        "body": call.input.body,
    });
    jobs::queue(tx, ctx, "operation", body)?;
    Ok(object(ctx, &task))
}

/// Does what a request asked for.
pub(super) fn run(tx: &Transaction<'_>, ctx: &Context<'_>, job: &Value) -> Result<Value, Problem> {
    let unreadable = || Problem::internal(&"a stored request cannot be read");
    let text = |name: &str| job.get(name).and_then(Value::as_str).unwrap_or_default();
    let version: Version = text("version").parse().map_err(|_| unreadable())?;
    let operation = counts::operation(text("operation")).ok_or_else(unreadable)?;
    let pairs = |name: &str| -> Vec<(String, String)> {
        let pairs = job.get(name).and_then(Value::as_array);
        pairs
            .into_iter()
            .flatten()
            .filter_map(|pair| {
                let part = |index: usize| pair.get(index).and_then(Value::as_str);
                Some((part(0)?.to_owned(), part(1)?.to_owned()))
            })
            .collect()
    };
    let values = pairs("params");
    let params = operation
        .route()
        .path
        .split('/')
        .filter_map(|segment| Some(segment.strip_prefix('{')?.trim_end_matches('}')))
        .filter_map(|name| {
            let (_, value) = values.iter().find(|(own, _)| own == name)?;
            Some((name, value.clone()))
        })
        .collect();
    let call = Call {
        operation,
        input: Input {
            params,
            query: pairs("query"),
            body: job.get("body").cloned().unwrap_or_default(),
            raw: Raw::default(),
        },
    };
    version_edge::run(tx, ctx, version, call)
}

/// Says what became of a request.
pub(super) fn end(
    tx: &Transaction<'_>,
    job: &Value,
    done: Result<Value, Problem>,
) -> Result<(), Problem> {
    let id = job.get("task").and_then(Value::as_str).unwrap_or_default();
    match done {
        Ok(result) => store::end_task(tx, id, "succeeded", &in_order(result)),
        Err(problem) => {
            let error = serde_json::to_value(problem.body())?;
            store::end_task(tx, id, "failed", &error)
        }
    }
}

/// The members of a result in their recorded order: id and object last.
fn in_order(result: Value) -> Value {
    let Value::Object(mut members) = result else {
        return result;
    };
    if members.get("object").and_then(Value::as_str) != Some("page_markdown") {
        return Value::Object(members);
    }
    let last = ["id", "object"].map(|name| (name.to_owned(), members.shift_remove(name)));
    let mut out: Map<String, Value> = members;
    out.extend(
        last.into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    Value::Object(out)
}

/// A task as it is answered; members in the recorded order.
fn object(ctx: &Context<'_>, task: &Task) -> Value {
    let mut out = json!({
        "object": "async_task",
        "id": task.id,
        "status": task.status,
        "status_url": format!("{}/v1/async_tasks/{}", ctx.origin, task.id),
        "created_time": time::zulu_text(task.created_time),
    });
    if task.status == "queued" {
        set(&mut out, "poll_after_seconds", json!(POLL_AFTER));
    }
    set(
        &mut out,
        "operation",
        json!({"surface": "rest", "name": task.operation}),
    );
    if let Some(outcome) = &task.outcome {
        let name = if task.status == "failed" {
            "error"
        } else {
            "result"
        };
        set(&mut out, name, outcome.clone());
    }
    out
}

/// `PATCH /v1/pages/:page_id/markdown` (recorded).
fn operation_text(operation: Operation) -> String {
    let route = operation.route();
    let path: Vec<String> = route
        .path
        .split('/')
        .map(|segment| match segment.strip_prefix('{') {
            Some(name) => format!(":{}", name.trim_end_matches('}')),
            None => segment.to_owned(),
        })
        .collect();
    format!("{} {}", route.method, path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_by_method_and_path() {
        assert_eq!(
            operation_text(Operation::UpdatePageMarkdown),
            "PATCH /v1/pages/:page_id/markdown"
        );
        assert_eq!(operation_text(Operation::CreatePage), "POST /v1/pages");
    }

    #[test]
    fn id_and_object_end_a_result() {
        let result = json!({"object": "page_markdown", "id": "a", "markdown": "x"});
        assert_eq!(
            in_order(result).to_string(),
            r#"{"markdown":"x","id":"a","object":"page_markdown"}"#
        );
    }
}
