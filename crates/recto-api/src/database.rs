//! Databases: containers of data sources.
//!
//! ```
//! use recto_api::database::{DatabasePatch, NewDatabase};
//! use recto_api::file::Icon;
//! use recto_api::ids::PageId;
//! use recto_api::schema::{PropertySchema, Schema};
//!
//! let page = PageId::parse("3c0a5f4e0f5b81aa9d54d3a3c2a0e111")?;
//! let schema = Schema::new()
//!     .with("Task", PropertySchema::title())
//!     .with("State", PropertySchema::status());
//! let database = NewDatabase::new(page, "Tasks", schema).inline().icon(Icon::emoji("🧭"));
//! assert_eq!(
//!     serde_json::to_value(&database)?["initial_data_source"]["properties"]["State"],
//!     serde_json::json!({"type": "status", "status": {}}),
//! );
//!
//! let patch = DatabasePatch::default().locked(true).icon(None);
//! assert_eq!(
//!     serde_json::to_value(&patch)?,
//!     serde_json::json!({"icon": null, "is_locked": true}),
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::{DataSourceId, DatabaseId};
use crate::parent::Parent;
use crate::rich_text::{self, RichText};
use crate::schema::Schema;
use crate::wire::{Extra, Field, Wire};

/// A database: a container of one or more data sources.
///
/// A linked database has no data sources of its own: the list is empty (recordings).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "database")]
pub struct Database {
    /// Its id, which is also a block's.
    pub id: DatabaseId,
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// Its description.
    pub description: Field<Vec<RichText>>,
    /// Where it lives: a page, a block, the workspace, or a wiki's database.
    pub parent: Field<Parent>,
    /// Whether it stands inside its page rather than being a page of its own.
    pub is_inline: Field<bool>,
    /// Which of Notion's own kinds of databases it is; null for an ordinary one (documented).
    pub database_type: Field<DatabaseType>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// Whether it is locked against edits in the app.
    pub is_locked: Field<bool>,
    /// When it was made; milliseconds and an offset.
    pub created_time: Field<DateText>,
    /// When it was last edited; milliseconds and an offset.
    pub last_edited_time: Field<DateText>,
    /// Its data sources; at most 100.
    pub data_sources: Field<Vec<DataSourceRef>>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// The picture above it.
    pub cover: Field<File>,
    /// Its address.
    pub url: Field<String>,
    /// Its address on the web; null where it is not published.
    pub public_url: Field<String>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl Database {
    /// The title without formatting.
    pub fn name(&self) -> String {
        self.title
            .value()
            .map(|runs| rich_text::plain(runs))
            .unwrap_or_default()
    }

    /// Its only data source; `None` where it has several, or none.
    ///
    /// ```
    /// use recto_api::database::Database;
    ///
    /// let text = r#"{"object": "database", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
    ///     "data_sources": [{"id": "4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "name": "Tasks"}]}"#;
    /// let database: Database = serde_json::from_str(text)?;
    /// let id = database.data_source_id().map(|id| id.as_str());
    /// assert_eq!(id, Some("4d0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn data_source_id(&self) -> Option<&DataSourceId> {
        match self.data_sources.value()?.as_slice() {
            [only] => Some(&only.id),
            _ => None,
        }
    }
}

/// A kind of database that Notion itself defines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum DatabaseType {
    Tasks,
    Projects,
    Sprints,
    Docs,
    Wiki,
    Meetings,
    MeetingNotes,
    Skills,
    GithubPrs,
    Unknown(String),
}

/// A data source as its database names it.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct DataSourceRef {
    /// Its id.
    pub id: DataSourceId,
    /// Its title without formatting.
    pub name: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A database to be created, with its first data source.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewDatabase {
    /// The page it will live in, or the workspace.
    pub parent: Field<Parent>,
    /// Its title; at most 100 runs.
    pub title: Field<Vec<RichText>>,
    /// Its description; at most 100 runs.
    pub description: Field<Vec<RichText>>,
    /// Whether it stands inside its page; false where it is left out.
    pub is_inline: Field<bool>,
    /// The schema of the first data source.
    pub initial_data_source: Field<InitialDataSource>,
    /// One of Notion's own kinds, which brings its schema along: `tasks`, `projects` or `skills`.
    /// Not together with `initial_data_source` (documented).
    pub database_type: Field<DatabaseType>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// The picture above it.
    pub cover: Field<File>,
    /// Unknown members.
    pub extra: Extra,
}

/// The first data source of a new database.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct InitialDataSource {
    /// Its properties by name; one of them a title.
    pub properties: Field<Schema>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewDatabase {
    /// A database under this parent, with a title and the schema of its first data source.
    pub fn new(parent: impl Into<Parent>, title: &str, schema: Schema) -> Self {
        Self {
            parent: Field::Value(parent.into()),
            title: Field::Value(rich_text::split(title)),
            initial_data_source: Field::Value(InitialDataSource {
                properties: Field::Value(schema),
                extra: Extra::default(),
            }),
            ..Self::default()
        }
    }

    /// A database of one of Notion's own kinds, with the title and schema that belong to it.
    pub fn typed(parent: impl Into<Parent>, kind: DatabaseType) -> Self {
        Self {
            parent: Field::Value(parent.into()),
            database_type: Field::Value(kind),
            ..Self::default()
        }
    }

    /// The same with a description.
    #[must_use]
    pub fn description(mut self, description: &str) -> Self {
        self.description = Field::Value(rich_text::split(description));
        self
    }

    /// The same, standing inside its page.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.is_inline = Field::Value(true);
        self
    }

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Field::Value(icon);
        self
    }

    /// The same with a picture above it.
    #[must_use]
    pub fn cover(mut self, cover: File) -> Self {
        self.cover = Field::Value(cover);
        self
    }
}

/// Changes to a database: what is absent is kept. Schemas are changed at the data source.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DatabasePatch {
    /// Moves it to another page, or to the workspace.
    pub parent: Field<Parent>,
    /// The title; at most 100 runs.
    pub title: Field<Vec<RichText>>,
    /// The description; at most 100 runs.
    pub description: Field<Vec<RichText>>,
    /// Whether it stands inside its page.
    pub is_inline: Field<bool>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// The cover; null clears it.
    pub cover: Field<File>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Locks it against edits in the app, or unlocks it.
    pub is_locked: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl DatabasePatch {
    /// Moves it below this parent: a page, or the workspace.
    #[must_use]
    pub fn move_to(mut self, parent: impl Into<Parent>) -> Self {
        self.parent = Field::Value(parent.into());
        self
    }

    /// Sets the title.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Field::Value(rich_text::split(title));
        self
    }

    /// Sets the description; the empty text clears it.
    #[must_use]
    pub fn description(mut self, description: &str) -> Self {
        self.description = Field::Value(rich_text::split(description));
        self
    }

    /// Sets whether it stands inside its page.
    #[must_use]
    pub fn inline(mut self, is_inline: bool) -> Self {
        self.is_inline = Field::Value(is_inline);
        self
    }

    /// Sets the icon, or clears it with `None`.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Option<Icon>>) -> Self {
        self.icon = Field::set_or_clear(icon.into());
        self
    }

    /// Sets the cover, or clears it with `None`.
    #[must_use]
    pub fn cover(mut self, cover: impl Into<Option<File>>) -> Self {
        self.cover = Field::set_or_clear(cover.into());
        self
    }

    /// Moves it into the trash or out of it.
    #[must_use]
    pub fn in_trash(mut self, in_trash: bool) -> Self {
        self.in_trash = Field::Value(in_trash);
        self
    }

    /// Locks it against edits in the app, or unlocks it.
    #[must_use]
    pub fn locked(mut self, is_locked: bool) -> Self {
        self.is_locked = Field::Value(is_locked);
        self
    }
}
