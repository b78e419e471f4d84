//! What changed since the last look: the rows edited since a moment, oldest first.
//!
//! `cargo run --example changed_rows`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use futures::TryStreamExt;
use recto::api::database::NewDatabase;
use recto::api::endpoint::{CreateDatabase, CreatePage, QueryDataSource};
use recto::api::object::Object;
use recto::api::page::NewPage;
use recto::api::property::PropertyValue;
use recto::api::query::{Direction, Filter, Sort};
use recto::api::schema::{PropertySchema, Schema};

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let database = NewDatabase::new(
        home,
        "Log",
        Schema::new().with("Entry", PropertySchema::title()),
    );
    let database = client.send(&CreateDatabase::new(database)).await?;
    let source = database.data_source_id().ok_or("no data source")?.clone();
    for entry in ["Door painted", "Hinges oiled"] {
        let page = NewPage::new(source.clone()).property("Entry", PropertyValue::title(entry));
        client.send(&CreatePage::new(page)).await?;
    }

    // Notion cuts times to the minute: look again at the minute of the last one, and expect to see
    // its rows twice.
    let last_look = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(5);
    let mut query = QueryDataSource::new(source);
    query.body.filter = Filter::last_edited_time().on_or_after(last_look).into();
    query.body.sorts = vec![Sort::last_edited_time(Direction::Ascending)].into();
    let mut rows = client.items(query);
    while let Some(row) = rows.try_next().await? {
        let Object::Page(page) = row.into_result()? else {
            continue;
        };
        let edited = page
            .last_edited_time
            .as_str()
            .unwrap_or_default()
            .to_owned();
        println!("{edited}  {}", page.title().unwrap_or_default());
    }
    Ok(())
}
