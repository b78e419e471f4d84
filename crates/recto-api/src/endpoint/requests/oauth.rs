//! Requests for tokens. They are authorised by the id and secret of the client, not by a token.

use super::json;
use crate::endpoint::{Credential, Endpoint, Operation};
use crate::oauth::{Secret, TokenGrant, TokenReference, TokenRequest, TokenRevoked, TokenState};

/// Exchanges a code or a refresh token for tokens. Either works once.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// What is exchanged.
    pub body: TokenRequest,
}

impl CreateToken {
    /// Exchanges this.
    pub fn new(body: TokenRequest) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateToken {
    const OPERATION: Operation = Operation::CreateToken;
    const CREDENTIAL: Credential = Credential::Basic;
    type Output = TokenGrant;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Says what a token is good for.
#[derive(Debug, Clone)]
pub struct IntrospectToken {
    /// The token.
    pub body: TokenReference,
}

impl IntrospectToken {
    /// Asks about this token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            body: TokenReference::new(token),
        }
    }
}

impl Endpoint for IntrospectToken {
    const OPERATION: Operation = Operation::IntrospectToken;
    const CREDENTIAL: Credential = Credential::Basic;
    type Output = TokenState;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Makes a token useless.
#[derive(Debug, Clone)]
pub struct RevokeToken {
    /// The token.
    pub body: TokenReference,
}

impl RevokeToken {
    /// Revokes this token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            body: TokenReference::new(token),
        }
    }
}

impl Endpoint for RevokeToken {
    const OPERATION: Operation = Operation::RevokeToken;
    const CREDENTIAL: Credential = Credential::Basic;
    type Output = TokenRevoked;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}
