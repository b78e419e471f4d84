//! Changes to pages.

use super::PageTemplate;
use crate::file::{File, FileSource, Icon};
use crate::parent::Parent;
use crate::property::{Property, PropertyValue};
use crate::wire::{Extra, Field, Members, Wire};

/// Changes to a page: what is absent is kept. Where it lives is changed by [`PageMove`].
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct PagePatch {
    /// Properties by name or id; each replaces the former value whole.
    pub properties: Field<Members<Property>>,
    /// The icon; null clears it.
    pub icon: Field<Icon>,
    /// The cover; null clears it.
    pub cover: Field<File>,
    /// Locks it, or unlocks it.
    pub is_locked: Field<bool>,
    /// The template whose content is added to it.
    pub template: Field<PageTemplate>,
    /// Whether its content is deleted first. It is not to be found in the trash (assumption).
    pub erase_content: Field<bool>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Archives it, or takes it back.
    pub is_archived: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl PagePatch {
    /// Sets a property.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: PropertyValue) -> Self {
        self.properties.insert(name, value.into());
        self
    }

    /// Sets the icon: an emoji, or any [`Icon`].
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Icon>) -> Self {
        self.icon = Field::Value(icon.into());
        self
    }

    /// Takes the icon away.
    #[must_use]
    pub fn no_icon(mut self) -> Self {
        self.icon = Field::Null;
        self
    }

    /// Sets the picture above it: [`FileSource::url`], or an upload by its id.
    #[must_use]
    pub fn cover(mut self, cover: impl Into<FileSource>) -> Self {
        self.cover = Field::Value(File::from(cover.into()));
        self
    }

    /// Takes the picture above it away.
    #[must_use]
    pub fn no_cover(mut self) -> Self {
        self.cover = Field::Null;
        self
    }

    /// Locks it against edits in the app, or unlocks it.
    #[must_use]
    pub fn locked(mut self, is_locked: bool) -> Self {
        self.is_locked = Field::Value(is_locked);
        self
    }

    /// Adds the content of a template: of a [`TemplateKind`](super::TemplateKind), or of the page
    /// with this id.
    #[must_use]
    pub fn template(mut self, template: impl Into<PageTemplate>) -> Self {
        self.template = Field::Value(template.into());
        self
    }

    /// Deletes its content; with a template, the template's takes its place.
    #[must_use]
    pub fn erase_content(mut self) -> Self {
        self.erase_content = Field::Value(true);
        self
    }

    /// Moves the page into the trash or out of it.
    #[must_use]
    pub fn in_trash(mut self, in_trash: bool) -> Self {
        self.in_trash = Field::Value(in_trash);
        self
    }

    /// Archives it, or takes it back. That is not the trash.
    #[must_use]
    pub fn archived(mut self, is_archived: bool) -> Self {
        self.is_archived = Field::Value(is_archived);
        self
    }
}

/// A new place for a page: under a page, or as a row of a data source.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct PageMove {
    /// The new parent. Neither a block nor the workspace can be one.
    pub parent: Parent,
    /// Unknown members.
    pub extra: Extra,
}

impl PageMove {
    /// Under this page or data source.
    pub fn to(parent: impl Into<Parent>) -> Self {
        Self {
            parent: parent.into(),
            extra: Extra::default(),
        }
    }
}
