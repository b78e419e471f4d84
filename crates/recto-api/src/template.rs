//! Templates of a data source.

use crate::ids::PageId;
use crate::list::{Element, List};
use crate::wire::{Extra, Field, Wire};

/// A template of a data source: a page from which rows are made.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct DataSourceTemplate {
    /// The page; also the `template_id` of a page to be created.
    pub id: PageId,
    /// Its name.
    pub name: Field<String>,
    /// Whether it is the one that `{"type": "default"}` means.
    pub is_default: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// One page of a data source's templates.
///
/// A list with habits of its own: its elements stand in `templates`, and it has neither `object` nor
/// `request_id` (recordings). As a [`List`] it is one like any other.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TemplateList {
    /// The elements; one that could not be read is `Invalid` and keeps its text.
    pub templates: Vec<Element<DataSourceTemplate>>,
    /// Whether there is a next page.
    pub has_more: Field<bool>,
    /// Where the next page starts; null on the last one.
    pub next_cursor: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<TemplateList> for List<DataSourceTemplate> {
    fn from(list: TemplateList) -> Self {
        Self {
            results: list.templates,
            next_cursor: list.next_cursor,
            has_more: list.has_more,
            extra: list.extra,
            ..Self::default()
        }
    }
}
