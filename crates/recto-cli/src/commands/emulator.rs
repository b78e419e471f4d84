//! `recto emulator`: a Notion workspace on a port of this machine.

mod door;

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use futures::FutureExt as _;
use recto_emulator::Emulator;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::error::{CommandError, Context, Exit};
use crate::output::{self, BOLD, DIM, WARN, styled};
use crate::signals;

use self::door::Door;

/// Runs a Notion workspace of its own on this machine.
///
/// Prints the base URL and a token, then serves until Ctrl-C or SIGTERM. Point any Notion client at
/// the base URL.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The port; 0 takes a free one.
    #[arg(long, short, default_value_t = 8787)]
    port: u16,
    /// The file to keep the workspace in. Without it, the workspace ends with the process.
    #[arg(long, short, value_name = "FILE")]
    data: Option<PathBuf>,
    /// A JSON file that says what is in a new workspace: see docs/emulator.md. A reset goes back to it.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Objects as Notion's API gives them, to bring into the workspace with their ids: JSON, an array
    /// or one object a line. May be given several times.
    #[arg(long, value_name = "FILE")]
    import: Vec<PathBuf>,
    /// The address to listen on. Anything but a loopback address lets other machines in.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// The token clients must send; made up and kept in the file when not given.
    #[arg(
        long,
        value_name = "TOKEN",
        env = "RECTO_EMULATOR_TOKEN",
        hide_env_values = true
    )]
    token: Option<String>,
    /// Also run a proxy on this port, for clients with the host `api.notion.com` built in; 0 takes a
    /// free one. Such clients need `HTTPS_PROXY` and must trust the certificate that is printed.
    #[arg(long, value_name = "PORT")]
    proxy: Option<u16>,
    /// The file to write the proxy's certificate authority to, for `SSL_CERT_FILE` and the like.
    /// Without it, one below the folder for temporary files, removed at the end.
    #[arg(long, value_name = "FILE", requires = "proxy")]
    proxy_ca: Option<PathBuf>,
    /// How to print the address: a few lines, or one JSON object on one line.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the command.
pub(crate) async fn run(args: Args) -> Result<Exit, CommandError> {
    // Before anything is promised, so that no signal is lost between the promise and the wait.
    let stop = signals::stop().context("cannot listen for signals")?;
    let mut builder = Emulator::builder();
    if let Some(file) = &args.data {
        builder = builder.file(file);
    }
    if let Some(token) = &args.token {
        recto_client::Token::parse(token).context("--token")?;
        builder = builder.token(token);
    }
    if let Some(file) = &args.seed {
        builder = builder.seed(one(read(file)?, file)?);
    }
    let emulator = builder.start()?;
    for file in &args.import {
        let done = emulator.import(&read(file)?)?;
        output::talk(styled(
            DIM,
            format_args!(
                "{}: {} pages, {} databases, {} blocks",
                file.display(),
                done.pages,
                done.databases,
                done.blocks
            ),
        ));
    }
    let listener = listen(args.listen, args.port).await?;
    let address = listener.local_addr().context("cannot ask for the port")?;
    let url = format!("http://{address}");
    let proxy = match args.proxy {
        Some(port) => {
            Some(Door::open(&emulator, args.listen, port, args.proxy_ca.as_deref()).await?)
        }
        None => None,
    };
    match args.format {
        Format::Json => output::data(json!({
            "base_url": url,
            "token": emulator.token(),
            "root_page_id": emulator.root_page_id().to_string(),
            "data": args.data,
            "proxy": proxy.as_ref().map(Door::url),
            "proxy_ca": proxy.as_ref().map(Door::certificate),
        }))?,
        Format::Text => output::data(greeting(
            &url,
            &emulator,
            args.data.as_ref(),
            proxy.as_ref(),
        ))?,
    }
    if !args.listen.is_loopback() {
        output::talk(format_args!(
            "{}: {address} is open to other machines; whoever has the token can read and write",
            styled(WARN, "warning")
        ));
    }
    match proxy {
        None => emulator.serve(listener, stop).await?,
        Some(door) => {
            let stop = stop.shared();
            tokio::try_join!(
                emulator.serve(listener, stop.clone()),
                door.proxy.serve(door.listener, stop)
            )?;
        }
    }
    let counts = emulator.requests();
    output::talk(styled(
        DIM,
        format_args!(
            "stopped after {}",
            output::count(counts.requests, "request")
        ),
    ));
    Ok(Exit::Clean)
}

/// The values of a JSON file: the members of an array, or one value behind the other.
fn read(file: &Path) -> Result<Vec<Value>, CommandError> {
    let cannot = |why: &dyn std::fmt::Display| {
        CommandError::new(format!("cannot read {}: {why}", file.display()))
    };
    let text = std::fs::read_to_string(file).map_err(|error| cannot(&error))?;
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter() {
        match value.map_err(|error| cannot(&error))? {
            Value::Array(items) => values.extend(items),
            value => values.push(value),
        }
    }
    Ok(values)
}

/// The one value a file must hold.
fn one(mut values: Vec<Value>, file: &Path) -> Result<Value, CommandError> {
    match (values.pop(), values.is_empty()) {
        (Some(value), true) => Ok(value),
        _ => Err(CommandError::new(format!(
            "{} must hold one JSON object",
            file.display()
        ))),
    }
}

async fn listen(address: IpAddr, port: u16) -> Result<TcpListener, CommandError> {
    TcpListener::bind((address, port)).await.map_err(|error| {
        let failed = CommandError::new(format!("cannot listen on {address}:{port}: {error}"));
        if error.kind() == std::io::ErrorKind::AddrInUse {
            failed.hint("stop the other server, or take a free port with --port 0")
        } else {
            failed
        }
    })
}

fn greeting(
    url: &str,
    emulator: &Emulator,
    data: Option<&PathBuf>,
    proxy: Option<&Door>,
) -> String {
    let kept = match data {
        Some(file) => file.display().to_string(),
        None => "in memory only; gone when this process ends (--data FILE keeps it)".to_owned(),
    };
    let mut lines = vec![
        ("base URL", url.to_owned()),
        ("token", emulator.token().to_owned()),
        ("home page", emulator.root_page_id().to_string()),
        ("data", kept),
        ("requests", format!("{url}/_emulator/requests")),
    ];
    if let Some(door) = proxy {
        lines.push(("proxy", door.url()));
        lines.push(("proxy CA", door.certificate().display().to_string()));
    }
    let mut text = styled(BOLD, "recto emulator: a Notion workspace on this machine");
    for (name, value) in lines {
        text.push_str(&format!("\n  {name:<10}{value}"));
    }
    text.push_str(&format!("\n{}", styled(DIM, "Ctrl-C stops it.")));
    text
}
