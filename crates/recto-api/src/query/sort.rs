//! Sorts of a query.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::Timestamp;

/// One entry of `sorts`; earlier entries dominate.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Sort {
    /// `{"property": …, "direction": …}`.
    Property {
        /// Name or id.
        property: String,
        /// Which way.
        direction: Direction,
    },
    /// `{"timestamp": …, "direction": …}`.
    Timestamp {
        /// Which time of the page.
        timestamp: Timestamp,
        /// Which way.
        direction: Direction,
    },
    /// Anything else, whole.
    Unknown(Value),
}

/// Which way a sort goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `ascending`.
    Ascending,
    /// `descending`.
    Descending,
}

impl Direction {
    /// Gives the wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "ascending" => Some(Self::Ascending),
            "descending" => Some(Self::Descending),
            _ => None,
        }
    }
}

impl Sort {
    /// Makes an ascending sort by a property's name or id.
    pub fn ascending(property: impl Into<String>) -> Self {
        Self::Property {
            property: property.into(),
            direction: Direction::Ascending,
        }
    }

    /// Makes a descending sort by a property's name or id.
    pub fn descending(property: impl Into<String>) -> Self {
        Self::Property {
            property: property.into(),
            direction: Direction::Descending,
        }
    }

    /// Makes a sort by the page's creation time.
    #[must_use]
    pub fn created_time(direction: Direction) -> Self {
        Self::Timestamp {
            timestamp: Timestamp::CreatedTime,
            direction,
        }
    }

    /// Makes a sort by the page's last edit, a time of minute precision.
    #[must_use]
    pub fn last_edited_time(direction: Direction) -> Self {
        Self::Timestamp {
            timestamp: Timestamp::LastEditedTime,
            direction,
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let object = value.as_object().filter(|object| object.len() == 2)?;
        let direction = Direction::parse(object.get("direction")?.as_str()?)?;
        if let Some(property) = object.get("property") {
            return Some(Self::Property {
                property: property.as_str()?.to_owned(),
                direction,
            });
        }
        let timestamp = Timestamp::parse(object.get("timestamp")?.as_str()?)?;
        Some(Self::Timestamp {
            timestamp,
            direction,
        })
    }

    fn write(&self) -> Value {
        let (key, value, direction) = match self {
            Self::Unknown(value) => return value.clone(),
            Self::Property {
                property,
                direction,
            } => ("property", property.as_str(), direction),
            Self::Timestamp {
                timestamp,
                direction,
            } => ("timestamp", timestamp.as_str(), direction),
        };
        let mut object = Map::new();
        object.insert(key.to_owned(), value.into());
        object.insert("direction".to_owned(), direction.as_str().into());
        Value::Object(object)
    }
}

impl Serialize for Sort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Sort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self::read(&value).unwrap_or(Self::Unknown(value)))
    }
}
