//! What a view looks like, by its kind.

use super::card::{BoardView, GalleryView, ListView};
use super::chart::ChartView;
use super::dashboard::DashboardView;
use super::place::{FormView, MapView};
use super::table::TableView;
use super::tagged::tagged;
use super::time::{CalendarView, TimelineView};
use crate::wire::Wire;

/// What kind of view it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ViewKind {
    /// Rows and columns.
    Table,
    /// Cards in columns.
    Board,
    /// Lines.
    List,
    /// Days with cards.
    Calendar,
    /// Bars along an axis of time.
    Timeline,
    /// Cards in a grid.
    Gallery,
    /// Questions.
    Form,
    /// A chart, or a single number.
    Chart,
    /// Places on a map.
    Map,
    /// Other views, side by side.
    Dashboard,
    /// A kind without a name here.
    Unknown(String),
}

tagged! {
    /// What a view looks like; the variant is the view's kind.
    ///
    /// In a change, what is absent stays and null clears.
    ViewConfiguration {
        /// Rows and columns.
        Table(Box<TableView>) = "table",
        /// Cards in columns.
        Board(Box<BoardView>) = "board",
        /// Lines.
        List(ListView) = "list",
        /// Days with cards.
        Calendar(CalendarView) = "calendar",
        /// Bars along an axis of time.
        Timeline(Box<TimelineView>) = "timeline",
        /// Cards in a grid.
        Gallery(Box<GalleryView>) = "gallery",
        /// Questions.
        Form(FormView) = "form",
        /// A chart, or a single number.
        Chart(Box<ChartView>) = "chart",
        /// Places on a map.
        Map(MapView) = "map",
        /// Other views, side by side.
        Dashboard(DashboardView) = "dashboard",
    }
}

impl ViewConfiguration {
    /// The kind of view it belongs to.
    pub fn view_kind(&self) -> ViewKind {
        ViewKind::from(self.kind())
    }
}

/// Defines how each configuration becomes the union of them.
macro_rules! from {
    ($($configuration:ident $variant:ident,)+) => {
        $(impl From<$configuration> for ViewConfiguration {
            fn from(configuration: $configuration) -> Self {
                Self::$variant(configuration.into())
            }
        })+
    };
}

from! {
    TableView Table,
    BoardView Board,
    ListView List,
    CalendarView Calendar,
    TimelineView Timeline,
    GalleryView Gallery,
    FormView Form,
    ChartView Chart,
    MapView Map,
    DashboardView Dashboard,
}
