//! search

use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input};
use crate::problem::Problem;

pub(crate) fn search(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}
