//! What every state must do.

use std::time::Duration;

use jiff::Timestamp;
use recto_sync::state::{
    IntentId, IntentState, ItemOutcome, Lease, LeaseRequest, Link, LinkState, Mode, NewIntent,
    Operation, Outcome, RunItem, RunStatus, State, StateError, SyncSpec, Verdict,
};
use recto_sync::value::{Moment, Number, Snapshot, Value, digest};

const MINUTE: Duration = Duration::from_secs(60);

/// Runs every check, each on a state of its own.
pub(crate) async fn all<F, S>(make: F)
where
    F: Fn() -> S,
    S: Future<Output = Box<dyn State>>,
{
    syncs_are_found_again(make().await.as_ref()).await;
    one_holder_at_a_time(make().await.as_ref()).await;
    a_dead_holder_can_be_evicted(make().await.as_ref()).await;
    a_lost_lease_writes_nothing(make().await.as_ref()).await;
    links_come_back_whole(make().await.as_ref()).await;
    rows_do_not_share_pages(make().await.as_ref()).await;
    intents_settle_once(make().await.as_ref()).await;
    settling_is_all_or_nothing(make().await.as_ref()).await;
    intents_can_be_sent_again(make().await.as_ref()).await;
    runs_are_reported(make().await.as_ref()).await;
    old_intents_are_forgotten(make().await.as_ref()).await;
    many_at_once(make().await.as_ref()).await;
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_790_000_000_123 + seconds * 1_000).unwrap()
}

fn spec(table: &str) -> SyncSpec {
    SyncSpec {
        table: table.to_owned(),
        mode: Mode::Push,
        config_hash: "c1".to_owned(),
        data_source_id: None,
    }
}

async fn lease(state: &dyn State, table: &str) -> Lease {
    let sync = state.open_sync(spec(table)).await.unwrap();
    state
        .acquire(LeaseRequest::new(sync.id, "one", at(0), MINUTE))
        .await
        .unwrap()
}

fn intent(row_key: &str) -> NewIntent {
    NewIntent {
        row_key: row_key.to_owned(),
        external_id: format!("tasks:{row_key}"),
        operation: Operation::Create,
        page_id: None,
        payload_hash: "p".to_owned(),
        at: at(1),
    }
}

fn done(intent: IntentId, page: &str, link: Link) -> Outcome {
    let item = RunItem {
        page_id: Some(page.to_owned()),
        detail: Some(serde_json::json!({"Name": [null, "a\u{0}b"]})),
        ..RunItem::new("tasks", &link.row_key, ItemOutcome::Created)
    };
    let link = Link {
        page_id: Some(page.to_owned()),
        state: LinkState::Linked,
        ..link
    };
    let verdict = Verdict::Done {
        page_id: page.to_owned(),
    };
    Outcome {
        intent,
        verdict,
        link: Some(link),
        item: Some(item),
    }
}

pub(crate) async fn begin_one(state: &dyn State) -> (Lease, IntentId) {
    let lease = lease(state, "tasks").await;
    let ids = state.begin_intents(&lease, &[intent("1")]).await.unwrap();
    (lease, ids[0])
}

pub(crate) async fn save_one(state: &dyn State, lease: &Lease) {
    let link = Link {
        base: Some(Snapshot::new()),
        ..Link::new("1", "tasks:1")
    };
    state.save_links(lease, &[link]).await.unwrap();
}

async fn syncs_are_found_again(state: &dyn State) {
    let first = state.open_sync(spec("tasks")).await.unwrap();
    let other = state.open_sync(spec("people")).await.unwrap();
    assert_ne!(first.id, other.id);
    assert_eq!((first.previous_config_hash, first.epoch), (None, 0));

    let changed = SyncSpec {
        config_hash: "c2".to_owned(),
        data_source_id: Some("d1".to_owned()),
        ..spec("tasks")
    };
    let second = state.open_sync(changed.clone()).await.unwrap();
    assert_eq!(second.id, first.id);
    assert_eq!(second.previous_config_hash.as_deref(), Some("c1"));
    assert_eq!(second.previous_data_source_id, None, "there was none");

    let unknown = SyncSpec {
        data_source_id: None,
        ..changed.clone()
    };
    let third = state.open_sync(unknown).await.unwrap();
    assert_eq!(third.previous_config_hash, None);
    assert_eq!(
        third.spec.data_source_id.as_deref(),
        Some("d1"),
        "a known one is kept"
    );

    let moved = SyncSpec {
        data_source_id: Some("d2".to_owned()),
        ..changed
    };
    let fourth = state.open_sync(moved).await.unwrap();
    assert_eq!(fourth.previous_data_source_id.as_deref(), Some("d1"));
}

async fn one_holder_at_a_time(state: &dyn State) {
    let first = lease(state, "tasks").await;
    assert_eq!((first.epoch, first.until), (1, at(60)));
    assert_eq!(first.remaining(at(20)), Duration::from_secs(40));
    assert_eq!(first.remaining(at(90)), Duration::ZERO);

    let request = |holder, now| LeaseRequest::new(first.sync, holder, now, MINUTE);
    let error = state.acquire(request("two", at(59))).await.unwrap_err();
    assert!(error.is_lease());
    let message = error.to_string();
    for part in ["one", "\"tasks\"", &at(60).to_string()] {
        assert!(message.contains(part), "{message}");
    }
    // Another table is another matter.
    lease(state, "people").await;

    let renewed = state.renew(&first, at(120)).await.unwrap();
    assert_eq!((renewed.epoch, renewed.until), (1, at(120)));
    state.acquire(request("two", at(61))).await.unwrap_err();
    let second = state.acquire(request("two", at(120))).await.unwrap();
    assert_eq!(second.epoch, 2);
    let error = state.renew(&renewed, at(300)).await.unwrap_err();
    assert!(matches!(error, StateError::LeaseLost { .. }), "{error}");

    // A lost lease gives nothing back; a held one does.
    state.release(&renewed).await.unwrap();
    state.acquire(request("three", at(121))).await.unwrap_err();
    state.release(&second).await.unwrap();
    let third = state.acquire(request("three", at(121))).await.unwrap();
    assert_eq!(third.epoch, 3);
}

async fn a_dead_holder_can_be_evicted(state: &dyn State) {
    let first = lease(state, "tasks").await;
    let mut request = LeaseRequest::new(first.sync, "two", at(1), MINUTE);
    request.evict = Some("somebody else".to_owned());
    state.acquire(request.clone()).await.unwrap_err();
    request.evict = Some("one".to_owned());
    assert_eq!(state.acquire(request).await.unwrap().epoch, 2);
}

async fn a_lost_lease_writes_nothing(state: &dyn State) {
    let (old, id) = begin_one(state).await;
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let request = LeaseRequest::new(old.sync, "two", at(600), MINUTE);
    let new = state.acquire(request).await.unwrap();
    let link = Link::new("1", "tasks:1");
    let outcome = done(id, "page", link.clone());
    let errors = [
        state
            .save_links(&old, std::slice::from_ref(&link))
            .await
            .unwrap_err(),
        state.begin_intents(&old, &[intent("2")]).await.unwrap_err(),
        state
            .settle(&old, run, std::slice::from_ref(&outcome))
            .await
            .unwrap_err(),
        state.resend(&old, id, at(2)).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, StateError::LeaseLost { .. }), "{error}");
    }
    assert_eq!(state.links(old.sync).await.unwrap(), []);
    assert_eq!(state.open_intents(old.sync).await.unwrap().len(), 1);
    assert_eq!(state.run_items(run).await.unwrap(), []);
    // The new holder settles what the old one began.
    state.settle(&new, run, &[outcome]).await.unwrap();
    assert_eq!(state.open_intents(old.sync).await.unwrap(), []);
}

async fn links_come_back_whole(state: &dyn State) {
    let lease = lease(state, "tasks").await;
    let base = Snapshot::from([
        ("Name".to_owned(), Value::text("naïve \u{0} 🚀 \"quoted\"")),
        (
            "Cost".to_owned(),
            Value::Number(Number::parse("9007199254740993.25").unwrap()),
        ),
        (
            "Due".to_owned(),
            Value::Date(Moment::parse("2026-05-01").unwrap().into()),
        ),
        ("Tags".to_owned(), Value::list(["b", "a"])),
        ("None".to_owned(), Value::Empty),
    ]);
    let link = Link {
        page_id: Some("p1".to_owned()),
        state: LinkState::Linked,
        base_hash: Some(digest(&base)),
        base: Some(base),
        notion_seen_minute: Some("2026-05-01T10:00:00.000Z".to_owned()),
        row_version: Some("7".to_owned()),
        last_push_hash: Some("h".to_owned()),
        last_ok_at: Some(at(5)),
        ..Link::new("b", "tasks:b")
    };
    let bare = Link::new("a", "tasks:a");
    state
        .save_links(&lease, &[link.clone(), bare.clone()])
        .await
        .unwrap();
    assert_eq!(
        state.links(lease.sync).await.unwrap(),
        [bare.clone(), link.clone()]
    );

    let changed = Link {
        base: None,
        page_id: None,
        state: LinkState::Tombstone,
        ..link
    };
    state
        .save_links(&lease, std::slice::from_ref(&changed))
        .await
        .unwrap();
    assert_eq!(state.links(lease.sync).await.unwrap(), [bare, changed]);
    assert_eq!(
        state
            .links(super::suite::lease(state, "people").await.sync)
            .await
            .unwrap(),
        []
    );
}

async fn rows_do_not_share_pages(state: &dyn State) {
    let tasks = lease(state, "tasks").await;
    let link = |key: &str, id: &str, page: Option<&str>| Link {
        page_id: page.map(str::to_owned),
        ..Link::new(key, id)
    };
    state
        .save_links(
            &tasks,
            &[link("1", "x1", Some("p1")), link("2", "x2", None)],
        )
        .await
        .unwrap();
    for wrong in [link("3", "x3", Some("p1")), link("3", "x1", Some("p3"))] {
        let fine = link("4", "x4", None);
        let error = state.save_links(&tasks, &[fine, wrong]).await.unwrap_err();
        assert!(matches!(error, StateError::Conflict { .. }), "{error}");
    }
    assert_eq!(
        state.links(tasks.sync).await.unwrap().len(),
        2,
        "all or nothing"
    );
    // Rows without a page do not share one, and another table's pages are its own.
    state
        .save_links(&tasks, &[link("3", "x3", None)])
        .await
        .unwrap();
    let people = lease(state, "people").await;
    state
        .save_links(&people, &[link("1", "x1", Some("p1"))])
        .await
        .unwrap();
}

async fn intents_settle_once(state: &dyn State) {
    let lease = lease(state, "tasks").await;
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let update = NewIntent {
        operation: Operation::Update,
        page_id: Some("p2".to_owned()),
        ..intent("2")
    };
    let new = [intent("1"), update, intent("3")];
    let ids = state.begin_intents(&lease, &new).await.unwrap();
    let open = state.open_intents(lease.sync).await.unwrap();
    assert_eq!(open.iter().map(|intent| intent.id).collect::<Vec<_>>(), ids);
    assert_eq!(
        open.iter()
            .map(|intent| intent.new.clone())
            .collect::<Vec<_>>(),
        new
    );
    assert_eq!(open[0].state, IntentState::Sending);
    assert_eq!(
        (open[0].epoch, open[0].attempt, open[0].sent_at),
        (1, 1, at(1))
    );

    let refused = Outcome {
        intent: ids[1],
        verdict: Verdict::Failed {
            error: "400".to_owned(),
        },
        link: None,
        item: Some(RunItem {
            reason: Some("validation_error".to_owned()),
            field: Some("Name".to_owned()),
            message: Some("too long".to_owned()),
            request_id: Some("r".to_owned()),
            ..RunItem::new("tasks", "2", ItemOutcome::Failed)
        }),
    };
    let outcomes = [done(ids[0], "p1", Link::new("1", "tasks:1")), refused];
    state.settle(&lease, run, &outcomes).await.unwrap();
    let open = state.open_intents(lease.sync).await.unwrap();
    assert_eq!(
        open.iter().map(|intent| intent.id).collect::<Vec<_>>(),
        [ids[2]]
    );
    let links = state.links(lease.sync).await.unwrap();
    assert_eq!(links, [outcomes[0].link.clone().unwrap()]);
    let items: Vec<RunItem> = outcomes
        .iter()
        .filter_map(|outcome| outcome.item.clone())
        .collect();
    assert_eq!(state.run_items(run).await.unwrap(), items);

    let error = state.settle(&lease, run, &outcomes[..1]).await.unwrap_err();
    assert!(matches!(error, StateError::Missing { .. }), "{error}");
    assert_eq!(state.run_items(run).await.unwrap().len(), 2, "settled once");
}

async fn settling_is_all_or_nothing(state: &dyn State) {
    let lease = lease(state, "tasks").await;
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let ids = state
        .begin_intents(&lease, &[intent("1"), intent("2")])
        .await
        .unwrap();
    let outcomes = [
        done(ids[0], "same page", Link::new("1", "tasks:1")),
        done(ids[1], "same page", Link::new("2", "tasks:2")),
    ];
    let error = state.settle(&lease, run, &outcomes).await.unwrap_err();
    assert!(matches!(error, StateError::Conflict { .. }), "{error}");
    assert_eq!(state.open_intents(lease.sync).await.unwrap().len(), 2);
    assert_eq!(state.links(lease.sync).await.unwrap(), []);
    assert_eq!(state.run_items(run).await.unwrap(), []);
}

async fn intents_can_be_sent_again(state: &dyn State) {
    let (first, id) = begin_one(state).await;
    let request = LeaseRequest::new(first.sync, "two", at(600), MINUTE);
    let second = state.acquire(request).await.unwrap();
    state.resend(&second, id, at(601)).await.unwrap();
    let open = state.open_intents(first.sync).await.unwrap();
    assert_eq!(
        (open[0].attempt, open[0].sent_at, open[0].epoch),
        (2, at(601), 2)
    );
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let verdict = Verdict::Abandoned {
        error: "no page was made".to_owned(),
    };
    let outcome = Outcome {
        intent: id,
        verdict,
        link: None,
        item: None,
    };
    state.settle(&second, run, &[outcome]).await.unwrap();
    let error = state.resend(&second, id, at(602)).await.unwrap_err();
    assert!(matches!(error, StateError::Missing { .. }), "{error}");
}

async fn runs_are_reported(state: &dyn State) {
    let first = state
        .start_run("c1".into(), "plan".into(), at(0))
        .await
        .unwrap();
    let second = state
        .start_run("c2".into(), "push".into(), at(10))
        .await
        .unwrap();
    let items = [
        RunItem::new("tasks", "1", ItemOutcome::Unchanged),
        RunItem::new("tasks", "2", ItemOutcome::PendingDelete),
    ];
    state.save_items(second, &items).await.unwrap();
    let counts = serde_json::json!({"unchanged": 1, "pending_delete": 1});
    state
        .finish_run(second, RunStatus::Partial, counts.clone(), at(20))
        .await
        .unwrap();
    assert_eq!(state.run_items(second).await.unwrap(), items);
    assert_eq!(state.run_items(first).await.unwrap(), []);

    let runs = state.last_runs(10).await.unwrap();
    assert_eq!(
        runs.iter().map(|run| run.id).collect::<Vec<_>>(),
        [second, first]
    );
    assert_eq!(runs[0].counts, Some(counts));
    assert_eq!(
        (runs[0].status, runs[0].finished_at),
        (RunStatus::Partial, Some(at(20)))
    );
    assert_eq!(
        (runs[1].status, runs[1].finished_at),
        (RunStatus::Running, None)
    );
    assert_eq!(
        (runs[1].command.as_str(), runs[1].config_hash.as_str()),
        ("plan", "c1")
    );
    assert_eq!(state.last_runs(1).await.unwrap().len(), 1);
    let error = state
        .finish_run(
            recto_sync::state::RunId(999),
            RunStatus::Done,
            serde_json::json!({}),
            at(0),
        )
        .await
        .unwrap_err();
    assert!(matches!(error, StateError::Missing { .. }), "{error}");
}

async fn old_intents_are_forgotten(state: &dyn State) {
    let (lease, open) = begin_one(state).await;
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let ids = state.begin_intents(&lease, &[intent("2")]).await.unwrap();
    state
        .settle(&lease, run, &[done(ids[0], "p", Link::new("2", "tasks:2"))])
        .await
        .unwrap();
    let later = 31 * 24 * 60 * 60;
    state
        .start_run("c".into(), "push".into(), at(later))
        .await
        .unwrap();
    let left = state.open_intents(lease.sync).await.unwrap();
    assert_eq!(
        left.iter().map(|intent| intent.id).collect::<Vec<_>>(),
        [open],
        "an open one stays"
    );
}

async fn many_at_once(state: &dyn State) {
    let lease = lease(state, "tasks").await;
    let run = state
        .start_run("c".into(), "push".into(), at(0))
        .await
        .unwrap();
    let keys: Vec<String> = (0..500).map(|number| format!("{number:04}")).collect();
    let new: Vec<NewIntent> = keys.iter().map(|key| intent(key)).collect();
    let ids = state.begin_intents(&lease, &new).await.unwrap();
    assert!(ids.is_sorted());
    let outcomes: Vec<Outcome> = ids
        .iter()
        .zip(&keys)
        .map(|(&id, key)| {
            done(
                id,
                &format!("page {key}"),
                Link::new(key, format!("tasks:{key}")),
            )
        })
        .collect();
    state.settle(&lease, run, &outcomes).await.unwrap();
    let links = state.links(lease.sync).await.unwrap();
    assert_eq!(
        links.iter().map(|link| &link.row_key).collect::<Vec<_>>(),
        keys.iter().collect::<Vec<_>>()
    );
    let items = state.run_items(run).await.unwrap();
    assert_eq!(
        items.iter().map(|item| &item.row_key).collect::<Vec<_>>(),
        keys.iter().collect::<Vec<_>>()
    );
    assert_eq!(state.open_intents(lease.sync).await.unwrap(), []);
}
