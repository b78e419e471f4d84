//! Bad input: each case a message that says what, where and what to do.

use futures::FutureExt;
use recto_api::block::{AppendChildren, BlockContent};
use recto_api::endpoint::CreatePage;
use recto_api::endpoint::{AppendBlockChildren, DeleteBlock, ListBlockChildren};
use recto_api::ids::PageId;
use recto_api::list::Element;
use recto_api::page::NewPage;
use recto_sync::engine::Options;
use recto_sync::error::Error;
use recto_sync::source::{Cell, CellError, ColumnKind, MemorySource};
use recto_sync::steps::Step;

use super::world::*;

async fn message(world: &World) -> String {
    let error = world.try_push().await.unwrap_err();
    assert_eq!(error.exit_code(), 1);
    error.to_string()
}

#[tokio::test]
async fn missing_tables_and_columns_are_named_with_the_nearest() {
    let mut world = World::new(NOTES, notes(&[]));
    world.config = NOTES.replace("\"notes\"", "\"nots\"");
    let error = message(&world).await;
    assert!(
        error.contains("no table \"nots\"") && error.contains("\"notes\""),
        "{error}"
    );
    world.config = NOTES.replace("body =", "boody =");
    let error = message(&world).await;
    assert!(
        error.contains("no column \"boody\"") && error.contains("\"body\""),
        "{error}"
    );
    assert_eq!(world.client.usage().requests, 0, "nothing was sent");
}

#[tokio::test]
async fn a_property_of_the_wrong_type_names_everything() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    world.push().await;
    world.config = NOTES.replace("\"Body\"", "{ property = \"Body\", type = \"number\" }");
    let error = message(&world).await;
    for part in ["\"notes\"", "\"body\"", "\"Body\"", "rich_text", "number"] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[tokio::test]
async fn a_missing_property_is_added_only_when_allowed() {
    let mut world = World::new(&NOTES.replace("body =", "#"), notes(&[(1, "a")]));
    world.push().await;
    world.config = NOTES.to_owned();
    let error = message(&world).await;
    assert!(
        error.contains("\"Body\" (rich_text)") && error.contains("manage_schema"),
        "{error}"
    );
    world.config = NOTES.replace("name = \"notes\"", "name = \"notes\"\nmanage_schema = true");
    let plan = world.plan().await;
    assert!(
        plan.schema_changes[0].to_string().contains("Body"),
        "{plan:?}"
    );
    assert_eq!(plan.counts.updated, 1);
    let report = world.push().await;
    assert_eq!(
        (report.counts.updated, report.exit_code()),
        (1, 0),
        "{}",
        report.to_text()
    );
    let id = World::data_source(&report, "notes");
    assert_eq!(text(&world.page(&id, "1").await, "Body"), "body of a");
}

#[tokio::test]
async fn an_unknown_data_source_is_an_error_and_a_missing_one_needs_permission() {
    let mut world = World::new(NOTES, notes(&[]));
    world.config = NOTES.replace(
        "name = \"notes\"",
        "name = \"notes\"\ndata_source = \"0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111\"",
    );
    let error = message(&world).await;
    assert!(
        error.contains("0f5b4a3c-2d1e-81aa-9d54-d3a3c2a0e111"),
        "{error}"
    );
    assert!(error.contains("shared with the connection"), "{error}");
    world.config = NOTES.to_owned();
    world.options.create_missing = false;
    let error = message(&world).await;
    assert!(error.contains("--create-missing"), "{error}");
    world.options = Options {
        create_missing: true,
        ..Options::default()
    };
    let error = message(&world).await;
    assert!(error.contains("no page for it is named"), "{error}");
}

#[tokio::test]
async fn a_data_source_is_found_by_its_database_too() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    world.push().await;
    let root = ListBlockChildren::new(world.emulator.root_page_id());
    let children = world.client.send(&root).await.unwrap().results;
    let Some(Element::Valid(block)) = children.into_iter().next() else {
        panic!("no block")
    };
    world.config = NOTES.replace(
        "name = \"notes\"",
        &format!("name = \"notes\"\ndata_source = \"{}\"", block.id),
    );
    assert_eq!(world.push().await.counts.unchanged, 1);
}

#[tokio::test]
async fn values_notion_cannot_hold_fail_their_row_with_a_reason() {
    let config = r#"
        [[table]]
        name = "things"
        [table.columns]
        name = "Name"
        size = "Size"
        kind = { property = "Kind", type = "select" }
        link = { property = "Link", type = "url" }
        note = "Note"
        owner = { property = "Owner", type = "people" }
    "#;
    let columns = [
        ("id", ColumnKind::Integer),
        ("name", ColumnKind::Text),
        ("size", ColumnKind::Decimal),
        ("kind", ColumnKind::Text),
        ("link", ColumnKind::Text),
        ("note", ColumnKind::Text),
        ("owner", ColumnKind::Text),
    ];
    let thing = |id: i64, cells: &[(&str, Cell)]| {
        let mut row = row(&[("id", n(id)), ("name", t("x"))]);
        row.extend(super::world::row(cells));
        row
    };
    let mut broken = thing(5, &[]);
    let error = CellError::NotUtf8 { at: 3, byte: 0xff };
    broken.insert("note".to_owned(), unreadable(error));
    let rows = [
        thing(
            1,
            &[("size", Cell::Number("9007199254740993".parse().unwrap()))],
        ),
        thing(2, &[("kind", t("a, b"))]),
        thing(3, &[("link", t(&"u".repeat(2_001)))]),
        thing(4, &[("note", t(&"n".repeat(200_001)))]),
        broken,
        thing(
            6,
            &[
                ("note", t(&"🚀".repeat(90_000))),
                ("name", t(&"🚀".repeat(90_000))),
            ],
        ),
        thing(7, &[("owner", t("nobody@example.org"))]),
        thing(8, &[("note", t("fine")), ("owner", t("ada@example.org"))]),
    ];
    let world = World::new(
        config,
        MemorySource::new().table(table("things", &columns), rows),
    );
    world.emulator.add_person("Ada", "ada@example.org").unwrap();
    let report = world.push().await;
    assert_eq!(
        (report.counts.failed, report.counts.created),
        (6, 2),
        "{}",
        report.to_text()
    );
    let reason = |key: &str| {
        let problem = report
            .problems
            .iter()
            .find(|problem| problem.key == key)
            .unwrap();
        (problem.reason.clone(), problem.field.clone())
    };
    let field = |name: &str| Some(name.to_owned());
    assert_eq!(reason("1"), ("lossy_number".to_owned(), field("Size")));
    assert_eq!(reason("2"), ("comma_in_option".to_owned(), field("Kind")));
    assert_eq!(reason("3"), ("too_long".to_owned(), field("Link")));
    assert_eq!(reason("4"), ("too_long".to_owned(), field("Note")));
    assert_eq!(reason("5"), ("unreadable".to_owned(), field("Note")));
    assert_eq!(reason("6"), ("row_too_large".to_owned(), None));
    // An unknown person fails the field, not the row.
    assert_eq!(reason("7"), ("unknown_person".to_owned(), field("Owner")));
    assert_eq!((report.field_failures, report.exit_code()), (1, 3));
    let again = world.push().await;
    assert_eq!(
        (again.writes, again.counts.unchanged),
        (0, 2),
        "{}",
        again.to_text()
    );
}

/// A hub with a heading, a callout and a database below them.
async fn hub(world: &World) -> PageId {
    let blocks = [
        BlockContent::heading(1, "Hub"),
        BlockContent::callout("📚", "arranged by hand"),
        BlockContent::paragraph("below"),
    ];
    let page = NewPage::new(world.emulator.root_page_id())
        .title("Hub")
        .children(blocks);
    world.client.send(&CreatePage::new(page)).await.unwrap().id
}

fn protect(world: &mut World, page: &PageId) {
    world.config = format!("[pages.hub]\nid = \"{page}\"\nrole = \"dashboard\"\n{NOTES}");
}

#[tokio::test]
async fn a_protected_page_is_unchanged_by_a_push() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    let page = hub(&world).await;
    // A database that stands on the hub, made before the page was declared protected.
    world.options.parent = Some(page.clone());
    let made = world.engine().unwrap().create_data_sources().await.unwrap();
    assert_eq!(made.len(), 1);
    protect(&mut world, &page);
    let report = world.push().await;
    assert_eq!(report.counts.created, 1, "{}", report.to_text());
    let protected = &report.protected[0];
    assert_eq!(
        (
            protected.name.as_str(),
            protected.blocks,
            protected.unchanged
        ),
        ("hub", 4, true)
    );
}

#[tokio::test]
async fn no_database_is_created_on_a_protected_page() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    let page = hub(&world).await;
    protect(&mut world, &page);
    world.options.parent = Some(page);
    let error = world.try_push().await.unwrap_err();
    assert!(matches!(error, Error::ProtectedPage { .. }), "{error}");
    assert_eq!(error.exit_code(), 4);
    assert!(error.to_string().contains("\"hub\""), "{error}");
}

#[tokio::test]
async fn a_change_of_a_protected_page_during_the_run_stops_it_and_names_the_block() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    let page = hub(&world).await;
    protect(&mut world, &page);
    let list = ListBlockChildren::new(page.clone());
    let blocks = world.client.send(&list).await.unwrap().results;
    let Some(Element::Valid(heading)) = blocks.into_iter().next() else {
        panic!("no block")
    };

    /// Deletes a block of the hub while the rows are pushed.
    struct Vandal(recto_emulator::Emulator, recto_api::ids::BlockId);
    impl recto_sync::progress::Progress for Vandal {
        fn step(&self, step: Step) {
            if step == Step::DocumentNormalisation {
                let client = client(&self.0);
                let delete = DeleteBlock::new(self.1.clone());
                // In process, an answer is there at the first look.
                let sent = client.send(&delete).now_or_never();
                assert!(matches!(sent, Some(Ok(_))), "{sent:?}");
            }
        }
    }
    let vandal = Vandal(world.emulator.clone(), heading.id.clone());
    let error = world.engine().unwrap().push(&vandal).await.unwrap_err();
    assert_eq!(error.exit_code(), 4);
    let text = error.to_string();
    assert!(
        text.contains(heading.id.as_str()) && text.contains("is gone"),
        "{text}"
    );
    let Error::StructureChanged { report, .. } = error else {
        panic!("{text}")
    };
    assert_eq!(
        (report.counts.created, report.protected[0].unchanged),
        (1, false)
    );
}

#[tokio::test]
async fn the_guard_refuses_a_protected_page_and_what_stands_on_it() {
    let mut world = World::new(NOTES, notes(&[]));
    let page = hub(&world).await;
    protect(&mut world, &page);
    let engine = world.engine().unwrap();
    let list = ListBlockChildren::new(page.clone());
    let blocks = world.client.send(&list).await.unwrap().results;
    let Some(Element::Valid(callout)) = blocks.into_iter().nth(1) else {
        panic!("no block")
    };
    let inner = AppendChildren::new([BlockContent::paragraph("inside")]);
    let made = world
        .client
        .send(&AppendBlockChildren::new(callout.id, inner))
        .await
        .unwrap();
    let Some(Element::Valid(inside)) = made.results.into_iter().next() else {
        panic!("no block")
    };
    for id in [page.clone().into(), inside.id] {
        let error = engine
            .guard()
            .refuse_within(&world.client, &id, "append to it")
            .await
            .unwrap_err();
        assert_eq!(error.exit_code(), 4, "{error}");
    }
    let root = world.emulator.root_page_id().into();
    engine
        .guard()
        .refuse_within(&world.client, &root, "append to it")
        .await
        .unwrap();
}
