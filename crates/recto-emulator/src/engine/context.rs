//! What an operation may use besides its input.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Engine;
use super::jobs::Jobs;
use super::sources::{Indexes, Sessions};
use crate::access::{Caller, Sight};
use crate::ids::Ids;
use crate::problem::{Integration, Problem};
use crate::store::sources::Cache;
use crate::time;

/// UTF-16 units of a title that its link is made from.
const SLUG_UNITS: usize = 100;

/// The workspace's constants.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) token: String,
    /// The bot of the connection.
    pub(crate) bot_id: String,
    pub(crate) integration: Integration,
    pub(crate) root_page_id: String,
    /// Where links of pages point, such as `https://www.notion.so/`.
    pub(crate) link_base: String,
    /// The day whose answers are given, if not today's.
    pub(crate) as_of: Option<Timestamp>,
}

/// What an operation may use besides its input.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// When the request came.
    pub(crate) now: Timestamp,
    /// `now` cut to the minute, in milliseconds since the Unix epoch.
    pub(crate) minute: i64,
    pub(crate) ids: &'a Ids,
    /// Who asks.
    pub(crate) caller: &'a Caller,
    /// The caller's workspace, with the caller's own bot and integration.
    pub(crate) workspace: &'a Workspace,
    /// Whether the file has more than one workspace.
    several: bool,
    /// Where the caller reaches the emulator, such as `http://127.0.0.1:8787`.
    pub(crate) origin: &'a str,
    pub(crate) sources: &'a Cache,
    pub(crate) queries: &'a Sessions,
    pub(crate) jobs: &'a Jobs,
    /// Milliseconds that background work waits.
    pub(crate) background_delay: i64,
    pub(crate) indexes: &'a Indexes,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        caller: &'a Caller,
        origin: &'a str,
        sources: &'a Cache,
        queries: &'a Sessions,
        jobs: &'a Jobs,
        indexes: &'a Indexes,
    ) -> Self {
        let now = engine.clock.now();
        Self {
            now,
            minute: time::minute_of(now),
            ids: &caller.ids,
            caller,
            workspace: &caller.workspace,
            several: engine.access.several(),
            origin,
            sources,
            queries,
            jobs,
            background_delay: engine.background_delay(),
            indexes,
        }
    }

    /// The user the request acts as.
    pub(crate) fn user(&self) -> &'a str {
        self.caller.author()
    }

    /// What the caller sees; `None` if that is everything there is.
    pub(crate) fn sight(&self) -> Option<Sight<'a>> {
        Sight::of(self.caller, self.several)
    }

    /// 404 in the service's words; `kind` is `page`, `block`, `database` or `data_source`.
    pub(crate) fn not_found(&self, kind: &str, id: &str) -> Problem {
        Problem::not_found(kind, id, &self.workspace.integration)
    }

    /// The link of a page or database; `title` is what it shows of the title.
    pub(crate) fn url(&self, title: &str, id: &str) -> String {
        let base = &self.workspace.link_base;
        let bare = id.replace('-', "");
        match slug(title) {
            slug if slug.is_empty() => format!("{base}{bare}"),
            slug => format!("{base}{slug}-{bare}"),
        }
    }
}

/// `{"object":"user","id":…}`
pub(crate) fn partial_user(id: &str) -> Value {
    json!({"object": "user", "id": id})
}

/// What a link shows of a title: its words of ASCII letters, digits and underscores, joined by
/// hyphens, from the first hundred units (recorded).
fn slug(title: &str) -> String {
    let mut units = 0;
    let end = title.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > SLUG_UNITS
    });
    let title = &title[..end.map_or(title.len(), |(at, _)| at)];
    let words: Vec<&str> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_ascii_words() {
        assert_eq!(slug("tests/a_b.py::c (call)"), "tests-a_b-py-c-call");
        assert_eq!(slug("forget àccénts 🦀"), "forget-cc-nts");
        assert_eq!(slug("♥"), "");
        assert_eq!(slug(&format!("{} end", "x".repeat(99))), "x".repeat(99));
    }
}
