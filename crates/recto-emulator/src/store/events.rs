//! Subscriptions, the feed, and what is to be delivered.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

/// Who is told of changes.
#[derive(Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) connection_id: String,
    pub(crate) url: String,
    pub(crate) api_version: String,
    /// Empty: all.
    pub(crate) types: Vec<String>,
    /// What deliveries are signed with.
    pub(crate) token: String,
    pub(crate) active: bool,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription")
            .field("id", &self.id)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What a subscription is to be told, or was.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) subscription_id: String,
    /// Milliseconds since the Unix epoch.
    pub(crate) time: i64,
    pub(crate) due: i64,
    /// `open`, `delivered` or `given_up`.
    pub(crate) state: String,
    pub(crate) attempts: u32,
    pub(crate) kind: String,
    pub(crate) entity_type: String,
    pub(crate) entity_id: String,
    pub(crate) authors: Value,
    pub(crate) data: Value,
}

const SUBSCRIPTION: &str = "id, connection_id, url, api_version, types, token, active";
const EVENT: &str = "id, subscription_id, time, due, state, attempts, type, entity_type, \
     entity_id, authors, data";

fn read_subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let types = super::json(row, 4)?;
    let types = types.as_array().into_iter().flatten();
    Ok(Subscription {
        id: row.get(0)?,
        connection_id: row.get(1)?,
        url: row.get(2)?,
        api_version: row.get(3)?,
        types: types
            .filter_map(|kind| kind.as_str().map(str::to_owned))
            .collect(),
        token: row.get(5)?,
        active: row.get(6)?,
    })
}

fn read_event(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        id: row.get(0)?,
        subscription_id: row.get(1)?,
        time: row.get(2)?,
        due: row.get(3)?,
        state: row.get(4)?,
        attempts: row.get(5)?,
        kind: row.get(6)?,
        entity_type: row.get(7)?,
        entity_id: row.get(8)?,
        authors: super::json(row, 9)?,
        data: super::json(row, 10)?,
    })
}

/// Whether anybody subscribed.
pub(crate) fn has_subscriptions(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM subscription")?
        .exists([])
}

/// All subscriptions, oldest first.
pub(crate) fn subscriptions(connection: &Connection) -> rusqlite::Result<Vec<Subscription>> {
    connection
        .prepare_cached(&format!(
            "SELECT {SUBSCRIPTION} FROM subscription ORDER BY seq"
        ))?
        .query_map([], read_subscription)?
        .collect()
}

/// Those whose token was given back.
pub(crate) fn active(connection: &Connection) -> rusqlite::Result<Vec<Subscription>> {
    let mut all = subscriptions(connection)?;
    all.retain(|subscription| subscription.active);
    Ok(all)
}

/// One subscription.
pub(crate) fn subscription(
    connection: &Connection,
    id: &str,
) -> rusqlite::Result<Option<Subscription>> {
    connection
        .prepare_cached(&format!(
            "SELECT {SUBSCRIPTION} FROM subscription WHERE id = ?1"
        ))?
        .query_row([id], read_subscription)
        .optional()
}

/// Adds a subscription.
pub(crate) fn subscribe(connection: &Connection, new: &Subscription) -> rusqlite::Result<()> {
    connection.execute(
        &format!("INSERT INTO subscription ({SUBSCRIPTION}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
        params![
            new.id,
            new.connection_id,
            new.url,
            new.api_version,
            Value::from(new.types.clone()).to_string(),
            new.token,
            new.active,
        ],
    )?;
    Ok(())
}

/// Lets events be sent to a subscription.
pub(crate) fn activate(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("UPDATE subscription SET active = 1 WHERE id = ?1", [id])?;
    Ok(())
}

/// Ends a subscription with what it was still to be told. Whether there was one.
pub(crate) fn unsubscribe(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection.execute(
        "UPDATE event SET state = 'given_up' WHERE subscription_id = ?1 AND state = 'open'",
        [id],
    )?;
    Ok(connection.execute("DELETE FROM subscription WHERE id = ?1", [id])? > 0)
}

/// Adds to the feed: type, type of the entity, its id.
pub(crate) fn add_change(
    connection: &Connection,
    time: i64,
    [kind, entity_type, entity_id]: [&str; 3],
    authors: &Value,
    data: &Value,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO change (time, type, entity_type, entity_id, authors, data) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            time,
            kind,
            entity_type,
            entity_id,
            authors.to_string(),
            data.to_string(),
        ])?;
    Ok(())
}

/// The feed behind a number: number, time in milliseconds, and the change as an event has it.
pub(crate) fn changes(
    connection: &Connection,
    after: i64,
    limit: usize,
) -> rusqlite::Result<Vec<(i64, i64, Value)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "SELECT seq, time, type, entity_type, entity_id, authors, data FROM change \
             WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        )?
        .query_map([after, limit], |row| {
            let mut told = json!({
                "type": row.get::<_, String>(2)?,
                "authors": super::json(row, 5)?,
                "entity": {"id": row.get::<_, String>(4)?, "type": row.get::<_, String>(3)?},
            });
            let data = super::json(row, 6)?;
            if !data.is_null() {
                super::set(&mut told, "data", data);
            }
            Ok((row.get(0)?, row.get(1)?, told))
        })?
        .collect()
}

/// The event that still gathers changes of a kind and thing.
pub(crate) fn gathering(
    connection: &Connection,
    subscription: &str,
    kind: &str,
    entity_id: &str,
) -> rusqlite::Result<Option<Event>> {
    connection
        .prepare_cached(&format!(
            "SELECT {EVENT} FROM event WHERE state = 'open' AND attempts = 0 \
             AND subscription_id = ?1 AND type = ?2 AND entity_id = ?3"
        ))?
        .query_row([subscription, kind, entity_id], read_event)
        .optional()
}

/// Adds an event.
pub(crate) fn insert(connection: &Connection, event: &Event) -> rusqlite::Result<()> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO event ({EVENT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        ))?
        .execute(params![
            event.id,
            event.subscription_id,
            event.time,
            event.due,
            event.state,
            event.attempts,
            event.kind,
            event.entity_type,
            event.entity_id,
            event.authors.to_string(),
            event.data.to_string(),
        ])?;
    Ok(())
}

/// Writes what may change of an event.
pub(crate) fn update(connection: &Connection, event: &Event) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE event SET time = ?2, due = ?3, state = ?4, attempts = ?5, authors = ?6, \
             data = ?7 WHERE id = ?1",
        )?
        .execute(params![
            event.id,
            event.time,
            event.due,
            event.state,
            event.attempts,
            event.authors.to_string(),
            event.data.to_string(),
        ])?;
    Ok(())
}

/// What is to be sent now, oldest first.
pub(crate) fn due(connection: &Connection, now: i64, limit: usize) -> rusqlite::Result<Vec<Event>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&format!(
            "SELECT {EVENT} FROM event WHERE state = 'open' AND due <= ?1 ORDER BY seq LIMIT ?2"
        ))?
        .query_map([now, limit], read_event)?
        .collect()
}

/// Lets nothing gather any longer.
pub(crate) fn hurry(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE event SET due = ?1 WHERE state = 'open' AND attempts = 0 AND due > ?1",
        )?
        .execute([now])?;
    Ok(())
}

/// How many events are not delivered and not given up.
pub(crate) fn outstanding(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT count(*) FROM event WHERE state = 'open'")?
        .query_row([], |row| row.get(0))
}

/// Says what became of an event.
pub(crate) fn set_state(connection: &Connection, id: &str, state: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE event SET state = ?2 WHERE id = ?1")?
        .execute([id, state])?;
    Ok(())
}

/// Keeps an attempt.
pub(crate) fn log(connection: &Connection, event: &Event, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO delivery (event_id, subscription_id, attempt, time) \
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            event.id,
            event.subscription_id,
            event.attempts,
            now
        ])?;
    Ok(())
}

/// Keeps what became of an attempt.
pub(crate) fn finish_log(
    connection: &Connection,
    event_id: &str,
    attempt: u32,
    status: Option<u16>,
    error: Option<&str>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET status = ?3, error = ?4 WHERE event_id = ?1 AND attempt = ?2",
        )?
        .execute(params![event_id, attempt, status, error])?;
    Ok(())
}

/// The attempts for a subscription, oldest first: event, type, attempt, time, status, error.
pub(crate) fn deliveries(connection: &Connection, id: &str) -> rusqlite::Result<Vec<Value>> {
    connection
        .prepare_cached(
            "SELECT event_id, type, attempt, delivery.time, status, error, state FROM delivery \
             JOIN event ON event.id = event_id WHERE delivery.subscription_id = ?1 \
             ORDER BY delivery.seq",
        )?
        .query_map([id], |row| {
            Ok(json!({
                "event_id": row.get::<_, String>(0)?,
                "type": row.get::<_, String>(1)?,
                "attempt": row.get::<_, u32>(2)?,
                "time": crate::time::zulu_text(row.get(3)?),
                "status": row.get::<_, Option<u16>>(4)?,
                "error": row.get::<_, Option<String>>(5)?,
                "event_state": row.get::<_, String>(6)?,
            }))
        })?
        .collect()
}
