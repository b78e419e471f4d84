//! Why a workspace could not be opened or served.

use std::path::PathBuf;

/// A workspace that could not be opened, or a server that could not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another emulator has the file open.
    #[error(
        "{} is in use by another emulator; stop that one or name another file",
        path.display()
    )]
    InUse {
        /// The workspace file.
        path: PathBuf,
    },
    /// The file is something else, or not whole.
    #[error(
        "{} is not a sound recto workspace ({reason}); it was left as it is. Restore a copy of it or name another file",
        path.display()
    )]
    Damaged {
        /// The workspace file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A newer recto wrote the file.
    #[error(
        "{} has format {found}, this recto knows formats up to {known}; it was left as it is. Use a newer recto or name another file",
        path.display()
    )]
    Newer {
        /// The workspace file.
        path: PathBuf,
        /// The format number in the file.
        found: u32,
        /// The newest format number this build reads.
        known: u32,
    },
    /// The file could not be opened or made.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The workspace file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A named copy of the workspace could not be written, listed or removed.
    #[error("the snapshot `{name}` could not be kept or found: {source}")]
    Snapshot {
        /// Its name.
        name: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// No copy has this name.
    #[error("there is no snapshot `{name}`")]
    NoSnapshot {
        /// The name.
        name: String,
    },
    /// A copy cannot be called that.
    #[error("a snapshot cannot be called `{name}`: give it 1 to 200 letters and digits")]
    SnapshotName {
        /// The name, cut if it is long.
        name: String,
    },
    /// What the workspace began as was not kept.
    #[error(
        "an older recto made this workspace and did not keep how it began; make a new file, or take a snapshot and go back to that"
    )]
    NoInitial,
    /// Something given to be imported is no object of the API; nothing was imported.
    #[error("cannot import: {0}")]
    Import(String),
    /// A seed is not one.
    #[error("the seed cannot be sown: {0}")]
    Seed(String),
    /// SQLite refused while the workspace was opened or changed.
    #[error("the workspace's storage failed: {0}")]
    Storage(#[from] rusqlite::Error),
    /// An id in the workspace is none.
    #[error("the workspace holds an id that is none: {0}")]
    Id(#[from] recto_api::ids::IdError),
    /// What was asked of the emulator itself cannot be done.
    #[error("{0}")]
    Refused(String),
    /// What was written could not be brought to the disk.
    #[error(
        "the workspace's file cannot be written to the disk: {0}; what was answered before is there"
    )]
    Disk(std::io::Error),
    /// The TCP server stopped working.
    #[error("the emulator's server failed: {0}")]
    Serve(#[from] std::io::Error),
    /// The proxy's certificates could not be made.
    #[error("cannot make certificates for the proxy: {0}")]
    Authority(String),
}
