//! Search by title.

use serde_json::Value;

use super::json;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::list::List;
use crate::object::Object;
use crate::wire::{Extra, Field, Wire};

/// Pages and data sources by title.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// What to look for.
    pub body: SearchBody,
}

/// What to look for.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SearchBody {
    /// Words of the title; everything shared without.
    pub query: Field<String>,
    /// `{"property":"object","value":"page"|"data_source"}`, `{"in_trash":true}`, or both.
    pub filter: Field<Value>,
    /// `{"timestamp":"last_edited_time","direction":"ascending"|"descending"}`.
    pub sort: Field<Value>,
    /// Where to start; the first page without.
    pub start_cursor: Field<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

impl Search {
    /// Looks for these words in titles.
    pub fn new(query: impl Into<String>) -> Self {
        let query = Field::Value(query.into());
        Self {
            body: SearchBody {
                query,
                ..SearchBody::default()
            },
        }
    }

    /// Looks for data sources only.
    #[must_use]
    pub fn data_sources(mut self) -> Self {
        let filter = serde_json::json!({"property": "object", "value": "data_source"});
        self.body.filter = Field::Value(filter);
        self
    }
}

impl Endpoint for Search {
    const OPERATION: Operation = Operation::Search;
    type Output = List<Object>;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

impl Paged for Search {
    type Item = Object;

    fn starting_at(mut self, cursor: String) -> Self {
        self.body.start_cursor = Field::Value(cursor);
        self
    }
}
