//! Where an object lives.

use crate::ids::{BlockId, DataSourceId, DatabaseId, PageId};
use crate::wire::{Extra, Field, Unknown, Wire};

/// The parent of a page, database, data source, block or comment.
///
/// A row's parent is its data source; the id of the database around it is [`Parent::database_id`].
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Parent {
    /// What the parent is, with its id.
    #[wire(union)]
    pub kind: Option<ParentKind>,
    /// The database around a data source; see [`Parent::database_id`].
    #[wire(beside, rename = "database_id")]
    pub container: Field<DatabaseId>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a parent is.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum ParentKind {
    /// A data source: the object is a row. First, since requests may name its database as well.
    DataSourceId(DataSourceId),
    /// A database: the object is a data source, a view, or a row before data sources existed.
    DatabaseId(DatabaseId),
    /// A page.
    PageId(PageId),
    /// A block.
    BlockId(BlockId),
    /// The top of the workspace; always true.
    Workspace(bool),
    /// An agent, for pages with its instructions.
    AgentId(String),
    /// A kind without a name here.
    Unknown(Unknown),
}

impl Parent {
    /// The database of a row, a data source or a view.
    pub fn database_id(&self) -> Option<DatabaseId> {
        match &self.kind {
            Some(ParentKind::DatabaseId(id)) => Some(id.clone()),
            _ => self.container.value().cloned(),
        }
    }
}

impl From<ParentKind> for Parent {
    fn from(kind: ParentKind) -> Self {
        Self {
            kind: Some(kind),
            container: Field::Absent,
            extra: Extra::default(),
        }
    }
}

impl From<PageId> for Parent {
    fn from(id: PageId) -> Self {
        ParentKind::PageId(id).into()
    }
}

impl From<DataSourceId> for Parent {
    fn from(id: DataSourceId) -> Self {
        ParentKind::DataSourceId(id).into()
    }
}

impl From<DatabaseId> for Parent {
    fn from(id: DatabaseId) -> Self {
        ParentKind::DatabaseId(id).into()
    }
}
