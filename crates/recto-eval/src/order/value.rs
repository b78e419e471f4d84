//! What rows are sorted by.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::tz::TimeZone;
use recto_api::date::Moment;
use recto_api::file::File;
use recto_api::property::{FormulaResult, PropertyValue, RollupResult, SelectOption};
use recto_api::user::User;

use super::natural;
use crate::predicate::text_of;
use crate::row::{Row, moment};
use crate::schema::{Found, PropertyKey};
use crate::table;

/// What a sort looks at.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    Property(PropertyKey),
    /// A select, status or multi-select with the place of each option, by id and by name.
    Options(PropertyKey, HashMap<String, usize>),
    CreatedTime,
    LastEditedTime,
    CreatedBy,
    LastEditedBy,
    /// What has no order.
    Nothing,
}

/// A value to compare; values of one subject have one kind, different kinds compare by kind.
#[derive(Debug, Clone)]
pub(super) enum SortValue<'a> {
    Empty,
    Number(f64),
    /// Nanoseconds since 1970.
    Time(i128),
    Places(Vec<usize>),
    Text(Cow<'a, str>),
    /// Compared byte by byte.
    Id(&'a str),
    List(Vec<Self>),
}

impl Subject {
    pub(super) fn new(found: &Found<'_>) -> Self {
        match found.kind() {
            "created_time" => Self::CreatedTime,
            "last_edited_time" => Self::LastEditedTime,
            "created_by" => Self::CreatedBy,
            "last_edited_by" => Self::LastEditedBy,
            "select" | "status" | "multi_select" => {
                Self::Options(found.key(), places(found.options()))
            }
            _ => Self::Property(found.key()),
        }
    }

    pub(super) fn of<'r>(&self, row: &'r impl Row) -> SortValue<'r> {
        let value = match self {
            Self::Property(key) => row.property(key).map(|value| value_of(value, None)),
            Self::Options(key, places) => {
                row.property(key).map(|value| value_of(value, Some(places)))
            }
            Self::CreatedTime => row.created_time().and_then(time),
            Self::LastEditedTime => row.last_edited_time().and_then(time),
            Self::CreatedBy => row.created_by().map(user),
            Self::LastEditedBy => row.last_edited_by().map(user),
            Self::Nothing => None,
        };
        value.unwrap_or(SortValue::Empty)
    }
}

impl Subject {
    /// What is packed of it; `None` of what has no order.
    pub(crate) fn packed(&self) -> Option<table::Subject> {
        Some(match self {
            Self::Property(key) | Self::Options(key, _) => table::Subject::Property(key.id.clone()),
            Self::CreatedTime => table::Subject::CreatedTime,
            Self::LastEditedTime => table::Subject::LastEditedTime,
            Self::CreatedBy => table::Subject::CreatedBy,
            Self::LastEditedBy => table::Subject::LastEditedBy,
            Self::Nothing => return None,
        })
    }

    /// The rank of each of some values, from 1; equal ones have the same, empty ones none.
    pub(crate) fn ranks(&self, values: &[PropertyValue]) -> Vec<Option<u64>> {
        let places = match self {
            Self::Options(_, places) => Some(places),
            _ => None,
        };
        let mut sorted: Vec<(usize, SortValue<'_>)> = values
            .iter()
            .map(|value| value_of(value, places))
            .enumerate()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        sorted.sort_by(|(_, left), (_, right)| left.compare(right));
        let mut ranks = vec![None; values.len()];
        let mut rank = 0;
        let mut before: Option<&SortValue<'_>> = None;
        for (at, value) in &sorted {
            if before.is_none_or(|before| before.compare(value).is_ne()) {
                rank += 1;
            }
            before = Some(value);
            if let Some(own) = ranks.get_mut(*at) {
                *own = Some(rank);
            }
        }
        ranks
    }
}

fn places(options: &[SelectOption]) -> HashMap<String, usize> {
    let named = |(place, option): (usize, &SelectOption)| {
        [option.name.value().cloned(), option.id.value().cloned()]
            .into_iter()
            .flatten()
            .map(move |text| (text, place))
    };
    options.iter().enumerate().flat_map(named).collect()
}

fn value_of<'r>(
    value: &'r PropertyValue,
    places: Option<&HashMap<String, usize>>,
) -> SortValue<'r> {
    let text = |text: Cow<'r, str>| match text.is_empty() {
        true => SortValue::Empty,
        false => SortValue::Text(text),
    };
    let number = |number: Option<&serde_json::Number>| {
        number
            .and_then(serde_json::Number::as_f64)
            .map(SortValue::Number)
    };
    let date = |date: Option<&recto_api::property::Date>| {
        date.and_then(|date| moment(&date.start)).and_then(time)
    };
    let some = match value {
        PropertyValue::Title(_)
        | PropertyValue::RichText(_)
        | PropertyValue::Url(_)
        | PropertyValue::Email(_)
        | PropertyValue::PhoneNumber(_) => Some(text(text_of(value))),
        PropertyValue::Number(own) => number(own.as_ref()),
        PropertyValue::UniqueId(id) => number(id.number.value()),
        PropertyValue::Checkbox(checked) => Some(SortValue::Number(f64::from(*checked))),
        PropertyValue::Select(option) | PropertyValue::Status(option) => {
            Some(options(option.as_slice(), places))
        }
        PropertyValue::MultiSelect(own) => Some(options(own, places)),
        PropertyValue::Date(own) => date(own.as_ref()),
        PropertyValue::CreatedTime(own) | PropertyValue::LastEditedTime(own) => {
            moment(own).and_then(time)
        }
        PropertyValue::People(users) => Some(list(users.iter().map(user))),
        PropertyValue::CreatedBy(own) | PropertyValue::LastEditedBy(own) => Some(user(own)),
        PropertyValue::Relation(pages) => Some(list(
            pages.iter().map(|page| SortValue::Id(page.id.as_str())),
        )),
        PropertyValue::Files(files) => Some(list(files.iter().map(file))),
        PropertyValue::Verification(own) => own
            .as_ref()
            .and_then(|own| own.state.as_str())
            .map(verification),
        PropertyValue::Place(own) => own.as_ref().map(|own| {
            text(
                own.name
                    .as_str()
                    .or(own.address.as_str())
                    .unwrap_or_default()
                    .into(),
            )
        }),
        PropertyValue::Formula(formula) => match &formula.result {
            FormulaResult::String(_) => Some(text(text_of(value))),
            FormulaResult::Number(own) => number(own.as_ref()),
            FormulaResult::Boolean(own) => own.map(|checked| SortValue::Number(f64::from(checked))),
            FormulaResult::Date(own) => date(own.as_ref()),
            FormulaResult::Unsupported(_) | FormulaResult::Unknown(_) => None,
        },
        PropertyValue::Rollup(rollup) => match &rollup.result {
            RollupResult::Number(own) => number(own.as_ref()),
            RollupResult::Date(own) => date(own.as_ref()),
            RollupResult::Array(elements) => Some(list(
                elements
                    .iter()
                    .map(|element| value_of(&element.value, None)),
            )),
            RollupResult::Unsupported(_)
            | RollupResult::Incomplete(_)
            | RollupResult::Unknown(_) => None,
        },
        PropertyValue::Button(_) | PropertyValue::Unknown(_) => None,
    };
    some.unwrap_or(SortValue::Empty)
}

/// A day begins in UTC, a time without offset is UTC.
fn time<'r>(moment: Moment) -> Option<SortValue<'r>> {
    moment
        .instant(&TimeZone::UTC)
        .map(|instant| SortValue::Time(instant.as_nanosecond()))
}

/// Gives the places of options; an option the schema has not comes after all it has.
fn options<'r>(
    options: &'r [SelectOption],
    places: Option<&HashMap<String, usize>>,
) -> SortValue<'r> {
    let name = |option: &'r SelectOption| option.name.as_str().unwrap_or_default();
    let Some(places) = places else {
        return list(
            options
                .iter()
                .map(|option| SortValue::Text(name(option).into())),
        );
    };
    let place = |option: &SelectOption| {
        let known = option.id.as_str().and_then(|id| places.get(id));
        known
            .or_else(|| places.get(option.name.as_str()?))
            .copied()
            .unwrap_or(usize::MAX)
    };
    match options {
        [] => SortValue::Empty,
        options => SortValue::Places(options.iter().map(place).collect()),
    }
}

fn list<'r>(elements: impl Iterator<Item = SortValue<'r>>) -> SortValue<'r> {
    let elements: Vec<_> = elements.collect();
    match elements.is_empty() {
        true => SortValue::Empty,
        false => SortValue::List(elements),
    }
}

/// By name; by id where the name is not known.
fn user(user: &User) -> SortValue<'_> {
    SortValue::Text(user.name.as_str().unwrap_or(user.id.as_str()).into())
}

fn file(file: &File) -> SortValue<'_> {
    SortValue::Text(file.name.as_str().unwrap_or_default().into())
}

/// Verified, expired, unverified; an assumption.
fn verification<'r>(state: &str) -> SortValue<'r> {
    SortValue::Number(match state {
        "verified" => 0.0,
        "expired" => 1.0,
        _ => 2.0,
    })
}

impl SortValue<'_> {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => {
                left.partial_cmp(right).unwrap_or(Ordering::Equal)
            }
            (Self::Time(left), Self::Time(right)) => left.cmp(right),
            (Self::Places(left), Self::Places(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => natural::compare(left, right),
            (Self::Id(left), Self::Id(right)) => left.cmp(right),
            (Self::List(left), Self::List(right)) => {
                let unequal = left
                    .iter()
                    .zip(right)
                    .map(|(left, right)| left.compare(right));
                unequal
                    .into_iter()
                    .find(|order| order.is_ne())
                    .unwrap_or_else(|| left.len().cmp(&right.len()))
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Time(_) => 1,
            Self::Places(_) => 2,
            Self::Text(_) => 3,
            Self::Id(_) => 4,
            Self::List(_) => 5,
            Self::Empty => 6,
        }
    }
}
