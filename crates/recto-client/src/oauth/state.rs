//! What ties the person who comes back to the one who was sent.

use std::fmt;
use std::hint::black_box;

/// A text that no one can guess, kept for a person until they come back from Notion.
///
/// Without it a stranger could have someone connect the stranger's workspace.
#[derive(Clone)]
pub struct State(String);

impl State {
    /// A state of random bytes; 16 or more are enough. This library does not make any itself.
    pub fn from_bytes(random: impl AsRef<[u8]>) -> Self {
        let mut text = String::new();
        for byte in random.as_ref() {
            text.push_str(&format!("{byte:02x}"));
        }
        Self(text)
    }

    /// A state of the caller's own, or one that was stored.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the state that came back. Takes as long whether it is nearly right or not. An
    /// empty state is never right.
    pub fn is(&self, returned: &str) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), returned.as_bytes());
        if ours.is_empty() || ours.len() != theirs.len() {
            return false;
        }
        let difference = ours
            .iter()
            .zip(theirs)
            .fold(0, |all, (a, b)| black_box(all | (a ^ b)));
        difference == 0
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_is_the_state() {
        let state = State::from_bytes([0, 255, 16]);
        assert_eq!(state.as_str(), "00ff10");
        assert!(state.is("00ff10"));
        for other in ["", "00ff1", "00ff100", "00ff11", "10ff10", "00FF10"] {
            assert!(!state.is(other), "{other}");
        }
        assert!(!State::from_text("").is(""));
        assert_eq!(format!("{state:?}"), "State(…)");
    }
}
