//! The sample in a real database: an SQLite file, or a schema of its own in PostgreSQL.

use std::path::PathBuf;

use rusqlite::Connection;
use tokio_postgres::Client;

use super::sql::{Dialect, script};
use super::table::Table;
use crate::error::{CommandError, Context, chain};

/// The schema of the sample in PostgreSQL.
pub(crate) const SCHEMA: &str = "recto_demo";
/// The schema of the state that belongs to it.
pub(crate) const STATE_SCHEMA: &str = "recto_demo_state";
/// The comment by which the demo knows its own schemas, which it may replace.
const MARK: &str = "made by recto demo; its next run replaces it";

/// Where the sample lives.
pub(crate) enum Database {
    /// In this file.
    Sqlite(PathBuf),
    /// Behind this connection.
    Postgres(Client),
}

impl Database {
    /// Connects to PostgreSQL.
    pub(crate) async fn postgres(url: &str) -> Result<Self, CommandError> {
        let client = recto_sync::source::postgres::connect(&url.into())
            .await
            .map_err(recto_sync::error::Error::from)?;
        Ok(Self::Postgres(client))
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Creates the tables and their rows.
    ///
    /// In PostgreSQL an earlier demo is replaced; schemas of the same name that the demo did not
    /// make are left alone, and the demo ends there.
    pub(crate) async fn create(&self, tables: &[Table]) -> Result<(), CommandError> {
        match self {
            Self::Sqlite(path) => {
                let connection = open(path)?;
                let script = script(tables, Dialect::Sqlite);
                // One transaction, or each statement would wait for the disk.
                connection
                    .execute_batch(&format!("begin;\n{script}commit;"))
                    .context(format!("cannot fill {}", path.display()))
            }
            Self::Postgres(client) => {
                for schema in [SCHEMA, STATE_SCHEMA] {
                    renew(client, schema).await?;
                }
                let script = script(tables, Dialect::Postgres);
                client
                    .batch_execute(&format!("set search_path to {SCHEMA};\n{script}"))
                    .await
                    .context("cannot fill the database")
            }
        }
    }

    /// Runs one statement that changes one row.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), CommandError> {
        let rows = match self {
            Self::Sqlite(path) => open(path)?
                .execute(sql, [])
                .context("cannot edit the database")? as u64,
            Self::Postgres(client) => client
                .execute(sql, &[])
                .await
                .context("cannot edit the database")?,
        };
        if rows == 1 {
            Ok(())
        } else {
            Err(CommandError::new(format!(
                "an edit changed {rows} rows instead of one: {sql}"
            )))
        }
    }
}

fn open(path: &PathBuf) -> Result<Connection, CommandError> {
    let failed = || format!("cannot open {}", path.display());
    let connection = Connection::open(path).context(failed())?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .context(failed())?;
    Ok(connection)
}

/// Makes an empty schema in place of one that an earlier demo made.
async fn renew(client: &Client, schema: &str) -> Result<(), CommandError> {
    let comment =
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = $1";
    let found = client
        .query_opt(comment, &[&schema])
        .await
        .context("cannot look for schemas")?;
    if let Some(row) = found {
        let comment: Option<String> = row.get(0);
        if comment.as_deref() != Some(MARK) {
            return Err(CommandError::new(format!(
                "the database has a schema \"{schema}\" that recto demo did not make"
            ))
            .hint("rename that schema, or name another database; a new one is best"));
        }
    }
    let sql = format!(
        "drop schema if exists {schema} cascade; create schema {schema}; \
         comment on schema {schema} is '{MARK}'"
    );
    client.batch_execute(&sql).await.map_err(|error| {
        CommandError::new(format!(
            "cannot create the schema \"{schema}\": {}",
            chain(&error)
        ))
        .hint("the demo needs a user who may create schemas")
    })
}
