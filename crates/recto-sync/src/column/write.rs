//! Between a canonical value and a page's property.

use recto_api::date::DateText;
use recto_api::file::{File, FileSource};
use recto_api::property::{Date, Property, PropertyValue, SelectOption};
use recto_api::rich_text;
use recto_api::wire::Field;

use super::{Pages, People, PropertyKind, Unresolved};
use crate::value::{DateValue, Moment, Number, Value};

/// Makes the property value to send. `target` is the number of the table a relation leads to.
///
/// People and rows that cannot be resolved are left out of the value and listed; the caller
/// decides whether that is a failure or a matter for the second phase.
pub fn to_property(
    kind: PropertyKind,
    value: &Value,
    target: usize,
    people: &People,
    pages: &Pages,
) -> (PropertyValue, Unresolved) {
    let mut unresolved = Unresolved::default();
    let text = match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let option = || match value {
        Value::List(names) => names.first().map(SelectOption::named),
        _ => None,
    };
    let property = match kind {
        PropertyKind::Title => PropertyValue::title(text.unwrap_or_default()),
        PropertyKind::RichText => PropertyValue::rich_text(text.unwrap_or_default()),
        PropertyKind::Number => PropertyValue::Number(match value {
            Value::Number(number) => number.to_json(),
            _ => None,
        }),
        PropertyKind::Checkbox => PropertyValue::Checkbox(matches!(value, Value::Bool(true))),
        PropertyKind::Select => PropertyValue::Select(option()),
        PropertyKind::Status => PropertyValue::Status(option()),
        PropertyKind::MultiSelect => PropertyValue::multi_select(match value {
            Value::List(names) => names.as_slice(),
            _ => &[],
        }),
        PropertyKind::Date => PropertyValue::Date(match value {
            Value::Date(date) => Some(date_property(date)),
            _ => None,
        }),
        PropertyKind::Url => PropertyValue::Url(text.map(str::to_owned)),
        PropertyKind::Email => PropertyValue::Email(text.map(str::to_owned)),
        PropertyKind::PhoneNumber => PropertyValue::PhoneNumber(text.map(str::to_owned)),
        PropertyKind::People => {
            let mut ids = Vec::new();
            if let Value::People(wanted) = value {
                for person in wanted {
                    match people.id(person) {
                        Some(id) => ids.push(id),
                        None => {
                            unresolved.people.insert(person.clone());
                        }
                    }
                }
            }
            PropertyValue::people(ids)
        }
        PropertyKind::Relation => {
            let mut ids = Vec::new();
            if let Value::Refs(rows) = value {
                for row in rows {
                    match pages.page(target, row) {
                        Some(id) => ids.push(id.clone()),
                        None => {
                            unresolved.rows.insert(row.clone());
                        }
                    }
                }
            }
            PropertyValue::relation(ids)
        }
        PropertyKind::Files => PropertyValue::Files(match value {
            Value::Files(urls) => urls.iter().map(|url| file(url)).collect(),
            _ => Vec::new(),
        }),
    };
    (property, unresolved)
}

/// Reads a page's property as a canonical value.
pub fn from_property(property: &Property, people: &People, pages: &Pages) -> Value {
    if property.has_more.value() == Some(&true) {
        return Value::Unknown("cut at 25 references".to_owned());
    }
    match &property.value {
        PropertyValue::Title(runs) | PropertyValue::RichText(runs) => {
            Value::text(rich_text::plain(runs))
        }
        PropertyValue::Number(number) => number.as_ref().map_or(Value::Empty, |number| {
            Number::try_from(number).map_or_else(|e| Value::Unknown(e.to_string()), Value::Number)
        }),
        PropertyValue::Select(option) | PropertyValue::Status(option) => {
            Value::list(option.iter().filter_map(|option| option.name.as_str()))
        }
        PropertyValue::MultiSelect(options) => {
            Value::list(options.iter().filter_map(|option| option.name.as_str()))
        }
        PropertyValue::Date(date) => date.as_ref().map_or(Value::Empty, date_value),
        PropertyValue::People(users) => Value::people(users.iter().map(|user| {
            user.email()
                .map_or_else(|| people.name(&user.id), str::to_owned)
        })),
        PropertyValue::Checkbox(checked) => Value::Bool(*checked),
        PropertyValue::Url(text)
        | PropertyValue::Email(text)
        | PropertyValue::PhoneNumber(text) => text.as_ref().map_or(Value::Empty, Value::text),
        PropertyValue::Relation(targets) => {
            Value::refs(targets.iter().map(|target| pages.row(&target.id)))
        }
        PropertyValue::Files(files) => Value::Files(files.iter().filter_map(address).collect()),
        other => Value::Unknown(format!(
            "a property of type {} is not written",
            other.kind()
        )),
    }
}

fn date_property(date: &DateValue) -> Date {
    // The offset stands in the texts, so no time zone is sent beside them (notion-api 3.4).
    let (start, end) = date.to_texts();
    let mut property = Date::new(start.as_str());
    property.end = Field::set_or_keep(end.map(DateText::from));
    property
}

fn date_value(date: &Date) -> Value {
    let moment = |text: &DateText| Moment::parse(text.as_str());
    let Some(start) = moment(&date.start) else {
        return Value::Unknown(format!("{} is no date", date.start));
    };
    let end = match date.end.value() {
        None => None,
        Some(text) => match moment(text) {
            Some(end) => Some(end),
            None => return Value::Unknown(format!("{text} is no date")),
        },
    };
    Value::Date(DateValue {
        start,
        end,
        zone: date.time_zone.value().cloned(),
    })
}

/// Where a file lies; without the signature where Notion keeps it.
fn address(file: &File) -> Option<String> {
    match file.source.as_ref()? {
        FileSource::External(file) => Some(file.url.clone()),
        FileSource::File(file) => file.url.split(['?', '#']).next().map(str::to_owned),
        FileSource::FileUpload(upload) => Some(upload.id.to_string()),
        FileSource::Unknown(_) => None,
    }
}

/// A file that lies elsewhere, named by the last part of its path.
fn file(url: &str) -> File {
    let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or(url);
    let name: String = name.chars().take(100).collect();
    File::external(
        if name.is_empty() {
            "file".to_owned()
        } else {
            name
        },
        url,
    )
}
