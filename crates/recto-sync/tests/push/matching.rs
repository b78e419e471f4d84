//! Pages that are there already: adopted, ambiguous, taken, twice, gone.

use recto_api::endpoint::UpdatePage;
use recto_api::page::PagePatch;
use recto_api::property::PropertyValue;
use recto_sync::state::SqliteState;

use super::world::*;

const FALLBACK: &str = r#"
    [[table]]
    name = "notes"
    fallback_key = ["Name"]
    [table.columns]
    name = { property = "Name", type = "title" }
    body = "Body"
"#;

fn name(text: &str) -> (&'static str, PropertyValue) {
    ("Name", PropertyValue::title(text))
}

fn external(text: &str) -> (&'static str, PropertyValue) {
    ("External ID", PropertyValue::rich_text(text))
}

#[tokio::test]
async fn a_page_with_the_fallback_key_is_adopted_and_stamped() {
    let mut world = World::new(FALLBACK, notes(&[]));
    let id = World::data_source(&world.push().await, "notes");
    let theirs = world.make(&id, &[name("  Disk FULL ")]).await;
    world.rows("notes").push(note(1, "Disk full"));
    let report = world.push().await;
    assert_eq!(
        (report.counts.adopted, report.writes),
        (1, 1),
        "{}",
        report.to_text()
    );
    let page = world.page(&id, "1").await;
    assert_eq!(
        (page.id.clone(), text(&page, "Name")),
        (theirs, "Disk full".to_owned())
    );
    assert_eq!(world.push().await.counts.unchanged, 1);
}

#[tokio::test]
async fn ambiguous_keys_and_collisions_are_reported_and_not_written() {
    let mut world = World::new(FALLBACK, notes(&[]));
    let id = World::data_source(&world.push().await, "notes");
    world.make(&id, &[name("twice")]).await;
    world.make(&id, &[name("twice")]).await;
    world
        .make(&id, &[name("taken"), external("of another system")])
        .await;
    world
        .rows("notes")
        .extend([note(1, "twice"), note(2, "taken"), note(3, "new")]);
    let plan = world.plan().await;
    assert_eq!(
        (plan.counts.ambiguous_key, plan.counts.key_collision),
        (1, 1)
    );
    let report = world.push().await;
    let counts = report.counts;
    assert_eq!(
        (counts.ambiguous_key, counts.key_collision, counts.created),
        (1, 1, 1)
    );
    assert_eq!((report.writes, report.exit_code()), (1, 3));
    assert!(
        report.problems[0]
            .message
            .contains("2 pages have the same Name")
    );
    assert!(report.problems[1].message.contains("\"of another system\""));
}

#[tokio::test]
async fn two_pages_with_one_external_id_are_reported_and_the_oldest_is_kept() {
    let world = World::new(NOTES, notes(&[(1, "a")]));
    let id = World::data_source(&world.push().await, "notes");
    let first = world.page(&id, "1").await.id;
    world.later(3);
    let second = world.make(&id, &[name("a"), external("1")]).await;
    let report = world.push().await;
    assert_eq!(
        (report.counts.unchanged, report.writes),
        (1, 0),
        "{}",
        report.to_text()
    );
    let warning = report
        .warnings
        .iter()
        .find(|line| line.contains("external id \"1\""));
    assert!(
        warning.is_some_and(|line| line.contains(second.as_str())),
        "{:?}",
        report.warnings
    );

    // With the state lost, the oldest is the row's again.
    let mut world = world;
    world.state = std::sync::Arc::new(SqliteState::memory().unwrap());
    let report = world.push().await;
    assert_eq!(
        (report.counts.adopted, report.writes),
        (1, 0),
        "{}",
        report.to_text()
    );
    let linked = world.push().await;
    assert_eq!(linked.counts.unchanged, 1);
    world.rows("notes")[0] = note(1, "changed");
    world.push().await;
    let pages = world.pages(&id).await;
    let changed = pages["1"].iter().find(|page| page.id == first).unwrap();
    assert_eq!(text(changed, "Name"), "changed");
}

#[tokio::test]
async fn a_lost_state_is_found_again_without_a_write() {
    let mut world = World::new(NOTES, notes(&[(1, "a"), (2, "b"), (3, "c")]));
    world.push().await;
    world.state = std::sync::Arc::new(SqliteState::memory().unwrap());
    let report = world.push().await;
    assert_eq!(
        (report.counts.adopted, report.writes),
        (3, 0),
        "{}",
        report.to_text()
    );
    assert!(
        report.schema_changes.is_empty(),
        "the database is found by its title"
    );
}

#[tokio::test]
async fn a_page_in_the_trash_is_reported_and_comes_back_with_its_link() {
    let world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    let id = World::data_source(&world.push().await, "notes");
    let page = world.page(&id, "1").await.id;
    let trash = |yes| UpdatePage::new(page.clone(), PagePatch::default().in_trash(yes));
    world.client.send(&trash(true)).await.unwrap();
    let report = world.push().await;
    assert_eq!(
        (report.counts.in_trash, report.counts.unchanged),
        (1, 1),
        "{}",
        report.to_text()
    );
    assert_eq!((report.writes, report.exit_code()), (0, 3));
    world.client.send(&trash(false)).await.unwrap();
    let report = world.push().await;
    assert_eq!(
        (report.counts.unchanged, report.exit_code()),
        (2, 0),
        "{}",
        report.to_text()
    );
}

#[tokio::test]
async fn a_page_whose_row_got_another_key_is_taken_over() {
    let mut world = World::new(NOTES, notes(&[(1, "a")]));
    let id = World::data_source(&world.push().await, "notes");
    let page = world.page(&id, "1").await.id;
    // The row is gone; a person gave its page to the row that came instead.
    world.rows("notes")[0] = note(2, "a");
    world.edit(&page, "External ID", external("2").1).await;
    let report = world.push().await;
    assert_eq!(
        (report.counts.adopted, report.exit_code()),
        (1, 0),
        "{}",
        report.to_text()
    );
    assert_eq!(world.page(&id, "2").await.id, page);
    assert_eq!(world.push().await.counts.unchanged, 1);
}

#[tokio::test]
async fn an_external_id_that_a_person_removed_is_put_back() {
    let world = World::new(NOTES, notes(&[(1, "a")]));
    let id = World::data_source(&world.push().await, "notes");
    let page = world.page(&id, "1").await.id;
    world.edit(&page, "External ID", external("").1).await;
    let report = world.push().await;
    assert_eq!(
        (report.counts.updated, report.counts.created),
        (1, 0),
        "{}",
        report.to_text()
    );
    assert_eq!(world.page(&id, "1").await.id, page);
}

#[tokio::test]
async fn links_do_not_outlive_their_data_source_even_if_a_plan_saw_the_change_first() {
    let mut world = World::new(NOTES, notes(&[(1, "a"), (2, "b")]));
    world.push().await;
    // Another data source that holds the same rows, made with a state of its own.
    let state = std::mem::replace(
        &mut world.state,
        std::sync::Arc::new(SqliteState::memory().unwrap()),
    );
    world.config = NOTES.replace(
        "name = \"notes\"",
        "name = \"notes\"\ndata_source = \"Other\"",
    );
    let other = World::data_source(&world.push().await, "notes");
    world.state = state;
    world.config = NOTES.replace(
        "name = \"notes\"",
        &format!("name = \"notes\"\ndata_source = \"{other}\""),
    );
    world.plan().await;
    let report = world.push().await;
    assert_eq!(report.counts.adopted, 2, "{}", report.to_text());
    assert_eq!(world.push().await.counts.unchanged, 2);
}
