//! Requests about pages as Markdown.

use std::borrow::Cow;

use super::json;
use crate::endpoint::{Endpoint, Operation};
use crate::ids::PageId;
use crate::markdown::{MarkdownAnswer, MarkdownPatch, PageMarkdown};

/// The content of a page, or of a block and what is below it, as Markdown.
#[derive(Debug, Clone)]
pub struct GetPageMarkdown {
    /// The page or block.
    pub page_id: PageId,
    /// Whether the transcripts of meeting notes are written out; otherwise links stand for them.
    pub include_transcript: bool,
}

impl GetPageMarkdown {
    /// Asks for this page, or for a block that
    /// [`unknown_block_ids`](PageMarkdown::unknown_block_ids) names.
    pub fn new(page_id: impl Into<PageId>) -> Self {
        Self {
            page_id: page_id.into(),
            include_transcript: false,
        }
    }
}

impl Endpoint for GetPageMarkdown {
    const OPERATION: Operation = Operation::GetPageMarkdown;
    type Output = PageMarkdown;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.page_id.as_str().into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        if self.include_transcript {
            vec![("include_transcript", "true".to_owned())]
        } else {
            Vec::new()
        }
    }
}

/// Changes the content of a page by Markdown.
#[derive(Debug, Clone)]
pub struct UpdatePageMarkdown {
    /// The page.
    pub page_id: PageId,
    /// The change.
    pub body: MarkdownPatch,
}

impl UpdatePageMarkdown {
    /// Changes this page.
    pub fn new(page_id: impl Into<PageId>, body: impl Into<MarkdownPatch>) -> Self {
        Self {
            page_id: page_id.into(),
            body: body.into(),
        }
    }
}

impl Endpoint for UpdatePageMarkdown {
    const OPERATION: Operation = Operation::UpdatePageMarkdown;
    type Output = MarkdownAnswer;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.page_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}
