//! Refusals to give tokens: another shape, and other advice, than those of all other calls.

use http::StatusCode;
use recto_api::error::ErrorBody;
use recto_api::oauth::{OAuthError, OAuthErrorCode};

use crate::error::{ApiError, Call, Error};

/// The calls that are refused in that way.
const PREFIX: &str = "/v1/oauth/";

/// Reads the body of such a refusal: `{"error": "invalid_client", …}`.
pub(crate) fn refusal(call: &Call, status: StatusCode, bytes: &[u8]) -> Option<ErrorBody> {
    if !call.path.starts_with(PREFIX) {
        return None;
    }
    let error: OAuthError = serde_json::from_slice(bytes).ok()?;
    Some(error.body(status.as_u16()))
}

impl Error {
    /// Why no token was given or taken, where the call asked for that.
    pub fn oauth_code(&self) -> Option<OAuthErrorCode> {
        match self {
            Self::Api(error) => error.oauth_code(),
            _ => None,
        }
    }
}

impl ApiError {
    pub(crate) fn oauth_code(&self) -> Option<OAuthErrorCode> {
        let ours = self.call.path.starts_with(PREFIX) && self.status.is_client_error();
        ours.then(|| OAuthErrorCode::from(self.body.code.as_str()))
    }
}

/// What to do about a refusal, for a person.
pub(crate) fn advice(code: &OAuthErrorCode) -> Option<&'static str> {
    Some(match code {
        OAuthErrorCode::InvalidClient => {
            "check the client id and the client secret: both are in the settings of the connection"
        }
        OAuthErrorCode::InvalidGrant => {
            "the code or refresh token was used before, is too old, or belongs to another redirect: \
             send the person to Notion again"
        }
        OAuthErrorCode::InvalidRequest => {
            "name the redirect if, and only if, the link to Notion named it or the connection has \
             several"
        }
        OAuthErrorCode::UnauthorizedClient => {
            "the connection may not do this: check in its settings that it is a public one"
        }
        _ => return None,
    })
}
