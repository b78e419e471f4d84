//! The crate's error.

pub use crate::config::ConfigError;
pub use crate::source::SourceError;
pub use crate::state::StateError;

use crate::failpoint::POINTS;
use crate::guard::StructureChange;
use crate::report::Report;

/// What can stop a synchronisation as a whole.
///
/// A row that cannot be pushed is not an error of this kind: it is an item of the report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The relational database cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The state cannot be read or written.
    #[error(transparent)]
    State(#[from] StateError),
    /// Notion cannot be reached, or refused something the whole run depends on.
    #[error("{doing}: {source}{}", advice(source))]
    Notion {
        /// What recto was doing.
        doing: String,
        /// The client's error.
        source: Box<recto_client::Error>,
    },
    /// A table has no data source and none may be created.
    #[error(
        "table \"{table}\" has no data source: {reason}; name one with `data_source = \"…\"` in \
         its [[table]], or let recto create it with --create-missing and a parent page"
    )]
    NoDataSource {
        /// The table.
        table: String,
        /// What was looked for.
        reason: String,
    },
    /// An id that stands for nothing the connection can see.
    #[error(
        "table \"{table}\": no data source or database has the id {id}, or it is not shared with \
         the connection; check the id, and in Notion add the connection to the database \
         (••• → Connections){}",
        request(request_id)
    )]
    UnknownDataSource {
        /// The table.
        table: String,
        /// The id.
        id: String,
        /// The API's id of the refused request.
        request_id: Option<String>,
    },
    /// Several databases have the title that is looked for.
    #[error(
        "table \"{table}\": several databases are called \"{title}\" ({ids}); name the right one \
         by its id"
    )]
    AmbiguousTitle {
        /// The table.
        table: String,
        /// The title.
        title: String,
        /// Their ids.
        ids: String,
    },
    /// A database with several data sources was named where one data source is meant.
    #[error(
        "table \"{table}\": database {database_id} has {count} data sources ({names}); name one \
         of them by its data source id"
    )]
    SeveralDataSources {
        /// The table.
        table: String,
        /// The database.
        database_id: String,
        /// How many it has.
        count: usize,
        /// Their names and ids.
        names: String,
    },
    /// A property of the data source has another type than the configuration says.
    #[error(
        "table \"{table}\", column \"{column}\": property \"{property}\" of data source \
         \"{data_source}\" is of type {found}, but the configuration wants {wanted}; change the \
         type in Notion, or the column's `type` in the configuration"
    )]
    WrongType {
        /// The table.
        table: Box<str>,
        /// The column or columns.
        column: Box<str>,
        /// The property.
        property: Box<str>,
        /// The data source's title.
        data_source: Box<str>,
        /// The property's type.
        found: Box<str>,
        /// The configured type.
        wanted: Box<str>,
    },
    /// Properties are missing and may not be added.
    #[error(
        "table \"{table}\": data source \"{data_source}\" has no property {missing}; add it in \
         Notion, correct the name in the configuration{hint}, or let recto add it with \
         `manage_schema = true`"
    )]
    MissingProperty {
        /// The table.
        table: String,
        /// The data source's title.
        data_source: String,
        /// The property or properties, each with its type.
        missing: String,
        /// The nearest name, if one is near.
        hint: String,
    },
    /// A relation leads to another data source than the one its target table goes to.
    #[error(
        "table \"{table}\": relation \"{property}\" of data source \"{data_source}\" leads to \
         data source {found}, but table \"{target}\" goes to {wanted}; point the relation there \
         in Notion, or name another property"
    )]
    WrongTarget {
        /// The table.
        table: Box<str>,
        /// The relation.
        property: Box<str>,
        /// The data source's title.
        data_source: Box<str>,
        /// Where it leads.
        found: Box<str>,
        /// The table it should lead to.
        target: Box<str>,
        /// That table's data source.
        wanted: Box<str>,
    },
    /// A relation has no table to lead to.
    #[error(
        "table \"{table}\": relation \"{property}\" leads nowhere: {reason}; name its table with \
         `table = \"…\"`, or leave the relation out"
    )]
    Relation {
        /// The table.
        table: String,
        /// The relation.
        property: String,
        /// What is missing.
        reason: String,
    },
    /// Two tables go to one data source.
    #[error(
        "tables \"{first}\" and \"{second}\" both go to data source {data_source}; give each a \
         data source of its own, or join them in a view"
    )]
    SharedDataSource {
        /// One table.
        first: String,
        /// The other table.
        second: String,
        /// The data source.
        data_source: String,
    },
    /// A database is to be created and no page is named for it.
    #[error(
        "the data source of table \"{table}\" is to be created, but no page for it is named; set \
         `parent` in [notion] to a page shared with the connection"
    )]
    NoParent {
        /// The table.
        table: String,
    },
    /// A protected page cannot be read.
    #[error(
        "cannot read protected page \"{name}\" ({page_id}): {source}{}",
        advice(source)
    )]
    Guard {
        /// Its name.
        name: String,
        /// Its id.
        page_id: String,
        /// The client's error.
        source: Box<recto_client::Error>,
    },
    /// Something was to be written to a protected page.
    #[error(
        "page \"{name}\" ({page_id}) is protected: recto does not {doing}; choose another page, \
         or take it out of the protected pages in the configuration"
    )]
    ProtectedPage {
        /// Its name.
        name: String,
        /// Its id.
        page_id: String,
        /// What was asked for.
        doing: String,
    },
    /// A block that may stand on a protected page.
    #[error(
        "cannot tell on which page block {id} stands, so it may be a protected one and recto may \
         not {doing}; name the page itself, or a block that stands on it directly"
    )]
    UnknownPage {
        /// The block.
        id: String,
        /// What was asked for.
        doing: String,
    },
    /// A protected page's structure changed during the run.
    #[error(
        "the structure of protected page \"{name}\" ({page_id}) changed during the run: {change}; \
         the rows were pushed; look at the page's history for who changed it"
    )]
    StructureChanged {
        /// Its name.
        name: String,
        /// Its id.
        page_id: String,
        /// The first block concerned, and how many differ.
        change: Box<StructureChange>,
        /// What the run did before the difference was found.
        report: Box<Report>,
    },
    /// Rows were considered that no outcome tells of, or told of twice: a bug in recto.
    #[error("the report does not add up: {0}; this is a bug in recto, please report it")]
    Unaccounted(String),
    /// A failpoint that does not exist.
    #[error(
        "there is no failpoint \"{spec}\"; a name (`name` or `name:nth`) is one of {}",
        points()
    )]
    Failpoint {
        /// What was asked for.
        spec: String,
    },
}

impl Error {
    /// Wraps a client's error with what was being done.
    pub fn notion(doing: impl Into<String>, source: recto_client::Error) -> Self {
        Self::Notion {
            doing: doing.into(),
            source: Box::new(source),
        }
    }

    /// The exit code a command should end with: 4 when a guard stopped the run, else 1
    /// (sync-design 6.9).
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::ProtectedPage { .. }
            | Self::UnknownPage { .. }
            | Self::StructureChanged { .. } => 4,
            _ => 1,
        }
    }
}

fn advice(error: &recto_client::Error) -> String {
    error
        .advice()
        .map(|advice| format!("; {advice}"))
        .unwrap_or_default()
}

fn request(id: &Option<String>) -> String {
    id.as_ref()
        .map(|id| format!(" [request {id}]"))
        .unwrap_or_default()
}

fn points() -> String {
    POINTS
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(", ")
}
