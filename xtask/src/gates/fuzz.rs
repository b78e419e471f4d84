//! The fuzz targets: made-up bytes for everything that reads data from outside.
//!
//! `fuzz/` is a workspace of its own, built with the coverage counters of LLVM, which the stable
//! toolchain offers, and linked with libFuzzer. Each target starts from the seeds in
//! `fuzz/seeds/<target>`.
//!
//! The gate draws the same numbers each time and starts from the seeds alone: of the same code it
//! says the same. The command draws others and keeps what it finds below `target/`, so that the next
//! run goes on where this one stopped: it is for finding what nobody has found.

use std::{fmt::Write as _, fs, path::PathBuf, sync::Mutex};

use anyhow::{Context as _, bail, ensure};
use clap::Args;

use crate::{
    house::{House, Outcome},
    shell::Run,
    tools,
};

/// Seconds for each target, unless `RECTO_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 60;

/// Targets under way at once.
const AT_ONCE: usize = 2;

/// What the numbers of the gate's runs are drawn from.
const DRAWN_FROM: u32 = 1;

/// What makes code count where it has been: stable options of the compiler, and what cargo-fuzz
/// passes too.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// `cargo x fuzz`.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Only this target; all of them without.
    target: Option<String>,
    /// Feed it these files and nothing else: to see a crash again.
    files: Vec<PathBuf>,
    /// Seconds for each target [default: RECTO_FUZZ_SECONDS, else 60].
    #[arg(long)]
    seconds: Option<u64>,
}

/// The gate: every target for its time.
pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    if !["c++", "g++", "clang++"]
        .iter()
        .any(|name| tools::find(name).is_some())
    {
        return house.missing("install g++: libFuzzer is C++");
    }
    let seconds = seconds()?;
    let folder = Folder::build(house)?;
    let targets = targets(&house.read("fuzz/Cargo.toml")?);
    folder.all(&targets, seconds, true).map(Outcome::Passed)
}

fn seconds() -> anyhow::Result<u64> {
    let Ok(seconds) = std::env::var("RECTO_FUZZ_SECONDS") else {
        return Ok(SECONDS);
    };
    seconds
        .parse()
        .with_context(|| format!("RECTO_FUZZ_SECONDS is `{seconds}`, which is no number"))
}

/// The command: one target, or one file.
pub(crate) fn command(house: &House, asked: &Fuzz) -> anyhow::Result<bool> {
    let all = targets(&house.read("fuzz/Cargo.toml")?);
    let targets = match &asked.target {
        Some(target) if !all.contains(target) => {
            bail!(
                "there is no target `{target}`; the targets are {}",
                all.join(", ")
            )
        }
        Some(target) => vec![target.clone()],
        None => all,
    };
    let folder = Folder::build(house)?;
    match (asked.files.as_slice(), targets.as_slice()) {
        ([], _) => {
            let note = folder.all(&targets, asked.seconds.map_or_else(seconds, Ok)?, false)?;
            println!("{note}");
        }
        (files, [target]) => {
            let files = files.iter().map(|file| house.root.join(file));
            Run::new(folder.program(target), &house.root)
                .args(files)
                .run()?;
        }
        _ => bail!("say which target the files are for"),
    }
    Ok(true)
}

/// Where the programs are, and what they leave.
struct Folder {
    root: PathBuf,
    programs: PathBuf,
    scratch: PathBuf,
}

impl Folder {
    fn build(house: &House) -> anyhow::Result<Self> {
        let told = Run::new("rustc", &house.root).args(["-vV"]).read()?;
        let host = told
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .context("rustc does not say what it runs on")?;
        // Not `--locked`: its lock file follows the workspace's manifests, and may lag behind. The
        // target is named, so that build scripts and macros are built without counters.
        let built = house.root.join("target/fuzz");
        Run::cargo(&house.root.join("fuzz"))
            .env("RUSTFLAGS", COUNTERS)
            .args(["build", "--release", "--target", host, "--target-dir"])
            .args([&built])
            .run()?;
        Ok(Self {
            root: house.root.clone(),
            programs: built.join(host).join("release"),
            scratch: house.scratch("fuzz")?,
        })
    }

    fn program(&self, target: &str) -> PathBuf {
        self.programs.join(target)
    }

    /// Runs the targets, some at once, and says how many inputs there were.
    fn all(&self, targets: &[String], seconds: u64, repeatable: bool) -> anyhow::Result<String> {
        let queue = Mutex::new(targets.iter());
        let ends = Mutex::new(Vec::new());
        let take = || queue.lock().ok()?.next();
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    while let Some(target) = take() {
                        let end = self.one(target, seconds, repeatable);
                        if let Ok(mut ends) = ends.lock() {
                            ends.push((target, end));
                        }
                    }
                });
            }
        });
        let ends = ends.into_inner().unwrap_or_default();
        ensure!(
            ends.len() == targets.len(),
            "a target did not come to an end"
        );
        let mut note = format!("{seconds} s each:");
        let mut failed = Vec::new();
        for (target, end) in ends {
            match end {
                Ok(inputs) => write!(note, " {target} {inputs} inputs,")?,
                Err(error) => {
                    println!("{target}: {error:#}");
                    failed.push(target.as_str());
                }
            }
        }
        ensure!(
            failed.is_empty(),
            "broken by made-up input: {}",
            failed.join(", ")
        );
        Ok(note.trim_end_matches(',').to_owned())
    }

    /// Runs one target for its time; gives the number of inputs, or how it failed.
    fn one(&self, target: &str, seconds: u64, repeatable: bool) -> anyhow::Result<u64> {
        let kept = if repeatable { "gate" } else { "corpus" };
        let corpus = self.scratch.join(kept).join(target);
        if repeatable && corpus.exists() {
            fs::remove_dir_all(&corpus)?;
        }
        let crashes = self.scratch.join("crashes").join(target);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&crashes)?;
        let mut run = Run::new(self.program(target), &self.root)
            .args([&corpus, &self.root.join("fuzz/seeds").join(target)])
            .args([
                format!("-max_total_time={seconds}"),
                format!("-artifact_prefix={}/", crashes.display()),
            ])
            // No input may take ten seconds, or two gigabytes.
            .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
        if repeatable {
            run = run.args([format!("-seed={DRAWN_FROM}")]);
        }
        let words = self
            .root
            .join("fuzz/dictionaries")
            .join(format!("{target}.dict"));
        if words.is_file() {
            run = run.args([format!("-dict={}", words.display())]);
        }
        let output = run
            .into_command()
            .output()
            .context("the target does not start")?;
        let told = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            bail!("{}", failure(target, &told));
        }
        executed(&told).context("the target did not say how much it did")
    }
}

/// What a person needs to know of a crash: the message, the input, and what to do.
fn failure(target: &str, told: &str) -> String {
    let lines: Vec<&str> = told.lines().collect();
    let from = lines
        .iter()
        .position(|line| line.contains("panicked at") || line.contains("ERROR: libFuzzer"))
        .unwrap_or(lines.len().saturating_sub(20));
    let message = lines[from..]
        .iter()
        .take(12)
        .copied()
        .collect::<Vec<_>>()
        .join("\n    ");
    let file = lines.iter().find_map(|line| {
        line.split_once("Test unit written to ")
            .map(|(_, file)| file)
    });
    match file {
        Some(file) => format!(
            "\n    {message}\n  the input is {file}\n  again: cargo x fuzz {target} {file}\n  once \
             it is mended, copy the input to fuzz/seeds/{target}/: the tests then hold it"
        ),
        None => format!("\n    {message}"),
    }
}

/// The number of inputs, from libFuzzer's closing words.
fn executed(told: &str) -> Option<u64> {
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    line.trim().parse().ok()
}

/// The targets, in the order of the manifest.
fn targets(manifest: &str) -> Vec<String> {
    manifest
        .split("[[bin]]")
        .skip(1)
        .filter_map(|table| table.split_once("name = \"")?.1.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Whether a path is a folder with something in it.
#[cfg(test)]
fn has_files(folder: &std::path::Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_and_seeds() {
        let house = House::open().unwrap();
        let targets = targets(&house.read("fuzz/Cargo.toml").unwrap());
        assert!(targets.len() >= 5, "{targets:?}");
        for target in &targets {
            assert!(
                house
                    .root
                    .join(format!("fuzz/targets/{target}.rs"))
                    .is_file(),
                "{target}"
            );
            assert!(
                has_files(&house.root.join("fuzz/seeds").join(target)),
                "{target}"
            );
        }
        let words = fs::read_dir(house.root.join("fuzz/dictionaries")).unwrap();
        for file in words {
            let name = file.unwrap().file_name().into_string().unwrap();
            let target = name.strip_suffix(".dict").unwrap().to_owned();
            assert!(targets.contains(&target), "{name} belongs to no target");
        }
    }

    #[test]
    fn a_crash_is_told_with_its_input_and_how_to_see_it_again() {
        let told = "#1 NEW\nthread '<unnamed>' panicked at src/a.rs:1:2:\nlost a member\n\
                    stack\nSUMMARY: libFuzzer: deadly signal\n\
                    artifact_prefix='x/'; Test unit written to x/crash-1f\n";
        let text = failure("wire", told);
        assert!(text.contains("lost a member"), "{text}");
        assert!(
            text.contains("again: cargo x fuzz wire x/crash-1f"),
            "{text}"
        );
        assert!(failure("wire", "it did not link").contains("it did not link"));
    }

    #[test]
    fn the_number_of_inputs_is_read() {
        let told = "Done 12 runs\nstat::number_of_executed_units: 46599701\nstat::x: 1\n";
        assert_eq!(executed(told), Some(46_599_701));
        assert_eq!(executed("Done 12 runs"), None);
    }
}
