//! Relation values: kept as edges, both directions of a two-way relation in step.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};

use crate::problem::Problem;

/// The pages a relation shows, those in the trash left out, at most `limit` from `offset`; and
/// whether there are more.
pub(crate) fn targets(
    tx: &Transaction<'_>,
    page: &str,
    property: &str,
    offset: usize,
    limit: usize,
) -> Result<(Vec<String>, bool), Problem> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut ids: Vec<String> = tx
        .prepare_cached(
            "SELECT edge.target_id FROM edge JOIN node ON node.id = edge.target_id \
             WHERE edge.page_id = ?1 AND edge.property_id = ?2 AND node.in_trash = 0 \
             ORDER BY edge.position LIMIT ?3 OFFSET ?4",
        )?
        .query_map(
            params![
                page,
                property,
                count(limit.saturating_add(1)),
                count(offset)
            ],
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    Ok((ids, more))
}

/// Page ids as a relation's value.
pub(crate) fn value(ids: Vec<String>) -> Value {
    ids.into_iter().map(|id| json!({"id": id})).collect()
}

/// Sets what a relation of a page holds, and what its mirror (`synced`) holds on the other pages.
pub(crate) fn set(
    tx: &Transaction<'_>,
    page: &str,
    property: &str,
    synced: Option<&str>,
    targets: &[String],
) -> Result<(), Problem> {
    let before: Vec<String> = tx
        .prepare_cached("SELECT target_id FROM edge WHERE page_id = ?1 AND property_id = ?2")?
        .query_map([page, property], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if before.is_empty() && targets.is_empty() {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM edge WHERE page_id = ?1 AND property_id = ?2")?
        .execute([page, property])?;
    let mut seen = HashSet::new();
    let wanted: Vec<&String> = targets
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .collect();
    let mut insert = tx.prepare_cached(
        "INSERT INTO edge (page_id, property_id, position, target_id) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (position, target) in wanted.iter().enumerate() {
        insert.execute(params![
            page,
            property,
            i64::try_from(position).unwrap_or(0),
            target
        ])?;
    }
    let Some(synced) = synced else { return Ok(()) };
    let kept: HashSet<&str> = before.iter().map(String::as_str).collect();
    for gone in before.iter().filter(|id| !seen.contains(id.as_str())) {
        unlink(tx, gone, synced, page)?;
    }
    for new in wanted.into_iter().filter(|id| !kept.contains(id.as_str())) {
        link(tx, new, synced, page)?;
    }
    Ok(())
}

/// Adds `target` to what a relation holds, at the end, if it is not there.
fn link(tx: &Transaction<'_>, page: &str, property: &str, target: &str) -> Result<(), Problem> {
    let there = tx
        .prepare_cached(
            "SELECT 1 FROM edge WHERE target_id = ?1 AND property_id = ?2 AND page_id = ?3",
        )?
        .query_row([target, property, page], |_| Ok(()))
        .optional()?;
    if there.is_none() {
        tx.prepare_cached(
            "INSERT INTO edge (page_id, property_id, position, target_id) VALUES (?1, ?2, \
             coalesce((SELECT max(position) + 1 FROM edge WHERE page_id = ?1 AND property_id = ?2), 0), ?3)",
        )?
        .execute([page, property, target])?;
    }
    Ok(())
}

/// Takes `target` from what a relation holds.
fn unlink(tx: &Transaction<'_>, page: &str, property: &str, target: &str) -> Result<(), Problem> {
    tx.prepare_cached(
        "DELETE FROM edge WHERE target_id = ?1 AND property_id = ?2 AND page_id = ?3",
    )?
    .execute([target, property, page])?;
    Ok(())
}

/// Removes all values of a relation that is no more.
pub(crate) fn forget(tx: &Transaction<'_>, source: &str, property: &str) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM edge WHERE property_id = ?2 \
         AND page_id IN (SELECT id FROM node WHERE parent_id = ?1)",
        [source, property],
    )?;
    Ok(())
}
