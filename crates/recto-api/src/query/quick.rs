//! Quick filters: conditions that a view offers above its rows.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::codec::Wire;
use super::condition::Condition;
use super::{Filter, PropertyFilter};

/// A condition without its property: `{"select": {"equals": "High"}}`. The property is the name
/// under which it stands.
///
/// ```
/// use recto_api::query::{Filter, QuickFilter};
///
/// let quick = QuickFilter::from(Filter::property("Priority").select().equals("High"));
/// assert_eq!(serde_json::to_value(&quick)?, serde_json::json!({"select": {"equals": "High"}}));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum QuickFilter {
    /// A condition.
    Condition(Condition),
    /// Anything else, whole.
    Unknown(Value),
}

impl QuickFilter {
    /// The condition, where it has a name.
    #[must_use]
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Condition(condition) => Some(condition),
            Self::Unknown(_) => None,
        }
    }
}

impl From<Condition> for QuickFilter {
    fn from(condition: Condition) -> Self {
        Self::Condition(condition)
    }
}

/// Takes the condition of a filter on one property. Any other filter is kept whole, and the service
/// refuses it.
impl From<Filter> for QuickFilter {
    fn from(filter: Filter) -> Self {
        match filter {
            Filter::Property(PropertyFilter { condition, .. }) => Self::Condition(condition),
            other => Self::Unknown(serde_json::to_value(other).unwrap_or_default()),
        }
    }
}

impl Serialize for QuickFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Condition(condition) => {
                let (key, value) = condition.to_member();
                Map::from_iter([(key.to_owned(), value)]).serialize(serializer)
            }
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for QuickFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match Condition::read(&value) {
            Some(condition) => Self::Condition(condition),
            None => Self::Unknown(value),
        })
    }
}
