//! The token of a connection: checked for form, kept secret.

use std::fmt;

use http::HeaderValue;
use recto_api::endpoint::Credential;
use secrecy::{ExposeSecret, SecretString};

/// Where a person makes or looks up a token; part of every [`TokenError`].
pub const WHERE: &str = "https://www.notion.so/profile/integrations";

/// The forms the service hands out: the one since September 2024, and the one before it.
const PREFIXES: [&str; 2] = ["ntn_", "secret_"];

/// The secret of a Notion connection.
///
/// Its form is checked before any request is made with it. It never shows itself: [`fmt::Debug`] is
/// redacted, there is no `Display`, and the header made from it is marked sensitive.
///
/// ```
/// use recto_client::Token;
///
/// let token = Token::parse("ntn_0123456789abcdef")?;
/// assert_eq!(format!("{token:?}"), "Token(ntn_…)");
/// assert!(Token::parse("hunter2").is_err());
/// # Ok::<(), recto_client::TokenError>(())
/// ```
#[derive(Clone)]
pub struct Token(SecretString, Credential);

/// The text is not a token. The text itself is not repeated: it may be a secret all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Nothing, or blanks only.
    #[error("the Notion token is empty; make one at {WHERE} and pass it whole")]
    Empty,
    /// Another kind of text, such as a page id or a client secret.
    #[error(
        "the Notion token begins with neither `ntn_` nor `secret_`; copy the access token of the \
         integration from {WHERE}"
    )]
    Prefix,
    /// Nothing behind the prefix.
    #[error("the Notion token ends after its prefix; copy it whole from {WHERE}")]
    Short,
    /// A blank, quote, ellipsis or other character no token has; the place counts from one.
    #[error(
        "character {0} of the Notion token is not a letter, digit, `_` or `-`; copy it again, \
         without quotes or blanks, from {WHERE}"
    )]
    Character(usize),
}

impl Token {
    /// Checks the form of a token: `ntn_` or `secret_`, then letters, digits, `_` and `-`.
    ///
    /// Blanks and line ends around it are dropped, since files and terminals add them. Whether the
    /// service knows the token only a request can tell.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        let rest = PREFIXES
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
            .ok_or(TokenError::Prefix)?;
        if rest.is_empty() {
            return Err(TokenError::Short);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if let Some(place) = text.chars().position(|c| !fits(c)) {
            return Err(TokenError::Character(place + 1));
        }
        Ok(Self(SecretString::from(text), Credential::Bearer))
    }

    /// The id and secret of a public connection, in the place of a token: for the calls that give
    /// and take tokens.
    pub(crate) fn basic(client_id: &str, client_secret: &SecretString) -> Self {
        let both = format!("{client_id}:{}", client_secret.expose_secret());
        Self(
            SecretString::from(base64(both.as_bytes())),
            Credential::Basic,
        )
    }

    /// How calls with it are authorised.
    pub(crate) fn credential(&self) -> Credential {
        self.1
    }

    /// The `Authorization` header. The form check leaves nothing a header could refuse.
    pub(crate) fn header(&self) -> Result<HeaderValue, TokenError> {
        let scheme = match self.1 {
            Credential::Bearer => "Bearer",
            Credential::Basic => "Basic",
        };
        let mut value = HeaderValue::from_str(&format!("{scheme} {}", self.0.expose_secret()))
            .map_err(|_| TokenError::Character(1))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = PREFIXES
            .iter()
            .find(|prefix| self.0.expose_secret().starts_with(**prefix));
        write!(f, "Token({}…)", prefix.unwrap_or(&""))
    }
}

/// Base64 with padding (RFC 4648), as the header wants it.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            if digit <= chunk.len() {
                let index = (bits >> (18 - 6 * digit)) & 63;
                out.push(char::from(DIGITS[index as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

impl std::str::FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_and_surrounding_blanks_are_accepted() {
        for text in ["ntn_abc123", "secret_AbC", "  ntn_abc123\n", "ntn_a-b_c"] {
            let header = Token::parse(text).unwrap().header().unwrap();
            assert_eq!(header.to_str().unwrap(), format!("Bearer {}", text.trim()));
            assert!(header.is_sensitive());
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        for (text, error) in [
            ("", TokenError::Empty),
            (" \t\n", TokenError::Empty),
            ("Bearer ntn_abc", TokenError::Prefix),
            ("NTN_abc", TokenError::Prefix),
            ("xoxb-123", TokenError::Prefix),
            ("ntn_", TokenError::Short),
            ("secret_", TokenError::Short),
            ("ntn_ab c", TokenError::Character(7)),
            ("ntn_abc…", TokenError::Character(8)),
            ("ntn_a\r\nx-evil: 1", TokenError::Character(6)),
        ] {
            assert_eq!(Token::parse(text).unwrap_err(), error, "{text:?}");
        }
    }

    #[test]
    fn every_error_says_where_to_get_a_token_and_none_repeats_the_text() {
        for text in ["", "hunter2hunter2", "ntn_", "ntn_hunter2 hunter2"] {
            let error = Token::parse(text).unwrap_err();
            assert!(error.to_string().contains(WHERE), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }

    #[test]
    fn id_and_secret_are_written_as_basic_authorisation() {
        let header = |id: &str, secret: &str| {
            let token = Token::basic(id, &secret.into());
            assert_eq!(format!("{token:?}"), "Token(…)");
            let header = token.header().unwrap();
            assert!(header.is_sensitive());
            header.to_str().unwrap().to_owned()
        };
        // The examples of RFC 7617 and 4648.
        let text = header("Aladdin", "open sesame");
        assert_eq!(text, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(header("test", "123\u{a3}"), "Basic dGVzdDoxMjPCow==");
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("\u{3bf}\u{3ff}", "zr/Pvw=="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn debug_shows_the_form_only() {
        assert_eq!(
            format!("{:?}", Token::parse("ntn_topsecret").unwrap()),
            "Token(ntn_…)"
        );
        assert_eq!(
            format!("{:?}", Token::parse("secret_topsecret").unwrap()),
            "Token(secret_…)"
        );
    }
}
