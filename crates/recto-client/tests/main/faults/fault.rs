//! What can go wrong between a request and its answer.

use serde_json::{Value, json};

/// One fault.
#[derive(Debug)]
pub(super) struct Fault {
    /// Whether the request has taken effect before it.
    pub(super) after: bool,
    pub(super) act: Act,
}

/// What comes instead of the right answer.
#[derive(Debug)]
pub(super) enum Act {
    /// A status with headers and a body.
    Answer(u16, Headers, &'static str),
    /// A refusal in Notion's words: status, headers, code, details.
    Refuse(u16, Headers, &'static str, Value),
    /// The way to another server.
    Redirect(u16),
    /// These bytes, then the end of the connection.
    Raw(&'static str),
    /// The connection is reset.
    Reset,
    /// The connection is closed.
    Close,
    /// The connection is closed while no request is under way.
    Stale,
    /// Nothing, for ever.
    Silence,
    /// The right answer, in so many seconds.
    Drip(usize),
    /// All but the end of the right answer, and then nothing, for ever.
    Half,
    /// All but the end of the right answer, and then the end of the connection.
    Cut,
    /// The same without a length told.
    CutChunk,
    /// The right answer with a length that is off by so much, and then the end of the connection.
    Long(isize),
}

type Headers = &'static [(&'static str, &'static str)];

const HTML: &str = "<html><head><title>502 Bad Gateway</title></head><body>edge</body></html>";
const NONE: Headers = &[];

/// The fault of a row's first words.
pub(super) fn fault(name: &str) -> Fault {
    let (words, after) = match name.strip_suffix(", after the effect") {
        Some(words) => (words, true),
        None => (
            name.strip_suffix(", before the effect").unwrap_or(name),
            false,
        ),
    };
    let refuse = |status, code| Act::Refuse(status, NONE, code, Value::Null);
    let limited = |headers, reason| {
        let data = json!({"rate_limit_reason": reason});
        Act::Refuse(429, headers, "rate_limited", data)
    };
    let saved = |mut data: Value| {
        data["retry_guidance"] = json!([
            "Read the object again to confirm the saved change.",
            "Do not repeat the write."
        ]);
        Act::Refuse(503, NONE, "service_unavailable", data)
    };
    let act = match words {
        "429, the connection's limit, `Retry-After: 7`" => {
            limited(&[("retry-after", "7")], "public_api_request_rate_limit")
        }
        "429, the workspace's limit, `Retry-After: 7`" => limited(
            &[("retry-after", "7")],
            "public_api_space_request_rate_limit",
        ),
        "429 as a web page, `Retry-After` as a date, 20 s away" => Act::Answer(
            429,
            &[
                ("date", "Fri, 20 Nov 2026 23:59:50 GMT"),
                ("retry-after", "Sat, 21 Nov 2026 00:00:10 GMT"),
            ],
            HTML,
        ),
        "429, no time told" => limited(NONE, "public_api_request_rate_limit"),
        "429, blocked" => limited(&[("retry-after", "7")], "public_api_request_blocked"),
        "529, `Retry-After: 5`" => Act::Refuse(
            529,
            &[("retry-after", "5")],
            "service_overload",
            Value::Null,
        ),
        "400" => refuse(400, "validation_error"),
        "409" => refuse(409, "conflict_error"),
        "500" => refuse(500, "internal_server_error"),
        "502" => refuse(502, "bad_gateway"),
        "502 as a web page" => Act::Answer(502, NONE, HTML),
        "503" => refuse(503, "service_unavailable"),
        "503, `Retry-After: 20`" => Act::Refuse(
            503,
            &[("retry-after", "20")],
            "service_unavailable",
            Value::Null,
        ),
        "503 that names what was saved" => saved(json!({
            "committed_resource_id": super::server::ID,
            "committed_child_ids": [super::server::ID]
        })),
        "503 that says it was saved, without a name" => saved(json!({})),
        "503 with other guidance" => Act::Refuse(
            503,
            NONE,
            "service_unavailable",
            json!({"retry_guidance": ["Use a narrower filter."]}),
        ),
        "504" => refuse(504, "gateway_timeout"),
        "522 without a body" => Act::Answer(522, NONE, ""),
        "connection reset" => Act::Reset,
        "connection closed without an answer" => Act::Close,
        "kept connection closed while idle" => Act::Stale,
        "no answer, ever" => Act::Silence,
        "slow body, whole after 30 s" => Act::Drip(30),
        "slow body, whole after 90 s" => Act::Drip(90),
        "body that stops and stays open" => Act::Half,
        "body cut off" => Act::Cut,
        "body cut off, chunked" => Act::CutChunk,
        "`Content-Length` 50 too large" => Act::Long(50),
        "`Content-Length` 5 too small" => Act::Long(-5),
        "two lengths that differ" => {
            Act::Raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ")
        }
        "bytes that are not HTTP" => Act::Raw("\u{16}\u{3}\u{1} hello\r\n\r\n"),
        "200 with a web page" => Act::Answer(200, NONE, "<html>Log in to the hotel network</html>"),
        "302 to another host" => Act::Redirect(302),
        "307 to another host" => Act::Redirect(307),
        other => panic!("no fault is called {other:?}"),
    };
    // Whoever sends the right answer, however badly, has done the work.
    let answers = matches!(
        act,
        Act::Drip(_) | Act::Half | Act::Cut | Act::CutChunk | Act::Long(_)
    );
    Fault {
        after: after || answers,
        act,
    }
}
