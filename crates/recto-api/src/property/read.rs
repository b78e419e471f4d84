//! Reading values as people think.
//!
//! Each `as_…` answers `None` for values of other types and for empty ones; [`PropertyValue::kind`]
//! and [`PropertyValue::is_empty`] tell which of the two it was. Results of formulas and rollups are
//! read like values of their own type.

mod plain;

use jiff::{Timestamp, civil};
use serde_json::Number;

use super::{
    Date, FormulaResult, PageRef, Place, Property, PropertyValue, RollupResult, SelectOption,
    UniqueId, Verification,
};
use crate::file::File;
use crate::ids::PageId;
use crate::rich_text::{self, RichText};
use crate::user::User;
use crate::wire::Field;

impl Property {
    /// Whether the page did not show all of a list, which it cuts at 25 references; the property
    /// endpoint has the rest (recordings).
    pub fn is_truncated(&self) -> bool {
        self.has_more == Field::Value(true)
    }
}

impl PropertyValue {
    /// The runs of a title or text.
    pub fn as_rich_text(&self) -> Option<&[RichText]> {
        match self {
            Self::Title(runs) | Self::RichText(runs) => Some(runs),
            _ => None,
        }
    }

    /// The text of a title, text, url, e-mail address, phone number, or formula of text, without
    /// formatting. The empty text of a title or text is `Some("")`.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Title(runs) | Self::RichText(runs) => Some(rich_text::plain(runs)),
            Self::Url(value) | Self::Email(value) | Self::PhoneNumber(value) => {
                value.as_ref().map(ToString::to_string)
            }
            Self::Formula(formula) => match &formula.result {
                FormulaResult::String(value) => value.as_ref().map(ToString::to_string),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number as it is written: of a number, a counter, or a formula or rollup of numbers.
    pub fn as_json_number(&self) -> Option<&Number> {
        match self {
            Self::Number(value) => value.as_ref(),
            Self::UniqueId(id) => id.number.value(),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::Number(value) => value.as_ref(),
                _ => None,
            },
            Self::Rollup(rollup) => match &rollup.result {
                RollupResult::Number(value) => value.as_ref(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number, of the types of [`PropertyValue::as_json_number`].
    pub fn as_number(&self) -> Option<f64> {
        self.as_json_number()?.as_f64()
    }

    /// The number where it is whole and fits; `5.0` is whole.
    pub fn as_integer(&self) -> Option<i64> {
        let number = self.as_json_number()?;
        number.as_i64().or_else(|| whole(number.as_f64()?))
    }

    /// Whether a box is ticked, or a formula is true.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Checkbox(checked) => Some(*checked),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::Boolean(value) => *value,
                _ => None,
            },
            _ => None,
        }
    }

    /// The date or range of a date, or a formula or rollup of dates.
    pub fn as_date(&self) -> Option<&Date> {
        match self {
            Self::Date(value) => value.as_ref(),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::Date(value) => value.as_ref(),
                _ => None,
            },
            Self::Rollup(rollup) => match &rollup.result {
                RollupResult::Date(value) => value.as_ref(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The day a date starts on, or a page was made or edited on, in its own offset.
    pub fn as_day(&self) -> Option<civil::Date> {
        match self {
            Self::CreatedTime(time) | Self::LastEditedTime(time) => {
                time.parse().ok().map(crate::date::Moment::date)
            }
            other => other.as_date()?.start_day(),
        }
    }

    /// The instant a date starts at, or a page was made or edited at; see
    /// [`Date::start_instant`].
    pub fn as_instant(&self) -> Option<Timestamp> {
        match self {
            Self::CreatedTime(time) | Self::LastEditedTime(time) => {
                time.parse().ok()?.instant(&jiff::tz::TimeZone::UTC)
            }
            other => other.as_date()?.start_instant(),
        }
    }

    /// The options of a select, status or multi-select; an empty list where none is chosen.
    pub fn as_options(&self) -> Option<&[SelectOption]> {
        match self {
            Self::Select(value) | Self::Status(value) => Some(value.as_slice()),
            Self::MultiSelect(values) => Some(values),
            _ => None,
        }
    }

    /// The names of the options of a select, status or multi-select; an empty list where none is
    /// chosen.
    pub fn as_names(&self) -> Option<Vec<&str>> {
        let options = self.as_options()?;
        Some(
            options
                .iter()
                .filter_map(|option| option.name.as_str())
                .collect(),
        )
    }

    /// The name of the option of a select or status.
    pub fn as_name(&self) -> Option<&str> {
        match self {
            Self::Select(value) | Self::Status(value) => value.as_ref()?.name.as_str(),
            _ => None,
        }
    }

    /// The people of a people property, or who made or edited the page.
    pub fn as_people(&self) -> Option<&[User]> {
        match self {
            Self::People(users) => Some(users),
            Self::CreatedBy(user) | Self::LastEditedBy(user) => Some(std::slice::from_ref(user)),
            _ => None,
        }
    }

    /// The related pages; 25 at most, see [`Property::is_truncated`].
    pub fn as_relation(&self) -> Option<&[PageRef]> {
        match self {
            Self::Relation(pages) => Some(pages),
            _ => None,
        }
    }

    /// The ids of the related pages; 25 at most, see [`Property::is_truncated`].
    pub fn as_page_ids(&self) -> Option<Vec<&PageId>> {
        Some(self.as_relation()?.iter().map(|page| &page.id).collect())
    }

    /// The files.
    pub fn as_files(&self) -> Option<&[File]> {
        match self {
            Self::Files(files) => Some(files),
            _ => None,
        }
    }

    /// The number of a page with what stands before it.
    pub fn as_unique_id(&self) -> Option<&UniqueId> {
        match self {
            Self::UniqueId(id) => Some(id),
            _ => None,
        }
    }

    /// The place.
    pub fn as_place(&self) -> Option<&Place> {
        match self {
            Self::Place(place) => place.as_deref(),
            _ => None,
        }
    }

    /// The verification of a wiki page.
    pub fn as_verification(&self) -> Option<&Verification> {
        match self {
            Self::Verification(verification) => verification.as_deref(),
            _ => None,
        }
    }

    /// The values a rollup shows.
    pub fn as_array(&self) -> Option<&[Property]> {
        match self {
            Self::Rollup(rollup) => match &rollup.result {
                RollupResult::Array(values) => Some(values),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The whole number that a float is exactly.
pub(crate) fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 a float no longer tells neighbours apart.
    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within 53 bits, as just seen"
    )]
    exact.then_some(number as i64)
}
