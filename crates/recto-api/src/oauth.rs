//! Tokens for public connections: how they are asked for, and what comes.

mod secret;

use serde_json::Number;

pub use self::secret::Secret;
use crate::agent::Shown;
use crate::error::{ErrorBody, ErrorCode, ErrorObject};
use crate::user::User;
use crate::wire::{Extra, Field, Unknown, Wire};

/// What is exchanged for tokens.
///
/// It holds secrets; its `Debug` text does not show them, but writing it as JSON does.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TokenRequest {
    /// `authorization_code` or `refresh_token`.
    pub grant_type: Field<GrantType>,
    /// The code that came with the redirect.
    pub code: Field<Secret>,
    /// Where the redirect led; if and only if the authorize URL named it, or the connection has
    /// several (documented).
    pub redirect_uri: Field<String>,
    /// An account of the caller's own that the connection is shown with.
    pub external_account: Field<ExternalAccount>,
    /// The refresh token.
    pub refresh_token: Field<Secret>,
    /// Unknown members, such as a `code_verifier`.
    pub extra: Extra,
}

/// What is exchanged for tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum GrantType {
    /// The code of a redirect; works once, soon.
    AuthorizationCode,
    /// The refresh token of an earlier exchange; works once.
    RefreshToken,
    /// A kind without a name here.
    Unknown(String),
}

/// An account of the caller's own.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ExternalAccount {
    /// Its id.
    pub key: Field<String>,
    /// Its name.
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl TokenRequest {
    /// The code that came with a redirect.
    pub fn authorization_code(code: impl Into<Secret>) -> Self {
        Self {
            grant_type: Field::Value(GrantType::AuthorizationCode),
            code: Field::Value(code.into()),
            ..Self::default()
        }
    }

    /// The refresh token of an earlier exchange.
    pub fn refresh_token(token: impl Into<Secret>) -> Self {
        Self {
            grant_type: Field::Value(GrantType::RefreshToken),
            refresh_token: Field::Value(token.into()),
            ..Self::default()
        }
    }

    /// Names the redirect, as the authorize URL did.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Field::Value(uri.into());
        self
    }

    /// Shows the connection with an account of the caller's own.
    #[must_use]
    pub fn external_account(mut self, key: impl Into<String>, name: impl Into<String>) -> Self {
        self.external_account = Field::Value(ExternalAccount {
            key: Field::Value(key.into()),
            name: Field::Value(name.into()),
            extra: Extra::default(),
        });
        self
    }
}

/// The tokens of a connection to one workspace.
///
/// It holds secrets; its `Debug` text does not show them, but writing it as JSON does.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct TokenGrant {
    /// The token that calls are made with.
    pub access_token: Secret,
    /// `bearer`.
    pub token_type: Field<String>,
    /// What to get the next tokens with; both are new then (documented).
    pub refresh_token: Field<Secret>,
    /// The bot of the connection; identifies it, to store tokens by.
    pub bot_id: Field<String>,
    /// The workspace.
    pub workspace_id: Field<String>,
    /// Its name.
    pub workspace_name: Field<String>,
    /// Its icon: an address or an emoji.
    pub workspace_icon: Field<String>,
    /// Whose connection it is.
    pub owner: Field<Shown<TokenOwner>>,
    /// The page made from the connection's template, where the person wanted one.
    pub duplicated_template_id: Field<String>,
    /// Tools that are switched off.
    pub disabled_tool_names: Field<Vec<String>>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// Whose connection a token is for.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct TokenOwner {
    /// A user or the workspace.
    #[wire(union)]
    pub kind: Option<TokenOwnerKind>,
    /// Unknown members.
    pub extra: Extra,
}

/// A user or the workspace.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum TokenOwnerKind {
    /// A user, often with name and e-mail address.
    User(Box<User>),
    /// The workspace; always true.
    Workspace(bool),
    /// A kind without a name here.
    Unknown(Unknown),
}

impl TokenGrant {
    /// The user whose connection it is.
    pub fn user(&self) -> Option<&User> {
        match &self.owner.shown()?.kind {
            Some(TokenOwnerKind::User(user)) => Some(user),
            _ => None,
        }
    }
}

/// A token to look up or to revoke.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct TokenReference {
    /// The token.
    pub token: Secret,
    /// Unknown members.
    pub extra: Extra,
}

impl TokenReference {
    /// This token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            extra: Extra::default(),
        }
    }
}

/// What a token is good for.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TokenState {
    /// Whether it works; false for unknown and revoked ones.
    pub active: Field<bool>,
    /// What it may do, as words with blanks between.
    pub scope: Field<String>,
    /// When it was made, in milliseconds since 1970 (recordings).
    pub iat: Field<Number>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl TokenState {
    /// Whether it works.
    pub fn is_active(&self) -> bool {
        self.active.value() == Some(&true)
    }

    /// What it may do, such as `read_content`.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.as_str().unwrap_or_default().split_whitespace()
    }
}

/// The answer to a revocation: nothing but perhaps a `request_id`.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TokenRevoked {
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

/// The body of a refusal to give tokens, which is not like that of any other.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct OAuthError {
    /// What went wrong, for programs.
    pub error: OAuthErrorCode,
    /// What went wrong, for people.
    pub error_description: Field<String>,
    /// The id to quote to Notion's support.
    pub request_id: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// Why no tokens were given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum OAuthErrorCode {
    /// 401: the client id or secret is missing or wrong (recordings).
    InvalidClient,
    /// 400: the code or refresh token is unknown, used, expired, or for another redirect.
    InvalidGrant,
    /// 400: a member is missing or wrong.
    InvalidRequest,
    /// 400: the connection may not do this.
    UnauthorizedClient,
    /// 400: a grant that the service does not know.
    UnsupportedGrantType,
    /// 400: a scope that the service does not know.
    InvalidScope,
    /// 403: not in this environment.
    TestEnvError,
    /// A code without a name here.
    Unknown(String),
}

impl OAuthError {
    /// The same as the body of any other refusal, with the code as it came.
    pub fn body(&self, status: u16) -> ErrorBody {
        ErrorBody {
            object: ErrorObject::default(),
            status,
            code: ErrorCode::from_wire(self.error.as_str().into()),
            message: self
                .error_description
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            additional_data: None,
            request_id: self.request_id.value().cloned(),
            extra: self
                .extra
                .iter()
                .map(|(name, value)| (name.to_owned(), value.clone()))
                .collect(),
        }
    }
}
