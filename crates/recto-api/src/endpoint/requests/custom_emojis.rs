//! Requests about the emojis of the workspace.

use super::cursor_query;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::file::CustomEmoji;
use crate::list::List;

/// The emojis of the workspace.
#[derive(Debug, Clone, Default)]
pub struct ListCustomEmojis {
    /// Only the one with exactly this name.
    pub name: Option<String>,
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl ListCustomEmojis {
    /// Asks for the emoji with exactly this name, without colons.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::default()
        }
    }
}

impl Endpoint for ListCustomEmojis {
    const OPERATION: Operation = Operation::ListCustomEmojis;
    type Output = List<CustomEmoji>;

    fn query(&self) -> Vec<(&'static str, String)> {
        let name = self.name.clone();
        let mut query: Vec<_> = name.map(|name| ("name", name)).into_iter().collect();
        query.extend(cursor_query(self.start_cursor.as_ref(), self.page_size));
        query
    }
}

impl Paged for ListCustomEmojis {
    type Item = CustomEmoji;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}
