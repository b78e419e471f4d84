//! What a formula can name, and what a row gives for it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use smol_str::SmolStr;

use super::types::Type;
use super::value::Value;

/// The properties that a formula may name.
///
/// Names are exact, with case (documented). Ids are decoded.
pub trait FormulaScope {
    /// Looks a property up by its name.
    fn by_name(&self, owner: Owner<'_>, name: &str) -> Option<FormulaProperty>;

    /// Looks a property up by its decoded id. The four members that every page has,
    /// `created_time`, `last_edited_time`, `created_by` and `last_edited_by`, are never asked for.
    fn by_id(&self, owner: Owner<'_>, id: &str) -> Option<FormulaProperty>;
}

/// Whose property is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// The page that the formula stands on.
    Own,
    /// A page of the data source with this id.
    Source(&'a str),
    /// A page of a data source that is not known.
    Unknown,
}

/// A property that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaProperty {
    /// Which one.
    pub key: PropertyRef,
    /// What its value is in a formula.
    pub value_type: Type,
}

/// A property that a formula reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PropertyRef {
    /// The data source it belongs to; `None` for an own property and for a member of every page.
    pub source: Option<String>,
    /// Its decoded id, or the name of a member of every page.
    pub id: String,
    /// Its name when the formula was checked.
    pub name: String,
}

/// A row, as a formula sees it.
pub trait FormulaRow {
    /// Gives an own property's value. `slot` is the property's place in
    /// [`Checked::own`](super::Checked::own); each is asked for at most once an evaluation.
    fn own(&self, slot: usize, property: &PropertyRef) -> Value;

    /// Gives the value of a property of another page.
    fn related(&self, page: &str, property: &PropertyRef) -> Value;

    /// Gives a page's title, which is its text.
    fn title(&self, page: &str) -> SmolStr;

    /// Gives the id of the row's own page.
    fn id(&self) -> Option<SmolStr>;
}

/// The members that every page has, whatever its data source.
pub(super) fn builtin(id: &str) -> Option<Type> {
    match id {
        "created_time" | "last_edited_time" => Some(Type::Moment),
        "created_by" | "last_edited_by" => Some(Type::Person),
        _ => None,
    }
}

/// The parts of `notion:block_property:<id>:<data source>:<workspace>`, the id decoded.
pub(super) fn read_token(token: &str) -> Option<(String, Option<&str>)> {
    let rest = token.trim().strip_prefix("notion:block_property:")?;
    let mut parts = rest.split(':');
    let id = parts.next()?;
    let source = parts.next();
    let id = percent_decode_str(id).decode_utf8().ok()?;
    Some((id.into_owned(), source))
}

/// What the service leaves as it is in the id of a property.
const ID: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

impl PropertyRef {
    /// The token that the service stores for the property (recorded). `own` is the data source of
    /// the formula itself.
    pub(super) fn token(&self, own: &str, workspace: &str) -> String {
        if self.source.is_none() && builtin(&self.id).is_some() {
            return format!("{{{{notion:block_property:{}}}}}", self.id);
        }
        format!(
            "{{{{notion:block_property:{}:{}:{workspace}}}}}",
            utf8_percent_encode(&self.id, ID),
            self.source.as_deref().unwrap_or(own),
        )
    }
}
