//! `recto demo`: everything recto does, on a sample, without an account.

mod show;

use std::collections::BTreeMap;
use std::path::PathBuf;

use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::Emulator;
use recto_sync::config::Config;
use recto_sync::engine::Engine;
use recto_sync::guard::{Fingerprint, ProtectedPage};
use recto_sync::plan::Plan;
use recto_sync::report::Report;

use crate::connect;
use crate::demo::database::Database;
use crate::demo::edits::EDITS;
use crate::demo::home::{DATABASE_URL, Home, TOKEN};
use crate::demo::table::{Cell, Table};
use crate::demo::{hub, sample};
use crate::error::{CommandError, Context, Exit};
use crate::progress::Teller;
use crate::settings;

/// Shows a push from end to end, on a sample database and a workspace in this process.
///
/// Makes an operations database of 422 rows, builds a hub page with five databases in an emulated
/// workspace, and pushes three times: everything, a few edits, nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Keep database, workspace and configuration in a new directory, to go on with.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Keep the workspace in this file instead.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Make the sample in PostgreSQL instead of in SQLite: in the schemas recto_demo and
    /// recto_demo_state, which stay, and which the next demo makes anew.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The number the sample is made from: the same number, the same rows.
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    /// How to print: text as it goes on, or one JSON document at the end.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// Say nothing while it goes on.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What happened, for either form of output.
struct Story {
    seed: u64,
    database: &'static str,
    directory: Option<PathBuf>,
    data: Option<PathBuf>,
    hub_id: String,
    hub_before: Fingerprint,
    hub_after: Option<Fingerprint>,
    /// The plan after the edits, before the second push.
    plan: Option<Plan>,
    pushes: Vec<Report>,
}

impl Story {
    /// Whether the hub's structure survived all pushes.
    fn dashboard_unchanged(&self) -> bool {
        let same = self
            .hub_after
            .as_ref()
            .is_some_and(|now| self.hub_before.change(now).is_none());
        let mut all = self.pushes.iter().flat_map(|report| &report.protected);
        same && all.all(|page| page.unchanged)
    }

    /// Whether everything went as promised.
    fn exit(&self) -> Exit {
        if !self.dashboard_unchanged() {
            Exit::Stopped
        } else if self.pushes.iter().any(|report| report.exit_code() != 0) {
            Exit::Failures
        } else {
            Exit::Clean
        }
    }
}

/// Runs the command.
pub(crate) async fn run(args: Args) -> Result<Exit, CommandError> {
    let text = args.format == Format::Text;
    let home = Home::new(args.keep.as_deref())?;
    let tables = sample::tables(args.seed);
    let database = match &args.database_url {
        Some(url) => Database::postgres(url).await?,
        None => Database::Sqlite(home.file("operations.sqlite")),
    };
    database.create(&tables).await?;
    if text {
        show::sample(&tables, &database, args.seed)?;
    }

    let emulator = workspace(&home, &args, &tables)?;
    let client = client(&emulator)?;
    let config = home.write_config(args.database_url.is_some())?;
    let config = Config::parse("recto.toml", &config).map_err(recto_sync::error::Error::from)?;
    let hub = hub::build(&client, &emulator.root_page_id(), &config, &tables).await?;
    let mut ids = BTreeMap::from([("hub".to_owned(), hub.page.to_string())]);
    ids.extend(
        hub.sources
            .iter()
            .map(|(table, id)| (table.clone(), id.to_string())),
    );
    home.write_ids(&ids)?;
    let mut secrets = vec![(TOKEN, emulator.token())];
    secrets.extend(args.database_url.as_deref().map(|url| (DATABASE_URL, url)));
    home.write_secrets(&secrets)?;

    let page = ProtectedPage::new("hub", hub.page);
    let mut story = Story {
        seed: args.seed,
        database: database.name(),
        directory: home.is_kept().then(|| home.path().to_owned()),
        data: args.data.clone(),
        hub_id: page.id().to_string(),
        hub_before: page.fingerprint(&client).await?,
        hub_after: None,
        plan: None,
        pushes: Vec::new(),
    };
    if text {
        show::workspace(&story, &config)?;
    }

    // The same files that a person would go on with, so that they are known to work.
    let (config, environment) = settings::load(&home.file("recto.toml"))?;
    let engine = connect::engine_with(config, environment, client.clone(), false).await?;

    push(&engine, &args, &mut story, "First push: every row is new").await?;
    for edit in EDITS {
        database.execute(edit.sql).await?;
    }
    let plan = engine.plan(&()).await?;
    if text {
        show::edits(&plan)?;
    }
    story.plan = Some(plan);
    push(&engine, &args, &mut story, "Second push: just the edits").await?;
    push(&engine, &args, &mut story, "Third push: nothing to do").await?;

    story.hub_after = Some(page.fingerprint(&client).await?);
    if text {
        show::hub(&story)?;
        show::next(&story)?;
    } else {
        show::json(&story)?;
    }
    Ok(story.exit())
}

/// Starts the workspace and lets in the people who have an account there.
fn workspace(home: &Home, args: &Args, tables: &[Table]) -> Result<Emulator, CommandError> {
    let mut builder = Emulator::builder().workspace_name("Colophon & Daughters");
    let file = args
        .data
        .clone()
        .or_else(|| home.is_kept().then(|| home.file("workspace.sqlite")));
    if let Some(file) = file {
        if file.exists() {
            return Err(
                CommandError::new(format!("{} exists already", file.display()))
                    .hint("name a new file; the demo overwrites nothing"),
            );
        }
        builder = builder.file(file);
    }
    let emulator = builder.start()?;
    let people = tables.iter().find(|table| table.name == "people");
    for row in people.iter().flat_map(|table| &table.rows) {
        // Name and account are the second and the fourth column.
        if let [_, Cell::Text(name), _, Cell::Text(account), ..] = row.as_slice() {
            emulator.add_person(name, account)?;
        }
    }
    Ok(emulator)
}

fn client(emulator: &Emulator) -> Result<Client, CommandError> {
    let token = Token::parse(emulator.token()).context("the emulator's token")?;
    let client = Client::builder(token)
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()?;
    Ok(client)
}

async fn push(
    engine: &Engine,
    args: &Args,
    story: &mut Story,
    title: &str,
) -> Result<(), CommandError> {
    let text = args.format == Format::Text;
    if text {
        show::title(title)?;
    }
    let report = {
        // The steps are told once; later pushes go through the same ones.
        let again = !story.pushes.is_empty();
        let teller = Teller::new(args.quiet || !text || again).keeping_steps();
        engine.push(&teller).await?
    };
    if text {
        show::push(&report, story.pushes.is_empty())?;
    }
    story.pushes.push(report);
    Ok(())
}
