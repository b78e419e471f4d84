//! Sorts of every type.

use std::cmp::Ordering;

use recto_api::page::Page;
use recto_eval::{Empties, Order};
use serde_json::{Value, json};

use crate::support::{blank, order, page, row, runs};

/// Sorts rows, checks that comparing pairs agrees, and names them in their new order.
#[track_caller]
fn sorted(order: &Order, rows: &[(&str, Page)]) -> String {
    let mut pages: Vec<Page> = rows.iter().map(|(_, page)| page.clone()).collect();
    order.sort(&mut pages);
    for pair in pages.windows(2) {
        assert_ne!(order.compare(&pair[0], &pair[1]), Ordering::Greater);
        assert_ne!(order.compare(&pair[1], &pair[0]), Ordering::Less);
    }
    let name = |page: &Page| rows.iter().find(|(_, row)| row == page).unwrap().0;
    pages.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Checks an order of values, given ascending, in both directions; a row without a value goes last
/// in both.
#[track_caller]
fn check(property: &str, kind: &str, ascending: &[Value]) {
    let names: Vec<_> = (0..ascending.len())
        .map(|index| format!("v{index}"))
        .collect();
    let mut rows = vec![("absent", blank())];
    // Not in order to begin with.
    rows.extend(
        names
            .iter()
            .zip(ascending)
            .rev()
            .map(|(name, value)| (name.as_str(), row(property, kind, value.clone()))),
    );
    let up = order(&json!([{"property": property, "direction": "ascending"}])).unwrap();
    let down = order(&json!([{"property": property, "direction": "descending"}])).unwrap();
    let ascending = names.join(" ");
    let descending = names
        .iter()
        .rev()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(
        sorted(&up, &rows),
        format!("{ascending} absent"),
        "{property}"
    );
    assert_eq!(
        sorted(&down, &rows),
        format!("{descending} absent"),
        "{property}"
    );
}

#[test]
fn text_goes_by_natural_order_without_case() {
    let texts = ["10", "Article 4", "article 10", "Banana", "cherry"];
    for (property, kind) in [("Name", "title"), ("Text", "rich_text")] {
        let values: Vec<_> = texts.iter().map(|text| runs(&[text])).collect();
        check(property, kind, &values);
    }
    for (property, kind) in [
        ("Link", "url"),
        ("Mail", "email"),
        ("Phone", "phone_number"),
    ] {
        let values: Vec<_> = texts.iter().map(|text| json!(text)).collect();
        check(property, kind, &values);
    }
}

#[test]
fn numbers_times_and_boxes_go_by_value() {
    check(
        "Count",
        "number",
        &[json!(-5), json!(-0.5), json!(0), json!(3), json!(1e12)],
    );
    let id = |number: i64| json!({"prefix": "T", "number": number});
    check("Serial", "unique_id", &[id(2), id(10), id(11)]);
    let date = |start: &str| json!({"start": start, "end": null, "time_zone": null});
    check(
        "When",
        "date",
        &[
            date("1969-07-20"),
            date("2026-03-01"),
            date("2026-03-01T10:30:00.000+02:00"),
            date("2026-03-01T09:30:00.000Z"),
            date("2026-03-02"),
        ],
    );
    let boxes = order(&json!([{"property": "Done", "direction": "ascending"}])).unwrap();
    let rows = [
        ("yes", row("Done", "checkbox", json!(true))),
        ("no", row("Done", "checkbox", json!(false))),
    ];
    assert_eq!(sorted(&boxes, &rows), "no yes");
}

#[test]
fn options_go_by_their_place_in_the_schema() {
    let option = |id: &str, name: &str| json!({"id": id, "name": name, "color": "default"});
    let ascending = [
        option("o-low", "Low"),
        option("o-mid", "Mid"),
        option("o-high", "High"),
        option("?", "A"),
    ];
    check("Priority", "select", &ascending);
    check("State", "status", &ascending);
    let list =
        |names: &[&str]| -> Value { names.iter().map(|name| json!({"name": name})).collect() };
    check(
        "Tags",
        "multi_select",
        &[
            list(&["Low"]),
            list(&["Low", "High"]),
            list(&["Mid"]),
            list(&["High", "Low"]),
        ],
    );
}

#[test]
fn lists_go_by_their_first_elements() {
    let user = |id: u8, name: &str| {
        let id = format!("11111111-aaaa-8aaa-8aaa-0000000000{id:02}");
        json!({"object": "user", "id": id, "name": name})
    };
    check(
        "Who",
        "people",
        &[
            json!([user(9, "ada")]),
            json!([user(8, "Ada"), user(1, "Zoe")]),
            json!([user(7, "Bob")]),
        ],
    );
    let related = |last: &str| json!([{"id": format!("33333333-cccc-8ccc-8ccc-0000000000{last}")}]);
    check(
        "Linked",
        "relation",
        &[related("01"), related("0a"), related("0b")],
    );
    let file = |name: &str| json!([{"name": name, "type": "external", "external": {"url": "https://example.com/"}}]);
    check(
        "Attached",
        "files",
        &[file("a 2.pdf"), file("A 10.pdf"), file("b.pdf")],
    );
}

#[test]
fn computed_values_go_by_their_result() {
    check(
        "Label",
        "formula",
        &[
            json!({"type": "string", "string": "a 9"}),
            json!({"type": "string", "string": "A 10"}),
        ],
    );
    check(
        "Score",
        "formula",
        &[
            json!({"type": "number", "number": 9}),
            json!({"type": "number", "number": 10}),
        ],
    );
    check(
        "Flag",
        "formula",
        &[
            json!({"type": "boolean", "boolean": false}),
            json!({"type": "boolean", "boolean": true}),
        ],
    );
    let number = |number: i64| json!({"type": "number", "number": number, "function": "sum"});
    check("Sum", "rollup", &[number(9), number(10)]);
    let titles = |text: &str| json!({"type": "array", "array": [{"type": "title", "title": runs(&[text])}], "function": "show_original"});
    check("Sum", "rollup", &[titles("Item 2"), titles("item 10")]);
    let proof = |state: &str| json!({"state": state, "date": null, "verified_by": null});
    check(
        "Proof",
        "verification",
        &[proof("verified"), proof("expired"), proof("unverified")],
    );
    check(
        "Where",
        "place",
        &[
            json!({"lat": 1, "lon": 1, "name": "Aachen"}),
            json!({"lat": 0, "lon": 0, "name": "bonn"}),
        ],
    );
}

#[test]
fn empty_text_is_no_value() {
    let by_name = order(&json!([{"property": "Name", "direction": "ascending"}])).unwrap();
    let rows = [
        ("empty", row("Name", "title", runs(&[]))),
        ("a", row("Name", "title", runs(&["a"]))),
    ];
    assert_eq!(sorted(&by_name, &rows), "a empty");
}

#[test]
fn empties_go_where_they_are_told() {
    let rows = [
        ("two", row("Count", "number", json!(2))),
        ("null", row("Count", "number", json!(null))),
        ("one", row("Count", "number", json!(1))),
    ];
    for (empties, up, down) in [
        (Empties::Last, "one two null", "two one null"),
        (Empties::Greatest, "one two null", "null two one"),
        (Empties::Least, "null one two", "two one null"),
    ] {
        let sort = |direction: &str| {
            order(&json!([{"property": "Count", "direction": direction}]))
                .unwrap()
                .empties(empties)
        };
        assert_eq!(sorted(&sort("ascending"), &rows), up, "{empties:?}");
        assert_eq!(sorted(&sort("descending"), &rows), down, "{empties:?}");
    }
}

#[test]
fn earlier_entries_dominate_and_ties_keep_their_order() {
    let task = |name: &str, count: i64| {
        page(json!({
            "Name": {"id": "title", "type": "title", "title": runs(&[name])},
            "Count": {"id": "nUmB", "type": "number", "number": count},
        }))
    };
    let rows = [
        ("b2", task("b", 2)),
        ("a1", task("a", 1)),
        ("c1", task("c", 1)),
        ("B2", task("B", 2)),
    ];
    let both = order(&json!([
        {"property": "nUmB", "direction": "descending"},
        {"property": "title", "direction": "descending"},
    ]))
    .unwrap();
    assert_eq!(sorted(&both, &rows), "b2 B2 c1 a1");
    let none = order(&json!([])).unwrap();
    assert!(none.is_empty());
    assert_eq!(sorted(&none, &rows), "b2 a1 c1 B2");
}

#[test]
fn times_and_users_of_the_page() {
    let made = |minute: u8, maker: &str| {
        let mut page = serde_json::to_value(blank()).unwrap();
        page["created_time"] = format!("2026-03-01T10:{minute:02}:00.000Z").into();
        page["last_edited_time"] = format!("2026-03-02T10:{:02}:00.000Z", 59 - minute).into();
        page["created_by"]["name"] = maker.into();
        serde_json::from_value::<Page>(page).unwrap()
    };
    let rows = [
        ("late", made(40, "Ada")),
        ("early", made(5, "Zoe")),
        ("mid", made(20, "bob")),
    ];
    for (sort, expected) in [
        (
            json!({"timestamp": "created_time", "direction": "ascending"}),
            "early mid late",
        ),
        (
            json!({"timestamp": "last_edited_time", "direction": "ascending"}),
            "late mid early",
        ),
        (
            json!({"property": "Made", "direction": "descending"}),
            "late mid early",
        ),
        (
            json!({"property": "Changed", "direction": "descending"}),
            "early mid late",
        ),
        (
            json!({"property": "Maker", "direction": "ascending"}),
            "late mid early",
        ),
    ] {
        assert_eq!(
            sorted(&order(&json!([sort])).unwrap(), &rows),
            expected,
            "{sort}"
        );
    }
}
