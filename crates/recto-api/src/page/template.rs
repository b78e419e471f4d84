//! The template a page is made from.

use crate::ids::PageId;
use crate::wire::{Extra, Field, Unknown, Wire};

/// The template whose content a page gets.
///
/// The service applies it after it has answered: the page is blank at first, and nothing says when
/// it is done (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct PageTemplate {
    /// Which template.
    #[wire(union)]
    pub kind: TemplateKind,
    /// The IANA zone in which the template's "now" and "today" are read. Without it, that of the
    /// person who authorised a public connection, else UTC (documented).
    pub timezone: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl PageTemplate {
    /// The same, with the zone in which "now" and "today" are read, such as `Europe/Berlin`.
    #[must_use]
    pub fn timezone(mut self, zone: impl Into<String>) -> Self {
        self.timezone = Field::Value(zone.into());
        self
    }
}

impl From<TemplateKind> for PageTemplate {
    fn from(kind: TemplateKind) -> Self {
        Self {
            kind,
            timezone: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// By the page that is the template.
impl From<PageId> for PageTemplate {
    fn from(id: PageId) -> Self {
        TemplateKind::TemplateId(id).into()
    }
}

/// Which template.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum TemplateKind {
    /// None; only for a new page, where it is the default.
    None,
    /// The one the data source calls its default.
    Default,
    /// This one.
    TemplateId(PageId),
    /// A kind without a name here.
    Unknown(Unknown),
}
