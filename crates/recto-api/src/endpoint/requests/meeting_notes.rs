//! Requests about meeting notes.

use super::json;
use crate::block::Block;
use crate::endpoint::{Endpoint, Operation};
use crate::list::List;
use crate::meeting_notes::{MeetingNotesQuery, NewMeetingNotes};

/// Meeting notes from a recording. The answer is their block; without the capability to read
/// content only its id.
#[derive(Debug, Clone)]
pub struct CreateMeetingNotes {
    /// What they are made from.
    pub body: NewMeetingNotes,
}

impl CreateMeetingNotes {
    /// Makes these meeting notes.
    pub fn new(body: NewMeetingNotes) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateMeetingNotes {
    const OPERATION: Operation = Operation::CreateMeetingNotes;
    type Output = Block;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Meeting notes that match, as blocks. At most 50, and there is no cursor for more: where
/// `has_more` is true, ask for fewer by a narrower filter.
#[derive(Debug, Clone, Default)]
pub struct QueryMeetingNotes {
    /// What to look for.
    pub body: MeetingNotesQuery,
}

impl QueryMeetingNotes {
    /// Looks for these.
    pub fn new(body: MeetingNotesQuery) -> Self {
        Self { body }
    }
}

impl Endpoint for QueryMeetingNotes {
    const OPERATION: Operation = Operation::QueryMeetingNotes;
    type Output = List<Block>;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}
