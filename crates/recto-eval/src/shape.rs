//! The shape of a query body: what the service checks before it looks at the schema.
//!
//! The checks run over JSON, because a filter that is wrong has no type. Paths and sentences follow
//! the grammar of notion-api 6.4; which alternatives a "Fix one" list names is taken from public
//! error reports: no known key lists all keys, a known key without a known condition lists that
//! key's conditions.

mod condition;

use recto_api::limits;
use serde_json::{Map, Value};

use crate::error::{Problem, QueryError};

type Checked = Result<(), QueryError>;

/// The keys of a leaf, in the order the service lists them.
const LEAF_KEYS: [&str; 21] = [
    "title",
    "rich_text",
    "number",
    "checkbox",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "files",
    "url",
    "email",
    "phone_number",
    "relation",
    "created_by",
    "created_time",
    "last_edited_by",
    "last_edited_time",
    "formula",
    "unique_id",
    "rollup",
];

/// Known as a key, but not in the service's list.
const UNLISTED_KEY: &str = "verification";

fn one<T>(problem: Problem) -> Result<T, QueryError> {
    Err(QueryError::Invalid(vec![problem]))
}

fn any<T>(problems: impl IntoIterator<Item = Problem>) -> Result<T, QueryError> {
    Err(QueryError::Invalid(problems.into_iter().collect()))
}

/// Refuses members that are in no list.
fn only(object: &Map<String, Value>, path: &str, allowed: &[&str]) -> Checked {
    match object
        .iter()
        .find(|(key, _)| !allowed.contains(&key.as_str()))
    {
        Some((key, value)) => one(Problem::unexpected(format!("{path}.{key}"), value)),
        None => Ok(()),
    }
}

fn text_at<'a>(
    object: &'a Map<String, Value>,
    path: &str,
    key: &str,
) -> Result<&'a str, QueryError> {
    match object.get(key) {
        Some(Value::String(text)) => Ok(text),
        Some(value) => one(Problem::new(
            format!("{path}.{key}"),
            "a string",
            Some(value),
        )),
        None => one(Problem::missing(format!("{path}.{key}"))),
    }
}

/// Checks `body.filter`.
pub(crate) fn filter(value: &Value) -> Checked {
    let path = "body.filter";
    match value {
        // Answered as if there were no filter (recordings).
        Value::Object(object) if object.is_empty() => Ok(()),
        Value::Object(object) => node(object, path, 1),
        _ => one(Problem::new(path, "an object or `undefined`", Some(value))),
    }
}

fn node(object: &Map<String, Value>, path: &str, level: usize) -> Checked {
    let compound = level <= limits::FILTER_LEVELS;
    if compound
        && let Some(key) = ["or", "and"]
            .into_iter()
            .find(|key| object.contains_key(*key))
    {
        only(object, path, &[key])?;
        return members(&object[key], &format!("{path}.{key}"), level);
    }
    if object.contains_key("timestamp") {
        return timestamp(object, path);
    }
    let known = |key: &str| LEAF_KEYS.contains(&key) || key == UNLISTED_KEY;
    let Some((key, condition)) = object.iter().find(|(key, _)| known(key)) else {
        let compounds = if compound {
            ["or", "and"].as_slice()
        } else {
            &[]
        };
        let keys = compounds.iter().chain(&LEAF_KEYS);
        return any(keys.map(|key| Problem::missing(format!("{path}.{key}"))));
    };
    text_at(object, path, "property")?;
    leaf_type(object, path, key)?;
    only(object, path, &["property", "type", key])?;
    condition::check(key, condition, &format!("{path}.{key}"))
}

fn members(value: &Value, path: &str, level: usize) -> Checked {
    let Value::Array(members) = value else {
        return one(Problem::new(path, "an array", Some(value)));
    };
    if members.len() > limits::FILTER_ITEMS {
        let most = format!("≤ `{}`", limits::FILTER_ITEMS);
        return one(Problem::new(
            format!("{path}.length"),
            most,
            Some(&members.len().into()),
        ));
    }
    members.iter().enumerate().try_for_each(|(index, member)| {
        let path = format!("{path}[{index}]");
        match member {
            Value::Object(object) => node(object, &path, level + 1),
            _ => one(Problem::new(path, "an object", Some(member))),
        }
    })
}

/// Checks a condition on a time of the page, which must not name a property as well (notion-api
/// 4.1).
fn timestamp(object: &Map<String, Value>, path: &str) -> Checked {
    let times = ["created_time", "last_edited_time"];
    let name = &object["timestamp"];
    let Some(key) = name.as_str().filter(|name| times.contains(name)) else {
        return one(Problem::new(
            format!("{path}.timestamp"),
            choice(&times),
            Some(name),
        ));
    };
    leaf_type(object, path, key)?;
    only(object, path, &["timestamp", "type", key])?;
    match object.get(key) {
        Some(condition) => condition::check(key, condition, &format!("{path}.{key}")),
        None => one(Problem::missing(format!("{path}.{key}"))),
    }
}

/// Checks the optional member `type`, which can only repeat the key.
fn leaf_type(object: &Map<String, Value>, path: &str, key: &str) -> Checked {
    match object.get("type") {
        Some(kind) if kind != key => {
            let expectation = format!("`\"{key}\"` or `undefined`");
            one(Problem::new(
                format!("{path}.type"),
                expectation,
                Some(kind),
            ))
        }
        _ => Ok(()),
    }
}

/// Checks `body.sorts`.
pub(crate) fn sorts(values: &[Value]) -> Checked {
    if values.len() > limits::FILTER_ITEMS {
        let most = format!("≤ `{}`", limits::FILTER_ITEMS);
        return one(Problem::new(
            "body.sorts.length",
            most,
            Some(&values.len().into()),
        ));
    }
    values
        .iter()
        .enumerate()
        .try_for_each(|(index, value)| sort(value, index))
}

fn sort(value: &Value, index: usize) -> Checked {
    let path = format!("body.sorts[{index}]");
    let Value::Object(object) = value else {
        return one(Problem::new(path, "an object", Some(value)));
    };
    let subject = match (object.get("property"), object.get("timestamp")) {
        (None, None) => {
            let keys = ["property", "timestamp"];
            return any(keys.map(|key| Problem::missing(format!("{path}.{key}"))));
        }
        (Some(Value::String(_)), None) => "property",
        (Some(other), None) => {
            return one(Problem::new(
                format!("{path}.property"),
                "a string",
                Some(other),
            ));
        }
        (Some(_), Some(time)) => {
            return one(Problem::unexpected(format!("{path}.timestamp"), time));
        }
        (None, Some(time)) => {
            let times = ["created_time", "last_edited_time"];
            if !time.as_str().is_some_and(|time| times.contains(&time)) {
                return one(Problem::new(
                    format!("{path}.timestamp"),
                    choice(&times),
                    Some(time),
                ));
            }
            "timestamp"
        }
    };
    let directions = ["ascending", "descending"];
    let direction = object.get("direction");
    if !direction
        .and_then(Value::as_str)
        .is_some_and(|text| directions.contains(&text))
    {
        return one(Problem::new(
            format!("{path}.direction"),
            choice(&directions),
            direction,
        ));
    }
    only(object, &path, &[subject, "direction"])
}

/// Writes `` `"a"` or `"b"` ``, `` `"a"`, `"b"`, or `"c"` ``.
fn choice(values: &[&str]) -> String {
    let quoted: Vec<_> = values
        .iter()
        .map(|value| format!("`\"{value}\"`"))
        .collect();
    match quoted.as_slice() {
        [first, second] => format!("{first} or {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
