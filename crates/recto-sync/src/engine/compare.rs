//! Turns decisions into actions: what each row's page holds, and what is to change.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use recto_api::ids::PageId;
use recto_api::parent::ParentKind;

use super::Engine;
use super::extract::Wanted;
use super::matching::{Decision, Matched, Seen};
use super::prepare::{Action, Held, Item, Prepared, Table, seen};
use crate::column::{self, FieldError, Pages};
use crate::diff;
use crate::error::Error;
use crate::mapping::TableMap;
use crate::report::Outcome;
use crate::state::{Intent, IntentId, Link, Verdict};
use crate::value::{Snapshot, Value, digest};

/// A table whose rows are matched but not compared.
pub(super) struct Undecided {
    pub(super) rows: Vec<Wanted>,
    pub(super) pages: Vec<Seen>,
    pub(super) matched: Matched,
    pub(super) open: HashMap<String, Intent>,
}

/// Compares every row with its page and fills the tables' items.
pub(super) async fn compare(
    engine: &Engine,
    prepared: &mut Prepared,
    mut undecided: Vec<Undecided>,
) -> Result<(), Error> {
    for (number, table) in undecided.iter_mut().enumerate() {
        ask_for_missing(engine, &prepared.tables[number], table, &prepared.people).await?;
        link_pages(number, &prepared.tables[number], table, &mut prepared.pages);
    }
    let coming: Vec<HashSet<String>> = undecided.iter().map(coming).collect();
    for (number, table) in undecided.into_iter().enumerate() {
        let mapped = &prepared.mapping.tables[number];
        let Undecided {
            rows,
            mut pages,
            matched,
            mut open,
        } = table;
        let mut items = Vec::with_capacity(rows.len());
        let places: Vec<_> = (0..rows.len()).map(|row| matched.page(row)).collect();
        for ((mut wanted, decision), place) in rows.into_iter().zip(matched.decisions).zip(places) {
            leave_out_unreachable(mapped, &mut wanted, &prepared.pages, &coming);
            let action = match decision {
                Decision::Create => Action::Create,
                Decision::Uncertain => match open.remove(&wanted.key) {
                    Some(intent) => Action::Recover(Box::new(intent)),
                    None => Action::Create,
                },
                Decision::Stop {
                    outcome,
                    reason,
                    message,
                } => Action::Stop(outcome, reason, message),
                Decision::Missing(page) => Action::Stop(
                    Outcome::Detached,
                    "detached",
                    format!("page {page} is no longer among the rows of the data source"),
                ),
                Decision::Linked(_) | Decision::Adopt(_) => {
                    let Some(place) = place else { continue };
                    let adopted = matches!(decision, Decision::Adopt(_));
                    let known = &prepared.tables[number];
                    let page = &mut pages[place];
                    if engine.guard.refuse(page.id.as_str(), "change it").is_err() {
                        let action = protected(mapped, &wanted.key, &page.id);
                        items.push(Item { wanted, action });
                        continue;
                    }
                    complete(known, page, &wanted, &prepared.people).await?;
                    let page = std::mem::replace(page, empty(&page.id));
                    let link = known.links.get(&wanted.key);
                    against_page(&mut wanted, page, adopted, link, &prepared.pages)
                }
            };
            items.push(Item { wanted, action });
        }
        let table = &mut prepared.tables[number];
        table.answered = answered(engine, &items, open);
        table.items = items;
        table.duplicates = matched.duplicates;
        table.unmatched = matched.unmatched;
    }
    Ok(())
}

/// Leaves a row alone whose page is a protected one.
fn protected(table: &TableMap, key: &str, page: &PageId) -> Action {
    Action::Stop(
        Outcome::Skipped,
        "protected_page",
        format!(
            "the page of {} {key} is {page}, which is protected, so nothing was written to it; \
             take it off the protected pages, or clear its external id to let recto create \
             another one",
            table.name
        ),
    )
}

/// Asks for linked pages that the scan did not show, and decides about them.
async fn ask_for_missing(
    engine: &Engine,
    table: &Table,
    undecided: &mut Undecided,
    people: &column::People,
) -> Result<(), Error> {
    let Some(source) = &table.source else {
        return Ok(());
    };
    for (row, decision) in undecided.rows.iter().zip(&mut undecided.matched.decisions) {
        let Decision::Missing(page) = decision else {
            continue;
        };
        let stop = |outcome, reason, message: String| Decision::Stop {
            outcome,
            reason,
            message,
        };
        *decision = match source.row(page).await {
            Ok(found) if found.in_trash.value() == Some(&true) => stop(
                Outcome::InTrash,
                "in_trash",
                format!(
                    "page {page} is in the trash; restore it in Notion, or delete it for good and \
                     remove the row"
                ),
            ),
            Ok(found) => {
                let parent = found.parent.value().and_then(|parent| parent.kind.clone());
                match parent {
                    Some(ParentKind::DataSourceId(id)) if id != *source.id() => stop(
                        Outcome::Detached,
                        "moved",
                        format!("page {page} was moved to data source {id}; move it back"),
                    ),
                    Some(ParentKind::DataSourceId(_)) | None => {
                        // There, but not yet in the index that queries read.
                        undecided.pages.push(seen(found, people));
                        Decision::Linked(undecided.pages.len() - 1)
                    }
                    Some(_) => stop(
                        Outcome::Detached,
                        "moved",
                        format!("page {page} is no longer a row of the data source; move it back"),
                    ),
                }
            }
            Err(error) if error.is_not_found() => stop(
                Outcome::Detached,
                "detached",
                format!(
                    "page {page} is gone or no longer shared with the connection; share it, or \
                     let recto forget it by removing the row"
                ),
            ),
            Err(error) => {
                let doing = format!("looking for the page of {}", row.key);
                return Err(Error::notion(doing, error));
            }
        };
    }
    let _ = engine;
    Ok(())
}

/// Notes which page stands for which row, those included that will not be written.
fn link_pages(number: usize, table: &Table, undecided: &Undecided, pages: &mut Pages) {
    for (row, wanted) in undecided.rows.iter().enumerate() {
        match undecided.matched.page(row) {
            Some(place) => pages.link(number, &wanted.key, &undecided.pages[place].id),
            None => {
                if let Some(&place) = undecided.matched.held.get(&row) {
                    pages.link(number, &wanted.key, &undecided.pages[place].id);
                    continue;
                }
                let linked = table
                    .links
                    .get(&wanted.key)
                    .and_then(|link| link.page_id.as_deref());
                let page =
                    linked.and_then(|id| undecided.pages.iter().find(|p| p.id.as_str() == id));
                if let Some(page) = page {
                    pages.link(number, &wanted.key, &page.id);
                }
            }
        }
    }
}

/// The rows that have no page now but will have one.
fn coming(undecided: &Undecided) -> HashSet<String> {
    let rows = undecided.rows.iter().zip(&undecided.matched.decisions);
    rows.filter(|(_, decision)| matches!(decision, Decision::Create | Decision::Uncertain))
        .map(|(row, _)| row.key.clone())
        .collect()
}

/// Takes related rows out that have no page and will get none; the others are still related.
fn leave_out_unreachable(
    table: &TableMap,
    wanted: &mut Wanted,
    pages: &Pages,
    coming: &[HashSet<String>],
) {
    for field in &table.fields {
        let Some(target) = field.target() else {
            continue;
        };
        let Some(Value::Refs(refs)) = wanted.values.get_mut(&field.property) else {
            continue;
        };
        let lost: Vec<String> = refs
            .iter()
            .filter(|row| pages.page(target, row).is_none() && !coming[target].contains(*row))
            .cloned()
            .collect();
        for row in lost {
            refs.remove(&row);
            let message = format!("row \"{row}\" has no page to relate to: see what is said of it");
            let error = FieldError::new("target_without_page", message);
            wanted.left_out.push((field.property.clone(), error));
        }
    }
}

/// Reads properties whole that came cut and that the row has a say about.
async fn complete(
    table: &Table,
    page: &mut Seen,
    wanted: &Wanted,
    people: &column::People,
) -> Result<(), Error> {
    let Some(source) = &table.source else {
        return Ok(());
    };
    for (name, id) in std::mem::take(&mut page.cut) {
        if !wanted.values.contains_key(&name) {
            continue;
        }
        let value = source.complete(&page.id, &id).await.map_err(|error| {
            Error::notion(format!("reading \"{name}\" of page {}", page.id), error)
        })?;
        let value = column::from_property(&value.into(), people, &Pages::default());
        page.values.insert(name, value);
    }
    Ok(())
}

/// What becomes of the creates of an earlier run that need no recovery: those whose page was seen
/// took effect; those whose row is gone are given up once their page would have been seen.
fn answered(
    engine: &Engine,
    items: &[Item],
    open: HashMap<String, Intent>,
) -> Vec<(IntentId, Verdict)> {
    if open.is_empty() {
        return Vec::new();
    }
    let rows: HashMap<&str, &Item> = items
        .iter()
        .map(|item| (item.wanted.key.as_str(), item))
        .collect();
    let mut answered = Vec::new();
    for (key, intent) in open {
        let verdict = match rows.get(key.as_str()).map(|item| &item.action) {
            Some(Action::Write(held) | Action::Keep(held)) => Verdict::Done {
                page_id: held.page.to_string(),
            },
            Some(_) => continue,
            None => {
                let sent = super::recover::latest_sending(intent.sent_at);
                let since = engine.now().duration_since(sent);
                let since = Duration::try_from(since).unwrap_or_default();
                if since < engine.appears_after() {
                    continue;
                }
                Verdict::Abandoned {
                    error: "the row is gone".to_owned(),
                }
            }
        };
        answered.push((intent.id, verdict));
    }
    answered
}

fn against_page(
    wanted: &mut Wanted,
    page: Seen,
    adopted: bool,
    link: Option<&Link>,
    pages: &Pages,
) -> Action {
    let mut values = page.values;
    for value in values.values_mut() {
        name_rows(value, pages);
    }
    let difference = diff::compare(&wanted.values, &values);
    for (property, reason) in difference.unknown {
        let message = format!("what Notion holds cannot be read whole ({reason}); left as it is");
        wanted
            .left_out
            .push((property, FieldError::new("unknown_in_notion", message)));
    }
    let mut changes = difference.changes;
    if !changes.is_empty() && is_settled(wanted, &values, link) {
        changes.clear();
    }
    let held = Box::new(Held {
        page: page.id,
        edited: page.edited,
        adopted,
        values,
        changes,
    });
    if held.changes.is_empty() {
        Action::Keep(held)
    } else {
        Action::Write(held)
    }
}

/// Whether the row is what was last pushed and the page still holds what Notion made of it.
///
/// Without this a value that Notion stores differently than it was sent would be sent for ever.
fn is_settled(wanted: &Wanted, held: &Snapshot, link: Option<&Link>) -> bool {
    let Some(link) = link else { return false };
    let Some(base) = &link.base else { return false };
    link.last_push_hash.as_deref() == Some(digest(&wanted.values).as_str())
        && wanted.values.keys().all(|property| {
            let empty = Value::Empty;
            base.get(property).unwrap_or(&empty) == held.get(property).unwrap_or(&empty)
        })
}

/// Replaces `page:<id>` by the row the page stands for.
pub(super) fn name_rows(value: &mut Value, pages: &Pages) {
    let Value::Refs(refs) = value else { return };
    let named: BTreeSet<String> = std::mem::take(refs)
        .into_iter()
        .map(|reference| {
            let page = reference
                .strip_prefix("page:")
                .and_then(|id| PageId::parse(id).ok());
            page.map_or(reference, |page| pages.row(&page))
        })
        .collect();
    *refs = named;
}

fn empty(id: &PageId) -> Seen {
    Seen {
        id: id.clone(),
        created: String::new(),
        edited: None,
        values: Snapshot::new(),
        cut: Vec::new(),
    }
}
