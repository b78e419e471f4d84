//! Formulas: checked in schemas, evaluated in pages, rolled up, sorted by.

use http::Method;
use serde_json::{Value, json};

use crate::support::World;
use crate::tables::{id, page, row, source, table, title};

fn formula(text: &str) -> Value {
    json!({"formula": {"expression": text}})
}

/// A table with a formula for each text, named `F0`, `F1` and so on.
fn with(world: &World, texts: &[&str]) -> String {
    let mut properties = json!({
        "Name": {"title": {}},
        "Number": {"number": {}},
        "Due": {"date": {}},
        "State": {"select": {"options": [{"name": "Done"}, {"name": "Open"}]}},
        "Tags": {"multi_select": {"options": [{"name": "a"}, {"name": "b"}]}},
    });
    for (index, text) in texts.iter().enumerate() {
        properties[format!("F{index}")] = formula(text);
    }
    table(world, "Formulas", &properties)
}

/// What the formulas of a page result in.
fn results(page: &Value, count: usize) -> Vec<Value> {
    (0..count)
        .map(|index| page["properties"][format!("F{index}")]["formula"].clone())
        .collect()
}

fn text(value: &str) -> Value {
    json!({"type": "string", "string": value})
}

fn number(value: Value) -> Value {
    json!({"type": "number", "number": value})
}

#[test]
fn formulas_are_evaluated_when_a_page_is_read() {
    let world = World::new();
    let texts = [
        "prop(\"Number\") * 2",
        "if(empty(prop(\"Due\")), \"never\", formatDate(prop(\"Due\"), \"MMMM\"))",
        "prop(\"State\") == \"Done\"",
        "now()",
        "prop(\"Tags\").map(current + format(index))",
        "dateAdd(prop(\"Due\"), 1, \"weeks\")",
        "prop(\"F0\") + 1",
        "id()",
        "{{notion:block_property:created_time}}",
    ];
    let source = with(&world, &texts);
    let made = row(
        &world,
        &source,
        &json!({
            "Name": title("x"),
            "Number": {"number": 21},
            "Due": {"date": {"start": "2026-02-25"}},
            "State": {"select": {"name": "Done"}},
            "Tags": {"multi_select": [{"name": "b"}, {"name": "a"}]},
        }),
    );
    let date = |start: &str| json!({"type": "date", "date": {"start": start, "end": null, "time_zone": null}});
    let expected = [
        number(json!(42)),
        text("February"),
        json!({"type": "boolean", "boolean": true}),
        date("2026-05-01T10:00:00.000+00:00"),
        text("b0,a1"),
        date("2026-03-04"),
        number(json!(43)),
        text(&id(&made).replace('-', "")),
        date("2026-05-01T10:00:00.000+00:00"),
    ];
    assert_eq!(results(&made, texts.len()), expected);
    assert_eq!(
        results(&world.get(&page(&id(&made))), texts.len()),
        expected
    );
    let key = made["properties"]["F0"]["id"].as_str().unwrap();
    let item = world.get(&format!("/v1/pages/{}/properties/{key}", id(&made)));
    assert_eq!(item["formula"], expected[0]);
    assert_eq!(item["object"], "property_item");

    let blank = row(&world, &source, &json!({"Name": title("y")}));
    let found = results(&blank, texts.len());
    assert_eq!(found[0], number(json!(0)));
    assert_eq!(found[1], text("never"));
    assert_eq!(found[4], json!({"type": "string", "string": null}));
    assert_eq!(found[5], json!({"type": "date", "date": null}));
    // Time goes on, and no edit happens.
    world.clock.advance(std::time::Duration::from_secs(120));
    let later = world.get(&page(&id(&blank)));
    assert_eq!(results(&later, 4)[3], date("2026-05-01T10:02:00.000+00:00"));
    assert_eq!(later["last_edited_time"], blank["last_edited_time"]);
}

#[test]
fn expressions_are_rewritten_by_version() {
    let world = World::new();
    let table = with(&world, &["prop(\"Number\")*2+1"]);
    let read = world.get(&source(&table));
    let number = read["properties"]["Number"]["id"].as_str().unwrap();
    let shown = |owner: &str, text: &str| {
        let start = format!("({{{{notion:block_property:{number}:{owner}:");
        assert!(text.starts_with(&start), "{text}");
        assert!(text.ends_with("}} * 2) + 1"), "{text}");
    };
    let expression = |body: &Value| {
        body["properties"]["F0"]["formula"]["expression"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        read["properties"]["F0"]["formula"]
            .as_object()
            .unwrap()
            .len(),
        1
    );
    shown(&table, &expression(&read));
    let middle = world.at("2025-09-03").get(&source(&table));
    shown(&table, &expression(&middle));
    let database = read["parent"]["database_id"].as_str().unwrap();
    let old = world
        .at("2022-06-28")
        .get(&format!("/v1/databases/{database}"));
    shown("00000000-0000-0000-0000-000000000000", &expression(&old));

    // What was read may be sent back, as either version shows it.
    for text in [expression(&read), expression(&old)] {
        let sent = json!({"properties": {"F0": formula(&text)}});
        let answered = world.patch(&source(&table), &sent);
        assert_eq!(expression(&answered), expression(&read));
    }
    // A new name changes nothing.
    let renamed = json!({"properties": {"Number": {"name": "Count"}}});
    let answered = world.patch(&source(&table), &renamed);
    assert_eq!(expression(&answered), expression(&read));
    let made = row(&world, &table, &json!({"Count": {"number": 3}}));
    assert_eq!(results(&made, 1)[0]["number"], 7);
}

#[test]
fn wrong_formulas_are_refused() {
    let world = World::new();
    let table = with(&world, &["1", "prop(\"F0\") + 1"]);
    let edit = |name: &str, text: &str| {
        let properties = json!({"properties": {name: formula(text)}});
        world.call(Method::PATCH, &source(&table), &properties)
    };
    let (parse, types) = ("Parse error with formula", "Type error with formula");
    for (text, message) in [
        ("ifs(true,)", parse),
        ("=1", parse),
        ("", parse),
        ("if(true, 1)", types),
        ("sum([])", types),
        ("prop(\"Nothing\")", types),
        ("nothing(1)", types),
        ("prop(\"Name\").prop(\"Name\")", types),
    ] {
        let (status, body) = edit("New", text);
        assert_eq!(
            (status, body["code"].as_str()),
            (400, Some("validation_error"))
        );
        assert_eq!(body["message"], message, "{text}");
    }
    // Round and round: at once, and by way of another.
    for text in ["prop(\"F0\")", "prop(\"F1\") * 2"] {
        assert_eq!(edit("F0", text).1["message"], types, "{text}");
    }
    assert_eq!(edit("F0", "2").0, 200);
    assert_eq!(edit("F2", "prop(\"F1\") + prop(\"F0\")").0, 200);
    let made = row(&world, &table, &json!({"Name": title("x")}));
    assert_eq!(results(&made, 3)[2]["number"], 5);
}

#[test]
fn a_formula_may_name_another_of_the_same_request() {
    let world = World::new();
    let table = with(&world, &["prop(\"F1\") + 1", "prop(\"F2\") + 1", "1"]);
    let made = row(&world, &table, &json!({"Name": title("x")}));
    assert_eq!(results(&made, 1)[0]["number"], 3);
}

#[test]
fn a_formula_whose_property_is_gone_has_no_value() {
    let world = World::new();
    let table = with(&world, &["prop(\"Number\") + 1"]);
    let made = row(&world, &table, &json!({"Number": {"number": 1}}));
    assert_eq!(results(&made, 1)[0]["number"], 2);
    world.patch(&source(&table), &json!({"properties": {"Number": null}}));
    let found = results(&world.get(&page(&id(&made))), 1);
    assert_eq!(found[0], json!({"type": "string", "string": null}));
}

#[test]
fn formulas_and_rollups_reach_related_pages() {
    let world = World::new();
    let tasks = with(&world, &["prop(\"Number\") * 10"]);
    let projects = table(
        &world,
        "Projects",
        &json!({
            "Name": {"title": {}},
            "Tasks": {"relation": {"data_source_id": tasks, "single_property": {}}},
            "Sum": {"rollup": {"relation_property_name": "Tasks",
                "rollup_property_name": "F0", "function": "sum"}},
            "Each": {"rollup": {"relation_property_name": "Tasks",
                "rollup_property_name": "F0", "function": "show_original"}},
            "F0": formula("prop(\"Tasks\").map(current.prop(\"Name\")).join(\", \")"),
            "F1": formula("prop(\"Tasks\").map(current.prop(\"F0\")).sum()"),
            "F2": formula("prop(\"Sum\") + prop(\"Each\").length()"),
            "F3": formula("prop(\"Tasks\")"),
            "F4": formula("prop(\"Tasks\").filter(current.prop(\"Number\") > 15).length()"),
        }),
    );
    let ids: Vec<Value> = (0..30)
        .map(|index| {
            let task = json!({"Name": title(&format!("t{index}")), "Number": {"number": index}});
            json!({"id": row(&world, &tasks, &task)["id"]})
        })
        .collect();
    let made = row(&world, &projects, &json!({"Tasks": {"relation": ids}}));
    assert_eq!(made["properties"]["Sum"]["rollup"]["number"], 4350);
    let each = &made["properties"]["Each"]["rollup"]["array"];
    assert_eq!(
        each[2],
        json!({"type": "formula", "formula": number(json!(20))})
    );
    let found = results(&made, 5);
    let names: Vec<String> = (0..30).map(|index| format!("t{index}")).collect();
    assert_eq!(found[0], text(&names.join(", ")));
    assert_eq!(found[1], number(json!(4350)));
    assert_eq!(found[2], number(json!(4380)));
    assert_eq!(found[3], text(&names.join(",")));
    assert_eq!(found[4], number(json!(14)));

    let none = row(&world, &projects, &json!({"Name": title("none")}));
    let found = results(&none, 5);
    assert_eq!(found[0], text(""));
    assert_eq!(found[1], number(json!(0)));
    assert_eq!(found[3], json!({"type": "string", "string": null}));
}

#[test]
fn rows_are_sorted_by_a_formula_and_not_filtered() {
    let world = World::new();
    let table = with(&world, &["0 - prop(\"Number\")"]);
    for value in [2, 3, 1] {
        row(&world, &table, &json!({"Number": {"number": value}}));
    }
    let query = format!("{}/query", source(&table));
    let sorted = world.post(
        &query,
        &json!({"sorts": [{"property": "F0", "direction": "ascending"}]}),
    );
    let found: Vec<_> = sorted["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| page["properties"]["Number"]["number"].as_i64().unwrap())
        .collect();
    assert_eq!(found, [3, 2, 1]);
    let filter = json!({"filter": {"property": "F0", "formula": {"number": {"equals": -1}}}});
    let (status, message) = world.refused(Method::POST, &query, &filter);
    assert_eq!(status, 400);
    assert_eq!(
        message,
        "Unable to filter based on a formula of unknown type"
    );
}

#[test]
fn deep_formulas_of_deep_formulas_leave_the_stack_alone() {
    let world = World::new();
    let deep = |inner: &str| {
        format!(
            "{}{inner}{}",
            "abs(if(true, ".repeat(30),
            ", 0))".repeat(30)
        )
    };
    let table = with(&world, &[&deep("1")]);
    let next = |index: usize| {
        let text = deep(&format!("prop(\"F{}\")", index - 1));
        let sent = json!({"properties": {format!("F{index}"): formula(&text)}});
        world.call(Method::PATCH, &source(&table), &sent).0
    };
    assert_eq!(next(1), 200);
    assert_eq!(next(2), 400, "too deep together");
    let made = row(&world, &table, &json!({"Name": title("x")}));
    assert_eq!(results(&made, 2), [number(json!(1)), number(json!(1))]);
}

#[test]
fn formulas_read_fifteen_others_and_no_more() {
    let world = World::new();
    let table = with(&world, &["1"]);
    let next = |index: usize| {
        let text = format!("prop(\"F{}\") + 1", index - 1);
        let sent = json!({"properties": {format!("F{index}"): formula(&text)}});
        world.call(Method::PATCH, &source(&table), &sent).0
    };
    for index in 1..=15 {
        assert_eq!(next(index), 200, "{index}");
    }
    assert_eq!(next(16), 400);
    let made = row(&world, &table, &json!({"Name": title("x")}));
    assert_eq!(results(&made, 16)[15], number(json!(16)));
}
