//! Keeps the tables of a relational database in step with Notion data sources.
//!
//! [`config`] says which table goes where, [`source`] reads the tables, [`state`] remembers what
//! was agreed with Notion, and [`value`] is the form in which both sides are compared. An
//! [`engine::Engine`] puts them together: it plans, and it pushes in seven [`steps`]. A [`guard`]
//! watches over pages that are never changed.

pub mod column;
pub mod config;
pub mod diff;
pub mod engine;
pub mod error;
pub mod failpoint;
pub mod guard;
mod mapping;
pub mod normalize;
pub mod notion;
pub mod order;
mod pg;
pub mod plan;
pub mod progress;
pub mod report;
pub mod secrets;
pub mod source;
pub mod state;
pub mod steps;
pub mod suggest;
#[cfg(feature = "test-support")]
pub mod test_support;
mod validate;
pub mod value;
