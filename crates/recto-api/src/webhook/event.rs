//! Events: something happened in the workspace.

use serde_json::Number;

use super::entity::{Entity, EntityKind, EventParent, Subject, UpdatedProperty};
use super::kind::EventKind;
use crate::actor::Actor;
use crate::date::DateText;
use crate::file_upload::FileImportResult;
use crate::ids::{DataSourceId, DatabaseId, PageId, PropertyId};
use crate::view::ViewKind;
use crate::wire::{Extra, Field, Wire};

/// Something happened in the workspace.
///
/// It says what changed, not what it is now: ask for that. Events come within a minute, those that
/// gather several changes within two, and not in order: [`Event::timestamp`] has the order
/// (documented). The same event may come again; its `id` stays.
///
/// What older versions send is read as the newest would say it: see [`Event::kind`].
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Event {
    /// Its id, the same in every attempt.
    pub id: Field<String>,
    /// When it happened, to the millisecond (recordings).
    pub timestamp: Field<DateText>,
    /// The workspace.
    pub workspace_id: Field<String>,
    /// Its name.
    pub workspace_name: Field<String>,
    /// The subscription by which it comes.
    pub subscription_id: Field<String>,
    /// The connection that subscribed.
    pub integration_id: Field<String>,
    /// What happened, in the words of the version the subscription has; see [`Event::kind`].
    #[wire(rename = "type")]
    pub sent_as: EventKind,
    /// Who did it; several where changes were gathered.
    pub authors: Field<Vec<Actor>>,
    /// Who of the connection's users may see it; only for public connections.
    pub accessible_by: Field<Vec<Actor>>,
    /// Which attempt to deliver it this is, from 1 to 8.
    pub attempt_number: Field<Number>,
    /// The version the subscription has. The first events had none (recordings).
    pub api_version: Field<String>,
    /// What it happened to.
    pub entity: Field<Entity>,
    /// What else is to say, by what happened.
    pub data: Field<Box<EventData>>,
    /// Unknown members.
    pub extra: Extra,
}

/// What else is to say about an event. Which members there are depends on what happened.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct EventData {
    /// Where the thing lives. Of a comment: what it is about.
    pub parent: Field<EventParent>,
    /// The blocks that changed: `content_updated`.
    pub updated_blocks: Field<Vec<Entity>>,
    /// The properties that changed: `properties_updated`, `schema_updated`.
    pub updated_properties: Field<Vec<UpdatedProperty>>,
    /// The page a comment is on: `comment.*`.
    pub page_id: Field<PageId>,
    /// The block that held a transcript: `transcript_deleted`.
    pub target: Field<Entity>,
    /// The transcript; null where it is not known: `transcript_deleted`.
    pub transcript_id: Field<String>,
    /// Why a file could not be fetched: `upload_failed`.
    pub file_import_result: Field<FileImportResult>,
    /// What kind of view it is: `view.created`.
    pub view_type: Field<ViewKind>,
    /// What of a view changed: `view.updated`.
    pub updated_fields: Field<Vec<ViewField>>,
    /// Unknown members.
    pub extra: Extra,
}

/// What of a view changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ViewField {
    Name,
    Filter,
    Sorts,
    Configuration,
    Unknown(String),
}

impl Event {
    /// An event about this thing. For emulators and for tests of one's own receiver.
    pub fn new(kind: EventKind, entity: Entity) -> Self {
        Self {
            id: Field::Absent,
            timestamp: Field::Absent,
            workspace_id: Field::Absent,
            workspace_name: Field::Absent,
            subscription_id: Field::Absent,
            integration_id: Field::Absent,
            sent_as: kind,
            authors: Field::Absent,
            accessible_by: Field::Absent,
            attempt_number: Field::Absent,
            api_version: Field::Absent,
            entity: Field::Value(entity),
            data: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// What happened, in the words of the newest version.
    ///
    /// A subscription from before data sources existed says `database.content_updated` where the
    /// newest says `data_source.content_updated`, and the same of `schema_updated`. Such an event
    /// names the database, not the data source: [`Event::subject`] is a [`Subject::Database`] then,
    /// and its only data source is what [`GetDatabase`](crate::endpoint::GetDatabase) answers.
    /// [`Event::sent_as`] keeps what was sent, and is what is written.
    ///
    /// ```
    /// use recto_api::webhook::{Entity, EntityKind, Event, EventKind, Subject};
    ///
    /// let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
    /// let old = Event::new(EventKind::DatabaseSchemaUpdated, Entity::new(EntityKind::Database, id));
    /// assert_eq!(old.kind(), EventKind::DataSourceSchemaUpdated);
    /// assert!(matches!(old.subject(), Subject::Database(_)));
    /// assert_eq!(serde_json::to_value(&old)?["type"], "database.schema_updated");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn kind(&self) -> EventKind {
        self.sent_as.raised()
    }

    /// What it happened to.
    pub fn subject(&self) -> Subject {
        self.entity
            .value()
            .map_or(Subject::Unknown, Entity::subject)
    }

    /// The page it happened to; of a comment the page that it is on.
    pub fn page_id(&self) -> Option<PageId> {
        match self.subject() {
            Subject::Page(id) => Some(id),
            Subject::Comment(_) => self.data.value()?.page_id.value().cloned(),
            _ => None,
        }
    }

    /// The data source it happened to or in: of a row its own.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        match self.subject() {
            Subject::DataSource(id) => Some(id),
            _ => self.parent()?.data_source_id.value().cloned(),
        }
    }

    /// The database it happened to or in: of a row, a data source or a view the one around it.
    pub fn database_id(&self) -> Option<DatabaseId> {
        if let Subject::Database(id) = self.subject() {
            return Some(id);
        }
        let parent = self.parent()?;
        let id = parent.id.as_str()?;
        let is_database = parent.kind.value() == Some(&EntityKind::Database);
        is_database.then(|| DatabaseId::parse(id).ok()).flatten()
    }

    /// Where the thing lives.
    pub fn parent(&self) -> Option<&EventParent> {
        self.data.value()?.parent.value()
    }

    /// The blocks that changed, pages and databases among them.
    pub fn updated_blocks(&self) -> impl Iterator<Item = Subject> {
        let data = self.data.value();
        let blocks = data.and_then(|data| data.updated_blocks.value());
        blocks.into_iter().flatten().map(Entity::subject)
    }

    /// The properties that changed.
    pub fn updated_properties(&self) -> impl Iterator<Item = &PropertyId> {
        let data = self.data.value();
        let properties = data.and_then(|data| data.updated_properties.value());
        properties
            .into_iter()
            .flatten()
            .filter_map(UpdatedProperty::id)
    }

    /// Ids of everything that may be other than it was: the thing itself, what it lives in, the
    /// blocks that changed. What is kept of them should be asked for again. An id may come twice.
    ///
    /// ```
    /// use recto_api::webhook::{Incoming, parse};
    ///
    /// let body = br#"{"type": "page.content_updated", "entity": {"id": "a", "type": "page"},
    ///     "data": {"parent": {"id": "b", "type": "space"},
    ///         "updated_blocks": [{"id": "c", "type": "block"}]}}"#;
    /// let Incoming::Event(event) = parse(body)? else { panic!("an event") };
    /// assert_eq!(event.stale_ids().collect::<Vec<_>>(), ["a", "b", "c"]);
    /// # Ok::<(), recto_api::webhook::NoDelivery>(())
    /// ```
    pub fn stale_ids(&self) -> impl Iterator<Item = &str> {
        let entity = self.entity.value().and_then(|entity| entity.id.as_str());
        let data = self.data.value();
        let parent = data.and_then(|data| data.parent.value());
        let blocks = data.and_then(|data| data.updated_blocks.value());
        let target = data.and_then(|data| data.target.value());
        entity
            .into_iter()
            .chain(parent.and_then(|parent| parent.id.as_str()))
            .chain(parent.and_then(|parent| parent.data_source_id.as_str()))
            .chain(data.and_then(|data| data.page_id.as_str()))
            .chain(
                blocks
                    .into_iter()
                    .flatten()
                    .chain(target)
                    .filter_map(|block| block.id.as_str()),
            )
    }

    /// Which attempt to deliver it this is, from 1 to 8; 1 where it does not say.
    pub fn attempt(&self) -> u64 {
        let number = self.attempt_number.value().and_then(Number::as_u64);
        number.unwrap_or(1)
    }
}
