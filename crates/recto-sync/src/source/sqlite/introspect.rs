//! The tables of an SQLite file.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};

use super::{declared, failed};
use crate::source::{Column, ForeignKey, SourceError, Table};

/// Reads all tables and views but SQLite's own.
pub(super) fn tables(connection: &Connection, database: &str) -> Result<Vec<Table>, SourceError> {
    read(connection).map_err(|error| failed(database, "reading its tables", error))
}

fn read(connection: &Connection) -> Result<Vec<Table>> {
    let mut names = connection.prepare(
        "select name, type = 'view' from sqlite_schema
         where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'
         order by name collate binary",
    )?;
    let names: Vec<(String, bool)> = names
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    let mut tables = Vec::with_capacity(names.len());
    for (name, view) in names {
        tables.push(table(connection, name, view)?);
    }
    let shapes: Vec<(String, Vec<String>, Vec<String>)> = tables
        .iter()
        .map(|table: &Table| {
            let columns = table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect();
            (table.name.clone(), table.primary_key.clone(), columns)
        })
        .collect();
    for key in tables.iter_mut().flat_map(|table| &mut table.foreign_keys) {
        settle(key, &shapes);
    }
    Ok(tables)
}

fn table(connection: &Connection, name: String, view: bool) -> Result<Table> {
    let mut columns = Vec::new();
    let mut primary_key = BTreeMap::new();
    // `hidden` is 1 for a virtual table's hidden column, 2 and 3 for generated ones.
    let mut statement = connection.prepare(
        "select name, type, \"notnull\", pk from pragma_table_xinfo(?1) where hidden <> 1
         order by cid",
    )?;
    let mut rows = statement.query([&name])?;
    while let Some(row) = rows.next()? {
        let column: String = row.get(0)?;
        let declared: Option<String> = row.get(1)?;
        let (not_null, part): (bool, i64) = (row.get(2)?, row.get(3)?);
        if part > 0 {
            primary_key.insert(part, column.clone());
        }
        columns.push(Column {
            name: column,
            kind: declared::kind(declared.as_deref().unwrap_or_default()),
            nullable: !not_null && part == 0,
        });
    }
    let unique = unique(connection, &name)?;
    Ok(Table {
        foreign_keys: foreign_keys(connection, &name)?,
        columns,
        primary_key: primary_key.into_values().collect(),
        unique,
        view,
        name,
    })
}

fn unique(connection: &Connection, table: &str) -> Result<Vec<Vec<String>>> {
    let mut statement = connection.prepare(
        "select list.name, info.name
         from pragma_index_list(?1) list, pragma_index_info(list.name) info
         where list.\"unique\" and not list.partial and list.origin <> 'pk'
         order by list.name, info.seqno",
    )?;
    let mut indexes: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    let mut rows = statement.query([table])?;
    while let Some(row) = rows.next()? {
        indexes.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    // An index over an expression has a part without name.
    let mut unique: Vec<Vec<String>> = indexes
        .into_values()
        .filter_map(|columns| columns.into_iter().collect())
        .collect();
    unique.sort();
    unique.dedup();
    Ok(unique)
}

fn foreign_keys(connection: &Connection, table: &str) -> Result<Vec<ForeignKey>> {
    let mut statement = connection.prepare(
        "select id, \"table\", \"from\", \"to\" from pragma_foreign_key_list(?1) order by id, seq",
    )?;
    let mut keys: BTreeMap<i64, ForeignKey> = BTreeMap::new();
    let mut rows = statement.query([table])?;
    while let Some(row) = rows.next()? {
        let target: String = row.get(1)?;
        let key = keys.entry(row.get(0)?).or_insert_with(|| ForeignKey {
            columns: Vec::new(),
            table: target,
            target_columns: Vec::new(),
        });
        key.columns.push(row.get(2)?);
        if let Some(column) = row.get::<_, Option<String>>(3)? {
            key.target_columns.push(column);
        }
    }
    let mut keys: Vec<ForeignKey> = keys.into_values().collect();
    keys.sort_by(|a, b| a.columns.cmp(&b.columns));
    Ok(keys)
}

/// Writes a key's target as the tables themselves do, and names the columns it leaves out.
///
/// SQLite compares names without regard to case, and a key without target columns means the
/// primary key.
fn settle(key: &mut ForeignKey, shapes: &[(String, Vec<String>, Vec<String>)]) {
    let Some((name, primary_key, columns)) = shapes
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(&key.table))
    else {
        return;
    };
    key.table.clone_from(name);
    if key.target_columns.is_empty() {
        key.target_columns.clone_from(primary_key);
    }
    for target in &mut key.target_columns {
        if let Some(column) = columns
            .iter()
            .find(|column| column.eq_ignore_ascii_case(target))
        {
            target.clone_from(column);
        }
    }
}
