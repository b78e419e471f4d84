//! Changes, written down for everyone who is to know.

use recto_api::endpoint::Operation;
use recto_api::version::Version;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::change::{Change, Seen, merge};
use crate::access::{Caller, Capability, ConnectionKind, Sight};
use crate::engine::{Context, Engine};
use crate::problem::Problem;
use crate::store::events::{self, Event, Subscription};
use crate::store::{access as stored, access};

/// Kinds of events that gather what happened in a while (documented).
const GATHERED: &[&str] = &[
    "page.content_updated",
    "page.properties_updated",
    "data_source.content_updated",
    "data_source.schema_updated",
    "database.content_updated",
    "database.schema_updated",
];

/// Writes changes to the feed, and for each subscription that wants them.
pub(super) fn tell(
    engine: &Engine,
    tx: &Connection,
    ctx: &Context<'_>,
    changes: &[Change],
) -> Result<(), Problem> {
    let now = ctx.now.as_millisecond();
    let kind = match (ctx.caller.kind, &ctx.caller.owner) {
        (ConnectionKind::Personal, Some(_)) => "person",
        _ => "bot",
    };
    let authors = json!([{"id": ctx.user(), "type": kind}]);
    for change in changes {
        events::add_change(
            tx,
            now,
            [change.kind, change.entity_type, &change.entity_id],
            &authors,
            &change.data,
        )?;
    }
    for subscription in events::active(tx)? {
        let Some(caller) = listener(engine, tx, &subscription)? else {
            continue;
        };
        for change in changes {
            if sees(tx, &caller, engine.access.several(), change)?
                && let Some(event) = worded(tx, &subscription, change)?
            {
                queue(engine, tx, &subscription, event, &authors, now)?;
            }
        }
    }
    Ok(())
}

/// The connection of a subscription, if there still is one.
pub(super) fn listener(
    engine: &Engine,
    tx: &Connection,
    subscription: &Subscription,
) -> Result<Option<Caller>, Problem> {
    if subscription.connection_id == engine.workspace.integration.id {
        let first = Caller::first(engine.workspace.clone(), engine.ids.clone());
        return Ok(Some(first));
    }
    match stored::get(tx, &subscription.connection_id)? {
        None => Ok(None),
        Some(row) => engine
            .access
            .caller(tx, row)
            .map(Some)
            .map_err(|error| Problem::internal(&error)),
    }
}

fn sees(tx: &Connection, caller: &Caller, several: bool, change: &Change) -> Result<bool, Problem> {
    let needed = match change.entity_type {
        "comment" => Capability::ReadComments,
        _ => Capability::ReadContent,
    };
    if !caller.capabilities.has(needed) {
        return Ok(false);
    }
    let Some(mut sight) = Sight::of(caller, several) else {
        return Ok(true);
    };
    match &change.seen_by {
        Seen::Node(id) => sight.node(tx, id),
        Seen::Maker(user) => Ok(sight.upload(user)),
    }
}

/// A change in the words of the subscription's version; `None` if that has none for it, or it is
/// not asked for.
fn worded(
    tx: &Connection,
    subscription: &Subscription,
    change: &Change,
) -> Result<Option<Worded>, Problem> {
    let mut worded = Worded {
        kind: change.kind.to_owned(),
        entity_type: change.entity_type.to_owned(),
        entity_id: change.entity_id.clone(),
        data: change.data.clone(),
    };
    let version: Version = subscription.api_version.parse().unwrap_or(Version::NEWEST);
    if before_data_sources(version) {
        match change.kind {
            "data_source.content_updated" | "data_source.schema_updated" => {
                worded.kind = change.kind.replace("data_source.", "database.");
                "database".clone_into(&mut worded.entity_type);
                worded.entity_id = access::database_of(tx, &change.entity_id)?.unwrap_or_default();
            }
            kind if kind.starts_with("data_source.") || kind.starts_with("view.") => {
                return Ok(None);
            }
            _ => {}
        }
        if let Some(Value::Object(parent)) = worded.data.get_mut("parent") {
            parent.remove("data_source_id");
        }
    }
    let wanted = &subscription.types;
    Ok((wanted.is_empty() || wanted.contains(&worded.kind)).then_some(worded))
}

/// Whether a version knows databases alone.
pub(super) fn before_data_sources(version: Version) -> bool {
    Operation::QueryDatabase.route().is_mounted(version)
}

struct Worded {
    kind: String,
    entity_type: String,
    entity_id: String,
    data: Value,
}

fn queue(
    engine: &Engine,
    tx: &Connection,
    subscription: &Subscription,
    worded: Worded,
    authors: &Value,
    now: i64,
) -> Result<(), Problem> {
    let gathered = GATHERED.contains(&worded.kind.as_str());
    if gathered
        && let Some(mut open) =
            events::gathering(tx, &subscription.id, &worded.kind, &worded.entity_id)?
    {
        let mut all = json!({"authors": open.authors});
        merge(&mut all, &json!({"authors": authors}));
        open.authors = all.get("authors").cloned().unwrap_or_default();
        merge(&mut open.data, &worded.data);
        open.time = now;
        events::update(tx, &open)?;
        return Ok(());
    }
    let due = match gathered {
        true => now.saturating_add(engine.events.gather()),
        false => now,
    };
    events::insert(
        tx,
        &Event {
            id: engine.ids.random(),
            subscription_id: subscription.id.clone(),
            time: now,
            due,
            state: "open".to_owned(),
            attempts: 0,
            kind: worded.kind,
            entity_type: worded.entity_type,
            entity_id: worded.entity_id,
            authors: authors.clone(),
            data: worded.data,
        },
    )?;
    Ok(())
}
