//! Changes as they are told to others: a feed, and webhooks.
//!
//! [`capture`] sees what a transaction changed, [`change`] says it in Notion's words, [`fan`] writes
//! it down for everyone who subscribed, all in the same transaction. [`deliver`] makes requests of
//! what is due and takes their outcome; [`pump`] sends them while a server runs.

mod admin;
mod capture;
mod change;
mod deliver;
mod fan;
mod pump;
mod subscribe;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::Notify;

pub(crate) use admin::SUBJECT;
pub use deliver::Delivery;
pub(crate) use pump::run;
pub use subscribe::{Change, Subscribe, Webhook};

use crate::engine::{Context, Engine};
use crate::error::Error;
use crate::problem::Problem;
use crate::store::{events, meta};

/// The key under which the feed is said to be on.
const FEED: &str = "events_feed";

/// How long changes of one thing are gathered: they come within one to two minutes (documented).
const GATHER: Duration = Duration::from_secs(60);

/// What the emulator knows of events besides what is stored.
#[derive(Debug)]
pub(crate) struct Events {
    on: AtomicBool,
    /// Whether a server sends what is due.
    sending: AtomicBool,
    gather_millis: AtomicU64,
    /// Something is to be sent.
    news: Notify,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            on: AtomicBool::new(false),
            sending: AtomicBool::new(false),
            gather_millis: AtomicU64::new(u64::try_from(GATHER.as_millis()).unwrap_or(u64::MAX)),
            news: Notify::new(),
        }
    }
}

impl Events {
    /// Looks whether somebody wants to know: at the start, and when that changed.
    pub(crate) fn refresh(&self, connection: &Connection) -> Result<(), Error> {
        let on = meta::get(connection, FEED)?.is_some() || events::has_subscriptions(connection)?;
        if !on && self.on.load(Ordering::Relaxed) {
            capture::detach(connection)?;
        }
        self.on.store(on, Ordering::Relaxed);
        Ok(())
    }

    /// Before a transaction: sees to it that changes are seen.
    pub(crate) fn begin(&self, connection: &Connection) -> Result<(), Problem> {
        if self.on.load(Ordering::Relaxed) {
            capture::attach(connection)?;
        }
        Ok(())
    }

    /// At the end of a transaction: writes down what changed.
    pub(crate) fn end(
        &self,
        engine: &Engine,
        tx: &Connection,
        ctx: &Context<'_>,
    ) -> Result<(), Problem> {
        if !self.on.load(Ordering::Relaxed) {
            return Ok(());
        }
        let raw = capture::take(tx)?;
        if raw.is_empty() {
            return Ok(());
        }
        let changes = change::changes(tx, &ctx.workspace.id, &raw)?;
        fan::tell(engine, tx, ctx, &changes)?;
        self.news.notify_one();
        Ok(())
    }

    fn gather(&self) -> i64 {
        i64::try_from(self.gather_millis.load(Ordering::Relaxed)).unwrap_or(i64::MAX)
    }
}
