//! Finds what a gate needs beyond Rust, and installs it where it may.
//!
//! It may where it is root and `apt-get` is there, and always through cargo, npm and pip. A
//! function that returns `Err` says in one line what to install.

pub(crate) mod chromium;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod python;

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::bail;

use crate::{house::House, shell::Run};

/// Finds a program on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Makes sure that cargo has a subcommand, building it from crates.io when it has not.
///
/// It goes where `cargo install` puts things, so the next checkout finds it again. The version is
/// pinned: a tool that changes overnight would close a gate for no fault of the code. It is built
/// without optimisation, which halves the wait and costs nothing that is felt here.
pub(crate) fn cargo_subcommand(house: &House, name: &str, version: &str) -> anyhow::Result<()> {
    if Run::cargo(&house.root)
        .args([name, "--version"])
        .read()
        .is_ok()
    {
        return Ok(());
    }
    let package = format!("cargo-{name}");
    println!("{package} is missing: building it from crates.io, which takes some minutes");
    Run::cargo(&house.root)
        .args([
            "install",
            "--locked",
            "--debug",
            &package,
            "--version",
            version,
        ])
        .run()
        .map_err(|error| {
            error.context(format!(
                "install {package}: cargo install --locked {package}"
            ))
        })
}

/// Installs Debian packages, where that is possible.
pub(crate) fn apt_install(house: &House, packages: &[&str]) -> anyhow::Result<()> {
    let list = packages.join(" ");
    if find("apt-get").is_none() || !is_root(&house.root) {
        bail!("install {list}: only root on Debian or Ubuntu gets it installed by this command");
    }
    println!("installing {list} with apt-get");
    let apt = |arguments: &[&str]| {
        Run::new("apt-get", &house.root)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(arguments)
    };
    // An old package list is better than none, so only the installation decides.
    if let Err(error) = apt(&["update", "-qq"]).run() {
        println!("note: {error:#}");
    }
    apt(&["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .run()
        .map_err(|error| error.context(format!("install {list}")))
}

fn is_root(folder: &Path) -> bool {
    Run::new("id", folder)
        .args(["-u"])
        .read()
        .is_ok_and(|id| id.trim() == "0")
}

/// Reads the first two numbers of a version such as `v20.20.2` or `Python 3.11.7`.
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    let digits = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let mut parts = digits.split(|letter: char| !letter.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_programs_print_them() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("Python 3.11.7"), Some((3, 11)));
        assert_eq!(
            version("postgres (PostgreSQL) 15.18 (Debian)"),
            Some((15, 18))
        );
        assert_eq!(version("none"), None);
        assert_eq!(version("7"), None);
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program"), None);
    }
}
