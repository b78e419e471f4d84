//! An SQLite file as a source.

mod declared;
mod introspect;
mod read;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt, TryFutureExt};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Row, RowQuery, Source, SourceError, Table, find_table};

/// How long a reader waits for a writer that holds the file locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// An SQLite file that is read, never written.
///
/// A column's kind follows from its declared type, a cell from its stored value: a `BOOLEAN` holds
/// 0 and 1, a `DATE` or `TIMESTAMP` ISO 8601 text, a `TEXT[]` a JSON array. Must be used within a
/// tokio runtime, whose blocking threads do the reading.
#[derive(Debug, Clone)]
pub struct SqliteSource {
    name: String,
    connection: Arc<Mutex<Connection>>,
    tables: Arc<Mutex<Option<Arc<Vec<Table>>>>>,
}

impl SqliteSource {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// [`SourceError::Unreachable`] when it cannot be opened, [`SourceError::Corrupt`] when it is
    /// no database.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let name = format!("SQLite file {}", path.display());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let unreachable = |reason: String| SourceError::Unreachable {
            database: name.clone(),
            reason,
            advice: "check the path in [source] and the file's permissions".to_owned(),
        };
        if path.is_dir() {
            return Err(unreachable("it is a directory".to_owned()));
        }
        let connection = Connection::open_with_flags(path, flags).map_err(|error| {
            // SQLite only says that it cannot open the file; the system knows why.
            match std::fs::File::open(path) {
                Err(cause) => unreachable(cause.to_string()),
                Ok(_) => unreachable(error.to_string()),
            }
        })?;
        let source = Self {
            name,
            connection: Arc::new(Mutex::new(connection)),
            tables: Arc::default(),
        };
        source.with(|connection, name| {
            connection
                .busy_timeout(PATIENCE)
                .and_then(|()| connection.query_row("pragma schema_version", [], |_| Ok(())))
                .map_err(|error| failed(name, "opening it", error))
        })?;
        Ok(source)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection, &str) -> T) -> T {
        // A poisoned lock only means that a reader panicked; reading leaves nothing half done.
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        work(&connection, &self.name)
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, SourceError> + Send + 'static,
    ) -> Result<T, SourceError> {
        let source = self.clone();
        match tokio::task::spawn_blocking(move || work(&source)).await {
            Ok(result) => result,
            Err(error) => Err(SourceError::Failed {
                database: self.name.clone(),
                doing: "reading".to_owned(),
                reason: error.to_string(),
                source: Some(error.into()),
            }),
        }
    }

    fn load(&self) -> Result<Arc<Vec<Table>>, SourceError> {
        let tables = Arc::new(self.with(introspect::tables)?);
        *self.tables.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&tables));
        Ok(tables)
    }

    fn known(&self) -> Result<Arc<Vec<Table>>, SourceError> {
        let known = self
            .tables
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        known.map_or_else(|| self.load(), Ok)
    }

    fn execute(&self, sql: &'static str, doing: &str) -> Result<(), SourceError> {
        self.with(|connection, name| {
            connection
                .execute_batch(sql)
                .map_err(|error| failed(name, doing, error))
        })
    }
}

impl Source for SqliteSource {
    fn describe(&self) -> String {
        self.name.clone()
    }

    fn introspect(&self) -> BoxFuture<'_, Result<Vec<Table>, SourceError>> {
        self.blocking(|source| source.load().map(|tables| tables.to_vec()))
            .boxed()
    }

    fn rows(&self, query: RowQuery) -> BoxStream<'_, Result<Vec<Row>, SourceError>> {
        let reader = self.blocking(move |source| {
            let tables = source.known()?;
            read::Reader::new(find_table(&tables, &query.table)?, &query)
        });
        reader
            .map_ok(move |reader| {
                stream::try_unfold(reader, move |mut reader| {
                    self.blocking(move |source| {
                        let batch =
                            source.with(|connection, name| reader.next(connection, name))?;
                        Ok(batch.map(|batch| (batch, reader)))
                    })
                })
            })
            .try_flatten_stream()
            .boxed()
    }

    fn begin(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        // A deferred transaction sees its moment at the first read, so one is made here.
        let sql = "begin deferred; select count(*) from sqlite_schema;";
        self.blocking(move |source| source.execute(sql, "starting a consistent read"))
            .boxed()
    }

    fn end(&self) -> BoxFuture<'_, Result<(), SourceError>> {
        self.blocking(|source| {
            if source.with(|connection, _| connection.is_autocommit()) {
                return Ok(());
            }
            source.execute("rollback", "ending a consistent read")
        })
        .boxed()
    }
}

/// Sorts a failure of SQLite.
fn failed(database: &str, doing: &str, error: rusqlite::Error) -> SourceError {
    let database = database.to_owned();
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            SourceError::Corrupt { database, reason }
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => SourceError::Unreachable {
            database,
            reason,
            advice: "check the path in [source] and the file's permissions".to_owned(),
        },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => SourceError::Unreachable {
            database,
            reason,
            advice: "another program holds it locked; end that program, or try again".to_owned(),
        },
        _ => SourceError::Failed {
            database,
            doing: doing.to_owned(),
            reason,
            source: Some(error.into()),
        },
    }
}
