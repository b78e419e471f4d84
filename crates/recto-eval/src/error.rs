//! Why a query is refused, in the service's words.

use std::fmt;

/// A query the service refuses with status 400 and code `validation_error`; the text is the error's
/// `message`.
///
/// Sources: notion-api 4.1 and 6.4, the error recordings, and where these end the general grammar
/// of 6.4.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The body has the wrong shape; with several problems, solving one of them is enough.
    #[error("{}", Validation(.0))]
    Invalid(Vec<Problem>),
    /// A filter names a property the data source has not.
    #[error("Could not find property with name or id: {property}")]
    UnknownProperty {
        /// The name or id as sent.
        property: String,
    },
    /// A sort names a property the data source has not.
    #[error("Could not find sort property with name or id: {property}")]
    UnknownSortProperty {
        /// The name or id as sent.
        property: String,
    },
    /// The filter's key does not fit the property.
    #[error(
        "The property type in the database does not match the property type of the filter provided: \
         database property {actual} does not match filter {given}"
    )]
    TypeMismatch {
        /// The property's type.
        actual: String,
        /// The filter's key.
        given: String,
    },
    /// A filter on a formula whose result type the schema does not tell, as for every formula made
    /// through the API.
    #[error("Unable to filter based on a formula of unknown type")]
    UnknownFormulaType,
    /// A filter names an option the property has not. Wording from public reports of 2026 on
    /// select; the same is assumed for status and multi-select.
    #[error(
        "{kind} option \"{option}\" not found for property \"{property}\". Available options: {}.",
        Quoted(.available)
    )]
    UnknownOption {
        /// The property's type.
        kind: &'static str,
        /// The option as sent.
        option: String,
        /// The property's name.
        property: String,
        /// The names of the options there are.
        available: Vec<String>,
    },
}

/// What [`Predicate::compile`](crate::Predicate::compile) answers for a filter it refuses.
pub type FilterError = QueryError;

/// What [`Order::compile`](crate::Order::compile) answers for sorts it refuses.
pub type SortError = QueryError;

/// One thing that is wrong with a body: what, what it should be, what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: `body.filter.and[0].number.equals`.
    pub path: String,
    /// What it should be: `a number`.
    pub expectation: String,
    /// What was there, as JSON, cut after 55 characters; `undefined` where nothing was.
    pub found: String,
}

/// Characters of a value shown in a message before it is cut (notion-api 6.4: "about 55").
const SHOWN: usize = 55;

impl Problem {
    pub(crate) fn new(
        path: impl Into<String>,
        expectation: impl Into<String>,
        found: Option<&serde_json::Value>,
    ) -> Self {
        let found = found.map_or_else(|| "undefined".to_owned(), |value| cut(&value.to_string()));
        Self {
            path: path.into(),
            expectation: expectation.into(),
            found,
        }
    }

    /// The member must be there.
    pub(crate) fn missing(path: impl Into<String>) -> Self {
        Self::new(path, "defined", None)
    }

    /// The member must not be there.
    pub(crate) fn unexpected(path: impl Into<String>, found: &serde_json::Value) -> Self {
        Self::new(path, "not present", Some(found))
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} should be {}, instead was `{}`.",
            self.path, self.expectation, self.found
        )
    }
}

struct Validation<'a>(&'a [Problem]);

impl fmt::Display for Validation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [problem] = self.0 {
            return write!(f, "body failed validation: {problem}");
        }
        f.write_str("body failed validation. Fix one:")?;
        self.0
            .iter()
            .try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

struct Quoted<'a>(&'a [String]);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}\"{name}\"")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_long_value_is_cut() {
        let problem = Problem::new("body.x", "a string", Some(&json!("é".repeat(80))));
        assert_eq!(
            problem.to_string(),
            format!(
                "body.x should be a string, instead was `\"{}...`.",
                "é".repeat(54)
            )
        );
    }

    #[test]
    fn options_are_quoted() {
        let error = QueryError::UnknownOption {
            kind: "select",
            option: "C".into(),
            property: "P".into(),
            available: vec!["A".into(), "B".into()],
        };
        assert_eq!(
            error.to_string(),
            "select option \"C\" not found for property \"P\". Available options: \"A\", \"B\"."
        );
    }
}
