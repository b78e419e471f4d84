//! A small database with everything that makes a push hard, and a configuration for it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use futures::TryStreamExt;
use recto_api::endpoint::{QueryDataSource, Search};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::Page;
use recto_api::property::{Property, PropertyValue};
use recto_api::rich_text;
use recto_client::{Client, Pace, Token};
use tempfile::TempDir;

use crate::support::{EmulatorProcess, Ran, finish, recto};

/// Ten authors who mentor each other in circles, 25 books by several of them.
const SQL: &str = "
    create table authors (
        id integer primary key, name text not null, born date, mentor_id integer references authors
    );
    create table books (
        id integer primary key, title text not null, genre text, price numeric, signed boolean,
        notes text, sequel_of integer references books
    );
    create table book_authors (
        book_id integer references books, author_id integer references authors,
        primary key (book_id, author_id)
    );
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 10)
    insert into authors select i, 'Author ' || i || ' 🖋', date('1950-01-01', '+' || i || ' years'),
        case when i = 10 then null else i % 3 + 1 end from n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 25)
    insert into books select i, 'Book ' || i, case i % 3 when 0 then null when 1 then 'Atlas'
        else 'Poems' end, i * 1.25, i % 2, case when i = 7 then replace(hex(zeroblob(1100)), '00',
        'é🙂') when i % 5 = 0 then '' else 'Note ' || i end,
        case when i = 1 then 25 else i - 1 end from n;
    insert into book_authors select books.id, authors.id from books, authors
        where (books.id + authors.id) % 4 = 0;
";

const CONFIG: &str = r#"
[notion]
token = "env:NOTION_TOKEN"
parent = "parent"

[source]
path = "source.sqlite"

[state]
path = "state.sqlite"

# A test cannot wait for what a real server may do within a minute.
[push]
server_life = 0
settle = 0
lease = 1

[[table]]
name = "authors"
create_missing = true

[table.columns]
name = { property = "Name", type = "title" }
born = { property = "Born", type = "date" }
mentor_id = { property = "Mentor", type = "relation", two_way = "Pupils" }

[[table]]
name = "books"
create_missing = true

[table.columns]
title = { property = "Title", type = "title" }
genre = { property = "Genre", type = "select" }
price = { property = "Price", type = "number" }
signed = { property = "Signed", type = "checkbox" }
notes = { property = "Notes", type = "rich_text" }
sequel_of = { property = "Sequel of", type = "relation" }

[[table.links]]
join_table = "book_authors"
local = "book_id"
foreign = "author_id"
property = "Authors"
two_way = "Books"
"#;

/// The rows of both tables.
pub(crate) const ROWS: usize = 35;

/// A directory with the database and the configuration, and an emulator in a process of its own.
pub(crate) struct Workshop {
    pub(crate) directory: TempDir,
    pub(crate) emulator: EmulatorProcess,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        Self::with_config(CONFIG)
    }

    /// The configuration with one text in place of another.
    pub(crate) fn with(old: &str, new: &str) -> Self {
        assert!(CONFIG.contains(old), "{old}");
        Self::with_config(&CONFIG.replacen(old, new, 1))
    }

    fn with_config(config: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let workshop = Self {
            emulator: EmulatorProcess::start(&directory.path().join("workspace.sqlite")),
            directory,
        };
        workshop.sql(SQL);
        std::fs::write(workshop.path("recto.toml"), config).unwrap();
        workshop
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Changes the database.
    pub(crate) fn sql(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.path("source.sqlite")).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    /// The binary with the emulator in its environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = recto(self.directory.path());
        command
            .args(arguments)
            .env("NOTION_TOKEN", &self.emulator.token)
            .env("NOTION_BASE_URL", &self.emulator.base_url)
            .env("RECTO_ID_PARENT", &self.emulator.root_page_id);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        finish(&mut self.command(arguments))
    }

    /// Kills the emulator and starts it again on the same file, on another port.
    pub(crate) fn restart_emulator(&mut self) {
        let data = self.path("workspace.sqlite");
        self.emulator.child.kill().unwrap();
        self.emulator.child.wait().unwrap();
        self.emulator = EmulatorProcess::start(&data);
    }

    pub(crate) fn client(&self) -> Client {
        Client::builder(Token::parse(&self.emulator.token).unwrap())
            .base_url(&self.emulator.base_url)
            .pace(Pace::unlimited())
            .build()
            .unwrap()
    }

    /// All rows of the workspace: data source, external id, properties, relations by external id.
    ///
    /// One line each, sorted; a page that is there twice is there twice.
    pub(crate) fn rows(&self) -> Vec<String> {
        runtime().block_on(async {
            let client = self.client();
            let mut pages = Vec::new();
            for (title, id) in data_sources(&client).await {
                let query = client.items(QueryDataSource::new(id));
                let rows: Vec<_> = query.try_collect().await.unwrap();
                for row in rows {
                    let page = row.valid().unwrap().into_page().unwrap();
                    pages.push((title.clone(), page));
                }
            }
            let names: BTreeMap<String, String> = pages
                .iter()
                .map(|(title, page)| (page.id.to_string(), format!("{title}/{}", external(page))))
                .collect();
            let mut lines: Vec<_> = pages
                .iter()
                .map(|(title, page)| line(title, page, &names))
                .collect();
            lines.sort();
            lines
        })
    }
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

async fn data_sources(client: &Client) -> Vec<(String, recto_api::ids::DataSourceId)> {
    let found: Vec<_> = client.items(Search::default()).try_collect().await.unwrap();
    found
        .into_iter()
        .filter_map(Element::valid)
        .filter_map(|object| match object {
            Object::DataSource(source) => Some((source.name(), source.id)),
            _ => None,
        })
        .collect()
}

fn external(page: &Page) -> String {
    match page
        .properties
        .get("External ID")
        .map(|property| &property.value)
    {
        Some(PropertyValue::RichText(text)) => rich_text::plain(text),
        other => panic!("no external id: {other:?}"),
    }
}

fn line(title: &str, page: &Page, names: &BTreeMap<String, String>) -> String {
    let mut properties: Vec<String> = page
        .properties
        .iter()
        .map(|(name, property)| match &property.value {
            PropertyValue::Relation(pages) => {
                let mut targets: Vec<_> = pages
                    .iter()
                    .map(|page| names[page.id.as_str()].as_str())
                    .collect();
                targets.sort_unstable();
                format!("{name}={targets:?}")
            }
            PropertyValue::Title(text) | PropertyValue::RichText(text) => {
                format!("{name}={:?}", rich_text::plain(text))
            }
            PropertyValue::Select(option) => {
                format!(
                    "{name}={:?}",
                    option.as_ref().and_then(|option| option.name.value())
                )
            }
            _ => format!("{name}={}", plain(property)),
        })
        .collect();
    properties.sort();
    format!("{title}/{} {}", external(page), properties.join(" "))
}

/// The rest of a property as JSON, without the ids of this one workspace.
fn plain(property: &Property) -> String {
    let mut json = serde_json::to_value(property).unwrap();
    json.as_object_mut().unwrap().remove("id");
    json.to_string()
}

/// Whether a line's external id stands in another line too.
pub(crate) fn twice(rows: &[String]) -> Vec<&str> {
    let key = |row: &String| -> usize { row.find(' ').unwrap_or(row.len()) };
    rows.windows(2)
        .filter(|pair| pair[0][..key(&pair[0])] == pair[1][..key(&pair[1])])
        .map(|pair| pair[0].as_str())
        .collect()
}
