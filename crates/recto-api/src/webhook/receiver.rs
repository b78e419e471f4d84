//! A receiver that does no I/O: headers and body go in, an event comes out.

use http::{HeaderMap, StatusCode};
use subtle::ConstantTimeEq;

use super::signature::{Signature, SignatureError};
use super::{Incoming, NoDelivery, SIGNATURE_HEADER, parse};
use crate::oauth::Secret;

/// Takes deliveries: checks the signature, then reads the event.
///
/// It does no I/O, so it fits into any web framework: give it the headers and the body as they came.
/// Answer with 200 to what it accepts, soon and before acting on it, and with
/// [`Rejection::status`] to what it does not. Notion delivers anything but a 2xx again, up to eight
/// times within about a day (documented).
///
/// ```
/// use http::{HeaderMap, HeaderValue, StatusCode};
/// use recto_api::webhook::{EventKind, Incoming, Receiver, SIGNATURE_HEADER, Secret, Signature};
///
/// /// What a handler of any framework does.
/// fn handle(receiver: &Receiver, headers: &HeaderMap, body: &[u8]) -> StatusCode {
///     match receiver.accept(headers, body) {
///         Ok(Incoming::Event(event)) => {
///             if event.kind() == EventKind::PagePropertiesUpdated {
///                 println!("look at page {:?} again", event.page_id());
///             }
///             StatusCode::OK
///         }
///         Ok(Incoming::Handshake(handshake)) => {
///             // Show it to the person who set the subscription up; Notion asks them for it.
///             println!("the token is {}", handshake.verification_token.expose());
///             StatusCode::OK
///         }
///         Err(rejection) => {
///             eprintln!("{rejection}");
///             rejection.status()
///         }
///     }
/// }
///
/// let token = Secret::from("secret_0123456789");
/// let body = br#"{"id": "1", "type": "page.properties_updated",
///     "entity": {"id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "type": "page"}}"#;
/// let mut headers = HeaderMap::new();
/// let signature = Signature::sign(body, &token).to_string();
/// headers.insert(SIGNATURE_HEADER, HeaderValue::from_str(&signature)?);
///
/// let receiver = Receiver::new(token);
/// assert_eq!(handle(&receiver, &headers, body), StatusCode::OK);
/// assert_eq!(handle(&receiver, &HeaderMap::new(), body), StatusCode::UNAUTHORIZED);
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Receiver {
    tokens: Vec<Secret>,
}

/// Why a delivery is not accepted. None of them shows the token or the body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It carries no signature.
    #[error("the delivery has no {SIGNATURE_HEADER} header; it does not come from Notion")]
    Unsigned,
    /// Its signature does not hold for any token of the receiver.
    #[error("the delivery is not signed with a token of this receiver: {0}")]
    Signature(#[from] SignatureError),
    /// It is an event, and the receiver has no token to check it with.
    #[error(
        "the receiver has no verification token yet; take it from the handshake and make the \
         receiver with it"
    )]
    NoToken,
    /// It is a handshake with a token the receiver does not have. Anyone could send that.
    #[error(
        "a handshake offers a token this receiver does not have; to subscribe anew, make a \
         receiver that awaits a handshake"
    )]
    UnexpectedHandshake,
    /// It is signed, but its body cannot be read.
    #[error(transparent)]
    Unreadable(#[from] NoDelivery),
}

impl Rejection {
    /// What to answer with: 401 for what is not Notion's, 400 for what cannot be read, 503 while
    /// there is no token, so that Notion tries again.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unsigned | Self::Signature(_) | Self::UnexpectedHandshake => {
                StatusCode::UNAUTHORIZED
            }
            Self::NoToken => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl Receiver {
    /// A receiver for the subscription with this verification token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            tokens: vec![token.into()],
        }
    }

    /// A receiver for a subscription that is being set up: it accepts a handshake, and no event.
    ///
    /// The handshake is not signed with anything known, so it could be anyone's: show its token to a
    /// person, and let no program trust it unseen.
    pub fn awaiting_handshake() -> Self {
        Self::default()
    }

    /// The same for one subscription more: several may lead to the same address.
    #[must_use]
    pub fn and(mut self, token: impl Into<Secret>) -> Self {
        self.tokens.push(token.into());
        self
    }

    /// Takes a delivery: its headers, and its body as it came, byte for byte.
    ///
    /// # Errors
    ///
    /// Where it is not Notion's or cannot be read; see [`Rejection`].
    pub fn accept(&self, headers: &HeaderMap, body: &[u8]) -> Result<Incoming, Rejection> {
        let signature = headers.get(SIGNATURE_HEADER);
        self.accept_signed(signature.map(http::HeaderValue::as_bytes), body)
    }

    /// [`Receiver::accept`] for frameworks with headers of their own: with the value of
    /// [`SIGNATURE_HEADER`], where there is one.
    ///
    /// # Errors
    ///
    /// Where it is not Notion's or cannot be read; see [`Rejection`].
    pub fn accept_signed(
        &self,
        signature: Option<&[u8]>,
        body: &[u8],
    ) -> Result<Incoming, Rejection> {
        let rejection = match self.check(signature, body) {
            Ok(()) => return Ok(parse(body)?),
            Err(rejection) => rejection,
        };
        // A handshake has no signature that could be checked beforehand.
        match parse(body) {
            Ok(Incoming::Handshake(handshake)) => {
                let offered = &handshake.verification_token;
                if self.tokens.is_empty() || self.tokens.iter().any(|token| same(token, offered)) {
                    Ok(Incoming::Handshake(handshake))
                } else {
                    Err(Rejection::UnexpectedHandshake)
                }
            }
            _ => Err(rejection),
        }
    }

    fn check(&self, signature: Option<&[u8]>, body: &[u8]) -> Result<(), Rejection> {
        if self.tokens.is_empty() {
            return Err(Rejection::NoToken);
        }
        let header = signature.ok_or(Rejection::Unsigned)?;
        let header = std::str::from_utf8(header).map_err(|_| SignatureError::Digits)?;
        let signature = Signature::parse(header)?;
        let mut tokens = self.tokens.iter();
        if tokens.any(|token| signature.holds(body, token).is_ok()) {
            Ok(())
        } else {
            Err(SignatureError::Mismatch.into())
        }
    }
}

fn same(one: &Secret, other: &Secret) -> bool {
    let (one, other) = (one.expose().as_bytes(), other.expose().as_bytes());
    one.ct_eq(other).into()
}
