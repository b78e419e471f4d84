//! Blocks: what pages are made of.

use crate::date::DateText;
use crate::file::Icon;
use crate::ids::BlockId;
use crate::parent::Parent;
use crate::rich_text::{self, Color, RichText};
use crate::user::User;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A block.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "block")]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// Where it lives.
    pub parent: Field<Parent>,
    /// When it was made, to the minute.
    pub created_time: Field<DateText>,
    /// When it was last edited, to the minute.
    pub last_edited_time: Field<DateText>,
    /// Who made it.
    pub created_by: Field<User>,
    /// Who last edited it.
    pub last_edited_by: Field<User>,
    /// Whether there are blocks inside it.
    pub has_children: Field<bool>,
    /// Whether it is in the trash.
    pub in_trash: Field<bool>,
    /// What it is.
    #[wire(union)]
    pub content: BlockContent,
    /// Unknown members.
    pub extra: Extra,
}

/// What a block is. The commonest types are typed; any other keeps its payload whole.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum BlockContent {
    /// A paragraph.
    Paragraph(TextBlock),
    /// A heading of the first level.
    #[wire(rename = "heading_1")]
    Heading1(Heading),
    /// A heading of the second level.
    #[wire(rename = "heading_2")]
    Heading2(Heading),
    /// A heading of the third level.
    #[wire(rename = "heading_3")]
    Heading3(Heading),
    /// A heading of the fourth level.
    #[wire(rename = "heading_4")]
    Heading4(Heading),
    /// An item of a bulleted list.
    BulletedListItem(TextBlock),
    /// An item of a numbered list.
    NumberedListItem(TextBlock),
    /// Something to do.
    ToDo(ToDo),
    /// A block that folds.
    Toggle(TextBlock),
    /// A quotation.
    Quote(TextBlock),
    /// A box with an icon.
    Callout(Callout),
    /// Code.
    Code(Code),
    /// A line across.
    Divider(crate::property::Empty),
    /// A page inside this one.
    ChildPage(Child),
    /// A database inside this page.
    ChildDatabase(Child),
    /// A type without a name here.
    Unknown(Unknown),
}

impl BlockContent {
    /// A paragraph of plain text; long text becomes several runs.
    pub fn paragraph(text: &str) -> Self {
        Self::Paragraph(TextBlock::new(text))
    }

    /// A heading: 1 is the largest, 4 the smallest; others are taken to the nearest.
    pub fn heading(level: u8, text: &str) -> Self {
        let heading = Heading {
            rich_text: rich_text::split(text),
            ..Heading::default()
        };
        match level {
            0 | 1 => Self::Heading1(heading),
            2 => Self::Heading2(heading),
            3 => Self::Heading3(heading),
            _ => Self::Heading4(heading),
        }
    }

    /// A box with an emoji.
    pub fn callout(emoji: &str, text: &str) -> Self {
        Self::Callout(Callout {
            rich_text: rich_text::split(text),
            icon: Field::Value(Icon::emoji(emoji)),
            ..Callout::default()
        })
    }

    /// A line across.
    pub fn divider() -> Self {
        Self::Divider(crate::property::Empty::default())
    }
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TextBlock {
    /// Its text.
    pub rich_text: Vec<RichText>,
    /// Its icon; null but for the label of a tab.
    pub icon: Field<Icon>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it: at most two levels.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl TextBlock {
    /// A block of plain text.
    pub fn new(text: &str) -> Self {
        Self {
            rich_text: rich_text::split(text),
            ..Self::default()
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Heading {
    /// Its text.
    pub rich_text: Vec<RichText>,
    /// Whether it folds; only then may it have blocks inside.
    pub is_toggleable: Field<bool>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ToDo {
    /// Its text.
    pub rich_text: Vec<RichText>,
    /// Whether it is done.
    pub checked: Field<bool>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A box with an icon.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Callout {
    /// Its text.
    pub rich_text: Vec<RichText>,
    /// Its icon.
    pub icon: Field<Icon>,
    /// Its colour.
    pub color: Field<Color>,
    /// In requests, the blocks inside it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// Code.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Code {
    /// What stands below it.
    pub caption: Field<Vec<RichText>>,
    /// The code.
    pub rich_text: Vec<RichText>,
    /// Its language, such as `rust` or `plain text`.
    pub language: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A page or database as the page around it shows it.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Child {
    /// Its title without formatting.
    pub title: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// A block to be created.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "block")]
pub struct NewBlock {
    /// What it will be.
    #[wire(union)]
    pub content: BlockContent,
    /// Unknown members.
    pub extra: Extra,
}

impl From<BlockContent> for NewBlock {
    fn from(content: BlockContent) -> Self {
        Self {
            content,
            extra: Extra::default(),
        }
    }
}

/// Changes to a block: the content of its own type, the trash flag, or both.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct BlockPatch {
    /// The new content; its type must be the block's own.
    #[wire(union)]
    pub content: Option<BlockContent>,
    /// Into the trash, or out of it.
    pub in_trash: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// New children for a block or page.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct AppendChildren {
    /// The blocks: 1 to 100.
    pub children: Vec<NewBlock>,
    /// Where; at the end by default.
    pub position: Field<Position>,
    /// Unknown members.
    pub extra: Extra,
}

impl AppendChildren {
    /// Blocks at the end.
    pub fn new(children: impl IntoIterator<Item = BlockContent>) -> Self {
        Self {
            children: children.into_iter().map(NewBlock::from).collect(),
            position: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// Where new children go.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Position {
    /// Which place.
    #[wire(union)]
    pub place: Place,
    /// Unknown members.
    pub extra: Extra,
}

/// A place among the children of a block.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum Place {
    /// Behind this child.
    AfterBlock(BlockRef),
    /// Before all others.
    Start,
    /// Behind all others.
    End,
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A reference to a block.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct BlockRef {
    /// Its id.
    pub id: BlockId,
    /// Unknown members.
    pub extra: Extra,
}
