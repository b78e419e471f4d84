//! Data sources to fill in tests.

use serde_json::{Value, json};

use crate::support::World;

/// The id of a new data source under the root page.
pub(crate) fn table(world: &World, title: &str, properties: &Value) -> String {
    let database = world.post(
        "/v1/databases",
        &json!({
            "parent": {"page_id": world.home()},
            "title": [{"text": {"content": title}}],
            "initial_data_source": {"properties": properties},
        }),
    );
    database["data_sources"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The ids of a new database under the root page and of its data source.
pub(crate) fn database(world: &World, properties: &Value) -> (String, String) {
    let made = world.post(
        "/v1/databases",
        &json!({
            "parent": {"page_id": world.home()},
            "initial_data_source": {"properties": properties},
        }),
    );
    (id(&made), id(&made["data_sources"][0]))
}

/// A new row.
pub(crate) fn row(world: &World, source: &str, properties: &Value) -> Value {
    world.post(
        "/v1/pages",
        &json!({"parent": {"data_source_id": source}, "properties": properties}),
    )
}

/// A title value.
pub(crate) fn title(text: &str) -> Value {
    json!({"title": [{"text": {"content": text}}]})
}

pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

pub(crate) fn page(id: &str) -> String {
    format!("/v1/pages/{id}")
}

pub(crate) fn source(id: &str) -> String {
    format!("/v1/data_sources/{id}")
}
