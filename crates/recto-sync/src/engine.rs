//! Plans and pushes: the seven steps in their order.
//!
//! [`Engine::plan`] reads both sides and says what a push would do; [`Engine::push`] does it.
//! Neither reads the environment, the clock or a source of randomness: the caller hands in what it
//! needs.

mod apply;
mod compare;
mod extract;
mod finish;
mod flight;
mod leases;
mod matching;
mod prepare;
mod quiet;
mod recover;
mod relate;
mod request;
mod settle;
mod timing;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use recto_api::ids::PageId;
use recto_client::Client;

use crate::config::Config;
use crate::error::Error;
use crate::failpoint::Failpoints;
use crate::guard::{Guard, ProtectedPage};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::Report;
use crate::secrets::Environment;
use crate::source::Source;
use crate::state::State;

/// Tells what time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Tells whether the process that holds a lease is known to have died.
pub type IsDead = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How an engine goes about its work.
#[derive(Clone)]
pub struct Options {
    /// Creates missing data sources for every table, whether or not its configuration says so.
    pub create_missing: bool,
    /// The page missing databases are created on, instead of the configuration's `notion.parent`.
    pub parent: Option<PageId>,
    /// The name under which leases are held; every process needs its own.
    pub holder: String,
    /// Whether a holder's lease may be taken before it ends. By default no holder is dead.
    pub is_dead: IsDead,
    /// The budget estimates are made with, in requests per minute.
    pub requests_per_minute: u32,
    /// Where to stop for a test.
    pub failpoints: Failpoints,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            create_missing: false,
            parent: None,
            holder: "recto".to_owned(),
            is_dead: Arc::new(|_| false),
            requests_per_minute: recto_api::limits::REQUESTS_PER_WINDOW,
            failpoints: Failpoints::none(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("create_missing", &self.create_missing)
            .field("parent", &self.parent)
            .field("holder", &self.holder)
            .field("requests_per_minute", &self.requests_per_minute)
            .field("failpoints", &self.failpoints)
            .finish_non_exhaustive()
    }
}

/// Keeps the tables of one configuration in step with Notion.
pub struct Engine {
    config: Config,
    environment: Environment,
    source: Arc<dyn Source>,
    state: Arc<dyn State>,
    client: Client,
    clock: Clock,
    options: Options,
    guard: Guard,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("source", &self.source.describe())
            .field("state", &self.state.describe())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Puts an engine together. `environment` is where aliases are looked up.
    ///
    /// # Errors
    /// When a protected page's alias stands for no id.
    pub fn new(
        config: Config,
        environment: Environment,
        source: Arc<dyn Source>,
        state: Arc<dyn State>,
        client: Client,
        clock: Clock,
        options: Options,
    ) -> Result<Self, Error> {
        let guard = guard(&config, &environment)?;
        Ok(Self {
            config,
            environment,
            source,
            state,
            client,
            clock,
            options,
            guard,
        })
    }

    /// The pages this engine never changes.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Says what a push would do. Sends no write.
    ///
    /// # Errors
    /// Whatever stops a run as a whole: see [`Error`].
    pub async fn plan(&self, progress: &dyn Progress) -> Result<Plan, Error> {
        finish::plan(self, progress).await
    }

    /// Brings Notion in step with the source and says what was done.
    ///
    /// A row that cannot be pushed is a problem of the report; the others go on. Stopped at any
    /// point and started again, it ends in the same state.
    ///
    /// # Errors
    /// Whatever stops a run as a whole: see [`Error`].
    pub async fn push(&self, progress: &dyn Progress) -> Result<Report, Error> {
        Box::pin(finish::push(self, progress)).await
    }

    /// Creates the missing data sources and nothing else; answers every table with the id of its
    /// data source.
    ///
    /// # Errors
    /// Whatever stops a run as a whole: see [`Error`].
    pub async fn create_data_sources(&self) -> Result<Vec<(String, String)>, Error> {
        prepare::create_data_sources(self).await
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// How long a page whose creation got no answer may take to be found (sync-design 6.3).
    fn appears_after(&self) -> Duration {
        Duration::from_secs(self.config.push.server_life + self.config.push.settle)
    }
}

/// The pages a configuration protects.
///
/// # Errors
/// When an alias stands for no id.
pub fn guard(config: &Config, environment: &Environment) -> Result<Guard, Error> {
    let pages = config.protected_pages(environment)?;
    let pages = pages.into_iter().map(|(name, id)| {
        let id = PageId::parse(&id).map_err(|_| crate::config::ConfigError::BadId {
            alias: name.clone(),
            origin: "[pages]".to_owned(),
            value: id.clone(),
        })?;
        Ok(ProtectedPage::new(name, id))
    });
    pages.collect::<Result<Vec<_>, Error>>().map(Guard::new)
}
