//! Filters: what the builder can say, and what is found wrong before anything is sent.

use jiff::civil::date;
use jiff::{Timestamp, Zoned};
use recto_api::ids::{PageId, UserId};
use recto_api::query::{
    Condition, Direction, Filter, NumberCondition, QueryProblems, RelativeDate, RollupCondition,
    Sort, VerificationState, Window,
};
use serde_json::{Value, json};

use crate::every_type::source;
use crate::samples;

fn written(filter: &Filter) -> Value {
    serde_json::to_value(filter).unwrap()
}

fn messages(problems: Result<(), QueryProblems>) -> Vec<String> {
    let problems = problems.unwrap_err();
    problems.0.iter().map(ToString::to_string).collect()
}

#[test]
fn every_condition_has_a_method() {
    let text = || Filter::property("P").rich_text();
    let number = || Filter::property("P").number();
    let day = || Filter::property("P").date();
    let people = || Filter::property("P").people();
    let page = PageId::parse(samples::ID).unwrap();
    for (filter, expected) in [
        (text().equals("a"), json!({"rich_text": {"equals": "a"}})),
        (
            text().does_not_equal("a"),
            json!({"rich_text": {"does_not_equal": "a"}}),
        ),
        (
            text().contains("a"),
            json!({"rich_text": {"contains": "a"}}),
        ),
        (
            text().does_not_contain("a"),
            json!({"rich_text": {"does_not_contain": "a"}}),
        ),
        (
            text().starts_with("a"),
            json!({"rich_text": {"starts_with": "a"}}),
        ),
        (
            text().ends_with(""),
            json!({"rich_text": {"ends_with": ""}}),
        ),
        (text().is_empty(), json!({"rich_text": {"is_empty": true}})),
        (
            text().is_not_empty(),
            json!({"rich_text": {"is_not_empty": true}}),
        ),
        (number().equals(0), json!({"number": {"equals": 0}})),
        (
            number().does_not_equal(-1_i64),
            json!({"number": {"does_not_equal": -1}}),
        ),
        (
            number().greater_than(2.5),
            json!({"number": {"greater_than": 2.5}}),
        ),
        (
            number().less_than(7_u8),
            json!({"number": {"less_than": 7}}),
        ),
        (
            number().greater_than_or_equal_to(u64::MAX),
            json!({"number": {"greater_than_or_equal_to": u64::MAX}}),
        ),
        (
            number().less_than_or_equal_to(serde_json::Number::from(3)),
            json!({"number": {"less_than_or_equal_to": 3}}),
        ),
        (number().is_empty(), json!({"number": {"is_empty": true}})),
        (
            day().equals(date(2026, 3, 1)),
            json!({"date": {"equals": "2026-03-01"}}),
        ),
        (
            day().before("2026-03-01T09:30:00Z".parse::<Timestamp>().unwrap()),
            json!({"date": {"before": "2026-03-01T09:30:00Z"}}),
        ),
        (
            day().after("2026-03-01T09:30[Europe/Oslo]".parse::<Zoned>().unwrap()),
            json!({"date": {"after": "2026-03-01T09:30:00+01:00"}}),
        ),
        (
            day().on_or_before(date(2026, 3, 1).at(9, 30, 0, 0)),
            json!({"date": {"on_or_before": "2026-03-01T09:30:00"}}),
        ),
        (
            day().on_or_after(RelativeDate::OneMonthFromNow),
            json!({"date": {"on_or_after": "one_month_from_now"}}),
        ),
        (
            day().on_or_after("tomorrow".to_owned()),
            json!({"date": {"on_or_after": "tomorrow"}}),
        ),
        (
            day().within(Window::PastYear),
            json!({"date": {"past_year": {}}}),
        ),
        (day().this_week(), json!({"date": {"this_week": {}}})),
        (day().past_week(), json!({"date": {"past_week": {}}})),
        (day().past_month(), json!({"date": {"past_month": {}}})),
        (day().past_year(), json!({"date": {"past_year": {}}})),
        (day().next_week(), json!({"date": {"next_week": {}}})),
        (day().next_month(), json!({"date": {"next_month": {}}})),
        (day().next_year(), json!({"date": {"next_year": {}}})),
        (
            day().is_not_empty(),
            json!({"date": {"is_not_empty": true}}),
        ),
        (
            Filter::property("P").select().equals(["a", "b"]),
            json!({"select": {"equals": ["a", "b"]}}),
        ),
        (
            Filter::property("P").status().does_not_equal("a"),
            json!({"status": {"does_not_equal": "a"}}),
        ),
        (
            Filter::property("P")
                .multi_select()
                .does_not_contain(["a"].as_slice()),
            json!({"multi_select": {"does_not_contain": ["a"]}}),
        ),
        (
            people().contains(UserId::parse(samples::ID).unwrap()),
            json!({"people": {"contains": samples::ID}}),
        ),
        (
            people().does_not_contain("me"),
            json!({"people": {"does_not_contain": "me"}}),
        ),
        (
            Filter::property("P").relation().contains(&page),
            json!({"relation": {"contains": samples::ID}}),
        ),
        (
            Filter::property("P").files().is_empty(),
            json!({"files": {"is_empty": true}}),
        ),
        (
            Filter::property("P").unique_id().greater_than(5),
            json!({"unique_id": {"greater_than": 5}}),
        ),
        (
            Filter::property("P").checkbox().does_not_equal(true),
            json!({"checkbox": {"does_not_equal": true}}),
        ),
        (
            Filter::property("P")
                .verification()
                .does_not_equal(VerificationState::Expired),
            json!({"verification": {"does_not_equal": "expired"}}),
        ),
        (
            Filter::property("P").formula().string().contains("a"),
            json!({"formula": {"string": {"contains": "a"}}}),
        ),
        (
            Filter::property("P").formula().number().less_than(1.5),
            json!({"formula": {"number": {"less_than": 1.5}}}),
        ),
        (
            Filter::property("P").formula().checkbox().equals(false),
            json!({"formula": {"checkbox": {"equals": false}}}),
        ),
        (
            Filter::property("P").formula().date().next_week(),
            json!({"formula": {"date": {"next_week": {}}}}),
        ),
        (
            Filter::property("P").rollup().any().status().equals("a"),
            json!({"rollup": {"any": {"status": {"equals": "a"}}}}),
        ),
        (
            Filter::property("P").rollup().none().people().is_empty(),
            json!({"rollup": {"none": {"people": {"is_empty": true}}}}),
        ),
        (
            Filter::property("P").rollup().number().equals(1),
            json!({"rollup": {"number": {"equals": 1}}}),
        ),
        (
            Filter::property("P")
                .rollup()
                .date()
                .equals(date(2026, 3, 1)),
            json!({"rollup": {"date": {"equals": "2026-03-01"}}}),
        ),
    ] {
        let mut whole = json!({"property": "P"});
        whole
            .as_object_mut()
            .unwrap()
            .extend(expected.as_object().unwrap().clone());
        assert_eq!(written(&filter), whole);
        assert_eq!(serde_json::from_value::<Filter>(whole).unwrap(), filter);
        filter.check_form().unwrap();
    }
}

#[test]
fn levels_and_lengths_are_checked() {
    let leaf = || Filter::property("A").checkbox().equals(true);
    for fine in [
        Filter::and([]),
        Filter::or([Filter::and([])]),
        Filter::and([leaf(), Filter::or([leaf(), leaf()])]),
        Filter::and(std::iter::repeat_with(leaf).take(100)),
        leaf(),
        serde_json::from_value(json!({})).unwrap(),
    ] {
        fine.check_form().unwrap();
    }
    let deep = Filter::and([leaf(), Filter::or([Filter::and([leaf()])])]);
    let wide = Filter::or(std::iter::repeat_with(leaf).take(101));
    assert_eq!(
        messages(deep.check_form()),
        [
            "filter.and[1].or[0].and: is level 3 of `and` and `or`, Notion takes 2; \
          `Filter::flattened` removes levels that say nothing"
        ]
    );
    assert_eq!(
        messages(wide.check_form()),
        ["filter.or: has 101 members, Notion takes 100"]
    );
    let empty = Filter::and([serde_json::from_value::<Filter>(json!({})).unwrap()]);
    assert_eq!(
        messages(empty.check_form()).len(),
        1,
        "only the whole may be empty"
    );
}

#[test]
fn needless_levels_fold() {
    let leaf = |name: &str| Filter::property(name).checkbox().equals(true);
    let nested = Filter::and([
        Filter::and([leaf("a"), Filter::and([leaf("b")])]),
        Filter::or([Filter::or([leaf("c")]), leaf("d"), Filter::or([])]),
    ]);
    assert!(nested.check_form().is_err());
    let flat = nested.flattened();
    let expected = Filter::and([
        leaf("a"),
        leaf("b"),
        Filter::or([leaf("c"), leaf("d"), Filter::or([])]),
    ]);
    assert_eq!(
        flat, expected,
        "an empty `or` stays: what it matches is not documented"
    );
}

#[test]
fn operands_that_cannot_be_sent_are_found() {
    let made = Filter::and([
        Filter::property("A").number().equals(f64::NAN),
        Filter::property("A")
            .formula()
            .number()
            .less_than(f64::INFINITY),
        Filter::property("A")
            .rollup()
            .any()
            .number()
            .less_than(f64::NEG_INFINITY),
        Filter::property("A").date().before("1 March"),
        Filter::created_time().after("2026-02-30"),
        Filter::property("A").formula().date().equals(""),
        Filter::property("A").rollup().every().date().equals("x"),
        Filter::property("A").people().contains("Ada"),
        Filter::property("A").relation().contains("me"),
        Filter::property("A").with(Condition::Rollup(RollupCondition::Any(Box::new(
            Condition::UniqueId(NumberCondition::IsEmpty),
        )))),
        serde_json::from_value(json!({"property": "A", "number": {"equals": 1, "less_than": 2}}))
            .unwrap(),
        serde_json::from_value(
            json!({"property": "A", "type": "number", "date": {"past_week": {}}}),
        )
        .unwrap(),
        serde_json::from_value(json!({"anything": 1})).unwrap(),
    ]);
    let messages = messages(made.check_form());
    for (index, needle) in [
        "NaN or infinity",
        "NaN or infinity",
        "NaN or infinity",
        "`1 March` is not an ISO 8601 date",
        "`2026-02-30` is not",
        "`` is not an ISO 8601 date",
        "`x` is not",
        "`Ada` is not the id of a user, or `me`",
        "`me` is not the id of a page",
        "no elements of type `unique_id`",
        "is not a condition that recto knows",
        "has the type `number` and the key `date`",
        "is not a filter that recto knows",
    ]
    .into_iter()
    .enumerate()
    {
        let message = &messages[index];
        assert!(
            message.starts_with(&format!("filter.and[{index}]: ")),
            "{message}"
        );
        assert!(message.contains(needle), "{message}");
    }
    assert_eq!(messages.len(), 13);
}

#[test]
fn a_schema_finds_what_does_not_fit_all_at_once() {
    let source = source();
    let fine = Filter::and([
        Filter::property("Name").rich_text().contains("a"),
        Filter::property("title").title().contains("a"),
        Filter::property("Made").date().past_week(),
        Filter::property("Maker").people().contains("me"),
        Filter::property("Status")
            .status()
            .equals(["Done", "id-In progress"]),
    ]);
    fine.check(&source).unwrap();
    let wrong = Filter::and([
        Filter::property("Nmae").title().contains("a"),
        Filter::property("Cost").rich_text().contains("a"),
        Filter::property("Status").select().equals("Done"),
        Filter::property("Status").status().equals(["Done", "Don"]),
        Filter::or([Filter::property("Tags").multi_select().contains("Nine")]),
    ]);
    let messages = messages(wrong.check(&source));
    assert_eq!(messages.len(), 5, "{messages:#?}");
    let first = "filter.and[0]: property `Nmae` does not exist (did you mean `Name`?); the data source has ";
    assert!(messages[0].starts_with(first), "{}", messages[0]);
    assert_eq!(
        messages[1..4],
        [
            "filter.and[1]: property `Cost` is of type `number`, the condition of type `rich_text`",
            "filter.and[2]: property `Status` is of type `status`, the condition of type `select`",
            "filter.and[3]: property `Status` has no option `Don` (did you mean `Done`?); its options are `Not started`, `In progress`, `Done`",
        ]
    );
    assert_eq!(
        messages[4],
        "filter.and[4].or[0]: property `Tags` has no option `Nine`; its options are `red`, `green`, `blue`"
    );
}

#[test]
fn sorts_are_checked() {
    let source = source();
    let sorts = [
        Sort::ascending("Name"),
        Sort::descending("Naem"),
        Sort::created_time(Direction::Ascending),
        serde_json::from_value(json!({"property": "Name", "direction": "up"})).unwrap(),
    ];
    let messages = messages(Sort::check(&sorts, &source));
    assert_eq!(messages.len(), 2);
    assert!(
        messages[0].starts_with("sorts[1]: property `Naem` does not exist (did you mean `Name`?)")
    );
    assert!(messages[1].starts_with("sorts[3]: "), "{}", messages[1]);
    Sort::check(&sorts[..1], &source).unwrap();
}
