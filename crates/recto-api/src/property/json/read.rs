//! The plain form of each type.

use serde::Deserialize as _;
use serde_json::Value;

use super::error::called;
use super::{Place, ProblemKind, Read};
use crate::file::File;
use crate::property::{Property, PropertyValue, SelectOption, Verification};
use crate::rich_text::{self, RichText};
use crate::schema::PropertySchema;
use crate::wire::Field;

/// Members a property may have beside the value, in Notion's form.
const BESIDE: [&str; 4] = ["id", "type", "name", "has_more"];

/// Every type of values that has a name.
const KINDS: [&str; 24] = [
    "title",
    "rich_text",
    "number",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "relation",
    "formula",
    "rollup",
    "created_time",
    "last_edited_time",
    "created_by",
    "last_edited_by",
    "unique_id",
    "button",
    "verification",
    "place",
];

impl Place<'_> {
    /// The value in Notion's form, if it has it: an object with the member the type names.
    pub(super) fn whole(&self, json: &Value) -> Option<Read<Property>> {
        let object = json.as_object()?;
        let kind = self.schema.kind();
        let of = |kind: &str| {
            let mut keys = object.keys().map(String::as_str);
            object.contains_key(kind) && keys.all(|key| key == kind || BESIDE.contains(&key))
        };
        let told = object.get("type").and_then(Value::as_str);
        if of(kind) && told.is_none_or(|told| told == kind) {
            let mut json = json.clone();
            if told.is_none() && !KINDS.contains(&kind) {
                // Without its type, a kind that has no name here could not be told.
                json["type"] = kind.into();
            }
            return Some(self.in_form(json));
        }
        let other = KINDS.into_iter().find(|other| of(other))?;
        let message = format!("is of type `{kind}`, the value of type `{other}`");
        Some(Err(self.problem(ProblemKind::WrongType, message)))
    }

    /// Reads Notion's form. What an answer may keep unread, a value to be sent may not.
    fn in_form(&self, json: Value) -> Read<Property> {
        let refuse = |why: &dyn std::fmt::Display| {
            let message = format!("is given in Notion's form, which cannot be read: {why}");
            Err(self.problem(ProblemKind::WrongType, message))
        };
        let kind = self.schema.kind();
        match Property::deserialize(json) {
            Ok(read)
                if !KINDS.contains(&kind) || !matches!(read.value, PropertyValue::Unknown(_)) =>
            {
                Ok(read)
            }
            Ok(_) => refuse(&format_args!("`{kind}` does not hold what it must")),
            Err(error) => refuse(&error),
        }
    }

    /// The value in the plain form; null is not among them.
    pub(super) fn plain(&self, json: &Value) -> Read<PropertyValue> {
        Ok(match self.schema {
            PropertySchema::Title(_) => PropertyValue::Title(self.runs(json)?),
            PropertySchema::RichText(_) => PropertyValue::RichText(self.runs(json)?),
            PropertySchema::Number(_) => match json {
                Value::Number(number) => PropertyValue::Number(Some(number.clone())),
                Value::String(text) if text.trim().parse::<f64>().is_ok() => {
                    let message = "takes a number such as 12.5, without quotes";
                    return Err(self.problem(ProblemKind::WrongType, message));
                }
                _ => return Err(self.expected("a number such as 12.5", json)),
            },
            PropertySchema::Select(_) => PropertyValue::Select(Some(self.option(json)?)),
            PropertySchema::Status(_) => PropertyValue::Status(Some(self.option(json)?)),
            PropertySchema::MultiSelect(_) => {
                PropertyValue::MultiSelect(each(json, |json| self.option(json))?)
            }
            PropertySchema::Date(_) => PropertyValue::Date(Some(self.date(json)?)),
            PropertySchema::People(_) => PropertyValue::People(each(json, |json| self.user(json))?),
            PropertySchema::Relation(_) => {
                PropertyValue::Relation(each(json, |json| self.page(json))?)
            }
            PropertySchema::Files(_) => PropertyValue::Files(each(json, |json| self.file(json))?),
            PropertySchema::Checkbox(_) => match json {
                Value::Bool(checked) => PropertyValue::Checkbox(*checked),
                _ => return Err(self.expected("true or false", json)),
            },
            PropertySchema::Url(_) => PropertyValue::url(self.text(json, "an address")?),
            PropertySchema::Email(_) => PropertyValue::email(self.text(json, "an e-mail address")?),
            PropertySchema::PhoneNumber(_) => {
                PropertyValue::phone_number(self.text(json, "a phone number as text")?)
            }
            PropertySchema::Place(_) => self.place(json)?,
            PropertySchema::Verification(_) => self.verification(json)?,
            _ => return Err(self.unnamed()),
        })
    }

    fn text<'j>(&self, json: &'j Value, what: &str) -> Read<&'j str> {
        match json {
            Value::String(text) if text.is_empty() => {
                let message = "takes no empty text; null clears it";
                Err(self.problem(ProblemKind::WrongType, message))
            }
            Value::String(text) => Ok(text),
            _ => Err(self.expected(what, json)),
        }
    }

    fn runs(&self, json: &Value) -> Read<Vec<RichText>> {
        const WHAT: &str = "a text, or an array of rich text objects";
        match json {
            Value::String(text) => Ok(rich_text::split(text)),
            Value::Array(runs) => {
                let runs = runs.iter().map(|run| match run {
                    Value::Object(_) => self.object(run, WHAT),
                    other => {
                        let message = format!("takes {WHAT}, not of {}", plural(other));
                        Err(self.problem(ProblemKind::WrongType, message))
                    }
                });
                runs.collect()
            }
            _ => Err(self.expected(WHAT, json)),
        }
    }

    fn option(&self, json: &Value) -> Read<SelectOption> {
        const WHAT: &str = "the name of an option";
        match json {
            Value::String(name) => Ok(SelectOption::named(name.as_str())),
            Value::Object(_) => self.object(json, WHAT),
            _ => Err(self.expected(WHAT, json)),
        }
    }

    fn file(&self, json: &Value) -> Read<File> {
        const WHAT: &str = "addresses of files, {\"name\": …, \"url\": …}, or Notion's forms";
        match json {
            Value::String(url) if url.contains("://") => Ok(File::external(file_name(url), url)),
            Value::Object(object) => match object.get("url").and_then(Value::as_str) {
                Some(url) if object.keys().all(|key| key == "url" || key == "name") => {
                    let name = match object.get("name") {
                        None | Some(Value::Null) => file_name(url),
                        Some(Value::String(name)) => name.as_str(),
                        Some(other) => return Err(self.expected("the name as text", other)),
                    };
                    Ok(File::external(name, url))
                }
                _ => self.object(json, WHAT).map(named),
            },
            _ => Err(self.expected(WHAT, json)),
        }
    }

    fn place(&self, json: &Value) -> Read<PropertyValue> {
        const WHAT: &str = "a place such as {\"lat\": 59.9, \"lon\": 10.7, \"name\": …}";
        let degrees = ["lat", "lon"].map(|key| json.get(key).is_some_and(Value::is_number));
        if degrees != [true, true] {
            let message = format!("takes {WHAT}, not {}", called(json));
            return Err(self.problem(ProblemKind::WrongType, message));
        }
        self.object(json, WHAT).map(PropertyValue::place)
    }

    fn verification(&self, json: &Value) -> Read<PropertyValue> {
        const WHAT: &str = "\"verified\" or \"unverified\"";
        let state = json.as_str().or_else(|| json.get("state")?.as_str());
        match (state, json) {
            (Some("verified"), Value::String(_)) => Ok(PropertyValue::verified()),
            (Some("unverified"), Value::String(_)) => Ok(PropertyValue::unverified()),
            (Some("verified" | "unverified"), Value::Object(_)) => {
                let read: Verification = self.object(json, WHAT)?;
                Ok(PropertyValue::Verification(Some(read.into())))
            }
            (Some(state), _) => {
                let message = format!("takes {WHAT}, not `{state}`");
                Err(self.problem(ProblemKind::WrongType, message))
            }
            (None, _) => Err(self.expected(WHAT, json)),
        }
    }
}

/// The elements of an array, or the one value.
fn each<T>(json: &Value, read: impl Fn(&Value) -> Read<T>) -> Read<Vec<T>> {
    match json {
        Value::Array(elements) => elements.iter().map(read).collect(),
        one => Ok(vec![read(one)?]),
    }
}

fn plural(json: &Value) -> &'static str {
    match json {
        Value::String(_) => "texts",
        Value::Number(_) => "numbers",
        _ => "something else",
    }
}

/// The file with a name, which Notion asks for where there is an address; an upload has its own.
fn named(mut file: File) -> File {
    if !file.name.is_value()
        && let Some(name) = file.url().map(file_name)
    {
        file.name = Field::Value(name.into());
    }
    file
}

/// The last part of an address, as a name for the file behind it.
fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.rsplit('/')
        .find(|part| !part.is_empty())
        .unwrap_or("file")
}
