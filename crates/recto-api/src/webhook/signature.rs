//! Signatures: that a delivery comes from Notion and arrived as it left.

use std::fmt;
use std::str::FromStr;

use hmac_sha256::HMAC;
use subtle::ConstantTimeEq;

use crate::oauth::Secret;

const PREFIX: &str = "sha256=";

/// The value of the `X-Notion-Signature` header: an HMAC-SHA256 of the raw body, keyed with the
/// verification token of the subscription (documented).
///
/// ```
/// use recto_api::webhook::{Secret, Signature, SignatureError};
///
/// let token = Secret::from("secret_0123456789");
/// let body = br#"{"type":"page.created"}"#;
/// let header = Signature::sign(body, &token).to_string();
/// assert!(header.starts_with("sha256="));
/// assert!(Signature::verify(body, &header, &token));
///
/// // The bytes count, not what they mean.
/// assert!(!Signature::verify(br#"{"type": "page.created"}"#, &header, &token));
/// // Where `false` is not enough:
/// assert_eq!(Signature::check(body, "md5=00", &token), Err(SignatureError::Prefix));
/// ```
#[derive(Clone, Copy, Eq)]
pub struct Signature([u8; 32]);

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header does not start with `sha256=`.
    #[error("the signature does not start with `sha256=`")]
    Prefix,
    /// The header has not exactly 64 digits.
    #[error("the signature has not 64 hexadecimal digits")]
    Length,
    /// The header has something else than hexadecimal digits.
    #[error("the signature has something else than hexadecimal digits")]
    Digits,
    /// The header is well formed, but belongs to another body or another token.
    #[error(
        "the signature is of another body or another token; give the body as it came, byte for \
         byte, and the token of this subscription"
    )]
    Mismatch,
}

impl Signature {
    /// Signs a body, as Notion does. For emulators and for tests of one's own receiver.
    pub fn sign(body: &[u8], token: &Secret) -> Self {
        Self(HMAC::mac(body, token.expose()))
    }

    /// Reads the value of a header. Digits may be in upper or lower case.
    ///
    /// # Errors
    ///
    /// Where it is malformed; see [`SignatureError`].
    pub fn parse(header: &str) -> Result<Self, SignatureError> {
        let digits = header.strip_prefix(PREFIX).ok_or(SignatureError::Prefix)?;
        let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(SignatureError::Length);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            let (high, low) = (nibble(*high), nibble(*low));
            let (Some(high), Some(low)) = (high, low) else {
                return Err(SignatureError::Digits);
            };
            *byte = high << 4 | low;
        }
        Ok(Self(bytes))
    }

    /// Whether a header holds for a body. Takes as long for a wrong signature as for a right one.
    pub fn verify(body: &[u8], header: &str, token: &Secret) -> bool {
        Self::check(body, header, token).is_ok()
    }

    /// [`Signature::verify`], saying why not.
    ///
    /// # Errors
    ///
    /// Where the header is malformed or of something else; see [`SignatureError`].
    pub fn check(body: &[u8], header: &str, token: &Secret) -> Result<(), SignatureError> {
        Self::parse(header)?.holds(body, token)
    }

    /// Whether this is the signature of a body.
    pub(super) fn holds(self, body: &[u8], token: &Secret) -> Result<(), SignatureError> {
        if self == Self::sign(body, token) {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// As the header has it: `sha256=` and 64 lower-case digits.
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(header: &str) -> Result<Self, SignatureError> {
        Self::parse(header)
    }
}
