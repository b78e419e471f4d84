//! Tokens for public connections: the way of a person from a link to a token.

mod callback;
mod refusal;
mod state;

use std::fmt;

use recto_api::endpoint::{CreateToken, IntrospectToken, RevokeToken};
use recto_api::oauth::{Secret, TokenGrant, TokenRequest, TokenState};
use secrecy::{ExposeSecret, SecretString};

pub use self::callback::{CallbackError, read_callback};
pub(crate) use self::refusal::{advice, refusal};
pub use self::state::State;
use crate::auth::{Token, TokenError};
use crate::builder::Builder;
use crate::call::Client;
use crate::error::Error;

/// A public connection: sends people to Notion and exchanges what they come back with.
///
/// 1. [`OAuth::authorize_url`] is the link to show, with a [`State`] that is kept for the person.
/// 2. Notion sends them back; [`read_callback`] checks the state and takes out the code.
/// 3. [`OAuth::exchange`] turns the code into a [`TokenGrant`], and [`Token::try_from`] that into
///    the token of a [`Client`].
///
/// Codes and refresh tokens work once, so an exchange that got no answer is not sent again: the
/// person has to be sent to Notion again. Refreshing makes both tokens new; store them before they
/// are used.
///
/// ```
/// # use bytes::Bytes;
/// # use http::{Request, Response};
/// # use recto_client::{Client, Token, Transport};
/// use recto_api::oauth::TokenRequest;
/// use recto_client::oauth::{OAuth, State, read_callback};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let service = tower::service_fn(|request: Request<Bytes>| async move {
/// #     assert_eq!(request.headers()["authorization"], "Basic YWJjOnNlY3JldA==");
/// #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(
/// #         r#"{"access_token":"ntn_0123","refresh_token":"nrt_0123","bot_id":"b"}"#
/// #     )))
/// # });
/// let oauth = OAuth::new("abc", "secret", |client| client)?;
/// # let oauth = OAuth::new("abc", "secret", |client| client.transport(Transport::new(service)))?;
///
/// // Random bytes of the program's own, such as `rand` or `getrandom` give.
/// let state = State::from_bytes([7; 16]);
/// let link = oauth.authorize_url(&state, Some("https://example.com/back"), &[]);
/// assert!(link.starts_with("https://api.notion.com/v1/oauth/authorize?client_id=abc&"));
///
/// let query = format!("code=0123&state={}", state.as_str());
/// let code = read_callback(&query, &state)?;
/// let request = TokenRequest::authorization_code(code).redirect_uri("https://example.com/back");
/// let grant = oauth.exchange(request).await?;
/// let client = Client::builder(Token::try_from(&grant)?);
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OAuth {
    client_id: String,
    client: Client,
}

impl OAuth {
    /// A connection with this id and secret. `settings` are those of any client: base URL, transport,
    /// timeouts, retry.
    ///
    /// # Errors
    ///
    /// Id or secret are empty, or the id holds a colon; or see [`Builder::build`].
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        settings: impl FnOnce(Builder) -> Builder,
    ) -> Result<Self, Error> {
        let (client_id, client_secret) = (client_id.into(), client_secret.into());
        if client_id.is_empty() || client_secret.expose_secret().is_empty() {
            return Err(Error::Setting(
                "the client id or the client secret is empty; both are in the settings of the \
                 connection"
                    .to_owned(),
            ));
        }
        if client_id.contains(':') {
            return Err(Error::Setting(format!(
                "the client id `{client_id}` holds a colon, which none does; copy it again"
            )));
        }
        let token = Token::basic(&client_id, &client_secret);
        let client = settings(Client::builder(token)).build()?;
        Ok(Self { client_id, client })
    }

    /// The link that asks a person to connect a workspace.
    ///
    /// `redirect_uri` is where they come back to; it must be one of those in the settings of the
    /// connection, and may be left out where there is only one. `more` are further members of the
    /// query, such as `code_challenge`.
    #[must_use]
    pub fn authorize_url(
        &self,
        state: &State,
        redirect_uri: Option<&str>,
        more: &[(&str, &str)],
    ) -> String {
        let mut url = format!(
            "{}/v1/oauth/authorize?client_id={}&response_type=code&owner=user&state={}",
            self.client.inner.origin,
            encode(&self.client_id),
            encode(state.as_str())
        );
        let redirect = redirect_uri.map(|uri| ("redirect_uri", uri));
        for (name, value) in redirect.iter().chain(more) {
            url.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        url
    }

    /// Exchanges a code or a refresh token for tokens.
    ///
    /// # Errors
    ///
    /// See [`Error`]. [`Error::oauth_code`] tells why the service refused: `invalid_grant` for a code
    /// that is used, old or for another redirect, `invalid_client` for a wrong id or secret.
    pub async fn exchange(&self, request: TokenRequest) -> Result<TokenGrant, Error> {
        self.client.send(&CreateToken::new(request)).await
    }

    /// Exchanges a refresh token for new tokens, both of them.
    ///
    /// # Errors
    ///
    /// See [`OAuth::exchange`].
    pub async fn refresh(&self, refresh_token: impl Into<Secret>) -> Result<TokenGrant, Error> {
        self.exchange(TokenRequest::refresh_token(refresh_token))
            .await
    }

    /// Asks what a token is good for. One that is unknown or revoked is not active, which is no
    /// error.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn introspect(&self, token: impl Into<Secret>) -> Result<TokenState, Error> {
        self.client.send(&IntrospectToken::new(token)).await
    }

    /// Makes a token useless. Twice is as good as once, so this is sent again where it is in doubt.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn revoke(&self, token: impl Into<Secret>) -> Result<(), Error> {
        self.client.send(&RevokeToken::new(token)).await.map(drop)
    }
}

/// The token of a grant, for a [`Client`].
impl TryFrom<&TokenGrant> for Token {
    type Error = TokenError;

    fn try_from(grant: &TokenGrant) -> Result<Self, TokenError> {
        Self::parse(grant.access_token.expose())
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Percent-encodes everything but unreserved characters.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
