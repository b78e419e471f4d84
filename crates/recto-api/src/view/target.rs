//! Where a new view goes.

use serde_json::Number;

use crate::ids::{BlockId, DatabaseId, PageId, ViewId};
use crate::parent::Parent;
use crate::wire::{Extra, Field, Wire};

/// Where a new view goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A tab of a database.
    Tab(Tab),
    /// A widget of a dashboard.
    Widget(Widget),
    /// A linked database, made for it on a page.
    LinkedDatabase(LinkedDatabase),
}

impl From<Tab> for Place {
    fn from(tab: Tab) -> Self {
        Self::Tab(tab)
    }
}

impl From<Widget> for Place {
    fn from(widget: Widget) -> Self {
        Self::Widget(widget)
    }
}

impl From<LinkedDatabase> for Place {
    fn from(database: LinkedDatabase) -> Self {
        Self::LinkedDatabase(database)
    }
}

/// A tab of a database: the last one, unless it says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    pub(super) database: DatabaseId,
    pub(super) position: Field<ViewPosition>,
}

impl Tab {
    /// The last tab of this database.
    pub fn of(database: DatabaseId) -> Self {
        Self {
            database,
            position: Field::Absent,
        }
    }

    /// The first one instead.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.position = Field::Value(ViewPositionKind::Start.into());
        self
    }

    /// The one after this view instead.
    #[must_use]
    pub fn after(mut self, view: ViewId) -> Self {
        self.position = Field::Value(ViewPosition {
            view_id: Field::Value(view),
            ..ViewPositionKind::AfterView.into()
        });
        self
    }
}

/// A widget of a dashboard: in a new row below the others, unless it says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Widget {
    pub(super) dashboard: ViewId,
    pub(super) placement: Field<WidgetPlacement>,
}

impl Widget {
    /// In a new row below the others of this dashboard, which is a view.
    pub fn of(dashboard: ViewId) -> Self {
        Self {
            dashboard,
            placement: Field::Absent,
        }
    }

    /// In a new row at this place, counted from 0, instead.
    #[must_use]
    pub fn in_new_row(self, index: u32) -> Self {
        self.placed(WidgetPlacementKind::NewRow, index)
    }

    /// Beside the others in this row, counted from 0, instead.
    #[must_use]
    pub fn in_row(self, index: u32) -> Self {
        self.placed(WidgetPlacementKind::ExistingRow, index)
    }

    fn placed(mut self, kind: WidgetPlacementKind, index: u32) -> Self {
        self.placement = Field::Value(WidgetPlacement {
            kind: Field::Value(kind),
            row_index: Field::Value(index.into()),
            extra: Extra::default(),
        });
        self
    }
}

/// A linked database on a page: at its end, unless it says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedDatabase {
    page: PageId,
    after: Option<BlockId>,
}

impl LinkedDatabase {
    /// At the end of this page.
    pub fn on(page: PageId) -> Self {
        Self { page, after: None }
    }

    /// After this block of the page instead.
    #[must_use]
    pub fn after(mut self, block: BlockId) -> Self {
        self.after = Some(block);
        self
    }
}

impl From<LinkedDatabase> for ViewDatabase {
    fn from(database: LinkedDatabase) -> Self {
        let position = database.after.map(|block| ViewDatabasePosition {
            kind: Field::from("after_block"),
            block_id: Field::Value(block),
            extra: Extra::default(),
        });
        Self {
            parent: Field::Value(database.page.into()),
            position: Field::set_or_keep(position),
            extra: Extra::default(),
        }
    }
}

/// The linked database that is made for a view.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewDatabase {
    /// The page it will stand on.
    pub parent: Field<Parent>,
    /// Where on the page; at its end where it is left out.
    pub position: Field<ViewDatabasePosition>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where on a page a linked database goes.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewDatabasePosition {
    /// Always `after_block`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// The block it comes after.
    pub block_id: Field<BlockId>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where among the tabs of a database a view goes.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewPosition {
    /// Which way the place is named.
    #[wire(rename = "type")]
    pub kind: Field<ViewPositionKind>,
    /// The view it comes after, with `after_view`.
    pub view_id: Field<ViewId>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<ViewPositionKind> for ViewPosition {
    fn from(kind: ViewPositionKind) -> Self {
        Self {
            kind: Field::Value(kind),
            ..Self::default()
        }
    }
}

/// Which way the place of a tab is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ViewPositionKind {
    /// First.
    Start,
    /// Last.
    End,
    /// After another view.
    AfterView,
    /// A way without a name here.
    Unknown(String),
}

/// Where on a dashboard a widget goes.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct WidgetPlacement {
    /// Which way the place is named.
    #[wire(rename = "type")]
    pub kind: Field<WidgetPlacementKind>,
    /// The row, counted from 0; a new row without it comes last.
    pub row_index: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Which way the place of a widget is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum WidgetPlacementKind {
    /// In a row of its own.
    NewRow,
    /// Beside the others in a row.
    ExistingRow,
    /// A way without a name here.
    Unknown(String),
}
