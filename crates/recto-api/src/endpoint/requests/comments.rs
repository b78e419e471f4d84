//! Requests about comments.

use std::borrow::Cow;

use super::{cursor_query, json};
use crate::comment::{Comment, CommentPatch, NewComment};
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::{BlockId, CommentId};
use crate::list::List;

/// A new comment.
#[derive(Debug, Clone)]
pub struct CreateComment {
    /// Where, and what it says.
    pub body: NewComment,
}

impl CreateComment {
    /// Writes this comment.
    pub fn new(body: NewComment) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateComment {
    const OPERATION: Operation = Operation::CreateComment;
    type Output = Comment;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// The open comments of a page or block.
///
/// Those of a page are the ones at its top; the discussions beside its blocks belong to the blocks.
/// Resolved ones are left out (documented).
#[derive(Debug, Clone)]
pub struct ListComments {
    /// The page or block.
    pub block_id: BlockId,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many: 1 to 100, which is the default.
    pub page_size: Option<u32>,
}

impl ListComments {
    /// Asks for the comments of this page or block.
    pub fn new(block_id: impl Into<BlockId>) -> Self {
        Self {
            block_id: block_id.into(),
            start_cursor: None,
            page_size: None,
        }
    }
}

impl Endpoint for ListComments {
    const OPERATION: Operation = Operation::ListComments;
    type Output = List<Comment>;

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("block_id", self.block_id.to_string())];
        query.extend(cursor_query(self.start_cursor.as_ref(), self.page_size));
        query
    }
}

impl Paged for ListComments {
    type Item = Comment;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}

/// One comment.
#[derive(Debug, Clone)]
pub struct GetComment {
    /// The comment.
    pub comment_id: CommentId,
}

impl GetComment {
    /// Asks for this comment.
    pub fn new(comment_id: CommentId) -> Self {
        Self { comment_id }
    }
}

impl Endpoint for GetComment {
    const OPERATION: Operation = Operation::GetComment;
    type Output = Comment;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.comment_id.as_str().into()]
    }
}

/// Changes what a comment says. A connection can change only its own (documented).
#[derive(Debug, Clone)]
pub struct UpdateComment {
    /// The comment.
    pub comment_id: CommentId,
    /// What it is to say.
    pub body: CommentPatch,
}

impl UpdateComment {
    /// Changes this comment.
    pub fn new(comment_id: CommentId, body: CommentPatch) -> Self {
        Self { comment_id, body }
    }
}

impl Endpoint for UpdateComment {
    const OPERATION: Operation = Operation::UpdateComment;
    type Output = Comment;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.comment_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// Deletes a comment. A connection can delete only its own (documented).
#[derive(Debug, Clone)]
pub struct DeleteComment {
    /// The comment.
    pub comment_id: CommentId,
}

impl DeleteComment {
    /// Deletes this comment.
    pub fn new(comment_id: CommentId) -> Self {
        Self { comment_id }
    }
}

impl Endpoint for DeleteComment {
    const OPERATION: Operation = Operation::DeleteComment;
    type Output = Comment;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.comment_id.as_str().into()]
    }
}
