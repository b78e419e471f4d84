//! Connections to PostgreSQL, for the source and for the state.

use std::error::Error as StdError;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long a connection attempt may take unless the URL says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a server is, without and with what must not be shown.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    /// `PostgreSQL database ops at localhost:5432`.
    pub(crate) name: String,
}

/// Why there is no connection: what was said, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: String,
    pub(crate) advice: String,
}

impl Address {
    /// Reads a connection URL, or a `key=value` connection string.
    pub(crate) fn parse(url: &SecretString) -> Result<Self, String> {
        // The parser's own sentence is kept from the message: it may quote the password.
        let mut config = Config::from_str(url.expose_secret()).map_err(|error| {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let option = cause
                .strip_prefix("unknown option ")
                .map(|name| format!(" (the option {name} is not known here)"));
            format!(
                "this is no PostgreSQL URL{}; write \
                 postgres://user:password@host:5432/database",
                option.unwrap_or_default()
            )
        })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_application_name().is_none() {
            config.application_name("recto");
        }
        let database = config
            .get_dbname()
            .or(config.get_user())
            .unwrap_or("(default)");
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => format!("{host}:{port}"),
            #[cfg(unix)]
            Some(Host::Unix(path)) => format!("socket {}", path.display()),
            None => "no host".to_owned(),
        };
        Ok(Self {
            name: format!("PostgreSQL database {database} at {host}"),
            config,
        })
    }

    /// Connects. The connection is served by a task of the current tokio runtime.
    pub(crate) async fn connect(&self) -> Result<Client, Refusal> {
        let (client, connection) = self
            .config
            .connect(tls()?)
            .await
            .map_err(|error| refusal(&error))?;
        let name = self.name.clone();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, database = name, "the connection ended");
            }
        });
        Ok(client)
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn tls() -> Result<MakeRustlsConnect, Refusal> {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Refusal {
            reason: error.to_string(),
            advice: "add ?sslmode=disable to the URL if the network is trusted".to_owned(),
        })?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn refusal(error: &tokio_postgres::Error) -> Refusal {
    let advice = match error.code() {
        Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
            "check the user and the password in the URL"
        }
        Some(&SqlState::INVALID_CATALOG_NAME) => "check the database's name in the URL",
        Some(&SqlState::TOO_MANY_CONNECTIONS) => "end other connections, or try again",
        Some(&SqlState::CANNOT_CONNECT_NOW) => "the server is starting or stopping: try again",
        Some(_) => "check the URL",
        None => "check that the server runs and that host and port in the URL are right",
    };
    Refusal {
        reason: reason(error),
        advice: advice.to_owned(),
    }
}

/// Says what a server or the network said, causes included.
pub(crate) fn reason(error: &tokio_postgres::Error) -> String {
    if let Some(server) = error.as_db_error() {
        let mut text = server.message().to_owned();
        for more in [server.detail(), server.hint()].into_iter().flatten() {
            text.push_str(" (");
            text.push_str(more.trim_end_matches('.'));
            text.push(')');
        }
        return text;
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let sentence = inner.to_string();
        if !text.contains(&sentence) {
            text.push_str(": ");
            text.push_str(&sentence);
        }
        cause = inner.source();
    }
    text
}

/// Quotes a name.
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_shows_the_password() {
        let url = SecretString::from("postgres://ada:hunter2@db.example.org:6000/ops");
        let address = Address::parse(&url).unwrap();
        assert_eq!(
            address.name,
            "PostgreSQL database ops at db.example.org:6000"
        );
        assert!(!format!("{address:?}").contains("hunter2"));
    }

    #[test]
    fn a_wrong_url_is_not_repeated() {
        for url in [
            "postgres://ada:hunter2@host:port/ops",
            "mysql://ada:hunter2@h/ops",
            "hunter2",
        ] {
            let error = Address::parse(&SecretString::from(url)).unwrap_err();
            assert!(error.contains("no PostgreSQL URL"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let error =
            Address::parse(&SecretString::from("postgres://h/ops?sslrootcert=x")).unwrap_err();
        assert!(error.contains("sslrootcert"), "{error}");
    }
}
