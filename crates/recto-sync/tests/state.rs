//! All states do the same: in memory, in SQLite, in PostgreSQL.

mod suite;

use recto_sync::state::{MemoryState, PostgresState, SqliteState, State, StateError};

use crate::support::{cluster, secret};

#[tokio::test]
async fn memory_conforms() {
    suite::all(|| async { Box::new(MemoryState::new()) as Box<dyn State> }).await;
}

#[tokio::test]
async fn sqlite_conforms() {
    suite::all(|| async { Box::new(SqliteState::memory().unwrap()) as Box<dyn State> }).await;
    let directory = tempfile::tempdir().unwrap();
    let number = std::cell::Cell::new(0);
    suite::all(|| {
        number.set(number.get() + 1);
        let path = directory.path().join(format!("{}.db", number.get()));
        async move { Box::new(SqliteState::open(&path).unwrap()) as Box<dyn State> }
    })
    .await;
}

#[tokio::test]
async fn postgres_conforms() {
    let Some(cluster) = cluster() else { return };
    let url = secret(cluster.create_database("ops").unwrap());
    let number = std::cell::Cell::new(0);
    suite::all(|| {
        number.set(number.get() + 1);
        let schema = format!("State {}", number.get());
        let url = url.clone();
        async move {
            let state = PostgresState::connect(&url, Some(&schema)).await.unwrap();
            Box::new(state) as Box<dyn State>
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_is_found_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let first = SqliteState::open(&path).unwrap();
    let (lease, intent) = suite::begin_one(&first).await;
    drop(first);
    let second = SqliteState::open(&path).unwrap();
    let open = second.open_intents(lease.sync).await.unwrap();
    assert_eq!(
        open.iter().map(|intent| intent.id).collect::<Vec<_>>(),
        [intent]
    );
}

#[tokio::test]
async fn a_schema_is_found_again_and_by_many_at_once() {
    let Some(mut cluster) = cluster() else { return };
    let url = secret(cluster.create_database("ops").unwrap());
    let opened = (0..8).map(|_| PostgresState::connect(&url, None));
    for state in futures::future::join_all(opened).await {
        state.unwrap();
    }
    let first = PostgresState::connect(&url, None).await.unwrap();
    let (lease, intent) = suite::begin_one(&first).await;
    let second = PostgresState::connect(&url, None).await.unwrap();
    let open = second.open_intents(lease.sync).await.unwrap();
    assert_eq!(
        open.iter().map(|intent| intent.id).collect::<Vec<_>>(),
        [intent]
    );

    cluster
        .psql(
            "ops",
            "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'recto'",
        )
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(
        second.links(lease.sync).await.unwrap(),
        [],
        "it connects again"
    );

    cluster.stop().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let error = second.links(lease.sync).await.unwrap_err();
    assert!(matches!(error, StateError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn a_broken_row_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let state = SqliteState::open(&path).unwrap();
    let (lease, _) = suite::begin_one(&state).await;
    suite::save_one(&state, &lease).await;
    let sql = "update link set base = '{'";
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute(sql, [])
        .unwrap();
    let error = state.links(lease.sync).await.unwrap_err();
    assert!(matches!(error, StateError::Corrupt { .. }), "{error}");
    assert!(error.to_string().contains("\"1\""), "{error}");
}
