//! The configuration held against the tables the source really has.

pub(crate) mod compile;

use crate::column::{PropertyKind, Reading};
use crate::normalize::Names;

/// All tables that go to Notion, in the order of the configuration.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub(crate) tables: Vec<TableMap>,
    /// A digest of the whole configuration.
    pub(crate) hash: String,
}

/// One table and the data source it goes to.
#[derive(Debug, Clone)]
pub(crate) struct TableMap {
    /// The source table.
    pub(crate) name: String,
    /// A digest of the table's part of the configuration.
    pub(crate) hash: String,
    /// The columns that identify a row; their text is the external id.
    pub(crate) key: Vec<String>,
    /// The text property that carries the external id.
    pub(crate) external_property: String,
    /// The mapped properties.
    pub(crate) fields: Vec<FieldMap>,
    /// The properties by which a page without external id is recognised; empty: none is.
    pub(crate) fallback: Vec<String>,
    /// The properties of a document that have a normal form.
    pub(crate) document: Option<DocumentMap>,
}

/// One mapped property.
#[derive(Debug, Clone)]
pub(crate) struct FieldMap {
    /// The Notion property's name.
    pub(crate) property: String,
    /// Its type.
    pub(crate) kind: PropertyKind,
    /// Whether the configuration names the type; where not, the one found in Notion counts.
    pub(crate) explicit: bool,
    /// Where its value comes from.
    pub(crate) origin: Origin,
    /// How its cells are read.
    pub(crate) reading: Reading,
    /// The format of a number.
    pub(crate) format: Option<String>,
    /// For relations made by recto: the name of the mirror on the other side.
    pub(crate) mirror: Option<String>,
}

/// Where a property's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One column.
    Column(String),
    /// Columns that name a row of another table.
    Foreign {
        /// The referring columns.
        columns: Vec<String>,
        /// The number of the table they lead to.
        target: usize,
        /// The columns they are compared with there.
        target_columns: Vec<String>,
    },
    /// Rows of a join table.
    Join {
        /// The join table.
        table: String,
        /// Its columns that name this table's row.
        near: Vec<String>,
        /// This table's columns they are compared with.
        near_columns: Vec<String>,
        /// Its columns that name the other table's row.
        far: Vec<String>,
        /// The number of the other table.
        target: usize,
        /// The columns of the other table they are compared with.
        target_columns: Vec<String>,
    },
}

/// The properties of a document that have a normal form.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocumentMap {
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) subsystem: Option<String>,
    pub(crate) categories: Names,
    pub(crate) subsystems: Names,
}

impl Mapping {
    /// Which table refers to which, by number, as often as there are relations.
    pub(crate) fn references(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.tables.iter().enumerate().flat_map(|(from, table)| {
            table
                .fields
                .iter()
                .filter_map(move |field| Some((from, field.target()?)))
        })
    }
}

impl FieldMap {
    /// The number of the table a relation leads to.
    pub(crate) fn target(&self) -> Option<usize> {
        match &self.origin {
            Origin::Foreign { target, .. } | Origin::Join { target, .. } => Some(*target),
            Origin::Column(_) => None,
        }
    }

    /// The column or columns, for messages.
    pub(crate) fn column(&self) -> String {
        match &self.origin {
            Origin::Column(column) => column.clone(),
            Origin::Foreign { columns, .. } => columns.join(", "),
            Origin::Join { table, far, .. } => format!("{table}.{}", far.join(", ")),
        }
    }
}

impl TableMap {
    /// The mapped property of this name.
    pub(crate) fn field(&self, property: &str) -> Option<&FieldMap> {
        self.fields.iter().find(|field| field.property == property)
    }

    /// The columns to read: the key, every mapped column, and those that others refer to.
    pub(crate) fn columns(&self, referred: &[String]) -> Vec<String> {
        let mut columns = self.key.clone();
        for field in &self.fields {
            match &field.origin {
                Origin::Column(column) => columns.push(column.clone()),
                Origin::Foreign { columns: own, .. }
                | Origin::Join {
                    near_columns: own, ..
                } => {
                    columns.extend_from_slice(own);
                }
            }
        }
        columns.extend_from_slice(referred);
        let mut seen = std::collections::BTreeSet::new();
        columns.retain(|column| seen.insert(column.clone()));
        columns
    }
}
