//! A test of one property's value.

use recto_api::date::Moment;
use recto_api::property::{FormulaResult, PropertyValue, RollupResult, SelectOption};
use recto_api::query::VerificationState;
use recto_api::user::User;
use serde_json::Number;

use super::date::DateTest;
use super::options::OptionTest;
use super::reference::{PageTest, UserTest};
use super::text::{self, TextTest};
use crate::row::moment;

#[derive(Debug, Clone)]
pub(crate) enum Test {
    Text(TextTest),
    Number(NumberTest),
    UniqueId(NumberTest),
    /// The state the box must have.
    Checkbox(bool),
    Option(OptionTest),
    Date(DateTest),
    People(UserTest),
    Relation(PageTest),
    Files {
        empty: bool,
    },
    Verification {
        state: VerificationState,
        wanted: bool,
    },
    /// Over the elements of an array rollup.
    Elements(Quantifier, Box<Self>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Quantifier {
    Any,
    Every,
    None,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    Less,
    AtLeast,
    AtMost,
}

/// Numbers compare as the service's do: as 64-bit floats.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NumberTest {
    Compare(Comparison, f64),
    Empty,
    NotEmpty,
}

impl NumberTest {
    fn matches(self, number: Option<&Number>) -> bool {
        self.holds(number.and_then(Number::as_f64))
    }

    /// Tests a number, or that there is none.
    pub(crate) fn holds(self, number: Option<f64>) -> bool {
        match (self, number) {
            (Self::Empty, number) => number.is_none(),
            (Self::NotEmpty, number) => number.is_some(),
            // Only "is not" holds of nothing (recordings).
            (Self::Compare(comparison, _), None) => matches!(comparison, Comparison::NotEqual),
            (Self::Compare(comparison, operand), Some(number)) => match comparison {
                Comparison::Equal => number == operand,
                Comparison::NotEqual => number != operand,
                Comparison::Greater => number > operand,
                Comparison::Less => number < operand,
                Comparison::AtLeast => number >= operand,
                Comparison::AtMost => number <= operand,
            },
        }
    }
}

impl Test {
    /// Tests a value; a row without the property counts as one with an empty value.
    pub(super) fn matches(&self, value: Option<&PropertyValue>) -> bool {
        match self {
            Self::Text(test) => text::with_plain(value, |text| test.matches(text)),
            Self::Number(test) => test.matches(number_of(value)),
            Self::UniqueId(test) => {
                let number = match value {
                    Some(PropertyValue::UniqueId(id)) => id.number.value(),
                    _ => None,
                };
                test.matches(number)
            }
            Self::Checkbox(wanted) => checked(value) == *wanted,
            Self::Option(test) => test.matches(options_of(value)),
            Self::Date(test) => test.matches(moment_of(value)),
            Self::People(test) => test.matches(users_of(value)),
            Self::Relation(test) => {
                let pages = match value {
                    Some(PropertyValue::Relation(pages)) => pages.as_slice(),
                    _ => &[],
                };
                test.matches(pages)
            }
            Self::Files { empty } => {
                let files = match value {
                    Some(PropertyValue::Files(files)) => files.as_slice(),
                    _ => &[],
                };
                files.is_empty() == *empty
            }
            Self::Verification { state, wanted } => (verification_of(value) == *state) == *wanted,
            Self::Elements(quantifier, test) => {
                let elements = match value {
                    Some(PropertyValue::Rollup(rollup)) => match &rollup.result {
                        RollupResult::Array(elements) => elements.as_slice(),
                        _ => &[],
                    },
                    _ => &[],
                };
                let mut fulfilled = elements
                    .iter()
                    .map(|element| test.matches(Some(&element.value)));
                match quantifier {
                    Quantifier::Any => fulfilled.any(|is| is),
                    // Over nothing, "every" is false and "none" is true (recordings).
                    Quantifier::Every => !elements.is_empty() && fulfilled.all(|is| is),
                    Quantifier::None => !fulfilled.any(|is| is),
                }
            }
        }
    }
}

fn number_of(value: Option<&PropertyValue>) -> Option<&Number> {
    match value? {
        PropertyValue::Number(number) => number.as_ref(),
        PropertyValue::UniqueId(id) => id.number.value(),
        PropertyValue::Formula(formula) => match &formula.result {
            FormulaResult::Number(number) => number.as_ref(),
            _ => None,
        },
        PropertyValue::Rollup(rollup) => match &rollup.result {
            RollupResult::Number(number) => number.as_ref(),
            _ => None,
        },
        _ => None,
    }
}

fn checked(value: Option<&PropertyValue>) -> bool {
    match value {
        Some(PropertyValue::Checkbox(checked)) => *checked,
        Some(PropertyValue::Formula(formula)) => {
            matches!(formula.result, FormulaResult::Boolean(Some(true)))
        }
        _ => false,
    }
}

fn options_of(value: Option<&PropertyValue>) -> &[SelectOption] {
    match value {
        Some(PropertyValue::Select(option) | PropertyValue::Status(option)) => option.as_slice(),
        Some(PropertyValue::MultiSelect(options)) => options,
        _ => &[],
    }
}

/// Gives the start of a date: the service compares nothing else of a range.
pub(super) fn moment_of(value: Option<&PropertyValue>) -> Option<Moment> {
    let date = match value? {
        PropertyValue::Date(date) => date.as_ref(),
        PropertyValue::CreatedTime(time) | PropertyValue::LastEditedTime(time) => {
            return moment(time);
        }
        PropertyValue::Formula(formula) => match &formula.result {
            FormulaResult::Date(date) => date.as_ref(),
            _ => None,
        },
        PropertyValue::Rollup(rollup) => match &rollup.result {
            RollupResult::Date(date) => date.as_ref(),
            _ => None,
        },
        _ => None,
    };
    moment(&date?.start)
}

pub(super) fn users_of(value: Option<&PropertyValue>) -> &[User] {
    match value {
        Some(PropertyValue::People(users)) => users,
        Some(PropertyValue::CreatedBy(user) | PropertyValue::LastEditedBy(user)) => {
            std::slice::from_ref(user)
        }
        _ => &[],
    }
}

fn verification_of(value: Option<&PropertyValue>) -> VerificationState {
    let state = match value {
        Some(PropertyValue::Verification(Some(verification))) => verification.state.as_str(),
        _ => None,
    };
    state
        .and_then(VerificationState::parse)
        .unwrap_or(VerificationState::None)
}
