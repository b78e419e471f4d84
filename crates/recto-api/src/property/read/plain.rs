//! Any value as one line of text.

use std::fmt::Write as _;

use crate::date::DateText;
use crate::file::{File, FileSource};
use crate::property::{
    Date, FormulaResult, Place, PropertyValue, Rollup, RollupResult, UniqueId, Verification,
};
use crate::rich_text;
use crate::user::User;

impl PropertyValue {
    /// The value as text, whatever its type; empty where it is empty.
    ///
    /// Several values are joined by `, `, a range by ` → `; a box is `true` or `false`; people are
    /// their names where these came along, else their ids; related pages are ids, files names.
    /// Kinds without a name here give their JSON.
    pub fn plain_text(&self) -> String {
        match self {
            Self::Title(runs) | Self::RichText(runs) => rich_text::plain(runs),
            Self::Select(value) | Self::Status(value) => {
                let name = value.as_ref().and_then(|option| option.name.as_str());
                name.unwrap_or_default().to_owned()
            }
            Self::MultiSelect(options) => {
                join(options.iter().filter_map(|option| option.name.as_str()))
            }
            Self::Url(value) | Self::Email(value) | Self::PhoneNumber(value) => {
                value.as_deref().unwrap_or_default().to_owned()
            }
            Self::Number(value) => text(value.as_ref()),
            Self::Checkbox(checked) => checked.to_string(),
            Self::Date(value) => text(value.as_ref()),
            Self::People(users) => join(users.iter().map(user_name)),
            Self::CreatedBy(user) | Self::LastEditedBy(user) => user_name(user).to_owned(),
            Self::CreatedTime(time) | Self::LastEditedTime(time) => time.to_string(),
            Self::Files(files) => join(files.iter().map(file_name)),
            Self::Relation(pages) => join(pages.iter().map(|page| page.id.as_str())),
            Self::Formula(formula) => match &formula.result {
                FormulaResult::String(value) => value.as_deref().unwrap_or_default().to_owned(),
                FormulaResult::Number(value) => text(value.as_ref()),
                FormulaResult::Boolean(value) => text(value.as_ref()),
                FormulaResult::Date(value) => text(value.as_ref()),
                FormulaResult::Unsupported(_) => String::new(),
                FormulaResult::Unknown(unknown) => unknown_text(unknown.payload.as_deref()),
            },
            Self::Rollup(rollup) => rollup_text(rollup),
            Self::UniqueId(id) => id.to_string(),
            Self::Verification(value) => text(value.as_ref()),
            Self::Place(value) => text(value.as_ref()),
            Self::Button(_) => String::new(),
            Self::Unknown(unknown) => unknown_text(unknown.payload.as_deref()),
        }
    }
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn join<S: AsRef<str>>(parts: impl Iterator<Item = S>) -> String {
    let mut out = String::new();
    for part in parts.filter(|part| !part.as_ref().is_empty()) {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(part.as_ref());
    }
    out
}

fn user_name(user: &User) -> &str {
    user.name.as_str().unwrap_or(user.id.as_str())
}

fn file_name(file: &File) -> &str {
    let url = || match &file.source {
        Some(FileSource::External(external)) => Some(&*external.url),
        Some(FileSource::File(hosted)) => Some(&*hosted.url),
        _ => None,
    };
    file.name.as_str().or_else(url).unwrap_or_default()
}

fn rollup_text(rollup: &Rollup) -> String {
    match &rollup.result {
        RollupResult::Number(value) => text(value.as_ref()),
        RollupResult::Date(value) => text(value.as_ref()),
        RollupResult::Array(values) => join(values.iter().map(|item| item.value.plain_text())),
        RollupResult::Unsupported(_) | RollupResult::Incomplete(_) => String::new(),
        RollupResult::Unknown(unknown) => unknown_text(unknown.payload.as_deref()),
    }
}

/// An empty object is what the service puts where it has no result.
fn unknown_text(payload: Option<&serde_json::Value>) -> String {
    match payload {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Object(object)) if object.is_empty() => String::new(),
        Some(other) => other.to_string(),
    }
}

/// `2026-03-01`, or `2026-03-01 → 2026-03-05`.
impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.start.as_str())?;
        match self.end.value().map(DateText::as_str) {
            Some(end) => write!(f, " → {end}"),
            None => Ok(()),
        }
    }
}

/// `R-7`, or `7` where there is no prefix.
impl std::fmt::Display for UniqueId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(number) = self.number.value() else {
            return Ok(());
        };
        match self.prefix.as_str() {
            Some(prefix) if !prefix.is_empty() => write!(f, "{prefix}-{number}"),
            _ => write!(f, "{number}"),
        }
    }
}

/// The state, and the date where there is one.
impl std::fmt::Display for Verification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.state.as_str().unwrap_or_default())?;
        match self.date.value() {
            Some(date) => write!(f, " ({date})"),
            None => Ok(()),
        }
    }
}

/// The name, else the address, else the degrees.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = [&self.name, &self.address]
            .into_iter()
            .filter_map(|text| text.as_str())
            .find(|text| !text.is_empty());
        if let Some(name) = named {
            return f.write_str(name);
        }
        let mut out = String::new();
        for degrees in [&self.lat, &self.lon]
            .into_iter()
            .filter_map(|field| field.value())
        {
            let gap = if out.is_empty() { "" } else { ", " };
            write!(out, "{gap}{degrees}")?;
        }
        f.write_str(&out)
    }
}
