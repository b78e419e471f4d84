//! What a command ends with: an exit code, and when it fails a message with hints.

use std::fmt::Display;
use std::process::ExitCode;

/// The exit codes, each with one meaning for all commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Clean = 0,
    /// It could not be done.
    Error = 1,
    /// A plan has changes.
    Changes = 2,
    /// Finished, but some items failed.
    Failures = 3,
    /// Stopped by a brake or a guard before harm was done.
    Stopped = 4,
    /// Ended by Ctrl-C or SIGTERM, as shells report it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stopped, in words for a person.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// What the process ends with.
    pub(crate) exit: Exit,
    /// What and where.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hints: Vec<String>,
    /// Whether to say nothing: the reader of the output is gone.
    pub(crate) silent: bool,
}

impl CommandError {
    /// Returns an error that ends with exit code 1.
    pub(crate) fn new(message: impl Display) -> Self {
        Self {
            exit: Exit::Error,
            message: message.to_string(),
            hints: Vec::new(),
            silent: false,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }
}

/// Puts words before an error: `read ops.toml: No such file or directory`.
pub(crate) trait Context<T> {
    /// Turns the error into a command's, with `what` before it.
    fn context(self, what: impl Display) -> Result<T, CommandError>;
}

impl<T, E: std::error::Error> Context<T> for Result<T, E> {
    fn context(self, what: impl Display) -> Result<T, CommandError> {
        self.map_err(|error| CommandError::new(format!("{what}: {}", chain(&error))))
    }
}

/// Returns an error with its causes, leaving out causes whose text the outer one already says.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let inner = error.to_string();
        if !text.contains(&inner) {
            text.push_str(": ");
            text.push_str(&inner);
        }
        cause = error.source();
    }
    text
}

impl From<recto_emulator::Error> for CommandError {
    fn from(error: recto_emulator::Error) -> Self {
        Self::new(chain(&error))
    }
}

impl From<recto_client::Error> for CommandError {
    fn from(error: recto_client::Error) -> Self {
        let failed = Self::new(chain(&error));
        match error.advice() {
            Some(advice) => failed.hint(advice),
            None => failed,
        }
    }
}

impl From<recto_sync::error::Error> for CommandError {
    fn from(error: recto_sync::error::Error) -> Self {
        let stopped = error.exit_code() == Exit::Stopped as u8;
        let exit = if stopped { Exit::Stopped } else { Exit::Error };
        Self {
            exit,
            ..Self::new(chain(&error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("outer: inner")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("inner")]
    struct Inner(#[source] std::io::Error);

    #[test]
    fn a_chain_says_nothing_twice() {
        let error = Outer(Inner(std::io::Error::other("disk full")));
        assert_eq!(chain(&error), "outer: inner: disk full");
    }
}
