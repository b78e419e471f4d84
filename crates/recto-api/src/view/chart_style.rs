//! How a chart is drawn.

use crate::wire::Wire;

/// What a chart looks like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ChartType {
    Column,
    Bar,
    Line,
    Donut,
    Number,
    Unknown(String),
}

/// In which order the groups of a chart stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ChartSort {
    Manual,
    XAscending,
    XDescending,
    YAscending,
    YDescending,
    Unknown(String),
}

/// The colours of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ChartTheme {
    Gray,
    Blue,
    Yellow,
    Green,
    Purple,
    Teal,
    Orange,
    Pink,
    Red,
    Auto,
    Colorful,
    Unknown(String),
}

/// Where the legend of a chart stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum LegendPosition {
    Off,
    Bottom,
    Side,
    Unknown(String),
}

/// Which axes of a chart are named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum AxisLabels {
    None,
    XAxis,
    YAxis,
    Both,
    Unknown(String),
}

/// Which lines of a chart's grid are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum GridLines {
    None,
    Horizontal,
    Vertical,
    Both,
    Unknown(String),
}

/// How groups within the groups of a chart stand: on top of each other, as parts of the whole,
/// or beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum GroupStyle {
    Normal,
    Percent,
    SideBySide,
    Unknown(String),
}

/// What stands at the pieces of a donut.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum DonutLabels {
    None,
    Value,
    Name,
    NameAndValue,
    Unknown(String),
}

/// The colour of a line across a chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ReferenceLineColor {
    Gray,
    Lightgray,
    Brown,
    Yellow,
    Orange,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
    Unknown(String),
}

/// Whether a line is solid.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum DashStyle {
    Solid,
    Dash,
    Unknown(String),
}
