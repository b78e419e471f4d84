//! Values as answers show them.

use recto_api::date::DateText;
use recto_api::property::{Date, FormulaResult};
use recto_api::wire::Field;

use super::eval::{Failure, Run};
use super::types::Type;
use super::value::{self, DateValue, Value};
use crate::schema::FormulaType;

/// An answer knows texts, numbers, booleans and dates; everything else is text (documented). The
/// type is the formula's own, and the value's where branches differ (recorded).
pub(super) fn shown(
    run: &Run<'_>,
    value: Result<Value, Failure>,
    value_type: &Type,
) -> FormulaResult {
    let value = value.unwrap_or(Value::Empty);
    match value {
        Value::Empty => empty(value_type.shown()),
        Value::Boolean(value) => FormulaResult::Boolean(Some(value)),
        Value::Number(number) => FormulaResult::Number(value::shown(number)),
        Value::Date(date) => FormulaResult::Date(date_shown(date)),
        Value::List(items) => {
            let mut texts = Vec::new();
            flatten(run, &items, &mut texts);
            let text = (!texts.is_empty()).then(|| texts.join(","));
            FormulaResult::String(text.map(trimmed))
        }
        text => FormulaResult::String(Some(trimmed(run.format(&text).into()))),
    }
}

fn empty(shown: Option<FormulaType>) -> FormulaResult {
    match shown {
        Some(FormulaType::Number) => FormulaResult::Number(None),
        Some(FormulaType::Boolean) => FormulaResult::Boolean(None),
        Some(FormulaType::Date) => FormulaResult::Date(None),
        Some(FormulaType::String) | None => FormulaResult::String(None),
    }
}

/// White space at the end goes (recorded since 2024).
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text
}

/// The elements of all levels as texts, without nothing (recorded).
fn flatten(run: &Run<'_>, items: &[Value], out: &mut Vec<String>) {
    for item in items {
        match item {
            Value::Empty => {}
            Value::List(inner) => flatten(run, inner, out),
            other => out.push(run.format(other).into()),
        }
    }
}

fn date_shown(date: DateValue) -> Option<Date> {
    let text = |moment: value::Moment| moment.shown().map(DateText::from);
    Some(Date {
        start: text(date.start)?,
        end: date.end.and_then(text).map_or(Field::Null, Field::Value),
        time_zone: Field::Null,
        extra: recto_api::wire::Extra::default(),
    })
}
