//! Property values to plain JSON.

use serde_json::{Map, Value};

use crate::file::{File, FileSource};
use crate::property::{
    Date, FormulaResult, Property, PropertyValue, RollupResult, SelectOption, Verification,
};
use crate::rich_text;
use crate::user::User;
use crate::wire::{Field, Members};

impl Members<Property> {
    /// The values as plain JSON by name: the form [`DataSource::values`] reads, with the
    /// properties that cannot be set among them.
    ///
    /// Text loses its formatting and options their colours. A list of more than 25 references is
    /// cut by Notion, and so it is here; [`Property::is_truncated`] says which are.
    ///
    /// [`DataSource::values`]: crate::data_source::DataSource::values
    ///
    /// ```
    /// use recto_api::property::{Property, PropertyValue};
    /// use recto_api::wire::Members;
    ///
    /// let mut values = Members::new();
    /// values.insert("Name", Property::from(PropertyValue::title("Paint")));
    /// values.insert("Tags", Property::from(PropertyValue::multi_select(["red", "dry"])));
    /// values.insert("Due", Property::from(PropertyValue::Date(None)));
    /// let plain = serde_json::json!({"Name": "Paint", "Tags": ["red", "dry"], "Due": null});
    /// assert_eq!(values.to_plain(), plain);
    /// ```
    pub fn to_plain(&self) -> Value {
        let members = self
            .iter()
            .map(|(name, property)| (name.to_owned(), property.value.to_plain()));
        Value::Object(members.collect())
    }
}

impl Field<Members<Property>> {
    /// The values as plain JSON by name; see [`Members::to_plain`]. Without values, an empty object.
    pub fn to_plain(&self) -> Value {
        self.value()
            .map_or_else(|| Value::Object(Map::new()), Members::to_plain)
    }
}

impl PropertyValue {
    /// The value as plain JSON; see [`Members::to_plain`].
    ///
    /// Formulas and rollups give their result, users and pages their ids, a counter `R-7`, files
    /// at Notion Notion's own form. Kinds without a name here give their payload.
    pub fn to_plain(&self) -> Value {
        match self {
            Self::Title(runs) | Self::RichText(runs) => rich_text::plain(runs).into(),
            Self::Number(value) => value.clone().into(),
            Self::Select(value) | Self::Status(value) => value.as_ref().map_or(Value::Null, option),
            Self::MultiSelect(values) => values.iter().map(option).collect(),
            Self::Date(value) => value.as_ref().map_or(Value::Null, date),
            Self::People(users) => users.iter().map(user).collect(),
            Self::Files(files) => files.iter().map(file).collect(),
            Self::Checkbox(checked) => (*checked).into(),
            Self::Url(value) | Self::Email(value) | Self::PhoneNumber(value) => {
                value.as_deref().into()
            }
            Self::Relation(pages) => pages.iter().map(|page| page.id.as_str()).collect(),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::String(value) => value.as_deref().into(),
                FormulaResult::Number(value) => value.clone().into(),
                FormulaResult::Boolean(value) => (*value).into(),
                FormulaResult::Date(value) => value.as_ref().map_or(Value::Null, date),
                FormulaResult::Unsupported(_) | FormulaResult::Unknown(_) => Value::Null,
            },
            Self::Rollup(rollup) => match &rollup.result {
                RollupResult::Number(value) => value.clone().into(),
                RollupResult::Date(value) => value.as_ref().map_or(Value::Null, date),
                RollupResult::Array(values) => {
                    values.iter().map(|item| item.value.to_plain()).collect()
                }
                RollupResult::Unsupported(_)
                | RollupResult::Incomplete(_)
                | RollupResult::Unknown(_) => Value::Null,
            },
            Self::CreatedTime(time) | Self::LastEditedTime(time) => time.as_str().into(),
            Self::CreatedBy(by) | Self::LastEditedBy(by) => user(by),
            Self::UniqueId(id) if id.number.is_value() => id.to_string().into(),
            Self::UniqueId(_) | Self::Button(_) => Value::Null,
            Self::Verification(value) => value.as_deref().map_or(Value::Null, verification),
            Self::Place(value) => value.as_deref().map_or(Value::Null, without_nulls),
            Self::Unknown(unknown) => unknown.payload.as_deref().map_or(Value::Null, Clone::clone),
        }
    }
}

fn option(option: &SelectOption) -> Value {
    match option.name.as_str() {
        Some(name) => name.into(),
        None => without_nulls(option),
    }
}

fn date(date: &Date) -> Value {
    if date.end.is_value() || date.time_zone.is_value() {
        without_nulls(date)
    } else {
        date.start.as_str().into()
    }
}

/// The id; of a group also what it is, for without it Notion takes the id for a person's.
fn user(user: &User) -> Value {
    let id = Value::from(user.id.as_str());
    match user.extra.get("object") {
        Some(object) => Value::Object(Map::from_iter([
            ("object".to_owned(), object.clone()),
            ("id".to_owned(), id),
        ])),
        None => id,
    }
}

fn file(file: &File) -> Value {
    match &file.source {
        Some(FileSource::External(external)) => {
            let mut object = Map::new();
            if let Some(name) = file.name.as_str() {
                object.insert("name".to_owned(), name.into());
            }
            object.insert("url".to_owned(), (&*external.url).into());
            Value::Object(object)
        }
        _ => without_nulls(file),
    }
}

fn verification(verification: &Verification) -> Value {
    let alone = !verification.date.is_value() && !verification.verified_by.is_value();
    match &verification.state {
        Field::Value(state) if alone => state.as_str().into(),
        _ => without_nulls(verification),
    }
}

/// The object without members that say nothing.
fn without_nulls(value: &impl serde::Serialize) -> Value {
    let mut json = serde_json::to_value(value).unwrap_or_default();
    if let Value::Object(object) = &mut json {
        object.retain(|_, value| !value.is_null());
    }
    json
}
