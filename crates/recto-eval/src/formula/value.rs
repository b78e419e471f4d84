//! What a formula calculates with.

mod collate;
mod date;
mod number;
mod property;

use std::cmp::Ordering;
use std::sync::Arc;

pub(super) use self::date::{Civil, Unit};
pub use self::date::{DateValue, Moment};
pub(super) use self::number::{of_text as number_of_text, shortest, shown};

use smol_str::SmolStr;

/// A value of the formula language.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value: an empty property, `empty()`, `1 / 0`. An ordinary value: 0 in sums, `""` in text,
    /// equal to neither (recorded).
    Empty,
    /// True or false.
    Boolean(bool),
    /// A finite number.
    Number(f64),
    /// Text.
    Text(SmolStr),
    /// A day, a time or a range.
    Date(DateValue),
    /// Somebody.
    Person(Arc<Person>),
    /// A page, by its id.
    Page(SmolStr),
    /// A list.
    List(Arc<[Self]>),
}

/// A user as formulas know one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The user's id.
    pub id: SmolStr,
    /// The name; empty for somebody unknown, who is shown as `Anonymous` (recorded).
    pub name: SmolStr,
    /// The e-mail address; may be empty.
    pub email: SmolStr,
}

impl Person {
    /// The name to show.
    pub(super) fn shown(&self) -> SmolStr {
        if self.name.is_empty() {
            SmolStr::new_static("Anonymous")
        } else {
            self.name.clone()
        }
    }
}

impl Value {
    /// A text; one without letters is a text still.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(SmolStr::new(text))
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// A number, or nothing where it is not finite (recorded: `1 / 0`).
    pub(super) fn number(number: f64) -> Self {
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::Empty
        }
    }

    /// Whether `empty` holds: no value, `""`, 0, `false`, `[]` (documented).
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Boolean(value) => !value,
            Self::Number(number) => *number == 0.0,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Date(_) | Self::Person(_) | Self::Page(_) => false,
        }
    }

    /// Whether a condition holds: any type will do (recorded).
    pub(super) fn is_true(&self) -> bool {
        !self.is_empty()
    }

    /// Equality as `==` and `unique` know it: by type, nothing only with nothing.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person(one), Self::Person(two)) => one.id == two.id,
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two.iter()).all(|(a, b)| a.equals(b))
            }
            (Self::Date(one), Self::Date(two)) => one.same(*two),
            _ => self == other,
        }
    }

    /// The order of two values of a type, for `<` and its like; `None` where there is none, as with
    /// nothing on either side (recorded).
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => one.partial_cmp(two),
            (Self::Boolean(one), Self::Boolean(two)) => Some(one.cmp(two)),
            (Self::Date(one), Self::Date(two)) => Some(one.start.cmp(&two.start)),
            (Self::Text(one), Self::Text(two)) => Some(collate::compare(one, two)),
            (Self::Number(one), Self::Boolean(two)) => one.partial_cmp(&f64::from(u8::from(*two))),
            (Self::Boolean(one), Self::Number(two)) => f64::from(u8::from(*one)).partial_cmp(two),
            _ => None,
        }
    }

    /// The number that arithmetic sees: nothing is 0 (recorded), a boolean 0 or 1; `None` where
    /// there is none.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Empty => Some(0.0),
            Self::Boolean(value) => Some(f64::from(u8::from(*value))),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Compares texts in natural order, `a` before `A` where nothing else tells.
pub(super) fn compare_text(one: &str, two: &str) -> Ordering {
    collate::compare(one, two)
}
