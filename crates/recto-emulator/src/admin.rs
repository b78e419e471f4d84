//! Paths below `/_emulator`, which are the emulator's own. They need no token.
//!
//! Only `GET` is for browsers: any other request with an `Origin` is refused, so that no web page
//! that happens to be open changes what a test sees.
//!
//! | request | answer |
//! |---|---|
//! | `GET /_emulator/health` | `{"status":"ok"}` |
//! | `GET /_emulator/requests` | requests so far, see [`crate::RequestCounts`] |
//! | `GET /_emulator/faults` | the rules that may still happen |
//! | `POST /_emulator/faults` | adds a rule or an array of rules, answers with all |
//! | `DELETE /_emulator/faults` | forgets all rules |

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::engine::{Engine, lock};
use crate::faults;

/// Answers a request below `/_emulator/`.
pub(crate) fn handle(engine: &Engine, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request
        .uri()
        .path()
        .trim_start_matches("/_emulator/")
        .trim_end_matches('/');
    if request.method() != Method::GET && request.headers().contains_key(header::ORIGIN) {
        return answer(
            StatusCode::FORBIDDEN,
            &json!({"error": "web pages may not change the emulator: send no Origin"}),
        );
    }
    match (request.method(), path) {
        (&Method::GET, "health") => answer(StatusCode::OK, &json!({"status": "ok"})),
        (&Method::GET, "requests") => {
            let counts = lock(&engine.counts).clone();
            answer(
                StatusCode::OK,
                &serde_json::to_value(counts).unwrap_or_default(),
            )
        }
        (&Method::GET, "faults") => list_faults(engine),
        (&Method::POST, "faults") => match faults::parse(request.body()) {
            Ok(rules) => {
                rules.into_iter().for_each(|rule| engine.faults.add(rule));
                list_faults(engine)
            }
            Err(error) => answer(StatusCode::BAD_REQUEST, &json!({"error": error})),
        },
        (&Method::DELETE, "faults") => {
            engine.faults.clear();
            list_faults(engine)
        }
        (_, "health" | "requests" | "faults") => answer(
            StatusCode::METHOD_NOT_ALLOWED,
            &json!({"error": "no such method here"}),
        ),
        _ => answer(
            StatusCode::NOT_FOUND,
            &json!({"error": "the emulator has /_emulator/health, requests and faults"}),
        ),
    }
}

fn list_faults(engine: &Engine) -> Response<Bytes> {
    let rules: Vec<Value> = engine.faults.list().iter().map(faults::present).collect();
    answer(StatusCode::OK, &json!({"faults": rules}))
}

fn answer(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}
