//! `recto append`: a few words at the end of a page, unless the page is protected.

use std::io::Read;
use std::path::{Path, PathBuf};

use recto_api::block::{AppendChildren, BlockContent};
use recto_api::endpoint::AppendBlockChildren;
use recto_api::ids::BlockId;
use recto_api::limits;

use crate::connect;
use crate::error::{CommandError, Context, Exit};
use crate::output;
use crate::settings;

/// Appends text to a page, as paragraphs.
///
/// A page declared protected in recto.toml, or with the role "dashboard", is refused, and so is
/// any block on it (exit code 4).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The page: an alias, an id or a URL.
    #[arg(long, value_name = "PAGE")]
    page: String,
    /// The text; empty lines separate paragraphs. `-` reads it from stdin.
    text: String,
    /// The configuration that names aliases and protected pages.
    #[arg(long, short, value_name = "FILE", default_value = "recto.toml")]
    config: PathBuf,
}

/// Runs the command.
pub(crate) async fn run(args: Args) -> Result<Exit, CommandError> {
    let (config, environment) = settings::load(&args.config)?;
    let id = config
        .page_id(&environment, "--page", &args.page)
        .map_err(recto_sync::error::Error::from)?;
    let guard = recto_sync::engine::guard(&config, &environment)?;
    // Before anything is sent; a protected page is not even asked about.
    guard.refuse(&id, "append to it")?;
    let text = text(&args.text)?;
    let client = connect::client(&config, &environment)?;
    let page = BlockId::parse(&id).context("--page")?;
    guard.refuse_within(&client, &page, "append to it").await?;
    let paragraphs = paragraphs(&text);
    if paragraphs.is_empty() {
        return Err(CommandError::new("there is no text to append").hint("give it after --page"));
    }
    for batch in paragraphs.chunks(limits::CHILDREN) {
        let blocks = AppendChildren::new(batch.iter().map(BlockContent::paragraph));
        client
            .send(&AppendBlockChildren::new(page.clone(), blocks))
            .await?;
    }
    output::data(format_args!(
        "appended {} to {}",
        output::count(paragraphs.len() as u64, "paragraph"),
        args.page
    ))?;
    Ok(Exit::Clean)
}

fn text(argument: &str) -> Result<String, CommandError> {
    if Path::new(argument) != Path::new("-") {
        return Ok(argument.to_owned());
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("cannot read the text from stdin")?;
    Ok(text)
}

fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_separate_paragraphs() {
        assert_eq!(paragraphs("a\nb\n\n \n\nc\n"), ["a\nb", "c"]);
        assert_eq!(paragraphs(" \n"), Vec::<String>::new());
    }
}
