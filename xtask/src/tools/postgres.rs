//! PostgreSQL's server programs, which the tests start clusters with.

use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
};

use crate::{
    house::House,
    shell::Run,
    tools::{apt_install, find},
};

/// Finds the folder of `initdb` and `pg_ctl`, installing the server when it is missing.
pub(crate) fn server(house: &House) -> anyhow::Result<PathBuf> {
    if let Some(folder) = look(house) {
        return Ok(folder);
    }
    println!("the PostgreSQL server programs (initdb, pg_ctl) are missing");
    apt_install(house, &["postgresql"])?;
    look(house).ok_or_else(|| {
        anyhow::anyhow!("install the PostgreSQL server: initdb and pg_ctl were not found")
    })
}

fn look(house: &House) -> Option<PathBuf> {
    let on_path = find("initdb").and_then(|file| Some(file.parent()?.to_owned()));
    on_path
        .or_else(|| {
            let told = Run::new("pg_config", &house.root)
                .args(["--bindir"])
                .read()
                .ok()?;
            Some(PathBuf::from(told.trim()))
        })
        .filter(|folder| complete(folder))
        .or_else(|| newest(Path::new("/usr/lib/postgresql")))
}

/// Debian keeps each major version's programs in a folder of its own, off the path.
fn newest(base: &Path) -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(base)
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let major = entry.file_name().to_str()?.parse().ok()?;
            Some((major, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .collect();
    versions.sort_by_key(|(major, _)| Reverse(*major));
    versions.into_iter().next().map(|(_, folder)| folder)
}

fn complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"]
        .iter()
        .all(|program| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_complete_version_is_taken() {
        let base =
            std::env::temp_dir().join(format!("recto-xtask-postgres-{}", std::process::id()));
        for (version, programs) in [
            ("9", &["initdb", "pg_ctl", "postgres"][..]),
            ("15", &["initdb", "pg_ctl", "postgres"]),
            ("17", &["psql"]),
        ] {
            let folder = base.join(version).join("bin");
            std::fs::create_dir_all(&folder).unwrap();
            for program in programs {
                std::fs::write(folder.join(program), "").unwrap();
            }
        }
        assert_eq!(newest(&base), Some(base.join("15").join("bin")));
        std::fs::remove_dir_all(&base).unwrap();
        assert_eq!(newest(&base), None);
    }
}
