//! Public connections: a page on which a person allows one, and tokens for the code that comes of it.

mod admin;
mod allow;
mod app;
mod page;
mod token;

use bytes::Bytes;
use http::{Method, Request, Response};

pub(crate) use admin::SUBJECT;
pub(crate) use allow::Tickets;
pub use app::{App, RegisterApp};

use crate::engine::Engine;

/// Where people are sent.
const AUTHORIZE: &str = "/v1/oauth/authorize";

/// Answers what belongs to OAuth; `None` for any other request.
pub(crate) fn handle(engine: &Engine, request: &Request<Bytes>) -> Option<Response<Bytes>> {
    let path = request.uri().path();
    if !path.starts_with("/v1/oauth/") {
        return None;
    }
    match (request.method(), path.strip_suffix('/').unwrap_or(path)) {
        (&Method::GET, AUTHORIZE) => Some(allow::show(engine, request)),
        (&Method::POST, AUTHORIZE) => Some(allow::decide(engine, request)),
        (&Method::POST, path) => token::handle(engine, request, path),
        _ => None,
    }
}
