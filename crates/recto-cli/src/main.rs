//! The recto command line.

// Many small allocations of JSON and text: this allocator is measurably quicker at them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod cli;
mod commands;
mod connect;
mod demo;
mod error;
mod output;
mod progress;
mod settings;
mod signals;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::error::{CommandError, Exit};

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            // The parser's own code for a mistake is 2, which here means that a plan has changes.
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Clean.into(),
                _ => Exit::Error.into(),
            };
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(cli.run()),
        Err(error) => Err(CommandError::new(format!(
            "cannot start the runtime: {error}"
        ))),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::complain(&error);
            error.exit.into()
        }
    }
}
