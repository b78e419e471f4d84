//! What a run did, for people and for programs.

mod markdown;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::steps::Step;

/// The version of the report's JSON shape.
pub const FORMAT: u32 = 1;

/// What became of one row. Every row that was considered has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A page was created.
    Created,
    /// A linked page was changed.
    Updated,
    /// The page already held the row's values.
    Unchanged,
    /// An existing page without a link was taken over, and changed where it differed.
    Adopted,
    /// Nothing was written: the row or the API's answer does not allow it.
    Failed,
    /// The page found by the fallback key carries another external id.
    KeyCollision,
    /// Several pages, or several rows, share one fallback key or external id.
    AmbiguousKey,
    /// The linked page is gone, no longer shared, or moved elsewhere.
    Detached,
    /// The linked page is in the trash.
    InTrash,
    /// Not written because something before it did not succeed, such as an incomplete scan.
    Skipped,
}

impl Outcome {
    /// All outcomes, in the order reports list them.
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Updated,
        Self::Unchanged,
        Self::Adopted,
        Self::Failed,
        Self::KeyCollision,
        Self::AmbiguousKey,
        Self::Detached,
        Self::InTrash,
        Self::Skipped,
    ];

    /// The wire name, such as `key_collision`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Adopted => "adopted",
            Self::Failed => "failed",
            Self::KeyCollision => "key_collision",
            Self::AmbiguousKey => "ambiguous_key",
            Self::Detached => "detached",
            Self::InTrash => "in_trash",
            Self::Skipped => "skipped",
        }
    }

    /// Whether the row is now in step with its page.
    pub fn is_clean(self) -> bool {
        matches!(
            self,
            Self::Created | Self::Updated | Self::Unchanged | Self::Adopted
        )
    }
}

/// How many rows had each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Pages created.
    pub created: u64,
    /// Pages updated.
    pub updated: u64,
    /// Pages that needed nothing.
    pub unchanged: u64,
    /// Pages taken over.
    pub adopted: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Rows whose page belongs to another row.
    pub key_collision: u64,
    /// Rows with several candidates.
    pub ambiguous_key: u64,
    /// Rows whose page is out of reach.
    pub detached: u64,
    /// Rows whose page is in the trash.
    pub in_trash: u64,
    /// Rows left out.
    pub skipped: u64,
}

impl Counts {
    /// Counts one more row.
    pub fn add(&mut self, outcome: Outcome) {
        *self.slot(outcome) += 1;
    }

    /// The count of one outcome.
    pub fn get(mut self, outcome: Outcome) -> u64 {
        *self.slot(outcome)
    }

    /// The sum of all outcomes.
    pub fn total(self) -> u64 {
        Outcome::ALL
            .into_iter()
            .map(|outcome| self.get(outcome))
            .sum()
    }

    /// Rows that are not in step with a page.
    pub fn unclean(self) -> u64 {
        Outcome::ALL
            .into_iter()
            .filter(|o| !o.is_clean())
            .map(|o| self.get(o))
            .sum()
    }

    fn slot(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Adopted => &mut self.adopted,
            Outcome::Failed => &mut self.failed,
            Outcome::KeyCollision => &mut self.key_collision,
            Outcome::AmbiguousKey => &mut self.ambiguous_key,
            Outcome::Detached => &mut self.detached,
            Outcome::InTrash => &mut self.in_trash,
            Outcome::Skipped => &mut self.skipped,
        }
    }
}

/// One step as it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    /// Which step.
    pub step: Step,
    /// The name people read.
    pub name: String,
    /// One line, such as `5 tables, 43 columns`.
    pub summary: String,
    /// How long it took, waits included.
    pub seconds: f64,
}

/// One table as it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableReport {
    /// The source table.
    pub table: String,
    /// The data source it goes to.
    pub data_source_id: Option<String>,
    /// The rows considered.
    pub rows: u64,
    /// Their outcomes.
    #[serde(flatten)]
    pub counts: Counts,
    /// Fields left out of rows that went through.
    pub field_failures: u64,
    /// Pages of the data source that no row of the source belongs to.
    pub unmatched_pages: u64,
    /// Whether the read of the data source reached its end.
    pub scan_complete: bool,
}

/// A row or a field that needs a person's attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The source table.
    pub table: String,
    /// The row's primary key, parts joined by `|`; empty when it is about the whole table.
    pub key: String,
    /// What became of the row.
    pub outcome: Outcome,
    /// The property it is about, if it is about one.
    pub field: Option<String>,
    /// A word for programs, such as `too_long` or `api`.
    pub reason: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The page, when there is one.
    pub page_id: Option<String>,
    /// The API's id of the refused request, to quote to Notion's support.
    pub request_id: Option<String>,
}

/// A protected page as it was before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectedReport {
    /// Its name in the configuration.
    pub name: String,
    /// The page.
    pub page_id: String,
    /// How many blocks its structure has.
    pub blocks: u64,
    /// Whether the structure is the same after the run.
    pub unchanged: bool,
}

/// What document normalisation changed, by field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Normalised {
    /// Documents looked at.
    pub documents: u64,
    /// Titles whose white space or form changed.
    pub titles: u64,
    /// URLs rewritten.
    pub urls: u64,
    /// Categories brought to their canonical spelling.
    pub categories: u64,
    /// Subsystems brought to their canonical spelling.
    pub subsystems: u64,
}

/// What a run did. Its JSON form is stable within one [`FORMAT`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// The run's id in the state.
    pub run_id: String,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
    /// Rows considered; always the sum of the outcomes.
    pub planned: u64,
    /// The outcomes of all rows.
    #[serde(flatten)]
    pub counts: Counts,
    /// Fields left out of rows that went through.
    pub field_failures: u64,
    /// Requests sent, retries included.
    pub requests: u64,
    /// Requests that could change something.
    pub writes: u64,
    /// Requests sent again after a refusal or a failure.
    pub retries: u64,
    /// The fewest requests that could have done the same: one for each page created or changed,
    /// one for each hundred pages read (at least one for each data source that existed before).
    pub minimum_requests: u64,
    /// Seconds spent waiting for the request budget or a `Retry-After`.
    pub waited_seconds: f64,
    /// Seconds from start to end.
    pub seconds: f64,
    /// The steps in order.
    pub steps: Vec<StepReport>,
    /// The tables in the order of the configuration.
    pub tables: Vec<TableReport>,
    /// Changes of the workspace's structure: databases created, properties added.
    pub schema_changes: Vec<String>,
    /// Rows and fields that need attention.
    pub problems: Vec<Problem>,
    /// What document normalisation did.
    pub normalised: Normalised,
    /// The protected pages.
    pub protected: Vec<ProtectedReport>,
    /// What is worth knowing but stopped nothing.
    pub warnings: Vec<String>,
}

impl Report {
    /// The exit code a command should end with: 0 clean, 3 when items failed (sync-design 6.9).
    pub fn exit_code(&self) -> u8 {
        if self.counts.unclean() > 0 || self.field_failures > 0 {
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

    /// The report as plain text for a terminal.
    pub fn to_text(&self) -> String {
        text::render(self)
    }

    /// The report as Markdown.
    pub fn to_markdown(&self) -> String {
        markdown::render(self)
    }

    /// The report as indented JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// Problems by reason, most frequent first.
    fn reasons(&self) -> Vec<(&str, usize)> {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in &self.problems {
            *reasons.entry(&problem.reason).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        reasons
    }
}

/// A problem as one sentence.
pub(crate) fn problem_text(problem: &Problem) -> String {
    text::problem(problem)
}

/// How many rows of problems the text and Markdown forms print before they point to the JSON.
const SHOWN_PROBLEMS: usize = 50;

/// The columns of the per-table summary that have something to say.
fn columns(report: &Report) -> Vec<Outcome> {
    let always = [
        Outcome::Created,
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Failed,
    ];
    Outcome::ALL
        .into_iter()
        .filter(|outcome| always.contains(outcome) || report.counts.get(*outcome) > 0)
        .collect()
}

/// The cells of the per-table summary: a head, one row per table, a total.
fn grid(report: &Report) -> Vec<Vec<String>> {
    let columns = columns(report);
    let head = ["table", "rows"]
        .into_iter()
        .chain(columns.iter().map(|outcome| outcome.name()));
    let mut grid = vec![head.map(str::to_owned).collect::<Vec<_>>()];
    let line = |name: &str, rows: u64, counts: Counts| {
        let cells = columns
            .iter()
            .map(|outcome| counts.get(*outcome).to_string());
        [name.to_owned(), rows.to_string()]
            .into_iter()
            .chain(cells)
            .collect()
    };
    for table in &report.tables {
        grid.push(line(&table.table, table.rows, table.counts));
    }
    grid.push(line("total", report.planned, report.counts));
    grid
}

/// One line on requests and time.
fn effort(report: &Report) -> String {
    let mut text = format!(
        "{} requests ({} writes, {} retries), at least {} needed; {:.1} s",
        report.requests, report.writes, report.retries, report.minimum_requests, report.seconds,
    );
    if report.waited_seconds >= 0.05 {
        // Several requests wait at once, so this may be longer than the run.
        let _ = write!(
            text,
            ", requests waited {:.1} s for their turn",
            report.waited_seconds
        );
    }
    text
}

#[cfg(test)]
pub(crate) fn sample() -> Report {
    let mut counts = Counts::default();
    for outcome in [
        Outcome::Created,
        Outcome::Created,
        Outcome::Unchanged,
        Outcome::Failed,
    ] {
        counts.add(outcome);
    }
    let table = TableReport {
        table: "tasks".to_owned(),
        data_source_id: Some("0d5e0f0e-0000-4000-8000-000000000001".to_owned()),
        rows: 4,
        counts,
        field_failures: 0,
        unmatched_pages: 0,
        scan_complete: true,
    };
    Report {
        format: FORMAT,
        run_id: "7".to_owned(),
        started_at: "2026-11-20T08:00:00Z".to_owned(),
        planned: 4,
        counts,
        field_failures: 0,
        requests: 9,
        writes: 3,
        retries: 1,
        minimum_requests: 3,
        waited_seconds: 0.25,
        seconds: 1.5,
        steps: Step::ALL
            .into_iter()
            .map(|step| StepReport {
                step,
                name: step.name().to_owned(),
                summary: "done".to_owned(),
                seconds: 0.1,
            })
            .collect(),
        tables: vec![table],
        schema_changes: vec!["added property Size to tasks".to_owned()],
        problems: vec![Problem {
            table: "tasks".to_owned(),
            key: "17".to_owned(),
            outcome: Outcome::Failed,
            field: Some("Notes | draft".to_owned()),
            reason: "too_long".to_owned(),
            message: "the text has 250000 UTF-16 units".to_owned(),
            page_id: None,
            request_id: Some("5b1c".to_owned()),
        }],
        normalised: Normalised::default(),
        protected: vec![ProtectedReport {
            name: "hub".to_owned(),
            page_id: "p".to_owned(),
            blocks: 12,
            unchanged: true,
        }],
        warnings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_its_own_count() {
        for outcome in Outcome::ALL {
            let mut counts = Counts::default();
            counts.add(outcome);
            assert_eq!(counts.total(), 1);
            assert_eq!(counts.get(outcome), 1);
            assert_eq!(counts.unclean() == 0, outcome.is_clean());
            let json = serde_json::to_value(counts).expect("plain numbers");
            assert_eq!(json[outcome.name()], 1);
            assert_eq!(
                serde_json::to_value(outcome).expect("a word"),
                outcome.name()
            );
        }
    }

    #[test]
    fn a_missing_outcome_is_noticed() {
        let mut report = sample();
        assert!(report.adds_up());
        report.tables[0].rows = 5;
        assert!(!report.adds_up());
        report.planned = 5;
        assert!(!report.adds_up());
    }

    #[test]
    fn failures_decide_the_exit_code() {
        let mut report = sample();
        assert_eq!(report.exit_code(), 3);
        report.counts.failed = 0;
        assert_eq!(report.exit_code(), 0);
        report.field_failures = 1;
        assert_eq!(report.exit_code(), 3);
    }

    #[test]
    fn json_comes_back_the_same() {
        let report = sample();
        let json = report.to_json().expect("serialises");
        assert_eq!(
            serde_json::from_str::<Report>(&json).expect("parses"),
            report
        );
        let value: serde_json::Value = serde_json::from_str(&json).expect("parses");
        for member in [
            "created",
            "updated",
            "unchanged",
            "failed",
            "requests",
            "writes",
        ] {
            assert!(value[member].is_u64(), "{member}");
        }
    }
}
