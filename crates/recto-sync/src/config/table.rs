//! `[[table]]`: one table, its data source, and how columns become properties.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{Direction, Ordered};

/// A table's columns, in the order of the file.
pub type Columns = Ordered<ColumnConfig>;

/// One table and its data source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableConfig {
    /// The table's name in the database.
    pub name: String,
    /// The data source: an alias, an id, a URL, or a title. The table's name by default.
    ///
    /// The id may be the database's as well: its only data source is meant then.
    pub data_source: Option<String>,
    /// The title of the database when it is created, and the title it is looked for by.
    pub title: Option<String>,
    /// The columns that identify a row; the primary key by default.
    #[serde(default)]
    pub key: Vec<String>,
    /// The text property that holds the row's key.
    #[serde(default = "external_id")]
    pub external_id: String,
    /// Properties by which a page without an external id is taken as the row's.
    #[serde(default)]
    pub fallback_key: Vec<String>,
    /// Which way the data goes.
    #[serde(default)]
    pub direction: Direction,
    /// Whether the data source is created under `notion.parent` when there is none.
    #[serde(default)]
    pub create_missing: bool,
    /// Whether missing properties are added to the data source. Nothing is ever removed.
    #[serde(default)]
    pub manage_schema: bool,
    /// The mapped columns.
    #[serde(default)]
    pub columns: Columns,
    /// Many-to-many relations through join tables.
    #[serde(default)]
    pub links: Vec<LinkConfig>,
    /// Which columns make a document's title, URL, category and subsystem.
    pub document: Option<DocumentConfig>,
}

fn external_id() -> String {
    "External ID".to_owned()
}

impl TableConfig {
    /// Returns what names the data source: `data_source`, or the table's name.
    pub fn data_source_name(&self) -> &str {
        self.data_source.as_deref().unwrap_or(&self.name)
    }

    /// Returns the title under which the database is created: `title`, or the table's name with a
    /// capital letter and spaces for underscores.
    pub fn database_title(&self) -> String {
        self.title.clone().unwrap_or_else(|| {
            let words = self.name.replace('_', " ");
            let mut letters = words.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        })
    }

    /// Returns the column declared as the title, if one is.
    pub fn title_column(&self) -> Option<&str> {
        self.columns
            .iter()
            .find(|(_, column)| column.kind == Some(PropertyKind::Title))
            .map(|(name, _)| name)
    }

    /// Returns a digest that changes with anything in the table's configuration.
    pub fn digest(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&json)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// One column and its property: `"Name"`, or a table with more to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct ColumnConfig {
    /// The property's name.
    pub property: String,
    /// The property's type; by default the one it has in Notion, or the one that suits the column.
    #[serde(rename = "type")]
    pub kind: Option<PropertyKind>,
    /// For a relation: the table referred to; by default the one of the column's foreign key.
    pub table: Option<String>,
    /// For a relation that is created: the property on the other side that mirrors it.
    pub two_way: Option<String>,
    /// For a date: the IANA zone of values without one, and the zone values are written with.
    pub time_zone: Option<String>,
    /// For a number that is created: Notion's format, such as `euro` or `percent`.
    pub format: Option<String>,
    /// For a multi-select or people: what separates the items of one text, such as `,`.
    pub separator: Option<String>,
    /// Whether a number may lose digits that Notion's floats cannot hold.
    #[serde(default)]
    pub allow_lossy: bool,
}

impl ColumnConfig {
    /// Maps a column to a property with everything else by default.
    pub fn new(property: impl Into<String>) -> Self {
        Self {
            property: property.into(),
            kind: None,
            table: None,
            two_way: None,
            time_zone: None,
            format: None,
            separator: None,
            allow_lossy: false,
        }
    }
}

impl Serialize for ColumnConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for ColumnConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShortOrLong;

        // An untagged enum would do, but would hide which key is wrong.
        impl<'de> Visitor<'de> for ShortOrLong {
            type Value = ColumnConfig;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property name, or { property = \"…\", type = \"…\" }")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(ColumnConfig::new(name))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                ColumnConfig::deserialize(MapAccessDeserializer::new(map))
            }
        }

        deserializer.deserialize_any(ShortOrLong)
    }
}

/// The property types that a column can be pushed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PropertyKind {
    /// The title.
    Title,
    /// Text.
    RichText,
    /// A number.
    Number,
    /// One option.
    Select,
    /// Several options.
    MultiSelect,
    /// One of the options that exist.
    Status,
    /// A date, with or without time.
    Date,
    /// People, by e-mail address.
    People,
    /// Files, by URL.
    Files,
    /// True or false.
    Checkbox,
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// A phone number.
    PhoneNumber,
    /// Rows of another data source.
    Relation,
}

impl PropertyKind {
    /// Returns the type's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::RichText => "rich_text",
            Self::Number => "number",
            Self::Select => "select",
            Self::MultiSelect => "multi_select",
            Self::Status => "status",
            Self::Date => "date",
            Self::People => "people",
            Self::Files => "files",
            Self::Checkbox => "checkbox",
            Self::Url => "url",
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::Relation => "relation",
        }
    }
}

/// A many-to-many relation through a join table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkConfig {
    /// The join table's name.
    pub join_table: String,
    /// The join table's columns that name a row of this table.
    pub local: OneOrMany,
    /// The join table's columns that name a row of the other table.
    pub foreign: OneOrMany,
    /// The other table; by default the one of the foreign key of `foreign`.
    pub table: Option<String>,
    /// The relation property.
    pub property: String,
    /// For a relation that is created: the property on the other side that mirrors it.
    pub two_way: Option<String>,
}

/// Which columns make a document's normalised fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentConfig {
    /// The column with the title.
    pub title: Option<String>,
    /// The column with the URL.
    pub url: Option<String>,
    /// The column with the category.
    pub category: Option<String>,
    /// The column with the subsystem.
    pub subsystem: Option<String>,
    /// Other spellings of categories, to the one that is pushed.
    #[serde(default)]
    pub categories: BTreeMap<String, String>,
    /// Other spellings of subsystems, to the one that is pushed.
    #[serde(default)]
    pub subsystems: BTreeMap<String, String>,
}

/// A column name, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct OneOrMany(pub Vec<String>);

impl OneOrMany {
    /// Returns the names.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column name or a list of them")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(OneOrMany(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = seq.next_element()? {
                    names.push(name);
                }
                Ok(OneOrMany(names))
            }
        }

        deserializer.deserialize_any(Names)
    }
}
