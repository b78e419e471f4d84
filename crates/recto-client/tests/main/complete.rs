//! Properties that a page shows only in part.

use futures::TryStreamExt;
use recto_api::database::NewDatabase;
use recto_api::endpoint::{CreateDatabase, CreatePage, GetPage, QueryDataSource};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::{NewPage, Page};
use recto_api::property::{PageRef, PropertyValue, RollupResult};
use recto_api::schema::Schema;
use recto_client::{Client, Error};
use recto_emulator::Emulator;
use serde_json::{Value, json};

use crate::scripted::Script;
use crate::support::client;

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn schema(value: Value) -> Schema {
    serde_json::from_value(value).unwrap()
}

async fn source(client: &Client, home: PageId, columns: Value) -> DataSourceId {
    let new = NewDatabase::new(home, "T", schema(columns));
    let database = client.send(&CreateDatabase::new(new)).await.unwrap();
    database.data_sources.value().unwrap()[0].id.clone()
}

/// A row that refers to so many others, with rollups over them.
async fn project(client: &Client, emulator: &Emulator, tasks: usize) -> (DataSourceId, PageId) {
    let home = emulator.root_page_id();
    let columns = json!({"Name": {"title": {}}, "Hours": {"number": {}}});
    let task_source = source(client, home.clone(), columns).await;
    let columns = json!({
        "Name": {"title": {}},
        "Tasks": {"relation": {"data_source_id": task_source, "single_property": {}}},
        "Sum": {"rollup": {"relation_property_name": "Tasks", "rollup_property_name": "Hours",
            "function": "sum"}},
        "All": {"rollup": {"relation_property_name": "Tasks", "rollup_property_name": "Hours",
            "function": "show_original"}},
    });
    let source = source(client, home, columns).await;
    let mut ids = Vec::new();
    for number in 0..tasks {
        let number = i64::try_from(number).unwrap();
        let task =
            NewPage::new(task_source.clone()).property("Hours", PropertyValue::integer(number));
        ids.push(client.send(&CreatePage::new(task)).await.unwrap().id);
    }
    let page = NewPage::new(source.clone()).property(
        "Tasks",
        PropertyValue::Relation(ids.into_iter().map(PageRef::from).collect()),
    );
    let page = client.send(&CreatePage::new(page)).await.unwrap();
    (source, page.id)
}

fn related(page: &Page) -> usize {
    match &page.properties.get("Tasks").unwrap().value {
        PropertyValue::Relation(pages) => pages.len(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_relation_of_sixty_is_read_whole_and_its_rollups_too() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let (_, id) = project(&client, &emulator, 60).await;
    let mut page = client.send(&GetPage::new(id)).await.unwrap();
    assert_eq!(related(&page), 25);
    assert!(page.truncated().any(|name| name == "Tasks"));

    let before = client.usage();
    let count = client.complete(&mut page).await.unwrap();
    assert_eq!(count, 3);
    assert_eq!(client.usage().since(&before).requests, 3);
    assert_eq!(related(&page), 60);
    assert_eq!(page.truncated().count(), 0);
    let rollup = |name: &str| match &page.properties.get(name).unwrap().value {
        PropertyValue::Rollup(rollup) => rollup.result.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        rollup("Sum"),
        RollupResult::Number(Some((59 * 60 / 2).into()))
    );
    let RollupResult::Array(all) = rollup("All") else {
        panic!("an array")
    };
    assert_eq!(all.len(), 60);
    assert!(matches!(&all[59].value, PropertyValue::Number(Some(number)) if *number == 59.into()));

    // Nothing is cut any more.
    assert_eq!(client.complete(&mut page).await.unwrap(), 0);
    assert_eq!(client.usage().since(&before).requests, 3);
}

#[tokio::test]
async fn rows_are_completed_on_the_way() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let (source, id) = project(&client, &emulator, 26).await;
    for _ in 0..7 {
        let empty = NewPage::new(source.clone());
        client.send(&CreatePage::new(empty)).await.unwrap();
    }
    let rows = client.completed(client.rows(QueryDataSource::new(source)));
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    assert_eq!(rows.len(), 8);
    let Element::Valid(Object::Page(first)) = &rows[0] else {
        panic!("a page")
    };
    assert_eq!((first.id.clone(), related(first)), (id, 26));
}

fn cut_page() -> Page {
    let page = json!({"object": "page", "id": ID, "properties": {"People": {
        "id": "a%3Ab", "type": "people", "people": vec![json!({"object": "user", "id": ID}); 25]}}});
    serde_json::from_value(page).unwrap()
}

fn items(count: usize, next: Option<&str>) -> Value {
    let item = json!({"object": "property_item", "type": "people", "id": "a%3Ab",
        "people": {"object": "user", "id": ID}});
    json!({"object": "list", "results": vec![item; count], "has_more": next.is_some(),
        "next_cursor": next, "type": "property_item",
        "property_item": {"id": "a%3Ab", "type": "people", "people": {}}})
}

#[tokio::test]
async fn all_pages_of_a_property_are_read() {
    let script = Script::new()
        .json(200, &items(100, Some("next")))
        .json(200, &items(7, None));
    let mut page = cut_page();
    script.client().complete(&mut page).await.unwrap();
    let PropertyValue::People(people) = &page.properties.get("People").unwrap().value else {
        panic!("people")
    };
    assert_eq!(people.len(), 107);
    let path = format!("/v1/pages/{ID}/properties/a%3Ab");
    assert_eq!(script.request(0).uri().path(), path);
    assert_eq!(script.request(1).uri().query(), Some("start_cursor=next"));
}

#[tokio::test]
async fn a_property_that_breaks_off_leaves_the_page_as_it_was() {
    let scripts = [
        Script::new()
            .json(200, &items(100, Some("next")))
            .json(200, &items(100, Some("next"))),
        Script::new().json(200, &json!({"object": "list", "results": [{"odd": 1}]})),
        Script::new().refuse(404, "object_not_found", Value::Null),
    ];
    for script in scripts {
        let mut page = cut_page();
        let error = script.client().complete(&mut page).await.unwrap_err();
        assert!(
            error.is_not_found() || matches!(error, Error::Cursor { .. } | Error::Request(_)),
            "{error}"
        );
        assert_eq!(page, cut_page());
    }
}
