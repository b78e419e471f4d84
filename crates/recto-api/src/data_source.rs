//! Data sources: the tables inside databases.
//!
//! ```
//! use recto_api::data_source::DataSourcePatch;
//! use recto_api::schema::{NumberFormat, PropertySchema};
//!
//! let patch = DataSourcePatch::default()
//!     .title("Tasks of 2026")
//!     .property("Effort", PropertySchema::number(NumberFormat::Number))
//!     .rename_property("Due", "Deadline")
//!     .remove_property("Old notes");
//! assert_eq!(
//!     serde_json::to_value(&patch)?["properties"],
//!     serde_json::json!({
//!         "Effort": {"type": "number", "number": {"format": "number"}},
//!         "Due": {"name": "Deadline"},
//!         "Old notes": null,
//!     }),
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```

use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::{DataSourceId, DatabaseId};
use crate::parent::{Parent, ParentKind};
use crate::rich_text::{self, RichText};
use crate::schema::{PropertyConfig, Schema};
use crate::user::User;
use crate::wire::{Extra, Field, Members, Wire};

/// A data source: a schema and the rows that follow it.
///
/// Its id is neither a database's nor a block's (recordings). What it is shared with, its database
/// decides (documented).
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
    /// Who made it (a partial user).
    pub created_by: Field<User>,
    /// Who last edited it (a partial user).
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
    pub properties: Members<PropertyConfig>,
    /// Its database; of one that is synced from elsewhere it may be a data source (documented).
    pub parent: Field<Parent>,
    /// Where its database lives.
    pub database_parent: Field<Parent>,
    /// The address of its database.
    pub url: Field<String>,
    /// Its address on the web; null where it is not published.
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

    /// The database it is in.
    pub fn database_id(&self) -> Option<DatabaseId> {
        self.parent.value().and_then(Parent::database_id)
    }
}

/// A further data source for a database.
///
/// The service takes no description here (documented).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewDataSource {
    /// The database.
    pub parent: Field<Parent>,
    /// Its properties by name; one of them a title.
    pub properties: Field<Schema>,
    /// Its title; at most 100 runs.
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

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Field::Value(icon);
        self
    }
}

/// Changes to a data source: what is absent is kept.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct DataSourcePatch {
    /// The title; at most 100 runs.
    pub title: Field<Vec<RichText>>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// Properties by name or id: a configuration adds or changes one, a name alone renames it, null
    /// removes it.
    pub properties: Field<Members<Field<PropertyConfig>>>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Moves it to another database.
    pub parent: Field<Parent>,
    /// Unknown members.
    pub extra: Extra,
}

impl DataSourcePatch {
    /// Sets the title.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Field::Value(rich_text::split(title));
        self
    }

    /// Sets the icon, or clears it with `None`.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Option<Icon>>) -> Self {
        self.icon = Field::set_or_clear(icon.into());
        self
    }

    /// Adds a property, or changes the one of this name or id.
    ///
    /// A change of type converts the values of the rows where it can and empties the others
    /// (documented). Options replace all former ones; see [`crate::schema::OptionsSchema`].
    #[must_use]
    pub fn property(self, name: impl Into<String>, config: impl Into<PropertyConfig>) -> Self {
        self.change(name, Field::Value(config.into()))
    }

    /// Gives the property of this name or id another name. Its id and its values stay.
    #[must_use]
    pub fn rename_property(self, name: impl Into<String>, new_name: impl Into<String>) -> Self {
        self.property(name, PropertyConfig::renamed(new_name))
    }

    /// Removes the property of this name or id, and its values from every row. The title property
    /// cannot be removed.
    #[must_use]
    pub fn remove_property(self, name: impl Into<String>) -> Self {
        self.change(name, Field::Null)
    }

    /// Moves it into the trash or out of it.
    #[must_use]
    pub fn in_trash(mut self, in_trash: bool) -> Self {
        self.in_trash = Field::Value(in_trash);
        self
    }

    /// Moves it to another database.
    #[must_use]
    pub fn move_to(mut self, database: DatabaseId) -> Self {
        self.parent = Field::Value(database.into());
        self
    }

    fn change(mut self, name: impl Into<String>, change: Field<PropertyConfig>) -> Self {
        if !self.properties.is_value() {
            self.properties = Field::Value(Members::new());
        }
        if let Field::Value(properties) = &mut self.properties {
            properties.insert(name.into(), change);
        }
        self
    }
}
