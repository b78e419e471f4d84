//! Builds the mapping: every name of the configuration is found in the source, or it is an error.

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::{DocumentMap, FieldMap, Mapping, Origin, TableMap};
use crate::column::{PropertyKind, Reading};
use crate::config::{ColumnConfig, Config, DocumentConfig, LinkConfig, TableConfig};
use crate::error::Error;
use crate::normalize::Names;
use crate::source::{ColumnKind, ForeignKey, SourceError, Table, find_table};

/// Holds the configuration against the source's tables.
///
/// # Errors
/// Names the table or column that is missing, or the relation that leads nowhere.
pub(crate) fn compile(config: &Config, found: &[Table]) -> Result<Mapping, Error> {
    let mut hasher = Sha256::new();
    for table in &config.tables {
        hasher.update(table.digest());
    }
    let hash = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let context = Context { config, found };
    let tables = config
        .tables
        .iter()
        .map(|table| context.table(table))
        .collect::<Result<_, _>>()?;
    Ok(Mapping { tables, hash })
}

struct Context<'a> {
    config: &'a Config,
    found: &'a [Table],
}

impl Context<'_> {
    fn table(&self, config: &TableConfig) -> Result<TableMap, Error> {
        let found = find_table(self.found, &config.name)?;
        let key = self.key(config)?;
        for column in &key {
            found.expect_column(column)?;
        }
        let mut fields = Vec::new();
        for (name, column) in config.columns.iter() {
            fields.push(self.column(config, found, name, column)?);
        }
        for link in &config.links {
            fields.push(self.link(config, found, link)?);
        }
        name_title(&mut fields);
        let document = config
            .document
            .as_ref()
            .map(|document| document_map(document, &fields));
        Ok(TableMap {
            name: config.name.clone(),
            hash: config.digest(),
            key,
            external_property: config.external_id.clone(),
            fields,
            fallback: config.fallback_key.clone(),
            document,
        })
    }

    /// The columns that identify a row of a configured table.
    fn key(&self, config: &TableConfig) -> Result<Vec<String>, Error> {
        if !config.key.is_empty() {
            return Ok(config.key.clone());
        }
        let found = find_table(self.found, &config.name)?;
        if found.primary_key.is_empty() {
            return Err(SourceError::NoKey {
                table: config.name.clone(),
            }
            .into());
        }
        Ok(found.primary_key.clone())
    }

    fn column(
        &self,
        table: &TableConfig,
        found: &Table,
        name: &str,
        config: &ColumnConfig,
    ) -> Result<FieldMap, Error> {
        let column = found.expect_column(name)?;
        let foreign = found.foreign_key(&[name]);
        let leads = foreign.is_some_and(|key| self.number(&key.table).is_some());
        let kind = match config.kind {
            Some(kind) => kind,
            None if leads || config.table.is_some() => PropertyKind::Relation,
            None => suits(&column.kind),
        };
        let origin = if kind == PropertyKind::Relation {
            let (target, target_columns) =
                self.target(table, &config.property, config.table.as_deref(), foreign, 1)?;
            Origin::Foreign {
                columns: vec![name.to_owned()],
                target,
                target_columns,
            }
        } else {
            Origin::Column(name.to_owned())
        };
        let zone = config
            .time_zone
            .as_ref()
            .or(self.config.source.time_zone.as_ref());
        let reading = Reading {
            // The names were checked when the configuration was read.
            zone: zone.and_then(|zone| TimeZone::get(zone).ok()),
            zone_name: zone.cloned(),
            separator: config.separator.clone(),
            allow_lossy: config.allow_lossy,
        };
        Ok(FieldMap {
            property: config.property.clone(),
            kind,
            explicit: config.kind.is_some() || config.table.is_some(),
            origin,
            reading,
            format: config.format.clone(),
            mirror: config.two_way.clone(),
        })
    }

    fn link(
        &self,
        table: &TableConfig,
        found: &Table,
        link: &LinkConfig,
    ) -> Result<FieldMap, Error> {
        let join = find_table(self.found, &link.join_table)?;
        for column in link.local.0.iter().chain(&link.foreign.0) {
            join.expect_column(column)?;
        }
        let key = |columns: &[String]| {
            join.foreign_key(&columns.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let near_columns = match key(&link.local.0) {
            Some(key) if key.table == found.name => in_order(key, &link.local.0),
            _ => self.key(table)?,
        };
        let foreign = key(&link.foreign.0);
        let (target, target_columns) = self.target(
            table,
            &link.property,
            link.table.as_deref(),
            foreign,
            link.foreign.0.len(),
        )?;
        let target_columns = match foreign {
            Some(key) if self.number(&key.table) == Some(target) => in_order(key, &link.foreign.0),
            _ => target_columns,
        };
        Ok(FieldMap {
            property: link.property.clone(),
            kind: PropertyKind::Relation,
            explicit: true,
            origin: Origin::Join {
                table: link.join_table.clone(),
                near: link.local.0.clone(),
                near_columns,
                far: link.foreign.0.clone(),
                target,
                target_columns,
            },
            reading: Reading::default(),
            format: None,
            mirror: link.two_way.clone(),
        })
    }

    /// The table a relation leads to, and the columns it is compared with there.
    fn target(
        &self,
        table: &TableConfig,
        property: &str,
        named: Option<&str>,
        foreign: Option<&ForeignKey>,
        width: usize,
    ) -> Result<(usize, Vec<String>), Error> {
        let fail = |reason: String| Error::Relation {
            table: table.name.clone(),
            property: property.to_owned(),
            reason,
        };
        let name = named
            .or(foreign.map(|key| key.table.as_str()))
            .ok_or_else(|| fail("the column has no foreign key".to_owned()))?;
        let number = self
            .number(name)
            .ok_or_else(|| fail(format!("table \"{name}\" has no [[table]] of its own")))?;
        let columns = match foreign.filter(|key| key.table == name) {
            Some(key) => key.target_columns.clone(),
            None => self.key(&self.config.tables[number])?,
        };
        if columns.len() != width {
            let reason = format!(
                "table \"{name}\" is identified by {} columns, the relation names {width}",
                columns.len()
            );
            return Err(fail(reason));
        }
        Ok((number, columns))
    }

    fn number(&self, table: &str) -> Option<usize> {
        self.config
            .tables
            .iter()
            .position(|config| config.name == table)
    }
}

/// The target columns of a foreign key in the order of `columns`.
fn in_order(key: &ForeignKey, columns: &[String]) -> Vec<String> {
    columns
        .iter()
        .filter_map(|column| {
            let place = key.columns.iter().position(|own| own == column)?;
            key.target_columns.get(place).cloned()
        })
        .collect()
}

/// The property type that suits a column when neither configuration nor Notion names one.
fn suits(kind: &ColumnKind) -> PropertyKind {
    match kind {
        ColumnKind::Bool => PropertyKind::Checkbox,
        ColumnKind::Integer | ColumnKind::Real | ColumnKind::Decimal => PropertyKind::Number,
        ColumnKind::Date | ColumnKind::DateTime { .. } => PropertyKind::Date,
        ColumnKind::Array(_) => PropertyKind::MultiSelect,
        _ => PropertyKind::RichText,
    }
}

/// Makes one text the title where the configuration names none: a column `name` or `title`, a
/// property of that name, else the first text.
fn name_title(fields: &mut [FieldMap]) {
    if fields.iter().any(|field| field.kind == PropertyKind::Title) {
        return;
    }
    let text = |field: &FieldMap| field.kind == PropertyKind::RichText && !field.explicit;
    let named = |name: &str| matches!(name.to_lowercase().as_str(), "name" | "title");
    let by_column =
        |field: &FieldMap| matches!(&field.origin, Origin::Column(column) if named(column));
    let place = fields
        .iter()
        .position(|field| text(field) && by_column(field))
        .or_else(|| {
            fields
                .iter()
                .position(|field| text(field) && named(&field.property))
        })
        .or_else(|| fields.iter().position(text));
    if let Some(field) = place.and_then(|place| fields.get_mut(place)) {
        field.kind = PropertyKind::Title;
    }
}

/// Turns the document's columns into the properties they are mapped to.
fn document_map(config: &DocumentConfig, fields: &[FieldMap]) -> DocumentMap {
    let property = |column: &Option<String>| {
        let column = column.as_ref()?;
        let field = fields
            .iter()
            .find(|field| matches!(&field.origin, Origin::Column(own) if own == column))?;
        Some(field.property.clone())
    };
    let names = |aliases: &std::collections::BTreeMap<String, String>| {
        Names::new(
            aliases
                .iter()
                .map(|(alias, name)| (alias.as_str(), name.as_str())),
        )
    };
    DocumentMap {
        title: property(&config.title),
        url: property(&config.url),
        category: property(&config.category),
        subsystem: property(&config.subsystem),
        categories: names(&config.categories),
        subsystems: names(&config.subsystems),
    }
}
