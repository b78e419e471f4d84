//! `cargo x`: the same gates on every machine.
//!
//! `cargo x check` runs them all in order; `cargo x check --list` says what each one looks at.

#![expect(
    clippy::print_stdout,
    reason = "this program talks to the person who runs the gates"
)]

mod corpus;
mod endure;
mod formulas;
mod gates;
mod house;
mod peers;
mod replay;
mod report;
mod shell;
mod tools;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::{
    gates::{GATES, Gate},
    house::House,
};

#[derive(Debug, Parser)]
#[command(
    name = "cargo x",
    about = "Runs recto's gates.",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every gate in order and end with a summary.
    Check(Check),
    /// Compare the crates' dependencies with the table of allowed ones.
    Deps,
    /// Run published clients, unmodified, against the emulator.
    Conformance,
    /// Read recorded exchanges into the model and count what survives.
    Corpus(corpus::Corpus),
    /// Evaluate recorded cases of the formula language and count what agrees.
    Formulas(formulas::Formulas),
    /// Feed made-up bytes to everything that reads data from outside.
    Fuzz(gates::fuzz::Fuzz),
    /// Send made-up requests to the emulator, for as long as one likes.
    Hostile(endure::Hostile),
    /// Kill a serving emulator again and again and look for what it answered.
    Kills(endure::Kills),
    /// Measure recto beside other libraries.
    #[command(subcommand)]
    Peers(peers::Peers),
    /// Hold recorded conversations again with the emulator and count which answers agree.
    Replay(replay::Replay),
    /// Make up requests from the emulator's /openapi.json and see that none is answered 500.
    Schemathesis(gates::conformance::schemathesis::Schemathesis),
    /// Run the README's first command and compare its second with `.ci/run`.
    Readme,
}

#[derive(Debug, Args)]
struct Check {
    /// Run only this gate (may be repeated).
    #[arg(long, value_name = "GATE")]
    only: Vec<String>,
    /// Leave this gate out (may be repeated).
    #[arg(long, value_name = "GATE")]
    skip: Vec<String>,
    /// Go on after a gate has failed (always so with CI=true).
    #[arg(long)]
    keep_going: bool,
    /// Say what the gates are and stop.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<bool> {
    let (gates, keep_going) = match command {
        Command::Check(check) if check.list => {
            for gate in GATES {
                println!("{:<12} {}", gate.name, gate.about);
            }
            return Ok(true);
        }
        Command::Check(check) => (gates::select(&check.only, &check.skip)?, check.keep_going),
        Command::Deps => (named("deps")?, false),
        Command::Conformance => (named("conformance")?, false),
        Command::Readme => (named("readme")?, false),
        Command::Fuzz(fuzz) => return gates::fuzz::command(&House::open()?, &fuzz),
        Command::Hostile(hostile) => {
            return endure::hostile(&House::open()?, &hostile).map(|()| true);
        }
        Command::Kills(kills) => return endure::kills(&House::open()?, &kills).map(|()| true),
        Command::Peers(peers) => return peers::run(&House::open()?, &peers).map(|()| true),
        Command::Replay(replay) => return replay::run(&replay).map(|()| true),
        Command::Schemathesis(arguments) => {
            return gates::conformance::schemathesis::command(&House::open()?, &arguments);
        }
        Command::Corpus(corpus) => return corpus::run(&corpus).map(|()| true),
        Command::Formulas(formulas) => return formulas::run(&formulas).map(|()| true),
    };
    let house = House::open()?;
    Ok(report::run(&house, &gates, keep_going || house.ci))
}

fn named(gate: &str) -> anyhow::Result<Vec<&'static Gate>> {
    gates::select(&[gate.to_owned()], &[])
}
