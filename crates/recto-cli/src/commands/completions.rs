//! `recto completions`: a script for the shell.

use clap::CommandFactory;

use crate::error::{CommandError, Exit};
use crate::output;

/// Prints a completion script for a shell.
///
/// For bash: recto completions bash > ~/.local/share/bash-completion/completions/recto
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Runs the command.
pub(crate) fn run(args: Args) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut crate::cli::Cli::command(),
        "recto",
        &mut script,
    );
    output::data(String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
