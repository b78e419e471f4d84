//! `[pages.<alias>]`: pages that are not rows.

use serde::{Deserialize, Serialize};

/// A page that recto is told about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageConfig {
    /// The page: an id, a URL or another alias. The page's own alias by default.
    pub id: Option<String>,
    /// What the page is for.
    pub role: Option<Role>,
    /// Whether its block structure must never change.
    pub protected: Option<bool>,
}

impl PageConfig {
    /// Tells whether the page's block structure must never change.
    ///
    /// A dashboard is always protected.
    pub fn is_protected(&self) -> bool {
        self.protected == Some(true) || self.role == Some(Role::Dashboard)
    }
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// People arranged it; recto never changes its blocks.
    Dashboard,
    /// Text may be appended to it.
    Report,
    /// A place under which data sources are created.
    Parent,
}
