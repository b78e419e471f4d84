//! Pages, which are also the rows of data sources.
//!
//! ```
//! use recto_api::block::BlockContent;
//! use recto_api::file::Icon;
//! use recto_api::ids::{DataSourceId, PageId};
//! use recto_api::page::{NewPage, PagePatch};
//! use recto_api::property::PropertyValue;
//!
//! # let (page, source) = ("3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222");
//! let page: PageId = page.parse()?;
//! let source: DataSourceId = source.parse()?;
//! // A page under a page, with blocks or with Markdown.
//! let minutes = NewPage::new(page.clone())
//!     .title("Minutes")
//!     .icon(Icon::emoji("📝"))
//!     .children([BlockContent::heading(1, "Decided"), BlockContent::paragraph("Ship it.")]);
//! let notes = NewPage::new(page).title("Notes").markdown("* Ship it.");
//! // A row, with what the default template of its data source holds.
//! let task = NewPage::new(source)
//!     .property("Task", PropertyValue::title("Ship it"))
//!     .property("Done", PropertyValue::Checkbox(false))
//!     .template(recto_api::page::TemplateKind::Default);
//! // What is absent is kept.
//! let done = PagePatch::default().property("Done", PropertyValue::Checkbox(true));
//! # Ok::<(), recto_api::ids::IdError>(())
//! ```

mod new;
mod patch;
mod place;
mod properties;
mod template;
mod truncated;

pub use new::{NewPage, PageAnswer};
pub use patch::{PageMove, PagePatch};
pub use place::{PagePlace, PagePosition};
pub use template::{PageTemplate, TemplateKind};

use crate::date::DateText;
use crate::file::{File, Icon};
use crate::ids::PageId;
use crate::parent::Parent;
use crate::property::{Property, PropertyValue};
use crate::rich_text;
use crate::user::User;
use crate::wire::{Extra, Field, Members, Wire};

/// A page. Under a data source it is a row, and its properties follow the schema.
///
/// Without the capability to read content the service answers only the id (documented).
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
    /// Its address; changes with its title.
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

    /// The value of a property, by its name.
    pub fn value(&self, name: &str) -> Option<&PropertyValue> {
        self.properties.get(name).map(|property| &property.value)
    }
}
