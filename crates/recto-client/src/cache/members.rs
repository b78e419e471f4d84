//! The objects an answer speaks of.

use std::borrow::Cow;

use recto_api::ids::canonical;
use serde::Deserialize;

use super::Id;

/// The UUID of a text that is one, in any of its forms.
pub(super) fn id(text: &str) -> Option<Id> {
    Id::from_str_radix(&canonical(text)?.replace('-', ""), 16).ok()
}

/// The UUIDs that stand in a path.
pub(super) fn ids_of_path(path: &str) -> Vec<Id> {
    path.split('/').filter_map(id).collect()
}

/// The ids in an answer: its own, those of what it lists, and its parents.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Members {
    /// The object itself and what it lists.
    pub(super) objects: Vec<Id>,
    /// The block or page right above it; above what it lists, if it is a list.
    pub(super) above: Option<Above>,
    /// The database or data source right above it.
    pub(super) table: Option<Id>,
}

/// What is above an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Above {
    pub(super) id: Id,
    /// Whether it is known to be a page, above which nothing changes.
    pub(super) is_page: bool,
}

/// Only what is needed is read, in one pass.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    parent: Option<Parent<'a>>,
    results: Option<Vec<Self>>,
    data_sources: Option<Vec<Self>>,
}

#[derive(Deserialize)]
struct Parent<'a> {
    #[serde(borrow)]
    page_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    block_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    database_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    data_source_id: Option<Cow<'a, str>>,
}

impl Members {
    /// Reads an answer; `None` where it has not the form of one.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let answer: Answer<'_> = serde_json::from_slice(bytes).ok()?;
        let mut members = Self::default();
        let own = |answer: &Answer<'_>| id(answer.id.as_deref()?);
        members.objects.extend(own(&answer));
        let listed = answer.results.iter().chain(&answer.data_sources).flatten();
        members.objects.extend(listed.filter_map(own));
        let results = answer.results.as_deref().unwrap_or_default();
        let parent = answer
            .parent
            .as_ref()
            .or_else(|| results.first()?.parent.as_ref());
        if let Some(parent) = parent {
            let read = |text: &Option<Cow<'_, str>>| id(text.as_deref()?);
            let page = read(&parent.page_id);
            members.above = page.or_else(|| read(&parent.block_id)).map(|id| Above {
                id,
                is_page: page.is_some(),
            });
            members.table = read(&parent.data_source_id).or_else(|| read(&parent.database_id));
        }
        Some(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111";

    #[test]
    fn ids_in_any_form_are_one() {
        let bare = "0F5B3C0A81AA4D549D54D3A3C2A0E111";
        assert_eq!(id(A), id(bare));
        assert_eq!(id(A), Some(0x0f5b_3c0a_81aa_4d54_9d54_d3a3_c2a0_e111));
        assert_eq!((id("me"), id(""), id("title")), (None, None, None));
        assert_eq!(
            ids_of_path(&format!("/v1/pages/{bare}/properties/a%3Bb")),
            [id(A).unwrap()]
        );
    }

    #[test]
    fn members_are_found_and_the_rest_is_passed_over() {
        let list = format!(
            r#"{{"object":"list","results":[
                {{"id":"{A}","parent":{{"type":"page_id","page_id":"{A}"}},"x":[{{"id":"?"}}]}},
                {{"id":"aLtG","parent":{{"type":"workspace","workspace":true}}}}
            ],"next_cursor":null}}"#
        );
        let expected = Members {
            objects: vec![id(A).unwrap()],
            above: Some(Above {
                id: id(A).unwrap(),
                is_page: true,
            }),
            table: None,
        };
        assert_eq!(Members::of(list.as_bytes()), Some(expected));
        for odd in ["", "[]", "7", r#"{"id":7}"#, r#"{"results":{}}"#] {
            assert_eq!(Members::of(odd.as_bytes()), None, "{odd}");
        }
        assert_eq!(Members::of(b"{}"), Some(Members::default()));
    }
}
