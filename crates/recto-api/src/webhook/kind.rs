//! What happened.

use super::entity::EntityKind;
use crate::wire::Wire;

/// What happened, as `type` says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum EventKind {
    /// A page was made.
    #[wire(rename = "page.created")]
    PageCreated,
    /// A page went to the trash.
    #[wire(rename = "page.deleted")]
    PageDeleted,
    /// A page came back from the trash.
    #[wire(rename = "page.undeleted")]
    PageUndeleted,
    /// A page has another parent.
    #[wire(rename = "page.moved")]
    PageMoved,
    /// A page was locked.
    #[wire(rename = "page.locked")]
    PageLocked,
    /// A page was unlocked.
    #[wire(rename = "page.unlocked")]
    PageUnlocked,
    /// Blocks of a page changed; several changes make one event.
    #[wire(rename = "page.content_updated")]
    PageContentUpdated,
    /// Properties of a page changed; several changes make one event.
    #[wire(rename = "page.properties_updated")]
    PagePropertiesUpdated,
    /// The transcript of a meeting was deleted.
    #[wire(rename = "page.transcription_block.transcript_deleted")]
    PageTranscriptDeleted,
    /// A database was made.
    #[wire(rename = "database.created")]
    DatabaseCreated,
    /// A database went to the trash.
    #[wire(rename = "database.deleted")]
    DatabaseDeleted,
    /// A database came back from the trash.
    #[wire(rename = "database.undeleted")]
    DatabaseUndeleted,
    /// A database has another parent.
    #[wire(rename = "database.moved")]
    DatabaseMoved,
    /// Rows of a database changed, as it was called before data sources existed.
    #[wire(rename = "database.content_updated")]
    DatabaseContentUpdated,
    /// Properties of a database changed, as it was called before data sources existed.
    #[wire(rename = "database.schema_updated")]
    DatabaseSchemaUpdated,
    /// A data source was made.
    #[wire(rename = "data_source.created")]
    DataSourceCreated,
    /// A data source went to the trash.
    #[wire(rename = "data_source.deleted")]
    DataSourceDeleted,
    /// A data source came back from the trash.
    #[wire(rename = "data_source.undeleted")]
    DataSourceUndeleted,
    /// A data source has another database.
    #[wire(rename = "data_source.moved")]
    DataSourceMoved,
    /// Rows of a data source came or went; several changes make one event.
    #[wire(rename = "data_source.content_updated")]
    DataSourceContentUpdated,
    /// Properties of a data source changed; several changes make one event.
    #[wire(rename = "data_source.schema_updated")]
    DataSourceSchemaUpdated,
    /// Someone commented.
    #[wire(rename = "comment.created")]
    CommentCreated,
    /// A comment changed.
    #[wire(rename = "comment.updated")]
    CommentUpdated,
    /// A comment was deleted.
    #[wire(rename = "comment.deleted")]
    CommentDeleted,
    /// A file upload was made.
    #[wire(rename = "file_upload.created")]
    FileUploadCreated,
    /// The file of an upload is there.
    #[wire(rename = "file_upload.completed")]
    FileUploadCompleted,
    /// A file upload was not used in time.
    #[wire(rename = "file_upload.expired")]
    FileUploadExpired,
    /// The file of an upload could not be fetched.
    #[wire(rename = "file_upload.upload_failed")]
    FileUploadFailed,
    /// A view was made.
    #[wire(rename = "view.created")]
    ViewCreated,
    /// A view changed.
    #[wire(rename = "view.updated")]
    ViewUpdated,
    /// A view was deleted.
    #[wire(rename = "view.deleted")]
    ViewDeleted,
    /// An event without a name here.
    Unknown(String),
}

impl EventKind {
    /// What the newest version calls the same event. What happened to a database before data sources
    /// existed happened to its data source.
    #[must_use]
    pub fn raised(&self) -> Self {
        match self {
            Self::DatabaseContentUpdated => Self::DataSourceContentUpdated,
            Self::DatabaseSchemaUpdated => Self::DataSourceSchemaUpdated,
            other => other.clone(),
        }
    }

    /// What kind of thing it happened to: `page` of `page.created`.
    ///
    /// ```
    /// use recto_api::webhook::{EntityKind, EventKind};
    ///
    /// assert_eq!(EventKind::PageTranscriptDeleted.object(), EntityKind::Page);
    /// assert_eq!(EventKind::from("view.painted").object(), EntityKind::View);
    /// ```
    pub fn object(&self) -> EntityKind {
        let name = self.as_str();
        EntityKind::from(name.split_once('.').map_or(name, |(object, _)| object))
    }
}
