//! Every kind of bad input: the message says what, where and what to do, and the code is right.

use recto_api::block::{AppendChildren, BlockContent};
use recto_api::database::NewDatabase;
use recto_api::endpoint::{AppendBlockChildren, CreateDatabase, CreatePage};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::page::NewPage;
use recto_api::property::{Empty, PropertyValue};
use recto_api::schema::{PropertySchema, Schema};

use crate::crash::stop_at;
use crate::support::{Ran, finish};
use crate::workshop::{ROWS, Workshop, runtime};

/// Asserts the code, and that stderr (or the report on stdout) says all of `words`.
#[track_caller]
fn says(ran: Ran, code: i32, words: &[&str]) -> Ran {
    let said = format!("{}{}", ran.stderr, ran.stdout);
    for word in words {
        assert!(said.contains(word), "{word:?} is not said:\n{ran:#?}");
    }
    ran.ends_with(code)
}

/// A database with `Name`, `Born` and `External ID`, but `Born` of the given type.
fn authors(workshop: &Workshop, born: PropertySchema) -> DataSourceId {
    let mut schema = Schema::new();
    schema.insert("Name", PropertySchema::Title(Empty::default()).into());
    schema.insert("Born", born.into());
    schema.insert(
        "External ID",
        PropertySchema::RichText(Empty::default()).into(),
    );
    let home = PageId::parse(&workshop.emulator.root_page_id).unwrap();
    let new = CreateDatabase::new(NewDatabase::new(home, "Writers", schema));
    let database = runtime().block_on(workshop.client().send(&new)).unwrap();
    database.data_sources.into_value().unwrap().remove(0).id
}

fn page(workshop: &Workshop, source: &DataSourceId, name: &str, id: &str) {
    let page = NewPage::new(source.clone())
        .property("Name", PropertyValue::title(name))
        .property("External ID", PropertyValue::rich_text(id));
    runtime()
        .block_on(workshop.client().send(&CreatePage::new(page)))
        .unwrap();
}

/// The authors alone, without relations, in an existing data source.
fn only_authors(workshop: &Workshop, source: &str, more: &str) {
    let config = format!(
        "[source]\npath = \"source.sqlite\"\n\n[push]\nserver_life = 0\nsettle = 0\n\n\
         [[table]]\nname = \"authors\"\ndata_source = \"{source}\"\n{more}\n\n\
         [table.columns]\nname = {{ property = \"Name\", type = \"title\" }}\n\
         born = {{ property = \"Born\", type = \"date\" }}\n"
    );
    std::fs::write(workshop.path("recto.toml"), config).unwrap();
}

#[test]
fn a_token_that_is_missing_or_malformed() {
    let workshop = Workshop::new();
    let ran = finish(workshop.command(&["push"]).env_remove("NOTION_TOKEN"));
    says(ran, 1, &["NOTION_TOKEN", ".env"]);
    let ran = finish(workshop.command(&["plan"]).env("NOTION_TOKEN", "hunter2"));
    let ran = says(ran, 1, &["NOTION_TOKEN", "ntn_", "secret_"]);
    assert!(
        !ran.stderr.contains("hunter2"),
        "a token is never repeated: {}",
        ran.stderr
    );
    let ran = finish(
        workshop
            .command(&["plan"])
            .env("NOTION_TOKEN", "ntn_wrongwrongwrong"),
    );
    says(ran, 1, &["token"]);
}

#[test]
fn a_token_in_the_configuration() {
    let workshop = Workshop::with("env:NOTION_TOKEN", "ntn_0123456789secret");
    let ran = says(
        workshop.run(&["plan"]),
        1,
        &["recto.toml", "env:NAME", "must not stand"],
    );
    assert!(
        !ran.stderr.contains("0123456789secret\"\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_unknown_key_is_shown_with_its_line() {
    let workshop = Workshop::with("create_missing = true", "creat_missing = true");
    says(
        workshop.run(&["plan"]),
        1,
        &[
            "recto.toml:20:1",
            "20 | creat_missing = true",
            "create_missing",
        ],
    );
}

#[test]
fn a_configuration_that_is_not_there() {
    let workshop = Workshop::new();
    says(
        workshop.run(&["push", "--config", "other.toml"]),
        1,
        &["other.toml", "--config"],
    );
}

#[test]
fn a_database_out_of_reach() {
    let missing = Workshop::with("path = \"source.sqlite\"", "path = \"gone.sqlite\"");
    says(
        missing.run(&["push"]),
        1,
        &["gone.sqlite", "check the path"],
    );
    // Port 1 of this machine: refused at once, nobody else is asked.
    let refused = Workshop::with(
        "path = \"source.sqlite\"",
        "url = \"postgres://ada@127.0.0.1:1/books\"",
    );
    says(refused.run(&["push"]), 1, &["127.0.0.1", "cannot reach"]);
}

#[test]
fn a_source_that_is_no_database() {
    let workshop = Workshop::new();
    std::fs::write(workshop.path("source.sqlite"), "dear diary, ".repeat(1_000)).unwrap();
    says(
        workshop.run(&["push"]),
        1,
        &["source.sqlite", "not a readable database"],
    );
}

#[test]
fn a_table_or_column_that_is_not_there() {
    let table = Workshop::with("name = \"books\"", "name = \"bokks\"");
    says(table.run(&["plan"]), 1, &["bokks", "books"]);
    let column = Workshop::with("genre = {", "gnre = {");
    says(column.run(&["plan"]), 1, &["gnre", "\"books\"", "genre"]);
}

#[test]
fn a_property_of_another_type() {
    let workshop = Workshop::new();
    let source = authors(&workshop, PropertySchema::Checkbox(Empty::default()));
    only_authors(&workshop, source.as_str(), "");
    says(
        workshop.run(&["push"]),
        1,
        &["Born", "checkbox", "date", "authors"],
    );
}

#[test]
fn a_data_source_nobody_knows() {
    let workshop = Workshop::new();
    only_authors(&workshop, "0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111", "");
    says(
        workshop.run(&["push"]),
        1,
        &["0f5b3c0a-81aa-4d54-9d54-d3a3c2a0e111", "share"],
    );
}

#[test]
fn a_data_source_that_is_missing_is_not_created_unasked() {
    let workshop = Workshop::with(
        "name = \"books\"\ncreate_missing = true",
        "name = \"books\"",
    );
    let before = workshop.run(&["plan"]);
    says(before, 1, &["books", "--create-missing"]);
    says(workshop.run(&["push", "--create-missing"]), 0, &["created"]);
}

#[test]
fn a_fallback_key_that_two_pages_share() {
    let workshop = Workshop::new();
    let source = authors(&workshop, PropertySchema::Date(Empty::default()));
    page(&workshop, &source, "Author 3 🖋", "");
    page(&workshop, &source, "Author 3 🖋", "");
    only_authors(&workshop, source.as_str(), "fallback_key = [\"Name\"]");
    let ran = says(workshop.run(&["push"]), 3, &["authors 3", "ambiguous"]);
    assert!(
        ran.stdout.contains('9'),
        "the others are created: {}",
        ran.stdout
    );
    assert_eq!(workshop.rows().len(), 2 + 9);
}

#[test]
fn two_pages_with_one_external_id() {
    let workshop = Workshop::new();
    let source = authors(&workshop, PropertySchema::Date(Empty::default()));
    only_authors(&workshop, source.as_str(), "");
    let plan = workshop
        .run(&["plan", "--format", "json"])
        .ends_with(2)
        .json();
    let id = plan["items"][2]["external_id"].as_str().unwrap().to_owned();
    page(&workshop, &source, "one", &id);
    page(&workshop, &source, "two", &id);
    // The row keeps the older page; the other is named, and left for a person to decide about.
    let push = says(
        workshop.run(&["push"]),
        0,
        &["external id", &format!("\"{id}\""), "clear"],
    );
    assert!(push.stdout.contains("1 adopted"), "{}", push.stdout);
    assert_eq!(workshop.rows().len(), 2 + 9);
}

#[test]
fn a_row_too_large_for_notion() {
    let workshop = Workshop::new();
    workshop.sql("update books set notes = replace(hex(zeroblob(250000)), '00', 'x') where id = 4");
    let ran = says(
        workshop.run(&["push", "--create-missing"]),
        3,
        &["books 4", "Notes", "too"],
    );
    assert!(
        ran.stdout.contains("34"),
        "the others are created: {}",
        ran.stdout
    );
}

#[test]
fn text_that_is_not_utf8() {
    let workshop = Workshop::new();
    workshop.sql("update books set title = cast(x'c328' as text) where id = 6");
    says(workshop.run(&["push"]), 3, &["books 6", "UTF-8"]);
    assert!(workshop.rows().len() >= ROWS - 1);
}

#[test]
fn a_state_that_is_no_state() {
    let workshop = Workshop::new();
    std::fs::write(workshop.path("state.sqlite"), "dear diary, ".repeat(1_000)).unwrap();
    says(
        workshop.run(&["push"]),
        1,
        &["state.sqlite", "not a readable state"],
    );
    assert_eq!(workshop.rows(), Vec::<String>::new());
}

#[test]
fn an_env_file_with_a_bad_line() {
    let workshop = Workshop::new();
    std::fs::write(
        workshop.path(".env"),
        "# mine\nNOTION_TOKEN ntn_verysecret\n",
    )
    .unwrap();
    let ran = says(workshop.run(&["plan"]), 1, &[".env:2", "NAME=value"]);
    assert!(!ran.stderr.contains("verysecret"), "{}", ran.stderr);
}

#[test]
fn a_protected_page_is_not_appended_to() {
    let workshop = Workshop::with("[source]", "[pages.hub]\nrole = \"dashboard\"\n\n[source]");
    let id = workshop.emulator.root_page_id.clone();
    let append = |page: &str| {
        let mut command = workshop.command(&["append", "--page", page, "One line.\n\nAnother."]);
        finish(command.env("RECTO_ID_HUB", &id))
    };
    says(append("hub"), 4, &["hub", "protected"]);
    // The same page by its id is the same page.
    says(append(&id), 4, &["hub", "protected"]);
    let mut other = NewPage::new(PageId::parse(&id).unwrap());
    other = other.title("Notes");
    let other = runtime()
        .block_on(workshop.client().send(&CreatePage::new(other)))
        .unwrap()
        .id;
    says(append(other.as_str()), 0, &["2 paragraphs"]);
    says(append("nobody"), 1, &["nobody", "RECTO_ID_NOBODY"]);
}

#[test]
fn a_dashboard_that_changes_meanwhile_stops_the_push() {
    let workshop = Workshop::with("[source]", "[pages.hub]\nrole = \"dashboard\"\n\n[source]");
    let home = PageId::parse(&workshop.emulator.root_page_id).unwrap();
    let hub = NewPage::new(home).title("Hub");
    let hub = runtime()
        .block_on(workshop.client().send(&CreatePage::new(hub)))
        .unwrap()
        .id;
    let go_on = workshop.path("go-on");
    let mut push = workshop.command(&["push", "--report", "report.json"]);
    push.env("RECTO_ID_HUB", hub.as_str())
        .env("RECTO_FAILPOINT_UNTIL", &go_on);
    let push = stop_at(push, "before-validation");
    // Somebody else edits the dashboard while the rows are pushed.
    let blocks = AppendChildren::new([BlockContent::heading(2, "Breaking news")]);
    let append = AppendBlockChildren::new(hub.clone(), blocks);
    runtime().block_on(workshop.client().send(&append)).unwrap();
    std::fs::write(go_on, "").unwrap();
    let output = push.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    // What was pushed before the guard saw it is still reported.
    let report = std::fs::read_to_string(workshop.path("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["created"], ROWS);
    assert_eq!(report["protected"][0]["unchanged"], false);
    assert!(String::from_utf8(output.stdout).unwrap().contains("total"));
    // Nothing else is wrong: the next push finds all as it should be.
    let mut again = workshop.command(&["push"]);
    says(
        finish(again.env("RECTO_ID_HUB", hub.as_str())),
        0,
        &["35 unchanged"],
    );
}
