//! A service that answers badly: nothing is created twice, nothing is lost.

use std::time::Duration;

use recto_api::endpoint::Operation;
use recto_emulator::Fault;

use super::world::*;

/// Virtual time: waits of a minute and a half pass at once.
macro_rules! world {
    () => {
        World::new(
            NOTES,
            notes(&[(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]),
        )
    };
}

async fn one_page_each(world: &World, report: &recto_sync::report::Report) {
    let pages = world.pages(&World::data_source(report, "notes")).await;
    assert_eq!(pages.len(), 5, "{}", report.to_text());
    assert!(pages.values().all(|pages| pages.len() == 1), "a page twice");
}

#[tokio::test(start_paused = true)]
async fn a_create_without_an_answer_is_looked_for_and_adopted() {
    for fault in [
        Fault::status(502),
        Fault::status(500),
        Fault::status(504),
        Fault::dropped(),
    ] {
        let world = world!();
        world
            .emulator
            .fault(fault.on(Operation::CreatePage).after_effect().nth(3));
        let begun = tokio::time::Instant::now();
        let report = world.push().await;
        assert!(
            begun.elapsed() >= Duration::from_secs(90),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(
            (report.counts.created, report.counts.adopted),
            (4, 1),
            "{}",
            report.to_text()
        );
        assert_eq!(report.exit_code(), 0, "{}", report.to_text());
        one_page_each(&world, &report).await;
        assert_eq!(world.push().await.writes, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_that_never_took_effect_is_sent_again_after_the_wait() {
    let world = world!();
    world
        .emulator
        .fault(Fault::status(502).on(Operation::CreatePage).nth(2));
    let begun = tokio::time::Instant::now();
    let report = world.push().await;
    assert!(
        begun.elapsed() >= Duration::from_secs(90),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (5, 0),
        "{}",
        report.to_text()
    );
    one_page_each(&world, &report).await;
}

#[tokio::test(start_paused = true)]
async fn a_create_that_never_gets_an_answer_is_left_to_the_next_push() {
    let world = world!();
    world
        .emulator
        .fault(Fault::status(502).on(Operation::CreatePage).nth(5).times(4));
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.counts.failed),
        (4, 1),
        "{}",
        report.to_text()
    );
    assert_eq!(report.problems[0].reason, "no_answer");
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (1, 0),
        "{}",
        report.to_text()
    );
    one_page_each(&world, &report).await;
}

#[tokio::test(start_paused = true)]
async fn a_saved_create_without_answer_counts_as_created() {
    let world = world!();
    world.emulator.fault(
        Fault::saved_without_answer()
            .on(Operation::CreatePage)
            .nth(2),
    );
    let begun = tokio::time::Instant::now();
    let report = world.push().await;
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "no recovery is needed"
    );
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (5, 0),
        "{}",
        report.to_text()
    );
    one_page_each(&world, &report).await;
}

#[tokio::test(start_paused = true)]
async fn rate_limits_and_conflicts_are_waited_out() {
    let world = world!();
    world
        .emulator
        .fault(Fault::rate_limited(7).on(Operation::CreatePage).nth(2));
    world
        .emulator
        .fault(Fault::overloaded(3).on(Operation::CreatePage).nth(4));
    world
        .emulator
        .fault(Fault::status(409).on(Operation::CreatePage).nth(5));
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.exit_code()),
        (5, 0),
        "{}",
        report.to_text()
    );
    assert!(report.retries >= 2, "{}", report.to_text());
    assert!(report.waited_seconds >= 7.0, "{}", report.to_text());
    one_page_each(&world, &report).await;
}

#[tokio::test(start_paused = true)]
async fn an_update_without_an_answer_is_sent_again() {
    for fault in [
        Fault::status(502).after_effect(),
        Fault::status(502),
        Fault::dropped(),
    ] {
        let mut world = world!();
        world.push().await;
        world.rows("notes")[1] = note(2, "changed");
        world.emulator.fault(fault.on(Operation::UpdatePage));
        let report = world.push().await;
        assert_eq!(
            (report.counts.updated, report.exit_code()),
            (1, 0),
            "{}",
            report.to_text()
        );
        assert_eq!(world.push().await.writes, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_database_whose_creation_got_no_answer_is_not_made_twice() {
    for fault in [
        Fault::status(502).after_effect(),
        Fault::status(502),
        Fault::saved_without_answer(),
    ] {
        let world = world!();
        world.emulator.fault(fault.on(Operation::CreateDatabase));
        let report = world.push().await;
        assert_eq!(
            (report.counts.created, report.exit_code()),
            (5, 0),
            "{}",
            report.to_text()
        );
        let plan = world.plan().await;
        assert!(!plan.has_changes(), "{}", plan.to_text(9));
        let root = world.emulator.root_page_id();
        let children = recto_api::endpoint::ListBlockChildren::new(root);
        assert_eq!(world.client.send(&children).await.unwrap().results.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_row_fails_with_the_services_words_and_the_others_go_on() {
    let world = world!();
    world.emulator.fault(
        Fault::answering(
            400,
            recto_api::error::ErrorCode::ValidationError,
            "body failed validation: Body is odd.",
            None,
        )
        .on(Operation::CreatePage)
        .nth(2),
    );
    let report = world.push().await;
    assert_eq!(
        (report.counts.created, report.counts.failed),
        (4, 1),
        "{}",
        report.to_text()
    );
    let problem = &report.problems[0];
    assert_eq!(problem.reason, "validation_error");
    assert_eq!(problem.field.as_deref(), Some("Body"));
    assert!(
        problem.message.contains("Body is odd"),
        "{}",
        problem.message
    );
    assert!(problem.request_id.is_some());
    assert_eq!(report.exit_code(), 3);
    // Nothing is left open: the next push simply creates it.
    let report = world.push().await;
    assert_eq!((report.counts.created, report.exit_code()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_create_in_doubt_whose_row_is_gone_is_given_up() {
    let mut world = world!();
    world
        .emulator
        .fault(Fault::status(502).on(Operation::CreatePage).nth(5).times(4));
    assert_eq!(world.push().await.counts.failed, 1);
    let sync = recto_sync::state::SyncSpec {
        table: "notes".to_owned(),
        mode: recto_sync::state::Mode::Push,
        config_hash: String::new(),
        data_source_id: None,
    };
    let sync = world.state.open_sync(sync).await.unwrap().id;
    assert_eq!(world.state.open_intents(sync).await.unwrap().len(), 1);
    world.rows("notes").pop();
    // It may still appear.
    world.push().await;
    assert_eq!(world.state.open_intents(sync).await.unwrap().len(), 1);
    world.clock_forward(jiff::SignedDuration::from_mins(30));
    world.push().await;
    assert_eq!(world.state.open_intents(sync).await.unwrap().len(), 0);
}
