//! Schemas: properties made, renamed, retyped, removed, related.

use http::Method;
use serde_json::{Value, json};

use crate::support::{World, keys};
use crate::tables::{id, page, row, source, table, title};

fn edit(world: &World, id: &str, properties: Value) -> Value {
    world.patch(&source(id), &json!({"properties": properties}))["properties"].clone()
}

fn refused(world: &World, id: &str, properties: Value) -> String {
    let (status, message) = world.refused(
        Method::PATCH,
        &source(id),
        &json!({"properties": properties}),
    );
    assert_eq!(status, 400, "{message}");
    message
}

#[test]
fn every_type_can_be_made() {
    let world = World::new();
    let mut properties = json!({
        "Name": {"title": {}},
        "Number": {"number": {}},
        "Price": {"number": {"format": "euro"}},
        "State": {"status": {}},
        "Id": {"unique_id": {"prefix": "T"}},
        "Formula": {"formula": {"expression": "prop(\"Number\") + 1"}},
    });
    for kind in [
        "rich_text",
        "url",
        "people",
        "files",
        "email",
        "phone_number",
        "date",
        "checkbox",
        "created_by",
        "created_time",
        "last_edited_by",
        "last_edited_time",
        "button",
        "place",
        "verification",
    ] {
        properties[kind] = json!({kind: {}});
    }
    for kind in ["select", "multi_select"] {
        properties[kind] =
            json!({kind: {"options": [{"name": "a", "color": "red"}, {"name": "b"}]}});
    }
    let table = table(&world, "All", &properties);
    let read = world.get(&source(&table))["properties"].clone();
    assert_eq!(keys(&read).len(), properties.as_object().unwrap().len());
    assert_eq!(read["Number"]["number"], json!({"format": "number"}));
    assert_eq!(read["Price"]["number"], json!({"format": "euro"}));
    assert_eq!(read["Id"]["unique_id"], json!({"prefix": "T"}));
    let options = &read["select"]["select"]["options"];
    assert_eq!(keys(&options[0]), ["id", "name", "color", "description"]);
    assert_eq!(
        (&options[0]["color"], &options[1]["color"]),
        (&json!("red"), &json!("default"))
    );
    let state = &read["State"]["status"];
    let names = |list: &Value| -> Vec<(Value, Value)> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|o| (o["name"].clone(), o["color"].clone()))
            .collect()
    };
    assert_eq!(
        names(&state["options"]),
        [
            ("Not started", "default"),
            ("In progress", "blue"),
            ("Done", "green")
        ]
        .map(|(name, color)| (json!(name), json!(color)))
    );
    assert_eq!(
        names(&state["groups"]),
        [
            ("To-do", "gray"),
            ("In progress", "blue"),
            ("Complete", "green")
        ]
        .map(|(name, color)| (json!(name), json!(color)))
    );
    assert_eq!(
        state["groups"][2]["option_ids"],
        json!([state["options"][2]["id"]])
    );
    let expression = read["Formula"]["formula"]["expression"].as_str().unwrap();
    let number = read["Number"]["id"].as_str().unwrap();
    assert!(
        expression.starts_with(&format!("{{{{notion:block_property:{number}:{table}:")),
        "{expression}"
    );
}

#[test]
fn properties_are_ordered_by_decoded_id() {
    let world = World::new();
    let mut properties = json!({"Name": {"title": {}}});
    for number in 0..40 {
        properties[format!("Column {number}")] = json!({"checkbox": {}});
    }
    let table = table(&world, "Wide", &properties);
    let read = world.get(&source(&table))["properties"].clone();
    let ids: Vec<Vec<u8>> = read
        .as_object()
        .unwrap()
        .values()
        .map(|property| {
            percent_encoding::percent_decode_str(property["id"].as_str().unwrap()).collect()
        })
        .collect();
    let mut sorted = ids.clone();
    sorted.sort_by_key(|id| (id.len(), id.clone()));
    assert_eq!(ids, sorted);
    assert_eq!(ids.last().unwrap(), b"title");
    let row = row(&world, &table, &json!({}));
    assert_eq!(keys(&row["properties"]), keys(&read));
}

#[test]
fn properties_are_added_renamed_described_and_removed() {
    let world = World::new();
    let table = table(&world, "T", &json!({"Name": {"title": {}}}));
    let added = edit(
        &world,
        &table,
        json!({"Cost": {"number": {"format": "dollar"}}}),
    );
    let encoded = added["Cost"]["id"].as_str().unwrap().to_owned();
    let renamed = edit(
        &world,
        &table,
        json!({&encoded: {"name": "Price", "description": "net"}}),
    );
    assert_eq!(renamed["Price"]["id"], encoded.as_str());
    assert_eq!(renamed["Price"]["description"], "net");
    assert_eq!(renamed["Price"]["number"], json!({"format": "dollar"}));
    let formatted = edit(
        &world,
        &table,
        json!({"Price": {"number": {"format": "euro"}}}),
    );
    assert_eq!(formatted["Price"]["number"], json!({"format": "euro"}));
    let removed = edit(&world, &table, json!({"Price": null}));
    assert_eq!(keys(&removed), ["Name"]);
    let again = edit(&world, &table, json!({"Price": {"number": {}}}));
    assert_ne!(
        again["Price"]["id"],
        encoded.as_str(),
        "a removed id does not come back"
    );
    assert_eq!(
        refused(&world, &table, json!({"Nothing": {"name": "x"}})),
        "Nothing is not a valid property schema"
    );
    refused(&world, &table, json!({"Name": null}));
    refused(&world, &table, json!({"Name": {"rich_text": {}}}));
    let doubled = edit(&world, &table, json!({"Price": {"name": "Name"}}));
    assert_eq!(
        keys(&doubled),
        ["Name 1", "Name"],
        "a name taken gets a number"
    );
    edit(&world, &table, json!({"Name 1": {"name": "Price"}}));
    assert_eq!(
        keys(&world.get(&source(&table))["properties"]),
        ["Price", "Name"]
    );
}

#[test]
fn options_are_replaced_as_a_list() {
    let world = World::new();
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Level": {"select": {"options": [
            {"name": "Junior", "color": "green"}, {"name": "Senior", "color": "red"}]}}}),
    );
    let before = world.get(&source(&table))["properties"]["Level"]["select"].clone();
    let made = row(
        &world,
        &table,
        &json!({"Level": {"select": {"name": "Junior"}}}),
    );
    let after = edit(
        &world,
        &table,
        json!({"Level": {"select": {"options": [{"name": "Partner", "color": "pink"}, {"name": "Senior"}]}}}),
    )["Level"]["select"]
        .clone();
    assert_eq!(
        after["options"][1], before["options"][1],
        "known options keep id and colour"
    );
    assert_eq!(after["options"][0]["name"], "Partner");
    let read = world.get(&page(&id(&made)));
    assert_eq!(
        read["properties"]["Level"]["select"],
        Value::Null,
        "an option left out is gone"
    );
    assert_eq!(
        refused(
            &world,
            &table,
            json!({"Level": {"select": {"options": [
            {"name": "Senior", "color": "blue"}]}}})
        ),
        "Cannot update color of select with name: Senior."
    );
    assert_eq!(
        refused(
            &world,
            &table,
            json!({"Level": {"select": {"options": [{"name": "a, b"}]}}})
        ),
        "Invalid select option, commas not allowed: a, b"
    );
}

#[test]
fn a_changed_type_keeps_what_it_can() {
    let world = World::new();
    let table = table(
        &world,
        "T",
        &json!({"Name": {"title": {}}, "Size": {"rich_text": {}}}),
    );
    let text = |text: &str| json!({"Size": {"rich_text": [{"text": {"content": text}}]}});
    let number = id(&row(&world, &table, &text("42")));
    let word = id(&row(&world, &table, &text("large")));
    let size = |id: &str| world.get(&page(id))["properties"]["Size"].clone();
    edit(&world, &table, json!({"Size": {"number": {}}}));
    assert_eq!(size(&number)["number"], 42);
    assert_eq!(size(&word)["number"], Value::Null);
    let read = edit(&world, &table, json!({"Size": {"multi_select": {}}}));
    assert_eq!(read["Size"]["multi_select"]["options"][0]["name"], "42");
    assert_eq!(size(&number)["multi_select"][0]["name"], "42");
    assert_eq!(size(&word)["multi_select"], json!([]));
}

#[test]
fn a_two_way_relation_has_its_mirror() {
    let world = World::new();
    let name = json!({"Name": {"title": {}}});
    let (people, tasks) = (
        table(&world, "People", &name),
        table(&world, "Tasks", &name),
    );
    let read = edit(
        &world,
        &tasks,
        json!({"Owner": {"relation": {"data_source_id": people, "dual_property": {}}}}),
    );
    let owner = &read["Owner"]["relation"];
    assert_eq!(
        keys(owner),
        ["database_id", "data_source_id", "type", "dual_property"]
    );
    assert_eq!(owner["data_source_id"], people.as_str());
    assert_eq!(
        owner["dual_property"]["synced_property_name"],
        "Related to Tasks (Owner)"
    );
    let mirror = world.get(&source(&people))["properties"]["Related to Tasks (Owner)"].clone();
    assert_eq!(mirror["id"], owner["dual_property"]["synced_property_id"]);
    assert_eq!(mirror["relation"]["data_source_id"], tasks.as_str());
    assert_eq!(
        mirror["relation"]["dual_property"],
        json!({"synced_property_name": "Owner", "synced_property_id": read["Owner"]["id"]})
    );

    edit(
        &world,
        &tasks,
        json!({"Owner": {"relation":
        {"data_source_id": people, "single_property": {}}}}),
    );
    assert_eq!(keys(&world.get(&source(&people))["properties"]), ["Name"]);

    let read = edit(
        &world,
        &tasks,
        json!({"Owner": {"relation": {"data_source_id": people,
        "dual_property": {"synced_property_name": "Duties"}}}}),
    );
    assert_eq!(
        read["Owner"]["relation"]["dual_property"]["synced_property_name"],
        "Duties"
    );
    edit(&world, &tasks, json!({"Owner": null}));
    assert_eq!(keys(&world.get(&source(&people))["properties"]), ["Name"]);
    let nowhere = "38c9ce7b-60a4-818f-af95-c655e0046079";
    let (status, _) = world.refused(
        Method::PATCH,
        &source(&tasks),
        &json!({"properties": {"X": {"relation": {"data_source_id": nowhere, "single_property": {}}}}}),
    );
    assert_eq!(status, 404);
}

#[test]
fn a_mirror_made_later_has_the_values_there_are() {
    let world = World::new();
    let name = json!({"Name": {"title": {}}});
    let (people, tasks) = (
        table(&world, "People", &name),
        table(&world, "Tasks", &name),
    );
    edit(
        &world,
        &tasks,
        json!({"Owner": {"relation":
        {"data_source_id": people, "single_property": {}}}}),
    );
    let ada = id(&row(&world, &people, &json!({"Name": title("Ada")})));
    let task = id(&row(
        &world,
        &tasks,
        &json!({"Owner": {"relation": [{"id": ada}]}}),
    ));
    edit(
        &world,
        &tasks,
        json!({"Owner": {"relation": {"data_source_id": people,
        "dual_property": {"synced_property_name": "Duties"}}}}),
    );
    let read = world.get(&page(&ada));
    assert_eq!(
        read["properties"]["Duties"]["relation"],
        json!([{"id": task}])
    );
}

#[test]
fn a_relation_may_be_to_itself() {
    let world = World::new();
    let table = table(&world, "Tasks", &json!({"Name": {"title": {}}}));
    let read = edit(
        &world,
        &table,
        json!({"Parent": {"relation": {"data_source_id": table,
        "dual_property": {"synced_property_name": "Children"}}}}),
    );
    assert_eq!(keys(&read).len(), 3);
    let top = id(&row(&world, &table, &json!({})));
    let below = id(&row(
        &world,
        &table,
        &json!({"Parent": {"relation": [{"id": top}]}}),
    ));
    let read = world.get(&page(&top));
    assert_eq!(
        read["properties"]["Children"]["relation"],
        json!([{"id": below}])
    );
}

#[test]
fn numbering_begins_with_the_rows_there_are() {
    let world = World::new();
    let table = table(&world, "T", &json!({"Name": {"title": {}}}));
    let first = id(&row(&world, &table, &json!({})));
    let second = id(&row(&world, &table, &json!({})));
    edit(
        &world,
        &table,
        json!({"No": {"unique_id": {"prefix": "T"}}}),
    );
    let third = id(&row(&world, &table, &json!({})));
    let number = |id: &str| world.get(&page(id))["properties"]["No"]["unique_id"].clone();
    assert_eq!(number(&first), json!({"prefix": "T", "number": 1}));
    assert_eq!(number(&second)["number"], 2);
    assert_eq!(number(&third)["number"], 3);
}

#[test]
fn rollups_follow_their_relation() {
    let world = World::new();
    let parts = table(
        &world,
        "Parts",
        &json!({"Name": {"title": {}}, "Cost": {"number": {}}, "Due": {"date": {}}}),
    );
    let goods = table(
        &world,
        "Goods",
        &json!({
            "Name": {"title": {}},
            "Parts": {"relation": {"data_source_id": parts, "single_property": {}}},
            "Total": {"rollup": {"function": "sum", "relation_property_name": "Parts",
                "rollup_property_name": "Cost"}},
            "Names": {"rollup": {"function": "show_original", "relation_property_name": "Parts",
                "rollup_property_name": "Name"}},
            "Soonest": {"rollup": {"function": "earliest_date", "relation_property_name": "Parts",
                "rollup_property_name": "Due"}},
        }),
    );
    let read = world.get(&source(&goods))["properties"]["Total"]["rollup"].clone();
    assert_eq!(
        keys(&read),
        [
            "rollup_property_name",
            "relation_property_name",
            "rollup_property_id",
            "relation_property_id",
            "function"
        ]
    );
    assert_eq!(read["rollup_property_name"], "Cost");
    let part = |name: &str, cost: f64, due: &str| {
        let properties = json!({"Name": title(name), "Cost": {"number": cost},
            "Due": {"date": {"start": due}}});
        json!({"id": id(&row(&world, &parts, &properties))})
    };
    let relation = json!([
        part("Wheel", 2.5, "2026-05-02"),
        part("Bolt", 0.5, "2026-05-01")
    ]);
    let made = row(&world, &goods, &json!({"Parts": {"relation": relation}}));
    let properties = &made["properties"];
    assert_eq!(
        properties["Total"]["rollup"],
        json!({"type": "number", "number": 3, "function": "sum"})
    );
    assert_eq!(
        properties["Names"]["rollup"]["array"][1]["title"][0]["plain_text"],
        "Bolt"
    );
    assert_eq!(
        properties["Soonest"]["rollup"]["date"]["start"],
        "2026-05-01"
    );
}

#[test]
fn a_new_schema_is_read_by_name_alone() {
    let world = World::new();
    let properties = json!({"Name": {"title": {}}, "title": {"rich_text": {}}});
    let table = table(&world, "T", &properties);
    let read = world.get(&source(&table))["properties"].clone();
    assert_eq!(read["title"]["type"], "rich_text");
    assert_eq!(read["Name"]["id"], "title");
}

#[test]
fn another_kind_of_choice_has_the_same_options() {
    let world = World::new();
    let options =
        json!({"options": [{"name": "a", "color": "red"}, {"name": "b", "color": "blue"}]});
    let table = table(
        &world,
        "T",
        &json!({
            "Name": {"title": {}},
            "Tag": {"select": options},
            "State": {"status": {"options": [{"name": "a, b", "color": "green"}]}},
        }),
    );
    let made = id(&row(
        &world,
        &table,
        &json!({"Tag": {"select": {"name": "b"}}, "State": {"status": {"name": "a, b"}}}),
    ));
    let before = world.get(&source(&table))["properties"].clone();
    let after = edit(
        &world,
        &table,
        json!({"Tag": {"multi_select": {}}, "State": {"multi_select": {}}}),
    );
    assert_eq!(
        after["Tag"]["multi_select"]["options"],
        before["Tag"]["select"]["options"]
    );
    assert_eq!(
        after["State"]["multi_select"]["options"],
        before["State"]["status"]["options"]
    );
    let read = world.get(&page(&made))["properties"].clone();
    let blue = &before["Tag"]["select"]["options"][1];
    assert_eq!(read["Tag"]["multi_select"][0]["id"], blue["id"]);
    assert_eq!(read["Tag"]["multi_select"][0]["color"], "blue");
    assert_eq!(
        read["State"]["multi_select"][0]["id"],
        before["State"]["status"]["options"][0]["id"]
    );
    let back = edit(&world, &table, json!({"Tag": {"select": {}}}));
    assert_eq!(
        back["Tag"]["select"]["options"],
        before["Tag"]["select"]["options"]
    );
}
