//! What the surroundings say: environment variables, `.env`, and `notion_database_ids.json`.
//!
//! The only place of the project that reads them; everything else gets the result passed in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{CommandError, Context};

/// The file of alias to id that is looked for beside the configuration.
const IDS_FILE: &str = "notion_database_ids.json";

/// Variables and aliases.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    variables: BTreeMap<String, String>,
    ids: BTreeMap<String, String>,
}

impl Settings {
    /// Reads the environment, then `.env` and the alias file of `directory`.
    ///
    /// A variable of the environment beats the same one in `.env`.
    ///
    /// # Errors
    /// When a file exists and cannot be read or understood.
    pub(crate) fn load(directory: &Path) -> Result<Self, CommandError> {
        let mut settings = Self::default();
        if let Some((path, text)) = read_if_there(directory.join(".env"))? {
            settings.variables = parse_env(&text).map_err(|(line, what)| {
                CommandError::new(format!("{}:{line}: {what}", path.display()))
                    .hint("write one NAME=value a line; quote values that hold blanks")
            })?;
        }
        if let Some((path, text)) = read_if_there(directory.join(IDS_FILE))? {
            settings.ids = serde_json::from_str(&text).map_err(|error| {
                CommandError::new(format!("{}: {error}", path.display()))
                    .hint(r#"write one object of aliases and ids: {"tasks": "0f5b4a3c…"}"#)
            })?;
        }
        // A value that is not Unicode can be neither a token nor an id.
        let unicode = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        settings.variables.extend(unicode);
        Ok(settings)
    }

    /// Returns a variable; one that is set to nothing counts as not set.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns all aliases with their ids.
    pub(crate) fn ids(&self) -> &BTreeMap<String, String> {
        &self.ids
    }
}

fn read_if_there(path: PathBuf) -> Result<Option<(PathBuf, String)>, CommandError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).context(format!("cannot read {}", path.display())),
    }
}

/// Reads `NAME=value` lines; `export`, quotes and comments as in a shell, but nothing is expanded.
fn parse_env(text: &str) -> Result<BTreeMap<String, String>, (usize, String)> {
    let mut variables = BTreeMap::new();
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            return Err((number, "there is no `=` in this line".to_owned()));
        };
        let name = name.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err((number, format!("`{name}` is not the name of a variable")));
        }
        let value = parse_value(value.trim()).map_err(|what| (number, what))?;
        variables.insert(name.to_owned(), value);
    }
    Ok(variables)
}

fn parse_value(text: &str) -> Result<String, String> {
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        // A comment needs a blank before it, so that ids and URLs may hold `#`.
        let end = text.find(" #").unwrap_or(text.len());
        return Ok(text.get(..end).unwrap_or(text).trim_end().to_owned());
    };
    let mut value = String::new();
    let mut chars = text.chars().skip(1);
    loop {
        match chars.next() {
            None => return Err(format!("the {quote} at the start of the value is never closed")),
            Some('\\') if quote == '"' => match chars.next() {
                Some('n') => value.push('\n'),
                Some(other) => value.push(other),
                None => {}
            },
            Some(char) if char == quote => break,
            Some(char) => value.push(char),
        }
    }
    let rest = chars.as_str().trim_start();
    if rest.is_empty() || rest.starts_with('#') {
        Ok(value)
    } else {
        Err(format!("there is text behind the closing {quote}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_people_write_them() {
        let text = "\u{feff}# comment\n\nA=1\nexport B = two words # note\n\
                    C=\"a \\\"b\\\"\\n#c\" # x\nD='$HOME \\n'\nE=\nF=a#b";
        let read = parse_env(text).unwrap();
        let pairs: Vec<_> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("A", "1"),
                ("B", "two words"),
                ("C", "a \"b\"\n#c"),
                ("D", "$HOME \\n"),
                ("E", ""),
                ("F", "a#b"),
            ]
        );
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, line, what) in [
            ("A=1\nNOTION_TOKEN ntn_x", 2, "no `=`"),
            ("A B=1", 1, "`A B`"),
            ("A=\"open", 1, "never closed"),
            ("A='x' y", 1, "behind the closing"),
        ] {
            let (at, message) = parse_env(text).unwrap_err();
            assert_eq!(at, line);
            assert!(message.contains(what), "{message}");
        }
    }

    #[test]
    fn a_variable_set_to_nothing_is_not_set() {
        let mut settings = Settings::default();
        settings.variables.insert("TOKEN".to_owned(), String::new());
        assert_eq!(settings.variable("TOKEN"), None);
    }

    #[test]
    fn files_are_read_from_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "RECTO_TEST_X=here").unwrap();
        std::fs::write(directory.path().join(IDS_FILE), r#"{"tasks": "abc"}"#).unwrap();
        let settings = Settings::load(directory.path()).unwrap();
        assert_eq!(settings.variable("RECTO_TEST_X"), Some("here"));
        assert_eq!(settings.ids().get("tasks").map(String::as_str), Some("abc"));
        std::fs::write(directory.path().join(IDS_FILE), "[]").unwrap();
        let error = Settings::load(directory.path()).unwrap_err();
        assert!(error.message.contains(IDS_FILE), "{}", error.message);
    }
}
