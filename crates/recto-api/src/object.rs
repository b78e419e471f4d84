//! Lists that mix kinds of objects.

use serde_json::Value;

use crate::data_source::DataSource;
use crate::database::Database;
use crate::page::Page;
use crate::wire::Wire;

/// A result of a query or search: told apart by its `object` member.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(objects)]
pub enum Object {
    /// A page.
    Page(Box<Page>),
    /// A data source (in wikis, and in search).
    DataSource(Box<DataSource>),
    /// A database (search, before data sources existed).
    Database(Box<Database>),
    /// A kind without a name here, whole.
    Unknown(Value),
}

impl Object {
    /// The page, if it is one.
    pub fn into_page(self) -> Option<Page> {
        match self {
            Self::Page(page) => Some(*page),
            _ => None,
        }
    }
}
