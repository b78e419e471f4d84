//! Secrets and settings from outside: the environment, `.env`, files.
//!
//! Nothing here reads the process's environment: the caller passes it in.

mod dotenv;
mod environment;
mod reference;

pub use dotenv::parse_dotenv;
pub use environment::Environment;
pub use reference::{Location, SecretRef};

/// A secret that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The variable is not set, or is empty.
    #[error("the environment has no {name}{hint}; set it, or add a line `{name}=…` to .env")]
    Unset {
        /// The variable.
        name: String,
        /// The nearest name, if one is near.
        hint: String,
    },
    /// The file cannot be read.
    #[error("cannot read the secret file {path}: {reason}; check the path and its permissions")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
}
