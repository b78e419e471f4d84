//! How a call is authorised, and what its body is.

use std::borrow::Cow;

use bytes::Bytes;

/// How a call is authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// By the token of a connection: `Authorization: Bearer …`.
    Bearer,
    /// By the id and secret of the client: `Authorization: Basic …`. Only the calls that give and
    /// take tokens.
    Basic,
}

/// A body with its media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The value of `Content-Type`.
    pub content_type: Cow<'static, str>,
    /// The body. Cheap to clone, so a request can be sent again.
    pub bytes: Bytes,
}

impl Payload {
    /// A body of JSON.
    pub fn json(bytes: impl Into<Bytes>) -> Self {
        Self {
            content_type: Cow::Borrowed("application/json"),
            bytes: bytes.into(),
        }
    }
}
