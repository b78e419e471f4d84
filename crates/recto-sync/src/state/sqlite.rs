//! The state in an SQLite file.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, ToSql, Transaction, TransactionBehavior,
    params_from_iter,
};

use super::driver::{Driver, Param, Record, Step};
use super::schema;
use super::sql::SqlState;
use super::{FORMAT, StateError};

/// How long a write waits for another process's write.
const PATIENCE: Duration = Duration::from_secs(10);

/// The state in an SQLite file. Must be used within a tokio runtime.
pub type SqliteState = SqlState<SqliteDriver>;

impl SqliteState {
    /// Opens the state in a file, which is made when it is missing.
    ///
    /// # Errors
    /// [`StateError::Unreachable`], [`StateError::Corrupt`] or [`StateError::Newer`].
    pub fn open(path: &Path) -> Result<Self, StateError> {
        let name = format!("SQLite file {}", path.display());
        if path.is_dir() {
            return Err(unreachable(&name, "it is a directory"));
        }
        let connection = Connection::open(path).map_err(|error| {
            let parent = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty());
            match parent {
                Some(parent) if !parent.is_dir() => {
                    unreachable(&name, format!("there is no directory {}", parent.display()))
                }
                _ => unreachable(&name, error),
            }
        })?;
        Self::with(name, connection)
    }

    /// Keeps the state in memory, for runs that leave nothing behind.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn memory() -> Result<Self, StateError> {
        let name = "SQLite in memory".to_owned();
        let connection =
            Connection::open_in_memory().map_err(|error| failed(&name, "opening it", error))?;
        Self::with(name, connection)
    }

    fn with(name: String, mut connection: Connection) -> Result<Self, StateError> {
        prepare(&name, &mut connection)?;
        Ok(Self {
            driver: SqliteDriver {
                name,
                connection: Arc::new(Mutex::new(connection)),
            },
        })
    }
}

/// Runs the state's statements on an SQLite connection.
#[derive(Debug, Clone)]
pub struct SqliteDriver {
    name: String,
    connection: Arc<Mutex<Connection>>,
}

fn prepare(name: &str, connection: &mut Connection) -> Result<(), StateError> {
    let settle = |connection: &Connection| {
        connection.busy_timeout(PATIENCE)?;
        // An intent must outlive a power failure, or its page could be made twice.
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", "on")?;
        connection.query_row("pragma journal_mode = wal", [], |_| Ok(()))
    };
    settle(connection).map_err(|error| failed(name, "opening it", error))?;
    let check = |transaction: &Transaction<'_>| -> rusqlite::Result<Result<(), StateError>> {
        let corrupt = |reason: &str| StateError::Corrupt {
            state: name.to_owned(),
            reason: reason.to_owned(),
        };
        let count = "select count(*), count(*) filter (where name = 'meta') from sqlite_schema
            where type = 'table' and name not like 'sqlite%'";
        let (tables, meta): (i64, i64) =
            transaction.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if tables == 0 {
            let id = "integer primary key autoincrement";
            return transaction.execute_batch(&schema::tables(id)).map(Ok);
        }
        if meta == 0 {
            return Ok(Err(corrupt("it is a database with other tables")));
        }
        let format: Option<String> = transaction
            .query_row("select value from meta where key = 'format'", [], |row| {
                row.get(0)
            })
            .optional()?;
        let Some(format) = format.and_then(|format| format.parse::<i64>().ok()) else {
            return Ok(Err(corrupt("it does not say its format")));
        };
        if format > FORMAT {
            let state = name.to_owned();
            return Ok(Err(StateError::Newer {
                state,
                found: format,
                known: FORMAT,
            }));
        }
        Ok(Ok(()))
    };
    let doing = "reading its format";
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| failed(name, doing, error))?;
    check(&transaction).map_err(|error| failed(name, doing, error))??;
    transaction
        .commit()
        .map_err(|error| failed(name, doing, error))
}

impl SqliteDriver {
    async fn run(
        &self,
        steps: Vec<Step>,
        behavior: TransactionBehavior,
    ) -> Result<Vec<Vec<Record>>, StateError> {
        let driver = self.clone();
        let task = tokio::task::spawn_blocking(move || {
            // A panic elsewhere rolled its transaction back when it let go of it.
            let mut connection = driver
                .connection
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let name = &driver.name;
            let doing = "writing";
            let transaction = connection
                .transaction_with_behavior(behavior)
                .map_err(|error| failed(name, doing, error))?;
            let mut answers = Vec::with_capacity(steps.len());
            for step in steps {
                let records =
                    execute(&transaction, &step).map_err(|error| failed(name, doing, error))?;
                if let (true, Some(error)) = (records.is_empty(), step.or) {
                    return Err(error);
                }
                answers.push(records);
            }
            transaction
                .commit()
                .map_err(|error| failed(name, doing, error))?;
            Ok(answers)
        });
        task.await.unwrap_or_else(|error| {
            Err(StateError::Failed {
                state: self.name.clone(),
                doing: "writing".to_owned(),
                reason: error.to_string(),
                source: Some(error.into()),
            })
        })
    }
}

impl Driver for SqliteDriver {
    fn describe(&self) -> String {
        self.name.clone()
    }

    fn read(&self, step: Step) -> BoxFuture<'_, Result<Vec<Record>, StateError>> {
        async move {
            let answers = self.run(vec![step], TransactionBehavior::Deferred).await?;
            Ok(answers.into_iter().next().unwrap_or_default())
        }
        .boxed()
    }

    fn write(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Vec<Record>>, StateError>> {
        self.run(steps, TransactionBehavior::Immediate).boxed()
    }
}

fn execute(transaction: &Transaction<'_>, step: &Step) -> rusqlite::Result<Vec<Record>> {
    let mut statement = transaction.prepare_cached(&step.sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(&step.params))?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let mut record = Vec::with_capacity(columns);
        for column in 0..columns {
            record.push(match row.get_ref(column)? {
                ValueRef::Null => Param::Null,
                ValueRef::Integer(number) => Param::Int(number),
                // Nothing else is ever written; a reader that expects something else will say so.
                _ => Param::Text(row.get(column)?),
            });
        }
        records.push(Record(record));
    }
    Ok(records)
}

impl ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn unreachable(state: &str, reason: impl std::fmt::Display) -> StateError {
    StateError::Unreachable {
        state: state.to_owned(),
        reason: reason.to_string(),
        advice: "check the path in [state] and its permissions".to_owned(),
    }
}

/// Sorts a failure of SQLite.
fn failed(state: &str, doing: &str, error: rusqlite::Error) -> StateError {
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StateError::Corrupt {
            state: state.to_owned(),
            reason,
        },
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            unreachable(state, reason)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StateError::Unreachable {
            state: state.to_owned(),
            reason,
            advice: "another program holds it locked; end that program, or try again".to_owned(),
        },
        Some(ErrorCode::ConstraintViolation) if reason.contains("UNIQUE") => StateError::Conflict {
            state: state.to_owned(),
            reason,
        },
        _ => StateError::Failed {
            state: state.to_owned(),
            doing: doing.to_owned(),
            reason,
            source: Some(error.into()),
        },
    }
}
