//! Packed values against whole rows: both must say the same.

use proptest::prelude::*;
use proptest::sample::select;
use recto_api::page::Page;
use recto_eval::{Column, Columns, Empties, Subject};
use serde_json::{Value, json};

use crate::support::{ADA, BOB, BOT, compile, config_of, order, page};

/// Properties that can be packed, by name, with their type.
const PROPERTIES: [(&str, &str); 12] = [
    ("Name", "title"),
    ("Text", "rich_text"),
    ("Link", "url"),
    ("Count", "number"),
    ("Serial", "unique_id"),
    ("Done", "checkbox"),
    ("Priority", "select"),
    ("State", "status"),
    ("Tags", "multi_select"),
    ("When", "date"),
    ("Who", "people"),
    ("Mail", "email"),
];

struct Table(Vec<(Subject, Column)>);

impl Columns for Table {
    fn column(&self, subject: &Subject) -> Option<&Column> {
        let found = self.0.iter().find(|(own, _)| own == subject);
        found.map(|(_, column)| column)
    }
}

/// What stands under the type of each of [`PROPERTIES`], in their order.
fn row() -> impl Strategy<Value = Vec<Value>> {
    let text = || "[aAäİ0-2 ]{0,4}";
    let runs = || {
        prop::collection::vec(text(), 0..3).prop_map(|texts| {
            texts
                .iter()
                .map(|text| json!({"type": "text", "text": {"content": text}, "plain_text": text}))
                .collect::<Value>()
        })
    };
    let nullable = || prop::option::of(text()).prop_map(|text| json!(text));
    let number = prop_oneof![
        Just(Value::Null),
        Just(json!(-0.0)),
        any::<i8>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
    ];
    let named = |(id, name): (&str, &str)| json!({"id": id, "name": name});
    let options = || {
        select(vec![
            ("o-low", "Low"),
            ("o-mid", "Mid"),
            ("o-high", "High"),
            ("x", "Lost"),
        ])
    };
    let option = move || prop::option::of(options().prop_map(named)).prop_map(|own| json!(own));
    let several = prop::collection::vec(options().prop_map(named), 0..3).prop_map(Value::from);
    let dates = select(vec![
        None,
        Some("2026-03-04"),
        Some("2026-03-05T00:30:00.000+02:00"),
        Some("2026-03-04T22:30:00.000Z"),
        Some("2025-12-31"),
    ]);
    let date = dates
        .prop_map(|start| start.map_or(Value::Null, |start| json!({"start": start, "end": null})));
    let who =
        prop::collection::vec(select(vec![(ADA, "Ada"), (BOB, "bob")]), 0..3).prop_map(|all| {
            all.iter()
                .map(|(id, name)| json!({"object": "user", "id": id, "name": name}))
                .collect::<Value>()
        });
    let serial = (1..200).prop_map(|number| json!({"prefix": null, "number": number}));
    (
        (runs(), runs(), nullable(), number, serial, any::<bool>()),
        (option(), option(), several, date, who, nullable()),
    )
        .prop_map(|(a, b)| {
            vec![
                a.0,
                a.1,
                a.2,
                a.3,
                a.4,
                json!(a.5),
                b.0,
                b.1,
                b.2,
                b.3,
                b.4,
                b.5,
            ]
        })
}

fn leaf() -> impl Strategy<Value = Value> {
    let text = (
        select(vec![
            "equals",
            "does_not_equal",
            "contains",
            "starts_with",
            "ends_with",
        ]),
        "[aAä01]{0,2}",
    )
        .prop_map(|(condition, word)| json!({condition: word}));
    let on = |names: &'static [(&'static str, &'static str)], condition: BoxedStrategy<Value>| {
        (select(names), condition)
            .prop_map(|((name, kind), condition)| json!({"property": name, kind: condition}))
            .boxed()
    };
    let number = (
        select(vec![
            "equals",
            "greater_than",
            "less_than",
            "does_not_equal",
        ]),
        any::<i8>(),
    )
        .prop_map(|(condition, number)| json!({condition: number}));
    let option = (
        select(vec!["equals", "does_not_equal"]),
        select(vec!["Low", "Mid", "High"]),
    )
        .prop_map(|(condition, name)| json!({condition: name}));
    let contains = (
        select(vec!["contains", "does_not_contain"]),
        select(vec!["Low", "High"]),
    )
        .prop_map(|(condition, name)| json!({condition: name}));
    let date = (
        select(vec!["equals", "before", "on_or_after"]),
        select(vec!["2026-03-04", "today", "2026-03-04T22:30:00Z"]),
    )
        .prop_map(|(condition, day)| json!({condition: day}));
    let who = select(vec![ADA, BOT]).prop_map(|id| json!({"contains": id}));
    let empty =
        select(vec!["is_empty", "is_not_empty"]).prop_map(|condition| json!({condition: true}));
    prop_oneof![
        on(
            &[
                ("Name", "title"),
                ("Text", "rich_text"),
                ("Link", "url"),
                ("Mail", "email")
            ],
            text.boxed()
        ),
        on(
            &[("Count", "number"), ("Serial", "unique_id")],
            number.boxed()
        ),
        on(
            &[("Priority", "select"), ("State", "status")],
            option.boxed()
        ),
        on(&[("Tags", "multi_select")], contains.boxed()),
        on(&[("When", "date"), ("Made", "created_time")], date.boxed()),
        on(&[("Who", "people"), ("Maker", "created_by")], who.boxed()),
        on(
            &[
                ("Name", "title"),
                ("Count", "number"),
                ("Priority", "select"),
                ("Tags", "multi_select"),
                ("When", "date"),
                ("Who", "people")
            ],
            empty.boxed()
        ),
        any::<bool>().prop_map(|is| json!({"property": "Done", "checkbox": {"equals": is}})),
    ]
}

fn filter() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(2, 8, 3, |inner| {
        (any::<bool>(), prop::collection::vec(inner, 0..3))
            .prop_map(|(and, all)| json!({if and { "and" } else { "or" }: all}))
    })
}

fn sorts() -> impl Strategy<Value = Value> {
    let names: Vec<_> = PROPERTIES
        .map(|(name, _)| name)
        .into_iter()
        .chain(["Made", "Maker"])
        .collect();
    let one = (select(names), any::<bool>()).prop_map(|(name, up)| {
        json!({"property": name, "direction": if up { "ascending" } else { "descending" }})
    });
    prop::collection::vec(one, 0..4).prop_map(Value::from)
}

fn packed(rows: &[Vec<Value>]) -> (Table, Vec<Page>) {
    let id = |name: &str| config_of().get(name).unwrap().id.value().unwrap().clone();
    let mut columns: Vec<(Subject, Column)> = PROPERTIES
        .iter()
        .map(|(name, kind)| {
            let subject = Subject::Property(id(name).decoded().into_owned());
            (subject, Column::new(kind).unwrap())
        })
        .collect();
    let mut made = Column::new("created_time").unwrap();
    let mut maker = Column::new("created_by").unwrap();
    let mut pages = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut properties = json!({});
        for (((name, kind), value), (_, column)) in PROPERTIES.iter().zip(row).zip(&mut columns) {
            properties[*name] = json!({"id": id(name), "type": kind, *kind: value});
            // First another row's value, as before a change.
            assert!(column.set(at, &rows[0][0]) || column.set(at, value));
            assert!(column.set(at, value), "{kind}: {value}");
        }
        let page = page(properties);
        assert!(made.set(at, &json!(page.created_time.value().unwrap().as_str())));
        assert!(maker.set(at, &json!(page.created_by.value().unwrap())));
        pages.push(page);
    }
    columns.push((Subject::CreatedTime, made));
    columns.push((Subject::CreatedBy, maker));
    (Table(columns), pages)
}

proptest! {
    #[test]
    fn packed_values_say_what_rows_say(
        rows in prop::collection::vec(row(), 1..12),
        filter in filter(),
        sorts in sorts(),
        most in 0_usize..14,
        empties in select(vec![Empties::Last, Empties::Greatest, Empties::Least]),
    ) {
        let (table, pages) = packed(&rows);
        let predicate = compile(&filter).unwrap();
        let bound = predicate.bind(&table).unwrap();
        for (at, page) in pages.iter().enumerate() {
            prop_assert_eq!(bound.matches(at), predicate.matches(page), "{} {:?}", filter, rows[at]);
        }
        let order = order(&sorts).unwrap().empties(empties);
        let mut expected: Vec<(usize, &Page)> = pages.iter().enumerate().collect();
        expected.sort_by(|(_, left), (_, right)| order.compare(left, right));
        let expected: Vec<usize> = expected.iter().map(|(at, _)| *at).take(most).collect();
        let mut found: Vec<u32> = (0..).take(rows.len()).collect();
        order.sort_packed(&table, &mut found, most).unwrap();
        let found: Vec<usize> = found.iter().map(|row| *row as usize).collect();
        prop_assert_eq!(found, expected, "{}", sorts);
    }
}

#[test]
fn what_cannot_be_packed_is_told() {
    for kind in [
        "relation",
        "rollup",
        "formula",
        "files",
        "verification",
        "new",
    ] {
        assert!(Column::new(kind).is_none(), "{kind}");
    }
    let mut column = Column::new("title").unwrap();
    assert!(!column.set(0, &json!(7)));
    assert!(!column.set(5, &json!([])), "rows come one after the other");
}
