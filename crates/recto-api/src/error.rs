//! Error bodies: `{"object":"error","status":…,"code":…,"message":…}`.

mod body;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use body::{ErrorBody, ErrorObject};

/// The `code` of an error body (documented in Notion's "Status codes", and recordings). A code unknown today is kept as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// 400: the body is not JSON.
    InvalidJson,
    /// 400: no such path, method, or not mounted for this version.
    InvalidRequestUrl,
    /// 400: unsupported request.
    InvalidRequest,
    /// 400: a beta that is not known, or not for everyone.
    InvalidBeta,
    /// 400: a code or refresh token that is not good (or no longer); see [`crate::oauth`].
    InvalidGrant,
    /// 400: schema or semantic validation.
    ValidationError,
    /// 400: the version header is absent or not a published value.
    MissingVersion,
    /// 401: no valid token.
    Unauthorized,
    /// 403: a capability or plan does not allow it.
    RestrictedResource,
    /// 404: absent, or not shared with the connection.
    ObjectNotFound,
    /// 409: a concurrent change; read again, then retry.
    ConflictError,
    /// 409: the data source holds as many rows as it can; background work only.
    RowLimitExceeded,
    /// 429: wait for `Retry-After`.
    RateLimited,
    /// 500.
    InternalServerError,
    /// 502.
    BadGateway,
    /// 503: overloaded, or saved but not answered in time.
    ServiceUnavailable,
    /// 503.
    DatabaseConnectionUnavailable,
    /// 504.
    GatewayTimeout,
    /// 529: wait for `Retry-After`.
    ServiceOverload,
    /// A code this version of recto has no name for.
    Unknown(String),
}

const CODES: [(&str, ErrorCode); 19] = [
    ("invalid_json", ErrorCode::InvalidJson),
    ("invalid_request_url", ErrorCode::InvalidRequestUrl),
    ("invalid_request", ErrorCode::InvalidRequest),
    ("invalid_beta", ErrorCode::InvalidBeta),
    ("invalid_grant", ErrorCode::InvalidGrant),
    ("validation_error", ErrorCode::ValidationError),
    ("missing_version", ErrorCode::MissingVersion),
    ("unauthorized", ErrorCode::Unauthorized),
    ("restricted_resource", ErrorCode::RestrictedResource),
    ("object_not_found", ErrorCode::ObjectNotFound),
    ("conflict_error", ErrorCode::ConflictError),
    ("row_limit_exceeded", ErrorCode::RowLimitExceeded),
    ("rate_limited", ErrorCode::RateLimited),
    ("internal_server_error", ErrorCode::InternalServerError),
    ("bad_gateway", ErrorCode::BadGateway),
    ("service_unavailable", ErrorCode::ServiceUnavailable),
    (
        "database_connection_unavailable",
        ErrorCode::DatabaseConnectionUnavailable,
    ),
    ("gateway_timeout", ErrorCode::GatewayTimeout),
    ("service_overload", ErrorCode::ServiceOverload),
];

impl ErrorCode {
    /// The wire text.
    pub fn as_str(&self) -> &str {
        if let Self::Unknown(text) = self {
            return text;
        }
        CODES
            .iter()
            .find(|(_, code)| code == self)
            .map_or("unknown", |(text, _)| text)
    }

    /// The code of a wire text.
    pub fn from_wire(text: Cow<'_, str>) -> Self {
        CODES.iter().find(|(name, _)| *name == text).map_or_else(
            || Self::Unknown(text.into_owned()),
            |(_, code)| code.clone(),
        )
    }

    /// The HTTP status the service sends with this code; 500 for an unknown one.
    pub fn status(&self) -> u16 {
        match self {
            Self::InvalidJson
            | Self::InvalidRequestUrl
            | Self::InvalidRequest
            | Self::InvalidBeta
            | Self::InvalidGrant
            | Self::ValidationError
            | Self::MissingVersion => 400,
            Self::Unauthorized => 401,
            Self::RestrictedResource => 403,
            Self::ObjectNotFound => 404,
            Self::ConflictError | Self::RowLimitExceeded => 409,
            Self::RateLimited => 429,
            Self::InternalServerError | Self::Unknown(_) => 500,
            Self::BadGateway => 502,
            Self::ServiceUnavailable | Self::DatabaseConnectionUnavailable => 503,
            Self::GatewayTimeout => 504,
            Self::ServiceOverload => 529,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer).map(Self::from_wire)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
