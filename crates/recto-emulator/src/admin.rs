//! Paths below `/_emulator`, which are the emulator's own.

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::engine::{Engine, lock};

/// Answers a request below `/_emulator/`.
pub(crate) fn handle(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    let mut response = Response::default();
    if request.uri().path() == "/_emulator/requests" {
        let counts = lock(&engine.counts).clone();
        *response.body_mut() = serde_json::to_vec(&counts).unwrap_or_default().into();
    } else {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
