//! Views of cards: boards, galleries and lists.

use super::group::GroupBy;
use super::property::ViewProperty;
use crate::ids::PropertyId;
use crate::wire::{Extra, Field, Wire};

/// How a board is shown: cards in columns.
///
/// Null clears a setting in a change; `group_by` cannot be cleared.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct BoardView {
    /// What makes the columns; every board has it.
    pub group_by: Field<GroupBy>,
    /// What makes the rows across the columns.
    pub sub_group_by: Field<GroupBy>,
    /// What stands on a card.
    pub properties: Field<Vec<ViewProperty>>,
    /// The picture on a card.
    pub cover: Field<Cover>,
    /// How large that picture is.
    pub cover_size: Field<CoverSize>,
    /// How that picture fills its room.
    pub cover_aspect: Field<CoverAspect>,
    /// How a card arranges its properties.
    pub card_layout: Field<CardLayout>,
    /// Unknown members.
    pub extra: Extra,
}

impl BoardView {
    /// A board with these columns.
    pub fn by(group_by: GroupBy) -> Self {
        Self {
            group_by: Field::Value(group_by),
            ..Self::default()
        }
    }

    /// The same with rows across the columns.
    #[must_use]
    pub fn and_by(mut self, group_by: GroupBy) -> Self {
        self.sub_group_by = Field::Value(group_by);
        self
    }

    /// The same with these properties on each card.
    #[must_use]
    pub fn showing(mut self, properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.properties = Field::Value(properties.into_iter().collect());
        self
    }

    /// The same with a picture on each card.
    #[must_use]
    pub fn cover(mut self, cover: Cover) -> Self {
        self.cover = Field::Value(cover);
        self
    }
}

/// How a gallery is shown: cards in a grid. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct GalleryView {
    /// What stands on a card.
    pub properties: Field<Vec<ViewProperty>>,
    /// The picture on a card.
    pub cover: Field<Cover>,
    /// How large that picture is.
    pub cover_size: Field<CoverSize>,
    /// How that picture fills its room.
    pub cover_aspect: Field<CoverAspect>,
    /// How a card arranges its properties.
    pub card_layout: Field<CardLayout>,
    /// Unknown members.
    pub extra: Extra,
}

impl GalleryView {
    /// A gallery with these pictures.
    pub fn of(cover: Cover) -> Self {
        Self {
            cover: Field::Value(cover),
            ..Self::default()
        }
    }

    /// The same with these properties on each card.
    #[must_use]
    pub fn showing(mut self, properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        self.properties = Field::Value(properties.into_iter().collect());
        self
    }

    /// The same with pictures of this size.
    #[must_use]
    pub fn size(mut self, size: CoverSize) -> Self {
        self.cover_size = Field::Value(size);
        self
    }
}

/// How a list is shown. Null clears a setting in a change.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ListView {
    /// What stands on a line.
    pub properties: Field<Vec<ViewProperty>>,
    /// Unknown members.
    pub extra: Extra,
}

impl ListView {
    /// A list with these properties on each line.
    pub fn showing(properties: impl IntoIterator<Item = ViewProperty>) -> Self {
        Self {
            properties: Field::Value(properties.into_iter().collect()),
            extra: Extra::default(),
        }
    }
}

/// The picture on a card.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Cover {
    /// Where it comes from.
    #[wire(rename = "type")]
    pub kind: Field<CoverKind>,
    /// The files property it is taken from, where it comes from one.
    pub property_id: Field<PropertyId>,
    /// Unknown members.
    pub extra: Extra,
}

impl Cover {
    /// The page's own cover.
    pub fn page_cover() -> Self {
        CoverKind::PageCover.into()
    }

    /// A picture in the page.
    pub fn page_content() -> Self {
        CoverKind::PageContent.into()
    }

    /// The first file of a property.
    pub fn property(property: impl Into<PropertyId>) -> Self {
        Self {
            property_id: Field::Value(property.into()),
            ..CoverKind::Property.into()
        }
    }
}

impl From<CoverKind> for Cover {
    fn from(kind: CoverKind) -> Self {
        Self {
            kind: Field::Value(kind),
            ..Self::default()
        }
    }
}

/// Where the picture on a card comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum CoverKind {
    /// The page's own cover.
    PageCover,
    /// A picture in the page.
    PageContent,
    /// The first picture in the page; only in answers (documented).
    PageContentFirst,
    /// A files property.
    Property,
    /// A source without a name here.
    Unknown(String),
}

/// How large the picture on a card is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum CoverSize {
    Small,
    Medium,
    Large,
    Unknown(String),
}

/// How the picture on a card fills its room.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum CoverAspect {
    /// All of it is seen.
    Contain,
    /// All of the room is filled.
    Cover,
    /// A way without a name here.
    Unknown(String),
}

/// How a card arranges its properties.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum CardLayout {
    /// Each on a line.
    List,
    /// Beside each other.
    Compact,
    /// A way without a name here.
    Unknown(String),
}
