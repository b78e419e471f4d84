//! What goes wrong between recto and a relational database.

use std::error::Error as StdError;

/// A database that cannot be read.
///
/// No message holds a password: a database is named by host, port and name, or by its path.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no way to the database.
    #[error("cannot reach {database}: {reason}; {advice}")]
    Unreachable {
        /// Which database.
        database: String,
        /// What the system or the server said.
        reason: String,
        /// What to do.
        advice: String,
    },
    /// The connection URL cannot be used.
    #[error("{database}: {reason}")]
    BadUrl {
        /// Where the URL comes from, or the URL without its password.
        database: String,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// The database refuses to show something.
    #[error("{database} refuses to show {what}: {reason}; grant the user SELECT on it")]
    Denied {
        /// Which database.
        database: String,
        /// Which table.
        what: String,
        /// What the server said.
        reason: String,
    },
    /// There is no such table.
    #[error("the database has no table \"{table}\"{hint}")]
    MissingTable {
        /// The name looked for.
        table: String,
        /// The nearest name, if one is near.
        hint: String,
    },
    /// There is no such column.
    #[error("table \"{table}\" has no column \"{column}\"{hint}")]
    MissingColumn {
        /// The table.
        table: String,
        /// The name looked for.
        column: String,
        /// The nearest name, if one is near.
        hint: String,
    },
    /// The rows of a table cannot be told apart.
    #[error(
        "table \"{table}\" has no primary key; name the columns that identify a row with \
         `key = [\"…\"]` in its [[table]]"
    )]
    NoKey {
        /// The table.
        table: String,
    },
    /// Two rows have the same key.
    #[error(
        "table \"{table}\": two rows have the key \"{key}\"; name columns that identify a row in \
         its [[table]]'s `key`"
    )]
    RepeatedKey {
        /// The table.
        table: String,
        /// The key.
        key: String,
    },
    /// The file is no database, or a broken one.
    #[error("{database} is not a readable database: {reason}; restore it from a backup")]
    Corrupt {
        /// Which database.
        database: String,
        /// What SQLite said.
        reason: String,
    },
    /// Any other failure of the database.
    #[error("{database} failed while {doing}: {reason}")]
    Failed {
        /// Which database.
        database: String,
        /// What recto was doing.
        doing: String,
        /// What the database said.
        reason: String,
        /// The database driver's error.
        #[source]
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
}
