//! Views: what a database shows of a data source, and how.
//!
//! # Make one
//!
//! A [`NewView`] needs a place, a data source, a name and a look. Places are a [`Tab`] of a
//! database, a [`Widget`] of a dashboard, or a [`LinkedDatabase`] on a page. Looks are the
//! configurations, such as [`BoardView`]; they name properties by id, which
//! [`GroupBy::named`] and [`ViewProperty::named`] find in a schema.
//!
//! ```
//! use recto_api::data_source::DataSource;
//! use recto_api::ids::DatabaseId;
//! use recto_api::query::{Filter, Sort};
//! use recto_api::view::{BoardView, GroupBy, NewView, Tab, TableView, ViewProperty};
//!
//! let source: DataSource = serde_json::from_str(r#"{
//!     "object": "data_source", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "properties": {
//!         "Task": {"id": "title", "name": "Task", "type": "title", "title": {}},
//!         "Due": {"id": "%3Fdue", "name": "Due", "type": "date", "date": {}},
//!         "Status": {"id": "sTat", "name": "Status", "type": "status", "status": {}}
//!     }}"#)?;
//! let database = DatabaseId::parse("4d0a5f4e0f5b81aa9d54d3a3c2a0e222")?;
//! let schema = &source.properties;
//!
//! // A board grouped by Status, as the first tab.
//! let board = BoardView::by(GroupBy::named(schema, "Status")?);
//! let board = NewView::new(Tab::of(database.clone()).first(), source.id.clone(), "Board", board);
//!
//! // A table showing these columns with widths, and only what is not done yet.
//! let table = TableView::showing([
//!     ViewProperty::named(schema, "Task")?.width(320),
//!     ViewProperty::named(schema, "Due")?.width(120),
//! ]);
//! let table = NewView::new(Tab::of(database), source.id.clone(), "Open", table)
//!     .filter(Filter::property("Status").status().does_not_equal("Done"))
//!     .sorts([Sort::ascending("Due")]);
//!
//! let board = serde_json::to_value(&board)?;
//! assert_eq!(board["type"], "board");
//! assert_eq!(board["position"]["type"], "start");
//! assert_eq!(board["configuration"]["group_by"]["property_id"], "sTat");
//! let table = serde_json::to_value(&table)?;
//! assert_eq!(table["configuration"]["properties"][0]["width"], 320);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Change one
//!
//! A [`ViewPatch`] keeps what is absent and clears what is null, down to the single setting of a
//! configuration.
//!
//! # Read its rows
//!
//! [`CreateViewQuery`](crate::endpoint::CreateViewQuery) has the service take a snapshot of the rows
//! under the view's filter and in its order; a [`ViewQuery`] holds the first page,
//! [`GetViewQuery`](crate::endpoint::GetViewQuery) brings the others.
//!
//! Views exist since the version that brought data sources. What no recording shows of them follows
//! Notion's documentation; a setting of another form than documented leaves its whole configuration
//! as [`ViewConfiguration::Unknown`] and loses nothing.

mod card;
mod chart;
mod chart_style;
mod configuration;
mod dashboard;
mod group;
mod groups;
mod lookup;
mod place;
mod property;
mod query;
mod request;
mod table;
mod tagged;
mod target;
mod time;

pub use card::{
    BoardView, CardLayout, Cover, CoverAspect, CoverKind, CoverSize, GalleryView, ListView,
};
pub use chart::{Aggregation, Aggregator, ChartView, ReferenceLine};
pub use chart_style::{
    AxisLabels, ChartSort, ChartTheme, ChartType, DashStyle, DonutLabels, GridLines, GroupStyle,
    LegendPosition, ReferenceLineColor,
};
pub use configuration::{ViewConfiguration, ViewKind};
pub use dashboard::{DashboardRow, DashboardView, DashboardWidget};
pub use group::{FormulaGrouping, GroupBy};
pub use groups::{
    DateGroups, DateUnit, FormulaCheckboxGroups, FormulaDateGroups, FormulaGroups,
    FormulaNumberGroups, FormulaTextGroups, GroupOrder, GroupSort, Groups, NumberGroups,
    StatusGroups, StatusUnit, TextGroups, TextUnit, WeekStart,
};
pub use lookup::SchemaMismatch;
pub use place::{FormView, MapView, SubmissionPermissions, ViewHeight};
pub use property::{CardPropertyWidth, DateFormat, StatusDisplay, TimeFormat, ViewProperty};
pub use query::{DeletedViewQuery, PageReference, ViewQuery};
pub use request::{Look, NewView, ViewPatch};
pub use table::{SubtaskDisplay, SubtaskFilter, Subtasks, TableView};
pub use target::{
    LinkedDatabase, Place, Tab, ViewDatabase, ViewDatabasePosition, ViewPosition, ViewPositionKind,
    Widget, WidgetPlacement, WidgetPlacementKind,
};
pub use time::{
    CalendarRange, CalendarView, TimelineArrows, TimelinePreference, TimelineView, ZoomLevel,
};

use crate::date::DateText;
use crate::ids::{DataSourceId, ViewId};
use crate::parent::Parent;
use crate::query::{Filter, QuickFilter, Sort};
use crate::user::User;
use crate::wire::{Extra, Field, Members, Wire};

/// A view as lists of views have it: by its id alone (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "view")]
pub struct ViewReference {
    /// The view.
    pub id: ViewId,
    /// Unknown members.
    pub extra: Extra,
}

/// A view of a database.
///
/// One just deleted has only id, parent and kind (recordings).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "view")]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// Its database.
    pub parent: Field<Parent>,
    /// The data source whose rows it shows; null for dashboards.
    pub data_source_id: Field<DataSourceId>,
    /// Its name.
    pub name: Field<String>,
    /// What kind of view it is.
    #[wire(rename = "type")]
    pub kind: Field<ViewKind>,
    /// When it was made; milliseconds and an offset (recordings).
    pub created_time: Field<DateText>,
    /// Who made it (a partial user); null where that is not known.
    pub created_by: Field<User>,
    /// When it was last edited; milliseconds and an offset (recordings).
    pub last_edited_time: Field<DateText>,
    /// Who last edited it (a partial user); null where that is not known.
    pub last_edited_by: Field<User>,
    /// Its address.
    pub url: Field<String>,
    /// Which rows it shows; null for all.
    pub filter: Field<Filter>,
    /// In which order; null for none of its own.
    pub sorts: Field<Vec<Sort>>,
    /// Filters offered above it, by property id; null for none.
    pub quick_filters: Field<Members<QuickFilter>>,
    /// What it looks like.
    pub configuration: Field<ViewConfiguration>,
    /// The dashboard it stands on, where it is a widget.
    pub dashboard_view_id: Field<ViewId>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}
