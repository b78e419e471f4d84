//! Filters and sorts as a caller uses them: from JSON to the rows that match.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod any;
mod built;
mod computed;
mod dates;
mod order;
mod packed;
mod plain;
mod references;
mod refusals;
mod support;
