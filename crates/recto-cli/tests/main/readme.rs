//! The README's `recto.toml` does what the README says of it.

use recto_api::endpoint::CreatePage;
use recto_api::ids::PageId;
use recto_api::page::NewPage;
use tempfile::TempDir;

use crate::support::{EmulatorProcess, finish, recto};
use crate::workshop::runtime;

const README: &str = include_str!("../../../../README.md");

#[test]
fn its_configuration_pushes_a_database_that_fits() {
    let config = README
        .split("```")
        .find_map(|block| block.strip_prefix("toml\n"))
        .unwrap();
    let from = "url = \"env:DATABASE_URL\"";
    assert!(config.contains(from), "{config}");
    let directory = TempDir::new().unwrap();
    let path = directory.path();
    let config = config.replace(from, "path = \"operations.db\"");
    std::fs::write(path.join("recto.toml"), config).unwrap();
    rusqlite::Connection::open(path.join("operations.db"))
        .unwrap()
        .execute_batch(
            "create table projects (id integer primary key, name text);
             create table tasks (id integer primary key, title text, status text, due date,
                 project_id integer references projects);
             insert into projects values (1, 'Orchard');
             insert into tasks values (1, 'Prune', 'Open', '2026-03-01', 1);",
        )
        .unwrap();
    let emulator = EmulatorProcess::start(&path.join("workspace.sqlite"));
    let hub = runtime().block_on(hub(&emulator));
    let run = |arguments: &[&str]| {
        finish(
            recto(path)
                .args(arguments)
                .env("NOTION_TOKEN", &emulator.token)
                .env("NOTION_BASE_URL", &emulator.base_url)
                .env("RECTO_ID_DATABASES", &emulator.root_page_id)
                .env("RECTO_ID_HUB", hub.as_str()),
        )
    };
    let report = run(&["push", "--create-missing", "--format", "json"])
        .ends_with(0)
        .json();
    assert_eq!(report["created"], 2, "{report:#}");
    // The foreign key became a relation and not a number: the same push finds nothing to do.
    let plan = run(&["plan", "--create-missing"]).ends_with(0);
    assert!(plan.stdout.contains("2 unchanged"), "{}", plan.stdout);
    let tasks = rusqlite::Connection::open(path.join("operations.db")).unwrap();
    tasks
        .execute("update tasks set project_id = null", [])
        .unwrap();
    let plan = run(&["plan"]).ends_with(2);
    assert!(
        plan.stdout.contains("Project: {\"1\"} → (empty)"),
        "{}",
        plan.stdout
    );
}

async fn hub(emulator: &EmulatorProcess) -> PageId {
    let client = recto_client::Client::builder(
        recto_client::Token::parse(&emulator.token).expect("a token"),
    )
    .base_url(&emulator.base_url)
    .build()
    .expect("a client");
    let root = PageId::parse(&emulator.root_page_id).expect("an id");
    let page = CreatePage::new(NewPage::new(root).title("Hub"));
    client.send(&page).await.expect("a page").id
}
