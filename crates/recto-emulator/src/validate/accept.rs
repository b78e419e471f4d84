//! Whether a value has a shape: the quick check that every sound request takes.

use jiff::fmt::temporal::DateTimeParser;
use serde_json::Value;

use super::shape::Shape;
use crate::ids;

/// Whether the value has the shape, all members included. Says the same as [`super::check`]
/// without the words.
pub(super) fn accepts(value: Option<&Value>, shape: &Shape, optional: bool) -> bool {
    let Some(value) = value else { return optional };
    match shape {
        Shape::Nullable(_) if value.is_null() => true,
        Shape::Nullable(inner) => accepts(Some(value), inner, optional),
        Shape::Lazy(shape) => accepts(Some(value), shape(), optional),
        Shape::Union(branches) => branches
            .iter()
            .any(|branch| accepts(Some(value), branch, optional)),
        _ if !fits(value, shape) => false,
        Shape::Text { min, max } => {
            let length = value.as_str().map_or(0, |text| text.encode_utf16().count());
            (*min..=*max).contains(&length)
        }
        Shape::Number { min, max } => value
            .as_f64()
            .is_some_and(|number| (*min..=*max).contains(&number)),
        Shape::Object(members) => value.as_object().is_some_and(|have| {
            members
                .iter()
                .all(|member| accepts(have.get(member.name), &member.shape, !member.required))
                && have
                    .keys()
                    .all(|name| members.iter().any(|member| member.name == name))
        }),
        Shape::Map(inner) => value.as_object().is_some_and(|have| {
            have.values()
                .all(|value| accepts(Some(value), inner, false))
        }),
        Shape::Array { item, min, max } => value.as_array().is_some_and(|items| {
            (*min..=*max).contains(&items.len())
                && items.iter().all(|value| accepts(Some(value), item, false))
        }),
        _ => true,
    }
}

/// Whether the value is of the shape's kind at all, members aside.
pub(super) fn fits(value: &Value, shape: &Shape) -> bool {
    match shape {
        Shape::Any | Shape::Union(_) => true,
        Shape::Lazy(shape) => fits(value, shape()),
        Shape::Nullable(inner) => value.is_null() || fits(value, inner),
        Shape::Text { .. } => value.is_string(),
        Shape::Number { .. } => value.is_number(),
        Shape::Boolean => value.is_boolean(),
        Shape::True => value == &Value::Bool(true),
        Shape::Uuid => value
            .as_str()
            .is_some_and(|text| ids::normalized(text).is_some()),
        Shape::IsoDate => value.as_str().is_some_and(is_iso_date),
        Shape::Literal(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Shape::Object(_) | Shape::Map(_) => value.is_object(),
        Shape::Array { .. } => value.is_array(),
    }
}

/// Whether a text is a date, or a date and time with or without an offset.
fn is_iso_date(text: &str) -> bool {
    const PARSER: DateTimeParser = DateTimeParser::new();
    PARSER.parse_timestamp(text).is_ok() || PARSER.parse_datetime(text).is_ok()
}
