//! The lines of a file of cases.

use recto_api::property::Property;
use recto_api::wire::Members;
use serde::Deserialize;
use serde_json::Value;

/// One line.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Line {
    /// A long text that others name.
    Expression {
        /// Its name.
        id: String,
        /// The formula.
        text: String,
    },
    /// An evaluation.
    Formula(Box<Evaluation>),
    /// A text, and what the service made of it.
    CanonicalText {
        /// As sent.
        sent: Text,
        /// As answered, with names in place of tokens.
        returned_with_names: Text,
    },
    /// A refusal.
    RejectedOnWrite {
        /// As sent.
        expression: String,
        /// In the service's words.
        message: String,
    },
    /// What an expression is, in the terms of the language.
    Example {
        /// The formula.
        expression: String,
        /// JSON for the value.
        value: Value,
    },
    /// What does not concern the language: the description of the file, rollups, refused queries.
    #[serde(other)]
    Other,
}

/// A text, or the name of one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    /// Itself.
    Plain(String),
    /// By name.
    Named {
        /// The name.
        expression_ref: String,
    },
}

/// A formula, a row and what came out.
#[derive(Debug, Deserialize)]
pub(super) struct Evaluation {
    pub(super) expression: Option<String>,
    pub(super) expression_ref: Option<String>,
    /// The row's properties; those whose name begins with `@` are members of every page.
    pub(super) inputs: Members<Property>,
    pub(super) result: Value,
    /// The clock.
    pub(super) now: Option<String>,
    /// The clock is somewhere from the first to before the second.
    pub(super) now_window: Option<[String; 2]>,
    /// Whether the clock matters.
    #[serde(default)]
    pub(super) volatile: bool,
    #[serde(default)]
    pub(super) engine: String,
    #[serde(default)]
    pub(super) evidence: String,
    /// When it was recorded.
    pub(super) date: Option<String>,
}
