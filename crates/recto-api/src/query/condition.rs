//! Conditions, one type for each family of property types.

use serde_json::{Number, Value};

use super::date::{DateCondition, names};

/// What is held against a property's value; the variant is the key of the filter.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Condition {
    /// `title`.
    Title(TextCondition),
    /// `rich_text`, which also fits title, url, email and phone_number properties.
    RichText(TextCondition),
    /// `url`.
    Url(TextCondition),
    /// `email`.
    Email(TextCondition),
    /// `phone_number`.
    PhoneNumber(TextCondition),
    /// `number`.
    Number(NumberCondition),
    /// `unique_id`: the number part.
    UniqueId(NumberCondition),
    /// `checkbox`.
    Checkbox(CheckboxCondition),
    /// `select`.
    Select(OptionCondition),
    /// `status`: options, not groups.
    Status(OptionCondition),
    /// `multi_select`.
    MultiSelect(ListCondition),
    /// `date`.
    Date(DateCondition),
    /// `created_time`.
    CreatedTime(DateCondition),
    /// `last_edited_time`.
    LastEditedTime(DateCondition),
    /// `people`: a user id, or `me`.
    People(ReferenceCondition),
    /// `created_by`: a user id, or `me`.
    CreatedBy(ReferenceCondition),
    /// `last_edited_by`: a user id, or `me`.
    LastEditedBy(ReferenceCondition),
    /// `relation`: a page id.
    Relation(ReferenceCondition),
    /// `files`.
    Files(PresenceCondition),
    /// `verification`.
    Verification(VerificationCondition),
    /// `formula`.
    Formula(FormulaCondition),
    /// `rollup`.
    Rollup(RollupCondition),
    /// A key, or a condition under a known key, that recto has no name for.
    Unknown {
        /// The key.
        kind: String,
        /// The value under it, whole.
        payload: Value,
    },
}

/// A condition on plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextCondition {
    /// `equals`.
    Equals(String),
    /// `does_not_equal`; matches empty values too.
    DoesNotEqual(String),
    /// `contains`.
    Contains(String),
    /// `does_not_contain`; matches empty values too.
    DoesNotContain(String),
    /// `starts_with`.
    StartsWith(String),
    /// `ends_with`.
    EndsWith(String),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on a number.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NumberCondition {
    /// `equals`.
    Equals(Number),
    /// `does_not_equal`; matches empty values too.
    DoesNotEqual(Number),
    /// `greater_than`.
    GreaterThan(Number),
    /// `less_than`.
    LessThan(Number),
    /// `greater_than_or_equal_to`.
    GreaterThanOrEqualTo(Number),
    /// `less_than_or_equal_to`.
    LessThanOrEqualTo(Number),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on a checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckboxCondition {
    /// `equals`.
    Equals(bool),
    /// `does_not_equal`.
    DoesNotEqual(bool),
}

/// One name, or several of which any may fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// A string.
    One(String),
    /// An array of strings.
    Many(Vec<String>),
}

impl Names {
    /// Gives the names.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

impl From<&str> for Names {
    fn from(name: &str) -> Self {
        Self::One(name.to_owned())
    }
}

impl From<String> for Names {
    fn from(name: String) -> Self {
        Self::One(name)
    }
}

impl From<&String> for Names {
    fn from(name: &String) -> Self {
        Self::One(name.clone())
    }
}

impl<S: AsRef<str>> From<&[S]> for Names {
    fn from(names: &[S]) -> Self {
        Self::Many(names.iter().map(|name| name.as_ref().to_owned()).collect())
    }
}

impl<S: Into<String>> From<Vec<S>> for Names {
    fn from(names: Vec<S>) -> Self {
        Self::Many(names.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Names {
    fn from(names: [S; N]) -> Self {
        Self::Many(names.into_iter().map(Into::into).collect())
    }
}

/// A condition on a select or a status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionCondition {
    /// `equals`: any of the names.
    Equals(Names),
    /// `does_not_equal`: none of the names; matches empty values too.
    DoesNotEqual(Names),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on a multi-select.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListCondition {
    /// `contains`: any of the names.
    Contains(Names),
    /// `does_not_contain`: none of the names; matches empty values too.
    DoesNotContain(Names),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on references to users or pages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceCondition {
    /// `contains`: an id; for users also `me`.
    Contains(String),
    /// `does_not_contain`; matches empty values too.
    DoesNotContain(String),
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on whether there is a value at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PresenceCondition {
    /// `is_empty`.
    IsEmpty,
    /// `is_not_empty`.
    IsNotEmpty,
}

/// A condition on a page's verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationCondition {
    /// `status`.
    Status(VerificationState),
    /// `does_not_equal`.
    DoesNotEqual(VerificationState),
}

names! {
    /// A state of verification, as filters name it.
    VerificationState {
        Verified = "verified",
        Expired = "expired",
        None = "none",
    }
}

/// A condition on a formula's result; the variant is the type it must have.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FormulaCondition {
    /// `string`.
    String(TextCondition),
    /// `number`.
    Number(NumberCondition),
    /// `checkbox`.
    Checkbox(CheckboxCondition),
    /// `date`.
    Date(DateCondition),
}

/// A condition on a rollup.
///
/// The first three look at the elements of an array and take a condition keyed by `rich_text`,
/// `number`, `checkbox`, `select`, `multi_select`, `relation`, `date`, `people`, `files` or
/// `status`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RollupCondition {
    /// `any`.
    Any(Box<Condition>),
    /// `every`.
    Every(Box<Condition>),
    /// `none`.
    None(Box<Condition>),
    /// `number`: an aggregate.
    Number(NumberCondition),
    /// `date`: an aggregate.
    Date(DateCondition),
}
