//! A filter over packed values.

use super::column::{Text, Values};
use super::{Columns, Subject};
use crate::predicate::{Leaf, Node, NumberTest, Predicate, Test, TextTest};

/// A filter bound to packed values: what it says of each distinct value is known beforehand.
#[derive(Debug)]
pub struct Bound<'a>(Part<'a>);

#[derive(Debug)]
enum Part<'a> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Numbers(&'a [f64], NumberTest),
    Texts(&'a [Text], &'a TextTest),
    Distinct(&'a [u32], Vec<bool>),
}

impl Predicate {
    /// Gives what the filter looks at, each once.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        let mut out = Vec::new();
        collect(&self.0, &mut out);
        out
    }

    /// Binds the filter to packed values; `None` if one that it looks at is not packed.
    #[must_use]
    pub fn bind<'a>(&'a self, columns: &'a impl Columns) -> Option<Bound<'a>> {
        bind(&self.0, columns).map(Bound)
    }
}

impl Bound<'_> {
    /// Tells whether a row fulfils the filter.
    #[must_use]
    pub fn matches(&self, row: usize) -> bool {
        self.0.matches(row)
    }
}

fn collect(node: &Node, out: &mut Vec<Subject>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| collect(node, out)),
        leaf => {
            let subject = leaf.subject();
            if let Some(subject) = subject.filter(|subject| !out.contains(subject)) {
                out.push(subject);
            }
        }
    }
}

fn bind<'a>(node: &'a Node, columns: &'a impl Columns) -> Option<Part<'a>> {
    let parts = |nodes: &'a [Node]| -> Option<Vec<_>> {
        nodes.iter().map(|node| bind(node, columns)).collect()
    };
    match node {
        Node::All(nodes) => return Some(Part::All(parts(nodes)?)),
        Node::Any(nodes) => return Some(Part::Any(parts(nodes)?)),
        _ => {}
    }
    let values = &columns.column(&node.subject()?)?.values;
    Some(match (values, node.leaf()?) {
        (Values::Numbers(all), Leaf::Value(Test::Number(test) | Test::UniqueId(test))) => {
            Part::Numbers(all, *test)
        }
        (Values::Texts(all), Leaf::Value(Test::Text(test))) => Part::Texts(all, test),
        (Values::Distinct(all), leaf) => {
            let said = all.values.iter().map(|value| leaf.matches(value));
            Part::Distinct(&all.codes, said.collect())
        }
        _ => return None,
    })
}

impl Part<'_> {
    fn matches(&self, row: usize) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(row)),
            Self::Any(parts) => parts.is_empty() || parts.iter().any(|part| part.matches(row)),
            Self::Numbers(all, test) => {
                test.holds(all.get(row).copied().filter(|own| !own.is_nan()))
            }
            Self::Texts(all, test) => test.matches(all.get(row).map_or("", |own| &own.text)),
            Self::Distinct(codes, said) => codes
                .get(row)
                .and_then(|code| said.get(*code as usize))
                .is_some_and(|said| *said),
        }
    }
}
