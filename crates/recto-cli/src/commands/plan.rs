//! `recto plan`: what a push would do.

use std::path::PathBuf;

use crate::connect;
use crate::error::{CommandError, Context, Exit};
use crate::output::{self, Format};
use crate::progress::Teller;
use crate::settings;

/// Shows every create and update a push would do, field by field. Writes nothing.
///
/// Ends with exit code 2 when there is something to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The configuration.
    #[arg(long, short, value_name = "FILE", default_value = "recto.toml")]
    config: PathBuf,
    /// How to print the plan.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// Plan to create missing databases under the configuration's parent page.
    #[arg(long)]
    create_missing: bool,
    /// How many rows to write out as text; all are counted.
    #[arg(long, value_name = "N", default_value_t = 50)]
    show: usize,
    /// Say nothing while it goes on.
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(crate) async fn run(args: Args) -> Result<Exit, CommandError> {
    let (config, environment) = settings::load(&args.config)?;
    let engine = connect::engine(config, environment, args.create_missing).await?;
    let teller = Teller::new(args.quiet);
    let plan = engine.plan(&teller).await;
    drop(teller);
    let plan = plan?;
    match args.format {
        Format::Json => output::data(plan.to_json().context("cannot write the plan")?)?,
        Format::Markdown => output::data(plan.to_markdown().trim_end())?,
        Format::Text => output::data(output::paint_plan(&plan.to_text(args.show)).trim_end())?,
    }
    Ok(match plan.exit_code() {
        0 => Exit::Clean,
        2 => Exit::Changes,
        _ => Exit::Failures,
    })
}
