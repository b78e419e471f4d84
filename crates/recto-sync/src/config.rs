//! `recto.toml`: which table goes to which data source, and how.
//!
//! ```toml
//! [notion]
//! token = "env:NOTION_TOKEN"       # a secret is named, never written: env:NAME or file:PATH
//! parent = "hub"                   # page under which missing data sources are created
//!
//! [source]
//! path = "operations.db"           # SQLite; or url = "env:DATABASE_URL" for PostgreSQL
//!
//! [state]
//! path = "recto-state.db"          # or url = "env:STATE_URL"
//!
//! [ids]
//! hub = "0123456789abcdef0123456789abcdef"
//!
//! [pages.hub]
//! role = "dashboard"               # its block structure is never changed
//!
//! [[table]]
//! name = "tasks"
//! data_source = "tasks"            # an alias, an id, or a title
//! external_id = "External ID"      # text property that holds the row's key
//! fallback_key = ["Name"]          # adopts a page without external id that has the same name
//! create_missing = true
//!
//! [table.columns]
//! title = "Name"                   # column -> property
//! status = { property = "Status", type = "status" }
//! due = "Due"
//! project_id = { property = "Project", type = "relation", two_way = "Tasks" }
//!
//! [[table.links]]                  # many-to-many
//! join_table = "task_people"
//! local = "task_id"
//! foreign = "person_id"
//! property = "People"
//! ```
//!
//! An alias is looked up in the environment (`RECTO_ID_<ALIAS>`, also from `.env`), then in
//! `[ids]`, then in `notion_database_ids.json`.

mod check;
mod error;
mod ids;
mod locate;
mod ordered;
mod page;
mod parse;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::secrets::{Location, SecretRef};

pub use error::ConfigError;
pub use ids::Target;
pub use ordered::Ordered;
pub use page::{PageConfig, Role};
pub use table::{
    ColumnConfig, Columns, DocumentConfig, LinkConfig, OneOrMany, PropertyKind, TableConfig,
};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How Notion is reached.
    #[serde(default)]
    pub notion: NotionConfig,
    /// The relational database.
    #[serde(default)]
    pub source: DatabaseConfig,
    /// Where the state is kept; next to the configuration in `recto-state.db` by default.
    #[serde(default)]
    pub state: DatabaseConfig,
    /// Ids by alias.
    #[serde(default)]
    pub ids: BTreeMap<String, String>,
    /// Pages that are not rows, by alias.
    #[serde(default)]
    pub pages: BTreeMap<String, PageConfig>,
    /// How a push proceeds.
    #[serde(default)]
    pub push: PushConfig,
    /// The tables.
    #[serde(default, rename = "table")]
    pub tables: Vec<TableConfig>,
}

/// `[notion]`: how Notion is reached.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotionConfig {
    /// The integration's token, by reference; the environment's `NOTION_TOKEN` by default.
    pub token: Option<SecretRef>,
    /// The origin of the API, for an emulator; `https://api.notion.com` by default.
    pub base_url: Option<String>,
    /// The page under which missing data sources are created: an alias, an id or a URL.
    pub parent: Option<String>,
    /// The budget of requests in any 60 seconds; 180 by default.
    pub requests_per_minute: Option<u32>,
}

/// `[source]` or `[state]`: a database.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// A `postgres://` URL: a reference, or the URL itself when it holds no password.
    pub url: Option<Location>,
    /// An SQLite file, relative to the configuration's directory.
    pub path: Option<PathBuf>,
    /// The PostgreSQL schema; `public` for a source, `recto` for the state by default.
    pub schema: Option<String>,
    /// The IANA zone of dates with a time but no zone; UTC by default.
    pub time_zone: Option<String>,
}

/// `[push]`: how a push proceeds. All times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PushConfig {
    /// Longest time a request may go on living in Notion's servers after its answer was lost.
    pub server_life: u64,
    /// Wait until a page that was created is sure to be found.
    pub settle: u64,
    /// How long the right to write lasts without a sign of life.
    pub lease: u64,
    /// Requests under way at once.
    pub concurrency: usize,
}

impl Default for PushConfig {
    fn default() -> Self {
        Self {
            server_life: 60,
            settle: 30,
            lease: 120,
            concurrency: 8,
        }
    }
}

/// Which way a table's data goes. Only one way exists yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the database to Notion.
    #[default]
    Push,
}

impl Config {
    /// Reads a configuration.
    ///
    /// `file` is its name for messages.
    ///
    /// # Errors
    /// [`ConfigError`] with the line that is wrong.
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        let config: Self = parse::parse(file, text)?;
        check::check(&config).map_err(|problem| problem.at(file, text))?;
        Ok(config)
    }

    /// Returns a table's configuration by the table's name.
    pub fn table(&self, name: &str) -> Option<&TableConfig> {
        self.tables.iter().find(|table| table.name == name)
    }
}
