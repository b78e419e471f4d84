//! Pages, which are also the rows of data sources.

use crate::block::NewBlock;
use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::PageId;
use crate::parent::Parent;
use crate::property::{Property, PropertyValue};
use crate::rich_text;
use crate::user::User;
use crate::wire::{Extra, Field, Members, Wire};

/// A page. Under a data source it is a row, and its properties follow the schema.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "page")]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// When it was last edited, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Who made it (a partial user).
    pub created_by: Field<User>,
    /// Who last edited it (a partial user).
    pub last_edited_by: Field<User>,
    /// The picture above it.
    pub cover: Field<File>,
    /// The icon before its title.
    pub icon: Field<Icon>,
    /// Where it lives.
    pub parent: Field<Parent>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// Whether it is archived, which is not the trash.
    pub is_archived: Field<bool>,
    /// Whether it is locked against edits in the app.
    pub is_locked: Field<bool>,
    /// Its properties by name.
    pub properties: Members<Property>,
    /// Its address.
    pub url: Field<String>,
    /// Its address on the web, where it is published.
    pub public_url: Field<String>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl Page {
    /// The title without formatting; `None` where no title came with the page.
    pub fn title(&self) -> Option<String> {
        self.properties
            .values()
            .find_map(|property| match &property.value {
                PropertyValue::Title(runs) => Some(rich_text::plain(runs)),
                _ => None,
            })
    }
}

/// A page to be created.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewPage {
    /// Where it will live.
    pub parent: Field<Parent>,
    /// Its properties by name or id; under a page only `title`.
    pub properties: Field<Members<Property>>,
    /// Its content: at most 100 blocks.
    pub children: Field<Vec<NewBlock>>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// The picture above it.
    pub cover: Field<File>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewPage {
    /// A page under this parent.
    pub fn new(parent: impl Into<Parent>) -> Self {
        Self {
            parent: Field::Value(parent.into()),
            ..Self::default()
        }
    }

    /// Sets a property.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: PropertyValue) -> Self {
        if !self.properties.is_value() {
            self.properties = Field::Value(Members::new());
        }
        if let Field::Value(properties) = &mut self.properties {
            properties.insert(name, value.into());
        }
        self
    }

    /// Sets the title of a page that is not a row.
    #[must_use]
    pub fn title(self, title: &str) -> Self {
        self.property("title", PropertyValue::title(title))
    }

    /// Sets the content.
    #[must_use]
    pub fn children(mut self, children: Vec<NewBlock>) -> Self {
        self.children = Field::Value(children);
        self
    }
}

/// Changes to a page: what is absent is kept.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct PagePatch {
    /// Properties by name or id; each replaces the former value whole.
    pub properties: Field<Members<Property>>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// The cover; null clears it.
    pub cover: Field<File>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Archives it, or takes it back.
    pub is_archived: Field<bool>,
    /// Locks it, or unlocks it.
    pub is_locked: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl PagePatch {
    /// Sets a property.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: PropertyValue) -> Self {
        if !self.properties.is_value() {
            self.properties = Field::Value(Members::new());
        }
        if let Field::Value(properties) = &mut self.properties {
            properties.insert(name, value.into());
        }
        self
    }

    /// Moves the page into the trash or out of it.
    #[must_use]
    pub fn in_trash(mut self, in_trash: bool) -> Self {
        self.in_trash = Field::Value(in_trash);
        self
    }
}
