//! Filters to JSON and back.
//!
//! Reading is strict and total: a value is typed only when writing it again gives an equal one,
//! otherwise it stays JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value};

use super::condition::{
    CheckboxCondition, Condition, FormulaCondition, ListCondition, Names, NumberCondition,
    OptionCondition, PresenceCondition, ReferenceCondition, RollupCondition, TextCondition,
    VerificationCondition, VerificationState,
};
use super::date::{DateCondition, DateOperand, Window};
use super::{Filter, PropertyFilter, Timestamp, TimestampFilter};

/// A condition as the object under a filter's key.
pub(super) trait Wire: Sized {
    /// Reads the one member of the object.
    fn from_member(key: &str, value: &Value) -> Option<Self>;

    /// Gives the one member of the object.
    fn to_member(&self) -> (&str, Value);

    fn read(value: &Value) -> Option<Self> {
        let mut members = value.as_object()?.iter();
        let (key, value) = members.next()?;
        if members.next().is_some() {
            return None;
        }
        Self::from_member(key, value)
    }

    fn write(&self) -> Value {
        let (key, value) = self.to_member();
        Value::Object(Map::from_iter([(key.to_owned(), value)]))
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}

/// Reads the operand of `is_empty` and `is_not_empty`: only `true` is valid.
fn only_true<T>(value: &Value, condition: T) -> Option<T> {
    (value == &Value::Bool(true)).then_some(condition)
}

impl Wire for TextCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        Some(match key {
            "equals" => Self::Equals(text(value)?),
            "does_not_equal" => Self::DoesNotEqual(text(value)?),
            "contains" => Self::Contains(text(value)?),
            "does_not_contain" => Self::DoesNotContain(text(value)?),
            "starts_with" => Self::StartsWith(text(value)?),
            "ends_with" => Self::EndsWith(text(value)?),
            "is_empty" => only_true(value, Self::IsEmpty)?,
            "is_not_empty" => only_true(value, Self::IsNotEmpty)?,
            _ => return None,
        })
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Equals(text) => ("equals", text.as_str().into()),
            Self::DoesNotEqual(text) => ("does_not_equal", text.as_str().into()),
            Self::Contains(text) => ("contains", text.as_str().into()),
            Self::DoesNotContain(text) => ("does_not_contain", text.as_str().into()),
            Self::StartsWith(text) => ("starts_with", text.as_str().into()),
            Self::EndsWith(text) => ("ends_with", text.as_str().into()),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for NumberCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        let number = || value.as_number().cloned();
        Some(match key {
            "equals" => Self::Equals(number()?),
            "does_not_equal" => Self::DoesNotEqual(number()?),
            "greater_than" => Self::GreaterThan(number()?),
            "less_than" => Self::LessThan(number()?),
            "greater_than_or_equal_to" => Self::GreaterThanOrEqualTo(number()?),
            "less_than_or_equal_to" => Self::LessThanOrEqualTo(number()?),
            "is_empty" => only_true(value, Self::IsEmpty)?,
            "is_not_empty" => only_true(value, Self::IsNotEmpty)?,
            _ => return None,
        })
    }

    fn to_member(&self) -> (&str, Value) {
        let value = |number: &Number| Value::Number(number.clone());
        match self {
            Self::Equals(number) => ("equals", value(number)),
            Self::DoesNotEqual(number) => ("does_not_equal", value(number)),
            Self::GreaterThan(number) => ("greater_than", value(number)),
            Self::LessThan(number) => ("less_than", value(number)),
            Self::GreaterThanOrEqualTo(number) => ("greater_than_or_equal_to", value(number)),
            Self::LessThanOrEqualTo(number) => ("less_than_or_equal_to", value(number)),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for CheckboxCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "equals" => value.as_bool().map(Self::Equals),
            "does_not_equal" => value.as_bool().map(Self::DoesNotEqual),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Equals(checked) => ("equals", (*checked).into()),
            Self::DoesNotEqual(checked) => ("does_not_equal", (*checked).into()),
        }
    }
}

impl Names {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(name) => Some(Self::One(name.clone())),
            Value::Array(names) => names
                .iter()
                .map(text)
                .collect::<Option<_>>()
                .map(Self::Many),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::One(name) => name.as_str().into(),
            Self::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

impl Wire for OptionCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "equals" => Names::read(value).map(Self::Equals),
            "does_not_equal" => Names::read(value).map(Self::DoesNotEqual),
            "is_empty" => only_true(value, Self::IsEmpty),
            "is_not_empty" => only_true(value, Self::IsNotEmpty),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Equals(names) => ("equals", names.write()),
            Self::DoesNotEqual(names) => ("does_not_equal", names.write()),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for ListCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "contains" => Names::read(value).map(Self::Contains),
            "does_not_contain" => Names::read(value).map(Self::DoesNotContain),
            "is_empty" => only_true(value, Self::IsEmpty),
            "is_not_empty" => only_true(value, Self::IsNotEmpty),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Contains(names) => ("contains", names.write()),
            Self::DoesNotContain(names) => ("does_not_contain", names.write()),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for ReferenceCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "contains" => text(value).map(Self::Contains),
            "does_not_contain" => text(value).map(Self::DoesNotContain),
            "is_empty" => only_true(value, Self::IsEmpty),
            "is_not_empty" => only_true(value, Self::IsNotEmpty),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Contains(id) => ("contains", id.as_str().into()),
            Self::DoesNotContain(id) => ("does_not_contain", id.as_str().into()),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for PresenceCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "is_empty" => only_true(value, Self::IsEmpty),
            "is_not_empty" => only_true(value, Self::IsNotEmpty),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for DateCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        let operand = || value.as_str().map(DateOperand::parse);
        Some(match key {
            "equals" => Self::Equals(operand()?),
            "before" => Self::Before(operand()?),
            "after" => Self::After(operand()?),
            "on_or_before" => Self::OnOrBefore(operand()?),
            "on_or_after" => Self::OnOrAfter(operand()?),
            "is_empty" => only_true(value, Self::IsEmpty)?,
            "is_not_empty" => only_true(value, Self::IsNotEmpty)?,
            _ => {
                let empty = value.as_object().is_some_and(Map::is_empty);
                return Window::parse(key).filter(|_| empty).map(Self::Within);
            }
        })
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Equals(operand) => ("equals", operand.as_str().into()),
            Self::Before(operand) => ("before", operand.as_str().into()),
            Self::After(operand) => ("after", operand.as_str().into()),
            Self::OnOrBefore(operand) => ("on_or_before", operand.as_str().into()),
            Self::OnOrAfter(operand) => ("on_or_after", operand.as_str().into()),
            Self::Within(window) => (window.as_str(), Value::Object(Map::new())),
            Self::IsEmpty => ("is_empty", true.into()),
            Self::IsNotEmpty => ("is_not_empty", true.into()),
        }
    }
}

impl Wire for VerificationCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        let state = VerificationState::parse(value.as_str()?)?;
        match key {
            "status" => Some(Self::Status(state)),
            "does_not_equal" => Some(Self::DoesNotEqual(state)),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Status(state) => ("status", state.as_str().into()),
            Self::DoesNotEqual(state) => ("does_not_equal", state.as_str().into()),
        }
    }
}

impl Wire for FormulaCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "string" => Wire::read(value).map(Self::String),
            "number" => Wire::read(value).map(Self::Number),
            "checkbox" => Wire::read(value).map(Self::Checkbox),
            "date" => Wire::read(value).map(Self::Date),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::String(condition) => ("string", condition.write()),
            Self::Number(condition) => ("number", condition.write()),
            Self::Checkbox(condition) => ("checkbox", condition.write()),
            Self::Date(condition) => ("date", condition.write()),
        }
    }
}

impl Wire for RollupCondition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        match key {
            "any" => Wire::read(value).map(|inner| Self::Any(Box::new(inner))),
            "every" => Wire::read(value).map(|inner| Self::Every(Box::new(inner))),
            "none" => Wire::read(value).map(|inner| Self::None(Box::new(inner))),
            "number" => Wire::read(value).map(Self::Number),
            "date" => Wire::read(value).map(Self::Date),
            _ => None,
        }
    }

    fn to_member(&self) -> (&str, Value) {
        match self {
            Self::Any(inner) => ("any", inner.write()),
            Self::Every(inner) => ("every", inner.write()),
            Self::None(inner) => ("none", inner.write()),
            Self::Number(condition) => ("number", condition.write()),
            Self::Date(condition) => ("date", condition.write()),
        }
    }
}

impl Condition {
    fn known(key: &str, value: &Value) -> Option<Self> {
        match key {
            "title" => Wire::read(value).map(Self::Title),
            "rich_text" => Wire::read(value).map(Self::RichText),
            "url" => Wire::read(value).map(Self::Url),
            "email" => Wire::read(value).map(Self::Email),
            "phone_number" => Wire::read(value).map(Self::PhoneNumber),
            "number" => Wire::read(value).map(Self::Number),
            "unique_id" => Wire::read(value).map(Self::UniqueId),
            "checkbox" => Wire::read(value).map(Self::Checkbox),
            "select" => Wire::read(value).map(Self::Select),
            "status" => Wire::read(value).map(Self::Status),
            "multi_select" => Wire::read(value).map(Self::MultiSelect),
            "date" => Wire::read(value).map(Self::Date),
            "created_time" => Wire::read(value).map(Self::CreatedTime),
            "last_edited_time" => Wire::read(value).map(Self::LastEditedTime),
            "people" => Wire::read(value).map(Self::People),
            "created_by" => Wire::read(value).map(Self::CreatedBy),
            "last_edited_by" => Wire::read(value).map(Self::LastEditedBy),
            "relation" => Wire::read(value).map(Self::Relation),
            "files" => Wire::read(value).map(Self::Files),
            "verification" => Wire::read(value).map(Self::Verification),
            "formula" => Wire::read(value).map(Self::Formula),
            "rollup" => Wire::read(value).map(Self::Rollup),
            _ => None,
        }
    }
}

impl Condition {
    /// Gives the key this condition has in a filter: `rich_text`, `select`, ….
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Title(_) => "title",
            Self::RichText(_) => "rich_text",
            Self::Url(_) => "url",
            Self::Email(_) => "email",
            Self::PhoneNumber(_) => "phone_number",
            Self::Number(_) => "number",
            Self::UniqueId(_) => "unique_id",
            Self::Checkbox(_) => "checkbox",
            Self::Select(_) => "select",
            Self::Status(_) => "status",
            Self::MultiSelect(_) => "multi_select",
            Self::Date(_) => "date",
            Self::CreatedTime(_) => "created_time",
            Self::LastEditedTime(_) => "last_edited_time",
            Self::People(_) => "people",
            Self::CreatedBy(_) => "created_by",
            Self::LastEditedBy(_) => "last_edited_by",
            Self::Relation(_) => "relation",
            Self::Files(_) => "files",
            Self::Verification(_) => "verification",
            Self::Formula(_) => "formula",
            Self::Rollup(_) => "rollup",
            Self::Unknown { kind, .. } => kind,
        }
    }
}

impl Wire for Condition {
    fn from_member(key: &str, value: &Value) -> Option<Self> {
        let unknown = || Self::Unknown {
            kind: key.to_owned(),
            payload: value.clone(),
        };
        Some(Self::known(key, value).unwrap_or_else(unknown))
    }

    fn to_member(&self) -> (&str, Value) {
        let value = match self {
            Self::Title(inner)
            | Self::RichText(inner)
            | Self::Url(inner)
            | Self::Email(inner)
            | Self::PhoneNumber(inner) => inner.write(),
            Self::Number(inner) | Self::UniqueId(inner) => inner.write(),
            Self::Checkbox(inner) => inner.write(),
            Self::Select(inner) | Self::Status(inner) => inner.write(),
            Self::MultiSelect(inner) => inner.write(),
            Self::Date(inner) | Self::CreatedTime(inner) | Self::LastEditedTime(inner) => {
                inner.write()
            }
            Self::People(inner)
            | Self::CreatedBy(inner)
            | Self::LastEditedBy(inner)
            | Self::Relation(inner) => inner.write(),
            Self::Files(inner) => inner.write(),
            Self::Verification(inner) => inner.write(),
            Self::Formula(inner) => inner.write(),
            Self::Rollup(inner) => inner.write(),
            Self::Unknown { payload, .. } => payload.clone(),
        };
        (self.kind(), value)
    }
}

impl Filter {
    fn read(value: &Value) -> Self {
        Self::known(value).unwrap_or_else(|| Self::Unknown(value.clone()))
    }

    fn known(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        let members = |key: &str| {
            let members = object
                .get(key)?
                .as_array()?
                .iter()
                .map(Self::read)
                .collect::<Vec<_>>();
            (object.len() == 1).then_some(members)
        };
        if object.contains_key("and") {
            return members("and").map(Self::And);
        }
        if object.contains_key("or") {
            return members("or").map(Self::Or);
        }
        let kind = match object.get("type") {
            Some(kind) => Some(text(kind)?),
            None => None,
        };
        let (subject, name) = ["property", "timestamp"]
            .into_iter()
            .find_map(|key| object.get(key).map(|name| (key, name)))?;
        let mut rest = object
            .iter()
            .filter(|(key, _)| *key != "type" && *key != subject);
        let (key, condition) = rest.next()?;
        if rest.next().is_some() {
            return None;
        }
        let name = name.as_str()?;
        if subject == "property" {
            let condition = Condition::from_member(key, condition)?;
            return Some(Self::Property(PropertyFilter {
                property: name.to_owned(),
                condition,
                kind,
            }));
        }
        let timestamp = Timestamp::parse(name).filter(|_| name == key)?;
        let condition = Wire::read(condition)?;
        Some(Self::Timestamp(TimestampFilter {
            timestamp,
            condition,
            kind,
        }))
    }

    fn write(&self) -> Value {
        match self {
            Self::And(members) => compound("and", members),
            Self::Or(members) => compound("or", members),
            Self::Property(filter) => leaf(
                "property",
                &filter.property,
                &filter.kind,
                filter.condition.to_member(),
            ),
            Self::Timestamp(filter) => {
                let name = filter.timestamp.as_str();
                leaf(
                    "timestamp",
                    name,
                    &filter.kind,
                    (name, filter.condition.write()),
                )
            }
            Self::Unknown(value) => value.clone(),
        }
    }
}

fn compound(key: &str, members: &[Filter]) -> Value {
    let members = members.iter().map(Filter::write).collect();
    Value::Object(Map::from_iter([(key.to_owned(), members)]))
}

fn leaf(
    subject: &str,
    name: &str,
    kind: &Option<String>,
    (key, condition): (&str, Value),
) -> Value {
    let mut object = Map::new();
    object.insert(subject.to_owned(), name.into());
    if let Some(kind) = kind {
        object.insert("type".to_owned(), kind.as_str().into());
    }
    object.insert(key.to_owned(), condition);
    Value::Object(object)
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match Self::known(&value) {
            Some(filter) => filter,
            None => Self::Unknown(value),
        })
    }
}
