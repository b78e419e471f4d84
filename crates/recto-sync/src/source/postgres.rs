//! A PostgreSQL database as a source.

mod introspect;
mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt, TryFutureExt};
use secrecy::SecretString;
use tokio::sync::Mutex;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::{Row, RowQuery, Source, SourceError, Table, find_table};
use crate::pg::{self, Address};

/// Settles how the server writes dates, intervals and bytes, and that nothing is ever written.
const SESSION: &str =
    "set time zone 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'iso_8601';
    set bytea_output to 'hex'; set extra_float_digits to 1;
    set default_transaction_read_only to on";

/// One schema of a PostgreSQL database, read, never written.
///
/// Values are read as the text the server writes for them, so every type can be read and numbers
/// stay exact. Must be used within a tokio runtime, which serves the connection.
#[derive(Debug)]
pub struct PostgresSource {
    address: Address,
    schema: String,
    session: Mutex<Option<Session>>,
    tables: Mutex<Option<Arc<Vec<Table>>>>,
    consistent: AtomicBool,
    cursors: AtomicU64,
}

#[derive(Debug, Clone)]
struct Session {
    client: Arc<Client>,
    /// Whether texts may be no UTF-8, because the database does not say what they are.
    unchecked: bool,
}

/// Connects a client for work of one's own, by the rules and with the messages of a source.
///
/// The connection is served by a task of the current tokio runtime.
///
/// # Errors
/// [`SourceError::BadUrl`] or [`SourceError::Unreachable`].
pub async fn connect(url: &SecretString) -> Result<Client, SourceError> {
    let address = Address::parse(url).map_err(|reason| SourceError::BadUrl {
        database: "the database URL".to_owned(),
        reason,
    })?;
    address
        .connect()
        .await
        .map_err(|refusal| SourceError::Unreachable {
            database: address.name.clone(),
            reason: refusal.reason,
            advice: refusal.advice,
        })
}

impl PostgresSource {
    /// Connects to a database.
    ///
    /// `schema` is `public` unless given.
    ///
    /// # Errors
    /// [`SourceError::BadUrl`] or [`SourceError::Unreachable`].
    pub async fn connect(url: &SecretString, schema: Option<&str>) -> Result<Self, SourceError> {
        let address = Address::parse(url).map_err(|reason| SourceError::BadUrl {
            database: "the URL in [source]".to_owned(),
            reason,
        })?;
        let source = Self {
            address,
            schema: schema.unwrap_or("public").to_owned(),
            session: Mutex::default(),
            tables: Mutex::default(),
            consistent: AtomicBool::new(false),
            cursors: AtomicU64::new(0),
        };
        source.session().await?;
        Ok(source)
    }

    /// Returns the session, a new one if the server has closed the old one.
    async fn session(&self) -> Result<Session, SourceError> {
        let mut held = self.session.lock().await;
        if let Some(session) = held.as_ref()
            && (!session.client.is_closed() || self.consistent.load(Ordering::Relaxed))
        {
            return Ok(session.clone());
        }
        let client = self
            .address
            .connect()
            .await
            .map_err(|refusal| SourceError::Unreachable {
                database: self.address.name.clone(),
                reason: refusal.reason,
                advice: refusal.advice,
            })?;
        let doing = "starting a session";
        client
            .batch_execute(SESSION)
            .await
            .map_err(|error| self.failed(doing, None, error))?;
        let encoding = client
            .query_one("select current_setting('server_encoding')", &[])
            .await
            .and_then(|row| row.try_get::<_, String>(0))
            .map_err(|error| self.failed(doing, None, error))?;
        let session = Session {
            client: Arc::new(client),
            unchecked: encoding == "SQL_ASCII",
        };
        *held = Some(session.clone());
        Ok(session)
    }

    async fn load(&self) -> Result<Arc<Vec<Table>>, SourceError> {
        let session = self.session().await?;
        let tables = introspect::tables(&session.client, &self.schema)
            .await
            .map_err(|error| self.failed("reading its tables", None, error))?;
        let tables = Arc::new(tables);
        *self.tables.lock().await = Some(Arc::clone(&tables));
        Ok(tables)
    }

    async fn known(&self) -> Result<Arc<Vec<Table>>, SourceError> {
        let known = self.tables.lock().await.clone();
        match known {
            Some(tables) => Ok(tables),
            None => self.load().await,
        }
    }

    async fn execute(&self, sql: &str, doing: &str) -> Result<(), SourceError> {
        let session = self.session().await?;
        session
            .client
            .batch_execute(sql)
            .await
            .map_err(|error| self.failed(doing, None, error))
    }

    async fn reader(&self, query: RowQuery) -> Result<read::Reader<'_>, SourceError> {
        let tables = self.known().await?;
        let table = find_table(&tables, &query.table)?;
        let session = self.session().await?;
        let cursor = format!("recto_{}", self.cursors.fetch_add(1, Ordering::Relaxed));
        read::Reader::open(self, session, cursor, table, &query).await
    }

    /// Sorts a failure of the server.
    fn failed(
        &self,
        doing: &str,
        table: Option<&str>,
        error: tokio_postgres::Error,
    ) -> SourceError {
        let database = self.address.name.clone();
        let reason = pg::reason(&error);
        if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
            let what = table.map_or_else(|| "it".to_owned(), |table| format!("table \"{table}\""));
            return SourceError::Denied {
                database,
                what,
                reason,
            };
        }
        if error.is_closed() {
            let advice = "the server closed the connection: see its log, then try again".to_owned();
            return SourceError::Unreachable {
                database,
                reason,
                advice,
            };
        }
        SourceError::Failed {
            database,
            doing: doing.to_owned(),
            reason,
            source: Some(error.into()),
        }
    }
}

impl Source for PostgresSource {
    fn describe(&self) -> String {
        match self.schema.as_str() {
            "public" => self.address.name.clone(),
            schema => format!("{}, schema {schema}", self.address.name),
        }
    }

    fn introspect(&self) -> BoxFuture<'_, Result<Vec<Table>, SourceError>> {
        self.load().map_ok(|tables| tables.to_vec()).boxed()
    }

    fn rows(&self, query: RowQuery) -> BoxStream<'_, Result<Vec<Row>, SourceError>> {
        self.reader(query)
            .map_ok(|reader| {
                stream::try_unfold(Some(reader), |reader| async move {
                    let Some(mut reader) = reader else {
                        return Ok(None);
                    };
                    let Some(batch) = reader.next().await? else {
                        return Ok(None);
                    };
                    Ok(Some((batch, reader.more().then_some(reader))))
                })
            })
            .try_flatten_stream()
            .boxed()
    }

    fn begin(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        async move {
            // The moment is fixed by the first query, hence one right here.
            let sql = "begin isolation level repeatable read read only; select 1";
            self.execute(sql, "starting a consistent read").await?;
            self.consistent.store(true, Ordering::Relaxed);
            Ok(())
        }
        .boxed()
    }

    fn end(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        async move {
            if !self.consistent.swap(false, Ordering::Relaxed) {
                return Ok(());
            }
            self.execute("rollback", "ending a consistent read").await
        }
        .boxed()
    }
}
