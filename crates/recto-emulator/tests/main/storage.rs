//! Workspaces in files.

use std::fs;
use std::path::Path;

use recto_emulator::{Emulator, Error};
use serde_json::json;

use crate::support::World;
use crate::tables::{id, page, row, table, title};

fn open(path: &Path) -> Result<Emulator, Error> {
    Emulator::builder().file(path).seed_ids(3).start()
}

fn world(path: &Path) -> World {
    let mut world = World::new();
    world.emulator = open(path).unwrap();
    world
}

#[test]
fn a_workspace_is_there_again_with_its_token() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    let (token, home, row_id, table_id) = {
        let world = world(&path);
        let table = table(
            &world,
            "T",
            &json!({"Name": {"title": {}}, "Tag": {"select": {}}}),
        );
        let made = row(
            &world,
            &table,
            &json!({"Name": title("kept"), "Tag": {"select": {"name": "x"}}}),
        );
        (
            world.emulator.token().to_owned(),
            world.home(),
            id(&made),
            table,
        )
    };
    let world = world(&path);
    assert_eq!(world.emulator.token(), token);
    assert_eq!(world.home(), home);
    let read = world.get(&page(&row_id));
    assert_eq!(read["properties"]["Name"]["title"][0]["plain_text"], "kept");
    assert_eq!(read["properties"]["Tag"]["select"]["name"], "x");
    let next = row(&world, &table_id, &json!({}));
    assert_ne!(id(&next), row_id, "one seed does not make an id twice");
}

#[test]
fn a_file_in_use_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    let first = open(&path).unwrap();
    let refused = open(&path).unwrap_err();
    assert!(matches!(refused, Error::InUse { .. }), "{refused}");
    assert!(
        refused.to_string().contains("w.recto is in use"),
        "{refused}"
    );
    drop(first);
    open(&path).unwrap();
}

#[test]
fn what_is_no_workspace_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    for content in ["short".to_owned(), "not a database ".repeat(100)] {
        fs::write(&path, &content).unwrap();
        let refused = open(&path).unwrap_err();
        assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
}

#[test]
fn another_programs_database_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("other.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1;")
        .unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    let refused = open(&path).unwrap_err();
    assert!(
        refused.to_string().contains("another program's database"),
        "{refused}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    drop(open(&path).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE;")
        .unwrap();
    drop(connection);
    let before = fs::read(&path).unwrap();
    match open(&path).unwrap_err() {
        Error::Newer { found, .. } => assert_eq!(found, 99),
        other => panic!("{other}"),
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    {
        let world = world(&path);
        let table = table(&world, "T", &json!({"Name": {"title": {}}}));
        for number in 0..200 {
            row(
                &world,
                &table,
                &json!({"Name": title(&format!("row {number}"))}),
            );
        }
    }
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let refused = open(&path).unwrap_err();
    assert!(matches!(refused, Error::Damaged { .. }), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_directory_or_a_missing_place_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("no/such/place/w.recto");
    let refused = open(&missing).unwrap_err();
    assert!(matches!(refused, Error::Open { .. }), "{refused}");
}

#[test]
fn what_was_answered_is_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    let world = world(&path);
    let table = table(&world, "T", &json!({"Name": {"title": {}}}));
    let made = row(&world, &table, &json!({"Name": title("kept")}));
    // What a process that was killed here would leave behind.
    let left = dir.path().join("left.recto");
    fs::copy(&path, &left).unwrap();
    fs::copy(
        dir.path().join("w.recto-wal"),
        dir.path().join("left.recto-wal"),
    )
    .unwrap();
    let again = self::world(&left);
    let read = again.get(&page(&id(&made)));
    assert_eq!(read["properties"]["Name"]["title"][0]["plain_text"], "kept");
}

#[test]
fn one_seed_does_not_make_an_option_id_twice() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.recto");
    let option = |world: &World, table: &str, name: &str| {
        let sent = json!({"properties": {"Tag": {"select": {"options": [{"name": name}]}}}});
        let read = world.patch(&crate::tables::source(table), &sent);
        id(&read["properties"]["Tag"]["select"]["options"][0])
    };
    let table = {
        let world = world(&path);
        let schema = json!({"Name": {"title": {}}, "Tag": {"select": {}}});
        table(&world, "T", &schema)
    };
    // Nothing but options is made in these: each begins with as many nodes as the other.
    let first = option(&world(&path), &table, "a");
    let second = option(&world(&path), &table, "b");
    assert_ne!(first, second);
}
