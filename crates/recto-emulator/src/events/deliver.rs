//! What is due as requests, and what became of them.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use recto_api::version::Version;
use recto_api::webhook::{SIGNATURE_HEADER, Secret, Signature};
use serde_json::{Map, Value, json};

use super::fan;
use crate::Emulator;
use crate::access::{Caller, ConnectionKind};
use crate::engine::Engine;
use crate::error::Error;
use crate::store::events::{self, Event, Subscription};
use crate::time;

/// How often an event is sent at most (documented).
const ATTEMPTS: u32 = 8;

/// Seconds between an attempt and the next: they grow, and the last comes about a day after the
/// first (documented; the numbers are assumed).
const WAITS: [i64; 7] = [60, 300, 900, 3_600, 10_800, 21_600, 50_400];

/// Requests that are handed out at a time.
const AT_ONCE: usize = 100;

/// The first thing that is sent to a subscriber.
pub(super) const HANDSHAKE: &str = "handshake";

/// One attempt to deliver an event.
///
/// It counts as failed, and comes again later, until [`Emulator::delivered`] is told otherwise.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub(super) event_id: String,
    pub(super) subscription_id: String,
    pub(super) attempt: u32,
    request: Request<Bytes>,
}

impl Delivery {
    /// The request as it is to be sent, with its whole address.
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// The subscription it is for.
    pub fn webhook_id(&self) -> &str {
        &self.subscription_id
    }

    /// Which attempt this is, from 1 to 8.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

/// Takes what is due now. Until its outcome is told, it counts as failed.
pub(super) fn due(engine: &Engine) -> Result<Vec<Delivery>, Error> {
    let now = engine.clock.now().as_millisecond();
    engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        let mut out = Vec::new();
        for mut event in events::due(&tx, now, AT_ONCE)? {
            let subscription = events::subscription(&tx, &event.subscription_id)?;
            let listener = match &subscription {
                Some(subscription) => fan::listener(engine, &tx, subscription)
                    .map_err(|problem| Error::Refused(problem.message().to_owned()))?,
                None => None,
            };
            let (Some(subscription), Some(listener)) = (subscription, listener) else {
                "given_up".clone_into(&mut event.state);
                events::update(&tx, &event)?;
                continue;
            };
            event.attempts += 1;
            let wait = usize::try_from(event.attempts - 1).unwrap_or(usize::MAX);
            match WAITS.get(wait) {
                Some(seconds) if event.kind != HANDSHAKE => event.due = now + seconds * 1_000,
                _ => "given_up".clone_into(&mut event.state),
            }
            events::update(&tx, &event)?;
            if let Some(request) = request(&subscription, &listener, &event) {
                events::log(&tx, &event, now)?;
                out.push(Delivery {
                    event_id: event.id,
                    subscription_id: subscription.id,
                    attempt: event.attempts,
                    request,
                });
            }
        }
        tx.commit()?;
        Ok(out)
    })
}

/// Keeps what became of an attempt: a status, or why there was none.
pub(super) fn settle(
    engine: &Engine,
    delivery: &Delivery,
    outcome: Result<u16, &str>,
) -> Result<(), Error> {
    let (status, error) = match outcome {
        Ok(status) => (Some(status), None),
        Err(error) => (None, Some(error)),
    };
    let taken = status.is_some_and(|status| (200..300).contains(&status));
    engine.with_connection(|connection| {
        let tx = connection.unchecked_transaction()?;
        events::finish_log(&tx, &delivery.event_id, delivery.attempt, status, error)?;
        if taken {
            events::set_state(&tx, &delivery.event_id, "delivered")?;
        }
        tx.commit()?;
        Ok(())
    })
}

fn request(
    subscription: &Subscription,
    listener: &Caller,
    event: &Event,
) -> Option<Request<Bytes>> {
    let body = match event.kind.as_str() {
        HANDSHAKE => json!({"verification_token": subscription.token}),
        _ => body(subscription, listener, event),
    };
    let body = Bytes::from(body.to_string());
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(&subscription.url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "notion-api");
    if event.kind != HANDSHAKE {
        let token = Secret::from(subscription.token.as_str());
        let signature = Signature::sign(&body, &token).to_string();
        request = request.header(SIGNATURE_HEADER, HeaderValue::from_str(&signature).ok()?);
    }
    request.body(body).ok()
}

/// An event, with its members in the order that events of its version have (documented).
fn body(subscription: &Subscription, listener: &Caller, event: &Event) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
    let version: Version = subscription.api_version.parse().unwrap_or(Version::NEWEST);
    let old = fan::before_data_sources(version);
    put("id", json!(event.id));
    put("timestamp", json!(time::zulu_text(event.time)));
    put("workspace_id", json!(listener.workspace.id));
    put("workspace_name", json!(listener.workspace.name));
    put("subscription_id", json!(subscription.id));
    put("integration_id", json!(subscription.connection_id));
    if old {
        put("type", json!(event.kind));
    }
    put("authors", event.authors.clone());
    if listener.kind == ConnectionKind::Public {
        let person = listener.owner.as_deref().unwrap_or_default();
        put(
            "accessible_by",
            json!([
                {"id": person, "type": "person"},
                {"id": listener.workspace.bot_id, "type": "bot"},
            ]),
        );
    }
    put("attempt_number", json!(event.attempts));
    put("api_version", json!(subscription.api_version));
    put(
        "entity",
        json!({"id": event.entity_id, "type": event.entity_type}),
    );
    if !old {
        put("type", json!(event.kind));
    }
    if !event.data.is_null() {
        put("data", event.data.clone());
    }
    debug_assert!(event.attempts <= ATTEMPTS, "an event is sent eight times");
    Value::Object(out)
}

impl Emulator {
    /// Takes the deliveries that are due on the emulator's clock, for programs that send them
    /// themselves or look at them in a test; a running server sends them by itself. At most a
    /// hundred at a time, oldest first.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn due_deliveries(&self) -> Result<Vec<Delivery>, Error> {
        due(self.engine())
    }

    /// Keeps what a receiver answered. A 2xx settles the event, anything else lets it come again.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn delivered(&self, delivery: &Delivery, status: u16) -> Result<(), Error> {
        settle(self.engine(), delivery, Ok(status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_attempt_comes_about_a_day_after_the_first() {
        let hours = WAITS.iter().sum::<i64>() / 3_600;
        assert!((23..=25).contains(&hours), "{hours}");
        assert_eq!(WAITS.len() + 1, ATTEMPTS as usize);
        assert!(WAITS.is_sorted());
    }
}
