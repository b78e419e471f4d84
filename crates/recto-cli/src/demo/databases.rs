//! The five databases of the hub, with the properties that `recto.toml` names.
//!
//! A person would click them together in Notion; `recto push --create-missing` would make them too.
//! Here they stand between the hub's headings, where neither of those puts them.

use std::collections::BTreeMap;

use recto_api::data_source::DataSourcePatch;
use recto_api::database::NewDatabase;
use recto_api::endpoint::{CreateDatabase, UpdateDataSource};
use recto_api::ids::{DataSourceId, PageId};
use recto_api::property::Empty;
use recto_api::schema::{
    NumberFormat, NumberSchema, OptionsSchema, PropertySchema, Schema, StatusSchema,
};
use recto_api::wire::{Extra, Field};
use recto_client::Client;
use recto_sync::config::{ColumnConfig, Config, PropertyKind, TableConfig};

use super::table::Table;
use crate::error::CommandError;

/// The data sources by table.
pub(crate) type DataSources = BTreeMap<String, DataSourceId>;

/// Creates the database of one table below the blocks that `hub` has so far, without relations.
pub(crate) async fn create(
    client: &Client,
    hub: &PageId,
    table: &TableConfig,
) -> Result<DataSourceId, CommandError> {
    let mut schema = Schema::new();
    for (_, column) in table.columns.iter() {
        if let Some(property) = plain(column) {
            schema.insert(column.property.clone(), property.into());
        }
    }
    let id = PropertySchema::RichText(Empty::default());
    schema.insert(table.external_id.clone(), id.into());
    let new = NewDatabase::new(hub.clone(), &table.database_title(), schema);
    let database = client.send(&CreateDatabase::new(new)).await?;
    let first = database
        .data_sources
        .into_value()
        .and_then(|sources| sources.into_iter().next());
    first.map(|source| source.id).ok_or_else(|| {
        CommandError::new(format!(
            "the new database {} has no data source",
            table.name
        ))
    })
}

/// Adds the relations of all tables, now that every data source is there.
pub(crate) async fn relate(
    client: &Client,
    config: &Config,
    tables: &[Table],
    sources: &DataSources,
) -> Result<(), CommandError> {
    for table in &config.tables {
        let columns = table.columns.iter().filter_map(|(name, column)| {
            let relation = column.kind == Some(PropertyKind::Relation);
            let target = relation
                .then(|| target(tables, &table.name, name))
                .flatten()?;
            Some((&column.property, target, column.two_way.as_deref()))
        });
        let links = table.links.iter().filter_map(|link| {
            let target = target(tables, &link.join_table, link.foreign.0.first()?)?;
            Some((&link.property, target, link.two_way.as_deref()))
        });
        let mut patch = DataSourcePatch::default();
        for (property, target, mirror) in columns.chain(links) {
            let target = sources.get(target).ok_or_else(|| missing(target))?;
            patch = patch.property(property.clone(), relation(target, mirror));
        }
        if patch.properties.is_value() {
            let id = sources
                .get(&table.name)
                .ok_or_else(|| missing(&table.name))?;
            client
                .send(&UpdateDataSource::new(id.clone(), patch))
                .await?;
        }
    }
    Ok(())
}

fn missing(table: &str) -> CommandError {
    CommandError::new(format!("the table {table} has no database in the hub"))
}

/// The table a column of the sample points at.
fn target<'a>(tables: &'a [Table], table: &str, column: &str) -> Option<&'a str> {
    let table = tables.iter().find(|candidate| candidate.name == table)?;
    let column = table
        .columns
        .iter()
        .find(|candidate| candidate.name == column)?;
    column.target.map(|(table, _)| table)
}

fn relation(target: &DataSourceId, mirror: Option<&str>) -> PropertySchema {
    match mirror {
        None => PropertySchema::relation(target.clone()),
        Some(name) => PropertySchema::dual_relation(target.clone(), name),
    }
}

/// The schema of a property that points nowhere.
fn plain(column: &ColumnConfig) -> Option<PropertySchema> {
    let empty = Empty::default;
    Some(match column.kind? {
        PropertyKind::Title => PropertySchema::Title(empty()),
        PropertyKind::RichText => PropertySchema::RichText(empty()),
        PropertyKind::Number => PropertySchema::Number(NumberSchema {
            format: Field::set_or_keep(column.format.as_deref().map(NumberFormat::from)),
            extra: Extra::default(),
        }),
        // Options come with the pages that use them.
        PropertyKind::Select => PropertySchema::Select(OptionsSchema::default()),
        PropertyKind::MultiSelect => PropertySchema::MultiSelect(OptionsSchema::default()),
        PropertyKind::Status => PropertySchema::Status(StatusSchema::default()),
        PropertyKind::Date => PropertySchema::Date(empty()),
        PropertyKind::People => PropertySchema::People(empty()),
        PropertyKind::Checkbox => PropertySchema::Checkbox(empty()),
        PropertyKind::Url => PropertySchema::Url(empty()),
        PropertyKind::Email => PropertySchema::Email(empty()),
        PropertyKind::PhoneNumber => PropertySchema::PhoneNumber(empty()),
        // The sample has no files, and relations come later.
        _ => return None,
    })
}
