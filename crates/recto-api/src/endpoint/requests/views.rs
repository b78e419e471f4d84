//! Requests about views and their rows.

use std::borrow::Cow;

use super::{cursor_query, json};
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::{DataSourceId, DatabaseId, ViewId, ViewQueryId};
use crate::list::List;
use crate::view::{
    DeletedViewQuery, NewView, PageReference, View, ViewPatch, ViewQuery, ViewReference,
};
use crate::wire::{Extra, Field, Wire};

/// The views of a database, or of a data source wherever they are: their ids.
#[derive(Debug, Clone)]
pub struct ListViews {
    /// The database. Notion wants this or `data_source_id`.
    pub database_id: Option<DatabaseId>,
    /// The data source; linked views all over the workspace count (documented).
    pub data_source_id: Option<DataSourceId>,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl ListViews {
    /// Views of this database.
    pub fn of_database(database_id: DatabaseId) -> Self {
        Self {
            database_id: Some(database_id),
            data_source_id: None,
            start_cursor: None,
            page_size: None,
        }
    }

    /// Views of this data source.
    pub fn of_data_source(data_source_id: DataSourceId) -> Self {
        Self {
            database_id: None,
            data_source_id: Some(data_source_id),
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for ListViews {
    const OPERATION: Operation = Operation::ListViews;
    type Output = List<ViewReference>;

    fn query(&self) -> Vec<(&'static str, String)> {
        let database = self.database_id.as_ref().map(DatabaseId::to_string);
        let source = self.data_source_id.as_ref().map(DataSourceId::to_string);
        let mut query = Vec::new();
        query.extend(database.map(|id| ("database_id", id)));
        query.extend(source.map(|id| ("data_source_id", id)));
        query.extend(cursor_query(self.start_cursor.as_ref(), self.page_size));
        query
    }
}

impl Paged for ListViews {
    type Item = ViewReference;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}

/// A new view.
#[derive(Debug, Clone)]
pub struct CreateView {
    /// What it will be.
    pub body: NewView,
}

impl CreateView {
    /// Creates this view.
    pub fn new(body: NewView) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateView {
    const OPERATION: Operation = Operation::CreateView;
    type Output = View;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A view.
#[derive(Debug, Clone)]
pub struct GetView {
    /// The view.
    pub view_id: ViewId,
}

impl GetView {
    /// Asks for this view.
    pub fn new(view_id: ViewId) -> Self {
        Self { view_id }
    }
}

impl Endpoint for GetView {
    const OPERATION: Operation = Operation::GetView;
    type Output = View;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into()]
    }
}

/// Changes a view.
#[derive(Debug, Clone)]
pub struct UpdateView {
    /// The view.
    pub view_id: ViewId,
    /// The changes.
    pub body: ViewPatch,
}

impl UpdateView {
    /// Changes this view.
    pub fn new(view_id: ViewId, body: ViewPatch) -> Self {
        Self { view_id, body }
    }
}

impl Endpoint for UpdateView {
    const OPERATION: Operation = Operation::UpdateView;
    type Output = View;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Deletes a view. The last one of a database cannot be deleted (documented).
#[derive(Debug, Clone)]
pub struct DeleteView {
    /// The view.
    pub view_id: ViewId,
}

impl DeleteView {
    /// Deletes this view.
    pub fn new(view_id: ViewId) -> Self {
        Self { view_id }
    }
}

impl Endpoint for DeleteView {
    const OPERATION: Operation = Operation::DeleteView;
    type Output = View;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into()]
    }
}

/// Takes a snapshot of a view's rows, to be read for 15 minutes; answers with its first page.
#[derive(Debug, Clone)]
pub struct CreateViewQuery {
    /// The view.
    pub view_id: ViewId,
    /// How large its pages are.
    pub body: ViewQueryBody,
}

/// How large the pages of a view's rows are.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ViewQueryBody {
    /// How many rows, at most 100, which is the default.
    pub page_size: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

impl CreateViewQuery {
    /// The rows of this view.
    pub fn new(view_id: ViewId) -> Self {
        Self {
            view_id,
            body: ViewQueryBody::default(),
        }
    }
}

impl Endpoint for CreateViewQuery {
    const OPERATION: Operation = Operation::CreateViewQuery;
    type Output = ViewQuery;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A page of a view's rows. Expired, the query is not found (documented).
#[derive(Debug, Clone)]
pub struct GetViewQuery {
    /// The view.
    pub view_id: ViewId,
    /// The query.
    pub query_id: ViewQueryId,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl GetViewQuery {
    /// The first page once more; see [`Paged::starting_at`] for the others.
    pub fn new(view_id: ViewId, query_id: ViewQueryId) -> Self {
        Self {
            view_id,
            query_id,
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for GetViewQuery {
    const OPERATION: Operation = Operation::GetViewQuery;
    type Output = List<PageReference>;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into(), self.query_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        cursor_query(self.start_cursor.as_ref(), self.page_size)
    }
}

impl Paged for GetViewQuery {
    type Item = PageReference;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}

/// Forgets a view's rows before their time.
#[derive(Debug, Clone)]
pub struct DeleteViewQuery {
    /// The view.
    pub view_id: ViewId,
    /// The query.
    pub query_id: ViewQueryId,
}

impl DeleteViewQuery {
    /// Forgets these rows.
    pub fn new(view_id: ViewId, query_id: ViewQueryId) -> Self {
        Self { view_id, query_id }
    }
}

impl Endpoint for DeleteViewQuery {
    const OPERATION: Operation = Operation::DeleteViewQuery;
    type Output = DeletedViewQuery;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.view_id.as_str().into(), self.query_id.as_str().into()]
    }
}
