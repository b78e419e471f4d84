//! The command line as a whole.

use clap::{Parser, Subcommand};

use crate::commands::{append, completions, demo, emulator, plan, push};
use crate::error::{CommandError, Context, Exit};
use crate::signals;

/// Keeps relational databases in step with Notion, and has a Notion to try it on.
///
/// `recto demo` shows everything on a sample, without a Notion account. Then write a recto.toml,
/// look at `recto plan`, and run `recto push`.
#[derive(Debug, Parser)]
#[command(
    name = "recto",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "\
Exit codes:
  0  clean, or nothing to do
  1  error
  2  the plan has changes
  3  finished, but some rows failed
  4  stopped by a guard
  130  stopped by Ctrl-C

Environment, also read from a .env beside recto.toml:
  NOTION_TOKEN        the connection's token, unless recto.toml names another variable
  NOTION_BASE_URL     another origin than https://api.notion.com, such as an emulator's
  RECTO_ID_<ALIAS>    the id an alias of recto.toml stands for
  HTTPS_PROXY         the proxy to reach Notion by
  NO_COLOR            no colours"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Plan(plan::Args),
    Push(push::Args),
    Append(append::Args),
    Emulator(emulator::Args),
    Completions(completions::Args),
}

impl Cli {
    /// Runs the command.
    pub(crate) async fn run(self) -> Result<Exit, CommandError> {
        match self.command {
            Command::Demo(args) => {
                until_stopped(Box::pin(demo::run(args)), "run the demo again").await
            }
            Command::Plan(args) => {
                until_stopped(Box::pin(plan::run(args)), "nothing was written").await
            }
            Command::Push(args) => until_stopped(Box::pin(push::run(args)), RUN_AGAIN).await,
            Command::Append(args) => until_stopped(Box::pin(append::run(args)), LOOK_FIRST).await,
            // A server ends cleanly by itself.
            Command::Emulator(args) => emulator::run(args).await,
            Command::Completions(args) => completions::run(args),
        }
    }
}

const RUN_AGAIN: &str = "what was under way is recorded; run push again, and it goes on";
const LOOK_FIRST: &str = "the text may have been appended; look at the page before trying again";

/// Runs a command until Ctrl-C or SIGTERM drops it, which also removes its temporary files.
async fn until_stopped(
    command: impl Future<Output = Result<Exit, CommandError>>,
    hint: &str,
) -> Result<Exit, CommandError> {
    let stop = signals::stop().context("cannot listen for signals")?;
    tokio::select! {
        done = command => done,
        () = stop => Err(CommandError {
            exit: Exit::Interrupted,
            ..CommandError::new("stopped").hint(hint)
        }),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        super::Cli::command().debug_assert();
    }
}
