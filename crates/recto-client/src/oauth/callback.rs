//! What a person comes back from Notion with.

use recto_api::oauth::Secret;

use super::State;

/// A person came back without a code, or is not the one who was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The state is missing or another one: do not go on, whatever else there is.
    #[error("the state is not the one that was sent along; begin again with a new link")]
    State,
    /// Notion, or the person, said no: `access_denied` for the person.
    #[error("Notion sent no code but the error `{0}`")]
    Refused(String),
    /// There is neither code nor error.
    #[error("there is no `code` in the address the person came back to")]
    NoCode,
}

/// Reads the query string, or the whole address, that a person came back to.
///
/// # Errors
///
/// See [`CallbackError`]. The state is looked at first.
pub fn read_callback(address: &str, state: &State) -> Result<Secret, CallbackError> {
    let query = address.split_once('?').map_or(address, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let member = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(name, value)| (name == wanted).then(|| decode(value)))
    };
    if !member("state").is_some_and(|returned| state.is(&returned)) {
        return Err(CallbackError::State);
    }
    if let Some(error) = member("error") {
        return Err(CallbackError::Refused(error));
    }
    match member("code") {
        Some(code) if !code.is_empty() => Ok(Secret::from(code)),
        _ => Err(CallbackError::NoCode),
    }
}

/// Decodes what a browser encodes in a query: `%` and two digits, and `+` for a blank.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match byte {
            Some(byte) => {
                out.push(byte);
                &after[2..]
            }
            None => {
                out.push(if *first == b'+' { b' ' } else { *first });
                after
            }
        };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Result<String, CallbackError> {
        let code = read_callback(address, &State::from_text("s 1"))?;
        Ok(code.expose().to_owned())
    }

    #[test]
    fn the_code_is_taken_out_when_the_state_is_right() {
        for address in [
            "code=a%2Fb&state=s%201",
            "https://example.com/back?x=1&state=s+1&code=a/b#top",
        ] {
            assert_eq!(read(address).as_deref(), Ok("a/b"), "{address}");
        }
    }

    #[test]
    fn without_the_right_state_nothing_is_taken() {
        for address in ["", "code=a", "code=a&state=other", "error=x&state="] {
            assert_eq!(read(address), Err(CallbackError::State), "{address}");
        }
        let refused = CallbackError::Refused("access_denied".to_owned());
        assert_eq!(read("error=access_denied&state=s%201"), Err(refused));
        for address in ["state=s%201", "code=&state=s%201", "xcode=a&state=s%201"] {
            assert_eq!(read(address), Err(CallbackError::NoCode), "{address}");
        }
    }

    #[test]
    fn odd_escapes_are_left_alone() {
        assert_eq!(decode("%"), "%");
        assert_eq!(decode("%4"), "%4");
        assert_eq!(decode("%zz%+1"), "%zz% 1");
        assert_eq!(decode("%41é%C3%A9%FF"), "Aéé\u{fffd}");
    }
}
