//! Steps 1 to 3: what the source has, what Notion has, and what belongs to what.

use std::collections::{HashMap, HashSet};

use futures::TryStreamExt;
use recto_api::endpoint::ListUsers;
use recto_api::ids::{DataSourceId, PageId};
use recto_api::list::Element;
use recto_api::page::Page;

use super::extract::{self, Extracted, Wanted};
use super::leases::Leases;
use super::matching::{self, Decision, Known, Matched, Seen};
use super::timing::{Timing, count};
use super::{Engine, compare};
use crate::column::{self, Pages, People, PropertyKind};
use crate::config::Target;
use crate::diff::Change;
use crate::error::Error;
use crate::guard::Fingerprint;
use crate::mapping::{Mapping, TableMap, compile};
use crate::notion::ManagedDataSource;
use crate::notion::resolve::{Resolved, Resolver, Wish};
use crate::notion::schema::Options;
use crate::plan::SchemaChange;
use crate::report::{Normalised, Outcome};
use crate::state::{Intent, IntentId, Link, Mode, Operation, SyncId, SyncSpec, Verdict};
use crate::steps::Step;
use crate::value::Snapshot;

/// One row and what is to be done for it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) wanted: Wanted,
    pub(super) action: Action,
}

/// What is to be done for a row.
#[derive(Debug)]
pub(super) enum Action {
    /// Its page is made.
    Create,
    /// Its page may have been made by an earlier run.
    Recover(Box<Intent>),
    /// Its page is changed.
    Write(Box<Held>),
    /// Its page is as it should be.
    Keep(Box<Held>),
    /// Nothing is written.
    Stop(Outcome, &'static str, String),
}

/// A row's page as it was read.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) page: PageId,
    pub(super) edited: Option<String>,
    /// Whether the page was not the row's before.
    pub(super) adopted: bool,
    pub(super) values: Snapshot,
    pub(super) changes: Vec<Change>,
}

/// One table with everything known about it.
#[derive(Debug)]
pub(super) struct Table {
    /// `None` only in a plan, where it is still to be made.
    pub(super) source: Option<ManagedDataSource>,
    pub(super) links: HashMap<String, Link>,
    pub(super) items: Vec<Item>,
    /// Creates of an earlier run that are no longer in doubt, or whose row is gone.
    pub(super) answered: Vec<(IntentId, Verdict)>,
    pub(super) duplicates: Vec<(String, Vec<PageId>)>,
    pub(super) unmatched: usize,
    pub(super) scanned: usize,
    pub(super) complete: bool,
}

/// Everything a plan or a push starts from.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) mapping: Mapping,
    pub(super) tables: Vec<Table>,
    pub(super) people: People,
    pub(super) pages: Pages,
    pub(super) changes: Vec<SchemaChange>,
    pub(super) normalised: Normalised,
    pub(super) warnings: Vec<String>,
    /// The protected pages before the run; empty for a plan.
    pub(super) before: Vec<Fingerprint>,
}

/// Runs the first three steps and decides what to do for each row.
///
/// A push takes its leases here, before it reads what was done earlier: what another push did
/// until then is known, and nothing more can come. They are handed out even when this fails.
pub(super) async fn prepare(
    engine: &Engine,
    timing: &mut Timing<'_>,
    write: bool,
    leases: &mut Option<Leases>,
) -> Result<Prepared, Error> {
    engine.source.begin().await?;
    let read = read_source(engine, timing).await;
    let ended = engine.source.end().await;
    let (mut mapping, extracted) = read?;
    ended?;

    timing.begin(Step::NotionResolution);
    let mut before = Vec::new();
    if write {
        for page in engine.guard.pages() {
            before.push(page.fingerprint(&engine.client).await?);
        }
    }
    let options = extracted.options(&mapping);
    let (resolved, syncs) = resolve(engine, &mut mapping, options, write).await?;
    let people = people(engine, &mapping).await?;
    let mut warnings = Vec::new();
    let mut scans = Vec::new();
    for (table, source) in mapping.tables.iter().zip(&resolved.sources) {
        let (pages, complete) = scan(table, source.as_ref(), &people, &mut warnings).await?;
        scans.push((pages, complete));
    }
    engine.options.failpoints.hit("after-scan");
    let seen: usize = scans.iter().map(|(pages, _)| pages.len()).sum();
    let created = resolved
        .sources
        .iter()
        .flatten()
        .filter(|source| source.is_fresh())
        .count();
    timing.end(format!(
        "{}, {} created, {} read",
        count(resolved.sources.len(), "data source"),
        created,
        count(seen, "page")
    ));

    timing.begin(Step::Upsert);
    if write {
        let ids: Vec<SyncId> = syncs.iter().map(|(sync, _)| *sync).collect();
        *leases = Some(Leases::acquire(engine, &ids).await?);
    }
    let (rows, normalised) = extracted.wanted(&mapping, &people);
    let mut prepared = Prepared {
        tables: Vec::new(),
        people,
        pages: Pages::default(),
        changes: resolved.changes,
        normalised,
        warnings,
        before,
        mapping,
    };
    let mut undecided = Vec::new();
    for (number, (source, rows)) in resolved.sources.into_iter().zip(rows).enumerate() {
        let (pages, complete) = std::mem::take(&mut scans[number]);
        let (sync, moved) = syncs[number];
        let mut links = HashMap::new();
        if !moved {
            let all = engine.state.links(sync).await?;
            links.extend(all.into_iter().map(|link| (link.row_key.clone(), link)));
        }
        let open = engine.state.open_intents(sync).await?;
        let open: HashMap<String, Intent> = open
            .into_iter()
            .filter(|intent| intent.new.operation == Operation::Create)
            .map(|intent| (intent.new.row_key.clone(), intent))
            .collect();
        let table = Table {
            source,
            links,
            items: Vec::new(),
            answered: Vec::new(),
            duplicates: Vec::new(),
            unmatched: 0,
            scanned: pages.len(),
            complete,
        };
        let decided = decide(
            &prepared.mapping.tables[number],
            &table,
            &pages,
            &rows,
            &open,
        );
        prepared.tables.push(table);
        undecided.push(compare::Undecided {
            rows,
            pages,
            matched: decided,
            open,
        });
    }
    compare::compare(engine, &mut prepared, undecided).await?;
    Ok(prepared)
}

/// Steps 1 and 2.
async fn read_source(
    engine: &Engine,
    timing: &mut Timing<'_>,
) -> Result<(Mapping, Extracted), Error> {
    timing.begin(Step::SchemaDiscovery);
    let found = engine.source.introspect().await?;
    let mapping = compile::compile(&engine.config, &found)?;
    let columns: usize = mapping.tables.iter().map(|table| table.fields.len()).sum();
    engine.options.failpoints.hit("after-schema");
    timing.end(format!(
        "{} of {} mapped, {}",
        mapping.tables.len(),
        count(found.len(), "table"),
        count(columns, "property").replace("propertys", "properties")
    ));
    timing.begin(Step::Extraction);
    let extracted = extract::read(&*engine.source, &mapping).await?;
    let rows: usize = extracted.rows.iter().map(Vec::len).sum();
    engine.options.failpoints.hit("after-extraction");
    timing.end(format!(
        "{}, {}",
        count(rows, "row"),
        count(extracted.join_rows, "link")
    ));
    Ok((mapping, extracted))
}

/// Finds or creates the data sources. With each table's synchronisation comes whether its data
/// source is another one than before, so that its links count no more.
async fn resolve(
    engine: &Engine,
    mapping: &mut Mapping,
    options: Vec<Options>,
    write: bool,
) -> Result<(Resolved, Vec<(SyncId, bool)>), Error> {
    let mut wishes = Vec::new();
    let mut specs = Vec::new();
    for (table, config) in mapping.tables.iter().zip(&engine.config.tables) {
        let spec = SyncSpec {
            table: table.name.clone(),
            mode: Mode::Push,
            config_hash: table.hash.clone(),
            data_source_id: None,
        };
        let sync = engine.state.open_sync(spec.clone()).await?;
        let target = engine.config.target(&engine.environment, config)?;
        wishes.push(Wish {
            // What is created is found by the same title again.
            title: match &target {
                Target::Title(title) => title.clone(),
                Target::Id(_) => config.database_title(),
            },
            target,
            known: sync.spec.data_source_id,
            create: engine.options.create_missing || config.create_missing,
            manage: config.manage_schema,
        });
        specs.push(spec);
    }
    let parent = match &engine.options.parent {
        Some(parent) => Some(parent.clone()),
        None => engine
            .config
            .parent(&engine.environment)?
            .and_then(|id| PageId::parse(&id).ok()),
    };
    let resolver = Resolver {
        client: &engine.client,
        guard: &engine.guard,
        failpoints: &engine.options.failpoints,
        parent,
        write,
        options,
        appears_after: engine.appears_after(),
    };
    let store = |number: usize, id: DataSourceId| -> futures::future::BoxFuture<'_, _> {
        let spec = SyncSpec {
            data_source_id: Some(id.to_string()),
            ..specs[number].clone()
        };
        Box::pin(async move { Ok(engine.state.open_sync(spec).await.map(|_| ())?) })
    };
    let resolved = resolver.resolve(mapping, &wishes, &store).await?;
    let mut syncs = Vec::new();
    for ((spec, source), wish) in specs.into_iter().zip(&resolved.sources).zip(&wishes) {
        let id = source.as_ref().map(|source| source.id().to_string());
        let moved = wish.known.is_some() && id.is_some() && wish.known != id;
        // A plan remembers nothing of what it found: the push after it must see the change too.
        let sync = engine
            .state
            .open_sync(SyncSpec {
                data_source_id: id.filter(|_| write),
                ..spec
            })
            .await?;
        syncs.push((sync.id, moved));
    }
    Ok((resolved, syncs))
}

/// Creates what is missing, and nothing else.
pub(super) async fn create_data_sources(engine: &Engine) -> Result<Vec<(String, String)>, Error> {
    let mut timing = Timing::new(&());
    let (mut mapping, extracted) = read_source(engine, &mut timing).await?;
    let options = extracted.options(&mapping);
    let (resolved, _) = resolve(engine, &mut mapping, options, true).await?;
    let ids = resolved
        .sources
        .iter()
        .flatten()
        .map(|source| source.id().to_string());
    Ok(mapping
        .tables
        .iter()
        .map(|table| table.name.clone())
        .zip(ids)
        .collect())
}

/// The people of the workspace, when a property needs them. One request for each hundred.
async fn people(engine: &Engine, mapping: &Mapping) -> Result<People, Error> {
    let mut fields = mapping.tables.iter().flat_map(|table| &table.fields);
    if !fields.any(|field| field.kind == PropertyKind::People) {
        return Ok(People::default());
    }
    let users: Vec<_> = engine
        .client
        .items(ListUsers::default())
        .try_collect()
        .await
        .map_err(|error| Error::notion("listing the workspace's people", error))?;
    let people = users
        .into_iter()
        .filter_map(Element::valid)
        .filter_map(|user| {
            let email = user.email()?.to_owned();
            Some((email, user.id))
        });
    Ok(People::new(people))
}

/// Reads a data source whole.
async fn scan(
    table: &TableMap,
    source: Option<&ManagedDataSource>,
    people: &People,
    warnings: &mut Vec<String>,
) -> Result<(Vec<Seen>, bool), Error> {
    let Some(source) = source else {
        return Ok((Vec::new(), true));
    };
    let scan = source
        .scan(|page| seen(page, people))
        .await
        .map_err(|error| Error::notion(format!("reading the pages of {}", table.name), error))?;
    if let Some(reason) = scan.reason {
        warnings.push(format!(
            "{}: the data source was not read to its end: {reason}",
            table.name
        ));
    }
    Ok((scan.pages, scan.complete))
}

/// What is kept of a page.
pub(super) fn seen(page: Page, people: &People) -> Seen {
    let mut values = Snapshot::new();
    let mut cut = Vec::new();
    let nobody = Pages::default();
    for (name, property) in page.properties {
        if property.has_more.value() == Some(&true)
            && let Some(id) = property.id.value()
        {
            cut.push((name.clone(), id.clone()));
        }
        values.insert(name, column::from_property(&property, people, &nobody));
    }
    Seen {
        id: page.id,
        created: page.created_time.as_str().unwrap_or_default().to_owned(),
        edited: page.last_edited_time.as_str().map(str::to_owned),
        values,
        cut,
    }
}

fn decide(
    table: &TableMap,
    known: &Table,
    pages: &[Seen],
    rows: &[Wanted],
    open: &HashMap<String, Intent>,
) -> Matched {
    let open: HashSet<String> = open.keys().cloned().collect();
    let known = Known {
        table,
        pages,
        complete: known.complete,
        links: &known.links,
        open: &open,
    };
    matching::matching(&known, rows)
}

impl Matched {
    pub(super) fn page(&self, row: usize) -> Option<usize> {
        match self.decisions[row] {
            Decision::Linked(page) | Decision::Adopt(page) => Some(page),
            _ => None,
        }
    }
}
