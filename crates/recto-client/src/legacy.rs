//! The names of before data sources, for programs that move over.
//!
//! Until 2025 a database had one schema and its rows; since then it holds data sources that have
//! them. Where a database has exactly one, which is all that there were before, [`Legacy`] finds it,
//! and what used to be said of the database is said of its data source:
//!
//! | then | now |
//! |---|---|
//! | retrieve a database | [`GetDatabase`], and [`GetDataSource`] for the schema |
//! | query a database | [`QueryDataSource`] |
//! | create a page in a database | [`CreatePage`] with the data source for a parent |
//! | update a database's properties | [`UpdateDataSource`] |
//!
//! ```
//! # use recto_client::{Client, Pace, Token, Transport};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use recto_api::database::NewDatabase;
//! # use recto_api::endpoint::CreateDatabase;
//! # use recto_api::schema::{PropertySchema, Schema};
//! use recto_api::endpoint::QueryBody;
//! use recto_api::page::NewPage;
//!
//! # let emulator = recto_emulator::Emulator::start()?;
//! # let token = Token::parse(emulator.token())?;
//! # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
//! # let schema = Schema::new().with("Name", PropertySchema::title());
//! # let database = NewDatabase::new(emulator.root_page_id(), "Birds", schema);
//! # let database_id = client.send(&CreateDatabase::new(database)).await?.id;
//! let legacy = client.legacy();
//! legacy.create_page_in_database(&database_id, NewPage::default().title("Wren")).await?;
//! let rows = legacy.query_database(&database_id, QueryBody::default()).await?;
//! assert_eq!(rows.results.len(), 1);
//! assert!(legacy.get_database(&database_id).await?.schema().get("Name").is_some());
//! # Ok(())
//! # }
//! ```

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::stream::{self, Stream, TryStreamExt};
use recto_api::data_source::{DataSource, DataSourcePatch};
use recto_api::database::Database;
use recto_api::endpoint::{
    CreatePage, Endpoint, GetDataSource, GetDatabase, QueryBody, QueryDataSource, UpdateDataSource,
};
use recto_api::ids::{DataSourceId, DatabaseId};
use recto_api::list::{Element, List};
use recto_api::object::Object;
use recto_api::page::{NewPage, Page};
use recto_api::schema::Schema;
use recto_api::wire::Field;
use tokio::time::Instant;

use crate::call::Client;
use crate::error::Error;

/// How long it is remembered which data source is a database's only one.
const REMEMBERED: Duration = Duration::from_secs(30 * 60);

/// How many of them are remembered.
const MOST: usize = 1_000;

/// Speaks of databases as if they were their only data source. See the [module](self).
///
/// Which data source that is, is asked once and remembered for half an hour, by all clones of the
/// client.
#[derive(Debug, Clone)]
pub struct Legacy(Client);

/// A database with its only data source: together what a database was before.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Title, icon and place.
    pub database: Database,
    /// The schema.
    pub data_source: DataSource,
}

/// The data sources found so far, and until when they hold.
#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<DatabaseId, (DataSourceId, Instant)>>);

impl Client {
    /// The names of before data sources: see [`legacy`](self).
    pub fn legacy(&self) -> Legacy {
        Legacy(self.clone())
    }
}

impl Table {
    /// The properties, which were once the database's.
    pub fn schema(&self) -> &Schema {
        &self.data_source.properties
    }
}

impl Legacy {
    /// The only data source of a database. The id of a data source is taken for one as well.
    ///
    /// # Errors
    ///
    /// [`Error::DataSources`] names them where there is none or more than one; else see
    /// [`Client::send`].
    pub async fn data_source_id(&self, database_id: &DatabaseId) -> Result<DataSourceId, Error> {
        if let Some(known) = self.0.inner.legacy.get(database_id) {
            return Ok(known);
        }
        let found = match self.0.send(&GetDatabase::new(database_id.clone())).await {
            Ok(database) => only(&database)?,
            Err(error) if error.is_not_found() => self.itself(database_id).await.ok_or(error)?,
            Err(error) => return Err(error),
        };
        self.0.inner.legacy.put(database_id.clone(), found.clone());
        Ok(found)
    }

    /// A database with its schema.
    ///
    /// # Errors
    ///
    /// See [`Legacy::data_source_id`].
    pub async fn get_database(&self, database_id: &DatabaseId) -> Result<Table, Error> {
        let database = self.0.send(&GetDatabase::new(database_id.clone())).await?;
        let found = only(&database)?;
        self.0.inner.legacy.put(database_id.clone(), found.clone());
        let data_source = self.0.send(&GetDataSource::new(found)).await?;
        Ok(Table {
            database,
            data_source,
        })
    }

    /// One page of a database's rows.
    ///
    /// # Errors
    ///
    /// See [`Legacy::data_source_id`].
    pub async fn query_database(
        &self,
        database_id: &DatabaseId,
        query: QueryBody,
    ) -> Result<List<Object>, Error> {
        let query = self.query(database_id, query).await?;
        self.send(database_id, &query).await
    }

    /// All rows of a database that match, over all pages: see [`Client::items`].
    pub fn query_database_items(
        &self,
        database_id: DatabaseId,
        query: QueryBody,
    ) -> impl Stream<Item = Result<Element<Object>, Error>> + Send + use<> {
        let legacy = self.clone();
        stream::once(async move {
            let query = legacy.query(&database_id, query).await?;
            Ok::<_, Error>(legacy.0.items(query))
        })
        .try_flatten()
    }

    /// Creates a row. The page's own parent, if it names one, is replaced.
    ///
    /// # Errors
    ///
    /// See [`Legacy::data_source_id`].
    pub async fn create_page_in_database(
        &self,
        database_id: &DatabaseId,
        mut page: NewPage,
    ) -> Result<Page, Error> {
        let data_source_id = self.data_source_id(database_id).await?;
        page.parent = Field::Value(data_source_id.into());
        self.send(database_id, &CreatePage::new(page)).await
    }

    /// Changes the properties of a database.
    ///
    /// # Errors
    ///
    /// See [`Legacy::data_source_id`].
    pub async fn update_database_schema(
        &self,
        database_id: &DatabaseId,
        patch: DataSourcePatch,
    ) -> Result<DataSource, Error> {
        let data_source_id = self.data_source_id(database_id).await?;
        let update = UpdateDataSource::new(data_source_id, patch);
        self.send(database_id, &update).await
    }

    async fn query(
        &self,
        database_id: &DatabaseId,
        body: QueryBody,
    ) -> Result<QueryDataSource, Error> {
        let mut query = QueryDataSource::new(self.data_source_id(database_id).await?);
        query.body = body;
        Ok(query)
    }

    /// Sends, and forgets the data source where it is gone.
    async fn send<E: Endpoint>(
        &self,
        database_id: &DatabaseId,
        request: &E,
    ) -> Result<E::Output, Error> {
        let answer = self.0.send(request).await;
        if answer.as_ref().is_err_and(Error::is_not_found) {
            self.0.inner.legacy.remove(database_id);
        }
        answer
    }

    /// The id itself, where it is that of a data source.
    async fn itself(&self, id: &DatabaseId) -> Option<DataSourceId> {
        let id = DataSourceId::parse(id.as_str()).ok()?;
        let found = self.0.send(&GetDataSource::new(id.clone())).await;
        found.is_ok().then_some(id)
    }
}

fn only(database: &Database) -> Result<DataSourceId, Error> {
    let sources = database.data_sources.value().map_or(&[][..], Vec::as_slice);
    match sources {
        [only] => Ok(only.id.clone()),
        _ => Err(Error::DataSources {
            database_id: database.id.clone(),
            sources: sources
                .iter()
                .map(|source| {
                    (
                        source.id.clone(),
                        source.name.value().cloned().unwrap_or_default(),
                    )
                })
                .collect(),
        }),
    }
}

impl Known {
    fn lock(&self) -> MutexGuard<'_, HashMap<DatabaseId, (DataSourceId, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, id: &DatabaseId) -> Option<DataSourceId> {
        let known = self.lock();
        let (found, until) = known.get(id)?;
        (*until > Instant::now()).then(|| found.clone())
    }

    fn put(&self, id: DatabaseId, found: DataSourceId) {
        let mut known = self.lock();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(id, (found, Instant::now() + REMEMBERED));
    }

    fn remove(&self, id: &DatabaseId) {
        self.lock().remove(id);
    }
}
