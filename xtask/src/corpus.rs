//! `cargo x corpus`: recorded exchanges go through the model, and what became of them is counted.
//!
//! Every body is read into the type of its operation and written again; what is written must be
//! equal by value to what came, in the version it came in. Answers of older versions are also
//! raised to the newest shape, read, and lowered again.

mod body;
mod compare;
mod exchange;
mod input;
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

use crate::{corpus::tally::Tally, house::House, shell::Run};

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
    let mut tally = Tally::default();
    for file in &corpus.files {
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
