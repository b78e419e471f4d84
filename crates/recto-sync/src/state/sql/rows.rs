//! From records to rows of the tables, and back.

use super::statements::{SAVE_ITEM, SAVE_LINK};
use crate::state::driver::{Record, Step};
use crate::state::{
    Intent, IntentId, IntentState, ItemOutcome, Link, LinkState, NewIntent, Operation, Run, RunId,
    RunItem, RunStatus, SyncId,
};

pub(super) fn save_link(sync: SyncId, link: &Link) -> Step {
    // A snapshot is made of texts and numbers; it always becomes JSON.
    let base = link
        .base
        .as_ref()
        .and_then(|base| serde_json::to_string(base).ok());
    let params = [
        sync.0.into(),
        link.row_key.as_str().into(),
        link.external_id.as_str().into(),
        link.page_id.clone().into(),
        link.state.as_str().into(),
        base.into(),
        link.base_hash.clone().into(),
        link.notion_seen_minute.clone().into(),
        link.row_version.clone().into(),
        link.last_push_hash.clone().into(),
        link.last_ok_at.into(),
    ];
    Step::new(SAVE_LINK, params)
}

pub(super) fn save_item(run: RunId, item: &RunItem) -> Step {
    let params = [
        run.0.into(),
        item.table.as_str().into(),
        item.row_key.as_str().into(),
        item.outcome.as_str().into(),
        item.page_id.clone().into(),
        item.reason.clone().into(),
        item.field.clone().into(),
        item.message.clone().into(),
        item.request_id.clone().into(),
        item.detail.as_ref().map(ToString::to_string).into(),
    ];
    Step::new(SAVE_ITEM, params)
}

pub(super) fn read_link(record: &Record) -> Option<Link> {
    let base = match record.text(4) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(Link {
        row_key: record.text(0)?,
        external_id: record.text(1)?,
        page_id: record.text(2),
        state: LinkState::parse(&record.text(3)?)?,
        base,
        base_hash: record.text(5),
        notion_seen_minute: record.text(6),
        row_version: record.text(7),
        last_push_hash: record.text(8),
        last_ok_at: record.time(9),
    })
}

pub(super) fn read_intent(record: &Record) -> Option<Intent> {
    let sent_at = record.time(8)?;
    Some(Intent {
        id: IntentId(record.int(0)?),
        new: NewIntent {
            row_key: record.text(1)?,
            external_id: record.text(2)?,
            operation: Operation::parse(&record.text(3)?)?,
            page_id: record.text(4),
            payload_hash: record.text(5)?,
            at: sent_at,
        },
        state: IntentState::parse(&record.text(6)?)?,
        epoch: record.int(7)?,
        sent_at,
        attempt: record.int(9)?,
        result_page_id: record.text(10),
        error: record.text(11),
    })
}

pub(super) fn read_run(record: &Record) -> Option<Run> {
    let counts = match record.text(6) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(Run {
        id: RunId(record.int(0)?),
        config_hash: record.text(1)?,
        command: record.text(2)?,
        started_at: record.time(3)?,
        finished_at: record.time(4),
        status: RunStatus::parse(&record.text(5)?)?,
        counts,
    })
}

pub(super) fn read_item(record: &Record) -> Option<RunItem> {
    let detail = match record.text(8) {
        Some(json) => Some(serde_json::from_str(&json).ok()?),
        None => None,
    };
    Some(RunItem {
        table: record.text(0)?,
        row_key: record.text(1)?,
        outcome: ItemOutcome::parse(&record.text(2)?)?,
        page_id: record.text(3),
        reason: record.text(4),
        field: record.text(5),
        message: record.text(6),
        request_id: record.text(7),
        detail,
    })
}
