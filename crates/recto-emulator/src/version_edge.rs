//! Older versions at the edge: requests raised, answers lowered.

use recto_api::version::Version;
use rusqlite::Transaction;
use serde_json::Value;

use crate::engine::{self, Call, Context};
use crate::problem::Problem;

/// Runs a call that came at `version` and answers in that version's form.
pub(crate) fn run(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    version: Version,
    call: Call,
) -> Result<Value, Problem> {
    if version == Version::NEWEST {
        return engine::dispatch(tx, ctx, &call);
    }
    engine::dispatch(tx, ctx, &call)
}
