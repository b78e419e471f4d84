//! Each wrong input gets a message that says what, where and what to do.

use std::io::Write;
use std::path::Path;

use recto_sync::source::{
    CellError, PostgresSource, RowQuery, Source, SourceError, SqliteSource, read_all,
};
use recto_sync::state::{PostgresState, SqliteState, StateError};
use recto_sync::value::Value;

use crate::support::{cluster, secret};

fn says(error: &dyn std::fmt::Display, parts: &[&str]) {
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is missing in: {message}");
    }
}

fn database(sql: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ops.db");
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    directory
}

fn open(directory: &tempfile::TempDir) -> SqliteSource {
    SqliteSource::open(&directory.path().join("ops.db")).unwrap()
}

#[test]
fn a_missing_file_is_named() {
    let error = SqliteSource::open(Path::new("/nowhere/ops.db")).unwrap_err();
    says(
        &error,
        &[
            "/nowhere/ops.db",
            "No such file",
            "check the path in [source]",
        ],
    );
    let error = SqliteSource::open(Path::new("/")).unwrap_err();
    says(&error, &["it is a directory"]);
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&[b'x'; 4096]).unwrap();
    let error = SqliteSource::open(file.path()).unwrap_err();
    assert!(matches!(error, SourceError::Corrupt { .. }), "{error}");
    says(
        &error,
        &[
            &file.path().display().to_string(),
            "restore it from a backup",
        ],
    );
}

#[tokio::test]
async fn missing_tables_and_columns_get_a_suggestion() {
    let directory = database("create table projects (id integer primary key, name text)");
    let source = open(&directory);
    let error = read_all(&source, RowQuery::new("porjects"))
        .await
        .unwrap_err();
    says(
        &error,
        &["no table \"porjects\"", "did you mean \"projects\"?"],
    );
    let error = read_all(&source, RowQuery::new("projects").columns(["nam"]))
        .await
        .unwrap_err();
    says(
        &error,
        &[
            "\"projects\" has no column \"nam\"",
            "did you mean \"name\"?",
        ],
    );
    let error = read_all(&source, RowQuery::new("invoices"))
        .await
        .unwrap_err();
    assert!(!error.to_string().contains("did you mean"), "{error}");
}

#[tokio::test]
async fn a_table_without_key_needs_one() {
    let directory = database("create table log (at text, line text)");
    let source = open(&directory);
    let error = read_all(&source, RowQuery::new("log")).await.unwrap_err();
    says(&error, &["\"log\" has no primary key", "key = ["]);
}

#[tokio::test]
async fn wrong_text_fails_its_row_only() {
    let directory = database(
        "create table notes (code text primary key, body text, done boolean, due date);
         insert into notes values ('a', 'fine', 1, '2026-05-01'),
             ('b', cast(x'6162ff' as text), 2, 'soon'),
             (cast(x'fe' as text), 'key', 0, null), (cast(x'ff' as text), 'key', 0, 20260501);",
    );
    let source = open(&directory);
    for batch in 1..=5 {
        let query = RowQuery {
            batch,
            ..RowQuery::new("notes")
        };
        let rows = read_all(&source, query).await.unwrap();
        assert_eq!(rows.len(), 4);
        assert!(rows[0].values.values().all(Result::is_ok));
        let error = rows[1].values["body"].as_ref().unwrap_err();
        assert_eq!(*error, CellError::NotUtf8 { at: 2, byte: 0xff });
        says(
            error,
            &["not UTF-8", "byte 2: 0xff", "correct the stored text"],
        );
        says(
            rows[1].values["done"].as_ref().unwrap_err(),
            &["\"2\" is not a value of type boolean"],
        );
        says(
            rows[1].values["due"].as_ref().unwrap_err(),
            &["\"soon\" is not a value of type date"],
        );
        assert!(rows[2].values["code"].is_err() && rows[2].values["body"].is_ok());
        assert!(rows[3].values["due"].is_err());
    }
}

#[tokio::test]
async fn wrong_text_in_postgres_fails_its_row_only() {
    let Some(cluster) = cluster() else { return };
    let make = "create database ascii encoding 'SQL_ASCII' template template0";
    cluster.psql("postgres", make).unwrap();
    cluster
        .psql(
            "ascii",
            r"create table notes (id int primary key, body text, tags text[]);
              insert into notes values (1, 'naïve', '{é}'), (2, E'ab\xff', null)",
        )
        .unwrap();
    let source = PostgresSource::connect(&secret(cluster.url("ascii")), None)
        .await
        .unwrap();
    let rows = read_all(&source, RowQuery::new("notes")).await.unwrap();
    assert_eq!(
        rows[0].values["body"].as_ref().unwrap().to_string(),
        "naïve"
    );
    assert_eq!(rows[0].values["tags"].as_ref().unwrap().to_string(), "é");
    assert_eq!(
        rows[1].values["body"],
        Err(CellError::NotUtf8 { at: 2, byte: 0xff })
    );
}

#[tokio::test]
async fn an_unreachable_server_is_named_without_its_password() {
    let url = secret("postgres://ada:hunter2@127.0.0.1:1/ops");
    let error = PostgresSource::connect(&url, None).await.unwrap_err();
    says(
        &error,
        &[
            "PostgreSQL database ops at 127.0.0.1:1",
            "refused",
            "check that the server runs",
        ],
    );
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let error = PostgresState::connect(&url, None).await.unwrap_err();
    says(&error, &["ops at 127.0.0.1:1, schema recto", "refused"]);
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let error = PostgresSource::connect(&secret("ops.db"), None)
        .await
        .unwrap_err();
    says(
        &error,
        &["[source]", "postgres://user:password@host:5432/database"],
    );
}

#[tokio::test]
async fn a_server_that_refuses_is_explained() {
    let Some(mut cluster) = cluster() else { return };
    let wrong = format!(
        "postgres://locked:hunter2@127.0.0.1:{}/postgres",
        cluster.port()
    );
    let error = PostgresSource::connect(&secret(wrong), None)
        .await
        .unwrap_err();
    says(
        &error,
        &[
            "password authentication failed",
            "check the user and the password",
        ],
    );
    assert!(!error.to_string().contains("hunter2"));

    let error = PostgresSource::connect(&secret(cluster.url("oops")), None)
        .await
        .unwrap_err();
    says(
        &error,
        &["\"oops\" does not exist", "check the database's name"],
    );

    cluster.psql("postgres", "create role guest login").unwrap();
    cluster
        .psql("postgres", "create table pay (id int primary key)")
        .unwrap();
    let guest = format!("postgres://guest@127.0.0.1:{}/postgres", cluster.port());
    let source = PostgresSource::connect(&secret(guest.clone()), None)
        .await
        .unwrap();
    let error = read_all(&source, RowQuery::new("pay")).await.unwrap_err();
    assert!(matches!(error, SourceError::Denied { .. }), "{error:?}");
    says(
        &error,
        &[
            "table \"pay\"",
            "permission denied",
            "grant the user SELECT",
        ],
    );
    let error = PostgresState::connect(&secret(guest), None)
        .await
        .unwrap_err();
    says(
        &error,
        &["permission denied", "create schema \"recto\" authorization"],
    );

    let socket = secret(cluster.socket_url("postgres"));
    let source = PostgresSource::connect(&socket, None).await.unwrap();
    cluster.stop().unwrap();
    let error = source.introspect().await.unwrap_err();
    assert!(matches!(error, SourceError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn a_state_that_is_something_else_is_refused() {
    let directory = database("create table projects (id integer primary key)");
    let path = directory.path().join("ops.db");
    let error = SqliteState::open(&path).unwrap_err();
    says(
        &error,
        &["ops.db", "a database with other tables", "move it away"],
    );

    let error = SqliteState::open(&directory.path().join("no/state.db")).unwrap_err();
    says(
        &error,
        &["there is no directory", "check the path in [state]"],
    );

    std::fs::write(&path, [b'x'; 4096]).unwrap();
    let error = SqliteState::open(&path).unwrap_err();
    assert!(matches!(error, StateError::Corrupt { .. }), "{error}");
    says(&error, &["ops.db", "restore it from a backup"]);
}

#[tokio::test]
async fn a_newer_state_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    drop(SqliteState::open(&path).unwrap());
    let sql = "update meta set value = '99'";
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute(sql, [])
        .unwrap();
    let error = SqliteState::open(&path).unwrap_err();
    assert!(
        matches!(error, StateError::Newer { found: 99, .. }),
        "{error}"
    );
    says(
        &error,
        &["state.db has format 99", "reads up to 1", "newer one"],
    );

    let Some(cluster) = cluster() else { return };
    let url = secret(cluster.create_database("ops").unwrap());
    drop(PostgresState::connect(&url, None).await.unwrap());
    cluster
        .psql("ops", "update recto.meta set value = '99'")
        .unwrap();
    let error = PostgresState::connect(&url, None).await.unwrap_err();
    assert!(
        matches!(error, StateError::Newer { found: 99, .. }),
        "{error}"
    );
    cluster
        .psql("ops", "update recto.meta set value = 'x'")
        .unwrap();
    let error = PostgresState::connect(&url, None).await.unwrap_err();
    assert!(matches!(error, StateError::Corrupt { .. }), "{error}");
    let error = PostgresState::connect(&url, Some("pg_catalog"))
        .await
        .unwrap_err();
    assert!(matches!(error, StateError::Corrupt { .. }), "{error}");
}

#[test]
fn a_broken_snapshot_is_no_value() {
    assert!(serde_json::from_str::<Value>(r#"{"type":"number","value":"12x"}"#).is_err());
    assert!(serde_json::from_str::<Value>(r#"{"type":"colour","value":"red"}"#).is_err());
}
