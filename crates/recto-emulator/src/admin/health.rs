//! Whether it is there.

use http::Method;
use serde_json::json;

use super::{Route, Subject, ok};

pub(super) const SUBJECT: Subject = Subject {
    name: "health",
    about: "Whether the emulator answers.",
    routes: &[Route {
        method: Method::GET,
        path: "health",
        about: "Answers `{\"status\":\"ok\"}`.",
        run: |_| ok(&json!({"status": "ok"})),
    }],
};
