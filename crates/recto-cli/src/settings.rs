//! What surrounds a configuration: the process's variables, `.env` and `notion_database_ids.json`.
//!
//! The only place of the project that reads them; everything else gets the result passed in.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use recto_sync::config::Config;
use recto_sync::secrets::Environment;

use crate::error::{CommandError, Context};

/// The file of alias to id that is looked for beside the configuration.
pub(crate) const IDS_FILE: &str = "notion_database_ids.json";

/// Reads a configuration and what surrounds it.
///
/// # Errors
/// When a file is missing or cannot be understood; the message names it and the line.
pub(crate) fn load(path: &Path) -> Result<(Config, Environment), CommandError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let failed = CommandError::new(format!("cannot read {name}: {error}"));
        if error.kind() == ErrorKind::NotFound {
            failed.hint(
                "name the file with --config; `recto demo --keep demo` writes one to start from",
            )
        } else if error.kind() == ErrorKind::InvalidData {
            failed.hint("save the file as UTF-8")
        } else {
            failed
        }
    })?;
    let config = Config::parse(&name, &text).map_err(recto_sync::error::Error::from)?;
    let environment = surroundings(&directory(path))?;
    Ok((config, environment))
}

/// Reads the variables, and `.env` and the id file of `directory` if they are there.
///
/// A variable of the process beats the same one in `.env`.
pub(crate) fn surroundings(directory: &Path) -> Result<Environment, CommandError> {
    // What is not Unicode can be neither a token nor an id.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut environment = Environment::new(variables).directory(directory);
    if let Some((name, text)) = read_if_there(directory.join(".env"))? {
        environment = environment
            .dotenv(&name, &text)
            .map_err(recto_sync::error::Error::from)?;
    }
    if let Some((name, text)) = read_if_there(directory.join(IDS_FILE))? {
        environment = environment
            .ids_file(&name, &text)
            .map_err(recto_sync::error::Error::from)?;
    }
    Ok(environment)
}

/// Returns the directory a file is in.
pub(crate) fn directory(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn read_if_there(path: PathBuf) -> Result<Option<(String, String)>, CommandError> {
    let name = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((name, text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).context(format!("cannot read {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_from_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "RECTO_TEST_X=here").unwrap();
        let read = surroundings(directory.path()).unwrap();
        assert_eq!(read.get("RECTO_TEST_X"), Some("here"));
        std::fs::write(directory.path().join(IDS_FILE), "[]").unwrap();
        let error = surroundings(directory.path()).unwrap_err();
        assert!(error.message.contains(IDS_FILE), "{}", error.message);
    }

    #[test]
    fn a_missing_configuration_comes_with_a_way_on() {
        let directory = tempfile::tempdir().unwrap();
        let error = load(&directory.path().join("recto.toml")).unwrap_err();
        assert!(error.message.contains("recto.toml"), "{}", error.message);
        assert!(error.hints[0].contains("--config"), "{:?}", error.hints);
    }

    #[test]
    fn a_file_without_a_directory_is_in_the_working_directory() {
        assert_eq!(directory(Path::new("recto.toml")), Path::new("."));
        assert_eq!(directory(Path::new("a/recto.toml")), Path::new("a"));
    }
}
