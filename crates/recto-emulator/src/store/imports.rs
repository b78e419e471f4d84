//! What is known of imported objects beyond what the emulator keeps of its own.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use crate::problem::Problem;

/// Keeps that an object stands in for one that was not given: it is reachable by id and in no list.
pub(crate) fn hide(connection: &Connection, id: &str) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "INSERT INTO imported (id, hidden) VALUES (?1, 1) \
             ON CONFLICT (id) DO UPDATE SET hidden = 1",
        )?
        .execute([id])?;
    Ok(())
}

/// Keeps that an object was given, and the members of it that have no other place.
pub(crate) fn show(
    connection: &Connection,
    id: &str,
    extra: &Map<String, Value>,
) -> Result<(), Problem> {
    if extra.is_empty() {
        connection
            .prepare_cached("DELETE FROM imported WHERE id = ?1")?
            .execute([id])?;
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO imported (id, extra) VALUES (?1, ?2) \
             ON CONFLICT (id) DO UPDATE SET hidden = 0, extra = excluded.extra",
        )?
        .execute(params![id, serde_json::to_string(extra)?])?;
    Ok(())
}

/// Keeps that an object is said to have children, none of which was given.
pub(crate) fn promise_children(connection: &Connection, id: &str) -> Result<(), Problem> {
    connection
        .prepare_cached(
            "INSERT INTO imported (id, has_children) VALUES (?1, 1) \
             ON CONFLICT (id) DO UPDATE SET has_children = 1",
        )?
        .execute([id])?;
    Ok(())
}

/// Whether an object is said to have children that were not given.
pub(crate) fn has_promised_children(connection: &Connection, id: &str) -> Result<bool, Problem> {
    flag(
        connection,
        "SELECT has_children FROM imported WHERE id = ?1",
        id,
    )
}

/// Whether an object stands in for one that was not given.
pub(crate) fn is_hidden(connection: &Connection, id: &str) -> Result<bool, Problem> {
    flag(connection, "SELECT hidden FROM imported WHERE id = ?1", id)
}

fn flag(connection: &Connection, sql: &str, id: &str) -> Result<bool, Problem> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}

/// Whether any imported object has members without a place.
fn any_extra(connection: &Connection) -> Result<bool, Problem> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM imported WHERE extra IS NOT NULL)")?
        .query_row([], |row| row.get(0))?)
}

/// Puts the members without a place into the objects of an answer that they came with.
pub(crate) fn complete(connection: &Connection, answer: &mut Value) -> Result<(), Problem> {
    if !any_extra(connection)? {
        return Ok(());
    }
    complete_object(connection, answer)?;
    if let Some(results) = answer.get_mut("results").and_then(Value::as_array_mut) {
        for object in results {
            complete_object(connection, object)?;
        }
    }
    Ok(())
}

fn complete_object(connection: &Connection, object: &mut Value) -> Result<(), Problem> {
    let Some(id) = object.get("id").and_then(Value::as_str) else {
        return Ok(());
    };
    let extra: Option<Option<String>> = connection
        .prepare_cached("SELECT extra FROM imported WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let (Some(Some(extra)), Some(members)) = (extra, object.as_object_mut()) else {
        return Ok(());
    };
    for (name, value) in serde_json::from_str::<Map<String, Value>>(&extra)? {
        if name == "bot" {
            members.insert(name, value);
        } else {
            members.entry(name).or_insert(value);
        }
    }
    Ok(())
}
