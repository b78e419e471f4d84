//! The whole workspace: how it began, and named copies.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::Error;

pub(super) const SUBJECT: Subject = Subject {
    name: "state",
    about: "The whole workspace: back to how it began, or to a named copy.",
    routes: &[
        Route {
            method: Method::POST,
            path: "reset",
            about: "Back to how the workspace began: content, clock and ids; no faults, counts or log.",
            run: reset,
        },
        Route {
            method: Method::GET,
            path: "snapshots",
            about: "The named copies and how large they are.",
            run: list,
        },
        Route {
            method: Method::PUT,
            path: "snapshots/{name}",
            about: "Keeps a copy of the content under a name, in the place of an older one.",
            run: |call| {
                call.engine.snapshot(call.param("name")).map_err(refusal)?;
                list(call)
            },
        },
        Route {
            method: Method::POST,
            path: "snapshots/{name}/restore",
            about: "Makes the content what it was then.",
            run: |call| {
                call.engine.restore(call.param("name")).map_err(refusal)?;
                ok(&json!({"restored": call.param("name")}))
            },
        },
        Route {
            method: Method::DELETE,
            path: "snapshots/{name}",
            about: "Forgets a copy.",
            run: |call| {
                call.engine
                    .remove_snapshot(call.param("name"))
                    .map_err(refusal)?;
                list(call)
            },
        },
    ],
};

fn reset(call: &Call<'_>) -> Answer {
    call.engine.reset().map_err(refusal)?;
    ok(&json!({"reset": true}))
}

fn list(call: &Call<'_>) -> Answer {
    let listed: Vec<Value> = call
        .engine
        .snapshots()?
        .into_iter()
        .map(|one| json!({"name": one.name, "bytes": one.bytes}))
        .collect();
    ok(&json!({"snapshots": listed}))
}

fn refusal(error: Error) -> Refusal {
    let status = match error {
        Error::NoSnapshot { .. } => StatusCode::NOT_FOUND,
        Error::SnapshotName { .. } => StatusCode::BAD_REQUEST,
        Error::NoInitial => StatusCode::CONFLICT,
        other => return other.into(),
    };
    Refusal::new(status, error.to_string())
}
