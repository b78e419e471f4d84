//! What is wrong with a configuration.

use std::fmt;

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A line of a file is wrong.
    #[error("{0}")]
    Line(Box<WrongLine>),
    /// A file is wrong as a whole.
    #[error("{file}: {reason}")]
    File {
        /// The file.
        file: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A name stands for nothing.
    #[error(
        "{what} \"{alias}\" is neither a Notion id nor a known alias{hint}; add \
         `{alias} = \"<id>\"` under [ids], or set {variable}"
    )]
    UnknownAlias {
        /// Where the name is used: `notion.parent`.
        what: String,
        /// The name.
        alias: String,
        /// The nearest alias, if one is near.
        hint: String,
        /// The environment variable that could define it.
        variable: String,
    },
    /// A name stands for something that is not an id.
    #[error(
        "alias \"{alias}\" from {origin} is not a Notion id: {value:?}; copy the page's link, or \
         its 32 hexadecimal digits"
    )]
    BadId {
        /// The name.
        alias: String,
        /// Where its value comes from.
        origin: String,
        /// Its value.
        value: String,
    },
    /// A secret cannot be had.
    #[error(transparent)]
    Secret(#[from] crate::secrets::SecretError),
}

/// One wrong line, with what is wrong about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongLine {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The line's text; a value that may be a secret is blotted out.
    pub text: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// Shows the place, the reason, and the line with a mark under the wrong part.
impl fmt::Display for WrongLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            text,
            reason,
        } = self;
        let margin = line.to_string();
        let space = " ".repeat(margin.len());
        let indent = " ".repeat(column.saturating_sub(1));
        writeln!(f, "{file}:{line}:{column}: {reason}")?;
        writeln!(f, "{space} |")?;
        writeln!(f, "{margin} | {text}")?;
        write!(f, "{space} | {indent}^")
    }
}
