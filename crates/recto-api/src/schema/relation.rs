//! Relations between data sources.

use crate::ids::{DataSourceId, DatabaseId, PropertyId};
use crate::property::Empty;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A relation to a data source, possibly the one it stands in.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct RelationSchema {
    /// The database around the data source.
    pub database_id: Field<DatabaseId>,
    /// The related data source.
    pub data_source_id: Field<DataSourceId>,
    /// One way, or mirrored in the other data source.
    #[wire(union)]
    pub direction: Option<RelationDirection>,
    /// Unknown members.
    pub extra: Extra,
}

impl RelationSchema {
    /// A relation that stands only here.
    pub fn single(target: DataSourceId) -> Self {
        Self {
            data_source_id: Field::Value(target),
            direction: Some(RelationDirection::SingleProperty(Empty::default())),
            ..Self::default()
        }
    }

    /// A relation with a mirror in the other data source; [`RelationSchema::mirrored_as`] names it, else
    /// it is called `Related to <title> (<property>)` (documented).
    pub fn dual(target: DataSourceId) -> Self {
        Self {
            data_source_id: Field::Value(target),
            direction: Some(RelationDirection::DualProperty(DualProperty::default())),
            ..Self::default()
        }
    }

    /// The same with a name for its mirror; it becomes dual if it was not.
    #[must_use]
    pub fn mirrored_as(mut self, name: impl Into<String>) -> Self {
        let mut dual = match self.direction.take() {
            Some(RelationDirection::DualProperty(dual)) => dual,
            _ => DualProperty::default(),
        };
        dual.synced_property_name = Field::Value(name.into());
        self.direction = Some(RelationDirection::DualProperty(dual));
        self
    }

    /// The mirror, where there is one.
    pub fn mirror(&self) -> Option<&DualProperty> {
        match &self.direction {
            Some(RelationDirection::DualProperty(dual)) => Some(dual),
            _ => None,
        }
    }
}

/// Whether a relation is mirrored.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum RelationDirection {
    /// Only here. A change to this removes the mirror (documented).
    SingleProperty(Empty),
    /// Mirrored by a property of the related data source.
    DualProperty(DualProperty),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// The mirror of a relation.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DualProperty {
    /// The name of the property on the other side.
    pub synced_property_name: Field<String>,
    /// The id of the property on the other side.
    pub synced_property_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}
