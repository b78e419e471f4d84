//! pages

use rusqlite::Transaction;
use serde_json::Value;

use super::{Context, Input};
use crate::problem::Problem;

pub(crate) fn create(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

pub(crate) fn get(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

pub(crate) fn update(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}

pub(crate) fn property(_: &Transaction<'_>, _: &Context<'_>, _: &Input) -> Result<Value, Problem> {
    Err(Problem::invalid_url())
}
