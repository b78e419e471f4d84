//! References to secrets, which stand in the configuration instead of them.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a secret is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// In this variable of the environment or of `.env`: `env:NAME`.
    Env(String),
    /// In this file, without the white space around it: `file:PATH`.
    File(PathBuf),
}

impl SecretRef {
    /// Reads `env:NAME` or `file:PATH`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix("env:") {
            let name = name.trim();
            return (!name.is_empty()).then(|| Self::Env(name.to_owned()));
        }
        let path = text.strip_prefix("file:")?;
        (!path.is_empty()).then(|| Self::File(PathBuf::from(path)))
    }
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

impl Serialize for SecretRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Refuses anything but a reference, without repeating it.
impl<'de> Deserialize<'de> for SecretRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(
                "a secret must not stand in this file; put it into the environment or .env and \
                 write \"env:NAME\", or into a file and write \"file:PATH\"",
            )
        })
    }
}

/// A database URL: a reference, or the URL itself when it holds no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// The URL itself.
    Plain(String),
    /// Where the URL is to be found.
    Secret(SecretRef),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(url) => f.write_str(url),
            Self::Secret(reference) => write!(f, "{reference}"),
        }
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Location {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Some(reference) = SecretRef::parse(&text) {
            return Ok(Self::Secret(reference));
        }
        if has_password(&text) {
            return Err(serde::de::Error::custom(
                "a URL with a password must not stand in this file; put it into the environment \
                 or .env and write \"env:DATABASE_URL\"",
            ));
        }
        Ok(Self::Plain(text))
    }
}

/// Tells whether a URL or a `key=value` connection string names a password.
fn has_password(url: &str) -> bool {
    let in_authority = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split(['/', '?']).next())
        .and_then(|authority| authority.rsplit_once('@'))
        .is_some_and(|(user, _)| user.contains(':'));
    in_authority || url.to_lowercase().contains("password=")
}
