//! Meeting notes, and what is asked about them.

use recto_api::meeting_notes::{
    CalendarEvent, MeetingNotes, MeetingNotesCondition, MeetingNotesFilter, MeetingNotesJunction,
    MeetingNotesOperator, MeetingNotesOptions, MeetingNotesParts, MeetingNotesProperty,
    MeetingNotesQuery, MeetingNotesSort, MeetingNotesSource, MeetingNotesSourceKind,
    MeetingNotesStatus, NewMeetingNotes, Recording, SortDirection,
};
use serde_json::{Value, json};

use super::super::objects::texts;
use super::{ID, MINUTE, OTHER_ID, Shape, run};

pub(super) fn shapes() -> Vec<Shape> {
    let times = json!({"start_time": MINUTE, "end_time": MINUTE});
    let source = json!({"type": "file_upload", "file_upload_id": ID});
    let exact = json!({"type": "exact", "value": "review"});
    let leaf = json!({"property": "title", "filter":
        {"operator": "string_contains", "value": exact}});
    let filter = json!({"operator": "and", "filters": [leaf,
        {"operator": "or", "filters": [
            {"property": "attendees", "filter": {"operator": "is_not_empty"}}]}]});
    let sort = json!({"property": "created_time", "direction": "descending"});
    let mut all = vec![
        Shape::of::<MeetingNotes>(notes()),
        Shape::of::<MeetingNotes>(json!({})),
        Shape::of::<MeetingNotesParts>(notes()["children"].clone()),
        Shape::of::<CalendarEvent>(notes()["calendar_event"].clone()),
        Shape::of::<Recording>(times),
        Shape::of::<NewMeetingNotes>(json!({
            "source": source, "parent": {"type": "page_id", "page_id": ID}, "title": "Weekly",
            "language": "en", "options": {"kickoff_summary": true},
        })),
        Shape::of::<NewMeetingNotes>(json!({"source": {"type": "block", "block_id": ID}})),
        Shape::of::<MeetingNotesSource>(source),
        Shape::of::<MeetingNotesSource>(json!({"type": "block", "block_id": ID})),
        Shape::of::<MeetingNotesOptions>(json!({"kickoff_summary": false})),
        Shape::of::<MeetingNotesQuery>(json!({"filter": filter, "sort": [sort], "limit": 10})),
        Shape::of::<MeetingNotesQuery>(json!({})),
        Shape::of::<MeetingNotesFilter>(filter),
        Shape::of::<MeetingNotesFilter>(leaf),
        Shape::of::<MeetingNotesCondition>(json!({"operator": "person_contains", "value":
            [{"type": "exact", "value": {"table": "notion_user", "id": ID}}]})),
        Shape::of::<MeetingNotesSort>(sort),
    ];
    all.extend(texts::<MeetingNotesStatus>(&[
        "transcription_not_started",
        "transcription_paused",
        "transcription_in_progress",
        "transcription_failed",
        "summary_in_progress",
        "notes_ready",
    ]));
    all.extend(texts::<MeetingNotesJunction>(&["and", "or"]));
    all.extend(texts::<MeetingNotesProperty>(&[
        "title",
        "attendees",
        "created_time",
        "created_by",
        "last_edited_time",
        "last_edited_by",
    ]));
    all.extend(texts::<MeetingNotesOperator>(&[
        "string_is",
        "string_is_not",
        "string_contains",
        "string_does_not_contain",
        "string_starts_with",
        "string_ends_with",
        "date_is",
        "date_is_before",
        "date_is_after",
        "date_is_on_or_before",
        "date_is_on_or_after",
        "date_is_within",
        "date_is_relative_to",
        "person_contains",
        "person_does_not_contain",
        "is_empty",
        "is_not_empty",
    ]));
    all.extend(texts::<MeetingNotesSourceKind>(&["file_upload", "block"]));
    all.extend(texts::<SortDirection>(&["ascending", "descending"]));
    all
}

/// The payload of a block of meeting notes.
pub(super) fn notes() -> Value {
    json!({
        "title": [run("Weekly")],
        "status": "notes_ready",
        "children": {"summary_block_id": ID, "notes_block_id": OTHER_ID,
            "transcript_block_id": ID},
        "calendar_event": {"start_time": MINUTE, "end_time": MINUTE, "attendees": [ID]},
        "recording": {"start_time": MINUTE, "end_time": MINUTE},
    })
}
