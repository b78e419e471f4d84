//! What is refused, word for word.

use serde_json::{Value, json};

use crate::support::{compile, order};

#[track_caller]
fn refused(filter: &Value) -> String {
    match compile(filter) {
        Ok(_) => panic!("{filter} is accepted"),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn check(table: &[(Value, &str)]) {
    for (filter, expected) in table {
        assert_eq!(refused(filter), *expected, "{filter}");
    }
}

const LEAF_LINES: &str = "title rich_text number checkbox select multi_select status date people files url email \
                          phone_number relation created_by created_time last_edited_by last_edited_time formula \
                          unique_id rollup";

fn fix_one(path: &str, keys: &str) -> String {
    let lines = keys
        .split_whitespace()
        .map(|key| format!("\n{path}.{key} should be defined, instead was `undefined`."));
    "body failed validation. Fix one:".to_owned() + &lines.collect::<String>()
}

#[test]
fn a_property_that_does_not_exist() {
    check(&[
        (
            json!({"property": "Colour", "rich_text": {"equals": "red"}}),
            "Could not find property with name or id: Colour",
        ),
        (
            json!({"and": [{"property": "title", "title": {"is_empty": true}},
                           {"property": "%3Anope", "number": {"equals": 1}}]}),
            "Could not find property with name or id: %3Anope",
        ),
    ]);
    let unknown = order(&json!([{"property": "Colour", "direction": "ascending"}])).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "Could not find sort property with name or id: Colour"
    );
}

#[test]
fn a_key_that_does_not_fit_the_property() {
    let text = |actual: &str, given: &str| {
        format!(
            "The property type in the database does not match the property type of the filter provided: \
             database property {actual} does not match filter {given}"
        )
    };
    for (property, actual, filter) in [
        ("Count", "number", json!({"rich_text": {"equals": "5"}})),
        ("State", "status", json!({"select": {"equals": "Low"}})),
        ("Priority", "select", json!({"status": {"equals": "Low"}})),
        ("Tags", "multi_select", json!({"select": {"equals": "Low"}})),
        ("Text", "rich_text", json!({"title": {"equals": "x"}})),
        ("Serial", "unique_id", json!({"number": {"equals": 1}})),
        ("When", "date", json!({"created_time": {"past_week": {}}})),
        ("Who", "people", json!({"created_by": {"contains": "me"}})),
        ("Sum", "rollup", json!({"number": {"equals": 1}})),
        ("Label", "formula", json!({"rich_text": {"equals": "x"}})),
        ("Where", "place", json!({"rich_text": {"equals": "x"}})),
        ("Name", "title", json!({"verification": {"status": "none"}})),
    ] {
        let mut filter = filter;
        let given = filter.as_object().unwrap().keys().next().unwrap().clone();
        filter["property"] = property.into();
        assert_eq!(refused(&filter), text(actual, &given));
    }
    assert_eq!(
        refused(&json!({"property": "Score", "formula": {"string": {"equals": "x"}}})),
        text("number", "string")
    );
}

#[test]
fn a_formula_of_unknown_type() {
    check(&[(
        json!({"property": "Riddle", "formula": {"string": {"equals": "x"}}}),
        "Unable to filter based on a formula of unknown type",
    )]);
}

#[test]
fn options_that_do_not_exist() {
    let available = "Available options: \"Low\", \"Mid\", \"High\".";
    for (filter, kind, option, property) in [
        (
            json!({"property": "Priority", "select": {"does_not_equal": "Gone"}}),
            "select",
            "Gone",
            "Priority",
        ),
        (
            json!({"property": "sTaT", "status": {"equals": ["Low", "X"]}}),
            "status",
            "X",
            "State",
        ),
        (
            json!({"property": "Tags", "multi_select": {"contains": ""}}),
            "multi_select",
            "",
            "Tags",
        ),
    ] {
        assert_eq!(
            refused(&filter),
            format!(
                "{kind} option \"{option}\" not found for property \"{property}\". {available}"
            )
        );
    }
}

#[test]
fn a_leaf_without_a_known_key() {
    let all = format!("or and {LEAF_LINES}");
    assert_eq!(
        refused(&json!({"orr": []})),
        fix_one("body.filter", &all),
        "as the service answers a misspelt key"
    );
    assert_eq!(
        refused(&json!({"and": [{"property": "Tags", "multi-select": {"contains": "x"}}]})),
        fix_one("body.filter.and[0]", &all)
    );
    assert_eq!(
        refused(&json!({"and": [{}]})),
        fix_one("body.filter.and[0]", &all)
    );
}

#[test]
fn a_third_level_of_and_and_or() {
    let leaf = json!({"property": "Done", "checkbox": {"equals": true}});
    assert!(compile(&json!({"and": [{"or": [leaf]}]})).is_ok());
    assert_eq!(
        refused(&json!({"and": [leaf, {"or": [leaf, {"and": [leaf]}]}]})),
        fix_one("body.filter.and[1].or[1]", LEAF_LINES)
    );
}

#[test]
fn more_than_a_hundred_members() {
    let leaf = json!({"property": "Done", "checkbox": {"equals": true}});
    let or = |count: usize| json!({"or": vec![leaf.clone(); count]});
    assert!(compile(&or(100)).is_ok());
    check(&[
        (
            or(101),
            "body failed validation: body.filter.or.length should be ≤ `100`, instead was `101`.",
        ),
        (
            json!({"and": [or(101)]}),
            "body failed validation: body.filter.and[0].or.length should be ≤ `100`, instead was `101`.",
        ),
    ]);
    let sort = json!({"property": "Name", "direction": "ascending"});
    let error = order(&vec![sort; 101].into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "body failed validation: body.sorts.length should be ≤ `100`, instead was `101`."
    );
}

#[test]
fn a_key_without_a_known_condition() {
    assert_eq!(
        refused(&json!({"and": [{"property": "Label", "formula": {"string": {"is": "x"}}}]})),
        fix_one(
            "body.filter.and[0].formula.string",
            "equals does_not_equal contains does_not_contain starts_with ends_with is_empty is_not_empty"
        )
    );
    assert_eq!(
        refused(&json!({"property": "Sum", "rollup": {"any": {"title": {"equals": "x"}}}})),
        fix_one(
            "body.filter.rollup.any",
            "rich_text number checkbox select multi_select relation date people files status"
        )
    );
    assert_eq!(
        refused(&json!({"property": "Done", "checkbox": {"is_empty": true}})),
        fix_one("body.filter.checkbox", "equals does_not_equal")
    );
}

#[test]
fn operands_of_the_wrong_form() {
    check(&[
        (
            json!({"property": "Count", "number": {"equals": "5"}}),
            "body failed validation: body.filter.number.equals should be a number, instead was `\"5\"`.",
        ),
        (
            json!({"property": "Name", "title": {"contains": 5}}),
            "body failed validation: body.filter.title.contains should be a string, instead was `5`.",
        ),
        (
            json!({"property": "Done", "checkbox": {"equals": "true"}}),
            "body failed validation: body.filter.checkbox.equals should be a boolean, instead was `\"true\"`.",
        ),
        (
            json!({"property": "Name", "title": {"is_empty": false}}),
            "body failed validation: body.filter.title.is_empty should be `true`, instead was `false`.",
        ),
        (
            json!({"property": "Priority", "select": {"equals": ["Low", 5]}}),
            "body failed validation: body.filter.select.equals[1] should be a string, instead was `5`.",
        ),
        (
            json!({"property": "When", "date": {"before": "2022/01/02"}}),
            "body failed validation: body.filter.date.before should be a valid ISO 8601 date string, instead was \
             `\"2022/01/02\"`.",
        ),
        (
            json!({"property": "When", "date": {"past_week": true}}),
            "body failed validation: body.filter.date.past_week should be an object, instead was `true`.",
        ),
        (
            json!({"property": "When", "date": {"past_week": {"days": 3}}}),
            "body failed validation: body.filter.date.past_week.days should be not present, instead was `3`.",
        ),
        (
            json!({"property": "Who", "people": {"contains": "Ada"}}),
            "body failed validation: body.filter.people.contains should be a valid uuid, instead was `\"Ada\"`.",
        ),
        (
            json!({"property": "Linked", "relation": {"contains": "me"}}),
            "body failed validation: body.filter.relation.contains should be a valid uuid, instead was `\"me\"`.",
        ),
        (
            json!({"property": "Proof", "verification": {"status": "sure"}}),
            "body failed validation: body.filter.verification.status should be `\"verified\"`, `\"expired\"`, or \
             `\"none\"`, instead was `\"sure\"`.",
        ),
        (
            json!({"property": "Count", "number": 5}),
            "body failed validation: body.filter.number should be an object, instead was `5`.",
        ),
    ]);
}

#[test]
fn members_that_are_missing_or_too_many() {
    check(&[
        (
            json!({"number": {"equals": 5}}),
            "body failed validation: body.filter.property should be defined, instead was `undefined`.",
        ),
        (
            json!({"property": 7, "number": {"equals": 5}}),
            "body failed validation: body.filter.property should be a string, instead was `7`.",
        ),
        (
            json!({"property": "Count", "number": {"greater_than": 1, "less_than": 5}}),
            "body failed validation: body.filter.number.less_than should be not present, instead was `5`.",
        ),
        (
            json!({"property": "Count", "number": {"equals": 5}, "colour": "red"}),
            "body failed validation: body.filter.colour should be not present, instead was `\"red\"`.",
        ),
        (
            json!({"property": "Count", "number": {"equals": 5}, "type": "select"}),
            "body failed validation: body.filter.type should be `\"number\"` or `undefined`, instead was `\"select\"`.",
        ),
        (
            json!({"and": [], "or": [1]}),
            "body failed validation: body.filter.and should be not present, instead was `[]`.",
        ),
        (
            json!({"and": {"property": "Count"}}),
            "body failed validation: body.filter.and should be an array, instead was `{\"property\":\"Count\"}`.",
        ),
        (
            json!({"or": ["x"]}),
            "body failed validation: body.filter.or[0] should be an object, instead was `\"x\"`.",
        ),
        (
            json!("Name"),
            "body failed validation: body.filter should be an object or `undefined`, instead was `\"Name\"`.",
        ),
    ]);
}

#[test]
fn timestamps() {
    check(&[
        (
            json!({"timestamp": "created_time", "property": "Made", "created_time": {"past_week": {}}}),
            "body failed validation: body.filter.property should be not present, instead was `\"Made\"`.",
        ),
        (
            json!({"timestamp": "birthday", "created_time": {"past_week": {}}}),
            "body failed validation: body.filter.timestamp should be `\"created_time\"` or `\"last_edited_time\"`, \
             instead was `\"birthday\"`.",
        ),
        (
            json!({"timestamp": "created_time"}),
            "body failed validation: body.filter.created_time should be defined, instead was `undefined`.",
        ),
        (
            json!({"timestamp": "created_time", "last_edited_time": {"past_week": {}}}),
            "body failed validation: body.filter.last_edited_time should be not present, instead was \
             `{\"past_week\":{}}`.",
        ),
    ]);
}

#[test]
fn the_shape_is_checked_before_the_schema() {
    let message = refused(&json!({"and": [
        {"property": "Colour", "number": {"equals": 1}},
        {"property": "Count", "number": {"equals": "1"}},
    ]}));
    assert_eq!(
        message,
        "body failed validation: body.filter.and[1].number.equals should be a number, instead was `\"1\"`."
    );
}

#[test]
fn sorts() {
    let cases = [
        (
            json!({"property": "Name", "direction": "up"}),
            "body failed validation: body.sorts[0].direction should be `\"ascending\"` or `\"descending\"`, instead was \
             `\"up\"`.",
        ),
        (
            json!({"property": "Name"}),
            "body failed validation: body.sorts[0].direction should be `\"ascending\"` or `\"descending\"`, instead was \
             `undefined`.",
        ),
        (
            json!({"direction": "ascending"}),
            "body failed validation. Fix one:\nbody.sorts[0].property should be defined, instead was `undefined`.\n\
             body.sorts[0].timestamp should be defined, instead was `undefined`.",
        ),
        (
            json!({"timestamp": "birthday", "direction": "ascending"}),
            "body failed validation: body.sorts[0].timestamp should be `\"created_time\"` or `\"last_edited_time\"`, \
             instead was `\"birthday\"`.",
        ),
        (
            json!({"property": "Name", "direction": "ascending", "nulls": "first"}),
            "body failed validation: body.sorts[0].nulls should be not present, instead was `\"first\"`.",
        ),
        (
            json!("Name"),
            "body failed validation: body.sorts[0] should be an object, instead was `\"Name\"`.",
        ),
    ];
    for (sort, expected) in cases {
        let error = order(&json!([sort])).unwrap_err();
        assert_eq!(error.to_string(), expected, "{sort}");
    }
}
