//! Step 3, Notion resolution: finds each table's data source, or makes it where that is allowed.

use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use recto_api::block::BlockContent;
use recto_api::data_source::DataSource;
use recto_api::database::{Database, NewDatabase};
use recto_api::endpoint::{
    CreateDatabase, GetDataSource, GetDatabase, ListBlockChildren, Search, UpdateDataSource,
};
use recto_api::ids::{DataSourceId, DatabaseId, PageId};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_client::Client;

use super::{ManagedDataSource, schema};
use crate::column::PropertyKind;
use crate::config::Target;
use crate::error::Error;
use crate::failpoint::Failpoints;
use crate::guard::Guard;
use crate::mapping::{Mapping, Origin};
use crate::order;
use crate::plan::SchemaChange;

/// What resolution may do for one table.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// What the configuration names.
    pub(crate) target: Target,
    /// What a database made for it is called.
    pub(crate) title: String,
    /// The data source an earlier run found or made.
    pub(crate) known: Option<String>,
    /// Whether a missing one is made.
    pub(crate) create: bool,
    /// Whether missing properties are added.
    pub(crate) manage: bool,
}

/// Stores the data source of a table as soon as it exists.
pub(crate) type Store<'a> =
    &'a (dyn Fn(usize, DataSourceId) -> BoxFuture<'a, Result<(), Error>> + Send + Sync);

/// The data sources, or for a plan the lack of them.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// By table; `None` where one is still to be created.
    pub(crate) sources: Vec<Option<ManagedDataSource>>,
    /// What was changed, or for a plan would be.
    pub(crate) changes: Vec<SchemaChange>,
}

pub(crate) struct Resolver<'a> {
    pub(crate) client: &'a Client,
    pub(crate) guard: &'a Guard,
    pub(crate) failpoints: &'a Failpoints,
    pub(crate) parent: Option<PageId>,
    /// Whether anything may be written; a plan only says what would be.
    pub(crate) write: bool,
    /// By table, the options that select properties begin with.
    pub(crate) options: Vec<schema::Options>,
    /// How long a database whose creation got no answer may take to appear.
    pub(crate) appears_after: Duration,
}

impl Resolver<'_> {
    /// Resolves all tables, and takes over the types Notion has for columns without one.
    pub(crate) async fn resolve(
        &self,
        mapping: &mut Mapping,
        wishes: &[Wish],
        store: Store<'_>,
    ) -> Result<Resolved, Error> {
        let mut found: Vec<Option<DataSource>> = Vec::new();
        let mut children = None;
        for (table, wish) in mapping.tables.iter().zip(wishes) {
            found.push(self.find(&table.name, wish, &mut children).await?);
        }
        self.refuse_shared(mapping, &found)?;
        for (table, data_source) in mapping.tables.iter_mut().zip(&found) {
            if let Some(data_source) = data_source {
                retype(table, data_source);
            }
        }
        let mut ids: Vec<Option<DataSourceId>> = found
            .iter()
            .map(|found| found.as_ref().map(|found| found.id.clone()))
            .collect();
        let mut resolved = Resolved::default();
        let order = self.creation_order(mapping, &found);
        let mut fresh = vec![false; mapping.tables.len()];
        for number in order {
            let (table, wish) = (&mapping.tables[number], &wishes[number]);
            if !wish.create {
                let reason = match &wish.target {
                    Target::Id(id) => format!("nothing has the id {id}"),
                    Target::Title(title) => format!("no database is called \"{title}\""),
                };
                return Err(Error::NoDataSource {
                    table: table.name.clone(),
                    reason,
                });
            }
            let Some(parent) = &self.parent else {
                return Err(Error::NoParent {
                    table: table.name.clone(),
                });
            };
            self.guard
                .refuse(parent.as_str(), "create a database on it")?;
            resolved.changes.push(SchemaChange::CreateDatabase {
                table: table.name.clone(),
                title: wish.title.clone(),
                parent: parent.to_string(),
            });
            if self.write {
                let schema = schema::whole(table, &ids, &self.options[number]);
                let id = self.create(&wish.title, parent, schema).await?;
                self.failpoints.hit("mid-create-data-source");
                store(number, id.clone()).await?;
                self.failpoints.hit("after-create-data-source");
                ids[number] = Some(id);
                fresh[number] = true;
            }
        }
        let names: Vec<String> = mapping
            .tables
            .iter()
            .map(|table| table.name.clone())
            .collect();
        for (number, data_source) in found.into_iter().enumerate() {
            let table = &mapping.tables[number];
            let Some(id) = &ids[number] else {
                resolved.sources.push(None);
                continue;
            };
            let data_source = match data_source {
                Some(data_source) => data_source,
                None => {
                    self.get(
                        id,
                        &format!("reading the new data source of {}", table.name),
                    )
                    .await?
                }
            };
            let data_source = self
                .complete(
                    table,
                    &wishes[number],
                    data_source,
                    &ids,
                    &names,
                    fresh[number],
                    &self.options[number],
                    &mut resolved.changes,
                )
                .await?;
            let check = schema::check(table, &data_source, &ids, &names)?;
            let database_id = data_source
                .parent
                .value()
                .and_then(recto_api::parent::Parent::database_id);
            let mut managed = ManagedDataSource::new(
                self.client.clone(),
                data_source.id.clone(),
                database_id,
                data_source.name(),
                fresh[number],
            );
            for (name, id) in check.found {
                managed.manage(name, id);
            }
            managed.identify_by(&table.external_property);
            resolved.sources.push(Some(managed));
        }
        Ok(resolved)
    }

    /// Adds the properties a data source lacks, where that is allowed.
    #[expect(
        clippy::too_many_arguments,
        reason = "one call, all of them different things"
    )]
    async fn complete(
        &self,
        table: &crate::mapping::TableMap,
        wish: &Wish,
        data_source: DataSource,
        ids: &[Option<DataSourceId>],
        names: &[String],
        fresh: bool,
        options: &schema::Options,
        changes: &mut Vec<SchemaChange>,
    ) -> Result<DataSource, Error> {
        let check = schema::check(table, &data_source, ids, names)?;
        if check.is_complete() {
            return Ok(data_source);
        }
        let missing = || check.missing.iter().map(|&index| &table.fields[index]);
        // A run that was cut off after creating a database leaves its late relations out.
        let late = wish.create
            && !check.missing_external
            && missing().all(|field| field.kind == PropertyKind::Relation);
        let impossible = missing().any(|field| field.kind == PropertyKind::Title);
        if impossible || !(wish.manage || fresh || late) {
            return Err(schema::missing(table, &data_source, &check));
        }
        let mut properties: Vec<String> = missing().map(|field| field.property.clone()).collect();
        if check.missing_external {
            properties.insert(0, table.external_property.clone());
        }
        changes.push(SchemaChange::AddProperties {
            table: table.name.clone(),
            data_source_id: data_source.id.to_string(),
            properties,
        });
        match schema::additions(table, &check, ids, options) {
            Some(patch) if self.write => {
                let request = UpdateDataSource::new(data_source.id.clone(), patch);
                self.client
                    .send(&request)
                    .await
                    .map_err(|e| Error::notion(format!("adding properties for {}", table.name), e))
            }
            _ => Ok(data_source),
        }
    }

    /// The tables without a data source, targets of relations first.
    fn creation_order(&self, mapping: &Mapping, found: &[Option<DataSource>]) -> Vec<usize> {
        let references: Vec<_> = mapping.references().collect();
        let order = order::tables(mapping.tables.len(), &references);
        order
            .order
            .into_iter()
            .filter(|&number| found[number].is_none())
            .collect()
    }

    fn refuse_shared(&self, mapping: &Mapping, found: &[Option<DataSource>]) -> Result<(), Error> {
        let ids: Vec<_> = found
            .iter()
            .map(|found| found.as_ref().map(|found| &found.id))
            .collect();
        for (number, id) in ids.iter().enumerate() {
            let same = id.and_then(|id| ids[..number].iter().position(|other| *other == Some(id)));
            if let (Some(first), Some(id)) = (same, id) {
                return Err(Error::SharedDataSource {
                    first: mapping.tables[first].name.clone(),
                    second: mapping.tables[number].name.clone(),
                    data_source: id.to_string(),
                });
            }
        }
        Ok(())
    }

    async fn find(
        &self,
        table: &str,
        wish: &Wish,
        children: &mut Option<Vec<(DatabaseId, String)>>,
    ) -> Result<Option<DataSource>, Error> {
        if let Target::Id(id) = &wish.target {
            return self.by_id(table, id).await;
        }
        let known = wish
            .known
            .as_deref()
            .and_then(|id| DataSourceId::parse(id).ok());
        if let Some(id) = known {
            match self.client.send(&GetDataSource::new(id)).await {
                Ok(found) if found.in_trash.value() != Some(&true) => return Ok(Some(found)),
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(Error::notion(format!("looking for {table}"), error)),
            }
        }
        let Target::Title(title) = &wish.target else {
            return Ok(None);
        };
        let Some(parent) = &self.parent else {
            return self.by_search(table, title).await;
        };
        if children.is_none() {
            *children = Some(self.databases(parent).await?);
        }
        let same: Vec<_> = children
            .iter()
            .flatten()
            .filter(|(_, name)| name == title)
            .map(|(id, _)| id)
            .collect();
        match same.as_slice() {
            [] => Ok(None),
            [id] => self.only_source(table, (*id).clone()).await.map(Some),
            several => Err(Error::AmbiguousTitle {
                table: table.to_owned(),
                title: title.clone(),
                ids: several
                    .iter()
                    .map(|id| id.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// A data source by its own id or its database's.
    async fn by_id(&self, table: &str, id: &str) -> Result<Option<DataSource>, Error> {
        let bad = |error: recto_api::ids::IdError| Error::NoDataSource {
            table: table.to_owned(),
            reason: error.to_string(),
        };
        let source = DataSourceId::parse(id).map_err(bad)?;
        match self.client.send(&GetDataSource::new(source)).await {
            Ok(found) => return Ok(Some(found)),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(Error::notion(format!("looking for {table}"), error)),
        }
        let database = DatabaseId::parse(id).map_err(bad)?;
        match self.client.send(&GetDatabase::new(database)).await {
            Ok(found) => {
                let id = self.sole(table, &found)?;
                self.get(&id, &format!("reading the data source of {table}"))
                    .await
                    .map(Some)
            }
            Err(error) if error.is_not_found() => Err(Error::UnknownDataSource {
                table: table.to_owned(),
                id: id.to_owned(),
                request_id: error.request_id().map(str::to_owned),
            }),
            Err(error) => Err(Error::notion(format!("looking for {table}"), error)),
        }
    }

    /// A data source by its exact title, anywhere in what the connection may see.
    async fn by_search(&self, table: &str, title: &str) -> Result<Option<DataSource>, Error> {
        let mut same = Vec::new();
        let mut elements = Box::pin(self.client.items(Search::new(title).data_sources()));
        while let Some(element) = elements.next().await {
            let element = element
                .map_err(|error| Error::notion(format!("searching for \"{title}\""), error))?;
            if let Element::Valid(Object::DataSource(found)) = element
                && found.name() == title
                && found.in_trash.value() != Some(&true)
            {
                same.push(*found);
            }
        }
        if same.len() > 1 {
            return Err(Error::AmbiguousTitle {
                table: table.to_owned(),
                title: title.to_owned(),
                ids: same
                    .iter()
                    .map(|found| found.id.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            });
        }
        Ok(same.pop())
    }

    /// The databases that stand on a page, with their titles.
    async fn databases(&self, page: &PageId) -> Result<Vec<(DatabaseId, String)>, Error> {
        let mut databases = Vec::new();
        let mut blocks = Box::pin(self.client.items(ListBlockChildren::new(page.clone())));
        while let Some(element) = blocks.next().await {
            let element = element
                .map_err(|error| Error::notion(format!("reading parent page {page}"), error))?;
            if let Element::Valid(block) = element
                && let BlockContent::ChildDatabase(child) = &block.content
                && let Ok(id) = DatabaseId::parse(block.id.as_str())
            {
                databases.push((id, child.title.as_str().unwrap_or_default().to_owned()));
            }
        }
        Ok(databases)
    }

    async fn only_source(&self, table: &str, id: DatabaseId) -> Result<DataSource, Error> {
        let database = self
            .client
            .send(&GetDatabase::new(id))
            .await
            .map_err(|error| Error::notion(format!("reading the database of {table}"), error))?;
        let id = self.sole(table, &database)?;
        self.get(&id, &format!("reading the data source of {table}"))
            .await
    }

    fn sole(&self, table: &str, database: &Database) -> Result<DataSourceId, Error> {
        match database.data_sources.value().map(Vec::as_slice) {
            Some([source]) => Ok(source.id.clone()),
            sources => {
                let sources = sources.unwrap_or_default();
                let names = sources.iter().map(|source| {
                    format!(
                        "{} {}",
                        source.name.as_str().unwrap_or("untitled"),
                        source.id
                    )
                });
                Err(Error::SeveralDataSources {
                    table: table.to_owned(),
                    database_id: database.id.to_string(),
                    count: sources.len(),
                    names: names.collect::<Vec<_>>().join(", "),
                })
            }
        }
    }

    async fn get(&self, id: &DataSourceId, doing: &str) -> Result<DataSource, Error> {
        let request = GetDataSource::new(id.clone());
        self.client
            .send(&request)
            .await
            .map_err(|error| Error::notion(doing, error))
    }

    /// Creates a database. Where the answer is lost it is looked for before another is made.
    async fn create(
        &self,
        title: &str,
        parent: &PageId,
        schema: recto_api::schema::Schema,
    ) -> Result<DataSourceId, Error> {
        self.failpoints.hit("before-create-data-source");
        let request = CreateDatabase::new(NewDatabase::new(parent.clone(), title, schema));
        let error = match self.client.send(&request).await {
            Ok(database) => return self.sole(title, &database),
            Err(error) => error,
        };
        if let Some(id) = error.committed().and_then(|saved| saved.resource_id)
            && let Ok(id) = DatabaseId::parse(&id)
        {
            return self.only_source(title, id).await.map(|source| source.id);
        }
        if error.may_have_taken_effect() {
            tokio::time::sleep(self.appears_after).await;
            let databases = self.databases(parent).await?;
            if let Some((id, _)) = databases.into_iter().rev().find(|(_, name)| name == title) {
                return self.only_source(title, id).await.map(|source| source.id);
            }
            let doing = format!("creating database \"{title}\" a second time");
            return match self.client.send(&request).await {
                Ok(database) => self.sole(title, &database),
                Err(error) => Err(Error::notion(doing, error)),
            };
        }
        Err(Error::notion(
            format!("creating database \"{title}\""),
            error,
        ))
    }
}

/// Takes over the types Notion has for properties the configuration names no type for.
fn retype(table: &mut crate::mapping::TableMap, found: &DataSource) {
    for field in table.fields.iter_mut().filter(|field| !field.explicit) {
        let kind = found
            .properties
            .get(&field.property)
            .and_then(|config| config.kind());
        let Some(kind) = kind.and_then(crate::column::kind_of) else {
            continue;
        };
        match (&field.origin, kind) {
            // The column itself is pushed, not the row it leads to.
            (Origin::Foreign { columns, .. }, other) if other != PropertyKind::Relation => {
                let [column] = columns.as_slice() else {
                    continue;
                };
                field.origin = Origin::Column(column.clone());
                field.kind = kind;
            }
            (Origin::Column(_), PropertyKind::Relation) => {}
            _ => field.kind = kind,
        }
    }
}
