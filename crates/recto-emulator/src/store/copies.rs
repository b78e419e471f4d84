//! Copies of a whole workspace: the one it began as, and named ones.
//!
//! Everything a workspace holds is in its database, so a copy is the database, page by page.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::{APPLICATION_ID, MIGRATIONS, migrate};
use crate::error::Error;

/// How long an encoded name may be, in bytes: with its ending, what every file system takes.
const NAME_BYTES: usize = 200;

/// What the files of copies end with.
const ENDING: &str = ".recto";

/// Where named copies are.
#[derive(Debug)]
pub(crate) enum Shelf {
    /// With the process.
    Memory(BTreeMap<String, Connection>),
    /// Files in a folder beside the workspace's file, made with the first of them.
    Folder(PathBuf),
}

/// A copy that can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) bytes: u64,
}

impl Shelf {
    /// The shelf of a workspace's file.
    pub(crate) fn beside(file: &Path) -> Self {
        let mut path = file.as_os_str().to_owned();
        path.push(".snapshots");
        Self::Folder(path.into())
    }

    /// Puts a copy under a name, in the place of an older one. When it returns, the copy is kept.
    pub(crate) fn put(&mut self, name: &str, from: &Connection) -> Result<(), Error> {
        check(name)?;
        match self {
            Self::Memory(copies) => {
                let mut copy = Connection::open_in_memory()?;
                replace(&mut copy, from)?;
                copies.insert(name.to_owned(), copy);
                Ok(())
            }
            Self::Folder(folder) => {
                let cannot = |source| Error::Snapshot {
                    name: name.to_owned(),
                    source,
                };
                fs::create_dir_all(&*folder).map_err(cannot)?;
                let path = file(folder, name);
                let new = path.with_extension("new");
                remove(&new).map_err(cannot)?;
                let mut copy = Connection::open(&new)?;
                replace(&mut copy, from)?;
                // The copy says of itself that it has a log, as the original has.
                copy.pragma_update(None, "journal_mode", "DELETE")?;
                copy.close().map_err(|(_, error)| error)?;
                fs::rename(&new, &path).map_err(cannot)?;
                sync(folder).map_err(cannot)?;
                if let Some(above) = folder.parent() {
                    sync(above).map_err(cannot)?;
                }
                Ok(())
            }
        }
    }

    /// Makes `to` what the copy of a name is, all or nothing; `false` if there is none.
    pub(crate) fn restore(&self, name: &str, to: &mut Connection) -> Result<bool, Error> {
        check(name)?;
        match self {
            Self::Memory(copies) => match copies.get(name) {
                Some(copy) => replace(to, copy)?,
                None => return Ok(false),
            },
            Self::Folder(folder) => {
                let path = file(folder, name);
                if !path.is_file() {
                    return Ok(false);
                }
                let copy = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                match format(&copy, &path)? {
                    known if known == MIGRATIONS.len() => replace(to, &copy)?,
                    _ => {
                        let mut raised = Connection::open_in_memory()?;
                        replace(&mut raised, &copy)?;
                        migrate(&raised)?;
                        replace(to, &raised)?;
                    }
                }
            }
        }
        Ok(true)
    }

    /// Forgets a copy; `false` if there is none.
    pub(crate) fn remove(&mut self, name: &str) -> Result<bool, Error> {
        check(name)?;
        match self {
            Self::Memory(copies) => Ok(copies.remove(name).is_some()),
            Self::Folder(folder) => {
                let cannot = |source| Error::Snapshot {
                    name: name.to_owned(),
                    source,
                };
                let removed = remove(&file(folder, name)).map_err(cannot)?;
                if removed {
                    sync(folder).map_err(cannot)?;
                }
                Ok(removed)
            }
        }
    }

    /// All copies by name.
    pub(crate) fn list(&self) -> Result<Vec<Listed>, Error> {
        match self {
            Self::Memory(copies) => copies
                .iter()
                .map(|(name, copy)| {
                    let sql = "SELECT page_count * page_size FROM pragma_page_count, \
                               pragma_page_size";
                    let bytes: i64 = copy.query_row(sql, [], |row| row.get(0))?;
                    Ok(Listed {
                        name: name.clone(),
                        bytes: bytes.unsigned_abs(),
                    })
                })
                .collect(),
            Self::Folder(folder) => {
                let cannot = |source| Error::Snapshot {
                    name: "*".to_owned(),
                    source,
                };
                let entries = match fs::read_dir(folder) {
                    Ok(entries) => entries,
                    Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                    Err(error) => return Err(cannot(error)),
                };
                let mut found = Vec::new();
                for entry in entries {
                    let entry = entry.map_err(cannot)?;
                    let file = entry.file_name();
                    let Some(name) = file.to_str().and_then(|file| file.strip_suffix(ENDING))
                    else {
                        continue;
                    };
                    found.push(Listed {
                        name: percent_decode_str(name).decode_utf8_lossy().into_owned(),
                        bytes: entry.metadata().map_err(cannot)?.len(),
                    });
                }
                found.sort_by(|left, right| left.name.cmp(&right.name));
                Ok(found)
            }
        }
    }
}

/// Keeps what the workspace is now, as what it began as, in the place of what was kept before.
pub(crate) fn keep_initial(connection: &mut Connection) -> Result<(), Error> {
    connection.execute("DELETE FROM initial", [])?;
    let mut content = connection.serialize("main")?.to_vec();
    // Bytes 18 and 19 say that the database has a log; this one has none.
    if let Some(versions) = content.get_mut(18..20) {
        versions.fill(1);
    }
    connection.execute("INSERT INTO initial (content) VALUES (?1)", [content])?;
    Ok(())
}

/// Makes the workspace what it began as; `false` if that was not kept.
pub(crate) fn restore_initial(connection: &mut Connection) -> Result<bool, Error> {
    let content: Option<Vec<u8>> = connection
        .query_row("SELECT content FROM initial", [], |row| row.get(0))
        .optional()?;
    let Some(content) = content else {
        return Ok(false);
    };
    let mut initial = Connection::open_in_memory()?;
    initial.deserialize_read_exact("main", content.as_slice(), content.len(), false)?;
    migrate(&initial)?;
    initial.execute("INSERT INTO initial (content) VALUES (?1)", [content])?;
    replace(connection, &initial)?;
    Ok(true)
}

/// Makes `to` the same as `from`, all or nothing.
fn replace(to: &mut Connection, from: &Connection) -> Result<(), Error> {
    let backup = Backup::new(from, to)?;
    match backup.step(-1)? {
        StepResult::Done => Ok(()),
        // Nobody else has either of them.
        _ => Err(Error::Storage(rusqlite::Error::ExecuteReturnedResults)),
    }
}

/// The format of a copy, which must be a sound workspace that this program knows.
fn format(copy: &Connection, path: &Path) -> Result<usize, Error> {
    let damaged = |reason: String| Error::Damaged {
        path: path.to_owned(),
        reason,
    };
    let number = |name| copy.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let read = number("application_id").and_then(|id| Ok((id, number("user_version")?)));
    let (id, found) = read.map_err(|error| damaged(error.to_string()))?;
    if id != APPLICATION_ID {
        return Err(damaged("another program's database".to_owned()));
    }
    let known = MIGRATIONS.len();
    if found as usize > known {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known: u32::try_from(known).unwrap_or(u32::MAX),
        });
    }
    let sound: String = copy
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| damaged(error.to_string()))?;
    match sound.as_str() {
        "ok" => Ok(found as usize),
        _ => Err(damaged(sound)),
    }
}

fn check(name: &str) -> Result<(), Error> {
    let length = encoded(name).len();
    if name.is_empty() || length > NAME_BYTES {
        return Err(Error::SnapshotName {
            name: name.chars().take(NAME_BYTES).collect(),
        });
    }
    Ok(())
}

fn encoded(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{}{ENDING}", encoded(name)))
}

/// Removes a file; whether there was one.
fn remove(path: &Path) -> std::io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Brings a folder's list of files to the disk, where the system can.
fn sync(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_their_folder() {
        for name in ["../../x", "a/b", "..", "C:\\x", "\0", "ü"] {
            let path = file(Path::new("/s"), name);
            assert_eq!(path.parent(), Some(Path::new("/s")), "{name}");
        }
        assert!(check("").is_err());
        assert!(check(&"x".repeat(NAME_BYTES)).is_ok());
        assert!(check(&"ü".repeat(NAME_BYTES / 3)).is_err());
    }
}
