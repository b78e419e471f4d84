use proptest::prelude::*;
use serde_json::json;

use super::*;

fn decode(value: &Value) -> Filter {
    serde_json::from_value(value.clone()).unwrap()
}

fn encode(filter: &Filter) -> Value {
    serde_json::to_value(filter).unwrap()
}

#[test]
fn builders_write_the_documented_shapes() {
    let filter = Filter::and([
        Filter::or([
            Filter::property("Name").title().starts_with("A"),
            Filter::property("%3AUPp").rich_text().is_not_empty(),
        ]),
        Filter::property("Tags").multi_select().contains(["x", "y"]),
        Filter::property("Count").number().less_than(3),
        Filter::property("Done").checkbox().equals(true),
        Filter::property("Due").date().within(Window::NextMonth),
        Filter::property("Who").people().contains("me"),
        Filter::property("Proof")
            .verification()
            .status(VerificationState::None),
        Filter::property("Calc")
            .formula()
            .date()
            .on_or_after(RelativeDate::OneWeekAgo),
        Filter::property("Sum")
            .rollup()
            .every()
            .rich_text()
            .is_empty(),
        Filter::created_time().before("2026-01-02"),
    ]);
    assert_eq!(
        encode(&filter),
        json!({"and": [
            {"or": [
                {"property": "Name", "title": {"starts_with": "A"}},
                {"property": "%3AUPp", "rich_text": {"is_not_empty": true}},
            ]},
            {"property": "Tags", "multi_select": {"contains": ["x", "y"]}},
            {"property": "Count", "number": {"less_than": 3}},
            {"property": "Done", "checkbox": {"equals": true}},
            {"property": "Due", "date": {"next_month": {}}},
            {"property": "Who", "people": {"contains": "me"}},
            {"property": "Proof", "verification": {"status": "none"}},
            {"property": "Calc", "formula": {"date": {"on_or_after": "one_week_ago"}}},
            {"property": "Sum", "rollup": {"every": {"rich_text": {"is_empty": true}}}},
            {"timestamp": "created_time", "created_time": {"before": "2026-01-02"}},
        ]})
    );
    assert_eq!(decode(&encode(&filter)), filter);
}

#[test]
fn known_shapes_are_typed() {
    let select = decode(&json!({"select": {"equals": "A"}, "property": "S", "type": "select"}));
    assert_eq!(
        select,
        Filter::Property(PropertyFilter {
            property: "S".into(),
            condition: Condition::Select(OptionCondition::Equals("A".into())),
            kind: Some("select".into()),
        })
    );
    let window =
        decode(&json!({"timestamp": "last_edited_time", "last_edited_time": {"past_week": {}}}));
    assert_eq!(window, Filter::last_edited_time().within(Window::PastWeek));
    let today = decode(&json!({"property": "D", "date": {"equals": "today"}}));
    assert_eq!(
        today,
        Filter::property("D").date().equals(RelativeDate::Today)
    );
}

#[test]
fn what_has_no_name_stays_whole() {
    let unknown_condition = json!({"property": "D", "date": {"next_decade": {}}});
    assert_eq!(
        decode(&unknown_condition),
        Filter::property("D").with(Condition::Unknown {
            kind: "date".into(),
            payload: json!({"next_decade": {}})
        })
    );
    for value in [
        json!({}),
        json!(null),
        json!([1]),
        json!({"and": []  , "or": []}),
        json!({"and": "x"}),
        json!({"property": 5, "number": {"equals": 1}}),
        json!({"property": "A", "number": {"equals": 1}, "extra": null}),
        json!({"property": "A", "timestamp": "created_time", "created_time": {"past_week": {}}}),
        json!({"timestamp": "created_time", "last_edited_time": {"past_week": {}}}),
        json!({"timestamp": "created_time", "created_time": {"past_week": {"a": 1}}}),
        json!({"property": "A", "type": 4, "number": {"equals": 1}}),
        json!({"property": "A"}),
    ] {
        assert_eq!(decode(&value), Filter::Unknown(value.clone()), "{value}");
        assert_eq!(encode(&decode(&value)), value);
    }
    for leaf in [
        json!({"property": "A", "number": {"equals": "1"}}),
        json!({"property": "A", "number": {"is_empty": false}}),
        json!({"property": "A", "number": {"equals": 1, "less_than": 2}}),
        json!({"property": "A", "select": {"equals": [1]}}),
        json!({"property": "A", "rollup": {"any": {"date": {}, "number": {}}}}),
        json!({"property": "A", "holograph": {"equals": 1}}),
    ] {
        let Filter::Property(filter) = decode(&leaf) else {
            panic!("{leaf}")
        };
        assert!(
            matches!(filter.condition, Condition::Unknown { .. }),
            "{leaf}"
        );
        assert_eq!(encode(&decode(&leaf)), leaf);
    }
    let nested = json!({"property": "R", "rollup": {"any": {"holograph": {"equals": 1}}}});
    assert_eq!(encode(&decode(&nested)), nested);
}

#[test]
fn sorts_round_trip() {
    let sorts: Vec<Sort> = serde_json::from_value(json!([
        {"property": "Name", "direction": "ascending"},
        {"direction": "descending", "timestamp": "created_time"},
        {"property": "Name"},
        {"property": "Name", "direction": "sideways"},
        {"property": "Name", "direction": "ascending", "timestamp": "created_time"},
    ]))
    .unwrap();
    assert_eq!(sorts[0], Sort::ascending("Name"));
    assert_eq!(sorts[1], Sort::created_time(Direction::Descending));
    assert!(
        sorts[2..]
            .iter()
            .all(|sort| matches!(sort, Sort::Unknown(_)))
    );
    assert_eq!(
        serde_json::to_value(&sorts).unwrap(),
        json!([
            {"property": "Name", "direction": "ascending"},
            {"timestamp": "created_time", "direction": "descending"},
            {"property": "Name"},
            {"property": "Name", "direction": "sideways"},
            {"property": "Name", "direction": "ascending", "timestamp": "created_time"},
        ])
    );
}

fn operand() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        "[a-z0-9 -]{0,6}".prop_map(Value::from),
        Just(json!("today")),
        Just(json!("verified")),
        Just(json!({})),
        Just(Value::Null),
        prop::collection::vec("[a-z]{1,3}", 0..3).prop_map(Value::from),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "equals",
        "does_not_equal",
        "contains",
        "starts_with",
        "is_empty",
        "greater_than",
        "before",
        "on_or_after",
        "past_week",
        "this_week",
        "status",
        "string",
        "any",
        "none",
        "date",
        "number",
        "rich_text",
        "title",
        "select",
        "multi_select",
        "people",
        "rollup",
        "formula",
        "created_time",
        "last_edited_time",
        "property",
        "timestamp",
        "type",
        "and",
        "or",
        "files",
        "unheard_of",
    ])
    .prop_map(str::to_owned)
}

/// Values shaped like filters: often right, often nearly right.
fn filter_like() -> impl Strategy<Value = Value> {
    operand().prop_recursive(4, 32, 4, |inner| {
        let object = prop::collection::vec((key(), inner.clone()), 0..3)
            .prop_map(|members| Value::Object(members.into_iter().collect()));
        let condition = (key(), inner.clone()).prop_map(|(key, value)| json!({key: value}));
        prop_oneof![
            object,
            (key(), condition).prop_map(|(key, value)| json!({"property": "P", key: value})),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| json!({"and": all})),
            prop::collection::vec(inner, 0..4).prop_map(|all| json!({"or": all})),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_round_trips(value in filter_like()) {
        let filter = decode(&value);
        prop_assert_eq!(encode(&filter), value);
        prop_assert_eq!(decode(&encode(&filter)), filter);
    }
}
