//! Whether a request without an answer was carried out: the blocks are looked for.

use std::pin::pin;

use futures::stream::{StreamExt, TryStreamExt};
use recto_api::block::{Block, NewBlock};
use recto_api::endpoint::ListBlockChildren;
use recto_api::ids::BlockId;
use recto_api::limits::{PAGE_SIZE, REQUEST_LIFE};
use recto_api::list::Element;

use super::job::{Appending, Place, Root, id_of};
use super::steps::{At, Step};
use crate::error::Error;

/// What a look at the children of a block says.
enum Found {
    There(Vec<BlockId>),
    NotThere,
    Unclear,
}

impl Appending {
    /// Looks whether the first step was carried out, and notes it if it was.
    ///
    /// # Errors
    ///
    /// It cannot be told, or the children cannot be listed.
    pub(super) async fn look(&mut self) -> Result<bool, Error> {
        let (Some(doubt), Some(Step::Append { to, .. })) = (self.doubt, self.steps.front()) else {
            return Ok(false);
        };
        let to = *to;
        for last in [false, true] {
            match self.find(to, doubt.saved).await? {
                Found::There(ids) => {
                    self.appended_as(ids);
                    return Ok(true);
                }
                // The service may still be at it.
                Found::NotThere if !doubt.saved && !last => {
                    tokio::time::sleep_until(doubt.since + REQUEST_LIFE).await;
                }
                Found::NotThere if !doubt.saved => {
                    self.doubt = None;
                    return Ok(false);
                }
                Found::NotThere | Found::Unclear => break,
            }
        }
        Err(Error::Request(format!(
            "whether the last blocks were appended to {} cannot be told: look there before they \
             are sent again",
            self.id(to)?
        )))
    }

    /// Looks for the blocks of the first step among the children of the block they go to.
    async fn find(&self, to: At, saved: bool) -> Result<Found, Error> {
        let Some(Step::Append { blocks, .. }) = self.steps.front() else {
            return Ok(Found::Unclear);
        };
        let list = ListBlockChildren::new(self.id(to)?);
        let children: Vec<Element<Block>> = self.client.fresh().items(list).try_collect().await?;
        let before = match (to, &self.root) {
            (At::Block(number), _) => Some(self.made[number]),
            (At::Root, Root::Made(_)) => Some(self.made_in_root),
            (At::Root, _) => None,
        };
        if let Some(before) = before {
            // Nobody else knows of the block; if there is more or less, someone does.
            let new = children.get(before..).unwrap_or_default();
            return Ok(match new.len() {
                0 if children.len() == before => Found::NotThere,
                count if count == blocks.len() => taken(new, blocks),
                _ => Found::Unclear,
            });
        }
        let position = |id: &BlockId| {
            let mut ids = children.iter().map(id_of);
            ids.position(|other| other.as_ref() == Some(id))
        };
        let from = match (&self.last, &self.place) {
            (Some(block), _) | (None, Place::After(block)) => position(block).map(|at| at + 1),
            (None, Place::Start) => Some(0),
            (None, Place::End) => children.len().checked_sub(blocks.len()),
        };
        let Some(behind) = from.and_then(|from| children.get(from..)) else {
            return Ok(Found::Unclear);
        };
        let new = behind.get(..blocks.len()).unwrap_or_default();
        Ok(match taken(new, blocks) {
            // The same may have stood there before.
            Found::There(_) if !saved && self.last.is_none() => Found::Unclear,
            Found::There(ids) => Found::There(ids),
            _ if saved || self.last.is_none() => Found::Unclear,
            // What is put behind a block is next to it; at the end, others may have come first.
            _ if behind.is_empty() || !matches!(self.place, Place::End) => Found::NotThere,
            _ => Found::Unclear,
        })
    }

    /// The ids of the first children of a block, as many as there are and are wanted.
    pub(super) async fn children(
        &self,
        of: At,
        count: usize,
    ) -> Result<Vec<Option<BlockId>>, Error> {
        let mut list = ListBlockChildren::new(self.id(of)?);
        list.page_size = u32::try_from(count.min(PAGE_SIZE)).ok();
        let mut items = pin!(self.client.fresh().items(list).take(count));
        let mut ids = Vec::with_capacity(count);
        while let Some(block) = items.try_next().await? {
            ids.push(id_of(&block));
        }
        Ok(ids)
    }
}

/// The ids of blocks that are what was sent.
fn taken(there: &[Element<Block>], sent: &[NewBlock]) -> Found {
    let alike = |(there, sent): (&Element<Block>, &NewBlock)| match there {
        Element::Valid(block) => {
            block.content.kind() == sent.content.kind()
                && block.content.plain_text() == sent.content.plain_text()
        }
        Element::Invalid(_) => false,
    };
    if there.len() != sent.len() || !there.iter().zip(sent).all(alike) {
        return Found::Unclear;
    }
    match there.iter().map(id_of).collect() {
        Some(ids) => Found::There(ids),
        None => Found::Unclear,
    }
}
