//! Requests about pages.

use std::borrow::Cow;

use super::{cursor_query, filter_properties, json};
use crate::endpoint::{Endpoint, Operation};
use crate::ids::{PageId, PropertyId};
use crate::list::List;
use crate::page::{NewPage, Page, PageAnswer, PageMove, PagePatch};
use crate::parent::Parent;
use crate::property::PropertyItem;
use crate::wire::{Decode, DecodeError, Field, read_strictly};

/// A new page.
#[derive(Debug, Clone)]
pub struct CreatePage {
    /// Properties to answer with, by id or name; all of them when empty.
    pub filter_properties: Vec<String>,
    /// What it will be.
    pub body: NewPage,
}

impl CreatePage {
    /// Creates this page.
    pub fn new(body: NewPage) -> Self {
        Self {
            filter_properties: Vec::new(),
            body,
        }
    }
}

impl Endpoint for CreatePage {
    const OPERATION: Operation = Operation::CreatePage;
    type Output = Page;

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.filter_properties)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A new page from Markdown that may be long: the service may answer before all of it is there.
///
/// It is the same operation as [`CreatePage`] with `allow_async`, whose answer may be no page.
///
/// ```
/// use recto_api::endpoint::{CreatePageAsync, Endpoint};
/// use recto_api::page::{NewPage, PageAnswer};
/// # use recto_api::ids::PageId;
///
/// # let parent: PageId = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111".parse()?;
/// let request = CreatePageAsync::new(NewPage::new(parent).markdown("# Report"));
/// # let answer = br#"{"object": "async_task", "id": "task_1", "status": "queued"}"#;
/// match CreatePageAsync::decode(answer)? {
///     PageAnswer::Page(page) => println!("it is there: {}", page.id),
///     PageAnswer::AsyncTask(task) => println!("ask again for {}", task.id),
///     PageAnswer::Unknown(other) => println!("{other}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CreatePageAsync {
    /// Properties to answer with, by id or name; all of them when empty.
    pub filter_properties: Vec<String>,
    /// What it will be.
    pub body: NewPage,
}

impl CreatePageAsync {
    /// Creates this page, in the background if the service so decides.
    pub fn new(mut body: NewPage) -> Self {
        body.allow_async = Field::Value(true);
        Self {
            filter_properties: Vec::new(),
            body,
        }
    }
}

impl Endpoint for CreatePageAsync {
    const OPERATION: Operation = Operation::CreatePage;
    type Output = PageAnswer;

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.filter_properties)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A page with its properties.
#[derive(Debug, Clone)]
pub struct GetPage {
    /// The page.
    pub page_id: PageId,
    /// Properties to answer with, by id or name; all of them when empty.
    pub filter_properties: Vec<String>,
}

impl GetPage {
    /// Asks for this page.
    pub fn new(page_id: PageId) -> Self {
        Self {
            page_id,
            filter_properties: Vec::new(),
        }
    }
}

impl Endpoint for GetPage {
    const OPERATION: Operation = Operation::GetPage;
    type Output = Page;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.page_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.filter_properties)
    }
}

/// Changes a page.
#[derive(Debug, Clone)]
pub struct UpdatePage {
    /// The page.
    pub page_id: PageId,
    /// Properties to answer with, by id or name; all of them when empty.
    pub filter_properties: Vec<String>,
    /// The changes.
    pub body: PagePatch,
}

impl UpdatePage {
    /// Changes this page.
    pub fn new(page_id: PageId, body: PagePatch) -> Self {
        Self {
            page_id,
            filter_properties: Vec::new(),
            body,
        }
    }
}

impl Endpoint for UpdatePage {
    const OPERATION: Operation = Operation::UpdatePage;
    type Output = Page;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.page_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.filter_properties)
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Moves a page under another page, or into a data source.
#[derive(Debug, Clone)]
pub struct MovePage {
    /// The page.
    pub page_id: PageId,
    /// Where to.
    pub body: PageMove,
}

impl MovePage {
    /// Moves this page under a page or into a data source, by its id.
    pub fn new(page_id: impl Into<PageId>, parent: impl Into<Parent>) -> Self {
        Self {
            page_id: page_id.into(),
            body: PageMove::to(parent),
        }
    }
}

impl Endpoint for MovePage {
    const OPERATION: Operation = Operation::MovePage;
    type Output = Page;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.page_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// One property of a page, whole: a page shows at most 25 references.
#[derive(Debug, Clone)]
pub struct GetPageProperty {
    /// The page.
    pub page_id: PageId,
    /// The property.
    pub property_id: PropertyId,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl GetPageProperty {
    /// Asks for this property of this page.
    pub fn new(page_id: PageId, property_id: PropertyId) -> Self {
        Self {
            page_id,
            property_id,
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for GetPageProperty {
    const OPERATION: Operation = Operation::GetPageProperty;
    type Output = PropertyItems;

    fn params(&self) -> Vec<Cow<'_, str>> {
        // Ids come percent-encoded, and the path encodes its parameters.
        vec![self.page_id.as_str().into(), self.property_id.decoded()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        cursor_query(self.start_cursor.as_ref(), self.page_size)
    }
}

/// What the property endpoint answers: one item, or a page of a list of them.
#[derive(Debug, Clone, PartialEq)]
pub enum PropertyItems {
    /// A property with a single value.
    Item(Box<PropertyItem>),
    /// One page of title, text, people, relation or rollup values.
    List(Box<List<PropertyItem>>),
}

impl Decode for PropertyItems {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        #[derive(serde::Deserialize)]
        struct Peek {
            object: Option<String>,
        }
        let is_list = serde_json::from_slice::<Peek>(bytes)
            .is_ok_and(|peek| peek.object.as_deref() == Some("list"));
        if is_list {
            List::decode(bytes).map(|list| Self::List(Box::new(list)))
        } else {
            PropertyItem::decode(bytes).map(|item| Self::Item(Box::new(item)))
        }
    }
}

impl<'de> serde::Deserialize<'de> for PropertyItems {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let is_list = value.get("object").is_some_and(|object| object == "list");
        let read = if is_list {
            read_strictly(&value).map(|list| Self::List(Box::new(list)))
        } else {
            read_strictly(&value).map(|item| Self::Item(Box::new(item)))
        };
        read.map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for PropertyItems {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Item(item) => item.serialize(serializer),
            Self::List(list) => list.serialize(serializer),
        }
    }
}
