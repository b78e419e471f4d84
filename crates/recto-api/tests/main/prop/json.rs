//! JSON made up at random: any, and Notion's own with one place changed.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::samples;

/// Names that Notion gives a meaning, and others.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(&[
            "type", "object", "id", "results", "has_more", "next_cursor", "paragraph", "rich_text",
            "text", "mention", "content", "properties", "title", "number", "select", "status",
            "date", "start", "formula", "rollup", "array", "relation", "people", "parent", "icon",
            "emoji", "and", "or", "property", "equals", "is_empty", "contains", "timestamp",
            "code", "message", "additional_data", "name", "color", "user", "person", "bot",
        ][..]).prop_map(str::to_owned),
        1 => "[a-z_é]{0,6}",
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has no such number", |number| {
            // As it would come over the wire.
            serde_json::from_str(&json!(number).to_string()).ok()
        }),
        name().prop_map(Value::from),
        Just(json!(samples::ID)),
        "\\PC{0,6}".prop_map(Value::from),
    ]
}

/// Any JSON, leaning towards Notion's words.
pub(super) fn wild() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A sample with the word of its type, in which one value has become another.
pub(super) fn document() -> impl Strategy<Value = (&'static str, Value)> {
    let mut all = vec![
        ("page", samples::page()),
        ("source", samples::data_source()),
        ("database", samples::database()),
        ("objects", list(samples::page())),
    ];
    for block in samples::blocks() {
        all.push(("block", block));
    }
    (
        prop::sample::select(all),
        any::<prop::sample::Index>(),
        wild(),
    )
        .prop_map(|((word, mut document), place, other)| {
            let mut left = place.index(count(&document));
            replace(&mut document, &mut left, &other);
            (word, document)
        })
}

fn list(of: Value) -> Value {
    json!({"object": "list", "results": [of], "next_cursor": null, "has_more": false})
}

/// Values in the document, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts another value in the place of one.
fn replace(value: &mut Value, left: &mut usize, other: &Value) {
    if *left == 0 {
        *value = other.clone();
        // Beyond all places: only one is changed.
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, left, other)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| replace(member, left, other));
        }
        _ => {}
    }
}

/// Plain values by the names of properties, of which some fit.
pub(super) fn plain() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(
        &[
            "title",
            "rich_text",
            "number",
            "date",
            "people",
            "files",
            "checkbox",
            "url",
            "email",
            "phone_number",
            "select",
            "multi_select",
            "status",
            "relation",
            "place",
            "formula",
            "verification",
            "p2",
        ][..],
    );
    let text = prop_oneof![
        Just("Done".to_owned()),
        Just("in progress".to_owned()),
        Just(samples::ID.to_owned()),
        Just("2026-03-01".to_owned()),
        Just("2026-03-01T10:00:00+01:00".to_owned()),
        Just("https://example.com/a.png".to_owned()),
        Just("ada@example.com".to_owned()),
        "[0-9a-zA-Z,:.@/+ -]{0,24}",
        "\\PC{0,8}",
    ];
    let scalar = prop_oneof![
        4 => text.prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => Just(Value::Null),
    ];
    let value = prop_oneof![
        3 => scalar.clone(),
        1 => prop::collection::vec(scalar.clone(), 0..4).prop_map(Value::from),
        1 => (scalar.clone(), scalar).prop_map(|(start, end)| json!({"start": start, "end": end})),
        1 => wild(),
    ];
    prop::collection::vec((name, value), 0..4).prop_map(|members| {
        Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    })
}
