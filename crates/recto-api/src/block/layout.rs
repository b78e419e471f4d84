//! Blocks that arrange other blocks, and links to blocks elsewhere.

use serde_json::Number;

use super::{BlockContent, NewBlock};
use crate::ids::{BlockId, CommentId, DatabaseId, PageId};
use crate::rich_text::{IntoRichText, RichText};
use crate::wire::{Extra, Field, Unknown, Wire};

/// A simple table, which is no database. Its children are [`TableRow`]s.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Table {
    /// The number of columns, 1 to 100; fixed once it is created.
    pub table_width: Field<u32>,
    /// Whether the first row is a header.
    pub has_column_header: Field<bool>,
    /// Whether the first column is a header.
    pub has_row_header: Field<bool>,
    /// In requests, its rows: 1 to 100.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

impl Table {
    /// A table of these rows, as wide as the longest; shorter rows are filled with empty cells.
    pub fn new<Rows>(rows: Rows) -> Self
    where
        Rows: IntoIterator<Item: IntoIterator<Item: IntoRichText>>,
    {
        let mut rows: Vec<TableRow> = rows.into_iter().map(TableRow::new).collect();
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for row in &mut rows {
            row.cells.resize(width, Vec::new());
        }
        let rows = rows.into_iter().map(BlockContent::TableRow);
        Self {
            table_width: Field::Value(u32::try_from(width).unwrap_or(u32::MAX)),
            has_column_header: Field::Value(false),
            has_row_header: Field::Value(false),
            children: Field::Value(rows.map(NewBlock::from).collect()),
            extra: Extra::default(),
        }
    }
}

/// A row of a simple table.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct TableRow {
    /// Its cells, as many as the table is wide.
    pub cells: Vec<Vec<RichText>>,
    /// Unknown members.
    pub extra: Extra,
}

impl TableRow {
    /// A row of these cells.
    pub fn new<Cells>(cells: Cells) -> Self
    where
        Cells: IntoIterator<Item: IntoRichText>,
    {
        let cells = cells.into_iter().map(IntoRichText::into_rich_text);
        Self {
            cells: cells.collect(),
            extra: Extra::default(),
        }
    }
}

/// Columns side by side, or tabs; in answers empty.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Container {
    /// In requests, what is inside: at least two columns, or one paragraph for each tab.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// One of several columns.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Column {
    /// Its share of the width, between 0 and 1; an equal share without.
    pub width_ratio: Field<Number>,
    /// In requests, what is in it; needed to create it.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// Blocks that stand in several places.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SyncedBlock {
    /// The original; null in the original itself.
    pub synced_from: Field<SyncedFrom>,
    /// In requests, the blocks of an original. A copy takes none.
    pub children: Field<Vec<NewBlock>>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a synced block is a copy of.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct SyncedFrom {
    /// The original.
    #[wire(union)]
    pub original: SyncedOriginal,
    /// Unknown members.
    pub extra: Extra,
}

/// The original of a synced block.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum SyncedOriginal {
    /// A synced block.
    BlockId(BlockId),
    /// A kind without a name here.
    Unknown(Unknown),
}

impl From<BlockId> for SyncedFrom {
    fn from(id: BlockId) -> Self {
        Self {
            original: SyncedOriginal::BlockId(id),
            extra: Extra::default(),
        }
    }
}

/// A line that leads to a page, database or comment.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct LinkToPage {
    /// Where it leads.
    #[wire(union)]
    pub target: LinkTarget,
    /// Unknown members.
    pub extra: Extra,
}

/// Where a [`LinkToPage`] leads.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum LinkTarget {
    /// A page.
    PageId(PageId),
    /// A database.
    DatabaseId(DatabaseId),
    /// A comment.
    CommentId(CommentId),
    /// A kind without a name here.
    Unknown(Unknown),
}

impl From<PageId> for LinkTarget {
    fn from(id: PageId) -> Self {
        Self::PageId(id)
    }
}

impl From<DatabaseId> for LinkTarget {
    fn from(id: DatabaseId) -> Self {
        Self::DatabaseId(id)
    }
}

impl From<CommentId> for LinkTarget {
    fn from(id: CommentId) -> Self {
        Self::CommentId(id)
    }
}

impl From<LinkTarget> for LinkToPage {
    fn from(target: LinkTarget) -> Self {
        Self {
            target,
            extra: Extra::default(),
        }
    }
}
