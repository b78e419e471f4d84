//! The rows of a view: a snapshot that the service keeps for 15 minutes.

use serde_json::Number;

use crate::date::DateText;
use crate::ids::{PageId, ViewId, ViewQueryId};
use crate::list::{Element, List, RequestStatus};
use crate::wire::{Extra, Field, Wire};

/// The first page of a view's rows, and where the others are.
///
/// Rows come as ids alone, in the view's order and under its filter. Like any query it reaches
/// 10,000 rows (documented).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "view_query")]
pub struct ViewQuery {
    /// Its id.
    pub id: ViewQueryId,
    /// The view.
    pub view_id: Field<ViewId>,
    /// Until when it can be read: 15 minutes from when it was made; milliseconds and an offset
    /// (recordings).
    pub expires_at: Field<DateText>,
    /// How many rows there are, on all pages.
    pub total_count: Field<Number>,
    /// The rows of the first page.
    pub results: Field<Vec<Element<PageReference>>>,
    /// Where the next page starts; null where this is the only one.
    pub next_cursor: Field<String>,
    /// Whether there is a next page.
    pub has_more: Field<bool>,
    /// Whether the results are complete.
    pub request_status: Field<RequestStatus>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl ViewQuery {
    /// The rows of the first page that could be read.
    pub fn page_ids(&self) -> impl Iterator<Item = &PageId> {
        let results = self.results.value().into_iter().flatten();
        results.filter_map(|element| match element {
            Element::Valid(page) => Some(&page.id),
            Element::Invalid(_) => None,
        })
    }
}

/// Its first page as a list like any other.
impl From<ViewQuery> for List<PageReference> {
    fn from(query: ViewQuery) -> Self {
        Self {
            results: query.results.into_value().unwrap_or_default(),
            next_cursor: query.next_cursor,
            has_more: query.has_more,
            request_status: query.request_status,
            extra: query.extra,
        }
    }
}

/// A page by its id.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "page")]
pub struct PageReference {
    /// The page.
    pub id: PageId,
    /// Unknown members.
    pub extra: Extra,
}

/// What is left of a view's rows that are no longer kept.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "view_query")]
pub struct DeletedViewQuery {
    /// The id it had.
    pub id: ViewQueryId,
    /// Whether it is gone.
    pub deleted: Field<bool>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}
