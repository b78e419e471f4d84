//! Pages that are never changed, and the proof that they were not.
//!
//! [`ProtectedPage`] has no method that writes: what the engine cannot say it cannot do. The
//! structure of each such page is read before and after a run; a difference stops the run.

mod fingerprint;

use std::collections::VecDeque;

use futures::StreamExt;
use recto_api::endpoint::{GetBlock, ListBlockChildren};
use recto_api::ids::{BlockId, PageId};
use recto_api::parent::ParentKind;
use recto_client::Client;

pub use fingerprint::{Fingerprint, Mark, StructureChange};

use crate::error::Error;

/// Levels of blocks looked through. Deeper ones are beyond what Notion's app can make.
const DEEPEST: usize = 64;

/// A page that recto may read and never changes.
///
/// It has no method that writes, and the engine's handles to data sources cannot be made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectedPage {
    name: String,
    id: PageId,
}

impl ProtectedPage {
    /// Declares a page protected; `name` is what messages call it.
    pub fn new(name: impl Into<String>, id: PageId) -> Self {
        Self {
            name: name.into(),
            id,
        }
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The page's id.
    pub fn id(&self) -> &PageId {
        &self.id
    }

    /// Reads the page's block structure.
    ///
    /// One request for each hundred blocks, and for each block with children. The contents of
    /// child pages and databases are not part of the page's structure and are not read.
    ///
    /// # Errors
    /// When the page cannot be read, for instance because it is not shared with the connection.
    pub async fn fingerprint(&self, client: &Client) -> Result<Fingerprint, Error> {
        let mut marks = Vec::new();
        let mut open = VecDeque::from([(BlockId::from(self.id.clone()), 0)]);
        while let Some((parent, depth)) = open.pop_front() {
            let mut position = 0;
            let mut blocks = Box::pin(client.items(ListBlockChildren::new(parent.clone())));
            while let Some(element) = blocks.next().await {
                let element = element.map_err(|source| Error::Guard {
                    name: self.name.clone(),
                    page_id: self.id.to_string(),
                    source: Box::new(source),
                })?;
                let (mark, inside) = fingerprint::mark(element, &parent, position);
                if let Some(block) = inside.filter(|_| depth < DEEPEST) {
                    open.push_back((block, depth + 1));
                }
                marks.push(mark);
                position += 1;
            }
        }
        Ok(Fingerprint::new(marks))
    }
}

/// The pages no command may change.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    pages: Vec<ProtectedPage>,
}

impl Guard {
    /// Guards these pages.
    pub fn new(pages: impl IntoIterator<Item = ProtectedPage>) -> Self {
        Self {
            pages: pages.into_iter().collect(),
        }
    }

    /// The guarded pages.
    pub fn pages(&self) -> &[ProtectedPage] {
        &self.pages
    }

    /// Refuses an id that is one of the guarded pages.
    ///
    /// # Errors
    /// [`Error::ProtectedPage`], which names the page.
    pub fn refuse(&self, id: &str, doing: &str) -> Result<(), Error> {
        let wanted = recto_api::ids::canonical(id);
        let wanted = wanted.as_deref().unwrap_or(id);
        match self.pages.iter().find(|page| page.id.as_str() == wanted) {
            None => Ok(()),
            Some(page) => Err(Error::ProtectedPage {
                name: page.name.clone(),
                page_id: page.id.to_string(),
                doing: doing.to_owned(),
            }),
        }
    }

    /// Refuses a page or block that is, or lies on, one of the guarded pages.
    ///
    /// Goes up from a block to the page it stands on: one request for each level. A page of its
    /// own below a guarded page is not guarded.
    ///
    /// # Errors
    /// [`Error::ProtectedPage`]; [`Error::UnknownPage`] when the way up leads to no page; or the
    /// client's error when a block cannot be read.
    pub async fn refuse_within(
        &self,
        client: &Client,
        id: &BlockId,
        doing: &str,
    ) -> Result<(), Error> {
        let start = id;
        let mut id = id.clone();
        for _ in 0..DEEPEST {
            self.refuse(id.as_str(), doing)?;
            if self.pages.is_empty() {
                return Ok(());
            }
            let block = client.send(&GetBlock::new(id)).await.map_err(|error| {
                Error::notion(format!("checking whether recto may {doing}"), error)
            })?;
            if block.content.kind() == "child_page" || block.content.kind() == "child_database" {
                return Ok(());
            }
            match block.parent.into_value().and_then(|parent| parent.kind) {
                Some(ParentKind::BlockId(parent)) => id = parent,
                Some(ParentKind::PageId(page)) => return self.refuse(page.as_str(), doing),
                Some(
                    ParentKind::Workspace(_)
                    | ParentKind::DataSourceId(_)
                    | ParentKind::DatabaseId(_),
                ) => return Ok(()),
                // What cannot be told is not allowed.
                Some(_) | None => break,
            }
        }
        Err(Error::UnknownPage {
            id: start.to_string(),
            doing: doing.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_guarded_page_in_any_spelling() {
        let id = PageId::parse("0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111").expect("an id");
        let guard = Guard::new([ProtectedPage::new("hub", id)]);
        for spelling in [
            "0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111",
            "0F5B4A3C2D1E81AA9D54D3A3C2A0E111",
        ] {
            let error = guard.refuse(spelling, "append to it").expect_err("guarded");
            assert!(error.to_string().contains("hub"), "{error}");
        }
        assert!(
            guard
                .refuse("11111111-2d1e-81aa-9d54-d3a3c2a0e111", "append")
                .is_ok()
        );
    }
}
