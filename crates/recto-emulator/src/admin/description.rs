//! What there is below `/_emulator`.

use http::Method;

use super::{Route, Subject, describe, ok};

pub(super) const SUBJECT: Subject = Subject {
    name: "description",
    about: "What there is below `/_emulator`.",
    routes: &[Route {
        method: Method::GET,
        path: "",
        about: "All paths with what they do.",
        run: |_| ok(&describe()),
    }],
};
