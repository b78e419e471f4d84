//! A small world to push in: a source in memory, a state, an emulated workspace.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use recto_api::endpoint::{CreatePage, GetDataSource, QueryDataSource, UpdatePage};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::page::{NewPage, Page, PagePatch};
use recto_api::property::PropertyValue;
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::{Clock, Emulator};
use recto_sync::config::Config;
use recto_sync::engine::{Engine, Options};
use recto_sync::error::Error;
use recto_sync::plan::Plan;
use recto_sync::report::Report;
use recto_sync::secrets::Environment;
use recto_sync::source::{
    Cell, CellError, Column, ColumnKind, ForeignKey, MemoryRow, MemorySource, Table,
};
use recto_sync::state::{SqliteState, State};

/// The clock all tests begin at.
pub(crate) const START: &str = "2026-03-02T08:00:00Z";

pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) client: Client,
    pub(crate) state: Arc<dyn State>,
    pub(crate) source: MemorySource,
    pub(crate) config: String,
    pub(crate) options: Options,
    pub(crate) clock: Arc<Mutex<Timestamp>>,
    emulator_clock: Clock,
}

impl World {
    pub(crate) fn new(config: &str, source: MemorySource) -> Self {
        let start: Timestamp = START.parse().unwrap();
        let emulator_clock = Clock::starting_at(start);
        let emulator = Emulator::builder()
            .clock(emulator_clock.clone())
            .seed_ids(7)
            .start()
            .unwrap();
        let client = client(&emulator);
        let options = Options {
            create_missing: true,
            parent: Some(emulator.root_page_id()),
            ..Options::default()
        };
        Self {
            emulator,
            client,
            state: Arc::new(SqliteState::memory().unwrap()),
            source,
            config: config.to_owned(),
            options,
            clock: Arc::new(Mutex::new(start)),
            emulator_clock,
        }
    }

    pub(crate) fn engine(&self) -> Result<Engine, Error> {
        let clock = self.clock.clone();
        // Time passes with tokio's clock, which tests may stop and turn forward.
        let began = (*clock.lock().unwrap(), tokio::time::Instant::now());
        let now = move || began.0 + jiff::SignedDuration::try_from(began.1.elapsed()).unwrap();
        Engine::new(
            Config::parse("recto.toml", &self.config)?,
            Environment::new([("RECTO_TEST", "1")]),
            Arc::new(self.source.clone()),
            self.state.clone(),
            self.client.clone(),
            Arc::new(now),
            self.options.clone(),
        )
    }

    pub(crate) async fn push(&self) -> Report {
        let report = self.try_push().await.unwrap();
        assert!(report.adds_up(), "{}", report.to_text());
        report
    }

    pub(crate) async fn try_push(&self) -> Result<Report, Error> {
        self.engine()?.push(&()).await
    }

    pub(crate) async fn plan(&self) -> Plan {
        let plan = self.engine().unwrap().plan(&()).await.unwrap();
        assert!(plan.adds_up());
        plan
    }

    pub(crate) fn rows(&mut self, table: &str) -> &mut Vec<MemoryRow> {
        self.source.rows_mut(table).unwrap()
    }

    /// Turns recto's own clock on, from one run to the next.
    pub(crate) fn clock_forward(&self, by: jiff::SignedDuration) {
        *self.clock.lock().unwrap() += by;
    }

    /// Turns the workspace's clock on, so that edits are seen to be later.
    pub(crate) fn later(&self, minutes: u64) {
        self.emulator_clock
            .advance(std::time::Duration::from_secs(60 * minutes));
    }

    /// The data source of a table, as the report names it.
    pub(crate) fn data_source(report: &Report, table: &str) -> DataSourceId {
        let found = report
            .tables
            .iter()
            .find(|found| found.table == table)
            .unwrap();
        DataSourceId::parse(found.data_source_id.as_ref().unwrap()).unwrap()
    }

    /// All live pages of a data source, by external id; those without one by title.
    pub(crate) async fn pages(&self, id: &DataSourceId) -> BTreeMap<String, Vec<Page>> {
        let mut pages: BTreeMap<String, Vec<Page>> = BTreeMap::new();
        let mut request = QueryDataSource::new(id.clone());
        loop {
            let list = self.client.send(&request).await.unwrap();
            let next = list.next().map(str::to_owned);
            for element in list.results {
                let Element::Valid(Object::Page(page)) = element else {
                    continue;
                };
                let external = text(&page, "External ID");
                let key = if external.is_empty() {
                    page.title().unwrap()
                } else {
                    external
                };
                pages.entry(key).or_default().push(*page);
            }
            match next {
                Some(cursor) => request.body.start_cursor = cursor.into(),
                None => return pages,
            }
        }
    }

    /// The one page of a row.
    pub(crate) async fn page(&self, id: &DataSourceId, key: &str) -> Page {
        let mut pages = self.pages(id).await.remove(key).unwrap_or_default();
        assert_eq!(pages.len(), 1, "pages of {key}");
        pages.remove(0)
    }

    /// Writes to a page as a person would.
    pub(crate) async fn edit(&self, page: &PageId, property: &str, value: PropertyValue) {
        let patch = PagePatch::default().property(property, value);
        self.client
            .send(&UpdatePage::new(page.clone(), patch))
            .await
            .unwrap();
    }

    /// Makes a page as a person would.
    pub(crate) async fn make(&self, id: &DataSourceId, values: &[(&str, PropertyValue)]) -> PageId {
        let mut page = NewPage::new(id.clone());
        for (name, value) in values {
            page = page.property(*name, value.clone());
        }
        self.client.send(&CreatePage::new(page)).await.unwrap().id
    }

    pub(crate) async fn schema(&self, id: &DataSourceId) -> recto_api::schema::Schema {
        self.client
            .send(&GetDataSource::new(id.clone()))
            .await
            .unwrap()
            .properties
    }

    /// Everything a reader sees of a table: the properties of each page by external id.
    pub(crate) async fn picture(&self, id: &DataSourceId) -> Vec<String> {
        let pages = self.pages(id).await;
        let names: BTreeMap<_, _> = pages
            .iter()
            .flat_map(|(key, pages)| pages.iter().map(move |page| (page.id.clone(), key.clone())))
            .collect();
        let mut picture = Vec::new();
        for (key, pages) in &pages {
            for page in pages {
                let mut line = key.clone();
                let mut properties: Vec<_> = page.properties.iter().collect();
                properties.sort_by_key(|(name, _)| *name);
                for (name, property) in properties {
                    let shown = show(&property.value, &names);
                    line.push_str(&format!(" {name}={shown}"));
                }
                picture.push(line);
            }
        }
        picture.sort();
        picture
    }
}

/// A value without what differs from run to run: ids of pages become external ids.
fn show(value: &PropertyValue, names: &BTreeMap<PageId, String>) -> String {
    match value {
        PropertyValue::Relation(targets) => {
            let mut keys: Vec<_> = targets
                .iter()
                .map(|target| {
                    names
                        .get(&target.id)
                        .cloned()
                        .unwrap_or_else(|| "elsewhere".into())
                })
                .collect();
            keys.sort();
            format!("{keys:?}")
        }
        PropertyValue::Title(runs) | PropertyValue::RichText(runs) => {
            recto_api::rich_text::plain(runs)
        }
        PropertyValue::Select(option) | PropertyValue::Status(option) => option
            .as_ref()
            .and_then(|option| option.name.as_str())
            .unwrap_or("-")
            .to_owned(),
        other => serde_json::to_string(other.kind()).unwrap() + &format!("{other:?}"),
    }
}

pub(crate) fn client(emulator: &Emulator) -> Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

/// The plain text of a property.
pub(crate) fn text(page: &Page, property: &str) -> String {
    match page
        .properties
        .get(property)
        .map(|property| &property.value)
    {
        Some(PropertyValue::RichText(runs) | PropertyValue::Title(runs)) => {
            recto_api::rich_text::plain(runs)
        }
        other => panic!("{property} is {other:?}"),
    }
}

/// The pages a relation leads to.
pub(crate) fn targets(page: &Page, property: &str) -> Vec<PageId> {
    match page
        .properties
        .get(property)
        .map(|property| &property.value)
    {
        Some(PropertyValue::Relation(targets)) => {
            let mut ids: Vec<_> = targets.iter().map(|target| target.id.clone()).collect();
            ids.sort();
            ids
        }
        other => panic!("{property} is {other:?}"),
    }
}

pub(crate) fn table(name: &str, columns: &[(&str, ColumnKind)]) -> Table {
    Table {
        name: name.to_owned(),
        columns: columns
            .iter()
            .map(|(name, kind)| Column {
                name: (*name).to_owned(),
                kind: kind.clone(),
                nullable: true,
            })
            .collect(),
        primary_key: vec![columns[0].0.to_owned()],
        foreign_keys: Vec::new(),
        unique: Vec::new(),
        view: false,
    }
}

pub(crate) fn references(mut table: Table, column: &str, target: &str) -> Table {
    table.foreign_keys.push(ForeignKey {
        columns: vec![column.to_owned()],
        table: target.to_owned(),
        target_columns: vec!["id".to_owned()],
    });
    table
}

pub(crate) fn row(cells: &[(&str, Cell)]) -> MemoryRow {
    cells
        .iter()
        .map(|(name, cell)| ((*name).to_owned(), Ok(cell.clone())))
        .collect()
}

pub(crate) fn unreadable(error: CellError) -> Result<Cell, CellError> {
    Err(error)
}

pub(crate) fn t(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(crate) fn n(number: i64) -> Cell {
    Cell::Number(number.into())
}

/// The smallest world: notes with an id and a name.
pub(crate) const NOTES: &str = r#"
    [push]
    server_life = 60
    settle = 30

    [[table]]
    name = "notes"
    [table.columns]
    name = { property = "Name", type = "title" }
    body = "Body"
"#;

pub(crate) fn notes(names: &[(i64, &str)]) -> MemorySource {
    let columns = [
        ("id", ColumnKind::Integer),
        ("name", ColumnKind::Text),
        ("body", ColumnKind::Text),
    ];
    MemorySource::new().table(
        table("notes", &columns),
        names.iter().map(|(id, name)| note(*id, name)),
    )
}

pub(crate) fn note(id: i64, name: &str) -> MemoryRow {
    row(&[
        ("id", n(id)),
        ("name", t(name)),
        ("body", t(&format!("body of {name}"))),
    ])
}
