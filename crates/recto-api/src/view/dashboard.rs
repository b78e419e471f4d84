//! Dashboards.

use serde_json::Number;

use crate::ids::ViewId;
use crate::wire::{Extra, Field, Wire};

/// How a dashboard is shown. Read only: widgets are placed when they are made, see
/// [`super::Widget`].
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DashboardView {
    /// Its rows, from above.
    pub rows: Field<Vec<DashboardRow>>,
    /// Unknown members.
    pub extra: Extra,
}

impl DashboardView {
    /// The views on it, row by row.
    pub fn view_ids(&self) -> impl Iterator<Item = &ViewId> {
        let rows = self.rows.value().into_iter().flatten();
        let widgets = rows.flat_map(|row| row.widgets.value().into_iter().flatten());
        widgets.filter_map(|widget| widget.view_id.value())
    }
}

/// A row of a dashboard.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DashboardRow {
    /// Its id.
    pub id: Field<String>,
    /// What stands in it, from the left.
    pub widgets: Field<Vec<DashboardWidget>>,
    /// Its height in pixels, where it is fixed.
    pub height: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// A view on a dashboard.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DashboardWidget {
    /// Its id.
    pub id: Field<String>,
    /// The view it shows.
    pub view_id: Field<ViewId>,
    /// Its width, from 1 to 12; 12 is the whole row.
    pub width: Field<Number>,
    /// Its row, counted from 0.
    pub row_index: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}
