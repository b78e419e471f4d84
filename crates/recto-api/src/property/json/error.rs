//! What is wrong with plain JSON.

use std::fmt;

use serde_json::Value;

/// Why values cannot be used: everything at once, in the order of the JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueProblems(pub Vec<ValueProblem>);

/// Why one value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValueProblem {
    /// The property, as the JSON names it; empty where the JSON as a whole is at fault.
    pub property: String,
    /// Of what kind the problem is.
    pub kind: ProblemKind,
    /// What is wrong and what would be right; continues "property `x` …".
    pub message: String,
    /// What could stand there instead: the options of the property, or the properties there are.
    pub allowed: Vec<String>,
}

/// Of what kind a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The data source has no such property.
    NoSuchProperty,
    /// The property is named twice, by name and by id.
    Twice,
    /// Notion makes the value.
    ReadOnly,
    /// The property takes another kind of value.
    WrongType,
    /// The property has no such option.
    NoSuchOption,
    /// The value is longer or has more parts than Notion takes.
    TooLong,
    /// No one of this address or name, or no page of this title, was found, or several were.
    NotFound,
}

impl ValueProblem {
    pub(super) fn new(property: &str, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            property: property.to_owned(),
            kind,
            message: message.into(),
            allowed: Vec::new(),
        }
    }

    pub(super) fn twice(key: &str, name: &str) -> Self {
        let message = format!("is given twice: it is `{name}`, by name or by id");
        Self::new(key, ProblemKind::Twice, message)
    }
}

impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.property.is_empty() {
            write!(f, "property `{}` ", self.property)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ValueProblem {}

impl fmt::Display for ValueProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ValueProblems {}

/// What a JSON value is, in words.
pub(super) fn called(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
