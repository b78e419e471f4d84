//! The official packages, unmodified, against the emulator after a demo.
//!
//! `conformance/js` and `conformance/python` are ordinary projects with pinned packages. Each is
//! copied below `target/`, its packages are installed there, and its script runs with
//! `NOTION_BASE_URL` and `NOTION_TOKEN` set. It ends with an error when something differs from what
//! the package expects of Notion.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::{
    house::{House, Outcome},
    shell::Run,
    tools::{node, python},
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let node = match node::folder(house) {
        Ok(folder) => folder,
        Err(error) => return house.missing(&format!("{error:#}")),
    };
    let scripts = house.root.join("conformance");
    let scratch = house.scratch("conformance")?;
    let python = scripts.join("python");
    let interpreter = match python::environment(
        house,
        &scratch.join("venv"),
        &python.join("requirements.txt"),
    ) {
        Ok(interpreter) => interpreter,
        Err(error) => return house.missing(&format!("{error:#}")),
    };
    let js = scratch.join("js");
    copy(&scripts.join("js"), &js)?;
    let path = path_with(&node)?;
    let npm = || Run::new(node.join("npm"), &js).env("PATH", &path);
    npm()
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .run()?;

    Run::cargo(&house.root)
        .args(["build", "--locked", "--package", "recto-cli"])
        .run()?;
    let recto = house.root.join("target/debug/recto");
    for (name, mut script) in [
        ("javascript", npm().args(["test"])),
        ("python", Run::new(&interpreter, &python).args(["main.py"])),
    ] {
        // Each begins with the demo's rows, whatever the other has trashed.
        let data = scratch.join(format!("{name}.sqlite"));
        for file in [
            data.clone(),
            data.with_extension("sqlite-wal"),
            data.with_extension("sqlite-shm"),
        ] {
            if file.exists() {
                fs::remove_file(&file)?;
            }
        }
        Run::new(&recto, &scratch)
            .args(["demo", "--data"])
            .args([&data])
            .args(["--format", "json"])
            .read()?;
        let emulator = Emulator::start(&recto, &scratch, &data)?;
        for (variable, value) in &emulator.environment {
            script = script.env(variable, value);
        }
        let output = script.tee()?;
        ensure!(
            skipped(&output).is_empty(),
            "{name}: {}",
            skipped(&output).join("; ")
        );
        emulator.stop(&scratch)?;
    }
    Ok(Outcome::Passed(String::new()))
}

/// What a script left out. By hand it may leave out what needs a demo; here the demo was made.
fn skipped(output: &str) -> Vec<&str> {
    output
        .lines()
        .filter(|line| line.starts_with("skipped "))
        .collect()
}

/// A running `recto emulator`. Dropping it ends it by force.
struct Emulator {
    child: Child,
    environment: Vec<(&'static str, String)>,
}

impl Emulator {
    fn start(recto: &Path, folder: &Path, data: &Path) -> anyhow::Result<Self> {
        let mut child = Run::new(recto, folder)
            .args(["emulator", "--port", "0", "--format", "json", "--data"])
            .args([data])
            .into_command()
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the emulator")?;
        let output = child
            .stdout
            .take()
            .context("the emulator has no standard output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line)
            .with_context(|| format!("the emulator began with {line:?}"))?;
        let field = |name: &str| {
            let text = told[name].as_str();
            text.map(str::to_owned)
                .with_context(|| format!("the emulator told no {name}"))
        };
        let environment = vec![
            ("NOTION_BASE_URL", field("base_url")?),
            ("NOTION_TOKEN", field("token")?),
            ("NOTION_ROOT_PAGE_ID", field("root_page_id")?),
        ];
        Ok(Self { child, environment })
    }

    /// Asks it to stop, as a person or a service manager does, and sees that it does so cleanly.
    fn stop(mut self, folder: &Path) -> anyhow::Result<()> {
        let id = self.child.id().to_string();
        Run::new("kill", folder).args(["-TERM", &id]).run()?;
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait()? {
                ensure!(
                    status.success(),
                    "the emulator ended with {status} after SIGTERM"
                );
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the emulator was still there ten seconds after SIGTERM");
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

    #[test]
    fn only_files_are_copied() {
        let base = std::env::temp_dir().join(format!("recto-xtask-copy-{}", std::process::id()));
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
    fn a_script_that_skips_is_noticed() {
        assert_eq!(
            skipped("ok one\nskipped two: no demo\n"),
            ["skipped two: no demo"]
        );
        assert!(skipped("ok nothing is skipped\n").is_empty());
    }

    #[test]
    fn the_folder_comes_first_on_the_path() {
        let path = path_with(Path::new("/opt/node/bin")).unwrap();
        assert!(path.to_string_lossy().starts_with("/opt/node/bin"));
    }

    #[test]
    fn a_server_that_does_not_speak_is_an_error_and_is_ended() {
        let here = Path::new(".");
        let told = Emulator::start(Path::new("/bin/echo"), here, Path::new("x"))
            .err()
            .unwrap();
        assert!(
            told.to_string().contains("the emulator began with"),
            "{told}"
        );
    }
}
