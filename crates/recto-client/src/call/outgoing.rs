//! A request before it is written out, and how it is.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Request, Uri};
use recto_api::endpoint::{Endpoint, Operation, Payload};
use recto_api::version::Version;

use super::{Client, Deadline};
use crate::error::Error;
use crate::retry::Effect;

const NOTION_VERSION: HeaderName = HeaderName::from_static("notion-version");

/// A request before it is written out.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) path_and_query: String,
    pub(crate) version: Version,
    pub(crate) payload: Option<Payload>,
    pub(crate) operation: Option<Operation>,
    pub(crate) effect: Effect,
    /// When the call must be over, if that was fixed before it is sent.
    pub(crate) deadline: Deadline,
}

impl Outgoing {
    /// The request of an endpoint, at the newest version.
    pub(crate) fn of<E: Endpoint>(endpoint: &E) -> Result<Self, Error> {
        let method = &E::OPERATION.route().method;
        let path_and_query = endpoint.path_and_query();
        let payload = endpoint
            .payload()
            .transpose()
            .map_err(|source| Error::Encode {
                method: method.clone(),
                path: path_of(&path_and_query).to_owned(),
                source,
            })?;
        Ok(Self {
            method: method.clone(),
            path_and_query,
            version: Version::NEWEST,
            payload,
            operation: Some(E::OPERATION),
            effect: Effect::of(method, Some(E::OPERATION)),
            deadline: Deadline::default(),
        })
    }

    /// A request that is written out by hand.
    pub(crate) fn raw(
        method: Method,
        path_and_query: String,
        version: Version,
        payload: Option<Payload>,
    ) -> Self {
        let (effect, operation) = Effect::of_path(&method, path_of(&path_and_query));
        Self {
            method,
            path_and_query,
            version,
            payload,
            operation,
            effect,
            deadline: Deadline::default(),
        }
    }

    /// A `GET` of an operation, at the newest version.
    pub(crate) fn get(operation: Operation, path_and_query: String) -> Self {
        Self {
            method: Method::GET,
            path_and_query,
            version: Version::NEWEST,
            payload: None,
            operation: Some(operation),
            effect: Effect::Read,
            deadline: Deadline::default(),
        }
    }

    /// The path, without the query string.
    pub(crate) fn path(&self) -> &str {
        path_of(&self.path_and_query)
    }
}

impl Client {
    /// Writes a request out.
    pub(super) fn request(&self, outgoing: &Outgoing) -> Result<Request<Bytes>, Error> {
        let refuse = || Error::Path(outgoing.path().to_owned());
        check(&outgoing.path_and_query).ok_or_else(refuse)?;
        let uri: Uri = format!("{}{}", self.inner.origin, outgoing.path_and_query)
            .parse()
            .map_err(|_| refuse())?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = outgoing.method.clone();
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.inner.authorization.clone());
        headers.insert(
            NOTION_VERSION,
            HeaderValue::from_static(outgoing.version.as_str()),
        );
        headers.insert(USER_AGENT, self.inner.user_agent.clone());
        if let Some(Payload {
            content_type,
            bytes,
        }) = &outgoing.payload
        {
            let content_type = HeaderValue::from_str(content_type).map_err(|_| {
                Error::Request(format!(
                    "the content type {content_type:?} holds characters that no header can"
                ))
            })?;
            headers.insert(CONTENT_TYPE, content_type);
            *request.body_mut() = bytes.clone();
        }
        Ok(request)
    }
}

fn path_of(path_and_query: &str) -> &str {
    path_and_query.split(['?', '#']).next().unwrap_or_default()
}

/// Refuses paths that a URL parser would resolve to another one: `.` and `..`, also when encoded,
/// and backslashes.
fn check(path_and_query: &str) -> Option<()> {
    let path = path_of(path_and_query).strip_prefix('/')?;
    let dots = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    (!path.contains('\\') && !path.split('/').any(dots)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for path in [
            "/v1/pages/abc",
            "/v1/pages/a..b",
            "/v1/pages/...",
            "/v1/x?y=../..",
            "/",
        ] {
            assert_eq!(check(path), Some(()), "{path}");
        }
        for path in [
            "",
            "v1/users",
            "/v1/pages/..",
            "/v1/./me",
            "/v1/%2E%2e/x",
            "/v1/.%2E",
            "/\\x",
        ] {
            assert_eq!(check(path), None, "{path}");
        }
    }
}
