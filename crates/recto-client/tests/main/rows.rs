//! Structs, plain JSON and filters against the emulator: what they make, it takes.

use futures::TryStreamExt;
use jiff::civil::{self, date};
use recto_api::data_source::DataSource;
use recto_api::database::NewDatabase;
use recto_api::endpoint::{CreateDatabase, CreatePage, GetDataSource, QueryDataSource, UpdatePage};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::{NewPage, Page};
use recto_api::property::PropertyValue;
use recto_api::query::{Filter, Sort};
use recto_api::row::{Row, RowOption};
use recto_api::schema::{NumberFormat, PropertySchema, Schema};
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Row)]
struct Task {
    #[row(title)]
    name: String,
    stage: Option<Stage>,
    #[row(kind = "status")]
    status: String,
    due_date: Option<civil::Date>,
    #[row(name = "Cost (€)")]
    cost: Option<f64>,
    tags: Vec<String>,
    done: bool,
    #[row(read_only)]
    made: jiff::Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, RowOption)]
enum Stage {
    Idea,
    Final,
}

fn client(emulator: &Emulator) -> Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

async fn source(emulator: &Emulator, client: &Client) -> DataSource {
    let schema = Schema::new()
        .with("Task", PropertySchema::title())
        .with("Stage", PropertySchema::select(["Idea", "Final"]))
        .with("Status", PropertySchema::status())
        .with("Due date", PropertySchema::date())
        .with("Cost (€)", PropertySchema::number(NumberFormat::Euro))
        .with("Tags", PropertySchema::multi_select(["red", "dry"]))
        .with("Done", PropertySchema::checkbox())
        .with("Link", PropertySchema::url())
        .with("Made", PropertySchema::created_time());
    let new = NewDatabase::new(emulator.root_page_id(), "Tasks", schema);
    let database = client.send(&CreateDatabase::new(new)).await.unwrap();
    let id = database.data_sources.value().unwrap()[0].id.clone();
    client.send(&GetDataSource::new(id)).await.unwrap()
}

async fn find(client: &Client, source: &DataSource, filter: Filter) -> Vec<Page> {
    filter.check(source).unwrap();
    let query = QueryDataSource::new(source.id.clone())
        .filter(filter)
        .sorts([Sort::ascending("Task")]);
    let found: Vec<Element<Object>> = client.items(query).try_collect().await.unwrap();
    let pages = found.into_iter().map(|element| match element {
        Element::Valid(Object::Page(page)) => *page,
        other => panic!("{other:?}"),
    });
    pages.collect()
}

#[tokio::test]
async fn structs_are_written_read_changed_and_found() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let source = source(&emulator, &client).await;
    let tasks = Task::schema_check(&source).unwrap();
    let paint = Task {
        name: "Paint".to_owned(),
        stage: Some(Stage::Idea),
        status: "In progress".to_owned(),
        due_date: Some(date(2026, 3, 1)),
        cost: Some(-0.5),
        tags: vec!["red".to_owned(), "wet".to_owned()],
        done: false,
        made: jiff::Timestamp::UNIX_EPOCH,
    };
    let page = client
        .send(&CreatePage::new(tasks.new_page(&paint).unwrap()))
        .await
        .unwrap();
    let read = tasks.from_page(&page).unwrap();
    assert!(read.made > paint.made);
    assert_eq!(
        Task {
            made: paint.made,
            ..read.clone()
        },
        paint
    );

    let done = Task {
        stage: None,
        due_date: None,
        cost: Some(0.0),
        tags: vec![],
        done: true,
        ..read.clone()
    };
    let changes = tasks.changes(&read, &done).unwrap();
    assert_eq!(changes.properties.value().unwrap().len(), 5);
    client
        .send(&UpdatePage::new(page.id.clone(), changes))
        .await
        .unwrap();
    let zero = Filter::property("Cost (€)").number().equals(0);
    let found = find(&client, &source, Filter::and([zero, Filter::or([])])).await;
    assert_eq!(found.len(), 1);
    let again = Task::from_page(&found[0]).unwrap();
    assert_eq!(again, done);
}

#[tokio::test]
async fn plain_json_is_taken_and_found() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let source = source(&emulator, &client).await;
    for plain in [
        json!({"Task": "A", "Status": "Done", "Due date": "2026-03-01", "Tags": ["dry"], "Done": true}),
        json!({"Task": "B", "Cost (€)": 3, "Link": "https://x.example", "Stage": "Final"}),
        json!({"title": "C", "Due date": {"start": "2026-03-02", "end": "2026-03-04"}, "Stage": null}),
    ] {
        let values = source.values(&plain).unwrap();
        let page = NewPage::new(source.id.clone()).properties(values);
        let page = client.send(&CreatePage::new(page)).await.unwrap();
        let read = page.properties.to_plain();
        for (name, value) in plain.as_object().unwrap() {
            let name = if name == "title" { "Task" } else { name };
            assert_eq!(&read[name], value, "{name}");
        }
    }
    for (filter, names) in [
        (
            Filter::property("Due date")
                .date()
                .on_or_before(date(2026, 3, 1)),
            vec!["A"],
        ),
        (
            Filter::property("Due date").date().is_not_empty(),
            vec!["A", "C"],
        ),
        (
            Filter::property("Tags")
                .multi_select()
                .contains(["dry", "red"]),
            vec!["A"],
        ),
        (
            Filter::property("Stage").select().is_empty(),
            vec!["A", "C"],
        ),
        (
            Filter::property("Link").rich_text().contains("example"),
            vec!["B"],
        ),
        (Filter::created_time().past_week(), vec!["A", "B", "C"]),
        (Filter::and([]), vec!["A", "B", "C"]),
    ] {
        let found = find(&client, &source, filter.clone()).await;
        let found: Vec<_> = found.iter().filter_map(Page::title).collect();
        assert_eq!(found, names, "{filter:?}");
    }
    // What was read can be written as it is.
    let all = find(&client, &source, Filter::and([])).await;
    let plain = all[0].properties.to_plain();
    let values = source
        .value_reader()
        .skip_read_only(true)
        .read(&plain)
        .unwrap();
    assert!(matches!(
        values.get("Task").unwrap().value,
        PropertyValue::Title(_)
    ));
    let copy = NewPage::new(source.id.clone()).properties(values);
    let copy = client.send(&CreatePage::new(copy)).await.unwrap();
    let mut expected = plain;
    let mut copied = copy.properties.to_plain();
    for json in [&mut expected, &mut copied] {
        json.as_object_mut().unwrap().remove("Made");
    }
    assert_eq!(copied, expected);
}
