//! What is wrong in a configuration although every line of it can be read.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::locate::{Problem, Step};
use super::{Config, PropertyKind, Role, TableConfig};

/// Returns the first thing that is wrong.
pub(super) fn check(config: &Config) -> Result<(), Problem> {
    for (section, database) in [("source", &config.source), ("state", &config.state)] {
        if database.url.is_some() && database.path.is_some() {
            return Err(Problem::new(
                vec![section.into(), "path".into()],
                format!("[{section}] has both `url` and `path`; keep the one that is meant"),
            ));
        }
        zone(database.time_zone.as_deref(), || {
            vec![section.into(), "time_zone".into()]
        })?;
    }
    if config.state.time_zone.is_some() {
        return Err(Problem::new(
            vec!["state".into(), "time_zone".into()],
            "the state has no dates of yours; `time_zone` belongs to [source]",
        ));
    }
    if let Some(url) = &config.notion.base_url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        return Err(Problem::new(
            vec!["notion".into(), "base_url".into()],
            "base_url must begin with https:// or http://",
        ));
    }
    if config.notion.requests_per_minute == Some(0) {
        return Err(Problem::new(
            vec!["notion".into(), "requests_per_minute".into()],
            "no request could ever be sent; write at least 1",
        ));
    }
    if config.push.concurrency == 0 {
        return Err(Problem::new(
            vec!["push".into(), "concurrency".into()],
            "no request could ever be sent; write at least 1",
        ));
    }
    for (alias, page) in &config.pages {
        if page.role == Some(Role::Dashboard) && page.protected == Some(false) {
            return Err(Problem::new(
                vec!["pages".into(), alias.as_str().into(), "protected".into()],
                "a dashboard is always protected; remove this line, or give the page another role",
            ));
        }
    }
    let mut seen = BTreeMap::new();
    for (index, table) in config.tables.iter().enumerate() {
        if let Some(first) = seen.insert(table.name.as_str(), index) {
            return Err(Problem::new(
                vec!["table".into(), index.into(), "name".into()],
                format!(
                    "table \"{}\" has two [[table]] sections (numbers {} and {}); join them",
                    table.name,
                    first + 1,
                    index + 1
                ),
            ));
        }
        check_table(config, index, table)?;
    }
    Ok(())
}

fn check_table(config: &Config, index: usize, table: &TableConfig) -> Result<(), Problem> {
    let here = |steps: &[&str]| -> Vec<Step> {
        let mut path: Vec<Step> = vec!["table".into(), index.into()];
        path.extend(steps.iter().map(|&step| Step::from(step)));
        path
    };
    if table.columns.is_empty() && table.links.is_empty() {
        return Err(Problem::new(
            here(&["name"]),
            format!(
                "table \"{}\" maps no column; add [table.columns]",
                table.name
            ),
        ));
    }
    let mut properties = BTreeMap::from([(table.external_id.as_str(), "external_id")]);
    for (name, column) in table.columns.iter() {
        let path = || here(&["columns", name]);
        if let Some(other) = properties.insert(&column.property, name) {
            return Err(Problem::new(
                path(),
                format!(
                    "property \"{}\" is filled from \"{other}\" already; a property has one column",
                    column.property
                ),
            ));
        }
        zone(column.time_zone.as_deref(), path)?;
        let relation = matches!(column.kind, None | Some(PropertyKind::Relation));
        if !relation && (column.table.is_some() || column.two_way.is_some()) {
            return Err(Problem::new(
                path(),
                "`table` and `two_way` belong to `type = \"relation\"`",
            ));
        }
        if let Some(target) = &column.table {
            known(config, target, path)?;
        }
    }
    for (number, link) in table.links.iter().enumerate() {
        let path = || {
            let mut path = here(&["links"]);
            path.push(number.into());
            path.push("property".into());
            path
        };
        if let Some(other) = properties.insert(&link.property, &link.join_table) {
            return Err(Problem::new(
                path(),
                format!(
                    "property \"{}\" is filled from \"{other}\" already; a property has one source",
                    link.property
                ),
            ));
        }
        if let Some(target) = &link.table {
            known(config, target, path)?;
        }
    }
    let titles: Vec<&str> = table
        .columns
        .iter()
        .filter(|(_, column)| column.kind == Some(PropertyKind::Title))
        .map(|(name, _)| name)
        .collect();
    if let [first, second, ..] = titles.as_slice() {
        return Err(Problem::new(
            here(&["columns", second]),
            format!("a page has one title, and \"{first}\" is it already"),
        ));
    }
    for name in &table.fallback_key {
        let mapped = table
            .columns
            .iter()
            .map(|(_, column)| column.property.as_str());
        if !properties.contains_key(name.as_str()) || *name == table.external_id {
            return Err(Problem::new(
                here(&["fallback_key"]),
                format!(
                    "fallback_key names \"{name}\", which no column fills{}",
                    crate::suggest::hint(name, mapped)
                ),
            ));
        }
    }
    if let Some(document) = &table.document {
        let roles = [
            ("title", &document.title),
            ("url", &document.url),
            ("category", &document.category),
            ("subsystem", &document.subsystem),
        ];
        for (role, column) in roles {
            let Some(column) = column else { continue };
            if table.columns.get(column).is_none() {
                let mapped = table.columns.iter().map(|(name, _)| name);
                return Err(Problem::new(
                    here(&["document", role]),
                    format!(
                        "[table.columns] does not map \"{column}\"{}",
                        crate::suggest::hint(column, mapped)
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// A relation leads to a table that is mapped itself.
fn known(config: &Config, table: &str, path: impl Fn() -> Vec<Step>) -> Result<(), Problem> {
    if config.table(table).is_some() {
        return Ok(());
    }
    let names = config.tables.iter().map(|table| table.name.as_str());
    Err(Problem::new(
        path(),
        format!(
            "the relation leads to table \"{table}\", which has no [[table]]{}",
            crate::suggest::hint(table, names)
        ),
    ))
}

fn zone(name: Option<&str>, path: impl FnOnce() -> Vec<Step>) -> Result<(), Problem> {
    match name {
        Some(name) if TimeZone::get(name).is_err() => Err(Problem::new(
            path(),
            format!("\"{name}\" is no IANA time zone; write one such as \"Europe/Athens\""),
        )),
        _ => Ok(()),
    }
}
