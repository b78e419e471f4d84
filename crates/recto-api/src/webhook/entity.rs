//! What events are about: things by id and kind.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::ids::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, PropertyId, ViewId,
};
use crate::wire::{Extra, Field, Wire, read_aside};

/// A thing by id and kind.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Entity {
    /// Its id.
    pub id: Field<String>,
    /// What it is. A linked database is a `block` (documented).
    #[wire(rename = "type")]
    pub kind: Field<EntityKind>,
    /// Unknown members.
    pub extra: Extra,
}

impl Entity {
    /// A thing of this kind.
    pub fn new(kind: EntityKind, id: impl Into<String>) -> Self {
        Self {
            id: Field::Value(id.into()),
            kind: Field::Value(kind),
            extra: Extra::default(),
        }
    }

    /// It with an id of its own kind.
    pub fn subject(&self) -> Subject {
        let Some(id) = self.id.as_str() else {
            return Subject::Unknown;
        };
        let subject = match self.kind.value() {
            Some(EntityKind::Page) => PageId::parse(id).map(Subject::Page),
            Some(EntityKind::Block) => BlockId::parse(id).map(Subject::Block),
            Some(EntityKind::Database) => DatabaseId::parse(id).map(Subject::Database),
            Some(EntityKind::DataSource) => DataSourceId::parse(id).map(Subject::DataSource),
            Some(EntityKind::Comment) => CommentId::parse(id).map(Subject::Comment),
            Some(EntityKind::FileUpload) => FileUploadId::parse(id).map(Subject::FileUpload),
            Some(EntityKind::View) => ViewId::parse(id).map(Subject::View),
            _ => Ok(Subject::Unknown),
        };
        subject.unwrap_or(Subject::Unknown)
    }
}

/// What kind of thing an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum EntityKind {
    /// A page.
    Page,
    /// A block, or a linked database.
    Block,
    /// A database.
    Database,
    /// A data source.
    DataSource,
    /// A comment.
    Comment,
    /// A file upload.
    FileUpload,
    /// A view.
    View,
    /// The workspace; only as a parent.
    Space,
    /// A teamspace; only as a parent.
    Team,
    /// An agent; only as a parent.
    Agent,
    /// A kind without a name here.
    Unknown(String),
}

/// What an event is about, with an id of its own kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A page.
    Page(PageId),
    /// A block, or a linked database.
    Block(BlockId),
    /// A database.
    Database(DatabaseId),
    /// A data source.
    DataSource(DataSourceId),
    /// A comment.
    Comment(CommentId),
    /// A file upload.
    FileUpload(FileUploadId),
    /// A view.
    View(ViewId),
    /// A kind without a name here, or one without a usable id.
    Unknown,
}

/// Where the thing lives that an event is about.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct EventParent {
    /// Its id.
    pub id: Field<String>,
    /// What it is.
    #[wire(rename = "type")]
    pub kind: Field<EntityKind>,
    /// The data source, where the thing is a row; absent before data sources existed.
    pub data_source_id: Field<DataSourceId>,
    /// Unknown members.
    pub extra: Extra,
}

/// A property that an event names: of a page only by its id, of a schema with what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub enum UpdatedProperty {
    /// The id, percent-encoded.
    Id(PropertyId),
    /// What happened to it.
    Change(PropertyChange),
    /// Another form, whole.
    Unknown(Value),
}

impl UpdatedProperty {
    /// The property's id.
    pub fn id(&self) -> Option<&PropertyId> {
        match self {
            Self::Id(id) => Some(id),
            Self::Change(change) => change.id.value(),
            Self::Unknown(_) => None,
        }
    }
}

impl Serialize for UpdatedProperty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Change(change) => change.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for UpdatedProperty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match &value {
            Value::String(id) => Self::Id(id.as_str().into()),
            Value::Object(_) => match read_aside(&value) {
                Some(change) => Self::Change(change),
                None => Self::Unknown(value),
            },
            _ => Self::Unknown(value),
        })
    }
}

/// What happened to a property of a schema.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct PropertyChange {
    /// The property.
    pub id: Field<PropertyId>,
    /// Its name; null where it was deleted.
    pub name: Field<String>,
    /// What happened.
    pub action: Field<PropertyAction>,
    /// Unknown members.
    pub extra: Extra,
}

/// What happened to a property of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum PropertyAction {
    Created,
    Updated,
    Deleted,
    Unknown(String),
}
