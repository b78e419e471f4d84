//! Meeting notes: what was said, and what was made of it.
//!
//! They are a block, [`BlockContent::MeetingNotes`](crate::block::BlockContent::MeetingNotes), whose
//! parts (summary, notes, transcript) are blocks of their own, read through their ids.

mod filter;
mod request;

pub use filter::{
    DateCondition, MeetingNotesCondition, MeetingNotesFilter, MeetingNotesJunction,
    MeetingNotesOperator, MeetingNotesProperty, PersonCondition, RelativeDates, TextCondition,
    TimeUnit,
};
pub use request::{
    MeetingNotesOptions, MeetingNotesQuery, MeetingNotesSort, MeetingNotesSource,
    MeetingNotesSourceKind, NewMeetingNotes, SortDirection,
};

use crate::date::DateText;
use crate::ids::{BlockId, UserId};
use crate::rich_text::RichText;
use crate::wire::{Extra, Field, Wire};

/// The payload of a block of meeting notes. Every part of it may be absent.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotes {
    /// Its title.
    pub title: Field<Vec<RichText>>,
    /// How far the service is with it.
    pub status: Field<MeetingNotesStatus>,
    /// Where its parts are.
    pub children: Field<MeetingNotesParts>,
    /// The event of the calendar it belongs to.
    pub calendar_event: Field<CalendarEvent>,
    /// When it was recorded.
    pub recording: Field<Recording>,
    /// Unknown members.
    pub extra: Extra,
}

impl MeetingNotes {
    /// Whether the notes can be read.
    pub fn is_ready(&self) -> bool {
        self.status.value() == Some(&MeetingNotesStatus::NotesReady)
    }
}

/// How far the service is with meeting notes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum MeetingNotesStatus {
    /// Nothing is transcribed yet.
    TranscriptionNotStarted,
    /// The transcription waits.
    TranscriptionPaused,
    /// It is being transcribed.
    TranscriptionInProgress,
    /// It could not be transcribed; only in the answer to its creation (documented).
    TranscriptionFailed,
    /// It is being summed up.
    SummaryInProgress,
    /// All is there.
    NotesReady,
    /// A state without a name here.
    Unknown(String),
}

/// The blocks that hold the parts of meeting notes.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct MeetingNotesParts {
    /// The summary.
    pub summary_block_id: Field<BlockId>,
    /// The notes of people.
    pub notes_block_id: Field<BlockId>,
    /// The transcript.
    pub transcript_block_id: Field<BlockId>,
    /// Unknown members.
    pub extra: Extra,
}

/// An event of a calendar.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct CalendarEvent {
    /// When it began.
    pub start_time: Field<DateText>,
    /// When it ended.
    pub end_time: Field<DateText>,
    /// Who was there.
    pub attendees: Field<Vec<UserId>>,
    /// Unknown members.
    pub extra: Extra,
}

/// When something was recorded.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Recording {
    /// From when.
    pub start_time: Field<DateText>,
    /// Until when.
    pub end_time: Field<DateText>,
    /// Unknown members.
    pub extra: Extra,
}
