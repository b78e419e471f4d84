//! The shape of a condition (notion-api 4.2).

use recto_api::date::DateText;
use recto_api::ids;
use recto_api::query::{RelativeDate, VerificationState, Window};
use serde_json::Value;

use super::{Checked, any, choice, one, only};
use crate::error::Problem;

/// What stands under an operator.
#[derive(Clone, Copy)]
enum Operand {
    Text,
    Number,
    Boolean,
    /// The literal `true`.
    True,
    /// An option's name, or several.
    Names,
    /// A date, a date-time or a keyword.
    Date,
    /// `{}`.
    Window,
    /// A user id or `me`.
    User,
    Page,
    Verification,
    /// Another condition under this key.
    Nested,
}

use Operand::{
    Boolean, Date, Names, Nested, Number, Page, Text, True, User, Verification, Window as Span,
};

type Operators = &'static [(&'static str, Operand)];

const TEXT: Operators = &[
    ("equals", Text),
    ("does_not_equal", Text),
    ("contains", Text),
    ("does_not_contain", Text),
    ("starts_with", Text),
    ("ends_with", Text),
    ("is_empty", True),
    ("is_not_empty", True),
];
const NUMBER: Operators = &[
    ("equals", Number),
    ("does_not_equal", Number),
    ("greater_than", Number),
    ("less_than", Number),
    ("greater_than_or_equal_to", Number),
    ("less_than_or_equal_to", Number),
    ("is_empty", True),
    ("is_not_empty", True),
];
const CHECKBOX: Operators = &[("equals", Boolean), ("does_not_equal", Boolean)];
const OPTION: Operators = &[
    ("equals", Names),
    ("does_not_equal", Names),
    ("is_empty", True),
    ("is_not_empty", True),
];
const LIST: Operators = &[
    ("contains", Names),
    ("does_not_contain", Names),
    ("is_empty", True),
    ("is_not_empty", True),
];
const DATE: Operators = &[
    ("equals", Date),
    ("before", Date),
    ("after", Date),
    ("on_or_before", Date),
    ("on_or_after", Date),
    ("this_week", Span),
    ("past_week", Span),
    ("past_month", Span),
    ("past_year", Span),
    ("next_week", Span),
    ("next_month", Span),
    ("next_year", Span),
    ("is_empty", True),
    ("is_not_empty", True),
];
const PEOPLE: Operators = &[
    ("contains", User),
    ("does_not_contain", User),
    ("is_empty", True),
    ("is_not_empty", True),
];
const RELATION: Operators = &[
    ("contains", Page),
    ("does_not_contain", Page),
    ("is_empty", True),
    ("is_not_empty", True),
];
const PRESENCE: Operators = &[("is_empty", True), ("is_not_empty", True)];
const VERIFICATION: Operators = &[("status", Verification), ("does_not_equal", Verification)];
const FORMULA: Operators = &[
    ("string", Nested),
    ("checkbox", Nested),
    ("number", Nested),
    ("date", Nested),
];
const ROLLUP: Operators = &[
    ("any", Nested),
    ("none", Nested),
    ("every", Nested),
    ("date", Nested),
    ("number", Nested),
];
const ROLLUP_ELEMENT: Operators = &[
    ("rich_text", Nested),
    ("number", Nested),
    ("checkbox", Nested),
    ("select", Nested),
    ("multi_select", Nested),
    ("relation", Nested),
    ("date", Nested),
    ("people", Nested),
    ("files", Nested),
    ("status", Nested),
];

/// Gives what is valid under a key; keys that only occur inside a formula or rollup included.
fn operators(key: &str) -> Operators {
    match key {
        "number" | "unique_id" => NUMBER,
        "checkbox" => CHECKBOX,
        "select" | "status" => OPTION,
        "multi_select" => LIST,
        "date" | "created_time" | "last_edited_time" => DATE,
        "people" | "created_by" | "last_edited_by" => PEOPLE,
        "relation" => RELATION,
        "files" => PRESENCE,
        "verification" => VERIFICATION,
        "formula" => FORMULA,
        "rollup" => ROLLUP,
        "any" | "every" | "none" => ROLLUP_ELEMENT,
        _ => TEXT,
    }
}

/// Checks the condition under `key`.
pub(super) fn check(key: &str, value: &Value, path: &str) -> Checked {
    let Value::Object(object) = value else {
        return one(Problem::new(path, "an object", Some(value)));
    };
    let operators = operators(key);
    let mut given = operators
        .iter()
        .filter(|(name, _)| object.contains_key(*name));
    let Some((name, operand)) = given.next() else {
        return any(operators
            .iter()
            .map(|(name, _)| Problem::missing(format!("{path}.{name}"))));
    };
    // A second condition is refused; the service's wording for it is not known.
    only(object, path, &[name])?;
    let path = format!("{path}.{name}");
    check_operand(*operand, name, &object[*name], &path)
}

fn check_operand(operand: Operand, name: &str, value: &Value, path: &str) -> Checked {
    let text = value.as_str();
    let states = || {
        VerificationState::ALL
            .iter()
            .map(|state| state.as_str())
            .collect::<Vec<_>>()
    };
    let expectation = match operand {
        Nested => return check(name, value, path),
        Text if text.is_some() => return Ok(()),
        Text => "a string".to_owned(),
        Number if value.is_number() => return Ok(()),
        Number => "a number".to_owned(),
        Boolean if value.is_boolean() => return Ok(()),
        Boolean => "a boolean".to_owned(),
        True if value == &Value::Bool(true) => return Ok(()),
        True => "`true`".to_owned(),
        Names => return check_names(value, path),
        Date if text.is_some_and(is_date) => return Ok(()),
        Date => "a valid ISO 8601 date string".to_owned(),
        Span => return check_window(name, value, path),
        User if text == Some("me") => return Ok(()),
        User | Page if text.and_then(ids::canonical).is_some() => return Ok(()),
        User | Page => "a valid uuid".to_owned(),
        Verification if text.and_then(VerificationState::parse).is_some() => return Ok(()),
        Verification => choice(&states()),
    };
    one(Problem::new(path, expectation, Some(value)))
}

fn is_date(text: &str) -> bool {
    RelativeDate::parse(text).is_some() || DateText::from(text).parse().is_ok()
}

fn check_names(value: &Value, path: &str) -> Checked {
    match value {
        Value::String(_) => Ok(()),
        Value::Array(names) => match names.iter().position(|name| !name.is_string()) {
            Some(index) => {
                let path = format!("{path}[{index}]");
                one(Problem::new(path, "a string", Some(&names[index])))
            }
            None => Ok(()),
        },
        _ => one(Problem::new(path, "a string", Some(value))),
    }
}

fn check_window(name: &str, value: &Value, path: &str) -> Checked {
    debug_assert!(Window::parse(name).is_some(), "{name}");
    match value {
        Value::Object(object) => only(object, path, &[]),
        _ => one(Problem::new(path, "an object", Some(value))),
    }
}
