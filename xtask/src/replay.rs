//! `cargo x replay`: recorded conversations are held again, and how the answers agree is counted.
//!
//! For each conversation a fresh workspace gets every object that the conversation uses before it
//! creates it, in the form first shown. The requests follow in their order, with the ids that the
//! answers revealed. An exchange is *status-equal* when the statuses agree, and *body-equal* when the
//! answers agree, too, but for ids (which must stand for each other everywhere), `request_id`, times,
//! cursors, signed query strings, where files are stored, and the addresses of avatars.

mod compare;
mod conversation;
mod exchange;
mod ids;
mod print;
mod seeds;
mod server;
mod tally;
mod unapply;

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::{corpus::input, house::House, shell::Run};
use conversation::Conversation;
use tally::Tally;

/// What to replay, against what, and how to tell.
#[derive(Debug, Clone, Args)]
pub(crate) struct Replay {
    /// Files of conversations, a JSON object with `exchanges` a line, plain or compressed by zstd.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write every difference to this file, a JSON object a line.
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
    /// How many sorts of differences to print.
    #[arg(long, default_value_t = 30, value_name = "N")]
    show: usize,
    /// Judge the server at this address (`http://…`) instead of an emulator in this process. An
    /// emulator is seeded; any other server has to hold what the conversations use.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The token for that server. Default: the variable `NOTION_TOKEN`.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "NOTION_TOKEN",
        hide_env_values = true,
        requires = "base_url"
    )]
    token: Option<String>,
    /// Only conversations whose file or source contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Run in this process even if it is a debug build.
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

/// Replays the files and prints how the answers agree.
///
/// # Errors
///
/// When a file cannot be read, the differences cannot be written, or the server does not answer.
pub(crate) fn run(replay: &Replay) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && !replay.here {
        return in_release(replay);
    }
    let mut tally = Tally::default();
    let mut conversations = Vec::new();
    for file in &replay.files {
        read(file, replay.only.as_deref(), &mut conversations, &mut tally)?;
    }
    tally.add(hold(
        &conversations,
        replay.base_url.as_deref(),
        replay.token.as_deref(),
    )?);
    if let Some(path) = &replay.differences {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        for difference in tally.differences() {
            serde_json::to_writer(&mut out, &difference.to_json())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    match replay.format {
        Format::Text => print!("{}", print::text(&tally, replay.show)),
        Format::Json => println!("{:#}", print::json(&tally, replay.show)),
    }
    Ok(())
}

/// Reads and replays files against emulators in this process.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn count(files: &[PathBuf]) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut conversations = Vec::new();
    for file in files {
        read(file, None, &mut conversations, &mut tally)?;
    }
    tally.add(hold(&conversations, None, None)?);
    Ok(tally)
}

/// What is wrong with a replay in which everything is to agree, as sentences.
pub(crate) fn faults(tally: &Tally) -> Vec<String> {
    let total = tally.total();
    let mut out = tally.bad_lines.clone();
    for difference in tally.differences() {
        out.push(difference.to_json().to_string());
    }
    if total.exchanges == 0 {
        out.push("nothing was replayed".to_owned());
    }
    out
}

fn read(
    file: &Path,
    only: Option<&str>,
    out: &mut Vec<Conversation>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let name = file.display().to_string();
    for line in input::lines(file)? {
        let (number, line) = line.with_context(|| format!("cannot read {name}"))?;
        match Conversation::read(&line, &format!("{name}:{number}")) {
            Ok(one) if only.is_none_or(|only| one.place.contains(only)) => out.push(one),
            Ok(_) => {}
            Err(error) => tally.bad_lines.push(format!("{name}:{number}: {error}")),
        }
    }
    Ok(())
}

/// Holds conversations again, on every core if each has a workspace of its own.
fn hold(
    conversations: &[Conversation],
    base_url: Option<&str>,
    token: Option<&str>,
) -> anyhow::Result<Tally> {
    if let Some(url) = base_url {
        let mut tally = Tally::default();
        for conversation in conversations {
            exchange::hold(
                conversation,
                Some((url, token.unwrap_or_default())),
                &mut tally,
            )?;
        }
        return Ok(tally);
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((at, conversation)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    conversations.get(at).map(|one| (at, one))
                } {
                    let mut tally = Tally::default();
                    let outcome = exchange::hold(conversation, None, &mut tally).map(|()| tally);
                    done.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((at, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    let mut tally = Tally::default();
    for (_, one) in done {
        tally.add(one?);
    }
    Ok(tally)
}

/// Runs this same program as a release build.
fn in_release(replay: &Replay) -> anyhow::Result<()> {
    let house = House::open()?;
    let mut run = Run::cargo(&house.root)
        .args(["run", "--release", "--quiet", "--package", "xtask", "--"])
        .args(["replay", "--here", "--show", &replay.show.to_string()]);
    run = match replay.format {
        Format::Text => run.args(["--format", "text"]),
        Format::Json => run.args(["--format", "json"]),
    };
    if let Some(path) = &replay.differences {
        run = run.args(["--differences".into(), std::path::absolute(path)?]);
    }
    if let Some(url) = &replay.base_url {
        run = run.args(["--base-url", url]);
    }
    if let Some(token) = &replay.token {
        // Never an argument: arguments are seen by everybody on the machine.
        run = run.env("NOTION_TOKEN", token);
    }
    if let Some(only) = &replay.only {
        run = run.args(["--only", only]);
    }
    for file in &replay.files {
        run = run.args([std::path::absolute(file)?]);
    }
    run.run_quietly()
}
