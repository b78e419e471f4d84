//! The examples of the front door, each run against the emulator in its own process.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::{house::House, shell::Run};

/// Where they are.
const FOLDER: &str = "crates/recto/examples";

/// With these set, the examples would go to Notion.
const ELSEWHERE: &[&str] = &["NOTION_TOKEN", "NOTION_PAGE", "NOTION_BASE_URL"];

/// Builds them, then runs every one; each must end well. Says how many there were.
pub(super) fn run(house: &House) -> anyhow::Result<String> {
    let names = names(&house.root.join(FOLDER))?;
    Run::cargo(&house.root)
        .args(["build", "--quiet", "--locked", "--package", "recto"])
        .args(["--examples"])
        .run()?;
    for name in &names {
        let mut run = Run::cargo(&house.root)
            .args(["run", "--quiet", "--locked", "--package", "recto"])
            .args(["--example", name]);
        for variable in ELSEWHERE {
            run = run.without(variable);
        }
        run.run()?;
    }
    Ok(format!("{} examples of {FOLDER}", names.len()))
}

/// The examples in a folder, as cargo finds them: files, and folders with a `main.rs`, by name.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let told = || format!("cannot read the folder {}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
        let example = if path.is_dir() {
            path.join("main.rs").is_file()
        } else {
            path.extension().is_some_and(|extension| extension == "rs")
        };
        if !example {
            continue;
        }
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.with_context(|| format!("{} has no plain name", path.display()))?;
        names.push(name.to_owned());
    }
    if names.is_empty() {
        bail!("there is no example in {}", folder.display());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_with_a_main_are_examples() {
        let folder = std::env::temp_dir().join(format!("recto-examples-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let none = names(&folder).unwrap_err().to_string();
        assert!(none.contains("no example"), "{none}");

        for file in [
            "two.rs",
            "one.rs",
            "notes.md",
            "three/main.rs",
            "support/helper.rs",
        ] {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = names(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, ["one", "three", "two"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = names(Path::new("no/such/folder")).unwrap_err().to_string();
        assert!(error.contains("no/such/folder"), "{error}");
    }
}
