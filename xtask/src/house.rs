//! What every gate needs to know about where it runs.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// What a gate that did not fail has to say.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It looked and found nothing wrong; the text may be empty.
    Passed(String),
    /// It could not look; the text says what to install.
    Skipped(String),
}

/// The checkout, and how strict to be in it.
#[derive(Debug)]
pub(crate) struct House {
    /// The workspace root.
    pub(crate) root: PathBuf,
    /// Whether `CI=true`: then nothing may be skipped.
    pub(crate) ci: bool,
}

impl House {
    /// Finds the checkout this program was built from.
    pub(crate) fn open() -> anyhow::Result<Self> {
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own
            .parent()
            .context("xtask has no parent folder")?
            .to_owned();
        if !root.join("Cargo.lock").is_file() {
            bail!(
                "{} is not recto's checkout: run `cargo x` inside one",
                root.display()
            );
        }
        let ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        Ok(Self { root, ci })
    }

    /// A folder for what a gate makes, below `target/`.
    pub(crate) fn scratch(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.root.join("target").join("x").join(name);
        std::fs::create_dir_all(&path)
            .with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(path)
    }

    /// Reads a file of the checkout.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> anyhow::Result<String> {
        let path = self.root.join(path);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Answers for a gate that lacks something: a skip for a person, a failure for CI.
    pub(crate) fn missing(&self, what: &str) -> anyhow::Result<Outcome> {
        if self.ci {
            bail!("{what} (with CI=true no gate is skipped)");
        }
        Ok(Outcome::Skipped(what.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(ci: bool) -> House {
        House {
            root: PathBuf::from("."),
            ci,
        }
    }

    #[test]
    fn a_person_may_skip_and_ci_may_not() {
        assert_eq!(
            house(false).missing("install node").unwrap(),
            Outcome::Skipped("install node".to_owned())
        );
        let error = house(true).missing("install node").unwrap_err().to_string();
        assert!(error.starts_with("install node"), "{error}");
    }
}
