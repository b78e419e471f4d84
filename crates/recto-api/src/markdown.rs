//! Pages as Markdown: Notion's own dialect, with tags for what Markdown has no signs for.

use serde_json::Value;

use crate::async_task::AsyncTask;
use crate::ids::{BlockId, PageId};
use crate::wire::{Extra, Field, Unknown, Wire};

/// The content of a page, or of a block and what is below it, as Markdown.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "page_markdown")]
pub struct PageMarkdown {
    /// The page or block.
    pub id: PageId,
    /// The text.
    pub markdown: String,
    /// Whether it stops before the end: at some 20,000 blocks (documented). See
    /// [`Self::is_complete`].
    pub truncated: Field<bool>,
    /// Blocks that stand in the text as `<unknown …/>`: up to 100. Their content can be asked for by
    /// their ids.
    pub unknown_block_ids: Field<Vec<BlockId>>,
    /// Unknown members, and `request_id`.
    pub extra: Extra,
}

impl PageMarkdown {
    /// Whether the text is all there is: it was not cut, and no block is missing from it.
    pub fn is_complete(&self) -> bool {
        self.truncated.value() != Some(&true) && self.unknown_blocks().is_empty()
    }

    /// The blocks that are missing from the text.
    pub fn unknown_blocks(&self) -> &[BlockId] {
        self.unknown_block_ids.value().map_or(&[], Vec::as_slice)
    }
}

/// A change to the content of a page by Markdown.
///
/// ```
/// use recto_api::markdown::MarkdownPatch;
///
/// let patch = MarkdownPatch::replace([
///     ("- [ ] Tell everyone", "- [x] Tell everyone"),
///     ("draft", "final"),
/// ]);
/// let json = serde_json::to_value(&patch)?;
/// assert_eq!(json["update_content"]["content_updates"][1]["new_str"], "final");
/// let log = MarkdownPatch::append("* Shipped on Monday");
/// assert_eq!(
///     serde_json::to_string(&log)?,
///     r#"{"type":"insert_content","insert_content":{"content":"* Shipped on Monday"}}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MarkdownPatch {
    /// What changes.
    #[wire(union)]
    pub change: MarkdownChange,
    /// Whether the service may answer before it is done; then with an
    /// [`AsyncTask`].
    pub allow_async: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// What changes in the content of a page.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum MarkdownChange {
    /// Texts are found and replaced.
    UpdateContent(UpdateContent),
    /// All is replaced.
    ReplaceContent(ReplaceContent),
    /// Something is added. Notion calls it legacy, and has nothing else that adds.
    InsertContent(InsertContent),
    /// A range is replaced; legacy.
    ReplaceContentRange(ReplaceContentRange),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// Texts to find and replace.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct UpdateContent {
    /// The replacements, at most 100.
    pub content_updates: Vec<ContentUpdate>,
    /// Whether child pages and databases may be deleted with the text; refused otherwise.
    pub allow_deleting_content: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// A text to find and replace.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ContentUpdate {
    /// What is there, exactly as the page's Markdown has it.
    pub old_str: String,
    /// What will be there.
    pub new_str: String,
    /// Whether it may be there several times; refused otherwise.
    pub replace_all_matches: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl ContentUpdate {
    /// A text that stands in the page exactly once.
    pub fn once(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self {
            old_str: old.into(),
            new_str: new.into(),
            ..Self::default()
        }
    }

    /// A text wherever it stands in the page.
    pub fn every(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self {
            replace_all_matches: Field::Value(true),
            ..Self::once(old, new)
        }
    }
}

/// A text that stands in the page exactly once, and what comes in its place.
impl<Old: Into<String>, New: Into<String>> From<(Old, New)> for ContentUpdate {
    fn from((old, new): (Old, New)) -> Self {
        Self::once(old, new)
    }
}

/// The whole new content.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ReplaceContent {
    /// The new content.
    pub new_str: String,
    /// Whether child pages and databases that it does not name may be deleted; refused otherwise.
    pub allow_deleting_content: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// Content to add.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct InsertContent {
    /// The content.
    pub content: String,
    /// Behind which text, as `start…end`; at the end of the page without. Not with `position`.
    pub after: Field<String>,
    /// At the start or the end of the page.
    pub position: Field<MarkdownPosition>,
    /// Unknown members.
    pub extra: Extra,
}

/// A range to replace.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ReplaceContentRange {
    /// The new content.
    pub content: String,
    /// Which text, as `start…end`.
    pub content_range: String,
    /// Whether child pages and databases may be deleted with it; refused otherwise.
    pub allow_deleting_content: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

/// Where content is added.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct MarkdownPosition {
    /// Which place.
    #[wire(union)]
    pub place: MarkdownPlace,
    /// Unknown members.
    pub extra: Extra,
}

/// A place in the Markdown of a page.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum MarkdownPlace {
    /// Before everything.
    Start,
    /// Behind everything.
    End,
    /// A place without a name here.
    Unknown(Unknown),
}

impl MarkdownPatch {
    /// Adds content at the end of the page.
    pub fn append(content: impl Into<String>) -> Self {
        MarkdownChange::InsertContent(InsertContent {
            content: content.into(),
            ..InsertContent::default()
        })
        .into()
    }

    /// Adds content at the start of the page.
    pub fn prepend(content: impl Into<String>) -> Self {
        MarkdownChange::InsertContent(InsertContent {
            content: content.into(),
            position: Field::Value(MarkdownPosition {
                place: MarkdownPlace::Start,
                extra: Extra::default(),
            }),
            ..InsertContent::default()
        })
        .into()
    }

    /// Adds content behind a text of the page, given as `start…end`.
    pub fn insert_after(selection: impl Into<String>, content: impl Into<String>) -> Self {
        MarkdownChange::InsertContent(InsertContent {
            content: content.into(),
            after: Field::Value(selection.into()),
            ..InsertContent::default()
        })
        .into()
    }

    /// Replaces all of the content. Child pages and databases that the new content does not name
    /// keep it from happening; see [`Self::allow_deleting_content`].
    pub fn replace_all(content: impl Into<String>) -> Self {
        MarkdownChange::ReplaceContent(ReplaceContent {
            new_str: content.into(),
            ..ReplaceContent::default()
        })
        .into()
    }

    /// Finds and replaces texts: pairs of old and new, or [`ContentUpdate`]s.
    pub fn replace<Updates>(updates: Updates) -> Self
    where
        Updates: IntoIterator<Item: Into<ContentUpdate>>,
    {
        MarkdownChange::UpdateContent(UpdateContent {
            content_updates: updates.into_iter().map(Into::into).collect(),
            ..UpdateContent::default()
        })
        .into()
    }

    /// The same, and child pages and databases may be deleted. Added content deletes nothing.
    #[must_use]
    pub fn allow_deleting_content(mut self) -> Self {
        match &mut self.change {
            MarkdownChange::UpdateContent(change) => {
                change.allow_deleting_content = Field::Value(true);
            }
            MarkdownChange::ReplaceContent(change) => {
                change.allow_deleting_content = Field::Value(true);
            }
            MarkdownChange::ReplaceContentRange(change) => {
                change.allow_deleting_content = Field::Value(true);
            }
            MarkdownChange::InsertContent(_) | MarkdownChange::Unknown(_) => {}
        }
        self
    }

    /// The same, and the service may answer before it is done. It need not.
    #[must_use]
    pub fn allow_async(mut self) -> Self {
        self.allow_async = Field::Value(true);
        self
    }
}

impl From<MarkdownChange> for MarkdownPatch {
    fn from(change: MarkdownChange) -> Self {
        Self {
            change,
            allow_async: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// What a change by Markdown answers with.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(objects)]
pub enum MarkdownAnswer {
    /// It is done; this is the content now.
    PageMarkdown(Box<PageMarkdown>),
    /// It will be done in the background; only where
    /// [`allow_async`](MarkdownPatch::allow_async) was asked for.
    AsyncTask(Box<AsyncTask>),
    /// A kind without a name here, whole.
    Unknown(Value),
}
