//! Subscriptions and the feed, in Rust.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::Uri;
use recto_api::version::Version;
use recto_api::webhook::{Event, Incoming};
use serde_json::{Value, json};

use super::{FEED, deliver};
use crate::Emulator;
use crate::engine::Engine;
use crate::error::Error;
use crate::store::events::{self, Subscription};
use crate::store::{access, meta};

/// How often [`Emulator::events_settled`] looks.
const LOOK: Duration = Duration::from_millis(5);

/// A subscription that is being made. [`Emulator::subscribe`] begins one.
#[derive(Clone)]
#[must_use = "nothing is told until `start`"]
pub struct Subscribe {
    emulator: Emulator,
    pub(super) plan: Plan,
}

/// What a new subscription is to be.
#[derive(Clone, Default)]
pub(super) struct Plan {
    pub(super) url: String,
    pub(super) connection: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) types: Vec<String>,
    pub(super) token: Option<String>,
    pub(super) verified: bool,
}

impl Subscribe {
    /// The connection that subscribes, by id: it is told of what it sees. Default: the first, which
    /// sees everything.
    pub fn connection(mut self, id: impl Into<String>) -> Self {
        self.plan.connection = Some(id.into());
        self
    }

    /// The version events are told in, such as `2026-03-11`. Default: the newest.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.plan.api_version = Some(version.into());
        self
    }

    /// Tells only events of this type, such as `page.created`, and of others added in this way.
    /// Default: all.
    pub fn event(mut self, kind: impl Into<String>) -> Self {
        self.plan.types.push(kind.into());
        self
    }

    /// The verification token. Default: a new one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.plan.token = Some(token.into());
        self
    }

    /// Leaves out the handshake: events are told at once.
    pub fn verified(mut self) -> Self {
        self.plan.verified = true;
        self
    }

    /// Subscribes. Unless it is [`verified`](Self::verified), the address is sent the verification
    /// token first, and events only after [`Webhook::verify`].
    ///
    /// # Errors
    ///
    /// The address is not one of plain HTTP, the version or the connection is unknown, or the
    /// storage fails.
    pub fn start(self) -> Result<Webhook, Error> {
        let made = subscribe(self.emulator.engine(), &self.plan)?;
        Ok(Webhook {
            emulator: self.emulator,
            id: made.id,
            token: made.token,
        })
    }
}

impl fmt::Debug for Subscribe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscribe")
            .field("url", &self.plan.url)
            .finish_non_exhaustive()
    }
}

/// Stores a subscription and begins its handshake.
pub(super) fn subscribe(engine: &Engine, plan: &Plan) -> Result<Subscription, Error> {
    let uri: Uri = plan
        .url
        .parse()
        .map_err(|_| Error::Refused(format!("`{}` is no address", plan.url)))?;
    if uri.scheme_str() != Some("http") || uri.host().is_none() {
        return Err(Error::Refused(format!(
            "events go to plain HTTP only, such as http://127.0.0.1:3000/hook, not to `{}`; \
             put a proxy in front of a receiver that speaks TLS",
            plan.url
        )));
    }
    let version = plan
        .api_version
        .as_deref()
        .unwrap_or(Version::NEWEST.as_str());
    if version.parse::<Version>().is_err() {
        return Err(Error::Refused(format!("there is no version `{version}`")));
    }
    let first = &engine.workspace.integration.id;
    let connection_id = plan.connection.clone().unwrap_or_else(|| first.clone());
    let token = plan.token.clone();
    let made = Subscription {
        id: engine.ids.random(),
        connection_id,
        url: plan.url.clone(),
        api_version: version.to_owned(),
        types: plan.types.clone(),
        token: token.unwrap_or_else(|| crate::access::new_token(engine, "secret_")),
        active: plan.verified,
    };
    let now = engine.clock.now().as_millisecond();
    engine.with_connection(|connection| {
        if made.connection_id != *first && access::get(connection, &made.connection_id)?.is_none() {
            return Err(Error::Refused(format!(
                "there is no connection {}",
                made.connection_id
            )));
        }
        let tx = connection.unchecked_transaction()?;
        events::subscribe(&tx, &made)?;
        if !plan.verified {
            events::insert(
                &tx,
                &events::Event {
                    id: engine.ids.random(),
                    subscription_id: made.id.clone(),
                    time: now,
                    due: now,
                    state: "open".to_owned(),
                    attempts: 0,
                    kind: deliver::HANDSHAKE.to_owned(),
                    entity_type: String::new(),
                    entity_id: String::new(),
                    authors: json!([]),
                    data: Value::Null,
                },
            )?;
        }
        tx.commit()?;
        engine.events.refresh(connection)
    })?;
    engine.events.news.notify_one();
    Ok(made)
}

/// Ends a handshake. Refused for another token.
pub(super) fn verify(engine: &Engine, id: &str, token: &str) -> Result<(), Error> {
    engine.with_connection(|connection| match events::subscription(connection, id)? {
        Some(known) if known.token == token => Ok(events::activate(connection, id)?),
        Some(_) => Err(Error::Refused(
            "this is not the verification token that was sent to the address".to_owned(),
        )),
        None => Err(Error::Refused(format!("there is no webhook {id}"))),
    })
}

/// Ends a subscription. Whether there was one.
pub(super) fn unsubscribe(engine: &Engine, id: &str) -> Result<bool, Error> {
    engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        let known = events::unsubscribe(&tx, id)?;
        tx.commit()?;
        engine.events.refresh(connection)?;
        Ok(known)
    })
}

/// Switches the feed on or off.
pub(super) fn record(engine: &Engine, on: bool) -> Result<(), Error> {
    engine.with_connection(|connection| {
        match on {
            true => meta::set(connection, FEED, "on")?,
            false => meta::remove(connection, FEED)?,
        }
        engine.events.refresh(connection)
    })
}

/// Lets nothing gather any longer, and says how much is not delivered.
pub(super) fn outstanding(engine: &Engine, hurry: bool) -> Result<i64, Error> {
    let now = engine.clock.now().as_millisecond();
    let left = engine.with_connection(|connection| {
        if hurry {
            events::hurry(connection, now)?;
        }
        Ok(events::outstanding(connection)?)
    })?;
    if left > 0 {
        engine.events.news.notify_one();
    }
    Ok(left)
}

/// A subscription to events. Clones are handles to the same one.
#[derive(Clone)]
pub struct Webhook {
    emulator: Emulator,
    id: String,
    token: String,
}

impl Webhook {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The verification token, with which deliveries are signed.
    pub fn verification_token(&self) -> &str {
        &self.token
    }

    /// Gives the token back that came with the handshake; from then on events are told.
    ///
    /// # Errors
    ///
    /// It is another token, or the storage fails.
    pub fn verify(&self, token: &str) -> Result<(), Error> {
        verify(self.emulator.engine(), &self.id, token)
    }

    /// Ends it; what was not delivered is given up.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn unsubscribe(&self) -> Result<(), Error> {
        unsubscribe(self.emulator.engine(), &self.id).map(drop)
    }

    /// Every attempt to deliver, oldest first: `{"event_id", "type", "attempt", "time", "status",
    /// "error", "event_state"}`.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn deliveries(&self) -> Result<Vec<Value>, Error> {
        let engine = self.emulator.engine();
        engine.with_connection(|connection| Ok(events::deliveries(connection, &self.id)?))
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Something that changed, from the feed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Its number, which grows with each change.
    pub sequence: i64,
    /// What happened, in the words of the newest version; without the members of a delivery.
    pub event: Event,
}

impl Emulator {
    /// Begins a subscription of this address to events. A running server delivers them; without
    /// one, [`Emulator::due_deliveries`] hands them out.
    ///
    /// ```
    /// use recto_emulator::Emulator;
    ///
    /// let emulator = Emulator::start()?;
    /// let webhook = emulator.subscribe("http://127.0.0.1:3000/hook").start()?;
    /// let handshake = &emulator.due_deliveries()?[0];
    /// assert_eq!(handshake.request().method(), "POST");
    /// emulator.delivered(handshake, 200)?;
    /// webhook.verify(webhook.verification_token())?;
    /// # Ok::<(), recto_emulator::Error>(())
    /// ```
    pub fn subscribe(&self, url: impl Into<String>) -> Subscribe {
        Subscribe {
            emulator: self.clone(),
            plan: Plan {
                url: url.into(),
                ..Plan::default()
            },
        }
    }

    /// How long changes of one page or data source are gathered before they are told, on the
    /// emulator's clock. Default: a minute.
    pub fn gather_events(&self, for_long: Duration) {
        let millis = u64::try_from(for_long.as_millis()).unwrap_or(u64::MAX);
        let events = &self.engine().events;
        events.gather_millis.store(millis, Ordering::Relaxed);
    }

    /// Keeps a feed of changes from now on, or no more. It is kept anyway while somebody is
    /// subscribed.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn record_changes(&self, on: bool) -> Result<(), Error> {
        record(self.engine(), on)
    }

    /// The feed of changes behind a number, oldest first, at most 1,000.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn changes(&self, after: i64) -> Result<Vec<Change>, Error> {
        let found = self
            .engine()
            .with_connection(|connection| Ok(events::changes(connection, after, 1_000)?))?;
        let read = |(sequence, _, told): (i64, i64, Value)| {
            let body = told.to_string();
            match recto_api::webhook::parse(body.as_bytes()) {
                Ok(Incoming::Event(event)) => Some(Change {
                    sequence,
                    event: *event,
                }),
                _ => None,
            }
        };
        Ok(found.into_iter().filter_map(read).collect())
    }

    /// Waits until a running server has delivered or given up every event, for so long at most, and
    /// lets nothing gather meanwhile. Whether all is delivered.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub async fn events_settled(&self, at_most: Duration) -> Result<bool, Error> {
        let settled = async {
            while outstanding(self.engine(), true)? > 0 {
                tokio::time::sleep(LOOK).await;
            }
            Ok(true)
        };
        match tokio::time::timeout(at_most, settled).await {
            Ok(settled) => settled,
            Err(_) => Ok(false),
        }
    }
}
