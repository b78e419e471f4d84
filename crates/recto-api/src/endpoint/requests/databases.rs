//! Requests about databases and data sources.

use std::borrow::Cow;

use super::{filter_properties, json};
use crate::data_source::{DataSource, DataSourcePatch, NewDataSource};
use crate::database::{Database, DatabasePatch, NewDatabase};
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::{DataSourceId, DatabaseId};
use crate::list::List;
use crate::object::Object;
use crate::query::{Filter, Sort};
use crate::wire::{Extra, Field, Wire};

/// A new database with its first data source.
#[derive(Debug, Clone)]
pub struct CreateDatabase {
    /// What it will be.
    pub body: NewDatabase,
}

impl CreateDatabase {
    /// Creates this database.
    pub fn new(body: NewDatabase) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateDatabase {
    const OPERATION: Operation = Operation::CreateDatabase;
    type Output = Database;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A database.
#[derive(Debug, Clone)]
pub struct GetDatabase {
    /// The database.
    pub database_id: DatabaseId,
}

impl GetDatabase {
    /// Asks for this database.
    pub fn new(database_id: DatabaseId) -> Self {
        Self { database_id }
    }
}

impl Endpoint for GetDatabase {
    const OPERATION: Operation = Operation::GetDatabase;
    type Output = Database;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.database_id.as_str().into()]
    }
}

/// Changes a database.
#[derive(Debug, Clone)]
pub struct UpdateDatabase {
    /// The database.
    pub database_id: DatabaseId,
    /// The changes.
    pub body: DatabasePatch,
}

impl UpdateDatabase {
    /// Changes this database.
    pub fn new(database_id: DatabaseId, body: DatabasePatch) -> Self {
        Self { database_id, body }
    }
}

impl Endpoint for UpdateDatabase {
    const OPERATION: Operation = Operation::UpdateDatabase;
    type Output = Database;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.database_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A further data source of a database.
#[derive(Debug, Clone)]
pub struct CreateDataSource {
    /// What it will be.
    pub body: NewDataSource,
}

impl CreateDataSource {
    /// Creates this data source.
    pub fn new(body: NewDataSource) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateDataSource {
    const OPERATION: Operation = Operation::CreateDataSource;
    type Output = DataSource;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A data source with its schema.
#[derive(Debug, Clone)]
pub struct GetDataSource {
    /// The data source.
    pub data_source_id: DataSourceId,
}

impl GetDataSource {
    /// Asks for this data source.
    pub fn new(data_source_id: DataSourceId) -> Self {
        Self { data_source_id }
    }
}

impl Endpoint for GetDataSource {
    const OPERATION: Operation = Operation::GetDataSource;
    type Output = DataSource;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.data_source_id.as_str().into()]
    }
}

/// Changes a data source or its schema.
#[derive(Debug, Clone)]
pub struct UpdateDataSource {
    /// The data source.
    pub data_source_id: DataSourceId,
    /// The changes.
    pub body: DataSourcePatch,
}

impl UpdateDataSource {
    /// Changes this data source.
    pub fn new(data_source_id: DataSourceId, body: DataSourcePatch) -> Self {
        Self {
            data_source_id,
            body,
        }
    }
}

impl Endpoint for UpdateDataSource {
    const OPERATION: Operation = Operation::UpdateDataSource;
    type Output = DataSource;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.data_source_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// The rows of a data source.
#[derive(Debug, Clone)]
pub struct QueryDataSource {
    /// The data source.
    pub data_source_id: DataSourceId,
    /// Properties to answer with, by id or name; all of them when empty. At most 100.
    pub filter_properties: Vec<String>,
    /// Which rows, in which order.
    pub body: QueryBody,
}

/// Which rows of a data source, in which order.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct QueryBody {
    /// Which rows.
    pub filter: Field<Filter>,
    /// In which order; the first one dominates.
    pub sorts: Field<Vec<Sort>>,
    /// Where to start; the first page without.
    pub start_cursor: Field<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Field<u32>,
    /// True for the rows in the trash, and only those.
    pub in_trash: Field<bool>,
    /// In wikis: only `page` or only `data_source`.
    pub result_type: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl QueryDataSource {
    /// All rows, as the service orders them.
    pub fn new(data_source_id: DataSourceId) -> Self {
        Self {
            data_source_id,
            filter_properties: Vec::new(),
            body: QueryBody::default(),
        }
    }

    /// Only the rows that match.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.body.filter = Field::Value(filter);
        self
    }

    /// In this order.
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.body.sorts = Field::Value(sorts.into_iter().collect());
        self
    }
}

impl Endpoint for QueryDataSource {
    const OPERATION: Operation = Operation::QueryDataSource;
    type Output = List<Object>;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.data_source_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.filter_properties)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

impl Paged for QueryDataSource {
    type Item = Object;

    fn starting_at(mut self, cursor: String) -> Self {
        self.body.start_cursor = Field::Value(cursor);
        self
    }
}
