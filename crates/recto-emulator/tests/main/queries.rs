//! Queries and search.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, ids, keys};
use crate::tables::{id, page, row, table, title};

fn names(list: &Value) -> Vec<&str> {
    let results = list["results"].as_array().unwrap();
    results
        .iter()
        .map(|row| {
            row["properties"]["Name"]["title"][0]["plain_text"]
                .as_str()
                .unwrap_or_default()
        })
        .collect()
}

fn query(world: &World, table: &str, body: Value) -> Value {
    world.post(&format!("/v1/data_sources/{table}/query"), &body)
}

fn numbered(world: &World, count: i64) -> String {
    let table = table(
        world,
        "T",
        &json!({"Name": {"title": {}}, "No": {"number": {}}}),
    );
    for number in 0..count {
        row(
            world,
            &table,
            &json!({"Name": title(&format!("Item {number}")), "No": {"number": number}}),
        );
    }
    table
}

#[test]
fn rows_come_newest_first_in_the_recorded_envelope() {
    let world = World::new();
    let table = numbered(&world, 3);
    let list = query(&world, &table, json!({}));
    assert_eq!(
        keys(&list),
        [
            "object",
            "results",
            "next_cursor",
            "has_more",
            "type",
            "page_or_data_source",
            "request_id"
        ]
    );
    assert_eq!(list["type"], "page_or_data_source");
    assert_eq!(names(&list), ["Item 2", "Item 1", "Item 0"]);
    let row = &list["results"][0];
    assert_eq!(row["object"], "page");
    assert!(row.get("request_id").is_none());
}

#[test]
fn filters_and_sorts_choose_and_order() {
    let world = World::new();
    let table = numbered(&world, 12);
    let list = query(
        &world,
        &table,
        json!({
            "filter": {"and": [
                {"property": "No", "number": {"greater_than": 7}},
                {"property": "title", "title": {"contains": "item"}},
            ]},
            "sorts": [{"property": "Name", "direction": "ascending"}],
        }),
    );
    assert_eq!(names(&list), ["Item 8", "Item 9", "Item 10", "Item 11"]);
    let list = query(
        &world,
        &table,
        json!({"filter": {"property": "No", "number": {"less_than": 2}}}),
    );
    assert_eq!(names(&list), ["Item 1", "Item 0"]);
}

#[test]
fn pages_of_a_query_meet_without_gap_or_overlap() {
    let world = World::new();
    let table = numbered(&world, 25);
    for sorts in [
        json!([]),
        json!([{"property": "No", "direction": "ascending"}]),
    ] {
        let mut seen = Vec::new();
        let mut cursor = Value::Null;
        let mut pages = 0;
        loop {
            let mut body = json!({"page_size": 10, "sorts": sorts});
            if !cursor.is_null() {
                body["start_cursor"] = cursor.clone();
            }
            let list = query(&world, &table, body);
            seen.extend(ids(&list));
            pages += 1;
            if pages == 1 {
                row(&world, &table, &json!({"Name": title("late")}));
            }
            cursor = list["next_cursor"].clone();
            assert_eq!(list["has_more"], !cursor.is_null());
            if cursor.is_null() {
                break;
            }
            assert!(cursor.as_str().unwrap().starts_with("s:"));
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "no row twice");
        assert_eq!(pages, 3);
    }
}

#[test]
fn relations_people_and_times_can_be_asked_for() {
    let world = World::new();
    let ada = world.emulator.add_person("Ada", "ada@example.com").unwrap();
    let tags = table(&world, "Tags", &json!({"Name": {"title": {}}}));
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Who": {"people": {}}, "Made": {"created_time": {}},
            "Tags": {"relation": {"data_source_id": tags, "single_property": {}}},
            "State": {"select": {"options": [{"name": "b"}, {"name": "a"}]}}}),
    );
    let all: Vec<Value> = (0..30)
        .map(|_| json!({"id": id(&row(&world, &tags, &json!({})))}))
        .collect();
    row(
        &world,
        &table,
        &json!({"Name": title("one"), "Who": {"people": [{"id": ada}]}, "Tags": {"relation": all},
            "State": {"select": {"name": "a"}}}),
    );
    world.clock.advance(Duration::from_secs(3600));
    row(
        &world,
        &table,
        &json!({"Name": title("two"), "State": {"select": {"name": "b"}}}),
    );
    let found = |filter: Value| query(&world, &table, json!({"filter": filter}));
    let only = |filter: Value| names(&found(filter)).join(" ");
    assert_eq!(
        only(json!({"property": "Who", "people": {"contains": ada}})),
        "one"
    );
    let last = all[29]["id"].clone();
    assert_eq!(
        only(json!({"property": "Tags", "relation": {"contains": last}})),
        "one",
        "beyond 25"
    );
    assert_eq!(
        only(json!({"property": "Tags", "relation": {"is_empty": true}})),
        "two"
    );
    let now = world.clock.now().to_string();
    assert_eq!(
        only(json!({"timestamp": "created_time", "created_time": {"before": now}})),
        "one"
    );
    assert_eq!(
        only(json!({"property": "Made", "created_time": {"on_or_after": now}})),
        "two"
    );
    let sorted = query(
        &world,
        &table,
        json!({"sorts": [{"property": "State", "direction": "ascending"}]}),
    );
    assert_eq!(
        names(&sorted),
        ["two", "one"],
        "options sort by their place in the schema"
    );
}

#[test]
fn the_trash_is_asked_for_by_itself() {
    let world = World::new();
    let table = numbered(&world, 3);
    let gone = ids(&query(&world, &table, json!({}))).swap_remove(1);
    world.patch(&page(&gone), &json!({"in_trash": true}));
    assert_eq!(
        names(&query(&world, &table, json!({}))),
        ["Item 2", "Item 0"]
    );
    assert_eq!(
        names(&query(&world, &table, json!({"in_trash": true}))),
        ["Item 1"]
    );
}

#[test]
fn queries_are_refused_in_the_services_words() {
    let world = World::new();
    let table = numbered(&world, 1);
    let path = format!("/v1/data_sources/{table}/query");
    let refused = |body: Value| {
        let (status, message) = world.refused(Method::POST, &path, &body);
        assert_eq!(status, 400);
        message
    };
    assert_eq!(
        refused(json!({"filter": {"property": "Colour", "number": {"equals": 1}}})),
        "Could not find property with name or id: Colour"
    );
    assert_eq!(
        refused(json!({"sorts": [{"property": "Colour", "direction": "ascending"}]})),
        "Could not find sort property with name or id: Colour"
    );
    assert_eq!(
        refused(json!({"filter": {"property": "No", "rich_text": {"equals": "1"}}})),
        "The property type in the database does not match the property type of the filter \
         provided: database property number does not match filter rich_text"
    );
    assert_eq!(
        refused(json!({"filter": "page"})),
        "body failed validation: body.filter should be an object or `undefined`, instead was \
         `\"page\"`."
    );
    assert_eq!(
        refused(json!({"start_cursor": "bogus"})),
        "The start_cursor provided is invalid: bogus"
    );
    assert_eq!(
        refused(json!({"page_size": 101})),
        "body failed validation: body.page_size should be ≤ `100` or `undefined`, instead was `101`."
    );
    assert_eq!(
        refused(json!({"page_size": "ten"})),
        "body failed validation: body.page_size should be a number or `undefined`, instead was \
         `\"ten\"`."
    );
    assert_eq!(
        refused(json!({"filter_properties": ["ID"]})),
        "body failed validation: body.filter_properties should be not present, instead was `[\"ID\"]`."
    );
}

#[test]
fn a_query_reaches_ten_thousand_rows() {
    let world = World::new();
    let table = table(&world, "Big", &json!({"Name": {"title": {}}}));
    for _ in 0..10_001 {
        row(&world, &table, &json!({}));
    }
    let mut cursor = Value::Null;
    let mut count = 0;
    let last = loop {
        let mut body = json!({});
        if !cursor.is_null() {
            body["start_cursor"] = cursor;
        }
        let path = format!("/v1/data_sources/{table}/query?filter_properties=none");
        let list = world.post(&path, &body);
        count += list["results"].as_array().unwrap().len();
        cursor = list["next_cursor"].clone();
        if cursor.is_null() {
            break list;
        }
        assert!(list.get("request_status").is_none());
    };
    assert_eq!(count, 10_000);
    assert_eq!(
        last["request_status"],
        json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"})
    );
}

#[test]
fn search_finds_by_title_latest_edit_first() {
    let world = World::new();
    let table = table(&world, "Road works", &json!({"Name": {"title": {}}}));
    world.clock.advance(Duration::from_secs(60));
    let plan = id(&row(&world, &table, &json!({"Name": title("Road map")})));
    world.clock.advance(Duration::from_secs(60));
    let other = id(&row(&world, &table, &json!({"Name": title("Budget")})));
    let search = |body: Value| ids(&world.post("/v1/search", &body));
    assert_eq!(
        search(json!({"query": "road"})),
        [plan.clone(), table.clone()]
    );
    let any = search(json!({"query": "MAPS plans"}));
    assert_eq!(
        any,
        [plan.as_str()],
        "any word will do, whatever its ending"
    );
    assert_eq!(
        search(json!({"filter": {"property": "object", "value": "data_source"}})),
        [table.as_str()]
    );
    let ascending = json!({"sort": {"timestamp": "last_edited_time", "direction": "ascending"}});
    assert_eq!(search(ascending).last(), Some(&other));
    let first = world.post("/v1/search", &json!({"page_size": 1}));
    assert_eq!(ids(&first), [other.as_str()]);
    let next = search(json!({"start_cursor": first["next_cursor"]}));
    assert_eq!(next.len(), 3, "row, data source and the page Home");
    world.patch(&page(&plan), &json!({"in_trash": true}));
    assert_eq!(search(json!({"query": "map"})), Vec::<String>::new());
    assert_eq!(
        search(json!({"filter": {"in_trash": true}})),
        [plan.as_str()]
    );
    let first = world.post("/v1/search", &json!({"page_size": 1}));
    assert_eq!(
        first["next_cursor"],
        world.home(),
        "what is in the trash is no cursor"
    );
    let (status, _) = world.refused(Method::POST, "/v1/search", &json!({"start_cursor": plan}));
    assert_eq!(status, 400);
}

#[test]
fn searches_are_refused_in_the_services_words() {
    let world = World::new();
    let refused = |body: Value| world.refused(Method::POST, "/v1/search", &body).1;
    for (body, message) in [
        (
            json!({"query": 5, "filter": 5}),
            "body failed validation: body.query should be a string or `undefined`, instead was `5`.",
        ),
        (
            json!({"filter": "page"}),
            "body failed validation: body.filter should be an object or `undefined`, instead was \
             `\"page\"`.",
        ),
        (
            json!({"filter": {"property": "object", "value": "database"}}),
            "body failed validation: body.filter.value should be `\"page\"` or \
             `\"data_source\"`, instead was `\"database\"`.",
        ),
        (
            json!({"sort": {"timestamp": "last_edited_time", "direction": "up"}}),
            "body failed validation: body.sort.direction should be `\"ascending\"`, \
             `\"descending\"`, or `undefined`, instead was `\"up\"`.",
        ),
        (
            json!({"sort": {"timestamp": "created_time", "direction": "ascending"}}),
            "body.sort.timestamp should be \"last_edited_time\" when sorting by timestamp.",
        ),
        (
            json!({"start_cursor": "bogus"}),
            "body failed validation: body.start_cursor should be a valid uuid or `undefined`, \
             instead was `\"bogus\"`.",
        ),
    ] {
        assert_eq!(refused(body), message);
    }
}
