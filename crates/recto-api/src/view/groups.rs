//! What groups are made of.

use serde_json::Number;

use super::group::FormulaGrouping;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// Groups, one for each value.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Groups {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// Groups of a status.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct StatusGroups {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// By option, or by group of options.
    pub group_by: Field<StatusUnit>,
    /// Unknown members.
    pub extra: Extra,
}

/// Groups of dates. They cannot be ordered by hand (documented).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DateGroups {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// How much time makes a group.
    pub group_by: Field<DateUnit>,
    /// On which day weeks start: 0 Sunday, 1 Monday.
    pub start_day_of_week: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Groups of texts.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TextGroups {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// The whole text, or its first letter.
    pub group_by: Field<TextUnit>,
    /// Unknown members.
    pub extra: Extra,
}

/// Groups of numbers. They cannot be ordered by hand (documented).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NumberGroups {
    /// The property.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// Where the first group starts.
    pub range_start: Field<Number>,
    /// Where the last group ends.
    pub range_end: Field<Number>,
    /// How wide a group is.
    pub range_size: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Groups of a formula's results. The order stands in `group_by`.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaGroups {
    /// The formula.
    pub property_id: Field<PropertyId>,
    /// Its name, in answers; not stable across renames.
    pub property_name: Field<String>,
    /// How its results are grouped.
    pub group_by: Field<FormulaGrouping>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// Dates that a formula gives.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaDateGroups {
    /// How much time makes a group.
    pub group_by: Field<DateUnit>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// On which day weeks start: 0 Sunday, 1 Monday.
    pub start_day_of_week: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Texts that a formula gives.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaTextGroups {
    /// The whole text, or its first letter.
    pub group_by: Field<TextUnit>,
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Unknown members.
    pub extra: Extra,
}

/// Numbers that a formula gives.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaNumberGroups {
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Where the first group starts.
    pub range_start: Field<Number>,
    /// Where the last group ends.
    pub range_end: Field<Number>,
    /// How wide a group is.
    pub range_size: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Yes or no that a formula gives.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct FormulaCheckboxGroups {
    /// In which order the groups stand.
    pub sort: Field<GroupSort>,
    /// Unknown members.
    pub extra: Extra,
}

/// In which order groups stand.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct GroupSort {
    /// The order.
    #[wire(rename = "type")]
    pub kind: Field<GroupOrder>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<GroupOrder> for GroupSort {
    fn from(order: GroupOrder) -> Self {
        Self {
            kind: Field::Value(order),
            extra: Extra::default(),
        }
    }
}

/// An order of groups.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum GroupOrder {
    /// As someone arranged them.
    Manual,
    /// Smallest, earliest, or A first.
    Ascending,
    /// Largest, latest, or Z first.
    Descending,
    /// An order without a name here.
    Unknown(String),
}

/// What of a status makes a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum StatusUnit {
    /// To-do, In progress, Complete.
    Group,
    /// Each option.
    Option,
    /// A unit without a name here.
    Unknown(String),
}

/// How much time makes a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum DateUnit {
    /// Today, yesterday, last 7 days, and so on.
    Relative,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// A unit without a name here.
    Unknown(String),
}

/// What of a text makes a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum TextUnit {
    /// The whole text.
    Exact,
    /// The first letter.
    AlphabetPrefix,
    /// A unit without a name here.
    Unknown(String),
}

/// On which day weeks start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WeekStart {
    /// Written as 0.
    Sunday,
    /// Written as 1.
    Monday,
}

/// Defines how groups of a property start out.
macro_rules! start {
    ($($name:ident)+) => {
        $(impl $name {
            pub(super) fn of(property: impl Into<PropertyId>, order: GroupOrder) -> Self {
                Self {
                    property_id: Field::Value(property.into()),
                    sort: Field::Value(order.into()),
                    ..Self::default()
                }
            }
        })+
    };
}

start! { Groups StatusGroups DateGroups TextGroups NumberGroups }
