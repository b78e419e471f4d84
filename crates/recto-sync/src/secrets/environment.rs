//! The settings that surround a configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::{Location, SecretError, SecretRef, parse_dotenv};
use crate::config::ConfigError;
use crate::suggest;

/// What surrounds a configuration: variables, `.env`, an id file, and its directory.
///
/// Values are never shown by `Debug`.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    dotenv: BTreeMap<String, String>,
    ids: BTreeMap<String, String>,
    directory: PathBuf,
}

impl Environment {
    /// Takes the process's variables, or whatever stands for them.
    pub fn new<K: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self {
            variables,
            ..Self::default()
        }
    }

    /// Names the directory that relative paths start from; the working directory by default.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = directory.into();
        self
    }

    /// Adds the text of a `.env` file. A variable of the process goes before it.
    ///
    /// # Errors
    /// As [`parse_dotenv`].
    pub fn dotenv(mut self, file: &str, text: &str) -> Result<Self, ConfigError> {
        self.dotenv.extend(parse_dotenv(file, text)?);
        Ok(self)
    }

    /// Adds the text of a `notion_database_ids.json`: one object of alias to id.
    ///
    /// An id may stand in an object too, as `data_source_id`, `database_id`, `page_id` or `id`.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn ids_file(mut self, file: &str, text: &str) -> Result<Self, ConfigError> {
        let wrong = |reason: String| ConfigError::File {
            file: file.to_owned(),
            reason: format!("{reason}; write {{\"alias\": \"id\", …}}"),
        };
        let entries: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for (alias, value) in entries {
            let members = ["data_source_id", "database_id", "page_id", "id"];
            let id = value
                .as_str()
                .or_else(|| members.iter().find_map(|name| value.get(name)?.as_str()))
                .ok_or_else(|| wrong(format!("the value of \"{alias}\" is no id")))?;
            self.ids.insert(alias, id.to_owned());
        }
        Ok(self)
    }

    /// Returns a variable's value; one that is set to nothing counts as not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        [&self.variables, &self.dotenv]
            .into_iter()
            .find_map(|variables| variables.get(name).map(String::as_str))
            .filter(|value| !value.is_empty())
    }

    /// Returns the id that the id file has for an alias.
    pub(crate) fn file_id(&self, alias: &str) -> Option<&str> {
        self.ids.get(alias).map(String::as_str)
    }

    /// Returns the aliases of the id file.
    pub(crate) fn file_aliases(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// Returns a path of the configuration as the process has to open it.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.directory.join(path)
    }

    /// Finds a secret.
    ///
    /// # Errors
    /// When the variable is not set or the file cannot be read.
    pub fn secret(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
        match reference {
            SecretRef::Env(name) => self.get(name).map(SecretString::from).ok_or_else(|| {
                let names = self.variables.keys().chain(self.dotenv.keys());
                SecretError::Unset {
                    name: name.clone(),
                    hint: suggest::hint(name, names),
                }
            }),
            SecretRef::File(path) => {
                let path = self.path(path);
                std::fs::read_to_string(&path)
                    .map(|text| SecretString::from(text.trim()))
                    .map_err(|error| SecretError::File {
                        path: path.display().to_string(),
                        reason: error.to_string(),
                    })
            }
        }
    }

    /// Finds a database URL.
    ///
    /// # Errors
    /// As [`Environment::secret`].
    pub fn location(&self, location: &Location) -> Result<SecretString, SecretError> {
        match location {
            Location::Plain(url) => Ok(SecretString::from(url.as_str())),
            Location::Secret(reference) => self.secret(reference),
        }
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment")
            .field("variables", &self.variables.len())
            .field("dotenv", &self.dotenv.keys())
            .field("ids", &self.ids.keys())
            .field("directory", &self.directory)
            .finish()
    }
}
