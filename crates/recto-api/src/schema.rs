//! Schemas: the properties of a data source and how each is configured.

use serde_json::Number;

use crate::ids::{DataSourceId, DatabaseId, PropertyId};
use crate::property::{Empty, OptionColor, SelectOption};
use crate::wire::{Extra, Field, Members, Unknown, Wire};

/// The properties of a data source by name.
pub type Schema = Members<PropertyConfig>;

/// A property of a data source.
///
/// In a request all but the configuration may be left out; `name` alone renames.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct PropertyConfig {
    /// Its id, percent-encoded; survives renames.
    pub id: Field<PropertyId>,
    /// Its name.
    pub name: Field<String>,
    /// Its description: 1 to 280 characters.
    pub description: Field<String>,
    /// Its type and what belongs to it; `None` where a request only renames.
    #[wire(union)]
    pub config: Option<PropertySchema>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<PropertySchema> for PropertyConfig {
    fn from(config: PropertySchema) -> Self {
        Self {
            config: Some(config),
            ..Self::default()
        }
    }
}

impl PropertyConfig {
    /// The wire name of the property's type, such as `multi_select`.
    pub fn kind(&self) -> Option<&str> {
        self.config.as_ref().map(PropertySchema::kind)
    }
}

/// The type of a property and its configuration (notion-api 3.6).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
#[expect(missing_docs, reason = "the kinds are those of `PropertyValue`")]
pub enum PropertySchema {
    Title(Empty),
    RichText(Empty),
    Number(NumberSchema),
    Select(OptionsSchema),
    MultiSelect(OptionsSchema),
    Status(StatusSchema),
    Date(Empty),
    People(Empty),
    Files(Empty),
    Checkbox(Empty),
    Url(Empty),
    Email(Empty),
    PhoneNumber(Empty),
    Formula(FormulaSchema),
    Relation(RelationSchema),
    Rollup(RollupSchema),
    CreatedTime(Empty),
    LastEditedTime(Empty),
    CreatedBy(Empty),
    LastEditedBy(Empty),
    UniqueId(UniqueIdSchema),
    Button(Empty),
    Verification(Empty),
    Place(Empty),
    Location(Empty),
    LastVisitedTime(Empty),
    Unknown(Unknown),
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NumberSchema {
    /// Such as `number`, `percent`, `euro`.
    pub format: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// The options of a select or multi-select.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct OptionsSchema {
    /// The options in order; a request replaces them all.
    pub options: Field<Vec<SelectOption>>,
    /// Unknown members.
    pub extra: Extra,
}

impl OptionsSchema {
    /// Options by name.
    pub fn named<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let options = names.into_iter().map(SelectOption::named).collect();
        Self {
            options: Field::Value(options),
            extra: Extra::default(),
        }
    }
}

/// The options of a status and their groups.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StatusSchema {
    /// The options in order.
    pub options: Field<Vec<SelectOption>>,
    /// To-do, In progress and Complete; a request cannot change them.
    pub groups: Field<Vec<StatusGroup>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A group of status options.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StatusGroup {
    /// Its id.
    pub id: Field<String>,
    /// Its name.
    pub name: Field<String>,
    /// Its colour.
    pub color: Field<OptionColor>,
    /// The options in it.
    pub option_ids: Field<Vec<String>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaSchema {
    /// Its text; answers name properties by id.
    pub expression: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A relation to a data source.
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

/// Whether a relation is mirrored.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum RelationDirection {
    /// Only here.
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

/// A value computed over a relation.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct RollupSchema {
    /// How, such as `sum`.
    pub function: Field<String>,
    /// The property of the related data source, by name.
    pub rollup_property_name: Field<String>,
    /// The relation, by name.
    pub relation_property_name: Field<String>,
    /// The property of the related data source, by its id, not encoded.
    pub rollup_property_id: Field<String>,
    /// The relation, by its id, not encoded.
    pub relation_property_id: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A counter.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct UniqueIdSchema {
    /// What stands before the number.
    pub prefix: Field<String>,
    /// Present in some answers: the next number.
    pub next_number: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}
