//! Rollups: values computed over a relation.

use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// A value computed over a relation.
///
/// A request names the relation and the related property by name or by id.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct RollupSchema {
    /// How.
    pub function: Field<RollupFunction>,
    /// The property of the related data source, by name.
    pub rollup_property_name: Field<String>,
    /// The relation, by name.
    pub relation_property_name: Field<String>,
    /// The property of the related data source, by its id, which is not encoded here (recordings).
    pub rollup_property_id: Field<PropertyId>,
    /// The relation, by its id, which is not encoded here (recordings).
    pub relation_property_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}

impl RollupSchema {
    /// What a function makes of a property of the related rows, both properties by name.
    pub fn new(
        relation: impl Into<String>,
        property: impl Into<String>,
        function: RollupFunction,
    ) -> Self {
        Self {
            function: Field::Value(function),
            relation_property_name: Field::Value(relation.into()),
            rollup_property_name: Field::Value(property.into()),
            ..Self::default()
        }
    }

    /// The same with both properties by id.
    pub fn by_id(relation: PropertyId, property: PropertyId, function: RollupFunction) -> Self {
        Self {
            function: Field::Value(function),
            relation_property_id: Field::Value(relation),
            rollup_property_id: Field::Value(property),
            ..Self::default()
        }
    }
}

/// How a rollup is computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum RollupFunction {
    /// How many rows are related.
    Count,
    /// How many values they have.
    CountValues,
    /// How many have none.
    Empty,
    /// How many have one.
    NotEmpty,
    /// How many different values there are.
    Unique,
    /// The different values.
    ShowUnique,
    /// How many have none, from 0 to 1.
    PercentEmpty,
    /// How many have one, from 0 to 1.
    PercentNotEmpty,
    /// The sum of numbers.
    Sum,
    /// The mean of numbers.
    Average,
    /// The median of numbers.
    Median,
    /// The smallest number.
    Min,
    /// The largest number.
    Max,
    /// Largest minus smallest.
    Range,
    /// The earliest date.
    EarliestDate,
    /// The latest date.
    LatestDate,
    /// From the earliest date to the latest.
    DateRange,
    /// How many are checked.
    Checked,
    /// How many are not checked.
    Unchecked,
    /// How many are checked, from 0 to 1.
    PercentChecked,
    /// How many are not checked, from 0 to 1.
    PercentUnchecked,
    /// How many are in each group of a status.
    CountPerGroup,
    /// How many are in each group of a status, from 0 to 1.
    PercentPerGroup,
    /// The values themselves.
    ShowOriginal,
    /// A function without a name here.
    Unknown(String),
}
