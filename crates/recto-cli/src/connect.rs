//! From a configuration to things that work: client, source, state, engine.

mod failpoints;
mod holder;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use recto_client::{Client, Pace, Token};
use recto_sync::config::{Config, DatabaseConfig};
use recto_sync::engine::{Clock, Engine, Options};
use recto_sync::secrets::{Environment, Location, SecretError, SecretRef};
use recto_sync::source::{PostgresSource, Source, SqliteSource};
use recto_sync::state::{PostgresState, SqliteState, State};
use secrecy::{ExposeSecret, SecretString};

use crate::error::{CommandError, Context};

/// The state's file when the configuration names none.
const STATE_FILE: &str = "recto-state.db";

/// What estimates are made with when nothing limits the pace.
const UNLIMITED: u32 = 60_000;

/// Makes a client for the configuration's Notion.
///
/// `NOTION_BASE_URL` beats the configuration, so that one file serves Notion and an emulator.
pub(crate) fn client(config: &Config, environment: &Environment) -> Result<Client, CommandError> {
    let mut builder = Client::builder(token(config, environment)?);
    if let Some(url) = base_url(config, environment) {
        builder = builder.base_url(url);
    }
    if let Some(proxy) = proxy(config, environment) {
        builder = builder.proxy(proxy);
    }
    let pace = match requests_per_minute(config, environment) {
        Some(number) => Pace::per_window(number),
        None => Pace::unlimited(),
    };
    Ok(builder.pace(pace).build()?)
}

fn token(config: &Config, environment: &Environment) -> Result<Token, CommandError> {
    let default = SecretRef::Env("NOTION_TOKEN".to_owned());
    let reference = config.notion.token.as_ref().unwrap_or(&default);
    let secret = environment.secret(reference).map_err(secret_error)?;
    Token::parse(secret.expose_secret()).context(reference)
}

fn base_url<'a>(config: &'a Config, environment: &'a Environment) -> Option<&'a str> {
    environment
        .get("NOTION_BASE_URL")
        .or(config.notion.base_url.as_deref())
}

/// The budget of requests; none for an emulator on this machine, unless the configuration has one.
fn requests_per_minute(config: &Config, environment: &Environment) -> Option<u32> {
    let local = base_url(config, environment).is_some_and(is_local);
    match config.notion.requests_per_minute {
        None if local => None,
        None => Some(recto_api::limits::REQUESTS_PER_WINDOW),
        number => number,
    }
}

fn proxy<'a>(config: &'a Config, environment: &'a Environment) -> Option<&'a str> {
    if base_url(config, environment).is_some_and(|url| url.starts_with("http://")) {
        return None;
    }
    ["HTTPS_PROXY", "https_proxy"]
        .into_iter()
        .find_map(|name| environment.get(name))
}

fn is_local(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| {
        host.strip_prefix(local)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

/// Opens the relational database.
async fn source(
    config: &DatabaseConfig,
    environment: &Environment,
) -> Result<Arc<dyn Source>, CommandError> {
    match (&config.url, &config.path) {
        (Some(url), _) => {
            let url = database_url(url, environment)?;
            let source = PostgresSource::connect(&url, config.schema.as_deref())
                .await
                .map_err(recto_sync::error::Error::from)?;
            Ok(Arc::new(source))
        }
        (None, Some(path)) => {
            let source = SqliteSource::open(&environment.path(path))
                .map_err(recto_sync::error::Error::from)?;
            Ok(Arc::new(source))
        }
        (None, None) => Err(CommandError::new("the configuration names no database")
            .hint("add [source] with `path = \"operations.db\"` or `url = \"env:DATABASE_URL\"`")),
    }
}

/// Opens the state, or makes it.
async fn state(
    config: &DatabaseConfig,
    environment: &Environment,
) -> Result<Arc<dyn State>, CommandError> {
    match &config.url {
        Some(url) => {
            let url = database_url(url, environment)?;
            let state = PostgresState::connect(&url, config.schema.as_deref())
                .await
                .map_err(recto_sync::error::Error::from)?;
            Ok(Arc::new(state))
        }
        None => {
            let path = config.path.as_deref().unwrap_or(Path::new(STATE_FILE));
            let state = SqliteState::open(&environment.path(path))
                .map_err(recto_sync::error::Error::from)?;
            Ok(Arc::new(state))
        }
    }
}

fn database_url(url: &Location, environment: &Environment) -> Result<SecretString, CommandError> {
    environment.location(url).map_err(secret_error)
}

fn secret_error(error: SecretError) -> CommandError {
    CommandError::new(error)
}

/// Puts an engine together around a client.
pub(crate) async fn engine_with(
    config: Config,
    environment: Environment,
    client: Client,
    create_missing: bool,
) -> Result<Engine, CommandError> {
    let source = source(&config.source, &environment).await?;
    let state = state(&config.state, &environment).await?;
    let clock: Clock = Arc::new(Timestamp::now);
    let options = Options {
        create_missing,
        holder: holder::name(),
        is_dead: Arc::new(holder::is_dead),
        requests_per_minute: requests_per_minute(&config, &environment).unwrap_or(UNLIMITED),
        failpoints: failpoints::armed(&environment)?,
        ..Options::default()
    };
    Ok(Engine::new(
        config,
        environment,
        source,
        state,
        client,
        clock,
        options,
    )?)
}

/// Puts an engine together from a configuration.
pub(crate) async fn engine(
    config: Config,
    environment: Environment,
    create_missing: bool,
) -> Result<Engine, CommandError> {
    let client = client(&config, &environment)?;
    engine_with(config, environment, client, create_missing).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emulator_here_is_not_paced_but_notion_is() {
        let pace = |url: &str, more: &str| {
            let text = format!("[notion]\nbase_url = \"{url}\"\n{more}");
            let config = Config::parse("test", &text).unwrap();
            requests_per_minute(&config, &Environment::default())
        };
        assert_eq!(pace("http://127.0.0.1:8787", ""), None);
        assert_eq!(pace("http://[::1]:8787", ""), None);
        assert_eq!(pace("http://127.0.0.1.example.com", ""), Some(180));
        assert_eq!(pace("https://api.notion.com", ""), Some(180));
        assert_eq!(
            pace("http://localhost:1", "requests_per_minute = 60"),
            Some(60)
        );
    }

    #[test]
    fn the_environment_names_another_notion() {
        let config = Config::parse("test", "").unwrap();
        let environment = Environment::new([("NOTION_BASE_URL", "http://127.0.0.1:1")]);
        assert_eq!(base_url(&config, &environment), Some("http://127.0.0.1:1"));
        assert_eq!(requests_per_minute(&config, &environment), None);
    }
}
