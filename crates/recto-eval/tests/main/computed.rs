//! Formulas and rollups.

use recto_api::page::Page;
use serde_json::{Value, json};

use crate::support::{ADA, blank, check, row, runs};

fn formula(property: &str, result: Value) -> Page {
    row(property, "formula", result)
}

fn rollup(result: Value) -> Page {
    row("Sum", "rollup", result)
}

fn array(kind: &str, values: &[Value]) -> Page {
    let elements: Vec<_> = values
        .iter()
        .map(|value| json!({"type": kind, kind: value}))
        .collect();
    rollup(json!({"type": "array", "array": elements, "function": "show_original"}))
}

#[test]
fn formulas_compare_by_their_result() {
    let rows = [
        (
            "x",
            formula("Label", json!({"type": "string", "string": "Xyz"})),
        ),
        (
            "null",
            formula("Label", json!({"type": "string", "string": null})),
        ),
        ("absent", blank()),
    ];
    check(
        "Label",
        "formula",
        &rows,
        &[
            (json!({"string": {"starts_with": "x"}}), "x"),
            (json!({"string": {"does_not_contain": "x"}}), "null absent"),
            (json!({"string": {"is_empty": true}}), "null absent"),
        ],
    );
    let rows = [
        (
            "two",
            formula("Score", json!({"type": "number", "number": 2})),
        ),
        (
            "null",
            formula("Score", json!({"type": "number", "number": null})),
        ),
    ];
    check(
        "Score",
        "formula",
        &rows,
        &[
            (json!({"number": {"greater_than": 1}}), "two"),
            (json!({"number": {"is_empty": true}}), "null"),
        ],
    );
    let rows = [
        (
            "yes",
            formula("Flag", json!({"type": "boolean", "boolean": true})),
        ),
        (
            "no",
            formula("Flag", json!({"type": "boolean", "boolean": false})),
        ),
    ];
    check(
        "Flag",
        "formula",
        &rows,
        &[(json!({"checkbox": {"equals": true}}), "yes")],
    );
    let date = json!({"start": "2026-03-01T09:30:00.000+00:00", "end": null, "time_zone": null});
    let rows = [
        (
            "day",
            formula("Deadline", json!({"type": "date", "date": date})),
        ),
        (
            "null",
            formula("Deadline", json!({"type": "date", "date": null})),
        ),
    ];
    check(
        "Deadline",
        "formula",
        &rows,
        &[
            (json!({"date": {"equals": "2026-03-01"}}), "day"),
            (json!({"date": {"past_week": {}}}), "day"),
            (json!({"date": {"is_empty": true}}), "null"),
        ],
    );
}

#[test]
fn over_no_elements_every_is_false_and_none_is_true() {
    let rows = [
        ("both", array("number", &[json!(1), json!(5)])),
        ("small", array("number", &[json!(1)])),
        ("hole", array("number", &[json!(1), json!(null)])),
        ("nothing", array("number", &[])),
        ("absent", blank()),
    ];
    check(
        "Sum",
        "rollup",
        &rows,
        &[
            (json!({"any": {"number": {"greater_than": 2}}}), "both"),
            (json!({"every": {"number": {"less_than": 2}}}), "small"),
            (
                json!({"none": {"number": {"greater_than": 2}}}),
                "small hole nothing absent",
            ),
            (json!({"any": {"number": {"is_empty": true}}}), "hole"),
            (
                json!({"every": {"number": {"is_not_empty": true}}}),
                "both small",
            ),
        ],
    );
}

#[test]
fn elements_of_every_type_are_looked_at() {
    let date = json!({"start": "2026-03-03", "end": null, "time_zone": null});
    let file =
        json!([{"name": "a", "type": "external", "external": {"url": "https://example.com/a"}}]);
    let page = "33333333-cccc-8ccc-8ccc-00000000000a";
    for (kind, value, fitting, failing) in [
        (
            "title",
            runs(&["Item 1"]),
            json!({"rich_text": {"equals": "item 1"}}),
            json!({"rich_text": {"equals": "2"}}),
        ),
        (
            "rich_text",
            runs(&["a"]),
            json!({"rich_text": {"contains": "a"}}),
            json!({"rich_text": {"is_empty": true}}),
        ),
        (
            "checkbox",
            json!(true),
            json!({"checkbox": {"equals": true}}),
            json!({"checkbox": {"equals": false}}),
        ),
        (
            "select",
            json!({"name": "S"}),
            json!({"select": {"equals": "S"}}),
            json!({"select": {"equals": "T"}}),
        ),
        (
            "status",
            json!({"name": "S"}),
            json!({"status": {"does_not_equal": "T"}}),
            json!({"status": {"is_empty": true}}),
        ),
        (
            "multi_select",
            json!([{"name": "S"}]),
            json!({"multi_select": {"contains": ["T", "S"]}}),
            json!({"multi_select": {"is_empty": true}}),
        ),
        (
            "relation",
            json!([{"id": page}]),
            json!({"relation": {"contains": page}}),
            json!({"relation": {"is_empty": true}}),
        ),
        (
            "date",
            date,
            json!({"date": {"equals": "yesterday"}}),
            json!({"date": {"next_week": {}}}),
        ),
        (
            "people",
            json!([{"object": "user", "id": ADA}]),
            json!({"people": {"contains": ADA}}),
            json!({"people": {"contains": "me"}}),
        ),
        (
            "files",
            file,
            json!({"files": {"is_not_empty": true}}),
            json!({"files": {"is_empty": true}}),
        ),
    ] {
        let rows = [("row", array(kind, &[value]))];
        check(
            "Sum",
            "rollup",
            &rows,
            &[
                (json!({"any": fitting}), "row"),
                (json!({"any": failing}), ""),
            ],
        );
    }
}

#[test]
fn aggregates_compare_as_numbers_and_dates() {
    let rows = [
        (
            "number",
            rollup(json!({"type": "number", "number": 42, "function": "sum"})),
        ),
        (
            "no_number",
            rollup(json!({"type": "number", "number": null, "function": "sum"})),
        ),
    ];
    check(
        "Sum",
        "rollup",
        &rows,
        &[
            (json!({"number": {"equals": 42}}), "number"),
            (json!({"number": {"is_empty": true}}), "no_number"),
            (json!({"any": {"number": {"equals": 42}}}), ""),
        ],
    );
    let date = json!({"start": "2026-03-01T23:30:00.000+00:00", "end": null, "time_zone": null});
    let rows = [
        (
            "date",
            rollup(json!({"type": "date", "date": date, "function": "latest_date"})),
        ),
        (
            "no_date",
            rollup(json!({"type": "date", "date": null, "function": "latest_date"})),
        ),
    ];
    check(
        "Sum",
        "rollup",
        &rows,
        &[
            (json!({"date": {"equals": "2026-03-01"}}), "date"),
            (json!({"date": {"before": "2026-03-01"}}), ""),
            (json!({"date": {"on_or_before": "2026-03-01"}}), "date"),
            (json!({"date": {"is_empty": true}}), "no_date"),
        ],
    );
}
