//! Requests about data sources and their rows.

use std::borrow::Cow;

use super::{filter_properties, json};
use crate::data_source::{DataSource, DataSourcePatch, NewDataSource};
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::DataSourceId;
use crate::list::List;
use crate::object::Object;
use crate::query::{Filter, Sort};
use crate::wire::{Extra, Field, Wire};

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
    /// In wikis: only pages, or only data sources; both without.
    pub result_type: Field<ResultType>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a query of a wiki answers with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ResultType {
    /// Only pages. Other data sources hold nothing else.
    Page,
    /// Only data sources.
    DataSource,
    /// A kind without a name here.
    Unknown(String),
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

    /// In this order; the first one dominates.
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.body.sorts = Field::Value(sorts.into_iter().collect());
        self
    }

    /// Only these properties of each row, by name or id: at most 100. The service passes over those
    /// there are not (documented).
    #[must_use]
    pub fn only<S: Into<String>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        self.filter_properties = properties.into_iter().map(Into::into).collect();
        self
    }

    /// Only the rows in the trash, in place of those that are not.
    #[must_use]
    pub fn in_trash(mut self) -> Self {
        self.body.in_trash = Field::Value(true);
        self
    }

    /// Only pages, or only data sources.
    #[must_use]
    pub fn result_type(mut self, kind: ResultType) -> Self {
        self.body.result_type = Field::Value(kind);
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
