//! Databases: containers of data sources.

use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::{DataSourceId, DatabaseId};
use crate::parent::Parent;
use crate::rich_text::RichText;
use crate::schema::Schema;
use crate::wire::{Extra, Field, Wire};

/// A database: a container of one or more data sources.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "database")]
pub struct Database {
    /// Its id.
    pub id: DatabaseId,
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// Its description.
    pub description: Field<Vec<RichText>>,
    /// Where it lives.
    pub parent: Field<Parent>,
    /// Whether it stands inside its page rather than being a page of its own.
    pub is_inline: Field<bool>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// Whether it is locked against edits in the app.
    pub is_locked: Field<bool>,
    /// When it was made; milliseconds and an offset.
    pub created_time: Field<DateText>,
    /// When it was last edited; milliseconds and an offset.
    pub last_edited_time: Field<DateText>,
    /// Its data sources.
    pub data_sources: Field<Vec<DataSourceRef>>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// The picture above it.
    pub cover: Field<File>,
    /// Its address.
    pub url: Field<String>,
    /// Its address on the web, where it is published.
    pub public_url: Field<String>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
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
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// Its description.
    pub description: Field<Vec<RichText>>,
    /// Whether it stands inside its page.
    pub is_inline: Field<bool>,
    /// The schema of the first data source.
    pub initial_data_source: Field<InitialDataSource>,
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
            title: Field::Value(crate::rich_text::split(title)),
            initial_data_source: Field::Value(InitialDataSource {
                properties: Field::Value(schema),
                extra: Extra::default(),
            }),
            ..Self::default()
        }
    }
}

/// Changes to a database: what is absent is kept.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DatabasePatch {
    /// Moves it to another page.
    pub parent: Field<Parent>,
    /// The title.
    pub title: Field<Vec<RichText>>,
    /// The description.
    pub description: Field<Vec<RichText>>,
    /// Whether it stands inside its page.
    pub is_inline: Field<bool>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// The cover; null clears it.
    pub cover: Field<File>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Locks it, or unlocks it.
    pub is_locked: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}
