//! Constructors: values as people think of them.

use serde_json::Number;

use super::{Date, OptionColor, PageRef, PropertyValue, SelectOption, people};
use crate::ids::{PageId, UserId};
use crate::rich_text;
use crate::wire::Field;

impl SelectOption {
    /// An option by its name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Field::Value(name.into()),
            ..Self::default()
        }
    }

    /// The same with a colour, for schemas.
    #[must_use]
    pub fn colored(mut self, color: OptionColor) -> Self {
        self.color = Field::Value(color);
        self
    }
}

impl PropertyValue {
    /// A title; long text becomes several runs.
    pub fn title(text: &str) -> Self {
        Self::Title(rich_text::split(text))
    }

    /// A text; long text becomes several runs, the empty one clears.
    pub fn rich_text(text: &str) -> Self {
        Self::RichText(rich_text::split(text))
    }

    /// A number. JSON has no infinity and no NaN: they give `None`, empty.
    pub fn number(number: f64) -> Self {
        Self::Number(Number::from_f64(number))
    }

    /// A whole number.
    pub fn integer(number: i64) -> Self {
        Self::Number(Some(number.into()))
    }

    /// One option by name; made by Notion if it does not exist.
    pub fn select(name: impl Into<String>) -> Self {
        Self::Select(Some(SelectOption::named(name)))
    }

    /// Options by name; made by Notion if they do not exist.
    pub fn multi_select<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self::MultiSelect(names.into_iter().map(SelectOption::named).collect())
    }

    /// One status option by name; it must exist.
    pub fn status(name: impl Into<String>) -> Self {
        Self::Status(Some(SelectOption::named(name)))
    }

    /// A day, a time or a range.
    pub fn date(date: impl Into<Date>) -> Self {
        Self::Date(Some(date.into()))
    }

    /// Yes or no.
    pub fn checkbox(checked: bool) -> Self {
        Self::Checkbox(checked)
    }

    /// An address.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(Some(url.into()))
    }

    /// An e-mail address.
    pub fn email(email: impl Into<String>) -> Self {
        Self::Email(Some(email.into()))
    }

    /// A phone number.
    pub fn phone_number(number: impl Into<String>) -> Self {
        Self::PhoneNumber(Some(number.into()))
    }

    /// Related pages; the list replaces the former one.
    pub fn relation(ids: impl IntoIterator<Item = PageId>) -> Self {
        Self::Relation(ids.into_iter().map(PageRef::from).collect())
    }

    /// People by their ids; the list replaces the former one.
    pub fn people(ids: impl IntoIterator<Item = UserId>) -> Self {
        Self::People(people(ids))
    }

    /// Whether there is nothing in it: null, no runs, an empty list. A checkbox is never empty.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Title(runs) | Self::RichText(runs) => rich_text::plain(runs).is_empty(),
            Self::Number(value) => value.is_none(),
            Self::Select(value) | Self::Status(value) => value.is_none(),
            Self::MultiSelect(values) => values.is_empty(),
            Self::Date(value) => value.is_none(),
            Self::People(values) => values.is_empty(),
            Self::Files(values) => values.is_empty(),
            Self::Url(value) | Self::Email(value) | Self::PhoneNumber(value) => value.is_none(),
            Self::Relation(values) => values.is_empty(),
            Self::Verification(value) => value.is_none(),
            Self::Place(value) => value.is_none(),
            _ => false,
        }
    }
}

impl From<&str> for Date {
    fn from(start: &str) -> Self {
        Self::new(start)
    }
}
