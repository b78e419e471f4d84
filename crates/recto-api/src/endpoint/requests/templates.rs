//! Requests about templates.

use std::borrow::Cow;

use super::cursor_query;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::DataSourceId;
use crate::template::{DataSourceTemplate, TemplateList};

/// The templates of a data source.
#[derive(Debug, Clone)]
pub struct ListTemplates {
    /// The data source.
    pub data_source_id: DataSourceId,
    /// Only those with this in their name, whatever the case.
    pub name: Option<String>,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl ListTemplates {
    /// Asks for the templates of this data source.
    pub fn new(data_source_id: DataSourceId) -> Self {
        Self {
            data_source_id,
            name: None,
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for ListTemplates {
    const OPERATION: Operation = Operation::ListTemplates;
    type Output = TemplateList;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.data_source_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let name = self.name.clone();
        let mut query: Vec<_> = name.map(|name| ("name", name)).into_iter().collect();
        query.extend(cursor_query(self.start_cursor.as_ref(), self.page_size));
        query
    }
}

impl Paged for ListTemplates {
    type Item = DataSourceTemplate;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}
