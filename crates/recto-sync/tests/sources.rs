//! SQLite and PostgreSQL give the same rows for the same data.

mod fixture;

use recto_sync::source::{
    Cell, CellError, ColumnKind, PostgresSource, Row, RowQuery, Source, SourceError, SqliteSource,
    Table, find_table, read_all,
};

use recto_sync::test_support::Cluster;

use crate::support::{cluster, secret};

/// A source with what it lives on.
struct Made {
    source: Box<dyn Source>,
    _file: Option<tempfile::NamedTempFile>,
    _cluster: Option<Cluster>,
}

/// Makes the fixture in SQLite, and in PostgreSQL where there is one.
async fn sources() -> Vec<Made> {
    let file = fixture::sqlite(fixture::SQLITE);
    let source = Box::new(SqliteSource::open(file.path()).unwrap());
    let mut made = vec![Made {
        source,
        _file: Some(file),
        _cluster: None,
    }];
    if let Some(cluster) = cluster() {
        let url = secret(cluster.create_database("ops").unwrap());
        cluster.psql("ops", fixture::POSTGRES).unwrap();
        let source = Box::new(PostgresSource::connect(&url, None).await.unwrap());
        made.push(Made {
            source,
            _file: None,
            _cluster: Some(cluster),
        });
    }
    made
}

async fn table(source: &dyn Source, name: &str) -> Table {
    find_table(&source.introspect().await.unwrap(), name)
        .unwrap()
        .clone()
}

fn keys(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.key.as_str()).collect()
}

#[tokio::test]
async fn the_same_data_gives_the_same_rows() {
    let sources = sources().await;
    let mut seen: Vec<(Vec<Table>, Vec<Vec<Row>>)> = Vec::new();
    for Made { source, .. } in &sources {
        let mut tables = source.introspect().await.unwrap();
        let mut rows = Vec::new();
        for table in &mut tables {
            rows.push(read_all(source.as_ref(), RowQuery::new(&table.name).key(["id"])).await);
            // SQLite has no type of that name, and a view there knows nothing of its columns.
            table
                .columns
                .retain(|column| !matches!(column.kind, ColumnKind::Other(_)));
        }
        let rows = rows
            .into_iter()
            .map(|rows| match rows {
                Ok(rows) => rows,
                // The join table has no column `id`.
                Err(SourceError::MissingColumn { .. }) => Vec::new(),
                Err(error) => panic!("{error}"),
            })
            .collect();
        seen.push((tables, rows));
    }
    for (tables, rows) in &seen[1..] {
        assert_eq!(tables, &seen[0].0);
        assert_eq!(rows, &seen[0].1);
    }
    assert_eq!(
        seen[0]
            .0
            .iter()
            .map(|table| table.name.as_str())
            .collect::<Vec<_>>(),
        ["people", "samples", "task_people", "tasks"]
    );
}

#[tokio::test]
async fn introspection_finds_keys() {
    for Made { source, .. } in sources().await {
        let tasks = table(source.as_ref(), "tasks").await;
        assert_eq!(tasks.primary_key, ["id"]);
        assert_eq!(tasks.unique, [vec!["code".to_owned()]]);
        let key = tasks.foreign_key(&["parent_id"]).unwrap();
        assert_eq!(
            (key.table.as_str(), key.target_columns.as_slice()),
            ("tasks", &["id".into()][..])
        );
        assert!(tasks.column("parent_id").unwrap().nullable);
        assert!(!tasks.column("code").unwrap().nullable);

        let links = table(source.as_ref(), "task_people").await;
        assert_eq!(links.primary_key, ["task_id", "person_id"]);
        let targets: Vec<_> = links
            .foreign_keys
            .iter()
            .map(|key| key.table.as_str())
            .collect();
        assert_eq!(targets, ["people", "tasks"]);
    }
}

#[tokio::test]
async fn cells_are_exact() {
    for Made { source, .. } in sources().await {
        let rows = read_all(source.as_ref(), RowQuery::new("samples"))
            .await
            .unwrap();
        let first = &rows[0];
        let shown = |name: &str| first.get(name).unwrap().unwrap().to_string();
        for (column, expected) in [
            ("flag", "true"),
            ("whole", "9007199254740993"),
            ("price", "12.1"),
            ("ratio", "0.1"),
            ("label", "naïve 🚀\nline | two"),
            ("day", "2024-02-29"),
            ("local_time", "2026-05-01T10:00:00.25"),
            ("instant", "2026-05-01T08:00:00Z"),
            ("tags", "a, b, b c"),
            ("numbers", "1, 2.5"),
            ("token", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
            ("data", "00ff10"),
            ("doc", r#"{"a":[1,2.5,null],"b":"x"}"#),
        ] {
            assert_eq!(shown(column), expected, "{column} of {}", source.describe());
        }
        let second = &rows[1];
        for column in [
            "flag", "whole", "price", "label", "day", "instant", "tags", "doc", "data",
        ] {
            assert_eq!(second.get(column), Some(Ok(&Cell::Null)), "{column}");
        }
        assert_eq!(rows[2].get("label"), Some(Ok(&Cell::Text(String::new()))));
    }
}

#[tokio::test]
async fn rows_come_by_key_in_batches() {
    for Made { source, .. } in sources().await {
        let source = source.as_ref();
        let by_id = read_all(source, RowQuery::new("tasks")).await.unwrap();
        assert_eq!(keys(&by_id), ["1", "2", "3", "10", "11"]);
        // By bytes, whatever the collation: capitals before small letters.
        let by_code = read_all(source, RowQuery::new("tasks").key(["code"]))
            .await
            .unwrap();
        assert_eq!(
            keys(&by_code),
            ["B-2", "T|1", "a-1", "a-2", "é"]
                .map(|key| { if key == "T|1" { r"T\|1" } else { key } })
        );
        for batch in 1..=6 {
            let query = RowQuery {
                batch,
                ..RowQuery::new("tasks").columns(["code"])
            };
            let rows = read_all(source, query).await.unwrap();
            assert_eq!(keys(&rows), keys(&by_id), "batches of {batch}");
            assert_eq!(rows[0].values.len(), 2, "the key column is read as well");
        }
        let pairs = read_all(source, RowQuery::new("task_people"))
            .await
            .unwrap();
        assert_eq!(keys(&pairs), ["1|1", "1|2", "2|1", "10|2"]);
        assert_eq!(pairs[3].key_of(&["person_id"]).as_deref(), Some("2"));
        let root = &by_id[0];
        assert_eq!(root.key_of(&["parent_id"]), None);
    }
}

#[tokio::test]
async fn two_reads_may_take_turns() {
    use futures::StreamExt;
    for Made { source, .. } in sources().await {
        let query = |table| RowQuery {
            batch: 1,
            ..RowQuery::new(table)
        };
        let mut tasks = source.rows(query("tasks"));
        let mut people = source.rows(query("people"));
        for _ in 0..2 {
            assert_eq!(tasks.next().await.unwrap().unwrap().len(), 1);
            assert_eq!(people.next().await.unwrap().unwrap().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_key_that_comes_again_is_refused_in_any_batch() {
    for Made { source, .. } in sources().await {
        for batch in 1..=5 {
            let query = RowQuery {
                batch,
                ..RowQuery::new("tasks").key(["title"])
            };
            let error = read_all(source.as_ref(), query).await.unwrap_err();
            assert!(
                matches!(&error, SourceError::RepeatedKey { key, .. } if key == "Same"),
                "batches of {batch}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn a_null_in_a_key_fails_its_row_only() {
    for Made { source, .. } in sources().await {
        let rows = read_all(source.as_ref(), RowQuery::new("people").key(["email"]))
            .await
            .unwrap();
        let wrong: Vec<&Row> = rows
            .iter()
            .filter(|row| row.values["email"] == Err(CellError::NullKey))
            .collect();
        assert_eq!((rows.len(), wrong.len()), (3, 1));
        assert!(matches!(&wrong[0].values["name"], Ok(Cell::Text(_))));
    }
}

#[tokio::test]
async fn a_consistent_read_sees_one_moment() {
    let file = fixture::sqlite(fixture::SQLITE);
    let source = SqliteSource::open(file.path()).unwrap();
    let writer = rusqlite::Connection::open(file.path()).unwrap();
    writer.pragma_update(None, "journal_mode", "wal").unwrap();
    source.begin().await.unwrap();
    writer.execute("delete from task_people", []).unwrap();
    let count = async || {
        read_all(&source, RowQuery::new("task_people"))
            .await
            .unwrap()
            .len()
    };
    assert_eq!(count().await, 4);
    source.end().await.unwrap();
    assert_eq!(count().await, 0);
    source.end().await.unwrap();

    let Some(cluster) = cluster() else { return };
    let url = cluster.create_database("ops").unwrap();
    cluster.psql("ops", fixture::POSTGRES).unwrap();
    let source = PostgresSource::connect(&secret(url), None).await.unwrap();
    source.begin().await.unwrap();
    cluster.psql("ops", "delete from task_people").unwrap();
    let count = async || {
        read_all(&source, RowQuery::new("task_people"))
            .await
            .unwrap()
            .len()
    };
    assert_eq!(count().await, 4);
    source.end().await.unwrap();
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn sources_are_never_written() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.create_database("ops").unwrap();
    cluster
        .psql(
            "ops",
            "create table t (id int primary key); create table u (id int);
        create view v as select count(setval('s', 7)) as id from t;",
        )
        .unwrap_err();
    cluster
        .psql(
            "ops",
            "create sequence s; create table t (id int primary key); insert into t values (1);
             create view v as select nextval('s') as id from t",
        )
        .unwrap();
    let source = PostgresSource::connect(&secret(url), None).await.unwrap();
    let error = read_all(&source, RowQuery::new("v").key(["id"]))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("read-only"), "{error}");
}

#[tokio::test]
async fn every_postgres_type_can_be_read() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.create_database("ops").unwrap();
    cluster.psql("ops", fixture::EXOTIC).unwrap();
    let source = PostgresSource::connect(&secret(url), Some("odd names"))
        .await
        .unwrap();
    let table = table(&source, "The \"Table\"").await;
    let kind = |name: &str| table.column(name).unwrap().kind.to_string();
    for (column, expected) in [
        ("mood", "text"),
        ("email", "text"),
        ("grid", "integer[]"),
        ("span", "interval"),
        ("range", "int4range"),
        ("moods", "text[]"),
    ] {
        assert_eq!(kind(column), expected, "{column}");
    }
    let rows = read_all(&source, RowQuery::new("The \"Table\""))
        .await
        .unwrap();
    let shown = |name: &str| match rows[0].get(name).unwrap() {
        Ok(cell) => cell.to_string(),
        Err(error) => format!("error: {error}"),
    };
    for (column, expected) in [
        ("mood", "glad"),
        ("email", "ada@example.org"),
        ("grid", "1, 2, 3, "),
        ("span", "P1Y2DT3H"),
        ("range", "[1,5)"),
        ("address", "10.0.0.1/32"),
        ("moods", "glad, sad"),
        ("tiny", "ab"),
        ("computed", "4"),
    ] {
        assert_eq!(shown(column), expected, "{column}");
    }
    for column in ["not_a_number", "forever", "long_ago"] {
        assert!(
            shown(column).contains("is not a value of type"),
            "{}",
            shown(column)
        );
    }
}
