//! Tables.

use serde_json::Number;

use super::group::GroupBy;
use super::property::ViewProperty;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// How a table is shown. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TableView {
    /// The columns.
    pub properties: Field<Vec<ViewProperty>>,
    /// By what the rows are grouped.
    pub group_by: Field<GroupBy>,
    /// How rows below rows are shown. Null resets it, which may show them;
    /// [`Subtasks::disabled`] does not.
    pub subtasks: Field<Subtasks>,
    /// Whether long content is wrapped.
    pub wrap_cells: Field<bool>,
    /// The last column, counted from 0, that stays in place when the table is scrolled.
    pub frozen_column_index: Field<Number>,
    /// Whether there are lines between the columns.
    pub show_vertical_lines: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl TableView {
    /// A table with these columns.
    pub fn showing(columns: impl IntoIterator<Item = ViewProperty>) -> Self {
        Self {
            properties: Field::Value(columns.into_iter().collect()),
            ..Self::default()
        }
    }

    /// The same with the rows grouped.
    #[must_use]
    pub fn by(mut self, group_by: GroupBy) -> Self {
        self.group_by = Field::Value(group_by);
        self
    }

    /// The same with long content wrapped, or not.
    #[must_use]
    pub fn wrap(mut self, wrap: bool) -> Self {
        self.wrap_cells = Field::Value(wrap);
        self
    }

    /// The same with the columns up to this one, counted from 0, staying in place.
    #[must_use]
    pub fn freeze(mut self, last_column: u32) -> Self {
        self.frozen_column_index = Field::Value(last_column.into());
        self
    }

    /// The same with rows below rows shown so.
    #[must_use]
    pub fn subtasks(mut self, subtasks: Subtasks) -> Self {
        self.subtasks = Field::Value(subtasks);
        self
    }
}

/// How rows below rows are shown.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Subtasks {
    /// The relation from a row to the row above it.
    pub property_id: Field<PropertyId>,
    /// How they are shown.
    pub display_mode: Field<SubtaskDisplay>,
    /// Which of them a filter is held against.
    pub filter_scope: Field<SubtaskFilter>,
    /// The column with the toggle that opens and closes them.
    pub toggle_column_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}

impl Subtasks {
    /// Rows nested by this relation.
    pub fn by(relation: impl Into<PropertyId>) -> Self {
        Self {
            property_id: Field::Value(relation.into()),
            display_mode: Field::Value(SubtaskDisplay::Show),
            ..Self::default()
        }
    }

    /// No nesting at all.
    pub fn disabled() -> Self {
        Self {
            display_mode: Field::Value(SubtaskDisplay::Disabled),
            ..Self::default()
        }
    }
}

/// How rows below rows are shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SubtaskDisplay {
    /// Below their row, with a toggle.
    Show,
    /// As a number at their row.
    Hidden,
    /// Like other rows, with a mark.
    Flattened,
    /// Not as rows below rows.
    Disabled,
    /// A way without a name here.
    Unknown(String),
}

/// Which rows a filter is held against.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SubtaskFilter {
    /// Those that stand below no other.
    Parents,
    /// All.
    ParentsAndSubitems,
    /// Those that stand below others.
    Subitems,
    /// A choice without a name here.
    Unknown(String),
}
