//! A workspace in a file: one process at a time, nothing lost, nothing foreign touched.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{APPLICATION_ID, MIGRATIONS};
use crate::error::Error;

/// Files up to this size are checked whole when they are opened; the check of larger ones would
/// take longer than anyone waits, so there only the parts that are read are checked.
const CHECKED_WHOLE: u64 = 256 * 1024 * 1024;

/// Pages in the log after which it is moved into the file: every write then waits.
const CHECKPOINT_PAGES: u32 = 4_000;

/// The right to use a file. SQLite's own locks are not enough: they vanish when any other handle
/// of the file is closed within the process.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    file: File,
    is_new: bool,
}

impl Lock {
    /// Takes the file, or says that another emulator has it, or that it is not a workspace.
    pub(crate) fn take(path: &Path) -> Result<Self, Error> {
        let open = |source| Error::Open {
            path: path.to_owned(),
            source,
        };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(open)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::InUse {
                    path: path.to_owned(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(open(source)),
        }
        let is_new = file.metadata().map_err(open)?.len() == 0;
        let mut lock = Self {
            path: path.to_owned(),
            file,
            is_new,
        };
        if !is_new {
            lock.read_header()?;
        }
        Ok(lock)
    }

    /// Reads the header without SQLite, which might already change the file.
    fn read_header(&mut self) -> Result<(), Error> {
        let mut header = [0_u8; 100];
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.file.read_exact(&mut header))
            .map_err(|_| self.damaged("it is shorter than a database's header"))?;
        if &header[..16] != b"SQLite format 3\0" {
            return Err(self.damaged("it is not an SQLite database"));
        }
        let number = |at: usize| {
            u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
        if number(68) != APPLICATION_ID {
            return Err(self.damaged("another program's database"));
        }
        if number(60) > known {
            let path = self.path.clone();
            return Err(Error::Newer {
                path,
                found: number(60),
                known,
            });
        }
        Ok(())
    }

    fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged {
            path: self.path.clone(),
            reason: reason.into(),
        }
    }
}

/// Opens the locked file, and checks it if it is not new.
pub(crate) fn connect(path: &Path, lock: &Lock) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::ZERO)?;
    // No process but this one: it also spares the shared memory file.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    if lock.is_new {
        return Ok(connection);
    }
    // Until it is known to be sound, closing must not move the log into the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check(&connection, lock)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

fn check(connection: &Connection, lock: &Lock) -> Result<(), Error> {
    let size = lock.file.metadata().map_or(0, |metadata| metadata.len());
    let verdict: rusqlite::Result<String> = if size <= CHECKED_WHOLE {
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
    } else {
        connection
            .query_row("SELECT count(*) FROM meta, sqlite_schema", [], |row| {
                row.get::<_, i64>(0)
            })
            .map(|_| "ok".to_owned())
    };
    match verdict {
        Ok(text) if text == "ok" => Ok(()),
        Ok(text) => Err(lock.damaged(text)),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
            Err(Error::InUse {
                path: lock.path.clone(),
            })
        }
        Err(error) => Err(lock.damaged(error.to_string())),
    }
}

/// Every commit is on the disk before it is answered.
pub(crate) fn make_durable(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Leaves it to [`super::disk::Disk`] to have commits on the disk. Moving the log into the file is
/// still in order: SQLite has each on the disk before it touches the other.
pub(crate) fn share_syncs(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    Ok(())
}

/// Where SQLite keeps the log of an open file.
pub(crate) fn log(connection: &Connection) -> Option<PathBuf> {
    // The path as SQLite has it, links followed.
    let path = connection.path().filter(|path| !path.is_empty())?;
    Some(PathBuf::from(format!("{path}-wal")))
}
