//! The names of before data sources.

use futures::TryStreamExt;
use recto_api::data_source::DataSourcePatch;
use recto_api::database::{Database, NewDatabase};
use recto_api::endpoint::{CreateDatabase, QueryBody};
use recto_api::ids::DatabaseId;
use recto_api::page::NewPage;
use recto_api::schema::{PropertySchema, Schema};
use recto_api::wire::Field;
use recto_client::{Client, Error};
use recto_emulator::Emulator;
use serde_json::json;

use crate::scripted::Script;
use crate::support::client;

const DATABASE: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const SOURCE: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";

async fn birds(emulator: &Emulator, client: &Client) -> Database {
    let schema = Schema::new().with("Name", PropertySchema::title());
    let database = NewDatabase::new(emulator.root_page_id(), "Birds", schema);
    client.send(&CreateDatabase::new(database)).await.unwrap()
}

#[tokio::test]
async fn what_was_said_of_a_database_is_said_of_its_data_source() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let birds = birds(&emulator, &client).await;
    let legacy = client.legacy();
    for number in 0..120 {
        let page = NewPage::new(emulator.root_page_id()).title(&format!("Bird {number}"));
        legacy
            .create_page_in_database(&birds.id, page)
            .await
            .unwrap();
    }
    let page = legacy.query_database(&birds.id, QueryBody::default());
    assert_eq!(page.await.unwrap().results.len(), 100);
    let rows = legacy.query_database_items(birds.id.clone(), QueryBody::default());
    assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap().len(), 120);

    let patch = DataSourcePatch {
        properties: Field::Value(
            [("Size", Field::Value(PropertySchema::rich_text().into()))]
                .into_iter()
                .collect(),
        ),
        ..DataSourcePatch::default()
    };
    legacy
        .update_database_schema(&birds.id, patch)
        .await
        .unwrap();
    let table = legacy.get_database(&birds.id).await.unwrap();
    assert_eq!(table.database.name(), "Birds");
    assert!(table.schema().get("Size").is_some());
    // The id of the data source will do as well.
    let source = legacy.data_source_id(&birds.id).await.unwrap();
    let same = DatabaseId::parse(source.as_str()).unwrap();
    assert_eq!(legacy.data_source_id(&same).await.unwrap(), source);
}

#[tokio::test(start_paused = true)]
async fn the_data_source_is_asked_for_once_in_a_while_and_anew_when_it_is_gone() {
    let database = json!({"object": "database", "id": DATABASE, "data_sources": [
        {"id": SOURCE, "name": "Birds"}
    ]});
    let rows = json!({"object": "list", "results": [], "has_more": false});
    let script = Script::new()
        .json(200, &database)
        .json(200, &rows)
        .json(200, &rows)
        .refuse(404, "object_not_found", serde_json::Value::Null)
        .json(200, &database)
        .json(200, &rows)
        .json(200, &database);
    let client = script.client();
    let id = DatabaseId::parse(DATABASE).unwrap();
    let query = async || {
        client
            .clone()
            .legacy()
            .query_database(&id, QueryBody::default())
            .await
    };
    query().await.unwrap();
    query().await.unwrap();
    assert_eq!(script.count(), 3);
    assert!(query().await.unwrap_err().is_not_found());
    query().await.unwrap();
    assert_eq!(script.count(), 6);
    tokio::time::advance(std::time::Duration::from_secs(30 * 60)).await;
    client.legacy().data_source_id(&id).await.unwrap();
    assert_eq!(script.count(), 7);
}

#[tokio::test]
async fn several_or_no_data_sources_are_named() {
    let of = |sources: serde_json::Value| json!({"object": "database", "id": DATABASE, "data_sources": sources});
    let script = Script::new()
        .json(
            200,
            &of(json!([{"id": SOURCE, "name": "Birds"}, {"id": DATABASE, "name": "Eggs"}])),
        )
        .json(200, &of(json!([])));
    let client = script.client();
    let id = DatabaseId::parse(DATABASE).unwrap();
    let error = client.legacy().data_source_id(&id).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "database {DATABASE} has 2 data sources: \"Birds\" ({SOURCE}), \"Eggs\" ({DATABASE})"
        )
    );
    assert!(error.advice().unwrap().contains("by its id"));
    let error = client.legacy().get_database(&id).await.unwrap_err();
    assert!(matches!(&error, Error::DataSources { sources, .. } if sources.is_empty()));
    assert!(error.advice().unwrap().contains("linked"), "{error}");
}

#[tokio::test]
async fn what_is_not_found_as_either_is_not_found() {
    let missing = || serde_json::Value::Null;
    let script = Script::new()
        .refuse(404, "object_not_found", missing())
        .refuse(404, "object_not_found", missing());
    let id = DatabaseId::parse(DATABASE).unwrap();
    let error = script
        .client()
        .legacy()
        .data_source_id(&id)
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && error.to_string().contains("/v1/databases/"),
        "{error}"
    );
    assert_eq!(script.count(), 2);
}
