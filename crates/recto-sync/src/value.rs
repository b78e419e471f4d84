//! The canonical value: the one form in which a row and a page are compared.
//!
//! It holds only what a Notion property can hold (sync-design 6.6), so that a value that was pushed
//! and read back is equal to the value it was made from.

mod moment;
mod number;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use moment::{DateValue, Moment};
pub use number::{Number, NumberError};

/// The mapped values of one row or page, by Notion property name.
pub type Snapshot = std::collections::BTreeMap<String, Value>;

/// One property's value in canonical form.
///
/// `==` is canonical equality: an empty text, an empty list and [`Value::Empty`] are equal, sets
/// have no order, numbers are compared exactly by value, moments by instant, and [`Value::Unknown`]
/// equals nothing, not even itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Null, absent, `""` or `[]`: Notion does not tell them apart.
    Empty,
    /// A checkbox.
    Bool(bool),
    /// A number, exact.
    Number(Number),
    /// The plain text of a title, rich text, URL, e-mail or phone number.
    Text(String),
    /// A date or a range of dates.
    Date(DateValue),
    /// Names of options (select, status, multi-select): a set, in the order they were written.
    List(Vec<String>),
    /// External ids of the related rows. A target without one is held as `page:<page id>`.
    Refs(BTreeSet<String>),
    /// E-mail addresses in lower case, or user ids where no address is known.
    People(BTreeSet<String>),
    /// URLs without their signature, or upload ids.
    Files(BTreeSet<String>),
    /// A value that could not be read whole, with the reason: never compared, never overwritten.
    Unknown(String),
}

impl Value {
    /// Returns a text, or [`Value::Empty`] for an empty one.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Returns option names, or [`Value::Empty`] when there are none. Repeated names are dropped.
    pub fn list<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut list: Vec<String> = Vec::new();
        for name in names {
            let name = name.into();
            if !name.is_empty() && !list.contains(&name) {
                list.push(name);
            }
        }
        if list.is_empty() {
            Self::Empty
        } else {
            Self::List(list)
        }
    }

    /// Returns related external ids, or [`Value::Empty`] when there are none.
    pub fn refs<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        let set: BTreeSet<String> = ids.into_iter().map(Into::into).collect();
        if set.is_empty() {
            Self::Empty
        } else {
            Self::Refs(set)
        }
    }

    /// Returns people, or [`Value::Empty`] when there are none. Addresses are put in lower case.
    pub fn people<S: AsRef<str>>(people: impl IntoIterator<Item = S>) -> Self {
        let set: BTreeSet<String> = people
            .into_iter()
            .map(|person| person.as_ref().trim().to_lowercase())
            .collect();
        if set.is_empty() {
            Self::Empty
        } else {
            Self::People(set)
        }
    }

    /// Returns files by URL, or [`Value::Empty`] when there are none.
    ///
    /// The query of a URL is dropped: Notion signs its own files with one that changes at each read.
    pub fn files<S: AsRef<str>>(urls: impl IntoIterator<Item = S>) -> Self {
        let set: BTreeSet<String> = urls
            .into_iter()
            .map(|url| {
                let url = url.as_ref();
                url.split(['?', '#']).next().unwrap_or(url).to_owned()
            })
            .filter(|url| !url.is_empty())
            .collect();
        if set.is_empty() {
            Self::Empty
        } else {
            Self::Files(set)
        }
    }

    /// Tells whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Refs(set) | Self::People(set) | Self::Files(set) => set.is_empty(),
            Self::Bool(_) | Self::Number(_) | Self::Date(_) | Self::Unknown(_) => false,
        }
    }

    /// Tells whether the value could not be read whole.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown(_), _) | (_, Self::Unknown(_)) => false,
            (a, b) if a.is_empty() || b.is_empty() => a.is_empty() && b.is_empty(),
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::List(a), Self::List(b)) => {
                a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
            }
            (Self::Refs(a), Self::Refs(b))
            | (Self::People(a), Self::People(b))
            | (Self::Files(a), Self::Files(b)) => a == b,
            _ => false,
        }
    }
}

/// Writes the value as a difference shows it: texts quoted, sets in braces, `(empty)` for nothing.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("(empty)");
        }
        match self {
            Self::Empty => Ok(()),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => quoted(f, text),
            Self::Date(date) => write!(f, "{date}"),
            Self::List(list) => set(f, list),
            Self::Refs(ids) | Self::People(ids) | Self::Files(ids) => set(f, ids),
            Self::Unknown(reason) => write!(f, "(unknown: {reason})"),
        }
    }
}

/// Longest text shown in a difference, in characters.
const SHOWN: usize = 60;

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let short: String = text.chars().take(SHOWN).collect();
    if short.len() == text.len() {
        write!(f, "{text:?}")
    } else {
        write!(f, "{short:?}… ({} characters)", text.chars().count())
    }
}

fn set<'a>(f: &mut fmt::Formatter<'_>, names: impl IntoIterator<Item = &'a String>) -> fmt::Result {
    let mut names: Vec<&String> = names.into_iter().collect();
    names.sort();
    f.write_str("{")?;
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        quoted(f, name)?;
    }
    f.write_str("}")
}

/// Returns a digest of a snapshot that is equal for canonically equal snapshots.
///
/// Empty values are left out, so a property that was added and never filled changes nothing. A
/// snapshot with an unknown value has a digest of its own, but equality says nothing then.
pub fn digest(snapshot: &Snapshot) -> String {
    let mut hasher = Sha256::new();
    for (name, value) in snapshot {
        if value.is_empty() {
            continue;
        }
        feed(&mut hasher, name);
        feed(&mut hasher, &canonical_text(value));
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Feeds a text with its length, so that no two sequences of texts run into each other.
fn feed(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_be_bytes());
    hasher.update(text.as_bytes());
}

fn canonical_text(value: &Value) -> String {
    let joined = |kind: &str, names: BTreeSet<&String>| {
        let mut text = kind.to_owned();
        for name in names {
            text.push_str(&format!(":{}:{name}", name.len()));
        }
        text
    };
    match value {
        Value::Empty => String::new(),
        Value::Bool(value) => format!("bool:{value}"),
        Value::Number(number) => format!("number:{number}"),
        Value::Text(text) => format!("text:{text}"),
        Value::Date(date) => format!("date:{}", date.without_zone()),
        Value::List(list) => joined("list", list.iter().collect()),
        Value::Refs(ids) => joined("refs", ids.iter().collect()),
        Value::People(ids) => joined("people", ids.iter().collect()),
        Value::Files(urls) => joined("files", urls.iter().collect()),
        Value::Unknown(reason) => format!("unknown:{reason}"),
    }
}

#[cfg(test)]
mod tests;
