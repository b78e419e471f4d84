//! Filters compiled against a schema.

mod compile;
mod date;
mod options;
mod reference;
mod test;
mod text;

use std::slice;

use recto_api::property::PropertyValue;
use recto_api::query::{Filter, Timestamp};

use crate::context::Context;
use crate::error::FilterError;
use crate::row::Row;
use crate::schema::{PropertyKey, Schema};
use crate::shape;
use crate::table::Subject;

use date::DateTest;
use reference::UserTest;
/// A filter that is ready to run.
///
/// Compiling resolves names, keywords, windows and `me`; matching a row allocates only where a text
/// value has several runs.
#[derive(Debug, Clone)]
pub struct Predicate(pub(crate) Node);

#[derive(Debug, Clone)]
pub(crate) enum Node {
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

/// A test of one thing, as it stands in a filter.
#[derive(Debug)]
pub(crate) enum Leaf<'a> {
    Value(&'a Test),
    Time(&'a DateTest),
    User(&'a UserTest),
}

impl Leaf<'_> {
    /// Tests a value; times and users are values here, too.
    pub(crate) fn matches(&self, value: &PropertyValue) -> bool {
        match self {
            Self::Value(test) => test.matches(Some(value)),
            Self::Time(test) => test.matches(test::moment_of(Some(value))),
            Self::User(test) => test.matches(test::users_of(Some(value))),
        }
    }
}

impl Node {
    /// The test, of what is no list of further ones.
    pub(crate) fn leaf(&self) -> Option<Leaf<'_>> {
        match self {
            Self::All(_) | Self::Any(_) => None,
            Self::Property(_, test) => Some(Leaf::Value(test)),
            Self::Timestamp(_, test) => Some(Leaf::Time(test)),
            Self::CreatedBy(test) | Self::LastEditedBy(test) => Some(Leaf::User(test)),
        }
    }

    /// What is looked at, of what is no list of further ones.
    pub(crate) fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::All(_) | Self::Any(_) => return None,
            Self::Property(key, _) => Subject::Property(key.id.clone()),
            Self::Timestamp(Timestamp::CreatedTime, _) => Subject::CreatedTime,
            Self::Timestamp(Timestamp::LastEditedTime, _) => Subject::LastEditedTime,
            Self::CreatedBy(_) => Subject::CreatedBy,
            Self::LastEditedBy(_) => Subject::LastEditedBy,
        })
    }
}

pub(crate) use test::{NumberTest, Test};
pub(crate) use text::{TextTest, plain as text_of};
