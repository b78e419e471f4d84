//! Work that goes on after its request was answered, and what callers are told of it.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::problem::Problem;

/// A piece of work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Job {
    /// When it is to be done: milliseconds since the Unix epoch.
    pub(crate) due: i64,
    /// `template`, `import` or `operation`.
    pub(crate) kind: String,
    /// JSON, by kind.
    pub(crate) body: Value,
}

/// Adds a piece of work.
pub(crate) fn add(connection: &Connection, job: &Job) -> Result<(), Problem> {
    connection
        .prepare_cached("INSERT INTO job (due, kind, body) VALUES (?1, ?2, ?3)")?
        .execute(params![job.due, job.kind, job.body.to_string()])?;
    Ok(())
}

/// Takes the first piece of work that is due by a time.
pub(crate) fn take(connection: &Connection, until: i64) -> Result<Option<Job>, Problem> {
    let found = connection
        .prepare_cached(
            "SELECT seq, due, kind, body FROM job WHERE due <= ?1 ORDER BY due, seq LIMIT 1",
        )?
        .query_row([until], |row| {
            let seq: i64 = row.get(0)?;
            let job = Job {
                due: row.get(1)?,
                kind: row.get(2)?,
                body: super::json(row, 3)?,
            };
            Ok((seq, job))
        })
        .optional()?;
    let Some((seq, job)) = found else {
        return Ok(None);
    };
    connection
        .prepare_cached("DELETE FROM job WHERE seq = ?1")?
        .execute([seq])?;
    Ok(Some(job))
}

/// When the next piece of work is due and whose it is, if there is any.
pub(crate) fn next(connection: &Connection) -> Result<Option<(i64, String)>, Problem> {
    Ok(connection
        .prepare_cached(
            "SELECT due, coalesce(json_extract(body, '$.connection'), '') FROM job \
             ORDER BY due, seq LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// What a caller is told of a piece of work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    /// `task_` and 32 digits.
    pub(crate) id: String,
    /// Milliseconds since the Unix epoch.
    pub(crate) created_time: i64,
    /// Such as `PATCH /v1/pages/:page_id/markdown`.
    pub(crate) operation: String,
    /// `queued`, `succeeded` or `failed`.
    pub(crate) status: String,
    /// The result or the error, once it is over.
    pub(crate) outcome: Option<Value>,
}

/// Adds a task.
pub(crate) fn add_task(connection: &Connection, task: &Task) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "INSERT INTO async_task (id, created_time, operation, status) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            task.id,
            task.created_time,
            task.operation,
            task.status
        ])?;
    Ok(())
}

/// Says what became of a task.
pub(crate) fn end_task(
    connection: &Connection,
    id: &str,
    status: &str,
    outcome: &Value,
) -> Result<(), Problem> {
    connection
        .prepare_cached("UPDATE async_task SET status = ?2, outcome = ?3 WHERE id = ?1")?
        .execute(params![id, status, outcome.to_string()])?;
    Ok(())
}

/// The task of an id.
pub(crate) fn task(connection: &Connection, id: &str) -> Result<Option<Task>, Problem> {
    let found = connection
        .prepare_cached(
            "SELECT id, created_time, operation, status, outcome FROM async_task WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok((
                Task {
                    id: row.get(0)?,
                    created_time: row.get(1)?,
                    operation: row.get(2)?,
                    status: row.get(3)?,
                    outcome: None,
                },
                row.get::<_, Option<String>>(4)?,
            ))
        })
        .optional()?;
    let Some((mut task, outcome)) = found else {
        return Ok(None);
    };
    task.outcome = outcome
        .map(|outcome| serde_json::from_str(&outcome))
        .transpose()?;
    Ok(Some(task))
}
