//! What a connection may do.

use std::fmt;

/// One thing that a connection may do. The words are those of a token's scope (recorded; those of
/// comments are assumed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Reads pages, blocks, databases, views and files.
    ReadContent,
    /// Makes new ones.
    InsertContent,
    /// Changes and deletes them.
    UpdateContent,
    /// Reads comments.
    ReadComments,
    /// Writes comments.
    InsertComments,
    /// Reads users with their e-mail addresses.
    ReadUserWithEmail,
    /// Reads users without their e-mail addresses.
    ReadUserWithoutEmail,
}

impl Capability {
    /// All of them, in the order of a scope.
    pub const ALL: [Self; 7] = [
        Self::ReadContent,
        Self::InsertContent,
        Self::UpdateContent,
        Self::ReadComments,
        Self::InsertComments,
        Self::ReadUserWithEmail,
        Self::ReadUserWithoutEmail,
    ];

    /// Its word in a scope, such as `read_content`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadContent => "read_content",
            Self::InsertContent => "insert_content",
            Self::UpdateContent => "update_content",
            Self::ReadComments => "read_comments",
            Self::InsertComments => "insert_comments",
            Self::ReadUserWithEmail => "read_user_with_email",
            Self::ReadUserWithoutEmail => "read_user_without_email",
        }
    }

    /// The capability of a word; none for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// A set of capabilities.
///
/// ```
/// use recto_emulator::{Capabilities, Capability};
///
/// let reader = Capabilities::from([Capability::ReadContent]);
/// assert!(reader.has(Capability::ReadContent) && !reader.has(Capability::ReadComments));
/// assert_eq!(reader.to_string(), "read_content");
/// assert!(!Capabilities::default().has(Capability::ReadComments));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Capabilities(u8);

impl Capabilities {
    /// Everything.
    pub const ALL: Self = Self(0b0111_1111);
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Whether one of them is in it.
    pub fn has(self, capability: Capability) -> bool {
        self.0 & bit(capability) != 0
    }

    /// Whether it may read users, with or without their addresses.
    pub(crate) fn reads_users(self) -> bool {
        self.has(Capability::ReadUserWithEmail) || self.has(Capability::ReadUserWithoutEmail)
    }

    /// Reads words with blanks between. Fails with the first that is none.
    pub(crate) fn parse(words: &str) -> Result<Self, String> {
        words
            .split_whitespace()
            .map(|word| Capability::from_word(word).ok_or_else(|| word.to_owned()))
            .collect()
    }
}

/// What a new connection has: content and users with e-mail addresses, no comments (documented).
impl Default for Capabilities {
    fn default() -> Self {
        Self::from([
            Capability::ReadContent,
            Capability::InsertContent,
            Capability::UpdateContent,
            Capability::ReadUserWithEmail,
            Capability::ReadUserWithoutEmail,
        ])
    }
}

impl FromIterator<Capability> for Capabilities {
    fn from_iter<I: IntoIterator<Item = Capability>>(all: I) -> Self {
        Self(all.into_iter().fold(0, |bits, one| bits | bit(one)))
    }
}

impl<const N: usize> From<[Capability; N]> for Capabilities {
    fn from(all: [Capability; N]) -> Self {
        all.into_iter().collect()
    }
}

impl fmt::Display for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = Capability::ALL
            .into_iter()
            .filter(|one| self.has(*one))
            .map(Capability::as_str)
            .collect();
        f.write_str(&words.join(" "))
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Capabilities({self})")
    }
}

fn bit(capability: Capability) -> u8 {
    1 << capability as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_there_and_back() {
        for one in Capability::ALL {
            let alone = Capabilities::from([one]);
            assert_eq!(Capabilities::parse(&alone.to_string()), Ok(alone));
            assert!(Capabilities::ALL.has(one) && !Capabilities::NONE.has(one));
        }
        assert_eq!(
            Capabilities::parse("read_content fly"),
            Err("fly".to_owned())
        );
        assert_eq!(
            Capabilities::default().to_string(),
            "read_content insert_content update_content read_user_with_email \
             read_user_without_email"
        );
    }
}
