//! What there is below `/_emulator`: as JSON, or for a browser as the web page.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, header};

use super::{Answer, Call, Route, Subject, describe, ok};

/// The web page. It is whole in itself, and reads what it shows from the paths here.
const PAGE: &str = include_str!("page.html");

/// What stands in the page where each answer has a word of its own.
const NONCE: &str = "{nonce}";

pub(super) const SUBJECT: Subject = Subject {
    name: "description",
    about: "What there is below `/_emulator`.",
    routes: &[Route {
        method: Method::GET,
        path: "",
        about: "All paths with what they do; for a browser the web page.",
        run: describe_or_show,
    }],
};

fn describe_or_show(call: &Call<'_>) -> Answer {
    let is_browser = call
        .request
        .headers()
        .get_all(header::ACCEPT)
        .iter()
        .any(|accept| {
            accept
                .to_str()
                .is_ok_and(|accept| accept.contains("text/html"))
        });
    match is_browser {
        true => Ok(page(&call.engine.ids.request())),
        false => ok(&describe()),
    }
}

/// The page, and what a browser may do with it: run the page's own script, which alone has this
/// answer's word, and talk to where it came from. What people write on pages is data there; should
/// it ever become more, the browser does not run it.
fn page(nonce: &str) -> Response<Bytes> {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let mut response = Response::new(Bytes::from(PAGE.replace(NONCE, nonce)));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
