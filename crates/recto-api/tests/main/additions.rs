//! Whatever Notion adds tomorrow survives: generated over every shape there is, one change at a
//! time, all of them.
//!
//! A changed sample is read from bytes and from a `Value`, alone and between two good elements of a
//! list, and must be written as it came.

mod changes;
mod coverage;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use recto_api::wire::Census;
use serde_json::{Value, json};

use crate::shapes::{self, Shape};
use changes::{Change, Changed};
use sources::WireType;

/// Which members of a type must be there and have their form.
struct Hearts(BTreeMap<String, WireType>);

impl Hearts {
    fn find() -> Self {
        let all = sources::wire_types().into_iter();
        Self(all.map(|one| (one.name.clone(), one)).collect())
    }

    /// Whether a type need not survive this change: it struck, or struck inside, a member without
    /// which it is not what it is.
    fn excuse(&self, name: &str, change: Change, changed: &Changed) -> bool {
        let Some(one) = self.0.get(name) else {
            // Written by hand: a list is one by its results.
            return name.starts_with("List<") && changed.member.as_deref() == Some("results");
        };
        let has = |members: &[String], name: &Option<String>| {
            name.as_ref().is_some_and(|name| members.contains(name))
        };
        let member = &changed.member;
        has(&one.hearts, member)
            // The payload of a kind may be a heart, as `url` is where `type` is `url`.
            || (change == Change::NewKind && has(&one.hearts, &changed.was))
            || (change == Change::OddMember && changed.itself && has(&one.lists, member))
            || WHOLE
                .iter()
                .any(|(of, list)| name == *of && member.as_deref() == Some(list))
            || one
                .objects
                .iter()
                .any(|object| self.excuse(object, change, changed))
    }
}

/// Members inside which a fault of one element is a fault of the whole.
const WHOLE: &[(&str, &str)] = &[
    // An edit without its texts is no edit, and half of the edits is not what was asked for.
    ("UpdateContent", "content_updates"),
];

/// Reads and writes a changed sample; says what is wrong.
fn fault(shape: &Shape, value: &Value) -> Option<String> {
    match (shape.read_write)(value) {
        Ok(written) if written == *value => None,
        Ok(written) => Some(format!("written as {written}")),
        Err(error) => Some(error),
    }
}

/// All changed samples of a shape as one list.
fn fault_in_list(shape: &Shape, values: &[Value]) -> Option<String> {
    let list = json!({"object": "list", "results": values});
    match (shape.list)(&list) {
        Err(error) => Some(format!("the list is lost: {error}")),
        Ok((written, _)) if written != list => Some(format!("the list is written as {written}")),
        Ok((_, elements)) => elements
            .into_iter()
            .find_map(Result::err)
            .map(|raw| format!("an element of the list is invalid: {raw}")),
    }
}

/// Where a sample that cannot be read is one element of a list, the list goes on and the element
/// keeps its text.
fn list_survives(shape: &Shape, value: &Value) -> Result<(), String> {
    let list = json!({"object": "list", "results": [shape.sample, value, shape.sample]});
    let (written, elements) = (shape.list)(&list)?;
    if written != list {
        return Err(format!("the list is written as {written}"));
    }
    match elements.as_slice() {
        [Ok(()), Err(raw), Ok(())]
            if serde_json::from_str::<Value>(raw).ok().as_ref() == Some(value) =>
        {
            Ok(())
        }
        other => Err(format!("elements: {other:?}")),
    }
}

/// Tries one kind of change on every shape; panics with everything that did not survive.
fn survive(change: Change) {
    let mut wrong = BTreeSet::new();
    let mut tried = 0;
    let hearts = Hearts::find();
    for shape in shapes::all() {
        let mut good = Vec::new();
        for changed in changes::of(change, &shape.sample) {
            tried += 1;
            let Changed { place, value, .. } = &changed;
            let Some(fault) = fault(&shape, value) else {
                good.push(changed.value);
                continue;
            };
            if !hearts.excuse(shape.short(), change, &changed) {
                wrong.insert(format!("{} {place}: {fault}\n    {value}", shape.name));
            } else if let Err(error) = list_survives(&shape, value) {
                wrong.insert(format!("{} {place}: in a list: {error}", shape.name));
            }
        }
        if let Some(fault) = fault_in_list(&shape, &good) {
            wrong.insert(format!("{}: {fault}", shape.name));
        }
    }
    assert!(tried > 0, "nothing was tried");
    assert!(
        wrong.is_empty(),
        "{change:?}: {} of {tried} do not survive\n{}",
        wrong.len(),
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn samples_are_written_as_they_were_read() {
    survive(Change::Nothing);
}

#[test]
fn nothing_in_a_sample_is_without_a_name() {
    let mut wrong = Vec::new();
    for shape in shapes::all() {
        let census = (shape.census)(&shape.sample).unwrap();
        // A sample may show a kind of tomorrow on purpose, and says so.
        let unknown: Vec<_> = census
            .unknown
            .keys()
            .filter(|(_, kind)| !kind.contains("tomorrow"))
            .collect();
        if !unknown.is_empty() || census.invalid > 0 {
            wrong.push(format!("{}: {unknown:?}", shape.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_new_member_survives_in_every_object() {
    survive(Change::NewMember);
}

#[test]
fn every_member_may_be_missing() {
    survive(Change::MissingMember);
}

#[test]
fn every_member_may_be_null() {
    survive(Change::NullMember);
}

#[test]
fn every_member_may_take_another_form() {
    survive(Change::OddMember);
}

#[test]
fn a_kind_of_tomorrow_survives_in_every_union() {
    survive(Change::NewKind);
}

#[test]
fn a_text_of_tomorrow_survives_everywhere() {
    survive(Change::NewText);
}

#[test]
fn a_longer_and_an_empty_list_survive() {
    survive(Change::OtherLength);
}

/// What a change does to the census of a shape.
fn census(shape: &Shape, value: &Value) -> Option<Census> {
    (shape.census)(value).ok()
}
