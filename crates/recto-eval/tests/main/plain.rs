//! Text, numbers, checkboxes, options, files, verification.

use recto_api::page::Page;
use serde_json::{Value, json};

use crate::support::{blank, check, compile, matching, page, row, runs};

fn rows<'a>(property: &str, kind: &str, values: &[(&'a str, Value)]) -> Vec<(&'a str, Page)> {
    let with = |(name, value): &(&'a str, Value)| (*name, row(property, kind, value.clone()));
    let mut rows: Vec<_> = values.iter().map(with).collect();
    rows.push(("absent", blank()));
    rows
}

/// What every text condition finds in a table of the same texts.
fn text_table() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"equals": "alpha beta"}), "lower upper"),
        (json!({"equals": ""}), "empty absent"),
        (
            json!({"does_not_equal": "Alpha Beta"}),
            "other empty absent",
        ),
        (json!({"contains": "HA B"}), "lower upper"),
        (json!({"contains": ""}), "lower upper other empty absent"),
        (json!({"does_not_contain": "alpha"}), "other empty absent"),
        (json!({"starts_with": "ALPHA"}), "lower upper"),
        (json!({"starts_with": "beta"}), ""),
        (json!({"ends_with": "a"}), "lower upper other"),
        (json!({"is_empty": true}), "empty absent"),
        (json!({"is_not_empty": true}), "lower upper other"),
    ]
}

#[test]
fn title_and_rich_text_compare_their_plain_text() {
    for (property, kind) in [("Name", "title"), ("Text", "rich_text")] {
        let rows = rows(
            property,
            kind,
            &[
                ("lower", runs(&["alpha", " be", "ta"])),
                ("upper", runs(&["ALPHA BETA"])),
                ("other", runs(&["gamma"])),
                ("empty", runs(&[])),
            ],
        );
        check(property, kind, &rows, &text_table());
        check(property, "rich_text", &rows, &text_table());
    }
}

#[test]
fn text_without_runs_compares_the_same() {
    for (property, kind) in [
        ("Link", "url"),
        ("Mail", "email"),
        ("Phone", "phone_number"),
    ] {
        let rows = rows(
            property,
            kind,
            &[
                ("lower", json!("alpha beta")),
                ("upper", json!("ALPHA BETA")),
                ("other", json!("gamma")),
                ("empty", json!(null)),
            ],
        );
        check(property, kind, &rows, &text_table());
        check(property, "rich_text", &rows, &text_table());
    }
}

#[test]
fn mentions_count_by_their_plain_text() {
    let mention = json!([{
        "type": "mention",
        "mention": {"type": "user", "user": {"object": "user", "id": crate::support::ADA}},
        "plain_text": "@Ada",
    }]);
    let rows = rows("Text", "rich_text", &[("mention", mention)]);
    check(
        "Text",
        "rich_text",
        &rows,
        &[(json!({"contains": "@ada"}), "mention")],
    );
}

#[test]
fn numbers_compare_and_only_inequality_holds_of_nothing() {
    let rows = rows(
        "Count",
        "number",
        &[
            ("neg", json!(-1.5)),
            ("zero", json!(0)),
            ("int", json!(42)),
            ("float", json!(42.0)),
            ("big", json!(1e15)),
            ("null", json!(null)),
        ],
    );
    check(
        "Count",
        "number",
        &rows,
        &[
            (json!({"equals": 42}), "int float"),
            (json!({"equals": 0}), "zero"),
            (json!({"does_not_equal": 42}), "neg zero big null absent"),
            (json!({"greater_than": 42}), "big"),
            (json!({"greater_than_or_equal_to": 42.0}), "int float big"),
            (json!({"less_than": 0}), "neg"),
            (json!({"less_than_or_equal_to": 0}), "neg zero"),
            (json!({"is_empty": true}), "null absent"),
            (json!({"is_not_empty": true}), "neg zero int float big"),
        ],
    );
}

#[test]
fn a_unique_id_compares_by_its_number() {
    let rows = rows(
        "Serial",
        "unique_id",
        &[
            ("one", json!({"prefix": "T", "number": 1})),
            ("ten", json!({"prefix": "T", "number": 10})),
            ("none", json!({"prefix": "T", "number": null})),
        ],
    );
    check(
        "Serial",
        "unique_id",
        &rows,
        &[
            (json!({"equals": 10}), "ten"),
            (json!({"greater_than": -1}), "one ten"),
            (json!({"does_not_equal": 1}), "ten none absent"),
            (json!({"is_empty": true}), "none absent"),
        ],
    );
}

#[test]
fn a_checkbox_is_never_empty() {
    let rows = rows(
        "Done",
        "checkbox",
        &[("yes", json!(true)), ("no", json!(false))],
    );
    check(
        "Done",
        "checkbox",
        &rows,
        &[
            (json!({"equals": true}), "yes"),
            (json!({"equals": false}), "no absent"),
            (json!({"does_not_equal": true}), "no absent"),
            (json!({"does_not_equal": false}), "yes"),
        ],
    );
}

#[test]
fn single_options_match_by_name_or_id() {
    for (property, kind) in [("Priority", "select"), ("State", "status")] {
        let rows = rows(
            property,
            kind,
            &[
                (
                    "low",
                    json!({"id": "o-low", "name": "Low", "color": "gray"}),
                ),
                (
                    "mid",
                    json!({"id": "o-mid", "name": "Mid", "color": "blue"}),
                ),
                ("nameonly", json!({"name": "High"})),
                ("renamed", json!({"id": "o-high", "name": "Hi"})),
                ("null", json!(null)),
            ],
        );
        check(
            property,
            kind,
            &rows,
            &[
                (json!({"equals": "Low"}), "low"),
                (json!({"equals": "o-mid"}), "mid"),
                (json!({"equals": "High"}), "nameonly renamed"),
                (json!({"equals": ["Low", "High"]}), "low nameonly renamed"),
                (json!({"equals": []}), ""),
                (
                    json!({"does_not_equal": "Low"}),
                    "mid nameonly renamed null absent",
                ),
                (
                    json!({"does_not_equal": ["Low", "Mid"]}),
                    "nameonly renamed null absent",
                ),
                (
                    json!({"does_not_equal": []}),
                    "low mid nameonly renamed null absent",
                ),
                (json!({"is_empty": true}), "null absent"),
                (json!({"is_not_empty": true}), "low mid nameonly renamed"),
            ],
        );
    }
}

#[test]
fn option_names_keep_their_case() {
    let error = compile(&json!({"property": "Priority", "select": {"equals": "low"}})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "select option \"low\" not found for property \"Priority\". \
         Available options: \"Low\", \"Mid\", \"High\"."
    );
}

#[test]
fn multi_selects_hold_any_or_none_of_the_names() {
    let rows = rows(
        "Tags",
        "multi_select",
        &[
            ("low", json!([{"id": "o-low", "name": "Low"}])),
            (
                "both",
                json!([{"id": "o-low", "name": "Low"}, {"id": "o-high", "name": "High"}]),
            ),
            ("none", json!([])),
        ],
    );
    check(
        "Tags",
        "multi_select",
        &rows,
        &[
            (json!({"contains": "Low"}), "low both"),
            (json!({"contains": "High"}), "both"),
            (json!({"contains": ["Mid", "High"]}), "both"),
            (json!({"does_not_contain": "High"}), "low none absent"),
            (json!({"does_not_contain": ["Low", "High"]}), "none absent"),
            (json!({"is_empty": true}), "none absent"),
            (json!({"is_not_empty": true}), "low both"),
        ],
    );
}

#[test]
fn files_are_there_or_not() {
    let file =
        json!([{"name": "a", "type": "external", "external": {"url": "https://example.com/a"}}]);
    let rows = rows("Attached", "files", &[("some", file), ("none", json!([]))]);
    check(
        "Attached",
        "files",
        &rows,
        &[
            (json!({"is_empty": true}), "none absent"),
            (json!({"is_not_empty": true}), "some"),
        ],
    );
}

#[test]
fn verification_without_a_state_is_none() {
    let state = |state: &str| json!({"state": state, "date": null, "verified_by": null});
    let rows = rows(
        "Proof",
        "verification",
        &[
            ("verified", state("verified")),
            ("expired", state("expired")),
            ("unverified", state("unverified")),
            ("null", json!(null)),
        ],
    );
    check(
        "Proof",
        "verification",
        &rows,
        &[
            (json!({"status": "verified"}), "verified"),
            (json!({"status": "expired"}), "expired"),
            (json!({"status": "none"}), "unverified null absent"),
            (
                json!({"does_not_equal": "verified"}),
                "expired unverified null absent",
            ),
            (json!({"does_not_equal": "none"}), "verified expired"),
        ],
    );
}

#[test]
fn properties_are_named_or_given_by_id() {
    let rows = rows("Text", "rich_text", &[("x", runs(&["x"]))]);
    for property in ["Text", ":tXt", "%3AtXt"] {
        check(
            property,
            "rich_text",
            &rows,
            &[(json!({"equals": "x"}), "x")],
        );
    }
    // A value belongs to the property with its id, whatever name it stood under.
    let moved = page(json!({
        "Former name": {"id": "%3AtXt", "type": "rich_text", "rich_text": runs(&["x"])},
        "Text": {"id": "else", "type": "rich_text", "rich_text": runs(&["y"])},
    }));
    let filter = json!({"property": "Text", "rich_text": {"equals": "x"}});
    assert_eq!(matching(&filter, &[("moved", moved)]), ["moved"]);
}

#[test]
fn compounds_combine() {
    let rows: Vec<_> = [(1, false), (2, true), (3, true)]
        .into_iter()
        .zip(["one", "two", "three"])
        .map(|((count, done), name)| {
            let properties = json!({
                "Count": {"id": "nUmB", "type": "number", "number": count},
                "Done": {"id": "cHeK", "type": "checkbox", "checkbox": done},
            });
            (name, page(properties))
        })
        .collect();
    let count = |count: i32| json!({"property": "Count", "number": {"equals": count}});
    let done = json!({"property": "Done", "checkbox": {"equals": true}});
    for (filter, expected) in [
        (
            json!({"and": [done, {"or": [count(1), count(2)]}]}),
            vec!["two"],
        ),
        (
            json!({"or": [count(1), {"and": [done, count(3)]}]}),
            vec!["one", "three"],
        ),
        (json!({"and": []}), vec!["one", "two", "three"]),
        (json!({"or": []}), vec!["one", "two", "three"]),
        (json!({"and": [count(1), {"or": []}]}), vec!["one"]),
        (json!({}), vec!["one", "two", "three"]),
    ] {
        assert_eq!(matching(&filter, &rows), expected, "{filter}");
    }
}
