//! Pages to be created.

use serde_json::Value;

use super::{Page, PagePosition, PageTemplate};
use crate::async_task::AsyncTask;
use crate::block::NewBlock;
use crate::file::{File, Icon};
use crate::parent::Parent;
use crate::property::{Property, PropertyValue};
use crate::wire::{Extra, Field, Members, Wire};

/// A page to be created.
///
/// Its content comes from one of `children`, `markdown` and `template`.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NewPage {
    /// Where it will live. Without it, or at the top of the workspace, it is a private page: only
    /// for public connections and personal access tokens (documented).
    pub parent: Field<Parent>,
    /// Its properties by name or id; under a page only `title`.
    pub properties: Field<Members<Property>>,
    /// Its content: at most 100 blocks, with two levels below them.
    pub children: Field<Vec<NewBlock>>,
    /// The same as `children`, under another name.
    pub content: Field<Vec<NewBlock>>,
    /// Its content as Markdown. Without a title among the properties, a heading of the first level
    /// at its start becomes the title (documented).
    pub markdown: Field<String>,
    /// Whether the service may answer before all Markdown is there; see
    /// [`CreatePageAsync`](crate::endpoint::CreatePageAsync).
    pub allow_async: Field<bool>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// The picture above it.
    pub cover: Field<File>,
    /// The template whose content it gets.
    pub template: Field<PageTemplate>,
    /// Where it stands among the content of a parent page; at the end without.
    pub position: Field<PagePosition>,
    /// Unknown members.
    pub extra: Extra,
}

impl NewPage {
    /// A page under this parent: a page, or a data source, of which it is a row.
    pub fn new(parent: impl Into<Parent>) -> Self {
        Self {
            parent: Field::Value(parent.into()),
            ..Self::default()
        }
    }

    /// Sets a property.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: PropertyValue) -> Self {
        self.properties.insert(name, value.into());
        self
    }

    /// Sets the title of a page that is not a row.
    #[must_use]
    pub fn title(self, title: &str) -> Self {
        self.property("title", PropertyValue::title(title))
    }

    /// Sets the content.
    #[must_use]
    pub fn children<Blocks>(mut self, blocks: Blocks) -> Self
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        self.children = Field::Value(blocks.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the content as Markdown.
    #[must_use]
    pub fn markdown(mut self, markdown: impl Into<String>) -> Self {
        self.markdown = Field::Value(markdown.into());
        self
    }

    /// Sets the template it is made from: a [`TemplateKind`](super::TemplateKind), or the id of the
    /// page that is the template.
    #[must_use]
    pub fn template(mut self, template: impl Into<PageTemplate>) -> Self {
        self.template = Field::Value(template.into());
        self
    }

    /// Sets the icon: an emoji, or any [`Icon`].
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Icon>) -> Self {
        self.icon = Field::Value(icon.into());
        self
    }

    /// Sets the picture above it: [`File::cover`], or an upload by its id.
    #[must_use]
    pub fn cover(mut self, cover: impl Into<File>) -> Self {
        self.cover = Field::Value(cover.into());
        self
    }

    /// Sets where it stands among the content of its parent page.
    #[must_use]
    pub fn position(mut self, place: impl Into<super::PagePlace>) -> Self {
        self.position = Field::Value(place.into().into());
        self
    }
}

/// What the creation of a page answers with, when it may be done in the background.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(objects)]
pub enum PageAnswer {
    /// It is there.
    Page(Box<Page>),
    /// It will be there.
    AsyncTask(Box<AsyncTask>),
    /// A kind without a name here, whole.
    Unknown(Value),
}
