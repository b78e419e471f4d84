//! Why a formula is refused.

use std::fmt;
use std::ops::Range;

/// A formula that the service refuses to store.
///
/// [`message`](Self::message) is the service's own sentence, which says nothing more (recorded);
/// `Display` adds what is wrong and where, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    kind: FormulaFault,
    at: Range<usize>,
    detail: String,
}

/// Which of the two refusals it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaFault {
    /// The text is not a formula.
    Parse,
    /// The text is one, but its types do not fit, or it names what does not exist.
    Type,
}

impl FormulaError {
    pub(super) fn parse(at: Range<usize>, detail: impl Into<String>) -> Self {
        Self {
            kind: FormulaFault::Parse,
            at,
            detail: detail.into(),
        }
    }

    pub(super) fn ill_typed(at: Range<usize>, detail: impl Into<String>) -> Self {
        Self {
            kind: FormulaFault::Type,
            at,
            detail: detail.into(),
        }
    }

    /// Which of the two refusals it is.
    pub fn fault(&self) -> FormulaFault {
        self.kind
    }

    /// Where in the text, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.at.clone()
    }

    /// What is wrong, for people.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The service's sentence (recorded).
    pub fn message(&self) -> &'static str {
        match self.kind {
            FormulaFault::Parse => "Parse error with formula",
            FormulaFault::Type => "Type error with formula",
        }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, detail, .. } = self;
        write!(f, "{} at {}: {detail}", self.message(), at.start)
    }
}

impl std::error::Error for FormulaError {}
