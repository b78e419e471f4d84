//! The seven steps of a run, by name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step of a run. Every run goes through all of them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Reads tables, columns and keys of the source and holds them against the configuration.
    SchemaDiscovery,
    /// Reads the rows and turns them into canonical values.
    Extraction,
    /// Finds (or creates) the data sources, checks their schema, reads their pages.
    NotionResolution,
    /// Matches rows with pages, creates and updates pages.
    Upsert,
    /// Holds document pages to the normal form of title, URL, category and subsystem.
    DocumentNormalisation,
    /// Checks that every row is accounted for and that protected pages are as they were.
    Validation,
    /// Says what was done.
    SummaryReport,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 7] = [
        Self::SchemaDiscovery,
        Self::Extraction,
        Self::NotionResolution,
        Self::Upsert,
        Self::DocumentNormalisation,
        Self::Validation,
        Self::SummaryReport,
    ];

    /// The name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::SchemaDiscovery => "schema discovery",
            Self::Extraction => "extraction",
            Self::NotionResolution => "Notion resolution",
            Self::Upsert => "upsert",
            Self::DocumentNormalisation => "document normalisation",
            Self::Validation => "validation",
            Self::SummaryReport => "summary report",
        }
    }

    /// The step's place, from 1 to 7.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
