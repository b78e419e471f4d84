//! Identifiers: one newtype for each kind of object.

mod opaque;

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub use self::opaque::{AgentId, AsyncTaskId, SessionEventId};

use smol_str::SmolStr;

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
    /// 36 ASCII characters, as the canonical form has.
    Inline([u8; 36]),
    /// Anything else that came over the wire, kept as it is.
    Other(Box<str>),
}

impl Text {
    fn new(text: &str) -> Self {
        match <[u8; 36]>::try_from(text.as_bytes()) {
            Ok(bytes) if bytes.is_ascii() => Self::Inline(bytes),
            _ => Self::Other(text.into()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            // Only ASCII gets in, so the fallback is never taken.
            Self::Inline(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Self::Other(text) => text,
        }
    }
}

/// Finds the id in a dashed or bare id in any case, or in a link to Notion.
///
/// A link may name several things; this answers the innermost of them: the block behind `#`, else
/// the page opened over a database (`p=`), else what the path ends with. The ids know better what
/// they look for: [`PageId::parse`] passes over the block, [`DatabaseId::parse`] also over the
/// opened page, and [`ViewId::parse`] reads `v=`.
///
/// Links of `www.notion.so`, `app.notion.com/p/…` and published sites are understood (recordings),
/// with or without a title before the id. The host is not looked at: sites may have their own.
///
/// ```
/// use recto_api::ids::{BlockId, DatabaseId, PageId, extract_id};
///
/// let link = "https://app.notion.com/p/Tasks-0f5b4a3c2d1e81aa9d54d3a3c2a0e111\
///             ?p=1f5b4a3c2d1e81aa9d54d3a3c2a0e111#block-2f5b4a3c2d1e81aa9d54d3a3c2a0e111";
/// assert_eq!(extract_id(link)?, "2f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111");
/// assert_eq!(BlockId::parse(link)?.as_str(), "2f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111");
/// assert_eq!(PageId::parse(link)?.as_str(), "1f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111");
/// assert_eq!(DatabaseId::parse(link)?.as_str(), "0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111");
/// # Ok::<(), recto_api::ids::IdError>(())
/// ```
///
/// # Errors
///
/// Says so when there is none.
pub fn extract_id(text: &str) -> Result<String, IdError> {
    extract(text, Sought::Innermost)
}

/// What of a link is sought.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sought {
    Innermost,
    Page,
    Database,
    /// Only the parameter of this name.
    Parameter(&'static str),
}

fn extract(text: &str, sought: Sought) -> Result<String, IdError> {
    let trimmed = text.trim();
    canonical(trimmed)
        .or_else(|| from_link(trimmed, sought))
        .ok_or_else(|| IdError(text.to_owned()))
}

fn from_link(link: &str, sought: Sought) -> Option<String> {
    let (rest, fragment) = link.split_once('#').unwrap_or((link, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let parameter = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(key, value)| canonical(value).filter(|_| key == name))
    };
    let in_path = || path.rsplit('/').find_map(trailing_id);
    // Pages of the app name what they show in these.
    let named = || {
        ["page_id", "database_id", "id"]
            .into_iter()
            .find_map(parameter)
    };
    match sought {
        Sought::Innermost => trailing_id(fragment)
            .or_else(|| parameter("p"))
            .or_else(in_path)
            .or_else(named),
        Sought::Page => parameter("p").or_else(in_path).or_else(named),
        Sought::Database => in_path().or_else(named).or_else(|| parameter("p")),
        Sought::Parameter(name) => parameter(name),
    }
}

/// The id at the end of `Road-map-<id>`, `block-<id>` or alone. A longer run of digits is no id.
fn trailing_id(segment: &str) -> Option<String> {
    [36, 32].into_iter().find_map(|length| {
        let at = segment.len().checked_sub(length)?;
        let (before, id) = segment.split_at_checked(at)?;
        let apart = !before.ends_with(|last: char| last.is_ascii_alphanumeric());
        canonical(id).filter(|_| apart)
    })
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
    // What of a link an id names; the innermost thing unless it says otherwise.
    (@sought) => { Sought::Innermost };
    (@sought $sought:expr) => { $sought };
    ($($(#[$doc:meta])* $name:ident $(= $sought:expr)?;)*) => {$(
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
                extract(text, ids!(@sought $($sought)?)).map(|id| Self(Text::new(&id)))
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

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl From<&$name> for String {
            fn from(id: &$name) -> Self {
                id.as_str().to_owned()
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
    PageId = Sought::Page;
    /// The id of a block.
    BlockId;
    /// The id of a database, the container of data sources. A database is also a block.
    DatabaseId = Sought::Database;
    /// The id of a data source, the table with the rows. It is neither a block nor a database.
    DataSourceId = Sought::Database;
    /// The id of a person or bot.
    UserId;
    /// The id of a view of a database. In a link it stands in `v=`.
    ViewId = Sought::Parameter("v");
    /// The id of the rows of a view, as a query keeps them.
    ViewQueryId;
    /// The id of a comment.
    CommentId;
    /// The id of a discussion, a thread of comments. In a link it stands in `d=`.
    DiscussionId = Sought::Parameter("d");
    /// The id of a file upload.
    FileUploadId;
    /// The id of a session with an agent.
    SessionId;
    /// The id of an emoji of the workspace.
    CustomEmojiId;
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
/// Two ids are equal when their decoded forms are: the service takes either (recordings).
#[derive(Clone)]
pub struct PropertyId(SmolStr);

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

    const OTHER: &str = "11111111111111111111111111111111";
    const VIEW: &str = "22222222222222222222222222222222";

    /// Every form people have at hand that names one thing.
    fn plain_forms() -> Vec<String> {
        let hosts = [
            "https://www.notion.so",
            "http://notion.so",
            "notion.so",
            "notion://www.notion.so",
            "https://app.notion.com/p",
            "https://www.notion.com/team",
            "https://team.notion.site",
            "https://docs.example.org",
        ];
        let mut forms = vec![
            BARE.to_owned(),
            DASHED.to_owned(),
            DASHED.to_uppercase(),
            format!("  {BARE}\n"),
            format!("Road-map-{BARE}"),
        ];
        for host in hosts {
            forms.extend([
                format!("{host}/{BARE}"),
                format!("{host}/{DASHED}"),
                format!("{host}/{}", BARE.to_uppercase()),
                format!("{host}/{BARE}/"),
                format!("{host}/{BARE}?v={VIEW}"),
                format!("{host}/team/Road-map-{BARE}?pvs=4"),
                format!("{host}/R%C3%A9sum%C3%A9-{BARE}?pvs=4&utm=x"),
                format!("{host}/Ännu-{BARE}#heading"),
                format!("{host}/11-{BARE}?p=&d={OTHER}"),
                format!("{host}/native?page_id={BARE}"),
                format!("{host}/native?database_id={DASHED}"),
            ]);
        }
        forms
    }

    #[test]
    fn every_form_people_have_at_hand_gives_the_canonical_id() {
        for text in plain_forms() {
            let found = [
                extract_id(&text),
                PageId::parse(&text).map(|id| id.to_string()),
                BlockId::parse(&text).map(|id| id.to_string()),
                DatabaseId::parse(&text).map(|id| id.to_string()),
                DataSourceId::parse(&text).map(|id| id.to_string()),
            ];
            assert_eq!(found, [(); 5].map(|()| Ok(DASHED.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_link_that_names_several_things_gives_each_id_its_own() {
        for link in [
            format!("https://www.notion.so/Tasks-{OTHER}?v={VIEW}&p={BARE}"),
            format!("https://app.notion.com/p/Tasks-{OTHER}?p={DASHED}&pm=s&v={VIEW}"),
        ] {
            assert_eq!(extract_id(&link).as_deref(), Ok(DASHED), "{link}");
            assert_eq!(PageId::parse(&link).unwrap().as_str(), DASHED, "{link}");
            let database = DatabaseId::parse(&link).unwrap();
            assert_eq!(database, DatabaseId::parse(OTHER).unwrap(), "{link}");
            let view = ViewId::parse(&link).unwrap();
            assert_eq!(view, ViewId::parse(VIEW).unwrap(), "{link}");
        }
        for fragment in [BARE.to_owned(), format!("block-{BARE}"), DASHED.to_owned()] {
            let link = format!("https://www.notion.so/Page-{OTHER}?pvs=4#{fragment}");
            assert_eq!(extract_id(&link).as_deref(), Ok(DASHED), "{link}");
            assert_eq!(BlockId::parse(&link).unwrap().as_str(), DASHED, "{link}");
            let page = PageId::parse(&link).unwrap();
            assert_eq!(page, PageId::parse(OTHER).unwrap(), "{link}");
        }
        let link = format!("https://www.notion.so/Page-{OTHER}?d={BARE}");
        assert_eq!(DiscussionId::parse(&link).unwrap().as_str(), DASHED);
        assert!(ViewId::parse(&link).is_err(), "another id is not a view");
    }

    #[test]
    fn what_is_no_id_is_refused_with_advice() {
        let sha256 = format!("https://example.com/{BARE}{OTHER}");
        let unknown_parameter = format!("https://www.notion.so/?v={VIEW}");
        for text in [
            "",
            "x",
            "#",
            "?p=",
            "https://www.notion.so/",
            "0f5b4a3c2d1e81aa9d54d3a3c2a0e11g",
            "0f5b4a3c-2d1e-81aa-9d54d3a3-c2a0e111",
            "é-0f5b4a3c2d1e81aa9d54d3a3c2a0e1é",
            sha256.as_str(),
            unknown_parameter.as_str(),
        ] {
            let error = PageId::parse(text).unwrap_err().to_string();
            assert!(error.contains("32 hexadecimal digits"), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_a_canonical_id_or_none(text in "(\\PC|[0-9a-fA-F/?#=&-]){0,90}") {
            if let Ok(id) = extract_id(&text) {
                proptest::prop_assert_eq!(canonical(&id), Some(id.clone()));
                let digits: String = text.to_lowercase().replace('-', "");
                proptest::prop_assert!(digits.contains(&id.replace('-', "")));
            }
            let _ = (PageId::parse(&text), DatabaseId::parse(&text), ViewId::parse(&text));
        }

        #[test]
        fn an_id_in_a_link_is_found(id in "[0-9a-f]{32}", slug in "[A-Za-z0-9é-]{0,12}", query in "(\\?pvs=[0-9])?") {
            let link = format!("https://app.notion.com/p/{slug}-{id}{query}");
            proptest::prop_assert_eq!(extract_id(&link).ok(), canonical(&id));
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
