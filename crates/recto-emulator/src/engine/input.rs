//! A request after routing.

use bytes::Bytes;
use recto_api::endpoint::Operation;
use serde_json::Value;

use super::uploads::WebFile;
use crate::ids;
use crate::problem::Problem;
use crate::validate;

/// An operation with its input.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) input: Input,
}

/// Path, query and body of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input {
    /// Path parameters by name.
    pub(crate) params: Vec<(&'static str, String)>,
    /// Decoded members of the query string, in order, repeated names included.
    pub(crate) query: Vec<(String, String)>,
    /// The JSON body; `{}` when there is none.
    pub(crate) body: Value,
    /// The body of a request that sends a file.
    pub(crate) raw: Raw,
}

/// A body that is not JSON.
#[derive(Debug, Clone, Default)]
pub(crate) struct Raw {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: Option<String>,
    /// The file from the web that the request asks for, or why it could not be fetched; `None`
    /// where nothing may be fetched.
    pub(crate) web: Option<Result<WebFile, String>>,
}

impl Input {
    /// A path parameter as it came.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, value)| value)
    }

    /// A path parameter that must be an id; dashed and in lower case.
    pub(crate) fn id(&self, name: &str) -> Result<String, Problem> {
        let text = self.param(name);
        ids::normalized(text).ok_or_else(|| {
            validate::failed(
                "path",
                &format!("path.{name}"),
                "a valid uuid",
                &Value::from(text),
            )
        })
    }

    /// The last value of a query member.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A member of the body.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        self.body.get(name)
    }

    /// `filter_properties`, in both spellings of an array; `None` if there are none.
    pub(crate) fn filter_properties(&self) -> Option<Vec<&str>> {
        let names: Vec<&str> = self
            .query
            .iter()
            .filter(|(key, _)| matches!(key.as_str(), "filter_properties" | "filter_properties[]"))
            .map(|(_, value)| value.as_str())
            .collect();
        (!names.is_empty()).then_some(names)
    }
}

/// Splits and decodes a query string.
pub(crate) fn query(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        let part = part.replace('+', " ");
        percent_encoding::percent_decode_str(&part)
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) => (decode(name), decode(value)),
            None => (decode(pair), String::new()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_strings_are_decoded_and_keep_repeats() {
        let pairs = query("filter_properties=a%3Ab&filter_properties[]=c&&x");
        assert_eq!(pairs.len(), 3);
        let input = Input {
            query: pairs,
            ..Input::default()
        };
        assert_eq!(input.filter_properties(), Some(vec!["a:b", "c"]));
        assert_eq!(input.query("x"), Some(""));
        assert_eq!(input.query("y"), None);
    }

    #[test]
    fn a_bad_id_is_refused_with_its_place() {
        let input = Input {
            params: vec![("page_id", "abc".into())],
            ..Input::default()
        };
        assert_eq!(
            input.id("page_id").unwrap_err().message(),
            "path failed validation: path.page_id should be a valid uuid, instead was `\"abc\"`."
        );
    }
}
