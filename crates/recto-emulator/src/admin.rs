//! Paths below `/_emulator`, which are the emulator's own. They need no token.
//!
//! Each subject is a file with its [`Subject`]: what it is about, and its routes, which say of
//! themselves what they do. `GET /_emulator` answers with all of it. A path that is not there is
//! 404, another method 405; what is wrong with a request is said in `{"error": …}`.
//!
//! Whatever may change something is refused with an `Origin` that is not the emulator's own, so
//! that no web page that happens to be open changes what a test sees.

mod answer;
mod background;
mod call;
mod clock;
mod copies;
mod counts;
mod description;
mod faults;
mod health;
mod ids;
mod import;
mod log;
mod look;
mod replies;
mod seed;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use serde_json::json;

use crate::engine::Engine;
use crate::{access, events, oauth, rates};

pub(crate) use answer::{Refusal, ok};
pub(crate) use call::Call;

/// Where the paths begin.
const ROOT: &str = "/_emulator";

/// Paths that belong together.
#[derive(Debug)]
pub(crate) struct Subject {
    /// One word or two.
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    pub(crate) routes: &'static [Route],
}

/// One path and method.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// Behind `/_emulator/`, without a slash at either end. A segment `{name}` stands for any one
    /// segment, a last `{name...}` for all that follow; both are read with [`Call::param`].
    pub(crate) path: &'static str,
    /// What it does, in one sentence.
    pub(crate) about: &'static str,
    pub(crate) run: fn(&Call<'_>) -> Answer,
}

/// What a route gives back: an answer, or what is wrong with the request.
pub(crate) type Answer = Result<Response<Bytes>, Refusal>;

/// Every subject, in the order in which they are described.
const SUBJECTS: &[&Subject] = &[
    &health::SUBJECT,
    &clock::SUBJECT,
    &copies::SUBJECT,
    &ids::SUBJECT,
    &log::SUBJECT,
    &counts::SUBJECT,
    &faults::SUBJECT,
    &access::WORKSPACES,
    &access::CONNECTIONS,
    &replies::SUBJECT,
    &background::SUBJECT,
    &seed::SUBJECT,
    &look::SUBJECT,
    &import::SUBJECT,
    &oauth::SUBJECT,
    &rates::SUBJECT,
    &events::SUBJECT,
    &description::SUBJECT,
];

/// Whether a path is one of the emulator's own.
pub(crate) fn is_own(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a request to one of the emulator's own paths.
pub(crate) fn handle(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    answer(engine, request).unwrap_or_else(Refusal::into_response)
}

fn answer(engine: &Engine, request: &Request<Bytes>) -> Answer {
    let path = request.uri().path();
    let path = path.strip_prefix(ROOT).unwrap_or(path);
    let path = path.trim_matches('/');
    if !is_safe(request.method()) && is_foreign(request) {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "web pages may not change the emulator: send no Origin, or its own",
        ));
    }
    let method = match request.method() {
        &Method::HEAD => &Method::GET,
        method => method,
    };
    let mut allowed = Vec::new();
    for route in SUBJECTS.iter().flat_map(|subject| subject.routes) {
        let Some(params) = call::matched(route.path, path) else {
            continue;
        };
        if route.method == *method {
            return (route.run)(&Call::new(engine, request, params));
        }
        allowed.push(route.method.as_str());
    }
    if allowed.is_empty() {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "no such path; GET /_emulator lists all there are",
        ));
    }
    Err(Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("no such method here, only {}", allowed.join(", ")),
    ))
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether a web page of another origin sent this.
fn is_foreign(request: &Request<Bytes>) -> bool {
    let headers = request.headers();
    let Some(origin) = headers.get(header::ORIGIN) else {
        return false;
    };
    let own = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| is_literal(host));
    match (origin.to_str(), own) {
        (Ok(origin), Some(host)) => origin != format!("http://{host}"),
        _ => true,
    }
}

/// Whether a host is an address or `localhost`. A name could be made to mean this machine by
/// whoever owns it, and its pages would then be of the emulator's own origin.
fn is_literal(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok()
}

/// All paths, as JSON.
pub(crate) fn describe() -> serde_json::Value {
    let subjects: Vec<_> = SUBJECTS
        .iter()
        .map(|subject| {
            let routes: Vec<_> = subject
                .routes
                .iter()
                .map(|route| {
                    json!({
                        "method": route.method.as_str(),
                        "path": format!("{ROOT}/{}", route.path),
                        "about": route.about,
                    })
                })
                .collect();
            json!({"name": subject.name, "about": subject.about, "routes": routes})
        })
        .collect();
    json!({"emulator": env!("CARGO_PKG_VERSION"), "subjects": subjects})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths_begin_with_the_whole_word() {
        assert!(is_own("/_emulator"));
        assert!(is_own("/_emulator/health"));
        assert!(!is_own("/_emulators"));
        assert!(!is_own("/v1/_emulator/health"));
    }

    #[test]
    fn only_literal_hosts_are_an_origin_of_its_own() {
        for host in [
            "localhost:80",
            "127.0.0.1",
            "127.0.0.1:8787",
            "[::1]:1",
            "LOCALHOST",
        ] {
            assert!(is_literal(host), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com:80",
            "rebind.example:8787",
            "",
        ] {
            assert!(!is_literal(host), "{host}");
        }
    }

    #[test]
    fn no_two_routes_are_alike() {
        let mut seen = std::collections::BTreeSet::new();
        for route in SUBJECTS.iter().flat_map(|subject| subject.routes) {
            assert!(
                seen.insert((route.method.as_str(), route.path)),
                "{} {} is there twice",
                route.method,
                route.path
            );
            assert!(!route.about.is_empty() && !route.path.ends_with('/'));
        }
    }
}
