//! Rows as structs: make a database, write rows, find them, change one.
//!
//! `cargo run --example rows`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use futures::TryStreamExt;
use jiff::civil::{Date, date};
use recto::api::database::NewDatabase;
use recto::api::endpoint::{
    CreateDatabase, CreatePage, GetDataSource, QueryDataSource, UpdatePage,
};
use recto::api::object::Object;
use recto::api::query::{Filter, Sort};
use recto::api::row::{Row, RowOption};
use recto::api::schema::{PropertySchema, Schema};

#[path = "support/notion.rs"]
mod notion;

#[derive(Debug, Clone, PartialEq, Row)]
struct Task {
    #[row(title)]
    name: String,
    stage: Stage,
    due: Option<Date>,
    tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, RowOption)]
enum Stage {
    Open,
    Done,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;

    let schema = Schema::new()
        .with("Name", PropertySchema::title())
        .with("Stage", PropertySchema::select(["Open", "Done"]))
        .with("Due", PropertySchema::date())
        .with("Tags", PropertySchema::multi_select(["home", "work"]));
    let database = client
        .send(&CreateDatabase::new(NewDatabase::new(
            home, "Tasks", schema,
        )))
        .await?;
    let source = database.data_source_id().ok_or("no data source")?.clone();

    // Once: everything that does not fit between struct and schema is said here.
    let schema = client.send(&GetDataSource::new(source.clone())).await?;
    let tasks = Task::schema_check(&schema)?;

    for (name, day) in [
        ("Paint the door", 9),
        ("Oil the hinges", 3),
        ("Call Ada", 5),
    ] {
        let task = Task {
            name: name.to_owned(),
            stage: Stage::Open,
            due: Some(date(2026, 3, day)),
            tags: vec!["home".to_owned()],
        };
        client
            .send(&CreatePage::new(tasks.new_page(&task)?))
            .await?;
    }

    let mut query = QueryDataSource::new(source);
    query.body.filter = Filter::property("Due")
        .date()
        .before(date(2026, 3, 6))
        .into();
    query.body.sorts = vec![Sort::ascending("Due")].into();
    let mut found = client.items(query);
    while let Some(row) = found.try_next().await? {
        let Object::Page(page) = row.into_result()? else {
            continue;
        };
        let before = tasks.from_page(&page)?;
        println!("{} is due on {:?}", before.name, before.due);
        let after = Task {
            stage: Stage::Done,
            ..before.clone()
        };
        // Only what differs is written.
        let patch = tasks.changes(&before, &after)?;
        client
            .send(&UpdatePage::new(page.id.clone(), patch))
            .await?;
    }
    println!("{} requests", client.usage().requests);
    Ok(())
}
