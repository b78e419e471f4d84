//! One mapped property: how a cell becomes a canonical value, and a value a property and back.

mod limits;
mod read;
mod write;

use std::collections::{BTreeSet, HashMap};

use jiff::tz::TimeZone;
use recto_api::ids::{PageId, UserId};
use serde::{Deserialize, Serialize};

pub use crate::config::PropertyKind;

pub use limits::check;
pub use read::from_cell;
pub use write::{from_property, to_property};

/// The property type of a wire name, if it is one that can be pushed to.
pub fn kind_of(wire: &str) -> Option<PropertyKind> {
    use PropertyKind as Kind;
    const KINDS: [Kind; 14] = [
        Kind::Title,
        Kind::RichText,
        Kind::Number,
        Kind::Select,
        Kind::MultiSelect,
        Kind::Status,
        Kind::Date,
        Kind::People,
        Kind::Files,
        Kind::Checkbox,
        Kind::Url,
        Kind::Email,
        Kind::PhoneNumber,
        Kind::Relation,
    ];
    KINDS.into_iter().find(|kind| kind.as_str() == wire)
}

/// Why one value cannot be pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// A word for programs, such as `too_long`.
    pub reason: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldError {
    /// An error with its word and its sentence.
    pub fn new(reason: &str, message: impl Into<String>) -> Self {
        Self {
            reason: reason.to_owned(),
            message: message.into(),
        }
    }
}

/// How a cell is to be understood.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The zone of times that name none.
    pub zone: Option<TimeZone>,
    /// The zone's IANA name, sent along with such times.
    pub zone_name: Option<String>,
    /// What separates the items of a text that holds several; a comma where none is named.
    pub separator: Option<String>,
    /// Whether numbers that Notion's floats cannot hold exactly are rounded instead of refused.
    pub allow_lossy: bool,
}

/// The people of a workspace, both ways.
#[derive(Debug, Clone, Default)]
pub struct People {
    ids: HashMap<String, UserId>,
    emails: HashMap<UserId, String>,
}

impl People {
    /// People by e-mail address.
    pub fn new(people: impl IntoIterator<Item = (String, UserId)>) -> Self {
        let mut all = Self::default();
        for (email, id) in people {
            let email = email.trim().to_lowercase();
            all.emails.insert(id.clone(), email.clone());
            all.ids.insert(email, id);
        }
        all
    }

    /// The person with this address, or with this id.
    pub fn id(&self, person: &str) -> Option<UserId> {
        self.ids.get(person).cloned().or_else(|| {
            let id = UserId::parse(person).ok()?;
            (id.as_str() == person).then_some(id)
        })
    }

    /// A person's address, or the id where none is known.
    pub fn name(&self, id: &UserId) -> String {
        self.emails
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }
}

/// Which page stands for which row, both ways.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    by_row: HashMap<(usize, String), PageId>,
    by_page: HashMap<PageId, String>,
}

impl Pages {
    /// Takes a page as the one of a row: `table` by its number, the row by its external id.
    pub fn link(&mut self, table: usize, external_id: &str, page: &PageId) {
        self.by_row
            .insert((table, external_id.to_owned()), page.clone());
        self.by_page.insert(page.clone(), external_id.to_owned());
    }

    /// The page of a row.
    pub fn page(&self, table: usize, external_id: &str) -> Option<&PageId> {
        self.by_row.get(&(table, external_id.to_owned()))
    }

    /// The row of a page; `page:<id>` for a page without one.
    pub fn row(&self, page: &PageId) -> String {
        self.by_page
            .get(page)
            .cloned()
            .unwrap_or_else(|| format!("page:{page}"))
    }
}

/// What [`to_property`] could not resolve; the rest of the value is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unresolved {
    /// E-mail addresses of nobody in the workspace.
    pub people: BTreeSet<String>,
    /// External ids of rows that have no page (yet).
    pub rows: BTreeSet<String>,
}

impl Unresolved {
    /// Whether everything was resolved.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.rows.is_empty()
    }
}
