//! What a push would do, said before anything is written.

mod text;

use serde::{Deserialize, Serialize};

use crate::diff::Change;
use crate::report::{Counts, Normalised, Outcome, Problem};

/// The version of the plan's JSON shape.
pub const FORMAT: u32 = 1;

/// A change of the workspace's structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum SchemaChange {
    /// A database is made for a table.
    CreateDatabase {
        /// The table.
        table: String,
        /// The database's title.
        title: String,
        /// The page it stands on.
        parent: String,
    },
    /// Properties are added to a data source.
    AddProperties {
        /// The table.
        table: String,
        /// The data source.
        data_source_id: String,
        /// The properties.
        properties: Vec<String>,
    },
}

impl std::fmt::Display for SchemaChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CreateDatabase {
                table,
                title,
                parent,
            } => {
                write!(
                    f,
                    "create database \"{title}\" for {table} on page {parent}"
                )
            }
            Self::AddProperties {
                table, properties, ..
            } => {
                write!(
                    f,
                    "add to the data source of {table}: {}",
                    properties.join(", ")
                )
            }
        }
    }
}

/// What happens to one row's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// A page is made.
    Create,
    /// The linked page is changed.
    Update,
    /// A page that is there becomes the row's, and is changed where it differs.
    Adopt,
    /// An earlier run may have made the page: it is looked for, then adopted or made.
    Recover,
}

/// One row that is to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanItem {
    /// The table.
    pub table: String,
    /// The row's key, parts joined by `|`.
    pub key: String,
    /// What its page carries in the external-id property.
    pub external_id: String,
    /// What happens.
    pub op: Op,
    /// The page, where there is one.
    pub page_id: Option<String>,
    /// The page's `last_edited_time` when the plan was made.
    pub seen: Option<String>,
    /// The properties that change, from what to what. A create lists those that are not empty.
    pub changes: Vec<Change>,
}

/// What a plan does to one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePlan {
    /// The table.
    pub table: String,
    /// Its data source; none where it is still to be made.
    pub data_source_id: Option<String>,
    /// The rows considered.
    pub rows: u64,
    /// What will become of them if all goes well.
    #[serde(flatten)]
    pub counts: Counts,
    /// Fields that will be left out.
    pub field_failures: u64,
    /// Pages no row belongs to.
    pub unmatched_pages: u64,
    /// Whether the data source was read to its end.
    pub scan_complete: bool,
}

/// A plan. Its JSON form is stable within one [`FORMAT`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// [`FORMAT`].
    pub format: u32,
    /// When it was made, RFC 3339 in UTC.
    pub created_at: String,
    /// A digest of the configuration it was made with.
    pub config_hash: String,
    /// Rows considered; always the sum of the outcomes.
    pub planned: u64,
    /// What will become of all rows if all goes well.
    #[serde(flatten)]
    pub counts: Counts,
    /// The structure that changes first.
    pub schema_changes: Vec<SchemaChange>,
    /// The tables in the order of the configuration.
    pub tables: Vec<TablePlan>,
    /// The rows that are written. Unchanged ones are only counted.
    pub items: Vec<PlanItem>,
    /// Rows and fields that will not be pushed, and why.
    pub problems: Vec<Problem>,
    /// What document normalisation changed in the values above.
    pub normalised: Normalised,
    /// What is worth knowing but stops nothing.
    pub warnings: Vec<String>,
    /// Requests a push of this plan needs after reading: one for each row written, one for each
    /// late relation, some for structure.
    pub estimated_requests: u64,
    /// How long that takes at the client's budget.
    pub estimated_seconds: f64,
    /// Requests this plan took to make; none of them a write.
    pub requests: u64,
}

impl Plan {
    /// Whether a push would change anything.
    pub fn has_changes(&self) -> bool {
        !self.items.is_empty() || !self.schema_changes.is_empty()
    }

    /// The exit code a command should end with (sync-design 6.9): 2 when there is something to
    /// do, else 3 when rows cannot be pushed, else 0.
    pub fn exit_code(&self) -> u8 {
        if self.has_changes() {
            2
        } else if self.counts.unclean() > 0 || self.problems.iter().any(|p| p.field.is_some()) {
            3
        } else {
            0
        }
    }

    /// Whether every considered row has exactly one outcome, in each table and in total.
    pub fn adds_up(&self) -> bool {
        let tables: u64 = self.tables.iter().map(|table| table.rows).sum();
        self.planned == self.counts.total()
            && self.planned == tables
            && self
                .tables
                .iter()
                .all(|table| table.rows == table.counts.total())
    }

    /// The plan as plain text for a terminal; at most `shown` rows are written out.
    pub fn to_text(&self, shown: usize) -> String {
        text::render(self, shown)
    }

    /// The plan as Markdown.
    pub fn to_markdown(&self) -> String {
        text::markdown(self)
    }

    /// The plan as indented JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// The counts of the outcomes that have any, such as `3 created, 419 unchanged`.
    fn summary(&self) -> String {
        let counts = Outcome::ALL
            .into_iter()
            .filter(|outcome| self.counts.get(*outcome) > 0);
        let counts: Vec<_> = counts
            .map(|outcome| format!("{} {}", self.counts.get(outcome), word(outcome)))
            .collect();
        if counts.is_empty() {
            "no rows".to_owned()
        } else {
            counts.join(", ")
        }
    }
}

/// An outcome as a plan says it.
fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Created => "to create",
        Outcome::Updated => "to update",
        Outcome::Adopted => "to adopt",
        other => other.name(),
    }
}
