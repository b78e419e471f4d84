//! Structural checks of a request, refused in the service's grammar (notion-api 6.4).
//!
//! A [`Shape`] says what a member may hold. Members are checked in the order of the shape, not of
//! the request, and the first failure is told. A union tells one line for each branch, keeping
//! only those that got furthest.

mod accept;
mod check;
mod describe;
mod shape;

pub(crate) use check::body;
pub(crate) use describe::{Schemas, UUID};
pub(crate) use shape::{
    Member, Shape, array, limited, literals, map, nullable, object, optional, required, text, union,
};

use serde_json::Value;

use crate::problem::Problem;

/// Characters of a value that a refusal shows.
const SHOWN: usize = 55;

/// The refusal of one member, such as `body.parent should be defined, instead was …`.
pub(crate) fn failed(location: &str, path: &str, expectation: &str, instead: &Value) -> Problem {
    Problem::validation(format!(
        "{location} failed validation: {}",
        sentence(path, expectation, Some(instead))
    ))
}

/// `path should be expectation, instead was value.`
pub(crate) fn sentence(path: &str, expectation: &str, instead: Option<&Value>) -> String {
    format!(
        "{path} should be {expectation}, instead was `{}`.",
        shown(instead)
    )
}

/// The literals as alternatives, quoted and in backticks: `` `"a"`, `"b"`, or `"c"` ``.
pub(crate) fn alternatives(literals: &[&str]) -> String {
    join(
        literals
            .iter()
            .map(|literal| format!("`\"{literal}\"`"))
            .collect(),
    )
}

/// Joins alternatives with commas and `or`.
pub(crate) fn join(mut parts: Vec<String>) -> String {
    match parts.len() {
        0 => String::new(),
        1 => parts.remove(0),
        2 => parts.join(" or "),
        _ => {
            let last = parts.pop().unwrap_or_default();
            format!("{}, or {last}", parts.join(", "))
        }
    }
}

fn shown(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "undefined".to_owned();
    };
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}...", &text[..cut]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn alternatives_are_listed() {
        assert_eq!(alternatives(&["a"]), "`\"a\"`");
        assert_eq!(alternatives(&["a", "b"]), "`\"a\"` or `\"b\"`");
        assert_eq!(
            alternatives(&["a", "b", "c"]),
            "`\"a\"`, `\"b\"`, or `\"c\"`"
        );
    }

    #[test]
    fn long_values_are_cut() {
        let problem = failed("body", "body.x", "a number", &json!("é".repeat(80)));
        assert!(
            problem.message().ends_with("é...`."),
            "{}",
            problem.message()
        );
    }
}
