//! Published clients, unmodified, against the emulator.
//!
//! Each folder of `conformance/` is an ordinary project with pinned packages. They are installed
//! below `target/` once for each lock file, and each suite runs beside the others, with an emulator
//! of its own and `NOTION_BASE_URL`, `NOTION_TOKEN` and `NOTION_ROOT_PAGE_ID` set. It ends with an
//! error when something differs from what its package expects of Notion.

mod emulator;
pub(crate) mod schemathesis;
mod suite;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context as _, anyhow, bail, ensure};

use self::{
    emulator::Emulator,
    suite::{Kind, Ready, SUITES, Suite},
};
use crate::{
    house::{House, Outcome},
    shell::Run,
    tools::node,
};

/// How long requests are made up, in the gate.
const SCHEMATHESIS_SECONDS: u32 = 60;

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let node = match node::folder(house) {
        Ok(folder) => folder,
        Err(error) => return house.missing(&format!("{error:#}")),
    };
    let scratch = house.scratch("conformance")?;
    let prepared = prepare(house, &scratch, &node)?;
    let tool = match prepared.schemathesis {
        Ok(tool) => tool,
        Err(error) => return house.missing(&format!("{error:#}")),
    };
    let mut ready = Vec::new();
    for suite in prepared.suites {
        match suite {
            Ok(suite) => ready.push(suite),
            Err(error) => return house.missing(&format!("{error:#}")),
        }
    }
    let recto = prepared.recto?;
    let rows = demo(&recto, &scratch)?;

    let mut notes = Vec::new();
    let mut wrong = Vec::new();
    thread::scope(|scope| {
        let made_up =
            scope.spawn(|| schemathesis::against(&recto, &scratch, &tool, SCHEMATHESIS_SECONDS));
        let running: Vec<_> = ready
            .iter()
            .map(|ready| {
                let work = || one(ready, &recto, &scratch, &rows);
                (ready.suite.name, scope.spawn(work))
            })
            .collect();
        for (name, thread) in running {
            let (output, outcome) = joined(thread);
            println!("── {name}\n{output}");
            match outcome {
                Ok(counts) => notes.push(format!("{name} {counts}")),
                Err(error) => wrong.push(format!("{name}: {error:#}")),
            }
        }
        let (output, outcome) = joined(made_up);
        println!("── schemathesis\n{output}");
        match outcome {
            Ok(note) => notes.push(format!("schemathesis {note}")),
            Err(error) => wrong.push(format!("schemathesis: {error:#}")),
        }
    });
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(Outcome::Passed(notes.join("; ")))
}

/// What a suite printed, and its counts or what is wrong.
type Ran = (String, anyhow::Result<String>);

fn joined(thread: thread::ScopedJoinHandle<'_, Ran>) -> Ran {
    let broken = |_| (String::new(), Err(anyhow!("it panicked")));
    thread.join().unwrap_or_else(broken)
}

struct Prepared {
    suites: Vec<anyhow::Result<Ready>>,
    schemathesis: anyhow::Result<PathBuf>,
    recto: anyhow::Result<PathBuf>,
}

/// Installs packages, which waits for the network, while cargo builds, which does not.
fn prepare(house: &House, scratch: &Path, node: &Path) -> anyhow::Result<Prepared> {
    let (built, installed): (Vec<Suite>, Vec<Suite>) =
        SUITES.iter().partition(|suite| suite.kind == Kind::Rust);
    thread::scope(|scope| {
        let installing = scope.spawn(|| {
            let suites: Vec<_> = installed
                .iter()
                .map(|suite| suite.prepare(house, scratch, node))
                .collect();
            (suites, schemathesis::tool(house, scratch))
        });
        let recto = recto(house);
        let mut suites: Vec<_> = built
            .iter()
            .map(|suite| suite.prepare(house, scratch, node))
            .collect();
        let (more, schemathesis) = installing
            .join()
            .map_err(|_| anyhow!("installing the packages panicked"))?;
        suites.extend(more);
        Ok(Prepared {
            suites,
            schemathesis,
            recto,
        })
    })
}

/// Builds the program.
fn recto(house: &House) -> anyhow::Result<PathBuf> {
    Run::cargo(&house.root)
        .args(["build", "--locked", "--package", "recto-cli"])
        .run()?;
    Ok(house.root.join("target/debug/recto"))
}

/// A workspace file with the demo's rows, of which each suite gets a copy: what one trashes, the
/// others still find.
fn demo(recto: &Path, scratch: &Path) -> anyhow::Result<PathBuf> {
    let data = scratch.join("demo.sqlite");
    clear(&data)?;
    Run::new(recto, scratch)
        .args(["demo", "--data"])
        .args([&data])
        .args(["--format", "json"])
        .read()?;
    Ok(data)
}

fn clear(data: &Path) -> anyhow::Result<()> {
    for file in [
        data.to_owned(),
        data.with_extension("sqlite-wal"),
        data.with_extension("sqlite-shm"),
    ] {
        if file.exists() {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

/// Runs a suite with an emulator of its own.
fn one(ready: &Ready, recto: &Path, scratch: &Path, rows: &Path) -> Ran {
    let mut output = String::new();
    let outcome = judge(ready, recto, scratch, rows, &mut output);
    (output, outcome)
}

fn judge(
    ready: &Ready,
    recto: &Path,
    scratch: &Path,
    rows: &Path,
    output: &mut String,
) -> anyhow::Result<String> {
    let data = scratch.join(format!("{}.sqlite", ready.suite.name));
    if ready.suite.demo {
        clear(&data)?;
        fs::copy(rows, &data).context("cannot copy the demo's rows")?;
    }
    let emulator = Emulator::start(recto, scratch, ready.suite.demo.then_some(data.as_path()))?;
    let mut script = ready.script();
    for (variable, value) in &emulator.environment {
        script = script.env(variable, value);
    }
    if ready.suite.proxy {
        for (variable, value) in &emulator.proxy {
            script = script.env(variable, value);
        }
    }
    let (text, ended) = script.captured()?;
    *output = text;
    ended?;
    let left_out = skipped(output);
    ensure!(left_out.is_empty(), "{}", left_out.join("; "));
    let counts = counts(output)?;
    emulator.stop(scratch)?;
    Ok(counts)
}

/// What a script left out. By hand it may leave out what needs a demo; here the demo was made.
fn skipped(output: &str) -> Vec<&str> {
    output
        .lines()
        .filter(|line| line.starts_with("skipped "))
        .collect()
}

/// The sum that a script ends with, without what is none: `56 passed, 3 not built`.
fn counts(output: &str) -> anyhow::Result<String> {
    let last = output.lines().last().unwrap_or_default();
    let parts: Vec<_> = last.split(", ").collect();
    match parts.first() {
        Some(passed) if passed.ends_with(" passed") && !passed.starts_with("0 ") => {}
        _ => bail!("it ended without a sum: {last:?}"),
    }
    let some: Vec<_> = parts
        .into_iter()
        .filter(|part| !part.starts_with("0 "))
        .collect();
    Ok(some.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_skips_is_noticed() {
        assert_eq!(
            skipped("ok one\nskipped two: no demo\n"),
            ["skipped two: no demo"]
        );
        assert!(skipped("ok nothing is skipped\n").is_empty());
    }

    #[test]
    fn sums_are_read_and_must_be_there() {
        assert_eq!(
            counts("ok one\n\n56 passed, 3 not built, 0 failed\n").unwrap(),
            "56 passed, 3 not built"
        );
        assert_eq!(counts("9 passed, 0 failed\n").unwrap(), "9 passed");
        assert!(counts("").is_err());
        assert!(counts("0 passed, 0 failed").is_err());
        assert!(counts("Segmentation fault").is_err());
    }

    #[test]
    fn every_folder_of_suites_is_run() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance");
        for entry in fs::read_dir(root).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            let known = SUITES.iter().any(|suite| name == suite.name);
            let is_suite = entry.file_type().unwrap().is_dir() && name != "schemathesis";
            assert_eq!(known, is_suite, "{}", name.display());
        }
    }
}
