//! Answers that are kept for a while: off by default.
//!
//! A [`Cache`] given to [`Builder::cache`](crate::Builder::cache) answers repeated reads of pages,
//! blocks, schemas and users without a request, for as long as [`CacheSettings`] say.
//!
//! | kept | what | how long by default |
//! |---|---|---|
//! | pages | a page, its property items | 5 minutes |
//! | blocks | a block, the children of a block or page | 10 minutes |
//! | schemas | databases, data sources | 30 minutes |
//! | users | users | 30 minutes |
//!
//! Queries, searches, comments, views and everything else are always asked anew. An answer is found
//! by its request: token, origin, version, path and query string.
//!
//! # What makes an answer go
//!
//! * Its time is up, or the cache is full and it has not been used for the longest time.
//! * A write through any client with this cache, whatever came of it: the object itself goes with all
//!   answers that hold it, so a changed block takes its parent's list of children along, and the
//!   blocks and the page above it as far as the cache knows them. What is deleted, trashed or
//!   rewritten takes what is below it along.
//! * [`Cache::invalidate_by`] an event of a webhook, and [`Cache::invalidate`] for whoever hears of a
//!   change otherwise.
//! * [`Cache::clear`].
//!
//! An answer that was under way when any of these happened is not stored. After a write whose effect
//! is unknown, nothing about the object is stored for as long as the service may still be at work on
//! it.
//!
//! # What it cannot know
//!
//! Changes made elsewhere, without a webhook, are seen when the time is up. The same holds for values
//! that are derived from other pages (rollups, formulas, the other side of a relation), and for what
//! an agent does in a session. [`Client::fresh`](crate::Client::fresh) asks the service and refreshes
//! the cache. Links to files of Notion's work for an hour (documented), so pages and blocks should
//! not be kept for longer.
//!
//! ```
//! # use bytes::Bytes;
//! # use http::{Request, Response};
//! # use recto_client::{Token, Transport};
//! use recto_api::endpoint::GetSelf;
//! use recto_client::{Cache, Client};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), recto_client::Error> {
//! # let router = tower::service_fn(|_: Request<Bytes>| async {
//! #     let me = r#"{"object":"user","id":"0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111"}"#;
//! #     Ok::<_, std::convert::Infallible>(Response::new(Bytes::from(me)))
//! # });
//! # let token = Token::parse("ntn_0123456789abcdef")?;
//! let cache = Cache::default();
//! let client = Client::builder(token).cache(cache.clone());
//! # let client = client.transport(Transport::new(router));
//! let client = client.build()?;
//! client.send(&GetSelf).await?;
//! client.send(&GetSelf).await?;
//! assert_eq!((cache.stats().hits, client.usage().requests), (1, 1));
//! # Ok(())
//! # }
//! ```

mod event;
mod flight;
mod kind;
mod members;
mod options;
mod reads;
mod store;
mod write;

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use recto_api::webhook::Event;
use tokio::time::Instant;

use self::flight::Flights;
pub(crate) use self::flight::Reading;
use self::kind::Kind;
use self::members::id;
use self::reads::Reads;
use self::store::{Entry, Key, Store};
pub(crate) use self::write::Writing;
use crate::call::Outgoing;
use crate::pace::Lane;
use crate::retry::Effect;

/// Answers that are kept for a while. Clones are one cache; clients that share one see each other's
/// writes, and answers only of their own token.
///
/// See the [module](self) for what it keeps and when it forgets.
#[derive(Clone, Default)]
pub struct Cache(Arc<Shared>);

/// How long answers are kept, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheSettings {
    /// How long a page or an item of its properties is kept. Here and below, zero keeps nothing.
    pub pages: Duration,
    /// How long a block or a list of children is kept.
    pub blocks: Duration,
    /// How long a database or a data source is kept.
    pub schemas: Duration,
    /// How long users are kept.
    pub users: Duration,
    /// The bytes of all answers together, with a little for each to find it by.
    pub max_bytes: usize,
}

/// What a cache has done so far, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheStats {
    /// Reads answered without a request.
    pub hits: u64,
    /// Reads of a kind that is kept, which had to be sent.
    pub misses: u64,
    /// Answers that were not stored because something was written while they were under way.
    pub overtaken: u64,
    /// Answers dropped for want of room.
    pub evicted: u64,
    /// Answers dropped by writes, [`Cache::invalidate`] and [`Cache::clear`].
    pub invalidated: u64,
    /// Answers held now.
    pub entries: usize,
    /// Their bytes, as [`CacheSettings::max_bytes`] counts them.
    pub bytes: usize,
}

/// The identity of an object: its UUID.
type Id = u128;

struct Shared {
    settings: CacheSettings,
    scopes: RandomState,
    state: Mutex<State>,
    flights: Flights,
}

#[derive(Default)]
struct State {
    store: Store,
    reads: Reads,
    hits: u64,
    misses: u64,
    overtaken: u64,
    invalidated: u64,
}

impl Default for CacheSettings {
    /// The times of the [module's](self) table, and 64 MiB.
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self {
            pages: minutes(5),
            blocks: minutes(10),
            schemas: minutes(30),
            users: minutes(30),
            max_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Default for Shared {
    fn default() -> Self {
        Self::new(CacheSettings::default())
    }
}

impl Shared {
    fn new(settings: CacheSettings) -> Self {
        Self {
            settings,
            scopes: RandomState::new(),
            state: Mutex::default(),
            flights: Flights::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave it half written.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CacheStats {
    /// Hits among the reads of a kind that is kept, from 0 to 1; 0 before the first.
    pub fn hit_rate(&self) -> f64 {
        let reads = self.hits + self.misses;
        if reads == 0 {
            return 0.0;
        }
        self.hits as f64 / reads as f64
    }
}

impl Cache {
    /// An empty cache with these settings.
    pub fn new(settings: CacheSettings) -> Self {
        Self(Arc::new(Shared::new(settings)))
    }

    /// Forgets every answer that holds this object, those above it included: for whoever hears of a
    /// change that was made elsewhere. A text that is no id does nothing.
    ///
    /// ```
    /// let cache = recto_client::Cache::default();
    /// cache.invalidate("0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111");
    /// ```
    pub fn invalidate(&self, object_id: impl AsRef<str>) {
        if let Some(id) = id(object_id.as_ref()) {
            self.forget(&[id], false);
        }
    }

    /// Forgets what an event of a webhook says has changed. Events come a minute or two after the
    /// change (documented); until then the cache may answer with what was before.
    ///
    /// ```
    /// use recto_api::webhook::{Entity, EntityKind, Event, EventKind};
    ///
    /// let page = Entity::new(EntityKind::Page, "0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111");
    /// let event = Event::new(EventKind::PageContentUpdated, page);
    /// let cache = recto_client::Cache::default();
    /// cache.invalidate_by(&event);
    /// ```
    pub fn invalidate_by(&self, event: &Event) {
        let (ids, below) = event::changed(event);
        self.forget(&ids, below);
    }

    /// Forgets everything, and what is under way.
    pub fn clear(&self) {
        let mut state = self.0.state();
        state.invalidated += state.store.clear() as u64;
        state.reads.overtake_all();
    }

    /// Hits, misses and size.
    pub fn stats(&self) -> CacheStats {
        let state = self.0.state();
        CacheStats {
            hits: state.hits,
            misses: state.misses,
            overtaken: state.overtaken,
            evicted: state.store.evicted,
            invalidated: state.invalidated,
            entries: state.store.len(),
            bytes: state.store.bytes,
        }
    }

    /// Under which the answers to one token at one origin are found. It does not show the token.
    pub(crate) fn scope(&self, authorization: &[u8], origin: &str) -> u64 {
        self.0.scopes.hash_one((authorization, origin))
    }

    /// Drops all about these objects, and below them if asked, and keeps answers under way out.
    fn forget(&self, ids: &[Id], below: bool) {
        let mut state = self.0.state();
        let state = &mut *state;
        let (ids, dropped) = state.store.forget(ids, below);
        state.invalidated += dropped as u64;
        state.reads.overtake(ids);
    }

    /// Looks a read up. `None` for what is never kept.
    pub(crate) async fn read(&self, request: &Request<'_>) -> Option<Found> {
        let kind = Kind::of(request.outgoing)?;
        let time_to_live = kind.time_to_live(&self.0.settings);
        if time_to_live.is_zero() {
            return None;
        }
        let key = request.key();
        if !request.fresh {
            if let Some(bytes) = self.look(&key) {
                return Some(Found::Hit(bytes));
            }
            // An equal read may be under way: its answer will do, unless something is written
            // meanwhile. A bulk read may have to wait long, so an urgent one does not wait for it.
            let joined = self.0.flights.join(&key, request.lane);
            if request.outgoing.deadline.wait(joined).await == Ok(true)
                && let Some(bytes) = self.look(&key)
            {
                return Some(Found::Hit(bytes));
            }
        }
        let mut state = self.0.state();
        state.misses += 1;
        let started = state.reads.begin();
        drop(state);
        let flight = self.0.flights.begin(&key, request.lane);
        Some(Found::Miss(Reading::new(
            self.clone(),
            key,
            kind,
            started,
            Instant::now() + time_to_live.min(FOREVER),
            flight,
        )))
    }

    fn look(&self, key: &Key) -> Option<Bytes> {
        let mut state = self.0.state();
        let bytes = state.store.get(key, Instant::now())?;
        state.hits += 1;
        Some(bytes)
    }

    /// Notes a write that is about to go. `None` for what writes nothing that is kept.
    pub(crate) fn write(&self, outgoing: &Outgoing) -> Option<Writing> {
        (outgoing.effect != Effect::Read).then(|| Writing::new(self.clone(), outgoing))
    }
}

/// Longer times cannot always be added to an instant.
const FOREVER: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// A request, as the cache sees it.
pub(crate) struct Request<'a> {
    pub(crate) outgoing: &'a Outgoing,
    pub(crate) scope: u64,
    pub(crate) lane: Lane,
    /// Ask in any case.
    pub(crate) fresh: bool,
}

impl Request<'_> {
    fn key(&self) -> Key {
        Key {
            scope: self.scope,
            version: self.outgoing.version,
            path_and_query: self.outgoing.path_and_query.as_str().into(),
        }
    }
}

/// What the cache has for a read.
pub(crate) enum Found {
    Hit(Bytes),
    Miss(Reading),
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("settings", &self.0.settings)
            .field("stats", &self.stats())
            .finish()
    }
}
