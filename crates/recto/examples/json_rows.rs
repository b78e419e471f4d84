//! Rows from plain JSON: the schema says what each value becomes, and what is wrong with it.
//!
//! `cargo run --example json_rows`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use recto::api::database::NewDatabase;
use recto::api::endpoint::{CreateDatabase, CreatePage, GetDataSource};
use recto::api::page::NewPage;
use recto::api::schema::{NumberFormat, PropertySchema, Schema};
use serde_json::json;

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let schema = Schema::new()
        .with("Product", PropertySchema::title())
        .with("Price", PropertySchema::number(NumberFormat::Euro))
        .with("Shelf", PropertySchema::select(["Tools", "Paint"]))
        .with("In stock", PropertySchema::checkbox());
    let database = client
        .send(&CreateDatabase::new(NewDatabase::new(
            home, "Stock", schema,
        )))
        .await?;
    let source = database.data_source_id().ok_or("no data source")?.clone();
    let source = client.send(&GetDataSource::new(source)).await?;

    for row in [
        json!({"Product": "Hammer", "Price": 12.5, "Shelf": "Tools", "In stock": true}),
        json!({"Product": "Brush", "Price": 4, "Shelf": "Pant", "in stock": "yes"}),
    ] {
        match source.values(&row) {
            Ok(values) => {
                let page = NewPage::new(source.id.clone()).properties(values);
                let page = client.send(&CreatePage::new(page)).await?;
                println!("made {}", page.title().unwrap_or_default());
            }
            Err(problems) => println!("refused: {problems}"),
        }
    }
    Ok(())
}
