//! Data sources: the tables inside databases.

use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::{DataSourceId, DatabaseId};
use crate::parent::{Parent, ParentKind};
use crate::rich_text::{self, RichText};
use crate::schema::{PropertyConfig, Schema};
use crate::user::User;
use crate::wire::{Extra, Field, Members, Wire};

/// A data source: a schema and the rows that follow it.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "data_source")]
pub struct DataSource {
    /// Its id.
    pub id: DataSourceId,
    /// The picture above it.
    pub cover: Field<File>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// Who made it.
    pub created_by: Field<User>,
    /// Who last edited it.
    pub last_edited_by: Field<User>,
    /// When it was last edited, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// Its description.
    pub description: Field<Vec<RichText>>,
    /// Whether its database stands inside its page.
    pub is_inline: Field<bool>,
    /// Its properties by name.
    pub properties: Schema,
    /// Its database.
    pub parent: Field<Parent>,
    /// Where its database lives.
    pub database_parent: Field<Parent>,
    /// Its address.
    pub url: Field<String>,
    /// Its address on the web, where it is published.
    pub public_url: Field<String>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl DataSource {
    /// The title without formatting.
    pub fn name(&self) -> String {
        self.title
            .value()
            .map(|runs| rich_text::plain(runs))
            .unwrap_or_default()
    }
}

/// A further data source for a database.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewDataSource {
    /// The database.
    pub parent: Field<Parent>,
    /// Its properties by name; one of them a title.
    pub properties: Field<Schema>,
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewDataSource {
    /// A data source in this database.
    pub fn new(database: DatabaseId, title: &str, schema: Schema) -> Self {
        Self {
            parent: Field::Value(ParentKind::DatabaseId(database).into()),
            properties: Field::Value(schema),
            title: Field::Value(rich_text::split(title)),
            ..Self::default()
        }
    }
}

/// Changes to a data source: what is absent is kept.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DataSourcePatch {
    /// The title.
    pub title: Field<Vec<RichText>>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// Properties by name or id: a configuration adds or changes one, null removes it.
    pub properties: Field<Members<Field<PropertyConfig>>>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Moves it to another database.
    pub parent: Field<Parent>,
    /// Unknown members.
    pub extra: Extra,
}

impl DataSourcePatch {
    /// Adds or changes a property.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, config: impl Into<PropertyConfig>) -> Self {
        if !self.properties.is_value() {
            self.properties = Field::Value(Members::new());
        }
        if let Field::Value(properties) = &mut self.properties {
            properties.insert(name, Field::Value(config.into()));
        }
        self
    }
}
