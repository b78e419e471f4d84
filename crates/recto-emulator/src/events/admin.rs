//! Webhooks and the feed below `/_emulator`.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::subscribe::{self, Plan};
use crate::admin::{Answer, Call, Route, Subject, ok};
use crate::error::Error;
use crate::store::events::{self, Subscription};
use crate::store::set;
use crate::time;

/// How often is looked whether all is delivered.
const LOOK: Duration = Duration::from_millis(5);

/// What is told to others.
pub(crate) static SUBJECT: Subject = Subject {
    name: "webhooks",
    about: "Changes, told to addresses of one's own and kept as a feed.",
    routes: &[
        Route {
            method: Method::GET,
            path: "webhooks",
            about: "All subscriptions, without their tokens.",
            run: list,
        },
        Route {
            method: Method::POST,
            path: "webhooks",
            about: "Subscribes: `{\"url\", \"connection\"?, \"api_version\"?, \"events\"?, \
                    \"token\"?, \"verified\"?}`. The address is sent a verification token, unless \
                    `verified` is true.",
            run: create,
        },
        Route {
            method: Method::POST,
            path: "webhooks/{id}/verify",
            about: "Gives the token back: `{\"verification_token\"}`. From then on events are sent.",
            run: |call| {
                let sent: Verify = call.body()?;
                subscribe::verify(call.engine, call.param("id"), &sent.verification_token)?;
                ok(&json!({"verified": true}))
            },
        },
        Route {
            method: Method::GET,
            path: "webhooks/{id}/deliveries",
            about: "Every attempt to deliver, oldest first.",
            run: |call| {
                let all = call.engine.with_connection(|connection| {
                    Ok(events::deliveries(connection, call.param("id"))?)
                })?;
                ok(&json!({"deliveries": all}))
            },
        },
        Route {
            method: Method::DELETE,
            path: "webhooks/{id}",
            about: "Ends a subscription.",
            run: |call| {
                let id = call.param("id");
                match subscribe::unsubscribe(call.engine, id)? {
                    true => ok(&json!({"deleted": true})),
                    false => Err(Error::Refused(format!("there is no webhook {id}")).into()),
                }
            },
        },
        Route {
            method: Method::GET,
            path: "events",
            about: "The feed of changes, at most 1,000, behind the number `?after=`. It is kept \
                    while it is switched on or somebody is subscribed.",
            run: feed,
        },
        Route {
            method: Method::PUT,
            path: "events",
            about: "Switches the feed on or off, and says how long changes of one thing are \
                    gathered: `{\"record\"?, \"gather_seconds\"?}`.",
            run: settings,
        },
        Route {
            method: Method::POST,
            path: "events/wait",
            about: "Waits until everything is delivered or given up: `{\"timeout_ms\"?, \
                    \"hurry\"?}`. Unless `hurry` is false, nothing is gathered any longer.",
            run: wait,
        },
    ],
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    url: String,
    connection: Option<String>,
    api_version: Option<String>,
    #[serde(default)]
    events: Vec<String>,
    token: Option<String>,
    #[serde(default)]
    verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    verification_token: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    record: Option<bool>,
    gather_seconds: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wait {
    timeout_ms: Option<u64>,
    hurry: Option<bool>,
}

fn list(call: &Call<'_>) -> Answer {
    let all = call
        .engine
        .with_connection(|connection| Ok(events::subscriptions(connection)?))?;
    ok(&json!({"webhooks": all.iter().map(present).collect::<Vec<_>>()}))
}

fn create(call: &Call<'_>) -> Answer {
    let new: NewWebhook = call.body()?;
    let plan = Plan {
        url: new.url,
        connection: new.connection,
        api_version: new.api_version,
        types: new.events,
        token: new.token,
        verified: new.verified,
    };
    let made = subscribe::subscribe(call.engine, &plan)?;
    let mut answer = present(&made);
    set(&mut answer, "verification_token", Value::from(made.token));
    ok(&answer)
}

fn present(subscription: &Subscription) -> Value {
    json!({
        "id": subscription.id,
        "url": subscription.url,
        "connection": subscription.connection_id,
        "api_version": subscription.api_version,
        "events": subscription.types,
        "verified": subscription.active,
    })
}

fn feed(call: &Call<'_>) -> Answer {
    let after = call.query_as("after")?.unwrap_or(0);
    let found = call
        .engine
        .with_connection(|connection| Ok(events::changes(connection, after, 1_000)?))?;
    let told = |(sequence, at, change): (i64, i64, Value)| {
        let mut out = json!({"sequence": sequence, "timestamp": time::zulu_text(at)});
        for (name, value) in change.as_object().into_iter().flatten() {
            set(&mut out, name, value.clone());
        }
        out
    };
    ok(&json!({"events": found.into_iter().map(told).collect::<Vec<_>>()}))
}

fn settings(call: &Call<'_>) -> Answer {
    let sent: Settings = call.body()?;
    if let Some(on) = sent.record {
        subscribe::record(call.engine, on)?;
    }
    let events = &call.engine.events;
    if let Some(seconds) = sent.gather_seconds {
        let millis = seconds.saturating_mul(1_000);
        events.gather_millis.store(millis, Ordering::Relaxed);
    }
    ok(&json!({
        "record": events.on.load(Ordering::Relaxed),
        "gather_seconds": events.gather_millis.load(Ordering::Relaxed) / 1_000,
    }))
}

/// Looks again and again, on a thread that may block; without a server nothing is sent, so it looks
/// once.
fn wait(call: &Call<'_>) -> Answer {
    let sent: Wait = call.body()?;
    let hurry = sent.hurry.unwrap_or(true);
    let timeout = Duration::from_millis(sent.timeout_ms.unwrap_or(10_000).min(60_000));
    let looks = timeout.as_millis() / LOOK.as_millis();
    let mut left = subscribe::outstanding(call.engine, hurry)?;
    for _ in 0..looks {
        if left == 0 || !call.engine.events.sending.load(Ordering::SeqCst) {
            break;
        }
        thread::sleep(LOOK);
        left = subscribe::outstanding(call.engine, hurry)?;
    }
    ok(&json!({"settled": left == 0, "outstanding": left}))
}
