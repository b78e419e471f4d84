//! What requests about meeting notes carry.

use super::{MeetingNotesFilter, MeetingNotesProperty};
use crate::ids::{BlockId, FileUploadId, PageId};
use crate::parent::Parent;
use crate::wire::{Extra, Field, Wire};

/// Meeting notes to be made from a recording. The service works on them after it has answered.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct NewMeetingNotes {
    /// The recording.
    pub source: MeetingNotesSource,
    /// The page they will stand on: needed for an upload, forbidden for a block.
    pub parent: Field<Parent>,
    /// Their title.
    pub title: Field<String>,
    /// The language that is spoken, such as `en` or `zh-CN`; `auto` finds out and is the default.
    pub language: Field<String>,
    /// What to do beyond the transcript.
    pub options: Field<MeetingNotesOptions>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewMeetingNotes {
    /// Notes on this page, of a recording that was uploaded.
    pub fn from_upload(upload: FileUploadId, page: PageId) -> Self {
        let mut notes = Self::new(MeetingNotesSource {
            kind: Field::Value(MeetingNotesSourceKind::FileUpload),
            file_upload_id: Field::Value(upload),
            ..MeetingNotesSource::default()
        });
        notes.parent = Field::Value(page.into());
        notes
    }

    /// Notes of a recording that stands in an audio, video or file block.
    pub fn from_block(block: BlockId) -> Self {
        Self::new(MeetingNotesSource {
            kind: Field::Value(MeetingNotesSourceKind::Block),
            block_id: Field::Value(block),
            ..MeetingNotesSource::default()
        })
    }

    fn new(source: MeetingNotesSource) -> Self {
        Self {
            source,
            parent: Field::Absent,
            title: Field::Absent,
            language: Field::Absent,
            options: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// The same with a title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Field::Value(title.into());
        self
    }

    /// The same with the language that is spoken.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Field::Value(language.into());
        self
    }

    /// The same, saying whether a summary is made once the transcript is there.
    #[must_use]
    pub fn summary(mut self, kickoff: bool) -> Self {
        self.options = Field::Value(MeetingNotesOptions {
            kickoff_summary: Field::Value(kickoff),
            extra: Extra::default(),
        });
        self
    }
}

/// The recording meeting notes are made from.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotesSource {
    /// Where it is.
    #[wire(rename = "type")]
    pub kind: Field<MeetingNotesSourceKind>,
    /// A file upload whose status is `uploaded`.
    pub file_upload_id: Field<FileUploadId>,
    /// An audio, video or file block.
    pub block_id: Field<BlockId>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where a recording is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum MeetingNotesSourceKind {
    /// In a file upload.
    FileUpload,
    /// In a block.
    Block,
    /// A kind without a name here.
    Unknown(String),
}

/// What to do beyond the transcript.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotesOptions {
    /// Whether a summary is made once the transcript is there.
    pub kickoff_summary: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// Which meeting notes to look for.
///
/// ```
/// use recto_api::meeting_notes::{MeetingNotesFilter, MeetingNotesProperty, MeetingNotesQuery};
///
/// let query = MeetingNotesQuery::default()
///     .filter(MeetingNotesFilter::title().contains("review"))
///     .descending(MeetingNotesProperty::CreatedTime);
/// assert_eq!(
///     serde_json::to_value(query)?,
///     serde_json::json!({
///         "filter": {"operator": "and", "filters": [{"property": "title", "filter":
///             {"operator": "string_contains", "value": {"type": "exact", "value": "review"}}}]},
///         "sort": [{"property": "created_time", "direction": "descending"}]
///     })
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotesQuery {
    /// Which of them; all without.
    pub filter: Field<MeetingNotesFilter>,
    /// In which order.
    pub sort: Field<Vec<MeetingNotesSort>>,
    /// How many: 1 to 50, which is the default. There is no cursor for more.
    pub limit: Field<u32>,
    /// Unknown members.
    pub extra: Extra,
}

impl MeetingNotesQuery {
    /// The same for those that pass a filter. A single condition is put into an `and`, which the
    /// service asks for.
    #[must_use]
    pub fn filter(mut self, filter: MeetingNotesFilter) -> Self {
        self.filter = Field::Value(if filter.is_joint() {
            filter
        } else {
            MeetingNotesFilter::all([filter])
        });
        self
    }

    /// The same in the order of a property; a second one decides where the first is equal.
    #[must_use]
    pub fn ascending(self, property: MeetingNotesProperty) -> Self {
        self.sorted(property, SortDirection::Ascending)
    }

    /// The same in the opposite order of a property.
    #[must_use]
    pub fn descending(self, property: MeetingNotesProperty) -> Self {
        self.sorted(property, SortDirection::Descending)
    }

    /// The same with at most so many results.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Field::Value(limit);
        self
    }

    fn sorted(mut self, property: MeetingNotesProperty, direction: SortDirection) -> Self {
        if !self.sort.is_value() {
            self.sort = Field::Value(Vec::new());
        }
        if let Field::Value(sorts) = &mut self.sort {
            sorts.push(MeetingNotesSort {
                property,
                direction: Field::Value(direction),
                extra: Extra::default(),
            });
        }
        self
    }
}

/// One level of the order of meeting notes.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MeetingNotesSort {
    /// By what.
    pub property: MeetingNotesProperty,
    /// Which way.
    pub direction: Field<SortDirection>,
    /// Unknown members.
    pub extra: Extra,
}

/// Which way an order goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum SortDirection {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
    /// A way without a name here.
    Unknown(String),
}
