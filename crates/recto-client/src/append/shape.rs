//! What the planner has to know about block types.

use recto_api::block::{BlockContent, NewBlock};
use recto_api::wire::Field;
use serde_json::Value;

/// How a block may be cut from the blocks inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It may be made empty and filled later.
    Plain,
    /// It is made with its first rows (documented).
    Table,
    /// It is made with its first two columns, at the top of a request (documented).
    ColumnList,
    /// It is made with a list of blocks, which may be empty (recordings).
    Column,
}

impl Kind {
    pub(crate) fn of(block: &NewBlock) -> Self {
        match block.content.kind() {
            "table" => Self::Table,
            "column_list" => Self::ColumnList,
            "column" => Self::Column,
            _ => Self::Plain,
        }
    }

    /// How many of its children it has to be made with.
    pub(crate) fn least(self) -> usize {
        match self {
            Self::Plain | Self::Column => 0,
            Self::Table => 1,
            Self::ColumnList => 2,
        }
    }
}

/// Takes the blocks inside a block out of it.
pub(crate) fn take_children(block: &mut NewBlock) -> Vec<NewBlock> {
    if let BlockContent::Unknown(unknown) = &mut block.content {
        // A type that this version has no name for holds its children as any other does.
        let inside = unknown
            .payload
            .as_mut()
            .and_then(|payload| payload.get_mut("children"))
            .filter(|inside| inside.is_array());
        return match inside {
            Some(inside) => serde_json::from_value(inside.clone()).map_or_else(
                |_| Vec::new(),
                |children| {
                    *inside = Value::Array(Vec::new());
                    children
                },
            ),
            None => Vec::new(),
        };
    }
    let Some(inside) = block.content.new_children_mut() else {
        return Vec::new();
    };
    match inside {
        Field::Value(children) => std::mem::take(children),
        Field::Absent | Field::Null => Vec::new(),
    }
}

/// Lets a heading that will have blocks inside hold them: only one that folds may (documented), and
/// one that is made with blocks inside does (recordings).
pub(crate) fn open(block: &mut NewBlock) {
    if let BlockContent::Heading1(heading)
    | BlockContent::Heading2(heading)
    | BlockContent::Heading3(heading)
    | BlockContent::Heading4(heading) = &mut block.content
    {
        heading.is_toggleable = Field::Value(true);
    }
}

/// Puts blocks into a block from which [`take_children`] took its own.
pub(crate) fn put_children(block: &mut NewBlock, children: Vec<NewBlock>) {
    let needed = Kind::of(block) != Kind::Plain;
    if let BlockContent::Unknown(unknown) = &mut block.content {
        let inside = unknown
            .payload
            .as_mut()
            .and_then(|payload| payload.get_mut("children"));
        if let (Some(inside), Ok(children)) = (inside, serde_json::to_value(children)) {
            *inside = children;
        }
    } else if let Some(inside) = block.content.new_children_mut() {
        *inside = if needed || !children.is_empty() {
            Field::Value(children)
        } else {
            Field::Absent
        };
    }
}
