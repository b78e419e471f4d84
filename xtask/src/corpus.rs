//! `cargo x corpus`: recorded exchanges go through the model, and what became of them is counted.
//!
//! Every body is read into the type of its operation and written again; what is written must be
//! equal by value to what came, in the version it came in. Answers of older versions are also
//! raised to the newest shape, read, and lowered again.

pub(crate) mod body;
mod compare;
mod exchange;
pub(crate) mod input;
mod judge;
mod model;
mod print;
mod tally;

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::{
    corpus::tally::{Side, Tally},
    house::House,
    shell::Run,
};

/// What to read and how to tell.
#[derive(Debug, Clone, Args)]
pub(crate) struct Corpus {
    /// Files of recordings, a JSON object a line (an exchange, or a conversation with its
    /// `exchanges`), plain or compressed by zstd.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write every difference to this file, a JSON object a line.
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
    /// How many differences to print.
    #[arg(long, default_value_t = 20, value_name = "N")]
    show: usize,
    /// Read in this process even if it is a debug build, which takes ten times as long.
    #[arg(long, hide = true)]
    here: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

/// Reads the files and prints what became of them.
///
/// # Errors
///
/// When a file cannot be opened or decompressed, or the differences cannot be written. What a line
/// says is never an error: it is counted.
pub(crate) fn run(corpus: &Corpus) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && !corpus.here {
        return in_release(corpus);
    }
    let tally = count(&corpus.files)?;
    if let Some(path) = &corpus.differences {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        for difference in tally.differences() {
            serde_json::to_writer(&mut out, &difference.to_json())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    match corpus.format {
        Format::Text => print!("{}", print::text(&tally, corpus.show)),
        Format::Json => println!("{:#}", print::json(&tally, corpus.show)),
    }
    Ok(())
}

/// Reads files and counts what became of their bodies.
///
/// # Errors
///
/// When a file cannot be opened or decompressed.
pub(crate) fn count(files: &[PathBuf]) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for file in files {
        let name = file.display().to_string();
        for line in input::lines(file)? {
            let (number, line) = line.with_context(|| format!("cannot read {name}"))?;
            match exchange::read(&line) {
                Ok(exchanges) => {
                    for (index, exchange) in exchanges.into_iter().enumerate() {
                        let place = tally::Place::new(&name, number, index);
                        judge::exchange(&exchange, &place, &mut tally);
                    }
                }
                Err(error) => tally.bad_line(&name, number, &error),
            }
        }
    }
    Ok(tally)
}

/// What is wrong with a corpus in which everything has a name, as sentences.
pub(crate) fn faults(tally: &Tally, not_json: u64) -> Vec<String> {
    let mut out = Vec::new();
    for side in Side::ALL.into_iter().filter(|side| *side != Side::Refused) {
        let sum = tally.sum(|one| one == side);
        for (what, wrong) in [
            ("not decoded", sum.bodies - sum.decoded),
            ("written otherwise", sum.decoded - sum.value_equal),
            ("values without a name", sum.unknown),
            ("values of another form", sum.odd),
            ("elements not read", sum.invalid),
        ] {
            if wrong > 0 {
                out.push(format!("{}: {wrong} {what}", side.name()));
            }
        }
        if sum.bodies == 0 {
            out.push(format!("{}: nothing was read", side.name()));
        }
    }
    out.extend(tally.bad_lines.iter().cloned());
    if tally.not_json != not_json {
        out.push(format!("{} bodies are no JSON", tally.not_json));
    }
    out
}

/// The whole result as text.
pub(crate) fn text(tally: &Tally) -> String {
    print::text(tally, usize::MAX)
}

/// Runs this same program as a release build: hundreds of megabytes are read several times over.
fn in_release(corpus: &Corpus) -> anyhow::Result<()> {
    let absolute = |path: &PathBuf| std::path::absolute(path);
    let house = House::open()?;
    let mut run = Run::cargo(&house.root)
        .args(["run", "--release", "--quiet", "--package", "xtask", "--"])
        .args(["corpus", "--here", "--show", &corpus.show.to_string()]);
    run = match corpus.format {
        Format::Text => run.args(["--format", "text"]),
        Format::Json => run.args(["--format", "json"]),
    };
    if let Some(path) = &corpus.differences {
        run = run.args(["--differences".into(), absolute(path)?]);
    }
    for file in &corpus.files {
        run = run.args([absolute(file)?]);
    }
    run.run_quietly()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn counted(lines: &[serde_json::Value]) -> Vec<String> {
        let mut tally = Tally::default();
        for (number, line) in lines.iter().enumerate() {
            for (index, one) in exchange::read(&line.to_string())
                .unwrap()
                .iter()
                .enumerate()
            {
                judge::exchange(one, &tally::Place::new("x", number, index), &mut tally);
            }
        }
        faults(&tally, 0)
    }

    #[test]
    fn each_fault_is_told() {
        let line = |response: serde_json::Value| {
            json!({"method": "PATCH", "path": "/v1/pages/x", "status": 200,
                "notion_version": "2025-09-03", "request_body": {"icon": null},
                "response_body": response})
        };
        let id = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
        let good = json!({"object": "page", "id": id, "in_trash": true, "archived": true});
        assert_eq!(counted(&[line(good.clone())]), Vec::<String>::new());
        let told = |member: &str, value: serde_json::Value| {
            let mut body = good.clone();
            body[member] = value;
            counted(&[line(body)]).join("; ")
        };
        assert!(told("id", json!(7)).contains("responses: 1 not decoded"));
        let icon = json!({"type": "hologram", "hologram": {}});
        assert!(told("icon", icon).contains("responses: 1 values without a name"));
        assert!(told("in_trash", json!("x")).contains("responses: 1 values of another form"));
        assert!(told("archived", json!(null)).contains("raised: 1 written otherwise"));
        assert!(
            counted(&[])
                .join("; ")
                .contains("responses: nothing was read")
        );
    }
}
