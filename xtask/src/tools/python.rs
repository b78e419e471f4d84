//! Python with a virtual environment, for the official Python package.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::{
    house::House,
    shell::Run,
    tools::{apt_install, find, version},
};

const OLDEST: (u32, u32) = (3, 11);

/// Makes a virtual environment in `folder` with the packages of `requirements`, and returns its
/// interpreter. An environment that is already there is brought up to date.
pub(crate) fn environment(
    house: &House,
    folder: &Path,
    requirements: &Path,
) -> anyhow::Result<PathBuf> {
    let system = interpreter(house)?;
    let python = folder.join("bin").join("python");
    let make = || {
        Run::new(&system, &house.root)
            .args(["-m", "venv"])
            .args([folder])
            .run()
    };
    if !python.is_file() && make().is_err() {
        // Debian ships the module without the part that puts pip into an environment.
        apt_install(house, &["python3-venv"])?;
        make()?;
    }
    Run::new(&python, &house.root)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .args([requirements])
        .run()?;
    Ok(python)
}

fn interpreter(house: &House) -> anyhow::Result<PathBuf> {
    if find("python3").is_none() {
        println!("python3 is missing");
        apt_install(house, &["python3", "python3-venv"])?;
    }
    let Some(python) = find("python3") else {
        bail!("install Python 3.11 or newer: `python3` was not found");
    };
    let told = Run::new(&python, &house.root).args(["--version"]).read()?;
    match version(&told) {
        Some(found) if found >= OLDEST => Ok(python),
        _ => bail!(
            "install Python 3.11 or newer: `python3 --version` says {}",
            told.trim()
        ),
    }
}
