//! Requests about pages.

use std::borrow::Cow;

use super::{cursor_query, filter_properties, json};
use crate::endpoint::{Endpoint, Operation};
use crate::ids::{PageId, PropertyId};
use crate::list::List;
use crate::page::{NewPage, Page, PagePatch};
use crate::property::PropertyItem;
use crate::wire::{Decode, DecodeError};

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
            serde_json::from_value(value).map(|list| Self::List(Box::new(list)))
        } else {
            serde_json::from_value(value).map(|item| Self::Item(Box::new(item)))
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
