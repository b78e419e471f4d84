//! How many requests came.

use http::Method;

use super::{Route, Subject, ok};
use crate::engine::lock;

pub(super) const SUBJECT: Subject = Subject {
    name: "counts",
    about: "How many requests of which kind came.",
    routes: &[Route {
        method: Method::GET,
        path: "requests",
        about: "Requests since the start or the last reset: all, writes, and by operation.",
        run: |call| {
            let counts = lock(&call.engine.counts).clone();
            ok(&serde_json::to_value(counts).unwrap_or_default())
        },
    }],
};
