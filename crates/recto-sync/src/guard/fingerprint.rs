//! The structure of a page: which blocks of which type stand where.

use std::collections::HashMap;
use std::fmt;

use recto_api::block::Block;
use recto_api::ids::BlockId;
use recto_api::list::Element;

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The block's id; empty where the answer could not be read.
    pub id: String,
    /// Its type, such as `callout`.
    pub kind: String,
    /// The block or page around it.
    pub parent: String,
    /// Its place among its siblings, from 0.
    pub position: usize,
    /// The first words of its text, for messages.
    pub text: String,
}

/// All blocks of a page, level by level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    marks: Vec<Mark>,
}

/// What differs between two readings of a page, told by the first block concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureChange {
    /// `is gone`, `is new`, `became a heading_1`, `moved`.
    pub what: String,
    /// The block concerned.
    pub block: Mark,
    /// How many blocks differ in all.
    pub blocks: usize,
}

impl fmt::Display for StructureChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "block {} ({}", self.block.id, self.block.kind)?;
        if !self.block.text.is_empty() {
            write!(f, " \"{}\"", self.block.text)?;
        }
        write!(f, ") {}", self.what)?;
        match self.blocks {
            0 | 1 => Ok(()),
            blocks => write!(f, "; {} more blocks differ", blocks - 1),
        }
    }
}

impl Fingerprint {
    /// A fingerprint of these blocks.
    pub fn new(marks: Vec<Mark>) -> Self {
        Self { marks }
    }

    /// The number of blocks.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether the page has no blocks.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// What is different in `after`; texts do not count, since readers may edit them at any time.
    pub fn change(&self, after: &Self) -> Option<StructureChange> {
        let index = |marks: &[Mark]| -> HashMap<String, Mark> {
            marks
                .iter()
                .map(|mark| (mark.id.clone(), mark.clone()))
                .collect()
        };
        let (old, new) = (index(&self.marks), index(&after.marks));
        // Blocks that came or went say more than their siblings' shifted places.
        let gone = self.marks.iter().filter(|mark| !new.contains_key(&mark.id));
        let gone = gone.map(|mark| (mark.clone(), "is gone".to_owned()));
        let come = after
            .marks
            .iter()
            .filter(|mark| !old.contains_key(&mark.id));
        let come = come.map(|mark| (mark.clone(), "is new".to_owned()));
        let kept = after.marks.iter().filter_map(|mark| {
            let before = old.get(&mark.id)?;
            if before.kind != mark.kind {
                return Some((before.clone(), format!("became a {}", mark.kind)));
            }
            (before.parent != mark.parent).then(|| (mark.clone(), "moved".to_owned()))
        });
        let mut all: Vec<_> = gone.chain(come).chain(kept).collect();
        if all.is_empty() {
            let moved = self
                .marks
                .iter()
                .zip(&after.marks)
                .filter(|(a, b)| a.id != b.id);
            all.extend(moved.map(|(_, mark)| (mark.clone(), "moved".to_owned())));
        }
        if all.is_empty() && self.marks.len() != after.marks.len() {
            // Only unreadable blocks share an id (none), so this is about one of them.
            let mark = after.marks.last().or(self.marks.last())?.clone();
            all.push((mark, "appears a different number of times".to_owned()));
        }
        let blocks = all.len();
        all.into_iter().next().map(|(block, what)| StructureChange {
            what,
            block,
            blocks,
        })
    }
}

/// A block's mark, and the block itself where its children belong to the page's structure.
pub(super) fn mark(
    element: Element<Block>,
    parent: &BlockId,
    position: usize,
) -> (Mark, Option<BlockId>) {
    match element {
        Element::Valid(block) => {
            let kind = block.content.kind().to_owned();
            let separate = matches!(kind.as_str(), "child_page" | "child_database");
            let inside = block.has_children.value() == Some(&true) && !separate;
            let mark = Mark {
                id: block.id.to_string(),
                kind,
                parent: parent.to_string(),
                position,
                text: text(&block),
            };
            (mark, inside.then_some(block.id))
        }
        Element::Invalid(invalid) => {
            let mark = Mark {
                id: invalid.id.unwrap_or_default(),
                kind: "unreadable block".to_owned(),
                parent: parent.to_string(),
                position,
                text: String::new(),
            };
            (mark, None)
        }
    }
}

/// The first 40 characters of a block's text.
fn text(block: &Block) -> String {
    let Ok(json) = serde_json::to_value(block) else {
        return String::new();
    };
    let content = &json[block.content.kind()];
    let runs = content["rich_text"].as_array().into_iter().flatten();
    let text: String = runs.filter_map(|run| run["plain_text"].as_str()).collect();
    let text = if text.is_empty() {
        content["title"].as_str().unwrap_or_default()
    } else {
        &text
    };
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(ids: &[(&str, &str)]) -> Fingerprint {
        let marks = ids.iter().enumerate().map(|(position, (id, kind))| Mark {
            id: (*id).to_owned(),
            kind: (*kind).to_owned(),
            parent: "page".to_owned(),
            position,
            text: format!("text of {id}"),
        });
        Fingerprint::new(marks.collect())
    }

    const BEFORE: [(&str, &str); 3] = [("a", "callout"), ("b", "heading_1"), ("c", "divider")];

    #[test]
    fn the_same_structure_has_no_change() {
        let mut after = marks(&BEFORE);
        after.marks[0].text = "edited by a reader".to_owned();
        assert_eq!(marks(&BEFORE).change(&after), None);
    }

    #[test]
    fn every_change_names_its_block() {
        for (after, message) in [
            (
                vec![BEFORE[0], BEFORE[2]],
                "block b (heading_1 \"text of b\") is gone",
            ),
            (
                vec![BEFORE[0], ("x", "to_do"), BEFORE[1], BEFORE[2]],
                "block x (to_do \"text of x\") is new",
            ),
            (
                vec![BEFORE[0], ("b", "heading_2"), BEFORE[2]],
                "block b (heading_1 \"text of b\") became a heading_2",
            ),
            (
                vec![BEFORE[0], BEFORE[2], BEFORE[1]],
                "block c (divider \"text of c\") moved; 1 more blocks differ",
            ),
        ] {
            let change = marks(&BEFORE).change(&marks(&after)).expect("a change");
            assert_eq!(change.to_string(), message);
        }
    }

    #[test]
    fn a_block_moved_into_another_is_named() {
        let mut after = marks(&BEFORE);
        after.marks[2].parent = "a".to_owned();
        let change = marks(&BEFORE).change(&after).expect("a change");
        assert_eq!(change.to_string(), "block c (divider \"text of c\") moved");
    }
}
