//! Filters compiled against a schema.

mod compile;
mod date;
mod options;
mod reference;
mod test;
mod text;

use std::slice;

use recto_api::query::{Filter, Timestamp};

use crate::context::Context;
use crate::error::FilterError;
use crate::row::Row;
use crate::schema::{PropertyKey, Schema};
use crate::shape;

use date::DateTest;
use reference::UserTest;
use test::Test;

/// A filter that is ready to run.
///
/// Compiling resolves names, keywords, windows and `me`; matching a row allocates only where a text
/// value has several runs.
#[derive(Debug, Clone)]
pub struct Predicate(Node);

#[derive(Debug, Clone)]
enum Node {
    All(Vec<Self>),
    Any(Vec<Self>),
    Property(PropertyKey, Test),
    Timestamp(Timestamp, DateTest),
    CreatedBy(UserTest),
    LastEditedBy(UserTest),
}

impl Predicate {
    /// Compiles a filter.
    ///
    /// `{}`, and `and` or `or` without members, match every row: for `{}` seen in the recordings,
    /// for `and` reported by clients, for `or` an assumption.
    ///
    /// # Errors
    ///
    /// What the service refuses, in its words: first the shape of the whole filter, then each leaf
    /// against the schema.
    pub fn compile(
        filter: &Filter,
        schema: &Schema<'_>,
        context: &Context,
    ) -> Result<Self, FilterError> {
        // A filter is written and checked as JSON: the typed forms cannot say what is wrong with
        // the others, and a hand-built one may still be too deep, too long, or hold text that is no
        // date.
        let json = serde_json::to_value(filter).unwrap_or_default();
        shape::filter(&json)?;
        compile::Compiler { schema, context }.node(filter).map(Self)
    }

    /// Tells whether a row fulfils the filter.
    pub fn matches(&self, row: &impl Row) -> bool {
        self.0.matches(row)
    }
}

impl Node {
    fn matches(&self, row: &impl Row) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.matches(row)),
            Self::Any(nodes) => nodes.is_empty() || nodes.iter().any(|node| node.matches(row)),
            Self::Property(key, test) => test.matches(row.property(key)),
            Self::CreatedBy(test) => test.matches(row.created_by().map_or(&[], slice::from_ref)),
            Self::LastEditedBy(test) => {
                test.matches(row.last_edited_by().map_or(&[], slice::from_ref))
            }
            Self::Timestamp(Timestamp::CreatedTime, test) => test.matches(row.created_time()),
            Self::Timestamp(Timestamp::LastEditedTime, test) => {
                test.matches(row.last_edited_time())
            }
        }
    }
}

pub(crate) use text::plain as text_of;
