//! The demo's directory: everything a person needs to go on with it by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::database::{SCHEMA, STATE_SCHEMA};
use crate::error::{CommandError, Context};
use crate::settings::IDS_FILE;

/// The configuration, but for where the database and the state are.
const CONFIG: &str = include_str!("recto.toml");

/// The variable with the emulator's token.
///
/// Not `NOTION_TOKEN`: whoever has a real one in the environment must not send it to the demo.
pub(crate) const TOKEN: &str = "RECTO_DEMO_TOKEN";
/// The variable with the database's URL.
pub(crate) const DATABASE_URL: &str = "RECTO_DEMO_DATABASE_URL";

/// A directory that is kept, or one that goes with the demo.
pub(crate) struct Home {
    path: PathBuf,
    // Removes the directory when dropped.
    temporary: Option<tempfile::TempDir>,
}

impl Home {
    /// Makes the directory: `keep`, or a temporary one.
    ///
    /// # Errors
    /// When `keep` has something in it: the demo overwrites nothing.
    pub(crate) fn new(keep: Option<&Path>) -> Result<Self, CommandError> {
        let Some(path) = keep else {
            let directory = tempfile::Builder::new()
                .prefix("recto-demo-")
                .tempdir()
                .context("cannot make a temporary directory")?;
            return Ok(Self {
                path: directory.path().to_owned(),
                temporary: Some(directory),
            });
        };
        let failed = || format!("cannot make the directory {}", path.display());
        std::fs::create_dir_all(path).context(failed())?;
        if std::fs::read_dir(path).context(failed())?.next().is_some() {
            return Err(
                CommandError::new(format!("{} is not empty", path.display()))
                    .hint("name a new directory; the demo overwrites nothing"),
            );
        }
        Ok(Self {
            path: path.to_owned(),
            temporary: None,
        })
    }

    /// Whether it outlives the demo.
    pub(crate) fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes `recto.toml` and returns its text.
    pub(crate) fn write_config(&self, postgres: bool) -> Result<String, CommandError> {
        let (source, state) = if postgres {
            (
                format!("url = \"env:{DATABASE_URL}\"\nschema = \"{SCHEMA}\""),
                format!("url = \"env:{DATABASE_URL}\"\nschema = \"{STATE_SCHEMA}\""),
            )
        } else {
            (
                "path = \"operations.sqlite\"".to_owned(),
                "path = \"state.sqlite\"".to_owned(),
            )
        };
        let text = CONFIG
            .replace("@SOURCE@", &source)
            .replace("@STATE@", &state);
        self.write("recto.toml", &text)?;
        Ok(text)
    }

    /// Writes `.env`, readable by nobody else.
    pub(crate) fn write_secrets(&self, variables: &[(&str, &str)]) -> Result<(), CommandError> {
        let mut text =
            String::from("# Secrets of the demo; recto reads this file beside recto.toml.\n");
        for (name, value) in variables {
            // A URL may hold any quote.
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!("{name}=\"{value}\"\n"));
        }
        self.write(".env", &text)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let owner_only = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(self.file(".env"), owner_only)
                .context("cannot protect .env")?;
        }
        Ok(())
    }

    /// Writes the ids by alias.
    pub(crate) fn write_ids(&self, ids: &BTreeMap<String, String>) -> Result<(), CommandError> {
        let json = serde_json::to_string_pretty(ids).context("cannot write the ids")?;
        self.write(IDS_FILE, &format!("{json}\n"))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), CommandError> {
        let path = self.file(name);
        std::fs::write(&path, text).context(format!("cannot write {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recto_sync::config::Config;

    #[test]
    fn both_configurations_can_be_read() {
        for postgres in [false, true] {
            let home = Home::new(None).unwrap();
            let text = home.write_config(postgres).unwrap();
            let config = Config::parse("recto.toml", &text).unwrap();
            assert_eq!(config.tables.len(), 5);
            assert_eq!(config.source.url.is_some(), postgres);
            assert!(config.pages["hub"].is_protected());
        }
    }

    #[test]
    fn the_configuration_names_columns_that_exist() {
        let home = Home::new(None).unwrap();
        let config = Config::parse("recto.toml", &home.write_config(false).unwrap()).unwrap();
        let tables = crate::demo::sample::tables(42);
        for table in &config.tables {
            let found = tables
                .iter()
                .find(|found| found.name == table.name)
                .unwrap();
            let id = found.primary_key[0];
            for column in found.columns.iter().filter(|column| column.name != id) {
                assert!(
                    table.columns.get(column.name).is_some(),
                    "{}.{}",
                    table.name,
                    column.name
                );
            }
            assert_eq!(
                table.columns.len(),
                found.columns.len() - 1,
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn secrets_are_read_back_as_they_were() {
        let home = Home::new(None).unwrap();
        let url = r#"postgres://a:p'w"d\x#y $z@host/db"#;
        home.write_secrets(&[(TOKEN, "ntn_x"), (DATABASE_URL, url)])
            .unwrap();
        let read = crate::settings::surroundings(home.path()).unwrap();
        assert_eq!(read.get(DATABASE_URL), Some(url));
        assert_eq!(read.get(TOKEN), Some("ntn_x"));
    }

    #[test]
    fn a_directory_in_use_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("thesis.md"), "").unwrap();
        let Err(error) = Home::new(Some(directory.path())) else {
            panic!("not refused")
        };
        assert!(error.message.contains("is not empty"), "{}", error.message);
    }
}
