//! Blocks that are text.

use super::NewBlock;
use super::language::Language;
use crate::file::Icon;
use crate::rich_text::{Color, IntoRichText, RichText};
use crate::wire::{Extra, Field, Wire};

/// A paragraph, list item, toggle or quotation.
///
/// Before 2022-02-22 the text of a block was called `text`; such a block keeps it in `extra`.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TextBlock {
    /// Its text; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Its icon; null but for the label of a tab. A request may not say null (recordings).
    pub icon: Field<Box<Icon>>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it: at most two levels.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl TextBlock {
    /// A block of text.
    pub fn new(text: impl IntoRichText) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            ..Self::default()
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Heading {
    /// Its text; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Whether it folds; only then may it have blocks inside.
    pub is_toggleable: Field<bool>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl Heading {
    /// A heading that does not fold.
    pub fn new(text: impl IntoRichText) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            ..Self::default()
        }
    }
}

/// An item of a numbered list.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct NumberedListItem {
    /// Its text; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Its colour.
    pub color: Field<Color>,
    /// The number of the first item, from 1; read only.
    pub list_start_index: Field<u32>,
    /// How the items are numbered; read only.
    pub list_format: Field<ListFormat>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl NumberedListItem {
    /// An item; the service counts.
    pub fn new(text: impl IntoRichText) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            ..Self::default()
        }
    }
}

/// How the items of a list are numbered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Wire)]
#[wire(text)]
pub enum ListFormat {
    /// 1, 2, 3.
    Numbers,
    /// a, b, c.
    Letters,
    /// i, ii, iii.
    Roman,
    /// A format without a name here.
    Unknown(String),
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ToDo {
    /// Its text; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Whether it is done.
    pub checked: Field<bool>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl ToDo {
    /// Something to do, or done.
    pub fn new(text: impl IntoRichText, checked: bool) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            checked: Field::Value(checked),
            ..Self::default()
        }
    }
}

/// A box with an icon.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Callout {
    /// Its text; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Its icon; without one in the request the service takes 💡 (assumption).
    pub icon: Field<Box<Icon>>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl Callout {
    /// A box with an icon.
    pub fn new(icon: impl Into<Icon>, text: impl IntoRichText) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            icon: Field::Value(Box::new(icon.into())),
            ..Self::default()
        }
    }
}

/// Code.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Code {
    /// What stands below it.
    pub caption: Field<Vec<RichText>>,
    /// The code; at most 100 runs in a request.
    pub rich_text: Field<Vec<RichText>>,
    /// Its language; needed to create it.
    pub language: Field<Language>,
    /// Unknown members.
    pub extra: Extra,
}

impl Code {
    /// Code in a language. Another name of one, such as `ts`, is taken for it; a name that is not
    /// known is sent as it is.
    pub fn new(language: impl Into<Language>, text: impl IntoRichText) -> Self {
        Self {
            rich_text: Field::Value(text.into_rich_text()),
            language: Field::Value(language.into().settled()),
            ..Self::default()
        }
    }
}

/// A button that repeats blocks. Notion takes no new ones since 2023 (documented).
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Template {
    /// Its label.
    pub rich_text: Field<Vec<RichText>>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A list of the headings of the page.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TableOfContents {
    /// Its colour.
    pub color: Field<Color>,
    /// Unknown members.
    pub extra: Extra,
}
