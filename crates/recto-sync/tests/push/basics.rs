//! First pushes, unchanged pushes, edits, plans.

use recto_api::property::PropertyValue;
use recto_sync::plan::Op;
use recto_sync::source::{Cell, ColumnKind, MemorySource};
use recto_sync::value::Value;

use super::world::*;

#[tokio::test]
async fn creates_all_then_nothing_then_what_changed() {
    let names: Vec<(i64, String)> = (1..=130).map(|id| (id, format!("note {id}"))).collect();
    let names: Vec<(i64, &str)> = names
        .iter()
        .map(|(id, name)| (*id, name.as_str()))
        .collect();
    let mut world = World::new(NOTES, notes(&names));

    let first = world.push().await;
    assert_eq!(
        (first.counts.created, first.planned),
        (130, 130),
        "{}",
        first.to_text()
    );
    assert_eq!(first.exit_code(), 0, "{}", first.to_text());
    assert!(
        first.requests as f64 <= 1.1 * 130.0,
        "{} requests",
        first.requests
    );
    assert!(first.minimum_requests <= first.requests);
    let id = World::data_source(&first, "notes");
    assert_eq!(text(&world.page(&id, "7").await, "Name"), "note 7");
    assert_eq!(text(&world.page(&id, "7").await, "Body"), "body of note 7");

    let second = world.push().await;
    assert_eq!(
        (second.counts.unchanged, second.writes),
        (130, 0),
        "{}",
        second.to_text()
    );
    assert!(second.requests <= 2 + 5, "{} requests", second.requests);

    world.rows("notes")[6].insert("name".to_owned(), Ok(t("renamed 🚀")));
    world.rows("notes")[7].insert("body".to_owned(), Ok(Cell::Null));
    let plan = world.plan().await;
    assert_eq!(plan.exit_code(), 2);
    assert_eq!(plan.items.len(), 2);
    let change = &plan.items[0].changes[0];
    assert_eq!(
        (plan.items[0].op, plan.items[0].key.as_str()),
        (Op::Update, "7")
    );
    assert_eq!(change.from, Value::text("note 7"));
    assert_eq!(change.to, Value::text("renamed 🚀"));

    let third = world.push().await;
    assert_eq!(
        (third.counts.updated, third.writes),
        (2, 2),
        "{}",
        third.to_text()
    );
    assert_eq!(text(&world.page(&id, "7").await, "Name"), "renamed 🚀");
    assert_eq!(text(&world.page(&id, "8").await, "Body"), "");
    assert_eq!(world.push().await.writes, 0);
}

#[tokio::test]
async fn a_plan_sends_no_write_and_says_what_is_missing() {
    let world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    let before = world.client.usage();
    let plan = world.plan().await;
    assert_eq!(world.client.usage().since(&before).writes, 0);
    assert_eq!(plan.counts.created, 2);
    assert_eq!(plan.schema_changes.len(), 1);
    assert!(
        plan.schema_changes[0]
            .to_string()
            .contains("create database \"Notes\"")
    );
    assert!(plan.estimated_requests >= 3);
    assert_eq!(plan.exit_code(), 2);
}

#[tokio::test]
async fn edits_in_notion_are_overwritten_only_where_they_differ_from_the_source() {
    let world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    let first = world.push().await;
    let id = World::data_source(&first, "notes");
    let page = world.page(&id, "1").await.id;
    world.later(5);
    world
        .edit(&page, "Body", PropertyValue::rich_text("a person's words"))
        .await;
    let second = world.push().await;
    assert_eq!(
        (second.counts.updated, second.counts.unchanged),
        (1, 1),
        "{}",
        second.to_text()
    );
    assert_eq!(text(&world.page(&id, "1").await, "Body"), "body of a");
    // The same value typed by hand is no difference.
    world
        .edit(&page, "Body", PropertyValue::rich_text("body of a"))
        .await;
    assert_eq!(world.push().await.writes, 0);
}

#[tokio::test]
async fn pages_of_readers_are_left_alone() {
    let world = World::new(NOTES, notes(&[(1, "a")]));
    let id = World::data_source(&world.push().await, "notes");
    world
        .make(&id, &[("Name", PropertyValue::title("a reader's page"))])
        .await;
    let report = world.push().await;
    assert_eq!(report.writes, 0);
    assert_eq!(report.tables[0].unmatched_pages, 1);
    assert!(
        report
            .warnings
            .iter()
            .any(|line| line.contains("left alone")),
        "{report:?}"
    );
}

#[tokio::test]
async fn every_type_of_property_comes_back_as_it_was_sent() {
    let config = r#"
        [source]
        time_zone = "Europe/Athens"
        [[table]]
        name = "things"
        [table.columns]
        name = "Name"
        price = { property = "Price", format = "euro" }
        count = "Count"
        kind = { property = "Kind", type = "select" }
        state = { property = "State", type = "status" }
        tags = { property = "Tags", type = "multi_select" }
        day = "Day"
        moment = "Moment"
        local = "Local"
        done = "Done"
        site = { property = "Site", type = "url" }
        mail = { property = "Mail", type = "email" }
        phone = { property = "Phone", type = "phone_number" }
        owner = { property = "Owner", type = "people" }
        file = { property = "File", type = "files" }
        long = "Long"
        data = "Data"
    "#;
    let columns = [
        ("id", ColumnKind::Uuid),
        ("name", ColumnKind::Text),
        ("price", ColumnKind::Decimal),
        ("count", ColumnKind::Integer),
        ("kind", ColumnKind::Text),
        ("state", ColumnKind::Text),
        ("tags", ColumnKind::Array(Box::new(ColumnKind::Text))),
        ("day", ColumnKind::Date),
        ("moment", ColumnKind::DateTime { zoned: true }),
        ("local", ColumnKind::DateTime { zoned: false }),
        ("done", ColumnKind::Bool),
        ("site", ColumnKind::Text),
        ("mail", ColumnKind::Text),
        ("phone", ColumnKind::Text),
        ("owner", ColumnKind::Text),
        ("file", ColumnKind::Text),
        ("long", ColumnKind::Text),
        ("data", ColumnKind::Json),
    ];
    let long = "žluťoučký 👩‍👩‍👧‍👦 ".repeat(400);
    let full = row(&[
        ("id", t("6b8c1d9e")),
        ("name", t("full  with \"quotes\"\nand lines")),
        ("price", Cell::Number("12.95".parse().unwrap())),
        ("count", n(9_007_199_254_740_992)),
        ("kind", t("Größe M")),
        ("state", t("Waiting")),
        ("tags", Cell::List(vec![t("b"), t("a"), t("🚀")])),
        ("day", Cell::Date(jiff::civil::date(2026, 2, 28))),
        (
            "moment",
            Cell::Instant("2026-02-28T23:15:42Z".parse().unwrap()),
        ),
        (
            "local",
            Cell::DateTime(jiff::civil::date(2026, 7, 1).at(9, 30, 0, 0)),
        ),
        ("done", Cell::Bool(true)),
        ("site", t("https://example.org/?q=1")),
        ("mail", t("ada@example.org")),
        ("phone", t("+30 210 000 0000")),
        ("owner", t("Ada@Example.org")),
        ("file", t("https://example.org/plan.pdf?version=2")),
        ("long", t(&long)),
        ("data", Cell::Json(serde_json::json!({"a": [1, null]}))),
    ]);
    let empty = row(&[
        ("id", t("e")),
        ("name", t("")),
        ("state", t("Open")),
        ("tags", t("[]")),
    ]);
    let source = MemorySource::new().table(table("things", &columns), [full, empty]);
    let world = World::new(config, source);
    world.emulator.add_person("Ada", "ada@example.org").unwrap();

    let first = world.push().await;
    assert_eq!(first.counts.created, 2, "{}", first.to_text());
    assert_eq!(
        (first.exit_code(), first.warnings.len()),
        (0, 0),
        "{}",
        first.to_text()
    );
    let second = world.push().await;
    assert_eq!(
        (second.counts.unchanged, second.writes),
        (2, 0),
        "{}",
        second.to_text()
    );

    let id = World::data_source(&first, "things");
    let page = world.page(&id, "6b8c1d9e").await;
    assert_eq!(text(&page, "Long"), long);
    let date = |name: &str| match &page.properties.get(name).unwrap().value {
        PropertyValue::Date(Some(date)) => date.start.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(date("Day"), "2026-02-28");
    assert_eq!(date("Local"), "2026-07-01T09:30:00.000+03:00");
    let schema = world.schema(&id).await;
    assert_eq!(schema.get("State").unwrap().kind(), Some("status"));
    assert_eq!(schema.get("External ID").unwrap().kind(), Some("rich_text"));
}

#[tokio::test]
async fn rows_that_leave_the_source_leave_their_pages_alone() {
    let mut world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    let id = World::data_source(&world.push().await, "notes");
    world.rows("notes").remove(0);
    let report = world.push().await;
    assert_eq!(
        (report.planned, report.counts.unchanged, report.writes),
        (1, 1, 0)
    );
    assert_eq!(world.pages(&id).await.len(), 2);
    // The row comes back and finds its page.
    world.rows("notes").push(note(1, "a"));
    let report = world.push().await;
    assert_eq!(
        (report.counts.unchanged, report.writes),
        (2, 0),
        "{}",
        report.to_text()
    );
}

#[tokio::test]
async fn documents_are_pushed_in_normal_form_once() {
    let config = r#"
        [[table]]
        name = "documents"
        [table.columns]
        name = "Name"
        url = { property = "URL", type = "url" }
        category = { property = "Category", type = "select" }
        subsystem = { property = "Subsystem", type = "select" }
        [table.document]
        title = "name"
        url = "url"
        category = "category"
        subsystem = "subsystem"
        categories = { "how-to" = "Guide" }
    "#;
    let kinds = ["id", "name", "url", "category", "subsystem"].map(|name| (name, ColumnKind::Text));
    let rows = [row(&[
        ("id", t("1")),
        ("name", t("  Disk   full ")),
        ("url", t("HTTPS://Docs.Example.org/Disk?utm_source=mail")),
        ("category", t("How To")),
        ("subsystem", t(" storage")),
    ])];
    let world = World::new(
        config,
        MemorySource::new().table(table("documents", &kinds), rows),
    );
    let report = world.push().await;
    let normal = report.normalised;
    assert_eq!(
        (
            normal.documents,
            normal.titles,
            normal.urls,
            normal.categories,
            normal.subsystems
        ),
        (1, 1, 1, 1, 1)
    );
    let page = world
        .page(&World::data_source(&report, "documents"), "1")
        .await;
    assert_eq!(text(&page, "Name"), "Disk full");
    let url = &page.properties.get("URL").unwrap().value;
    assert_eq!(*url, PropertyValue::url("https://docs.example.org/Disk"));
    assert!(
        report.steps[4]
            .summary
            .starts_with("1 of 1 documents in normal form")
    );
    assert_eq!(world.push().await.writes, 0);
}
