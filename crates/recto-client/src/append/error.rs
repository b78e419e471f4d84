//! Why an append stopped, what it had done, and how to go on.

use std::fmt;

use super::job::{Appended, Appending};
use crate::error::Error;

/// An append that stopped.
///
/// It says what is there already ([`AppendError::appended`]) and holds the rest
/// ([`AppendError::into_rest`]), which goes on where it stopped.
#[derive(Debug)]
pub struct AppendError(Box<Stopped>);

#[derive(Debug)]
struct Stopped {
    error: Error,
    appended: Appended,
    rest: Appending,
}

impl AppendError {
    pub(super) fn new(error: Error, appended: Appended, rest: Appending) -> Self {
        Self(Box::new(Stopped {
            error,
            appended,
            rest,
        }))
    }

    /// Why it stopped.
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// What is there: the ids of the blocks made so far, as far as they are known.
    pub fn appended(&self) -> &Appended {
        &self.0.appended
    }

    /// Whether the request it stopped at may have been carried out all the same.
    ///
    /// The rest then looks before it sends anything, and goes on only where it can tell; see
    /// [`Appending::run`].
    pub fn is_uncertain(&self) -> bool {
        self.0.rest.is_uncertain()
    }

    /// The requests that are left, the failed one first.
    pub fn into_rest(self) -> Appending {
        self.0.rest
    }

    /// Why it stopped, alone.
    pub fn into_error(self) -> Error {
        self.0.error
    }
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stopped {
            error,
            appended,
            rest,
        } = &*self.0;
        write!(
            f,
            "the append stopped after {} blocks, {} requests from its end: {error}",
            appended.blocks,
            rest.requests()
        )
    }
}

impl std::error::Error for AppendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.error)
    }
}

impl From<AppendError> for Error {
    fn from(error: AppendError) -> Self {
        error.into_error()
    }
}
