//! From aliases to ids.

use recto_api::ids::extract_id;

use super::{Config, ConfigError, TableConfig};
use crate::secrets::Environment;
use crate::suggest;

/// What names a data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An id, as it was written: of the data source, or of its database.
    Id(String),
    /// A title to look for under `notion.parent`.
    Title(String),
}

/// An alias may lead to an alias, but not for ever.
const DEEPEST: usize = 8;

impl Config {
    /// Returns the id that a name stands for: an id itself, a URL, or an alias.
    ///
    /// `None` when it is no id and no alias.
    ///
    /// # Errors
    /// [`ConfigError::BadId`] when it is an alias of something that is no id.
    pub fn id(&self, environment: &Environment, name: &str) -> Result<Option<String>, ConfigError> {
        let mut alias = name.to_owned();
        let mut origin = None;
        for _ in 0..DEEPEST {
            if let Some((value, from)) = self.lookup(environment, &alias) {
                if value == alias {
                    break;
                }
                alias = value;
                origin = Some(from);
            } else {
                break;
            }
        }
        match (extract_id(&alias).ok(), origin) {
            (Some(id), _) => Ok(Some(id)),
            (None, None) => Ok(None),
            (None, Some(origin)) => Err(ConfigError::BadId {
                alias: name.to_owned(),
                origin,
                value: alias,
            }),
        }
    }

    /// Returns an alias's value and where it comes from.
    fn lookup(&self, environment: &Environment, alias: &str) -> Option<(String, String)> {
        let variable = variable(alias);
        if let Some(value) = environment.get(&variable) {
            return Some((value.to_owned(), variable));
        }
        if let Some(value) = self.ids.get(alias) {
            return Some((value.clone(), "[ids]".to_owned()));
        }
        environment
            .file_id(alias)
            .map(|value| (value.to_owned(), "notion_database_ids.json".to_owned()))
    }

    /// Returns the id a name stands for, or an error that says where to define it.
    ///
    /// `what` says where the name is used.
    ///
    /// # Errors
    /// [`ConfigError::UnknownAlias`] and [`ConfigError::BadId`].
    pub fn expect_id(
        &self,
        environment: &Environment,
        what: &str,
        name: &str,
    ) -> Result<String, ConfigError> {
        self.id(environment, name)?.ok_or_else(|| {
            let known = self
                .ids
                .keys()
                .map(String::as_str)
                .chain(environment.file_aliases());
            ConfigError::UnknownAlias {
                what: what.to_owned(),
                alias: name.to_owned(),
                hint: suggest::hint(name, known),
                variable: variable(name),
            }
        })
    }

    /// Returns what a table's `data_source` names.
    ///
    /// # Errors
    /// [`ConfigError::BadId`].
    pub fn target(
        &self,
        environment: &Environment,
        table: &TableConfig,
    ) -> Result<Target, ConfigError> {
        match self.id(environment, table.data_source_name())? {
            Some(id) => Ok(Target::Id(id)),
            // Without an alias the created database's title is what finds it again.
            None if table.data_source.is_none() || table.title.is_some() => {
                Ok(Target::Title(table.database_title()))
            }
            None => Ok(Target::Title(table.data_source_name().to_owned())),
        }
    }

    /// Returns the page under which missing data sources are created, if one is given.
    ///
    /// # Errors
    /// [`ConfigError::UnknownAlias`] and [`ConfigError::BadId`].
    pub fn parent(&self, environment: &Environment) -> Result<Option<String>, ConfigError> {
        let Some(name) = &self.notion.parent else {
            return Ok(None);
        };
        self.page_id(environment, "notion.parent", name).map(Some)
    }

    /// Returns the aliases and ids of the pages whose block structure must never change.
    ///
    /// # Errors
    /// [`ConfigError::UnknownAlias`] and [`ConfigError::BadId`].
    pub fn protected_pages(
        &self,
        environment: &Environment,
    ) -> Result<Vec<(String, String)>, ConfigError> {
        self.pages
            .iter()
            .filter(|(_, page)| page.is_protected())
            .map(|(alias, _)| {
                let what = format!("pages.{alias}");
                Ok((alias.clone(), self.page_id(environment, &what, alias)?))
            })
            .collect()
    }

    /// Returns the id of a page by the alias of a `[pages.…]`, another alias, an id or a URL.
    ///
    /// # Errors
    /// [`ConfigError::UnknownAlias`] and [`ConfigError::BadId`].
    pub fn page_id(
        &self,
        environment: &Environment,
        what: &str,
        name: &str,
    ) -> Result<String, ConfigError> {
        let name = self
            .pages
            .get(name)
            .and_then(|page| page.id.as_deref())
            .unwrap_or(name);
        self.expect_id(environment, what, name)
    }
}

/// Returns the environment variable that can define an alias.
fn variable(alias: &str) -> String {
    let name: String = alias
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    format!("RECTO_ID_{name}")
}
