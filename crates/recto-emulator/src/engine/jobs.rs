//! Background work: what a request sets going and does not wait for.
//!
//! Work is stored with the time it is due and done before the first request from then on, each
//! piece in a transaction of its own.

use std::cell::Cell;

use rusqlite::{Connection, Transaction};
use serde_json::Value;

use super::{Context, tasks, templates, uploads};
use crate::problem::Problem;
use crate::store::jobs::{self, Job};
use crate::store::set;

/// When the next piece of work is due, as far as it is known without looking.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Cell<Option<i64>>);

impl Jobs {
    /// The connection whose work is due first by a time, if any is due.
    pub(crate) fn next(
        &self,
        connection: &Connection,
        until: i64,
    ) -> Result<Option<String>, Problem> {
        if self.0.get().is_some_and(|next| next > until) {
            return Ok(None);
        }
        let next = jobs::next(connection)?;
        let due = next.as_ref().map_or(i64::MAX, |(due, _)| *due);
        self.0.set(Some(due));
        Ok(next
            .filter(|_| due <= until)
            .map(|(_, connection)| connection))
    }
}

/// Sets a piece of work going.
pub(crate) fn queue(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    kind: &str,
    mut body: Value,
) -> Result<(), Problem> {
    let due = ctx
        .now
        .as_millisecond()
        .saturating_add(ctx.background_delay);
    set(&mut body, "connection", ctx.caller.connection_id().into());
    let job = Job {
        due,
        kind: kind.to_owned(),
        body,
    };
    jobs::add(tx, &job)?;
    let known = ctx.jobs.0.get();
    ctx.jobs.0.set(known.map(|known| known.min(due)));
    Ok(())
}

/// Does the first piece of work that is due by a time.
pub(crate) fn run(tx: &Transaction<'_>, ctx: &Context<'_>, until: i64) -> Result<(), Problem> {
    ctx.jobs.0.set(None);
    let Some(job) = jobs::take(tx, until)? else {
        return Ok(());
    };
    let done = attempt(tx, ctx, || match job.kind.as_str() {
        "template" => templates::apply(tx, ctx, &job.body).map(|()| Value::Null),
        "import" => uploads::end_import(tx, ctx, &job.body).map(|()| Value::Null),
        _ => tasks::run(tx, ctx, &job.body),
    });
    match (job.kind.as_str(), done) {
        ("operation", done) => tasks::end(tx, &job.body, done)?,
        (_, Ok(_)) => {}
        // Documented: nobody is told that a template could not be applied.
        (kind, Err(problem)) => {
            tracing::warn!(kind, reason = problem.message(), "background work failed");
        }
    }
    Ok(())
}

/// Runs `work`; what it wrote is undone if it is refused.
pub(super) fn attempt<T>(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    work: impl FnOnce() -> Result<T, Problem>,
) -> Result<T, Problem> {
    tx.execute_batch("SAVEPOINT background")?;
    let done = work();
    if done.is_err() {
        tx.execute_batch("ROLLBACK TO background")?;
        ctx.sources.roll_back();
    }
    tx.execute_batch("RELEASE background")?;
    done
}
