//! No type, kind or text is left out of the samples.

use std::collections::{BTreeMap, BTreeSet};

use super::census;
use super::changes::{self, Change, Changed, TOMORROW};
use super::sources::{Form, wire_types};
use crate::shapes;

#[test]
fn every_wire_type_has_a_shape() {
    let all = shapes::all();
    let missing: Vec<_> = wire_types()
        .into_iter()
        // A union is read as part of the struct around it.
        .filter(|one| one.form != Form::Union)
        .filter(|one| !all.iter().any(|shape| shape.is(&one.name)))
        // Texts are seen by their effect, below.
        .filter(|one| one.form != Form::Text)
        .map(|one| one.name)
        .collect();
    assert!(
        missing.is_empty(),
        "without a shape: {}",
        missing.join(", ")
    );
}

/// Where a text of today gives way to one of tomorrow, the census names the enum that has no name
/// for it: so the text of today was one of that enum's.
#[test]
fn every_kind_and_text_is_in_some_sample() {
    let mut seen: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for shape in shapes::all() {
        for change in [Change::NewKind, Change::NewText] {
            for Changed { value, was, .. } in changes::of(change, &shape.sample) {
                let (Some(was), Some(census)) = (was, census(&shape, &value)) else {
                    continue;
                };
                for (of, kind) in census.unknown.keys() {
                    if kind == TOMORROW {
                        seen.entry(*of).or_default().insert(was.clone());
                    }
                }
            }
        }
    }
    let mut missing = Vec::new();
    for one in wire_types() {
        let seen = seen.get(one.name.as_str()).cloned().unwrap_or_default();
        let kinds: Vec<_> = one
            .kinds
            .into_iter()
            .filter(|kind| !seen.contains(kind))
            .collect();
        if !kinds.is_empty() {
            missing.push(format!("{}: {}", one.name, kinds.join(", ")));
        }
    }
    assert!(missing.is_empty(), "in no sample:\n{}", missing.join("\n"));
}
