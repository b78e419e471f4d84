//! `recto.toml` and what surrounds it.

use recto_sync::config::{
    Config, ConfigError, Direction, LinkConfig, OneOrMany, PropertyKind, Role, Target,
};
use recto_sync::secrets::{Environment, Location, SecretRef};
use secrecy::ExposeSecret;

const FULL: &str = r#"
[notion]
token = "env:NOTION_TOKEN"
base_url = "http://127.0.0.1:8787"
parent = "hub"
requests_per_minute = 120

[source]
url = "env:DATABASE_URL"
schema = "ops"
time_zone = "Europe/Athens"

[state]
path = "state.db"

[ids]
hub = "0123456789abcdef0123456789ABCDEF"
tasks = "main tasks"
"main tasks" = "https://www.notion.so/acme/Tasks-11111111222233334444555555555555?v=6666"

[pages.hub]
role = "dashboard"

[pages.notes]
id = "https://www.notion.so/Notes-aaaaaaaabbbbccccddddeeeeeeeeeeee"
protected = true

[pages.journal]
id = "aaaaaaaa-0000-4000-8000-000000000000"
role = "report"

[push]
settle = 5

[[table]]
name = "people"
create_missing = true
[table.columns]
full_name = { property = "Name", type = "title" }
email = { property = "E-mail", type = "email" }

[[table]]
name = "tasks"
data_source = "tasks"
external_id = "Key"
fallback_key = ["Name", "Subsystem"]
direction = "push"
manage_schema = true

[table.columns]
title = "Name"
subsystem = { property = "Subsystem", type = "select" }
cost = { property = "Cost", type = "number", format = "euro", allow_lossy = true }
"due at" = { property = "Due", time_zone = "America/St_Johns" }
owner_id = { property = "Owner", table = "people", two_way = "Tasks" }
labels = { property = "Labels", type = "multi_select", separator = "," }

[[table.links]]
join_table = "task_people"
local = "task_id"
foreign = ["person_id"]
property = "People"
two_way = "All tasks"

[table.document]
title = "title"
subsystem = "subsystem"
subsystems = { "db" = "Database" }
"#;

fn environment() -> Environment {
    Environment::new([("NOTION_TOKEN", "ntn_secret"), ("EMPTY", "")]).directory("/etc/recto")
}

fn wrong(text: &str) -> String {
    Config::parse("recto.toml", text).unwrap_err().to_string()
}

#[test]
fn everything_can_be_said() {
    let config = Config::parse("recto.toml", FULL).unwrap();
    let token = SecretRef::Env("NOTION_TOKEN".to_owned());
    assert_eq!(config.notion.token, Some(token));
    assert_eq!(config.notion.requests_per_minute, Some(120));
    let url = Location::Secret(SecretRef::Env("DATABASE_URL".to_owned()));
    assert_eq!(config.source.url, Some(url));
    assert_eq!(config.pages["journal"].role, Some(Role::Report));
    assert_eq!((config.push.settle, config.push.server_life), (5, 60));

    let people = config.table("people").unwrap();
    assert_eq!(people.title_column(), Some("full_name"));
    assert_eq!(people.external_id, "External ID");
    assert_eq!(people.database_title(), "People");
    let tasks = config.table("tasks").unwrap();
    assert_eq!(
        (tasks.direction, tasks.create_missing),
        (Direction::Push, false)
    );
    let columns: Vec<&str> = tasks.columns.iter().map(|(name, _)| name).collect();
    let order = ["title", "subsystem", "cost", "due at", "owner_id", "labels"];
    assert_eq!(columns, order, "in the order of the file");
    let cost = tasks.columns.get("cost").unwrap();
    assert_eq!(cost.kind, Some(PropertyKind::Number));
    assert!(cost.allow_lossy);
    assert_eq!(tasks.columns.get("title").unwrap().property, "Name");
    let link = LinkConfig {
        join_table: "task_people".to_owned(),
        local: OneOrMany(vec!["task_id".to_owned()]),
        foreign: OneOrMany(vec!["person_id".to_owned()]),
        table: None,
        property: "People".to_owned(),
        two_way: Some("All tasks".to_owned()),
    };
    assert_eq!(tasks.links, [link]);
    assert_eq!(
        tasks.document.as_ref().unwrap().subsystems["db"],
        "Database"
    );
}

#[test]
fn a_table_has_a_digest_of_its_own() {
    let digests = |text: &str| {
        let config = Config::parse("recto.toml", text).unwrap();
        config
            .tables
            .iter()
            .map(|table| table.digest())
            .collect::<Vec<_>>()
    };
    let before = digests(FULL);
    assert_eq!(before, digests(&FULL.replace("settle = 5", "settle = 6")));
    let after = digests(&FULL.replace("format = \"euro\"", "format = \"dollar\""));
    assert_eq!(before[0], after[0]);
    assert_ne!(before[1], after[1]);
}

#[test]
fn an_unknown_key_is_shown_in_its_line() {
    let text = FULL.replace("create_missing", "create_mising");
    let message = wrong(&text);
    let line = text
        .lines()
        .position(|line| line.contains("create_mising"))
        .unwrap()
        + 1;
    for part in [
        format!("recto.toml:{line}:1: unknown key \"create_mising\""),
        "did you mean \"create_missing\"?".to_owned(),
        format!("{line} | create_mising = true\n"),
    ] {
        assert!(
            message.contains(&part),
            "{part:?} is missing in:\n{message}"
        );
    }
    assert!(message.ends_with("| ^"), "{message}");
}

#[test]
fn wrong_lines_are_explained() {
    for (from, to, parts) in [
        (
            "two_way = \"Tasks\"",
            "twoway = \"Tasks\"",
            &["\"two_way\"?", "owner_id = "][..],
        ),
        (
            "type = \"select\"",
            "type = \"selekt\"",
            &["unknown value \"selekt\"", "\"select\"?"],
        ),
        (
            "role = \"report\"",
            "role = \"dashbord\"",
            &["did you mean \"dashboard\"?"],
        ),
        (
            "direction = \"push\"",
            "direction = \"pull\"",
            &["unknown value \"pull\"", "push"],
        ),
        (
            "cost = { property = \"Cost\", ",
            "cost = { ",
            &["missing field `property`", "cost ="],
        ),
        (
            "settle = 5",
            "settle = \"5\"",
            &["settle = \"5\"", "expected u64"],
        ),
        ("settle = 5", "settle = ", &["settle ="]),
        (
            "name = \"people\"",
            "nam = \"people\"",
            &["unknown key \"nam\"; did you mean \"name\"?"],
        ),
        (
            "name = \"tasks\"",
            "name = \"people\"",
            &["two [[table]] sections (numbers 1 and 2)"],
        ),
        (
            "\"Subsystem\"]",
            "\"Subsytem\"]",
            &["which no column fills; did you mean \"Subsystem\"?"],
        ),
        (
            "property = \"People\"",
            "property = \"Cost\"",
            &["filled from \"cost\" already"],
        ),
        (
            "property = \"Due\"",
            "property = \"Key\"",
            &["filled from \"external_id\" already"],
        ),
        (
            "America/St_Johns",
            "America/Nowhere",
            &["no IANA time zone", "\"due at\" ="],
        ),
        (
            "table = \"people\"",
            "table = \"poeple\"",
            &["no [[table]]; did you mean \"people\"?"],
        ),
        (
            "role = \"dashboard\"",
            "role = \"dashboard\"\nprotected = false",
            &["always protected", "protected = false"],
        ),
        (
            "path = \"state.db\"",
            "path = \"s.db\"\ntime_zone = \"UTC\"",
            &["belongs to [source]"],
        ),
        (
            "path = \"state.db\"",
            "path = \"s.db\"\nurl = \"env:U\"",
            &["both `url` and `path`"],
        ),
        ("http://127", "127", &["base_url must begin with"]),
        (
            "requests_per_minute = 120",
            "requests_per_minute = 0",
            &["at least 1"],
        ),
        (
            "title = \"title\"",
            "title = \"titel\"",
            &["does not map \"titel\"; did you mean \"title\"?"],
        ),
        (
            "title = \"Name\"",
            "title = { property = \"Name\", type = \"title\" }\n\
            x = { property = \"X\", type = \"title\" }",
            &["one title, and \"title\" is it"],
        ),
        (
            "type = \"number\"",
            "type = \"number\", two_way = \"X\"",
            &["belong to `type"],
        ),
    ] {
        let text = FULL.replacen(from, to, 1);
        assert_ne!(text, FULL, "{from}");
        let message = wrong(&text);
        assert!(message.starts_with("recto.toml:"), "{message}");
        for part in parts {
            assert!(message.contains(part), "{part:?} is missing in:\n{message}");
        }
    }
    let message = wrong("[[table]]\nname = \"t\"\n");
    assert!(
        message.contains("recto.toml:2:1: table \"t\" maps no column"),
        "{message}"
    );
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    for (from, to) in [
        ("token = \"env:NOTION_TOKEN\"", "token = \"ntn_hunter2\""),
        (
            "url = \"env:DATABASE_URL\"",
            "url = \"postgres://ada:hunter2@localhost/ops\"",
        ),
        (
            "url = \"env:DATABASE_URL\"",
            "url = \"host=localhost password=hunter2\"",
        ),
    ] {
        let message = wrong(&FULL.replace(from, to));
        assert!(message.contains("must not stand in this file"), "{message}");
        assert!(message.contains("\"env:"), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
    let text = FULL.replace("url = \"env:DATABASE_URL\"", "url = \"postgres:///ops\"");
    assert!(
        Config::parse("recto.toml", &text).is_ok(),
        "a URL without password may stay"
    );
}

#[test]
fn aliases_become_ids() {
    let config = Config::parse("recto.toml", FULL).unwrap();
    let environment = environment();
    let hub = "01234567-89ab-cdef-0123-456789abcdef";
    let tasks = "11111111-2222-3333-4444-555555555555";
    assert_eq!(config.parent(&environment).unwrap().as_deref(), Some(hub));
    let protected = config.protected_pages(&environment).unwrap();
    let notes = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    assert_eq!(
        protected,
        [("hub".into(), hub.into()), ("notes".into(), notes.into())]
    );
    assert_eq!(
        config
            .target(&environment, config.table("tasks").unwrap())
            .unwrap(),
        Target::Id(tasks.to_owned())
    );
    let people = config.table("people").unwrap();
    assert_eq!(
        config.target(&environment, people).unwrap(),
        Target::Title("People".into())
    );

    let file = r#"{"people": {"database_id": "22222222222233334444555555555555"}, "x": "y"}"#;
    let environment = environment
        .ids_file("notion_database_ids.json", file)
        .unwrap();
    let id = "22222222-2222-3333-4444-555555555555";
    assert_eq!(
        config.target(&environment, people).unwrap(),
        Target::Id(id.into())
    );
    let error = config.id(&environment, "x").unwrap_err().to_string();
    for part in [
        "\"x\"",
        "notion_database_ids.json",
        "\"y\"",
        "32 hexadecimal digits",
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn the_environment_goes_first() {
    let config = Config::parse("recto.toml", FULL).unwrap();
    let id = |n: u8| format!("{n:032x}");
    let shown = |n: u8| format!("00000000-0000-0000-0000-{n:012x}");
    let read = |environment: &Environment| config.id(environment, "main tasks").unwrap().unwrap();
    let json = format!(r#"{{"main tasks": "{}"}}"#, id(3));
    let environment = Environment::default().ids_file("ids.json", &json).unwrap();
    assert_eq!(
        read(&environment),
        "11111111-2222-3333-4444-555555555555",
        "[ids] before the file"
    );
    let dotenv = format!("RECTO_ID_MAIN_TASKS={}\n", id(2));
    let environment = environment.dotenv(".env", &dotenv).unwrap();
    assert_eq!(read(&environment), shown(2));
    let environment = Environment::new([("RECTO_ID_MAIN_TASKS", id(1))])
        .dotenv(".env", &dotenv)
        .unwrap();
    assert_eq!(read(&environment), shown(1));
}

#[test]
fn an_unknown_alias_is_explained() {
    let text = FULL.replace("parent = \"hub\"", "parent = \"hubb\"");
    let config = Config::parse("recto.toml", &text).unwrap();
    let error = config.parent(&environment()).unwrap_err();
    assert!(matches!(error, ConfigError::UnknownAlias { .. }));
    let message = error.to_string();
    for part in [
        "notion.parent \"hubb\"",
        "did you mean \"hub\"?",
        "[ids]",
        "RECTO_ID_HUBB",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let round = "[ids]\na = \"b\"\nb = \"a\"\n";
    let config = Config::parse("recto.toml", round).unwrap();
    assert!(config.id(&environment(), "a").is_err(), "no endless search");
}

#[test]
fn secrets_are_found_and_never_shown() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("token"), "ntn_file\n").unwrap();
    let environment = Environment::new([("TOKEN", "ntn_variable"), ("EMPTY", "")])
        .directory(directory.path())
        .dotenv(".env", "TOKEN=ntn_dotenv\nOTHER=ntn_other\n")
        .unwrap();
    let read = |reference: &str| {
        let reference = SecretRef::parse(reference).unwrap();
        environment
            .secret(&reference)
            .map(|secret| secret.expose_secret().to_owned())
    };
    assert_eq!(read("env:TOKEN").unwrap(), "ntn_variable");
    assert_eq!(read("env:OTHER").unwrap(), "ntn_other");
    assert_eq!(read("file:token").unwrap(), "ntn_file");
    let error = read("env:TOKKEN").unwrap_err().to_string();
    assert!(
        error.contains("no TOKKEN; did you mean \"TOKEN\"?"),
        "{error}"
    );
    assert!(
        read("env:EMPTY")
            .unwrap_err()
            .to_string()
            .contains("set it")
    );
    let error = read("file:nothing").unwrap_err().to_string();
    assert!(error.contains("nothing: No such file"), "{error}");
    assert!(!format!("{environment:?}").contains("ntn_"));
    assert!(SecretRef::parse("ntn_literal").is_none());
}

#[test]
fn a_wrong_id_file_is_explained() {
    for text in ["", "[]", r#"{"a": 1}"#, r#"{"a": {"name": "x"}}"#] {
        let error = Environment::default()
            .ids_file("ids.json", text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("ids.json: "), "{error}");
        assert!(error.contains(r#"write {"alias": "id", …}"#), "{error}");
    }
}
