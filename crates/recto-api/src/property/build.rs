//! Constructors: values as people think of them.
//!
//! | the property shall | value |
//! |---|---|
//! | hold a text | `PropertyValue::rich_text("Hello")`, `title`, `url`, `email`, `phone_number` |
//! | hold no text | `PropertyValue::rich_text("")`, `PropertyValue::Url(None)` |
//! | hold zero | `PropertyValue::integer(0)` |
//! | hold no number | `PropertyValue::Number(None)` |
//! | hold an option | `PropertyValue::select("Done")`, or `SelectOption::with_id("…")` in it |
//! | hold no option | `PropertyValue::Select(None)` |
//! | hold no options, pages, people or files | `PropertyValue::relation([])` and so on |
//! | stay as it is | leave it out of the request |

use serde_json::Number;

use super::{
    Date, FormulaResult, OptionColor, PageRef, Place, PropertyValue, RollupResult, SelectOption,
    Verification, people,
};
use crate::file::File;
use crate::ids::{PageId, UserId};
use crate::rich_text;
use crate::wire::{Extra, Field};

/// NaN or infinity, for which JSON has no number.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error(
    "{0} cannot be sent: JSON has neither NaN nor infinity; `Number(None)` clears the property"
)]
pub struct NotFinite(pub f64);

fn finite(number: f64) -> Result<Number, NotFinite> {
    Number::from_f64(number).ok_or(NotFinite(number))
}

impl SelectOption {
    /// An option by its name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Field::Value(name.into()),
            ..Self::default()
        }
    }

    /// An option by its id, which survives renames; it must exist.
    pub fn with_id(id: impl Into<String>) -> Self {
        Self {
            id: Field::Value(id.into()),
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

/// By name.
impl From<&str> for SelectOption {
    fn from(name: &str) -> Self {
        Self::named(name)
    }
}

/// By name.
impl From<String> for SelectOption {
    fn from(name: String) -> Self {
        Self::named(name)
    }
}

/// By name.
impl From<&String> for SelectOption {
    fn from(name: &String) -> Self {
        Self::named(name)
    }
}

impl Place {
    /// A place by latitude (−90 to 90) and longitude (−180 to 180) in degrees.
    ///
    /// # Errors
    ///
    /// When either is NaN or infinite. The ranges are the service's to check.
    pub fn at(latitude: f64, longitude: f64) -> Result<Self, NotFinite> {
        Ok(Self {
            lat: Field::Value(finite(latitude)?),
            lon: Field::Value(finite(longitude)?),
            name: Field::Absent,
            address: Field::Absent,
            extra: Extra::default(),
        })
    }

    /// The same with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Field::Value(name.into());
        self
    }

    /// The same with an address.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Field::Value(address.into());
        self
    }
}

impl Verification {
    fn new(state: &str, date: Field<Date>) -> Self {
        Self {
            state: Field::Value(state.into()),
            date,
            verified_by: Field::Absent,
            extra: Extra::default(),
        }
    }
}

impl PropertyValue {
    /// A title; long text becomes several runs, the empty one clears.
    pub fn title(text: &str) -> Self {
        Self::Title(rich_text::split(text))
    }

    /// A text; long text becomes several runs, the empty one clears.
    pub fn rich_text(text: &str) -> Self {
        Self::RichText(rich_text::split(text))
    }

    /// A number with a fraction.
    ///
    /// # Errors
    ///
    /// When it is NaN or infinite: JSON has no such number, and null would clear the property.
    pub fn number(number: f64) -> Result<Self, NotFinite> {
        finite(number).map(|number| Self::Number(Some(number)))
    }

    /// A whole number of any width up to 64 bits.
    pub fn integer(number: impl Into<Number>) -> Self {
        Self::Number(Some(number.into()))
    }

    /// One option, by name or with [`SelectOption::with_id`]; a name that does not exist becomes a
    /// new option (documented).
    pub fn select(option: impl Into<SelectOption>) -> Self {
        Self::Select(Some(option.into()))
    }

    /// Options, by name or with [`SelectOption::with_id`]; names that do not exist become new
    /// options (documented).
    pub fn multi_select<S: Into<SelectOption>>(options: impl IntoIterator<Item = S>) -> Self {
        Self::MultiSelect(options.into_iter().map(Into::into).collect())
    }

    /// One status option, by name or with [`SelectOption::with_id`]; it must exist.
    pub fn status(option: impl Into<SelectOption>) -> Self {
        Self::Status(Some(option.into()))
    }

    /// A day, a time or a range; see [`Date`] for what can become one.
    pub fn date(date: impl Into<Date>) -> Self {
        Self::Date(Some(date.into()))
    }

    /// Yes or no.
    pub fn checkbox(checked: bool) -> Self {
        Self::Checkbox(checked)
    }

    /// An address. Notion refuses the empty one: `Url(None)` clears.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(Some(url.into()))
    }

    /// An e-mail address. Notion refuses the empty one: `Email(None)` clears.
    pub fn email(email: impl Into<String>) -> Self {
        Self::Email(Some(email.into()))
    }

    /// A phone number. Notion refuses the empty one: `PhoneNumber(None)` clears.
    pub fn phone_number(number: impl Into<String>) -> Self {
        Self::PhoneNumber(Some(number.into()))
    }

    /// Related pages; the list replaces the former one, an empty list clears.
    pub fn relation(ids: impl IntoIterator<Item = PageId>) -> Self {
        Self::Relation(ids.into_iter().map(PageRef::from).collect())
    }

    /// People by their ids; the list replaces the former one, an empty list clears.
    pub fn people(ids: impl IntoIterator<Item = UserId>) -> Self {
        Self::People(people(ids))
    }

    /// Files; the list replaces the former one, so those to keep belong into it. An empty list
    /// clears.
    pub fn files(files: impl IntoIterator<Item = File>) -> Self {
        Self::Files(files.into_iter().collect())
    }

    /// A place on the map.
    pub fn place(place: Place) -> Self {
        Self::Place(Some(Box::new(place)))
    }

    /// Verified without an end, of a page in a wiki.
    pub fn verified() -> Self {
        Self::Verification(Some(Box::new(Verification::new("verified", Field::Absent))))
    }

    /// Verified until the end of `date`, of a page in a wiki.
    pub fn verified_until(date: impl Into<Date>) -> Self {
        let date = Field::Value(date.into());
        Self::Verification(Some(Box::new(Verification::new("verified", date))))
    }

    /// Not verified, of a page in a wiki.
    pub fn unverified() -> Self {
        Self::Verification(Some(Box::new(Verification::new(
            "unverified",
            Field::Absent,
        ))))
    }

    /// The value that clears a property of this type (`select`, `rich_text`, …); an unticked box
    /// for `checkbox`. `None` for types that cannot be written and those without a name here.
    pub fn cleared(kind: &str) -> Option<Self> {
        Some(match kind {
            "title" => Self::Title(Vec::new()),
            "rich_text" => Self::RichText(Vec::new()),
            "number" => Self::Number(None),
            "select" => Self::Select(None),
            "multi_select" => Self::MultiSelect(Vec::new()),
            "status" => Self::Status(None),
            "date" => Self::Date(None),
            "people" => Self::People(Vec::new()),
            "files" => Self::Files(Vec::new()),
            "checkbox" => Self::Checkbox(false),
            "url" => Self::Url(None),
            "email" => Self::Email(None),
            "phone_number" => Self::PhoneNumber(None),
            "relation" => Self::Relation(Vec::new()),
            "place" => Self::Place(None),
            "verification" => Self::unverified(),
            _ => return None,
        })
    }

    /// Whether Notion computes the value, so that a request cannot set it.
    pub fn is_read_only(&self) -> bool {
        matches!(
            self,
            Self::Formula(_)
                | Self::Rollup(_)
                | Self::CreatedTime(_)
                | Self::LastEditedTime(_)
                | Self::CreatedBy(_)
                | Self::LastEditedBy(_)
                | Self::UniqueId(_)
                | Self::Button(_)
        )
    }

    /// Whether there is nothing in it: null, no runs, an empty list; of a formula or rollup, an
    /// empty result. A checkbox is never empty.
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
            Self::UniqueId(value) => !value.number.is_value(),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::String(value) => value.as_deref().is_none_or(str::is_empty),
                FormulaResult::Number(value) => value.is_none(),
                FormulaResult::Boolean(value) => value.is_none(),
                FormulaResult::Date(value) => value.is_none(),
                FormulaResult::Unsupported(_) | FormulaResult::Unknown(_) => false,
            },
            Self::Rollup(rollup) => match &rollup.result {
                RollupResult::Number(value) => value.is_none(),
                RollupResult::Date(value) => value.is_none(),
                RollupResult::Array(values) => values.is_empty(),
                RollupResult::Unsupported(_)
                | RollupResult::Incomplete(_)
                | RollupResult::Unknown(_) => false,
            },
            Self::Checkbox(_)
            | Self::CreatedTime(_)
            | Self::LastEditedTime(_)
            | Self::CreatedBy(_)
            | Self::LastEditedBy(_)
            | Self::Button(_)
            | Self::Unknown(_) => false,
        }
    }
}
