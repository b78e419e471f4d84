//! Templates of a data source.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::ids::PageId;
use crate::list::{Element, List};
use crate::wire::{Decode, Extra, Field, Key, Wire};

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
#[derive(Debug, Clone, PartialEq)]
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

impl<'de> Deserialize<'de> for TemplateList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;

        impl<'de> Visitor<'de> for ListVisitor {
            type Value = TemplateList;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with `templates`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TemplateList, A::Error> {
                let mut templates = None;
                let mut list = TemplateList {
                    templates: Vec::new(),
                    has_more: Field::Absent,
                    next_cursor: Field::Absent,
                    extra: Extra::default(),
                };
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    match &*key {
                        "templates" => templates = Some(map.next_value()?),
                        "has_more" => list.has_more = map.next_value()?,
                        "next_cursor" => list.next_cursor = map.next_value()?,
                        _ => list.extra.insert(key.into_owned(), map.next_value()?),
                    }
                }
                list.templates =
                    templates.ok_or_else(|| serde::de::Error::missing_field("templates"))?;
                Ok(list)
            }
        }

        deserializer.deserialize_map(ListVisitor)
    }
}

impl Serialize for TemplateList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("templates", &self.templates)?;
        if !self.has_more.is_absent() {
            map.serialize_entry("has_more", &self.has_more)?;
        }
        if !self.next_cursor.is_absent() {
            map.serialize_entry("next_cursor", &self.next_cursor)?;
        }
        for (name, value) in self.extra.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Decode for TemplateList {}
