//! Property values: written, read, refused.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, keys};
use crate::tables::{id, page, row, source, table, title};

fn everything(world: &World) -> String {
    table(
        world,
        "All",
        &json!({
            "Name": {"title": {}},
            "Text": {"rich_text": {}},
            "Number": {"number": {}},
            "Select": {"select": {"options": [{"name": "old", "color": "blue"}]}},
            "Tags": {"multi_select": {}},
            "State": {"status": {}},
            "Date": {"date": {}},
            "People": {"people": {}},
            "Files": {"files": {}},
            "Check": {"checkbox": {}},
            "Url": {"url": {}},
            "Email": {"email": {}},
            "Phone": {"phone_number": {}},
            "Place": {"place": {}},
            "Created": {"created_time": {}},
            "Creator": {"created_by": {}},
            "Edited": {"last_edited_time": {}},
            "Editor": {"last_edited_by": {}},
            "Button": {"button": {}},
            "Formula": {"formula": {"expression": "1"}},
        }),
    )
}

fn refused(world: &World, table: &str, properties: Value) -> String {
    let body = json!({"parent": {"data_source_id": table}, "properties": properties});
    let (status, message) = world.refused(Method::POST, "/v1/pages", &body);
    assert_eq!(status, 400, "{message}");
    message
}

#[test]
fn an_empty_row_shows_every_type_empty() {
    let world = World::new();
    let made = row(&world, &everything(&world), &json!({}));
    let properties = &made["properties"];
    for (name, value) in [
        ("Name", json!([])),
        ("Text", json!([])),
        ("Number", Value::Null),
        ("Select", Value::Null),
        ("Tags", json!([])),
        ("Date", Value::Null),
        ("People", json!([])),
        ("Files", json!([])),
        ("Check", json!(false)),
        ("Url", Value::Null),
        ("Email", Value::Null),
        ("Phone", Value::Null),
        ("Place", Value::Null),
        ("Button", json!({})),
        ("Created", made["created_time"].clone()),
        ("Edited", made["last_edited_time"].clone()),
    ] {
        let property = &properties[name];
        let kind = property["type"].as_str().unwrap();
        assert_eq!(keys(property), ["id", "type", kind], "{name}");
        assert_eq!(property[kind], value, "{name}");
    }
    assert_eq!(properties["State"]["status"]["name"], "Not started");
    assert_eq!(properties["Creator"]["created_by"]["bot"], json!({}));
    assert_eq!(
        keys(&properties["Editor"]["last_edited_by"]),
        ["object", "id", "name", "avatar_url", "type", "bot"]
    );
}

#[test]
fn values_read_back_as_the_service_writes_them() {
    let world = World::new();
    let ada = world.emulator.add_person("Ada", "ada@example.com").unwrap();
    let made = row(
        &world,
        &everything(&world),
        &json!({
            "Name": title("héllo 🦀"),
            "Text": {"rich_text": [{"text": {"content": "bold", "link": {"url": "https://example.com"}},
                "annotations": {"bold": true}}]},
            "Number": {"number": 2.0},
            "Select": {"select": {"name": "old"}},
            "Tags": {"multi_select": [{"name": "a", "color": "green"}, {"name": "b"}, {"name": "a"}]},
            "State": {"status": {"name": "Done"}},
            "Date": {"date": {"start": "2026-06-24T17:33:21.134864", "time_zone": "Europe/London"}},
            "People": {"people": [{"object": "user", "id": ada}]},
            "Files": {"files": [{"name": "a.png", "external": {"url": "https://example.com/a.png"}}]},
            "Check": {"checkbox": true},
            "Url": {"url": "not really a url"},
            "Email": {"email": "ada@example.com"},
            "Phone": {"phone_number": "+49 30 123"},
        }),
    );
    let value = |name: &str| {
        let property = &made["properties"][name];
        property[property["type"].as_str().unwrap()].clone()
    };
    let text = &value("Text")[0];
    assert_eq!(
        keys(text),
        ["type", "text", "annotations", "plain_text", "href"]
    );
    assert_eq!(text["href"], "https://example.com/");
    assert_eq!(text["annotations"]["bold"], true);
    assert_eq!(value("Number").to_string(), "2");
    assert_eq!(keys(&value("Select")), ["id", "name", "color"]);
    assert_eq!(value("Select")["color"], "blue");
    let tags = value("Tags");
    assert_eq!(
        tags.as_array().unwrap().len(),
        2,
        "a name twice is one option"
    );
    assert_eq!(
        (&tags[0]["color"], &tags[1]["color"]),
        (&json!("green"), &json!("default"))
    );
    assert_eq!(value("State")["name"], "Done");
    assert_eq!(
        value("Date"),
        json!({"start": "2026-06-24T17:33:00.000+01:00", "end": null, "time_zone": null})
    );
    assert_eq!(
        value("People")[0]["person"],
        json!({"email": "ada@example.com"})
    );
    assert_eq!(
        value("Files"),
        json!([{"name": "a.png", "type": "external",
            "external": {"url": "https://example.com/a.png"}}])
    );
    assert_eq!(value("Url"), "not really a url");
}

#[test]
fn a_page_that_was_read_can_be_written_back() {
    let world = World::new();
    let table = everything(&world);
    let made = row(
        &world,
        &table,
        &json!({"Name": title("a"), "Tags": {"multi_select": [{"name": "x"}]},
            "Date": {"date": {"start": "2026-05-01"}}}),
    );
    let mut sent = made["properties"].clone();
    for name in [
        "Created", "Creator", "Edited", "Editor", "Button", "Formula",
    ] {
        sent.as_object_mut().unwrap().remove(name);
    }
    let again = world.patch(&page(&id(&made)), &json!({"properties": sent}));
    assert_eq!(again["properties"], made["properties"]);
}

#[test]
fn null_and_empty_clear() {
    let world = World::new();
    let table = everything(&world);
    let made = row(
        &world,
        &table,
        &json!({"Number": {"number": 1}, "Select": {"select": {"name": "old"}},
            "Tags": {"multi_select": [{"name": "x"}]}, "Url": {"url": "u"}}),
    );
    let cleared = world.patch(
        &page(&id(&made)),
        &json!({"properties": {"Number": {"number": null}, "Select": {"select": null},
            "Tags": {"multi_select": []}, "Url": {"url": null}}}),
    );
    let fresh = row(&world, &table, &json!({}));
    for name in ["Number", "Select", "Tags", "Url"] {
        assert_eq!(
            cleared["properties"][name], fresh["properties"][name],
            "{name}"
        );
    }
}

#[test]
fn new_options_join_the_schema() {
    let world = World::new();
    let table = everything(&world);
    row(
        &world,
        &table,
        &json!({"Select": {"select": {"name": "new"}}}),
    );
    row(
        &world,
        &table,
        &json!({"Select": {"select": {"name": "new"}}}),
    );
    let options = world.get(&source(&table))["properties"]["Select"]["select"]["options"].clone();
    let names: Vec<&str> = options
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["old", "new"]);
}

#[test]
fn an_option_of_a_refused_request_is_not_made() {
    let world = World::new();
    let table = everything(&world);
    refused(
        &world,
        &table,
        json!({"Select": {"select": {"name": "new"}}, "State": {"status": {"name": "Nope"}}}),
    );
    let options = world.get(&source(&table))["properties"]["Select"]["select"]["options"].clone();
    assert_eq!(options.as_array().unwrap().len(), 1);
}

#[test]
fn wrong_values_are_refused_in_the_services_words() {
    let world = World::new();
    let table = everything(&world);
    let refused = |properties: Value| refused(&world, &table, properties);
    assert_eq!(
        refused(
            json!({"Colour": {"number": 1}, "State": {"select": {"name": "x"}},
            "Text": {"select": {"name": "x"}}})
        ),
        "Colour is not a property that exists. State is expected to be status. \
         Text is expected to be rich_text."
    );
    assert_eq!(
        refused(json!({"State": {"status": {"name": "Blocked"}}})),
        "Invalid status option. Status option \"Blocked\" does not exist\"."
    );
    assert_eq!(
        refused(json!({"Select": {"select": {"name": "High, really"}}})),
        "Invalid select option, commas not allowed: High, really"
    );
    assert_eq!(
        refused(json!({"Date": {"date": {"start": "2022/01/02"}}})),
        "body failed validation: body.properties.Date.date.start should be a valid ISO 8601 date \
         string, instead was `\"2022/01/02\"`."
    );
    assert_eq!(
        refused(json!({"Text": {"rich_text": [{"text": {"content": "x".repeat(2001)}}]}})),
        "body failed validation: body.properties.Text.rich_text[0].text.content.length should be \
         ≤ `2000`, instead was `2001`."
    );
    assert_eq!(
        refused(json!({"Tags": {"multi_select": vec![json!({"name": "x"}); 101]}})),
        "body failed validation: body.properties.Tags.multi_select.length should be ≤ `100`, \
         instead was `101`."
    );
    let message = refused(json!({"Number": {"number": "1"}}));
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines[0], "body failed validation. Fix one:");
    assert_eq!(
        lines[1],
        "body.properties.Number.title should be defined, instead was `undefined`."
    );
    assert!(
        lines.contains(
            &"body.properties.Number.number should be a number or `null`, instead was `\"1\"`."
        ),
        "{message}"
    );
}

#[test]
fn computed_properties_cannot_be_written() {
    let world = World::new();
    let table = everything(&world);
    for (name, kind) in [
        ("Created", "created_time"),
        ("Formula", "formula"),
        ("Button", "button"),
    ] {
        let message = refused(&world, &table, json!({name: {kind: {}}}));
        assert!(
            message.contains(&format!("body.properties.{name}.title should be defined")),
            "{message}"
        );
    }
    assert_eq!(
        refused(&world, &table, json!({"Formula": {"number": 1}})),
        "Formula is expected to be formula."
    );
}

#[test]
fn relations_are_mirrored_on_every_write() {
    let world = World::new();
    let people = table(&world, "People", &json!({"Name": {"title": {}}}));
    let tasks = table(
        &world,
        "Tasks",
        &json!({"Name": {"title": {}}, "Owners": {"relation": {"data_source_id": people,
            "dual_property": {"synced_property_name": "Duties"}}}}),
    );
    let person = || id(&row(&world, &people, &json!({})));
    let (ada, bob) = (person(), person());
    let task = id(&row(
        &world,
        &tasks,
        &json!({"Owners": {"relation": [{"id": ada}, {"id": bob.replace('-', "")}]}}),
    ));
    let duties = |id: &str| world.get(&page(id))["properties"]["Duties"].clone();
    assert_eq!(keys(&duties(&ada)), ["id", "type", "relation", "has_more"]);
    assert_eq!(duties(&ada)["relation"], json!([{"id": task}]));
    assert_eq!(duties(&bob)["relation"], json!([{"id": task}]));
    world.patch(
        &page(&task),
        &json!({"properties": {"Owners": {"relation": [{"id": bob}]}}}),
    );
    assert_eq!(duties(&ada)["relation"], json!([]));
    world.patch(
        &page(&ada),
        &json!({"properties": {"Duties": {"relation": [{"id": task}]}}}),
    );
    let owners = world.get(&page(&task))["properties"]["Owners"]["relation"].clone();
    assert_eq!(owners, json!([{"id": bob}, {"id": ada}]));
    world.patch(&page(&bob), &json!({"in_trash": true}));
    let owners = world.get(&page(&task))["properties"]["Owners"]["relation"].clone();
    assert_eq!(
        owners,
        json!([{"id": ada}]),
        "pages in the trash are left out"
    );
    let other = json!({"Owners": {"relation": [{"id": task}]}});
    assert!(refused(&world, &tasks, other).contains("related data source"));
}

#[test]
fn long_relations_are_cut_and_read_page_by_page() {
    let world = World::new();
    let people = table(&world, "People", &json!({"Name": {"title": {}}}));
    let tasks = table(
        &world,
        "Tasks",
        &json!({"Name": {"title": {}}, "Owners": {"relation":
            {"data_source_id": people, "single_property": {}}}}),
    );
    let all: Vec<Value> = (0..30)
        .map(|_| json!({"id": id(&row(&world, &people, &json!({})))}))
        .collect();
    let task = row(&world, &tasks, &json!({"Owners": {"relation": all}}));
    let owners = &task["properties"]["Owners"];
    assert_eq!(owners["relation"].as_array().unwrap().len(), 25);
    assert_eq!(owners["has_more"], true);
    let path = format!(
        "{}/properties/{}",
        page(&id(&task)),
        owners["id"].as_str().unwrap()
    );
    let first = world.get(&format!("{path}?page_size=20"));
    assert_eq!(
        keys(&first),
        [
            "object",
            "results",
            "next_cursor",
            "has_more",
            "type",
            "property_item",
            "request_id"
        ]
    );
    assert_eq!(
        keys(&first["results"][0]),
        ["object", "type", "id", "relation"]
    );
    assert_eq!(
        keys(&first["property_item"]),
        ["id", "next_url", "type", "relation"]
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = world.get(&format!("{path}?page_size=20&start_cursor={cursor}"));
    assert_eq!(second["has_more"], false);
    assert_eq!(second["property_item"]["next_url"], Value::Null);
    let listed: Vec<Value> = [&first, &second]
        .into_iter()
        .flat_map(|list| list["results"].as_array().unwrap())
        .map(|item| item["relation"].clone())
        .collect();
    assert_eq!(listed, all);
}

#[test]
fn one_property_is_read_by_name_or_id() {
    let world = World::new();
    let made = row(
        &world,
        &everything(&world),
        &json!({"Number": {"number": 7}}),
    );
    let number = made["properties"]["Number"]["id"].as_str().unwrap();
    for key in [number, "Number"] {
        let mut item = world.get(&format!("{}/properties/{key}", page(&id(&made))));
        item.as_object_mut().unwrap().remove("request_id");
        assert_eq!(
            item.to_string(),
            json!({"object": "property_item", "type": "number", "id": number, "number": 7})
                .to_string()
        );
    }
    let path = format!("{}/properties/title", page(&id(&made)));
    assert_eq!(world.get(&path)["results"], json!([]));
}
