//! The rows of the state's tables.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::value::Snapshot;

/// Makes a newtype of a number that a table counts up.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// Names a synchronisation within one state.
    SyncId
}
number! {
    /// Names an intent within one state.
    IntentId
}
number! {
    /// Names a run within one state.
    RunId
}

/// Makes an enum that is kept as a word.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Returns the word it is written as.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads the word it is written as.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

word! {
    /// Which way the data goes.
    Mode {
        /// From the database to Notion.
        Push = "push",
        /// From Notion to the database.
        Pull = "pull",
        /// Both ways.
        TwoWay = "two_way",
    }
}

word! {
    /// How a row and its page stand to each other.
    LinkState {
        /// The row has no page yet.
        New = "new",
        /// The row and the page belong together.
        Linked = "linked",
        /// The page went out of sight: moved, or no longer shared.
        Detached = "detached",
        /// The row or the page was deleted.
        Tombstone = "tombstone",
        /// Both sides changed.
        Conflict = "conflict",
        /// Put aside by a person.
        Suspended = "suspended",
    }
}

word! {
    /// What an intent does to a page.
    Operation {
        /// Makes it.
        Create = "create",
        /// Changes its properties.
        Update = "update",
        /// Moves it to the trash.
        Trash = "trash",
        /// Takes it from the trash.
        Restore = "restore",
        /// Adds blocks to it.
        Append = "append",
    }
}

word! {
    /// How far an intent has come.
    IntentState {
        /// Written down, not sent.
        Planned = "planned",
        /// Possibly sent; no answer is known.
        Sending = "sending",
        /// Sent; answered, not settled.
        Sent = "sent",
        /// Took effect.
        Done = "done",
        /// Took no effect, and will not.
        Failed = "failed",
        /// Found to have had no effect, and planned anew.
        Abandoned = "abandoned",
    }
}

word! {
    /// What became of one row in a run.
    ItemOutcome {
        /// A page was made.
        Created = "created",
        /// A page was changed.
        Updated = "updated",
        /// Nothing had to be done.
        Unchanged = "unchanged",
        /// The row could not be pushed.
        Failed = "failed",
        /// The page found belongs to another row, or both sides changed.
        Conflict = "conflict",
        /// The row was left out on purpose.
        Skipped = "skipped",
        /// A page that was there was taken as the row's.
        Adopted = "adopted",
        /// The page went to the trash.
        Deleted = "deleted",
        /// The page is to go to the trash after a delay.
        PendingDelete = "pending_delete",
        /// The page changed between plan and push.
        Stale = "stale",
        /// The page is out of sight: moved, or no longer shared.
        Detached = "detached",
        /// A second page with the row's external id.
        Duplicate = "duplicate",
        /// Only the row's relations were written, in the second phase.
        Related = "related",
    }
}

word! {
    /// How a run ended.
    RunStatus {
        /// It has not ended, or its process died.
        Running = "running",
        /// All items went well.
        Done = "done",
        /// Some items failed.
        Partial = "partial",
        /// A brake or a guard stopped it.
        Stopped = "stopped",
        /// An error ended it.
        Failed = "failed",
    }
}

/// Which synchronisation to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncSpec {
    /// The table's name: one synchronisation for each.
    pub table: String,
    /// Which way the data goes.
    pub mode: Mode,
    /// A digest of the table's configuration.
    pub config_hash: String,
    /// The data source, once known.
    pub data_source_id: Option<String>,
}

/// A synchronisation: one table and its data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRecord {
    /// Its id.
    pub id: SyncId,
    /// What it is.
    pub spec: SyncSpec,
    /// The configuration's digest before this opening, when that changed it.
    pub previous_config_hash: Option<String>,
    /// The data source before this opening, when that changed it: the links are of another one.
    pub previous_data_source_id: Option<String>,
    /// The epoch of the last lease.
    pub epoch: i64,
}

/// A row, its page, and what both agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The row's key.
    pub row_key: String,
    /// The external id that the page carries.
    pub external_id: String,
    /// The page, once known.
    pub page_id: Option<String>,
    /// How the two stand to each other.
    pub state: LinkState,
    /// The values agreed on, as Notion answered them.
    pub base: Option<Snapshot>,
    /// The digest of the base.
    pub base_hash: Option<String>,
    /// The page's `last_edited_time` when it was last seen, as Notion wrote it.
    pub notion_seen_minute: Option<String>,
    /// The row's version, where the database has one.
    pub row_version: Option<String>,
    /// The digest of what was last pushed.
    pub last_push_hash: Option<String>,
    /// When row and page were last in step.
    pub last_ok_at: Option<Timestamp>,
}

impl Link {
    /// Returns a link without a page.
    pub fn new(row_key: impl Into<String>, external_id: impl Into<String>) -> Self {
        Self {
            row_key: row_key.into(),
            external_id: external_id.into(),
            page_id: None,
            state: LinkState::New,
            base: None,
            base_hash: None,
            notion_seen_minute: None,
            row_version: None,
            last_push_hash: None,
            last_ok_at: None,
        }
    }
}

/// What is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntent {
    /// The row's key.
    pub row_key: String,
    /// The external id that the page carries or will carry.
    pub external_id: String,
    /// What is done to the page.
    pub operation: Operation,
    /// The page, where there is one.
    pub page_id: Option<String>,
    /// The digest of the values sent.
    pub payload_hash: String,
    /// When it is sent.
    pub at: Timestamp,
}

/// What was about to be sent, as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: IntentId,
    /// What it was.
    pub new: NewIntent,
    /// How far it has come.
    pub state: IntentState,
    /// The epoch of the lease it was begun under.
    pub epoch: i64,
    /// When it was last sent.
    pub sent_at: Timestamp,
    /// How often it was sent.
    pub attempt: i64,
    /// The page it made or changed.
    pub result_page_id: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

/// How an intent ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It took effect on this page.
    Done {
        /// The page.
        page_id: String,
    },
    /// It had no effect, for this reason.
    Failed {
        /// The reason.
        error: String,
    },
    /// It had no effect and will be planned anew.
    Abandoned {
        /// The reason.
        error: String,
    },
}

/// How one intent ended, and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The intent.
    pub intent: IntentId,
    /// How it ended.
    pub verdict: Verdict,
    /// The row's link after it; none leaves the link as it is.
    pub link: Option<Link>,
    /// The row's item in the report.
    pub item: Option<RunItem>,
}

/// One row's item in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunItem {
    /// The table.
    pub table: String,
    /// The row's key.
    pub row_key: String,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// The page, where there is one.
    pub page_id: Option<String>,
    /// A word for the reason: `value_too_long`, `ambiguous_key`.
    pub reason: Option<String>,
    /// The property the reason is about.
    pub field: Option<String>,
    /// The reason in a sentence, as Notion or recto said it.
    pub message: Option<String>,
    /// Notion's request id, for its support.
    pub request_id: Option<String>,
    /// The differences of fields, or what else the report has to show.
    pub detail: Option<serde_json::Value>,
}

impl RunItem {
    /// Returns an item without details.
    pub fn new(table: impl Into<String>, row_key: impl Into<String>, outcome: ItemOutcome) -> Self {
        Self {
            table: table.into(),
            row_key: row_key.into(),
            outcome,
            page_id: None,
            reason: None,
            field: None,
            message: None,
            request_id: None,
            detail: None,
        }
    }
}

/// The figures of a run: whatever the report counts, as one JSON document.
pub type RunCounts = serde_json::Value;

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The digest of the configuration.
    pub config_hash: String,
    /// The command that ran: `push`.
    pub command: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; none while it runs, or when its process died.
    pub finished_at: Option<Timestamp>,
    /// How it ended.
    pub status: RunStatus,
    /// Its figures.
    pub counts: Option<RunCounts>,
}
