//! Changes to pages.

use super::PageTemplate;
use crate::file::{File, Icon};
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

    /// Sets the icon, or clears it with `None`.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Option<Icon>>) -> Self {
        self.icon = Field::set_or_clear(icon.into());
        self
    }

    /// Sets the picture above it, such as [`File::cover`], or clears it with `None`.
    #[must_use]
    pub fn cover(mut self, cover: impl Into<Option<File>>) -> Self {
        self.cover = Field::set_or_clear(cover.into());
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{NewPage, PagePlace, TemplateKind};
    use super::*;
    use crate::block::BlockContent;
    use crate::ids::{BlockId, DataSourceId, FileUploadId, PageId};

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    fn written(body: &impl serde::Serialize) -> Value {
        serde_json::to_value(body).unwrap()
    }

    #[test]
    fn a_new_page_takes_its_content_from_blocks_markdown_or_a_template() {
        let page = PageId::parse(ID).unwrap();
        let blocks = NewPage::new(page.clone())
            .title("a")
            .icon("📝")
            .cover(File::cover("https://example.com/a.png"))
            .position(BlockId::parse(ID).unwrap())
            .children([BlockContent::divider()]);
        assert_eq!(
            written(&blocks),
            json!({
                "parent": {"type": "page_id", "page_id": ID},
                "properties": {"title": {"type": "title", "title":
                    [{"type": "text", "text": {"content": "a"}}]}},
                "children": [{"object": "block", "type": "divider", "divider": {}}],
                "icon": {"type": "emoji", "emoji": "📝"},
                "cover": {"type": "external", "external": {"url": "https://example.com/a.png"}},
                "position": {"type": "after_block", "after_block": {"id": ID}},
            })
        );
        let markdown = NewPage::new(page.clone())
            .markdown("# A")
            .position(PagePlace::PageStart);
        assert_eq!(written(&markdown)["markdown"], "# A");
        assert_eq!(
            written(&markdown)["position"],
            json!({"type": "page_start"})
        );
        let row = NewPage::new(DataSourceId::parse(ID).unwrap())
            .template(super::super::PageTemplate::from(page).timezone("Europe/Berlin"));
        assert_eq!(
            written(&row)["template"],
            json!({"type": "template_id", "template_id": ID, "timezone": "Europe/Berlin"})
        );
    }

    #[test]
    fn a_patch_keeps_clears_or_sets() {
        assert_eq!(written(&PagePatch::default()), json!({}));
        let upload = FileUploadId::parse(ID).unwrap();
        let patch = PagePatch::default()
            .icon(None)
            .cover(File::from(upload))
            .locked(true)
            .template(TemplateKind::Default)
            .erase_content()
            .archived(false)
            .in_trash(false);
        assert_eq!(
            written(&patch),
            json!({
                "icon": null,
                "cover": {"type": "file_upload", "file_upload": {"id": ID}},
                "is_locked": true,
                "template": {"type": "default"},
                "erase_content": true,
                "in_trash": false,
                "is_archived": false,
            })
        );
    }
}
