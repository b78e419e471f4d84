//! The values of one property.

use std::collections::HashMap;

use recto_api::property::{Property, PropertyValue};
use serde_json::{Value, json};

use crate::order::natural;
use crate::predicate::text_of;

/// What a filter or sort looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The property of a decoded id.
    Property(String),
    /// When a row was made.
    CreatedTime,
    /// When a row was last edited.
    LastEditedTime,
    /// Who made a row.
    CreatedBy,
    /// Who last edited a row.
    LastEditedBy,
}

/// The values of one property in many rows, packed as filters and sorts look at them.
///
/// Numbers and texts stand for themselves; of all other values each one is kept once. What needs
/// other rows or the time to be known (relations, rollups, formulas) and files cannot be packed.
#[derive(Debug, Clone)]
pub struct Column {
    kind: String,
    pub(super) values: Values,
}

#[derive(Debug, Clone)]
pub(super) enum Values {
    /// Not a number where there is none.
    Numbers(Vec<f64>),
    Texts(Vec<Text>),
    Distinct(Distinct),
}

/// A text, and where it stands among others as far as eight bytes can tell.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) rank: u64,
    pub(super) text: Box<str>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Distinct {
    /// For each row a place in `values`.
    pub(super) codes: Vec<u32>,
    pub(super) values: Vec<PropertyValue>,
    known: HashMap<Box<str>, u32>,
}

impl Column {
    /// Makes a column without rows for a type by its wire name; `None` if it cannot be packed.
    #[must_use]
    pub fn new(kind: &str) -> Option<Self> {
        let values = match kind {
            "number" | "unique_id" => Values::Numbers(Vec::new()),
            "title" | "rich_text" | "url" | "email" | "phone_number" => Values::Texts(Vec::new()),
            "checkbox" | "select" | "status" | "multi_select" | "date" | "people"
            | "created_time" | "last_edited_time" | "created_by" | "last_edited_by" => {
                Values::Distinct(Distinct::default())
            }
            _ => return None,
        };
        Some(Self {
            kind: kind.to_owned(),
            values,
        })
    }

    /// Sets the value of a row, given as it stands under its type. The row is one that is there, or
    /// the next one.
    ///
    /// Answers whether the value could be packed; where not, the column is of no more use.
    #[must_use]
    pub fn set(&mut self, row: usize, value: &Value) -> bool {
        match &mut self.values {
            Values::Numbers(numbers) => {
                let number = match self.kind.as_str() {
                    "unique_id" => value.get("number").and_then(Value::as_f64),
                    _ => value.as_f64(),
                };
                // Zero has two signs, and they compare as equal.
                put(numbers, row, number.map_or(f64::NAN, |number| number + 0.0))
            }
            Values::Texts(texts) => match plain(&self.kind, value) {
                Some(text) => {
                    let rank = natural::rank(&text);
                    let text = text.into_boxed_str();
                    put(texts, row, Text { rank, text })
                }
                None => false,
            },
            Values::Distinct(distinct) => match distinct.code(&self.kind, value) {
                Some(code) => put(&mut distinct.codes, row, code),
                None => false,
            },
        }
    }

    /// Gives about how many bytes of memory the values take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.values {
            Values::Numbers(numbers) => numbers.len() * 8,
            Values::Texts(texts) => texts.iter().map(|own| own.text.len() + 48).sum(),
            Values::Distinct(own) => own.codes.len() * 4 + own.values.len() * 1024,
        }
    }

    /// Tells whether most of what is kept is of no row any more.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        match &self.values {
            Values::Distinct(own) => own.values.len() > 2 * own.codes.len() + 1024,
            _ => false,
        }
    }
}

fn put<T>(all: &mut Vec<T>, row: usize, value: T) -> bool {
    if row == all.len() {
        all.push(value);
        return true;
    }
    let Some(old) = all.get_mut(row) else {
        return false;
    };
    *old = value;
    true
}

impl Distinct {
    fn code(&mut self, kind: &str, value: &Value) -> Option<u32> {
        let text = value.to_string();
        if let Some(code) = self.known.get(text.as_str()) {
            return Some(*code);
        }
        let code = u32::try_from(self.values.len()).ok()?;
        self.values.push(decode(kind, value)?);
        self.known.insert(text.into(), code);
        Some(code)
    }
}

fn decode(kind: &str, value: &Value) -> Option<PropertyValue> {
    let property: Property = serde_json::from_value(json!({"type": kind, kind: value})).ok()?;
    Some(property.value)
}

/// The text that filters and sorts look at.
fn plain(kind: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Array(runs) => {
            let written: Option<String> = runs
                .iter()
                .map(|run| run.get("plain_text").and_then(Value::as_str))
                .collect();
            // Without it, the text is what the run itself says.
            written.or_else(|| decode(kind, value).map(|value| text_of(&value).into_owned()))
        }
        _ => None,
    }
}
