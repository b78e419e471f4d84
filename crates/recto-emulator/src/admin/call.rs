//! A request to one of the emulator's own paths.

use bytes::Bytes;
use http::Request;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::Refusal;
use crate::engine::{Engine, input};

/// A request and what it may use.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) request: &'a Request<Bytes>,
    params: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        request: &'a Request<Bytes>,
        params: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            engine,
            request,
            params,
            query: input::query(request.uri().query().unwrap_or_default()),
        }
    }

    /// A segment that the route's path leaves open, decoded.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(own, _)| *own == name)
            .map_or("", |(_, value)| value)
    }

    /// The last value of a member of the query string.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// A member of the query string that must be readable as what is asked for.
    pub(crate) fn query_as<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.query(name)
            .map(|text| {
                text.parse()
                    .map_err(|_| Refusal::bad(format!("`{name}` cannot be `{text}`")))
            })
            .transpose()
    }

    /// The body, read as JSON; an empty one counts as `{}`.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let body = self.request.body();
        let bytes: &[u8] = if body.is_empty() { b"{}" } else { body };
        serde_json::from_slice(bytes).map_err(|error| Refusal::bad(error.to_string()))
    }
}

/// The open segments of a route's path in a path, if it is one of the route's.
pub(super) fn matched(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut params = Vec::new();
    let mut rest = Some(path);
    for segment in pattern.split('/') {
        let left = rest?;
        let open = segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        if let Some(name) = open.and_then(|name| name.strip_suffix("...")) {
            params.push((name, decoded(left)));
            return Some(params);
        }
        let (own, next) = match left.split_once('/') {
            Some((own, next)) => (own, Some(next)),
            None => (left, None),
        };
        match open {
            Some(_) if own.is_empty() => return None,
            Some(name) => params.push((name, decoded(own))),
            None if own != segment => return None,
            None => {}
        }
        rest = next;
    }
    rest.is_none().then_some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_whole() {
        assert_eq!(matched("", ""), Some(vec![]));
        assert_eq!(matched("", "health"), None);
        assert_eq!(matched("faults", "faults"), Some(vec![]));
        assert_eq!(matched("faults", "faults/1"), None);
        assert_eq!(matched("faults/{id}", "faults"), None);
        assert_eq!(matched("faults/{id}", "faults/"), None);
    }

    #[test]
    fn open_segments_are_decoded() {
        assert_eq!(
            matched("snapshots/{name}/restore", "snapshots/a%20b/restore"),
            Some(vec![("name", "a b".to_owned())])
        );
        assert_eq!(
            matched("files/{path...}", "files/a/b"),
            Some(vec![("path", "a/b".to_owned())])
        );
    }
}
