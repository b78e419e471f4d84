//! The suites: what each needs installed, and how it is run.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{house::House, shell::Run, tools::python};

/// One folder of `conformance/`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suite {
    /// The folder.
    pub(super) name: &'static str,
    /// What it is written in.
    pub(super) kind: Kind,
    /// Whether it begins with the demo's rows.
    pub(super) demo: bool,
    /// Whether it goes through the proxy.
    pub(super) proxy: bool,
}

/// What a suite is written in, and by that how its packages come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `npm ci` by `package-lock.json`.
    Node,
    /// pip by `requirements.txt`, in an environment of its own.
    Python,
    /// Cargo by `Cargo.lock`.
    Rust,
}

/// Every suite.
pub(super) const SUITES: &[Suite] = &[
    Suite {
        name: "js",
        kind: Kind::Node,
        demo: true,
        proxy: false,
    },
    Suite {
        name: "mcp",
        kind: Kind::Node,
        demo: false,
        proxy: false,
    },
    Suite {
        name: "ntn",
        kind: Kind::Node,
        demo: false,
        proxy: false,
    },
    Suite {
        name: "python",
        kind: Kind::Python,
        demo: true,
        proxy: false,
    },
    Suite {
        name: "airbyte",
        kind: Kind::Python,
        demo: false,
        proxy: true,
    },
    Suite {
        name: "rust",
        kind: Kind::Rust,
        demo: false,
        proxy: true,
    },
];

/// A suite with its packages installed.
pub(super) struct Ready {
    pub(super) suite: Suite,
    program: PathBuf,
    arguments: Vec<&'static str>,
    folder: PathBuf,
    path: Option<OsString>,
}

impl Suite {
    /// Installs what it needs below `scratch`, if it is not there yet. `node` is the folder of Node.
    pub(super) fn prepare(
        self,
        house: &House,
        scratch: &Path,
        node: &Path,
    ) -> anyhow::Result<Ready> {
        let source = house.root.join("conformance").join(self.name);
        let ready = |program: PathBuf, arguments: &[&'static str], folder: PathBuf| Ready {
            suite: self,
            program,
            arguments: arguments.to_vec(),
            folder,
            path: None,
        };
        match self.kind {
            Kind::Node => {
                let folder = scratch.join(self.name);
                copy(&source, &folder)?;
                let path = path_with(node)?;
                once(&folder, &source.join("package-lock.json"), || {
                    Run::new(node.join("npm"), &folder)
                        .env("PATH", &path)
                        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                        .run()
                })?;
                Ok(Ready {
                    path: Some(path),
                    ..ready(node.join("node"), &["run.mjs"], folder)
                })
            }
            Kind::Python => {
                let environment = scratch.join(format!("{}-venv", self.name));
                let requirements = source.join("requirements.txt");
                once(&environment, &requirements, || {
                    python::environment(house, &environment, &requirements).map(drop)
                })?;
                let interpreter = environment.join("bin").join("python");
                Ok(ready(interpreter, &["main.py"], source))
            }
            Kind::Rust => {
                let target = scratch.join("cargo");
                Run::cargo(&source)
                    .args(["build", "--locked", "--quiet", "--target-dir"])
                    .args([&target])
                    .run()?;
                Ok(ready(target.join("debug/recto-conformance"), &[], source))
            }
        }
    }
}

impl Ready {
    /// Its script, still to be told where the emulator is.
    pub(super) fn script(&self) -> Run {
        let mut run = Run::new(&self.program, &self.folder).args(&self.arguments);
        if let Some(path) = &self.path {
            run = run.env("PATH", path);
        }
        // What is written beside the sources would be seen by git.
        run.env("PYTHONDONTWRITEBYTECODE", "1")
    }
}

/// Does what makes `folder`, unless it was already done with this very `lock` file.
pub(super) fn once(
    folder: &Path,
    lock: &Path,
    install: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stamp = folder.join("installed.lock");
    let wanted = fs::read(lock).with_context(|| format!("cannot read {}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    install()?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Copies the files of a folder, not its folders: those are what npm makes.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// The search path with one folder in front: npm finds the node beside it.
fn path_with(folder: &Path) -> anyhow::Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(PathBuf::from(folder)).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(folders)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("recto-xtask-{name}-{}", std::process::id()))
    }

    #[test]
    fn only_files_are_copied() {
        let base = folder("copy");
        let (from, to) = (base.join("from"), base.join("to"));
        fs::create_dir_all(from.join("node_modules")).unwrap();
        fs::write(from.join("package.json"), "{}").unwrap();
        copy(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("package.json")).unwrap(), "{}");
        assert!(!to.join("node_modules").exists());
        assert!(copy(&base.join("nowhere"), &to).is_err());
        fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn packages_are_installed_once_for_each_lock_file() {
        let base = folder("once");
        fs::create_dir_all(&base).unwrap();
        let lock = base.join("lock");
        let mut runs = 0;
        for (text, after) in [("one", 1), ("one", 1), ("two", 2), ("two", 2)] {
            fs::write(&lock, text).unwrap();
            once(&base, &lock, || {
                runs += 1;
                Ok(())
            })
            .unwrap();
            assert_eq!(runs, after, "{text}");
        }
        fs::write(&lock, "three").unwrap();
        assert!(once(&base, &lock, || anyhow::bail!("no network")).is_err());
        once(&base, &lock, || {
            runs += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(runs, 3, "what failed was not done");
        fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn the_folder_comes_first_on_the_path() {
        let path = path_with(Path::new("/opt/node/bin")).unwrap();
        assert!(path.to_string_lossy().starts_with("/opt/node/bin"));
    }
}
