//! Identifiers: one newtype for each kind of object.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::wire::Key;

/// The text is not an id, and no id could be found in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a Notion id; give 32 hexadecimal digits, with or without dashes, or the link of \
     the page or database"
)]
pub struct IdError(pub String);

/// The text of an id, without allocation where it has the canonical form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Text {
    /// Dashed, lower case: 36 ASCII characters.
    Dashed([u8; 36]),
    /// Anything else that came over the wire, kept as it is.
    Other(Box<str>),
}

impl Text {
    fn new(text: &str) -> Self {
        match <[u8; 36]>::try_from(text.as_bytes()) {
            Ok(bytes) if is_dashed(&bytes) => Self::Dashed(bytes),
            _ => Self::Other(text.into()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            // Only ASCII gets in, so the fallback is never taken.
            Self::Dashed(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Self::Other(text) => text,
        }
    }
}

fn is_dashed(bytes: &[u8; 36]) -> bool {
    bytes.iter().enumerate().all(|(index, byte)| match index {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
    })
}

/// Finds the id in a dashed or bare id in any case, or in a link to Notion.
///
/// In a link, the last path segment ends with the id; a block link names the block behind `#`, and
/// a page opened in a database view stands in `p=`.
///
/// # Errors
///
/// Says so when there is none.
pub fn extract_id(text: &str) -> Result<String, IdError> {
    let fail = || IdError(text.to_owned());
    let trimmed = text.trim();
    if let Some(id) = canonical(trimmed) {
        return Ok(id);
    }
    let (rest, fragment) = trimmed.split_once('#').unwrap_or((trimmed, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if let Some(id) = trailing_id(fragment) {
        return Ok(id);
    }
    let param = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .map(str::to_owned)
    };
    if let Some(id) = param("p").and_then(|value| canonical(&value)) {
        return Ok(id);
    }
    if let Some(id) = path.rsplit('/').find_map(trailing_id) {
        return Ok(id);
    }
    ["page_id", "database_id"]
        .into_iter()
        .find_map(|name| canonical(&param(name)?))
        .ok_or_else(fail)
}

/// An id at the end of a slug such as `Road-map-0123…`.
fn trailing_id(segment: &str) -> Option<String> {
    if let Some(id) = segment
        .len()
        .checked_sub(36)
        .and_then(|at| canonical(segment.get(at..)?))
    {
        return Some(id);
    }
    canonical(segment.get(segment.len().checked_sub(32)?..)?)
}

/// The dashed lower-case form of 32 hexadecimal digits, with or without dashes in their places.
pub fn canonical(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let dashed = match bytes.len() {
        32 => false,
        36 => true,
        _ => return None,
    };
    let mut out = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if dashed && matches!(index, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return None;
            }
            continue;
        }
        if !byte.is_ascii_hexdigit() {
            return None;
        }
        if matches!(out.len(), 8 | 13 | 18 | 23) {
            out.push('-');
        }
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    Some(out)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Read from the wire it keeps its text; [`Self::parse`] makes the canonical form, dashed
        /// and lower case, from any form people have at hand.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Text);

        impl $name {
            /// Parses a dashed or bare id in any case, or a link.
            ///
            /// # Errors
            ///
            /// Says so when the text holds no id.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                extract_id(text).map(|id| Self(Text::new(&id)))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Key::deserialize(deserializer).map(|text| Self(Text::new(&text)))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}

ids! {
    /// The id of a page. A page is also a block.
    PageId;
    /// The id of a block.
    BlockId;
    /// The id of a database, the container of data sources. A database is also a block.
    DatabaseId;
    /// The id of a data source, the table with the rows. It is neither a block nor a database.
    DataSourceId;
    /// The id of a person or bot.
    UserId;
}

impl From<PageId> for BlockId {
    fn from(id: PageId) -> Self {
        Self(id.0)
    }
}

impl From<DatabaseId> for BlockId {
    fn from(id: DatabaseId) -> Self {
        Self(id.0)
    }
}

impl From<BlockId> for PageId {
    fn from(id: BlockId) -> Self {
        Self(id.0)
    }
}

/// The id of a property: `title`, or usually four characters, percent-encoded on the wire.
///
/// Two ids are equal when their decoded forms are (notion-api 3.3).
#[derive(Clone)]
pub struct PropertyId(Box<str>);

impl PropertyId {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The decoded form, to compare and to look up by.
    pub fn decoded(&self) -> std::borrow::Cow<'_, str> {
        percent_encoding::percent_decode_str(&self.0).decode_utf8_lossy()
    }
}

impl From<&str> for PropertyId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl AsRef<str> for PropertyId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq for PropertyId {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.decoded() == other.decoded()
    }
}

impl Eq for PropertyId {}

impl fmt::Debug for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PropertyId({})", self.0)
    }
}

impl fmt::Display for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PropertyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Key::deserialize(deserializer).map(|text| Self((*text).into()))
    }
}

impl Serialize for PropertyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "0f5b4a3c2d1e81aa9d54d3a3c2a0e111";
    const DASHED: &str = "0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111";

    #[test]
    fn every_form_people_have_at_hand_gives_the_canonical_id() {
        for text in [
            BARE.to_owned(),
            DASHED.to_owned(),
            DASHED.to_uppercase(),
            format!("  {BARE} "),
            format!("https://www.notion.so/{BARE}"),
            format!("https://www.notion.so/team/Road-map-{BARE}?pvs=4"),
            format!("https://app.notion.com/p/Road-map-{BARE}"),
            format!(
                "https://www.notion.so/Other-11111111111111111111111111111111?v=22222222222222222222222222222222&p={BARE}"
            ),
            format!("https://www.notion.so/Page-11111111111111111111111111111111#{BARE}"),
        ] {
            assert_eq!(
                PageId::parse(&text).map(|id| id.to_string()),
                Ok(DASHED.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_id_is_refused_with_advice() {
        for text in [
            "",
            "x",
            "https://www.notion.so/",
            "0f5b4a3c2d1e81aa9d54d3a3c2a0e11g",
            "é-0f5b4a3c2d1e81aa9d54d3a3c2a0e1é",
        ] {
            let error = PageId::parse(text).unwrap_err().to_string();
            assert!(error.contains("32 hexadecimal digits"), "{error}");
        }
    }

    #[test]
    fn an_id_from_the_wire_keeps_its_text() {
        let id: PageId = serde_json::from_value(BARE.into()).unwrap();
        assert_eq!(serde_json::to_value(&id).unwrap(), BARE);
    }

    #[test]
    fn property_ids_compare_decoded() {
        assert_eq!(PropertyId::from("%3FbAF"), PropertyId::from("?bAF"));
        assert_ne!(PropertyId::from("abcd"), PropertyId::from("abce"));
    }
}
