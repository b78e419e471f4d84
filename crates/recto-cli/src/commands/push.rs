//! `recto push`: does what the plan says.

use std::path::{Path, PathBuf};

use recto_sync::error::Error;
use recto_sync::report::Report;

use crate::connect;
use crate::error::{CommandError, Context, Exit};
use crate::output::{self, Format};
use crate::progress::Teller;
use crate::settings;

/// Brings Notion in step with the database, and says what it did.
///
/// Writes only what differs. Stopped at any moment and started again, it ends the same.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The configuration.
    #[arg(long, short, value_name = "FILE", default_value = "recto.toml")]
    config: PathBuf,
    /// How to print the report.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// Create missing databases under the configuration's parent page.
    #[arg(long)]
    create_missing: bool,
    /// Write the report to a file as well: Markdown, or JSON if its name ends in .json.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Say nothing while it goes on.
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub(crate) async fn run(args: Args) -> Result<Exit, CommandError> {
    let (config, environment) = settings::load(&args.config)?;
    let engine = connect::engine(config, environment, args.create_missing).await?;
    let teller = Teller::new(args.quiet);
    let done = engine.push(&teller).await;
    drop(teller);
    match done {
        Ok(report) => {
            tell(&args, &report)?;
            Ok(if report.exit_code() == 0 {
                Exit::Clean
            } else {
                Exit::Failures
            })
        }
        // The rows were pushed before the guard saw the difference: what was done is said as well.
        Err(error) => {
            if let Error::StructureChanged { report, .. } = &error {
                tell(&args, report)?;
            }
            Err(error.into())
        }
    }
}

fn tell(args: &Args, report: &Report) -> Result<(), CommandError> {
    if let Some(file) = &args.report {
        write(file, report)?;
    }
    match args.format {
        Format::Json => output::data(report.to_json().context("cannot write the report")?),
        Format::Markdown => output::data(report.to_markdown().trim_end()),
        Format::Text => output::data(output::paint_report(&report.to_text()).trim_end()),
    }
}

fn write(file: &Path, report: &Report) -> Result<(), CommandError> {
    let text = if file
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        report.to_json().context("cannot write the report")?
    } else {
        report.to_markdown()
    };
    std::fs::write(file, text).map_err(|error| {
        CommandError::new(format!("cannot write {}: {error}", file.display()))
            .hint("the push itself was done; only its report is missing")
    })
}
