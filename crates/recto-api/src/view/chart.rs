//! Charts.

use serde_json::Number;

use super::chart_style::{
    AxisLabels, ChartSort, ChartTheme, ChartType, DashStyle, DonutLabels, GridLines, GroupStyle,
    LegendPosition, ReferenceLineColor,
};
use super::group::GroupBy;
use super::place::ViewHeight;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// How a chart is shown. Null clears a setting in a change.
///
/// Either groups are aggregated (`x_axis`, `y_axis`), or the rows themselves are drawn
/// (`x_axis_property_id`, `y_axis_property_id`); a number chart has only `value`.
///
/// ```
/// use recto_api::view::{Aggregation, Aggregator, ChartView, GroupBy};
///
/// let effort = Aggregation::of(Aggregator::Sum, "eFfo");
/// let chart = ChartView::column(GroupBy::select("tEam"), effort);
/// assert_eq!(
///     serde_json::to_value(&chart)?["y_axis"],
///     serde_json::json!({"aggregator": "sum", "property_id": "eFfo"}),
/// );
/// let total = ChartView::number(Aggregation::count());
/// assert_eq!(
///     serde_json::to_value(&total)?,
///     serde_json::json!({"chart_type": "number", "value": {"aggregator": "count"}}),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ChartView {
    /// What it looks like; every chart has it.
    pub chart_type: Field<ChartType>,
    /// What makes the groups.
    pub x_axis: Field<GroupBy>,
    /// What is computed of each group.
    pub y_axis: Field<Aggregation>,
    /// The property that names the rows, where rows are drawn.
    pub x_axis_property_id: Field<PropertyId>,
    /// The property with their numbers, where rows are drawn.
    pub y_axis_property_id: Field<PropertyId>,
    /// What is computed of all rows; only in number charts.
    pub value: Field<Aggregation>,
    /// In which order the groups stand.
    pub sort: Field<ChartSort>,
    /// Its colours.
    pub color_theme: Field<ChartTheme>,
    /// How high it is.
    pub height: Field<ViewHeight>,
    /// Whether groups without rows are hidden.
    pub hide_empty_groups: Field<bool>,
    /// Where the legend stands.
    pub legend_position: Field<LegendPosition>,
    /// Whether values stand at the columns.
    pub show_data_labels: Field<bool>,
    /// Which axes are named.
    pub axis_labels: Field<AxisLabels>,
    /// Which lines of the grid are drawn.
    pub grid_lines: Field<GridLines>,
    /// Whether each value adds to the one before; only in line charts.
    pub cumulative: Field<bool>,
    /// Whether lines are curved; only in line charts.
    pub smooth_line: Field<bool>,
    /// Whether the area below the line is left empty; only in line charts.
    pub hide_line_fill_area: Field<bool>,
    /// How groups within groups stand.
    pub group_style: Field<GroupStyle>,
    /// Where the y axis starts.
    pub y_axis_min: Field<Number>,
    /// Where the y axis ends.
    pub y_axis_max: Field<Number>,
    /// What stands at the pieces of a donut.
    pub donut_labels: Field<DonutLabels>,
    /// Whether the title is hidden; only in number charts.
    pub hide_title: Field<bool>,
    /// What makes groups within groups; in column, bar and line charts.
    pub stack_by: Field<GroupBy>,
    /// Lines across the chart.
    pub reference_lines: Field<Vec<ReferenceLine>>,
    /// The text below it.
    pub caption: Field<String>,
    /// Whether values make the colours.
    pub color_by_value: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl ChartView {
    /// A chart of groups.
    fn of(chart_type: ChartType, groups: GroupBy, value: Aggregation) -> Self {
        Self {
            chart_type: Field::Value(chart_type),
            x_axis: Field::Value(groups),
            y_axis: Field::Value(value),
            ..Self::default()
        }
    }

    /// Columns, one for each group.
    pub fn column(groups: GroupBy, value: Aggregation) -> Self {
        Self::of(ChartType::Column, groups, value)
    }

    /// Bars, one for each group.
    pub fn bar(groups: GroupBy, value: Aggregation) -> Self {
        Self::of(ChartType::Bar, groups, value)
    }

    /// A line through the groups.
    pub fn line(groups: GroupBy, value: Aggregation) -> Self {
        Self::of(ChartType::Line, groups, value)
    }

    /// A donut with a piece for each group.
    pub fn donut(groups: GroupBy, value: Aggregation) -> Self {
        Self::of(ChartType::Donut, groups, value)
    }

    /// A single number.
    pub fn number(value: Aggregation) -> Self {
        Self {
            chart_type: Field::Value(ChartType::Number),
            value: Field::Value(value),
            ..Self::default()
        }
    }

    /// The same with groups within the groups.
    #[must_use]
    pub fn stacked_by(mut self, groups: GroupBy) -> Self {
        self.stack_by = Field::Value(groups);
        self
    }

    /// The same with one line more across it.
    #[must_use]
    pub fn reference_line(mut self, line: ReferenceLine) -> Self {
        match &mut self.reference_lines {
            Field::Value(lines) => lines.push(line),
            Field::Absent | Field::Null => self.reference_lines = Field::Value(vec![line]),
        }
        self
    }

    /// The same with a text below it.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Field::Value(caption.into());
        self
    }
}

/// What is computed of rows.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Aggregation {
    /// How.
    pub aggregator: Field<Aggregator>,
    /// Of which property; counting rows needs none.
    pub property_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}

impl Aggregation {
    /// How many rows there are.
    pub fn count() -> Self {
        Self {
            aggregator: Field::Value(Aggregator::Count),
            ..Self::default()
        }
    }

    /// Something of a property.
    pub fn of(aggregator: Aggregator, property: impl Into<PropertyId>) -> Self {
        Self {
            aggregator: Field::Value(aggregator),
            property_id: Field::Value(property.into()),
            extra: Extra::default(),
        }
    }
}

/// A way to compute one value of many.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names are those of `RollupFunction`")]
pub enum Aggregator {
    Count,
    CountValues,
    Sum,
    Average,
    Median,
    Min,
    Max,
    Range,
    Unique,
    Empty,
    NotEmpty,
    PercentEmpty,
    PercentNotEmpty,
    Checked,
    Unchecked,
    PercentChecked,
    PercentUnchecked,
    EarliestDate,
    LatestDate,
    DateRange,
    Unknown(String),
}

/// A line across a chart.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ReferenceLine {
    /// Its id; the service makes one where a request has none.
    pub id: Field<String>,
    /// At which value of the y axis it stands.
    pub value: Field<Number>,
    /// What stands beside it.
    pub label: Field<String>,
    /// Its colour.
    pub color: Field<ReferenceLineColor>,
    /// Whether it is solid.
    pub dash_style: Field<DashStyle>,
    /// Unknown members.
    pub extra: Extra,
}

impl ReferenceLine {
    /// A solid line at this value.
    pub fn solid(
        value: impl Into<Number>,
        label: impl Into<String>,
        color: ReferenceLineColor,
    ) -> Self {
        Self {
            id: Field::Absent,
            value: Field::Value(value.into()),
            label: Field::Value(label.into()),
            color: Field::Value(color),
            dash_style: Field::Value(DashStyle::Solid),
            extra: Extra::default(),
        }
    }

    /// The same, dashed.
    #[must_use]
    pub fn dashed(mut self) -> Self {
        self.dash_style = Field::Value(DashStyle::Dash);
        self
    }
}
