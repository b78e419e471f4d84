//! New content in the place of old, block by block: what stays keeps its id (measured).

use std::collections::{HashMap, HashSet};

use recto_api::block::BlockContent;
use recto_markdown::{Dialect, Node as Tree, Writer};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::super::{Context, blocks, uploads};
use super::make;
use crate::problem::Problem;
use crate::store::nodes::{self, Node, Parent, Place};

/// Cells of the table in which a longest common part is sought; beyond it, blocks are matched in
/// order.
const TABLE: usize = 1 << 20;

/// Replaces the blocks below a parent.
pub(super) fn replace(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    parent: &Parent,
    old: &[Tree],
    new: &[Tree],
    dialect: Dialect,
) -> Result<(), Problem> {
    let named = named(new);
    let mut replacer = Replacer {
        tx,
        ctx,
        dialect,
        named: &named,
        gone: Vec::new(),
    };
    replacer.level(parent, old, new)?;
    // Only now: what was inside may have been moved out.
    for id in replacer.gone {
        make::trash(tx, ctx, &id)?;
    }
    Ok(())
}

/// Refuses to lose child pages and databases without leave (measured).
pub(super) fn protect(old: &[Tree], new: &[Tree], member: &str) -> Result<(), Problem> {
    let kept = named(new);
    let mut victims = Vec::new();
    let mut rest: Vec<&Tree> = old.iter().rev().collect();
    while let Some(tree) = rest.pop() {
        if make::is_protected(&tree.content)
            && let Some(id) = &tree.id
            && !kept.contains(id.as_str())
        {
            let kind = match tree.content {
                BlockContent::ChildPage(_) => "page",
                _ => "database",
            };
            let title = tree.content.plain_text();
            victims.push(format!("- {kind}: \"{title}\" (id: {id})"));
        }
        rest.extend(tree.children.iter().rev());
    }
    if victims.is_empty() {
        return Ok(());
    }
    Err(Problem::validation(format!(
        "This operation would delete {} child page(s) or database(s):\n{}\n\nTo proceed, either:\n\
         1. Include these items in {member} using <page url=\"...\"> or <database url=\"...\"> tags, \
         OR\n2. Set allow_deleting_content: true to confirm deletion.",
        victims.len(),
        victims.join("\n")
    )))
}

/// Everything that a text only names.
fn named(trees: &[Tree]) -> HashSet<String> {
    let mut out = HashSet::new();
    let mut rest: Vec<&Tree> = trees.iter().collect();
    while let Some(tree) = rest.pop() {
        out.extend(make::existing(tree).map(str::to_owned));
        rest.extend(&tree.children);
    }
    out
}

struct Replacer<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
    dialect: Dialect,
    named: &'a HashSet<String>,
    /// What goes to the trash in the end.
    gone: Vec<String>,
}

/// What becomes of a new block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is this old one as it is.
    Same(usize),
    /// It is this old one, changed.
    Changed(usize),
    Made,
}

impl Replacer<'_> {
    fn level(&mut self, parent: &Parent, old: &[Tree], new: &[Tree]) -> Result<(), Problem> {
        let fates = fates(old, new, self.dialect);
        let mut stays = vec![false; old.len()];
        let mut last: Option<String> = None;
        for (tree, fate) in new.iter().zip(&fates) {
            let place = last.as_deref().map_or(Place::Start, Place::After);
            let kept = match fate {
                Fate::Same(at) | Fate::Changed(at) => {
                    stays[*at] = true;
                    old[*at].id.as_ref().map(|id| (*at, id.as_str().to_owned()))
                }
                Fate::Made => None,
            };
            last = Some(match kept {
                Some((at, id)) => {
                    if *fate == Fate::Changed(at) {
                        self.change(&id, &old[at], tree)?;
                    }
                    id
                }
                None => make::one(self.tx, self.ctx, parent, tree, place)?,
            });
        }
        for (tree, stays) in old.iter().zip(stays) {
            if let Some(id) = tree.id.as_ref().filter(|_| !stays)
                && !self.named.contains(id.as_str())
            {
                self.gone.push(id.as_str().to_owned());
            }
        }
        Ok(())
    }

    fn change(&mut self, id: &str, old: &Tree, new: &Tree) -> Result<(), Problem> {
        let Some(mut node) = nodes::get(self.tx, id)? else {
            return Ok(());
        };
        if key(&alone(old), self.dialect) != key(&alone(new), self.dialect) {
            self.rewrite(&mut node, new)?;
        }
        // The blocks of a copy are its original's; the reader leaves them out.
        if blocks::content_of(&node) != node.id {
            return Ok(());
        }
        let parent = Parent::Block(node.id);
        self.level(&parent, &old.children, &new.children)
    }

    fn rewrite(&self, node: &mut Node, new: &Tree) -> Result<(), Problem> {
        let mut block = make::sent(&new.content)?;
        let Some(payload) = block
            .get_mut(node.block_type.as_str())
            .and_then(Value::as_object_mut)
        else {
            return Ok(());
        };
        // What Markdown would say if it were otherwise.
        for (name, plain) in [
            ("color", json!("default")),
            ("is_toggleable", json!(false)),
            ("caption", json!([])),
        ] {
            let code = node.block_type == "code" && name == "caption";
            if node.body.get(name).is_some() && !code {
                payload.entry(name).or_insert(plain);
            }
        }
        let same_file = node
            .body
            .pointer("/file/url")
            .and_then(Value::as_str)
            .is_some_and(|stored| {
                new.content.url().and_then(uploads::own_url).as_deref() == Some(stored)
            });
        if same_file {
            payload.remove("type");
            payload.remove("external");
        }
        node.body = blocks::changed(self.tx, self.ctx, node, &block[node.block_type.as_str()])?;
        node.last_edited_time = self.ctx.minute;
        self.ctx.user().clone_into(&mut node.last_edited_by);
        nodes::update(self.tx, node)
    }
}

/// A block without what is inside it.
fn alone(tree: &Tree) -> Tree {
    Tree {
        id: None,
        content: tree.content.clone(),
        children: Vec::new(),
    }
}

/// What two blocks are compared by: their text, or what they name.
fn key(tree: &Tree, dialect: Dialect) -> String {
    if let Some(id) = make::existing(tree) {
        return format!("\0{id}");
    }
    let mut text = Writer::new(dialect)
        .write(std::slice::from_ref(tree))
        .markdown;
    // Addresses of files change with each reading.
    if let Some(stored) = tree.content.url().and_then(uploads::own_url)
        && let Some(url) = tree.content.url()
    {
        text = text.replace(url, &stored);
    }
    text
}

/// Decides which new blocks are old ones.
fn fates(old: &[Tree], new: &[Tree], dialect: Dialect) -> Vec<Fate> {
    let old_keys: Vec<String> = old.iter().map(|tree| shown_key(tree, dialect)).collect();
    let new_keys: Vec<String> = new.iter().map(|tree| key(tree, dialect)).collect();
    let mut fates = vec![Fate::Made; new.len()];
    for (at, other) in common(&old_keys, &new_keys) {
        fates[other] = Fate::Same(at);
    }
    // Between two that stay, blocks of one type are the same block, changed: first those whose text
    // is alike.
    let plain = |tree: &Tree| tree.content.plain_text();
    let old_texts: Vec<String> = old.iter().map(plain).collect();
    let new_texts: Vec<String> = new.iter().map(plain).collect();
    change(&mut fates, old.len(), |one, other| {
        is_like(&old[one], &new[other]) && is_similar(&old_texts[one], &new_texts[other])
    });
    change(&mut fates, old.len(), |one, other| {
        is_like(&old[one], &new[other])
    });
    fates
}

/// Old blocks that are looked at for a new one: more would take too long.
const CANDIDATES: usize = 64;

fn change(fates: &mut [Fate], old: usize, is_like: impl Fn(usize, usize) -> bool) {
    let known = |fate: &Fate| match fate {
        Fate::Same(at) | Fate::Changed(at) => Some(*at),
        Fate::Made => None,
    };
    // Before which old block the next one that is known stands.
    let mut until = vec![old; fates.len()];
    for at in (1..fates.len()).rev() {
        until[at - 1] = known(&fates[at]).unwrap_or(until[at]);
    }
    let mut from = 0;
    for at in 0..fates.len() {
        if let Some(other) = known(&fates[at]) {
            from = other + 1;
            continue;
        }
        let found = (from..until[at])
            .take(CANDIDATES)
            .find(|other| is_like(*other, at));
        if let Some(other) = found {
            fates[at] = Fate::Changed(other);
            from = other + 1;
        }
    }
}

/// Whether half of the shorter text is at the start and end of both.
fn is_similar(one: &str, other: &str) -> bool {
    let same = |pairs: &mut dyn Iterator<Item = (u8, u8)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut one.bytes().zip(other.bytes()));
    let end = same(&mut one.bytes().rev().zip(other.bytes().rev()));
    (start + end) * 2 >= one.len().min(other.len()) && start + end > 0
}

/// Of an old block: what Markdown cannot show is named by its id in a new text.
fn shown_key(tree: &Tree, dialect: Dialect) -> String {
    let text = key(tree, dialect);
    match &tree.id {
        Some(id) if text.starts_with("<unknown") => format!("\0{id}"),
        _ => text,
    }
}

/// Whether one block can become the other.
fn is_like(old: &Tree, new: &Tree) -> bool {
    if make::existing(new).is_some() || make::is_protected(&old.content) || old.id.is_none() {
        return false;
    }
    match (&old.content, &new.content) {
        (BlockContent::Table(one), BlockContent::Table(other)) => {
            one.table_width == other.table_width
        }
        (BlockContent::SyncedBlock(one), BlockContent::SyncedBlock(other)) => {
            one.synced_from.value() == other.synced_from.value()
        }
        (one, other) => one.kind() == other.kind(),
    }
}

/// Pairs of equal keys that stand in the same order on both sides.
fn common(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let start = old
        .iter()
        .zip(new)
        .take_while(|(one, other)| one == other)
        .count();
    let mut pairs: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let old_middle = &old_rest[..old_rest.len() - end];
    let new_middle = &new_rest[..new_rest.len() - end];
    let middle = if old_middle.len().saturating_mul(new_middle.len()) <= TABLE {
        longest(old_middle, new_middle)
    } else {
        in_order(old_middle, new_middle)
    };
    pairs.extend(
        middle
            .into_iter()
            .map(|(one, other)| (start + one, start + other)),
    );
    pairs.extend(
        (1..=end)
            .rev()
            .map(|back| (old.len() - back, new.len() - back)),
    );
    pairs
}

/// The longest common part.
fn longest(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for one in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            lengths[one * width + other] = if old[one] == new[other] {
                lengths[(one + 1) * width + other + 1] + 1
            } else {
                lengths[(one + 1) * width + other].max(lengths[one * width + other + 1])
            };
        }
    }
    let (mut one, mut other) = (0, 0);
    let mut pairs = Vec::new();
    while one < old.len() && other < new.len() {
        if old[one] == new[other] {
            pairs.push((one, other));
            one += 1;
            other += 1;
        } else if lengths[(one + 1) * width + other] >= lengths[one * width + other + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    pairs
}

/// A common part, found by going through both once.
fn in_order(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, key) in old.iter().enumerate() {
        places.entry(key).or_default().push(at);
    }
    let mut from = 0;
    let mut pairs = Vec::new();
    for (other, key) in new.iter().enumerate() {
        let Some(found) = places.get(key.as_str()) else {
            continue;
        };
        let next = found.partition_point(|at| *at < from);
        if let Some(at) = found.get(next) {
            pairs.push((*at, other));
            from = at + 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn what_is_common_is_found() {
        for find in [longest, in_order] {
            assert_eq!(find(&keys("abcd"), &keys("xbyd")), [(1, 1), (3, 3)]);
        }
        assert_eq!(
            common(&keys("abcde"), &keys("abXe")),
            [(0, 0), (1, 1), (4, 3)]
        );
        assert_eq!(common(&keys(""), &keys("a")), []);
    }

    #[test]
    fn blocks_of_one_type_are_one_block_changed() {
        let text = |text: &str| {
            let mut trees = recto_markdown::read(text, Dialect::V1).blocks;
            for (at, tree) in trees.iter_mut().enumerate() {
                tree.id = format!("{at:032}").parse().ok();
            }
            trees
        };
        let old = text("long text\nx");
        let new = text("<empty-block/>\nlong texts\nx");
        let same = [Fate::Made, Fate::Changed(0), Fate::Same(1)];
        assert_eq!(fates(&old, &new, Dialect::V1), same);
        let old = text("# a\nb\n- c\nd");
        let new = text("# a\nB\nx\nd");
        assert_eq!(
            fates(&old, &new, Dialect::V1),
            [Fate::Same(0), Fate::Changed(1), Fate::Made, Fate::Same(3)]
        );
    }
}
