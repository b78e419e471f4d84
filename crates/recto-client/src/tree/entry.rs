//! Which lists show what is inside a block.

use recto_api::block::{Block, BlockContent, SyncedOriginal};
use recto_api::ids::BlockId;
use recto_api::list::Element;

use super::Cut;

/// How to get at what is inside a block.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// There is nothing inside.
    Empty,
    /// By listing the children of these blocks, one after the other.
    Lists(Vec<BlockId>),
    /// It is not to be entered.
    Cut(Cut),
}

/// How to get at what is inside a block.
pub(super) fn entry(block: &Element<Block>, child_pages: bool) -> Entry {
    let Element::Valid(block) = block else {
        return Entry::Empty;
    };
    let has_children = block.has_children.value() == Some(&true);
    let own = || Entry::Lists(vec![block.id.clone()]);
    match &block.content {
        // It always says that it has no children (recordings).
        BlockContent::ChildDatabase(_) => Entry::Cut(Cut::ChildDatabase),
        BlockContent::MeetingNotes(notes) | BlockContent::Transcription(notes) => {
            let parts = notes.children.value().map(|parts| {
                let parts = [
                    &parts.summary_block_id,
                    &parts.notes_block_id,
                    &parts.transcript_block_id,
                ];
                let parts = parts.into_iter();
                parts.filter_map(|id| id.value().cloned()).collect()
            });
            match parts {
                Some(parts) if !Vec::is_empty(&parts) => Entry::Lists(parts),
                _ if has_children => own(),
                _ => Entry::Empty,
            }
        }
        _ if !has_children => Entry::Empty,
        BlockContent::ChildPage(_) if !child_pages => Entry::Cut(Cut::ChildPage),
        BlockContent::SyncedBlock(synced) => match synced.synced_from.value() {
            Some(from) => match &from.original {
                SyncedOriginal::BlockId(original) => Entry::Lists(vec![original.clone()]),
                SyncedOriginal::Unknown(_) => own(),
            },
            None => own(),
        },
        _ => own(),
    }
}
