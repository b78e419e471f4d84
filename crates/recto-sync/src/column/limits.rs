//! What Notion cannot hold is refused before it is sent, with a sentence of our own.

use recto_api::{limits, rich_text};

use super::{FieldError, PropertyKind};
use crate::value::Value;

/// Refuses a value that a property of this kind cannot hold (notion-api 5.2).
///
/// # Errors
/// Names the limit and what to do.
pub fn check(kind: PropertyKind, value: &Value) -> Result<(), FieldError> {
    match (kind, value) {
        (PropertyKind::Title | PropertyKind::RichText, Value::Text(text)) => rich(text),
        (PropertyKind::Url, Value::Text(text)) => units(text, limits::URL_UNITS, "a URL"),
        (PropertyKind::Email, Value::Text(text)) => {
            units(text, limits::EMAIL_UNITS, "an e-mail address")
        }
        (PropertyKind::PhoneNumber, Value::Text(text)) => {
            units(text, limits::EMAIL_UNITS, "a phone number")
        }
        (PropertyKind::Select | PropertyKind::MultiSelect, Value::List(names)) => {
            many(names.len(), "options")?;
            names.iter().try_for_each(|name| option(name, true))
        }
        (PropertyKind::Status, Value::List(names)) => {
            names.iter().try_for_each(|name| option(name, false))
        }
        (_, Value::Refs(ids)) => many(ids.len(), "related pages"),
        (_, Value::People(people)) => many(people.len(), "people"),
        (_, Value::Files(files)) => {
            many(files.len(), "files")?;
            files
                .iter()
                .try_for_each(|url| units(url, limits::URL_UNITS, "a file's URL"))
        }
        _ => Ok(()),
    }
}

fn rich(text: &str) -> Result<(), FieldError> {
    let most = limits::RICH_TEXT_ITEMS * limits::TEXT_UNITS;
    // Fewer bytes than units are impossible, so short texts need no count.
    if text.len() <= limits::TEXT_UNITS * (limits::RICH_TEXT_ITEMS - 1)
        || rich_text::split(text).len() <= limits::RICH_TEXT_ITEMS
    {
        return Ok(());
    }
    let message = format!(
        "the text has {} UTF-16 units, Notion's properties hold at most {most} ({} runs of {}); \
         shorten it or leave the column out",
        text.encode_utf16().count(),
        limits::RICH_TEXT_ITEMS,
        limits::TEXT_UNITS,
    );
    Err(FieldError::new("too_long", message))
}

fn units(text: &str, most: usize, what: &str) -> Result<(), FieldError> {
    let units = if text.len() <= most {
        0
    } else {
        text.encode_utf16().count()
    };
    if units <= most {
        return Ok(());
    }
    let message = format!(
        "{what} of {units} UTF-16 units is longer than the {most} Notion holds; map the column \
         to a text"
    );
    Err(FieldError::new("too_long", message))
}

fn many(count: usize, what: &str) -> Result<(), FieldError> {
    if count <= limits::VALUES {
        return Ok(());
    }
    let message = format!(
        "{count} {what}, but one request to Notion sets at most {}; split the row or leave the \
         property out",
        limits::VALUES
    );
    Err(FieldError::new("too_many", message))
}

fn option(name: &str, commas: bool) -> Result<(), FieldError> {
    if commas && name.contains(',') {
        let message = format!(
            "the option {:?} has a comma, which Notion does not allow; rename it or map the \
             column to a text",
            name.chars().take(60).collect::<String>()
        );
        return Err(FieldError::new("comma_in_option", message));
    }
    units(name, limits::OPTION_NAME_UNITS, "an option name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(kind: PropertyKind, value: Value) -> Option<String> {
        check(kind, &value).err().map(|error| error.reason)
    }

    #[test]
    fn texts_up_to_the_limit_pass() {
        assert_eq!(
            reason(PropertyKind::RichText, Value::text("é".repeat(200_000))),
            None
        );
        let long = Value::text("é".repeat(200_001));
        assert_eq!(
            reason(PropertyKind::Title, long),
            Some("too_long".to_owned())
        );
        assert_eq!(
            reason(PropertyKind::Url, Value::text("u".repeat(2_000))),
            None
        );
        let long = Value::text("u".repeat(2_001));
        assert_eq!(
            reason(PropertyKind::Url, long.clone()),
            Some("too_long".to_owned())
        );
        assert_eq!(reason(PropertyKind::RichText, long), None);
        let long = Value::text("1".repeat(201));
        assert_eq!(
            reason(PropertyKind::PhoneNumber, long),
            Some("too_long".to_owned())
        );
    }

    #[test]
    fn options_are_checked_by_name_and_number() {
        let comma = || Value::list(["a,b"]);
        assert_eq!(
            reason(PropertyKind::Select, comma()),
            Some("comma_in_option".to_owned())
        );
        assert_eq!(reason(PropertyKind::Status, comma()), None);
        let names = |count: usize| Value::list((0..count).map(|n| n.to_string()));
        assert_eq!(reason(PropertyKind::MultiSelect, names(100)), None);
        assert_eq!(
            reason(PropertyKind::MultiSelect, names(101)),
            Some("too_many".to_owned())
        );
        let long = Value::list(["x".repeat(101)]);
        assert_eq!(
            reason(PropertyKind::Select, long),
            Some("too_long".to_owned())
        );
    }

    #[test]
    fn relations_have_a_hundred_targets_at_most() {
        let refs = |count: usize| Value::refs((0..count).map(|n| n.to_string()));
        assert_eq!(reason(PropertyKind::Relation, refs(100)), None);
        assert_eq!(
            reason(PropertyKind::Relation, refs(101)),
            Some("too_many".to_owned())
        );
    }
}
