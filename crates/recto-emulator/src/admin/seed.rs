//! Workspaces written down by people.

use http::Method;
use serde_json::json;

use super::{Refusal, Route, Subject, ok};
use crate::Error;

pub(super) const SUBJECT: Subject = Subject {
    name: "seed",
    about: "A workspace written down in few words comes to life.",
    routes: &[Route {
        method: Method::POST,
        path: "seed",
        about: "Adds users, pages, databases with rows, blocks and comments as `docs/emulator.md` describes them; what has the same key or id is replaced.",
        run: |call| {
            let seed = call.body()?;
            let done = call.engine.sow(&seed).map_err(|error| match error {
                Error::Seed(told) => Refusal::bad(told),
                other => other.into(),
            })?;
            ok(&json!({"imported": done}))
        },
    }],
};
