//! Properties of pages as values.

use std::sync::Arc;

use recto_api::date::DateText;
use recto_api::file::File;
use recto_api::property::{FormulaResult, PropertyValue, RollupResult, SelectOption};
use recto_api::rich_text::RichText;
use recto_api::user::User;
use smol_str::SmolStr;

use super::{DateValue, Moment, Person, Value};

impl From<&PropertyValue> for Value {
    /// The value that a formula sees: an empty text, number, option or date is [`Value::Empty`], an
    /// empty list a list (recorded). People carry what the object shows of them; a page of a
    /// relation is its id.
    fn from(property: &PropertyValue) -> Self {
        match property {
            PropertyValue::Title(runs) | PropertyValue::RichText(runs) => plain(runs),
            PropertyValue::Number(number) => number
                .as_ref()
                .and_then(serde_json::Number::as_f64)
                .map_or(Self::Empty, Self::number),
            PropertyValue::Select(option) | PropertyValue::Status(option) => {
                option.as_ref().map_or(Self::Empty, name)
            }
            PropertyValue::MultiSelect(options) => Self::list(options.iter().map(name)),
            PropertyValue::Date(date) => date.as_ref().map_or(Self::Empty, from_date),
            PropertyValue::People(people) => Self::list(people.iter().map(person)),
            PropertyValue::Files(files) => Self::list(files.iter().map(file)),
            PropertyValue::Checkbox(checked) => Self::Boolean(*checked),
            PropertyValue::Url(text)
            | PropertyValue::Email(text)
            | PropertyValue::PhoneNumber(text) => text.as_deref().map_or(Self::Empty, Self::text),
            PropertyValue::Relation(pages) => {
                Self::list(pages.iter().map(|page| Self::Page(SmolStr::new(&page.id))))
            }
            PropertyValue::Formula(formula) => from_result(&formula.result),
            PropertyValue::Rollup(rollup) => match &rollup.result {
                RollupResult::Number(number) => number
                    .as_ref()
                    .and_then(serde_json::Number::as_f64)
                    .map_or(Self::Empty, Self::number),
                RollupResult::Date(date) => date.as_ref().map_or(Self::Empty, from_date),
                RollupResult::Array(items) => {
                    Self::list(items.iter().map(|item| Self::from(&item.value)))
                }
                _ => Self::Empty,
            },
            PropertyValue::CreatedTime(time) | PropertyValue::LastEditedTime(time) => {
                moment(time).map_or(Self::Empty, |start| Self::Date(DateValue::single(start)))
            }
            PropertyValue::CreatedBy(user) | PropertyValue::LastEditedBy(user) => person(user),
            PropertyValue::UniqueId(id) => match (id.prefix.value(), id.number.value()) {
                (Some(prefix), Some(number)) if !prefix.is_empty() => {
                    Self::text(format!("{prefix}-{number}"))
                }
                (_, Some(number)) => Self::text(number.to_string()),
                _ => Self::Empty,
            },
            _ => Self::Empty,
        }
    }
}

fn plain(runs: &[RichText]) -> Value {
    let mut text = String::new();
    for run in runs {
        text.push_str(run.plain_text.value().map_or("", String::as_str));
    }
    if text.is_empty() {
        Value::Empty
    } else {
        Value::text(text)
    }
}

fn name(option: &SelectOption) -> Value {
    option.name.value().map_or(Value::Empty, Value::text)
}

fn file(file: &File) -> Value {
    file.name.value().map_or(Value::Empty, Value::text)
}

fn person(user: &User) -> Value {
    Value::Person(Arc::new(Person {
        id: SmolStr::new(&user.id),
        name: SmolStr::new(user.name.value().map_or("", String::as_str)),
        email: SmolStr::new(user.email().unwrap_or_default()),
    }))
}

fn from_result(result: &FormulaResult) -> Value {
    match result {
        FormulaResult::String(text) => text.as_deref().map_or(Value::Empty, Value::text),
        FormulaResult::Number(number) => number
            .as_ref()
            .and_then(serde_json::Number::as_f64)
            .map_or(Value::Empty, Value::number),
        FormulaResult::Boolean(value) => value.map_or(Value::Empty, Value::Boolean),
        FormulaResult::Date(date) => date.as_ref().map_or(Value::Empty, from_date),
        _ => Value::Empty,
    }
}

fn from_date(date: &recto_api::property::Date) -> Value {
    moment(&date.start).map_or(Value::Empty, |start| {
        Value::Date(DateValue {
            start,
            end: date.end.value().and_then(moment),
        })
    })
}

/// A time without an offset stands in UTC.
fn moment(text: &DateText) -> Option<Moment> {
    use recto_api::date::Moment as Wire;
    match text.parse().ok()? {
        Wire::Date(date) => {
            let days = jiff::civil::date(1970, 1, 1).until(date).ok()?.get_days();
            Moment::day(days.into())
        }
        Wire::Local(time) => {
            let instant = jiff::tz::Offset::UTC.to_timestamp(time).ok()?;
            Moment::time(instant.as_millisecond(), 0)
        }
        Wire::Instant(instant, offset) => Moment::time(instant.as_millisecond(), offset.seconds()),
    }
}
