//! Any JSON at all: nothing panics, and opposites stay opposites.

use proptest::prelude::*;
use recto_api::page::Page;
use serde_json::{Value, json};

use crate::support::{blank, compile, order, row, runs};

const NAMES: [&str; 10] = [
    "Name", "Text", "Count", "Done", "Priority", "Tags", "When", "Sum", "Score", "nowhere",
];
const KEYS: [&str; 20] = [
    "title",
    "rich_text",
    "number",
    "checkbox",
    "select",
    "multi_select",
    "date",
    "rollup",
    "formula",
    "any",
    "every",
    "none",
    "string",
    "equals",
    "does_not_equal",
    "contains",
    "before",
    "past_week",
    "is_empty",
    "odd",
];

fn operand() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        "[0-9T:Z+-]{8,26}".prop_map(Value::from),
        prop::sample::select(vec![
            "Low",
            "today",
            "me",
            "9999-12-31T23:59:59Z",
            "-009999-01-01"
        ])
        .prop_map(Value::from),
        Just(json!({})),
        Just(Value::Null),
    ]
}

fn filter() -> impl Strategy<Value = Value> {
    operand().prop_recursive(5, 40, 4, |inner| {
        let key = prop::sample::select(KEYS.to_vec());
        let name = prop::sample::select(NAMES.to_vec());
        prop_oneof![
            (key.clone(), inner.clone()).prop_map(|(key, value)| json!({key: value})),
            (name, key.clone(), key, inner.clone()).prop_map(|(name, key, condition, value)| {
                json!({"property": name, key: {condition: value}})
            }),
            (prop::bool::ANY, prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(and, all)| json!({if and { "and" } else { "or" }: all})),
            prop::collection::vec(inner, 0..3).prop_map(Value::from),
        ]
    })
}

fn sample_rows() -> Vec<Page> {
    vec![
        blank(),
        row("Name", "title", runs(&["Ärger ", "10"])),
        row("Count", "number", json!(-0.0)),
        row(
            "When",
            "date",
            json!({"start": "9999-12-31T23:59:00.000-12:00", "end": null}),
        ),
        row("When", "date", json!({"start": "0001-01-01", "end": null})),
        row(
            "Sum",
            "rollup",
            json!({"type": "unsupported", "unsupported": {}, "function": "sum"}),
        ),
        // A value of another type than the schema says, as during a change of type.
        row("Count", "rich_text", runs(&["12"])),
    ]
}

proptest! {
    #[test]
    fn any_filter_compiles_or_is_refused(filter in filter()) {
        match compile(&filter) {
            Ok(predicate) => {
                for row in sample_rows() {
                    predicate.matches(&row);
                }
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_sort_compiles_or_is_refused(sorts in prop::collection::vec(filter(), 0..3)) {
        if let Ok(order) = order(&Value::from(sorts)) {
            order.sort(&mut sample_rows());
        }
    }

    #[test]
    fn a_condition_and_its_opposite_part_the_rows(
        text in "[aä1 ]{0,3}",
        operand in "[aäÄ1 ]{0,2}",
        pair in prop::sample::select(vec![
            ("equals", "does_not_equal"),
            ("contains", "does_not_contain"),
        ]),
    ) {
        let row = row("Text", "rich_text", runs(&[&text]));
        let holds = |condition: &str| {
            let filter = json!({"property": "Text", "rich_text": {condition: operand}});
            compile(&filter).unwrap().matches(&row)
        };
        prop_assert_ne!(holds(pair.0), holds(pair.1));
        if holds("equals") {
            prop_assert!(holds("contains") && holds("starts_with") && holds("ends_with"));
        }
        prop_assert_eq!(holds("contains"), text.to_lowercase().contains(&operand.to_lowercase()));
    }
}
