//! Objects as the API gives them, brought into the workspace.

use http::Method;
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Route, Subject, ok};

pub(super) const SUBJECT: Subject = Subject {
    name: "import",
    about: "Recorded or exported objects come to life, with their ids, order and times.",
    routes: &[Route {
        method: Method::POST,
        path: "import",
        about: "Brings pages, databases, data sources, blocks, users, comments, file uploads and \
                property items into the workspace: an object as the API gives it, a list of them, or \
                an array of both. Answers with how many of each.",
        run: import,
    }],
};

fn import(call: &Call<'_>) -> Answer {
    let objects = match call.body()? {
        Value::Array(objects) => objects,
        object => vec![object],
    };
    let done = call
        .engine
        .transact(call.engine.access.first(), "", |tx, ctx| {
            crate::import::run(tx, ctx, &objects)
        })
        .map_err(|problem| Refusal::bad(problem.message().to_owned()))?;
    ok(&json!({"imported": done}))
}
