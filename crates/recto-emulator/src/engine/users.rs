//! users

use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input};
use crate::problem::Problem;

pub(crate) fn me(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

pub(crate) fn get(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

pub(crate) fn list(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}
